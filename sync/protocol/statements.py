"""Statements: what the organisation says, signed, and kept as the bytes that were signed.

No name of a person or a space stands in one: the server reads them.
"""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import DeskId, OrganisationId, SpaceId
from sync.protocol import signed
from sync.protocol.keys import SigningKey, VerifyKey, sha256
from sync.protocol.names import StatementId
from sync.protocol.reading import Fields, encode
from sync.protocol.said import Ending, EpochOpening, Foreign, Grant, Recovery, Said, Snapshot, Space
from sync.protocol.said_json import VERSION, from_json, to_json
from sync.protocol.signed import Signed


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement as it came. Nothing is known of its signature until `Trust` has judged it.

    `by` is the desk that signed it, None for the root key. `when` is for reading.
    """

    signed: Signed
    id: StatementId
    organisation: OrganisationId
    by: DeskId | None
    when: Moment
    said: Said

    @property
    def raw(self) -> bytes:
        """The bytes that travel and are stored."""
        return self.signed.raw

    @property
    def space(self) -> SpaceId | None:
        """The space it speaks of; None if it concerns the whole organisation."""
        match self.said:
            case Space() | Grant() | Ending() | EpochOpening() | Recovery() | Snapshot() | Foreign():
                return self.said.space
            case _:
                return None


def organisation_id(root: VerifyKey) -> OrganisationId:
    """The organisation whose root key this is."""
    return OrganisationId(sha256(bytes.fromhex(root.hex))[:32])


def state(said: Said, *, organisation: OrganisationId, by: DeskId | None, when: Moment, key: SigningKey) -> Statement:
    """Sign a statement: `by` None with the root key, else with the key of that desk."""
    body = encode({**to_json(said), "v": VERSION, "organisation": organisation, "by": by or "", "when": when.text})
    return read_statement(signed.sign(signed.STATEMENT, body, key).raw)


def read_statement(raw: bytes) -> Statement:
    """A statement from outside. Raises Malformed; does not look at the signature."""
    whole = signed.split(raw, signed.STATEMENT)
    fields = Fields.parsed(whole.body, len(whole.body), "statement")
    by = fields.hex("by", 32, empty=True)
    return Statement(
        signed=whole,
        id=StatementId(whole.id),
        organisation=OrganisationId(fields.hex("organisation", 32)),
        by=DeskId(by) if by else None,
        when=fields.moment("when"),
        said=from_json(fields),
    )
