"""Nicknames: what the unlock screen calls a desk, to be read by everybody who opens the laptop."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

from fieldapp.errors import Mistake
from fieldapp.words import sentence

LONGEST: Final = 24
#: Shown beside the field where a nickname is chosen.
ADVICE: Final = sentence("Everybody who opens this laptop sees the nickname. Do not take your real name.")


class NicknameRefused(Mistake):
    """A nickname that cannot be shown, or that another desk on this laptop bears."""


def clean_nickname(text: str, taken: Iterable[str] = ()) -> str:
    """The nickname as it is kept: outer and doubled spaces gone. Raises NicknameRefused."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not name:
        raise NicknameRefused(sentence("Choose a nickname; the unlock screen shows it."))
    if len(name) > LONGEST:
        raise NicknameRefused(sentence("Take a nickname of at most {number} letters."), number=LONGEST)
    if not name.isprintable():
        raise NicknameRefused(sentence("This nickname has a sign that cannot be shown. Type it again."))
    if name.casefold() in {other.casefold() for other in taken}:
        raise NicknameRefused(sentence("Another desk on this laptop has this nickname. Choose another."))
    return name
