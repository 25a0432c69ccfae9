"""The server's signed word that it deleted what a snapshot makes needless, or what was erased for good.

It keeps the hashes of the chunks, so that everybody's count of the log goes on; their bytes are gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fieldapp.domain.answers import Json
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import OrganisationId, SpaceId
from sync.protocol import signed
from sync.protocol.errors import NotAllowed
from sync.protocol.keys import SigningKey
from sync.protocol.names import StatementId
from sync.protocol.reading import Fields, encode
from sync.protocol.signed import Signed
from sync.protocol.trust import Trust

VERSION: Final = 1
#: What the word of one is called where it stands among documents.
KIND: Final = "cleared"


@dataclass(frozen=True, slots=True)
class Cleared:
    """One word as it came; `check_cleared` says whether the server signed it.

    For `snapshot` it deleted so many chunks and attached files. `backup`: when its operator last copied all of it away
    before, as far as the server was told: what was deleted may still lie there.
    """

    signed: Signed
    organisation: OrganisationId
    space: SpaceId
    snapshot: StatementId
    chunks: int
    files: int
    when: Moment
    backup: Moment | None

    @property
    def id(self) -> str:
        """SHA-256 of the whole."""
        return self.signed.id

    @property
    def raw(self) -> bytes:
        """The bytes that travel and are stored."""
        return self.signed.raw


def make_cleared(
    organisation: OrganisationId,
    space: SpaceId,
    snapshot: StatementId,
    *,
    chunks: int,
    files: int,
    when: Moment,
    backup: Moment | None,
    key: SigningKey,
) -> Cleared:
    """Said in the transaction that deletes."""
    body: dict[str, Json] = {
        "v": VERSION,
        "org": organisation,
        "space": space,
        "snapshot": snapshot,
        "chunks": chunks,
        "files": files,
        "when": when.text,
        "backup": "" if backup is None else backup.text,
    }
    return read_cleared(signed.sign(signed.CLEARED, encode(body), key).raw)


def read_cleared(raw: bytes) -> Cleared:
    """A word from outside. Raises Malformed; does not look at the signature."""
    whole = signed.split(raw, signed.CLEARED)
    fields = Fields.parsed(whole.body, len(whole.body), "cleared")
    fields.number("v", VERSION, VERSION)
    return Cleared(
        signed=whole,
        organisation=OrganisationId(fields.hex("org", 32)),
        space=SpaceId(fields.hex("space", 32)),
        snapshot=StatementId(fields.hex("snapshot", 64)),
        chunks=fields.number("chunks"),
        files=fields.number("files"),
        when=fields.moment("when"),
        backup=fields.moment("backup") if fields.text("backup") else None,
    )


def check_cleared(cleared: Cleared, trust: Trust) -> None:
    """Raises Forged unless the organisation's server signed it, NotAllowed if it is another organisation's."""
    if cleared.organisation != trust.organisation_id:
        raise NotAllowed("of another organisation")
    cleared.signed.check(trust.server)
