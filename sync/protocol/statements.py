"""Statements: the organisation's signed words on who belongs to it, which spaces there are, and who may read them.

A statement is kept as the bytes that were signed. No name of a person or a space stands in one: the server reads them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from fieldapp.domain.answers import Json
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import DeskId, OrganisationId, SpaceId, WorkerId
from sync.protocol import signed
from sync.protocol.errors import Malformed
from sync.protocol.keys import SealKey, SigningKey, VerifyKey, sha256
from sync.protocol.names import StatementId
from sync.protocol.reading import Fields, encode
from sync.protocol.signed import Signed

VERSION: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """By the root: this organisation exists, and this is its server's key. `root` hashes to the organisation's id."""

    name: str
    root: VerifyKey
    server: VerifyKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Administrator:
    """By the root: this worker's desk may enrol desks, make spaces and give grants."""

    worker: WorkerId
    desk: DeskId
    verify: VerifyKey


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskCertificate:
    """By an administrator: this desk is this worker's, and these are its keys."""

    desk: DeskId
    worker: WorkerId
    roles: tuple[str, ...]
    verify: VerifyKey
    seal: SealKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """By an administrator: this space exists; `opener` is the worker whose desk opens its epochs."""

    space: SpaceId
    kind: str
    opener: WorkerId


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """By an administrator: this worker may read the space from an epoch on, and write to it if `write`."""

    worker: WorkerId
    space: SpaceId
    from_epoch: int
    write: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochOpening:
    """By a desk of the space's opener: the space's key of this number is the one that `commitment` fits."""

    space: SpaceId
    number: int
    commitment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """A statement of a kind or version that this program does not know: kept and passed on, believed in nothing."""

    kind: str
    space: SpaceId | None


Said = Organisation | Administrator | DeskCertificate | Space | Grant | EpochOpening | Foreign


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
            case Space() | Grant() | EpochOpening() | Foreign():
                return self.said.space
            case _:
                return None


def organisation_id(root: VerifyKey) -> OrganisationId:
    """The organisation whose root key this is."""
    return OrganisationId(sha256(bytes.fromhex(root.hex))[:32])


def state(said: Said, *, organisation: OrganisationId, by: DeskId | None, when: Moment, key: SigningKey) -> Statement:
    """Sign a statement: `by` None with the root key, else with the key of that desk."""
    body = encode({**_to_json(said), "v": VERSION, "organisation": organisation, "by": by or "", "when": when.text})
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
        said=_said(fields),
    )


def _to_json(said: Said) -> dict[str, Json]:
    match said:
        case Organisation():
            return {"kind": "organisation", "name": said.name, "root": said.root.hex, "server": said.server.hex}
        case Administrator():
            return {"kind": "administrator", "worker": said.worker, "desk": said.desk, "verify": said.verify.hex}
        case DeskCertificate():
            keys: dict[str, Json] = {"verify": said.verify.hex, "seal": said.seal.hex}
            return {"kind": "desk", "desk": said.desk, "worker": said.worker, "roles": list(said.roles), **keys}
        case Space():
            return {"kind": "space", "space": said.space, "space_kind": said.kind, "opener": said.opener}
        case Grant():
            rights: dict[str, Json] = {"from_epoch": said.from_epoch, "write": said.write}
            return {"kind": "grant", "worker": said.worker, "space": said.space, **rights}
        case EpochOpening():
            return {"kind": "epoch", "space": said.space, "number": said.number, "commitment": said.commitment}
        case Foreign():
            raise Malformed("a statement of an unknown kind is passed on, not made")


def _said(fields: Fields) -> Said:
    read = _READERS.get(fields.word("kind"), _foreign) if fields.number("v", 1) == VERSION else _foreign
    return read(fields)


def _organisation(fields: Fields) -> Said:
    return Organisation(name=fields.text("name"), root=_verify(fields, "root"), server=_verify(fields, "server"))


def _administrator(fields: Fields) -> Said:
    return Administrator(worker=_worker(fields), desk=_desk(fields), verify=_verify(fields, "verify"))


def _certificate(fields: Fields) -> Said:
    return DeskCertificate(
        desk=_desk(fields),
        worker=_worker(fields),
        roles=fields.words("roles"),
        verify=_verify(fields, "verify"),
        seal=SealKey(fields.hex("seal", 64)),
    )


def _space_made(fields: Fields) -> Said:
    return Space(space=_space(fields), kind=fields.word("space_kind"), opener=WorkerId(fields.hex("opener", 32)))


def _grant(fields: Fields) -> Said:
    epoch, write = fields.number("from_epoch", 1), fields.flag("write")
    return Grant(worker=_worker(fields), space=_space(fields), from_epoch=epoch, write=write)


def _epoch(fields: Fields) -> Said:
    number, commitment = fields.number("number", 1), fields.hex("commitment", 64)
    return EpochOpening(space=_space(fields), number=number, commitment=commitment)


def _foreign(fields: Fields) -> Foreign:
    return Foreign(kind=fields.word("kind"), space=_space(fields) if "space" in fields else None)


def _space(fields: Fields) -> SpaceId:
    return SpaceId(fields.hex("space", 32))


def _worker(fields: Fields) -> WorkerId:
    return WorkerId(fields.hex("worker", 32))


def _desk(fields: Fields) -> DeskId:
    return DeskId(fields.hex("desk", 32))


def _verify(fields: Fields, key: str) -> VerifyKey:
    return VerifyKey(fields.hex(key, 64))


_READERS: Final[Mapping[str, Callable[[Fields], Said]]] = {
    "organisation": _organisation,
    "administrator": _administrator,
    "desk": _certificate,
    "space": _space_made,
    "grant": _grant,
    "epoch": _epoch,
}
