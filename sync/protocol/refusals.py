"""What the server did not take, and why: the REFUSED frame, after which the rest of the exchange goes on.

The same is the body of every answer that says the whole request was not taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from sync.protocol import limits
from sync.protocol.errors import Unacceptable
from sync.protocol.reading import Fields, encode

#: Reasons that only the server has; the others are the codes of `errors`.
FORKED: Final = "forked"  # another chunk has this number: the desk takes a new incarnation and seals again
GAP: Final = "gap"  # chunks before it are missing: the desk sends from the mark on
OTHER_PIECE: Final = "other_piece"  # the server holds nothing to which these bytes could be added: send the whole

#: Reasons for not taking a request at all.
REPLAYED: Final = "replayed"  # its counter was used: the header `fieldapp-counter` of the answer says the last one
NOT_FOUND: Final = "not_found"  # there is no such paper or page
TOO_BIG: Final = "too_big"  # more bytes than such a body may have
TOO_SLOW: Final = "too_slow"  # nothing came for too long
UNAVAILABLE: Final = "unavailable"  # the server cannot get at its disk or database now


class What(Enum):
    """What was refused."""

    STATEMENT = "statement"
    ENVELOPE = "envelope"
    CHUNK = "chunk"
    EXCHANGE = "exchange"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing that was not taken: `id` is the statement's or envelope's id or the chunk's hash, or ""."""

    what: What
    id: str
    why: str

    @classmethod
    def of(cls, what: What, id: str, error: Unacceptable) -> Refusal:  # noqa: A002 - the word of the format
        """The refusal for an error of ours."""
        return cls(what, id, error.code)

    def encode(self) -> bytes:
        """The frame's body."""
        return encode({"what": self.what.value, "id": self.id, "why": self.why})

    @classmethod
    def decode(cls, body: bytes) -> Refusal:
        """Raises Malformed. A `what` of a newer server counts as the exchange; `why` may be a word not known here."""
        fields = Fields.parsed(body, limits.MESSAGE, "refused")
        what, known = fields.word("what"), {each.value: each for each in What}
        return cls(known.get(what, What.EXCHANGE), fields.hex("id", 64, empty=True), fields.word("why"))
