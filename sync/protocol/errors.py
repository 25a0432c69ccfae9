"""Why something that came from outside must not be used.

These are for programs: the client says in a sentence what it means for a person, the server answers with `code`.
"""

from __future__ import annotations

from typing import ClassVar


class Unacceptable(ValueError):
    """What came from outside must not be used. `code` names the reason on the wire."""

    code: ClassVar[str] = "unacceptable"


class Malformed(Unacceptable):
    """It breaks its format or is bigger than the format allows; it will never be right."""

    code = "malformed"


class Forged(Unacceptable):
    """A signature, a seal, a commitment or a hash does not fit: somebody changed it, or made it without the key."""

    code = "forged"


class NotYet(Unacceptable):
    """It builds on a statement, a key or a program version that is not here: keep it and try again later."""

    code = "not_yet"


class NotAllowed(Unacceptable):
    """The signature is right, but the organisation's statements give its maker no right to this."""

    code = "not_allowed"


class Void(NotAllowed):
    """It is sealed under a key that was destroyed with what was erased: seal it anew under the present one."""

    code = "void"


class Contradicts(NotAllowed):
    """Another statement came first and says otherwise: the desk has other keys, the epoch's number is taken."""

    code = "contradicts"
