"""The server's kit: the file that makes a server the organisation's own.

The coordinator's desk writes it when the organisation is made; the server needs it at its first start. It holds the
server's signing key in clear, so it travels by hand and is deleted from the stick afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from fieldapp.domain.answers import Json
from sync.protocol import limits
from sync.protocol.errors import Forged, Malformed
from sync.protocol.judging import learn
from sync.protocol.keys import SigningKey
from sync.protocol.reading import Fields, base64_text, encode
from sync.protocol.said import Organisation
from sync.protocol.statements import Statement, read_statement
from sync.protocol.trust import Trust

MAGIC: Final = b"FAK1"
VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class ServerKit:
    """Whose server it is, and the key that it signs receipts with. `trust` knows organisation and administrators."""

    trust: Trust
    statements: tuple[Statement, ...]
    key: SigningKey = field(repr=False)


def write_kit(statements: tuple[Statement, ...], key: SigningKey) -> bytes:
    """The file. `statements` hold the organisation's, which names the public half of `key`, and the administrators'."""
    every: list[Json] = [base64_text(statement.raw) for statement in statements]
    raw = MAGIC + encode({"v": VERSION, "statements": every, "seed": base64_text(key.seed)})
    read_kit(raw)
    return raw


def read_kit(raw: bytes) -> ServerKit:
    """The kit from a file. Raises Malformed (no kit) or Forged (a statement in it or its key does not fit)."""
    if raw[: len(MAGIC)] != MAGIC:
        raise Malformed("kit: does not begin with FAK1")
    fields = Fields.parsed(raw[len(MAGIC) :], limits.KIT, "kit")
    fields.number("v", VERSION, VERSION)
    statements = tuple(read_statement(each) for each in fields.binaries("statements", limits.SIGNED_BODY))
    roots = [statement.said.root for statement in statements if isinstance(statement.said, Organisation)]
    seed = fields.binary("seed", 32)
    if len(roots) != 1 or len(seed) != 32:
        raise Malformed("kit: does not name one organisation and one key")
    trust, refused = learn(Trust(roots[0]), statements)
    key = SigningKey(seed)
    if refused or key.verify_key != trust.server:
        raise Forged("kit: a statement in it cannot be believed, or its key is not the one the organisation names")
    return ServerKit(trust, statements, key)
