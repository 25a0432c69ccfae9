"""How what is said stands in a statement's JSON: one pair of functions a kind. What is empty is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from fieldapp.domain.answers import Json
from fieldapp.domain.attachments import SealedId
from fieldapp.domain.ids import DeskId, SpaceId, WorkerId
from sync.protocol.errors import Malformed
from sync.protocol.head import EMPTY, Head
from sync.protocol.keys import SealKey, VerifyKey
from sync.protocol.names import ChunkHash, EpochId, StatementId
from sync.protocol.reading import Fields, base64_text
from sync.protocol.recovery_keys import RECOVERY_KEY_SIZE, RECOVERY_OVERHEAD, RecoveryKey
from sync.protocol.said import (
    Administrator,
    DeskCertificate,
    Done,
    Ending,
    EpochOpening,
    Escrow,
    Foreign,
    Grant,
    Offer,
    Officer,
    Organisation,
    Policy,
    Recovery,
    Reset,
    Retirement,
    Revocation,
    Said,
    Snapshot,
    Space,
)

VERSION: Final = 1
#: A certificate of an authority, DER.
PIN: Final = 4096
#: While one authority takes another's place both are trusted.
PINS: Final = 2
_SECRET: Final = 32


def to_json(said: Said) -> dict[str, Json]:
    """All that is particular to the kind."""
    if isinstance(said, Foreign):
        raise Malformed("a statement of an unknown kind is passed on, not made")
    kind, write = _WRITERS[type(said)]
    return {"kind": kind, **write(said)}


def from_json(fields: Fields) -> Said:
    """The reverse of `to_json`; `Foreign` for a kind or a version that is not known. Raises Malformed."""
    read = _READERS.get(fields.word("kind")) if fields.number("v", 1) == VERSION else None
    return _foreign(fields) if read is None else read(fields)


def kind_of(said: Said) -> str:
    """The kind as it stands in the JSON."""
    return said.kind if isinstance(said, Foreign) else _WRITERS[type(said)][0]


# By the root


def _write_organisation(said: Organisation) -> dict[str, Json]:
    return {"name": said.name, "root": said.root.hex, "server": said.server.hex}


def _organisation(fields: Fields) -> Organisation:
    return Organisation(name=fields.text("name"), root=_verify(fields, "root"), server=_verify(fields, "server"))


def _write_administrator(said: Administrator) -> dict[str, Json]:
    return {"worker": said.worker, "desk": said.desk, "verify": said.verify.hex}


def _administrator(fields: Fields) -> Administrator:
    return Administrator(worker=_worker(fields), desk=_desk(fields), verify=_verify(fields, "verify"))


def _write_officer(said: Officer) -> dict[str, Json]:
    keys: dict[str, Json] = {"verify": said.verify.hex, "recovery": base64_text(bytes.fromhex(said.recovery.hex))}
    return {"worker": said.worker, "desk": said.desk, **keys}


def _officer(fields: Fields) -> Officer:
    verify = _verify(fields, "verify")
    return Officer(worker=_worker(fields), desk=_desk(fields), verify=verify, recovery=_recovery_key(fields))


def _write_retirement(said: Retirement) -> dict[str, Json]:
    return {"desk": said.desk, "stands": list(said.stands)}


def _retirement(fields: Fields) -> Retirement:
    return Retirement(desk=_desk(fields), stands=_statements(fields, "stands"))


# By an administrator


def _write_certificate(said: DeskCertificate) -> dict[str, Json]:
    keys: dict[str, Json] = {"verify": said.verify.hex, "seal": said.seal.hex}
    return {"desk": said.desk, "worker": said.worker, "roles": list(said.roles), **keys}


def _certificate(fields: Fields) -> DeskCertificate:
    return DeskCertificate(
        desk=_desk(fields),
        worker=_worker(fields),
        roles=fields.words("roles"),
        verify=_verify(fields, "verify"),
        seal=SealKey(fields.hex("seal", 64)),
    )


def _write_revocation(said: Revocation) -> dict[str, Json]:
    return {"desk": said.desk, "wipe": said.wipe, **_unless_empty("stands", said.stands)}


def _revocation(fields: Fields) -> Revocation:
    return Revocation(desk=_desk(fields), wipe=fields.flag("wipe"), stands=_statements(fields, "stands"))


def _write_space(said: Space) -> dict[str, Json]:
    return {"space": said.space, "space_kind": said.kind, "opener": said.opener}


def _read_space(fields: Fields) -> Space:
    return Space(space=_space(fields), kind=fields.word("space_kind"), opener=WorkerId(fields.hex("opener", 32)))


def _write_grant(said: Grant) -> dict[str, Json]:
    rights: dict[str, Json] = {"from_epoch": said.from_epoch, "write": said.write}
    return {"worker": said.worker, "space": said.space, **rights, **({"keeper": True} if said.keeper else {})}


def _grant(fields: Fields) -> Grant:
    return Grant(
        worker=_worker(fields),
        space=_space(fields),
        from_epoch=fields.number("from_epoch", 1),
        write=fields.flag("write"),
        keeper=fields.flag("keeper"),
    )


def _write_ending(said: Ending) -> dict[str, Json]:
    return {"worker": said.worker, "space": said.space, "grants": list(said.grants)}


def _ending(fields: Fields) -> Ending:
    return Ending(worker=_worker(fields), space=_space(fields), grants=_statements(fields, "grants"))


def _write_policy(said: Policy) -> dict[str, Json]:
    pins: list[Json] = [base64_text(pin) for pin in said.pins]
    rest: dict[str, Json] = {"address": said.address} if said.address else {}
    return {"version": said.version, "expires": said.expires.text, **rest, **_unless_empty("pins", pins)}


def _policy(fields: Fields) -> Policy:
    pins = fields.binaries("pins", PIN)
    if len(pins) > PINS:
        raise Malformed("policy: pins: too many")
    version, expires = fields.number("version", 1), fields.moment("expires")
    return Policy(version=version, expires=expires, address=fields.text("address"), pins=pins)


# By a desk


def _write_offer(said: Offer) -> dict[str, Json]:
    return {"desk": said.desk, "recovery": base64_text(bytes.fromhex(said.recovery.hex))}


def _offer(fields: Fields) -> Offer:
    return Offer(desk=_desk(fields), recovery=_recovery_key(fields))


def _write_epoch(said: EpochOpening) -> dict[str, Json]:
    head: dict[str, Json] = {} if said.head == EMPTY else {"head": _head_json(said.head)}
    box: dict[str, Json] = {} if said.box is None else {"box": said.box.hex}
    said_first: dict[str, Json] = {"space": said.space, "number": said.number, "commitment": said.commitment}
    return {**said_first, **_unless_empty("heeds", said.heeds), **head, **box}


def _epoch(fields: Fields) -> EpochOpening:
    return EpochOpening(
        space=_space(fields),
        number=fields.number("number", 1),
        commitment=fields.hex("commitment", 64),
        heeds=_statements(fields, "heeds"),
        head=_head(fields),
        box=SealKey(fields.hex("box", 64)) if "box" in fields else None,
    )


def _write_recovery(said: Recovery) -> dict[str, Json]:
    return {"desk": said.desk, "space": said.space}


def _recovery(fields: Fields) -> Recovery:
    return Recovery(desk=_desk(fields), space=_space(fields))


def _write_escrow(said: Escrow) -> dict[str, Json]:
    return {"officer": said.officer, "keystore": said.keystore, "sealed": base64_text(said.sealed)}


def _escrow(fields: Fields) -> Escrow:
    sealed = fields.binary("sealed", _SECRET + RECOVERY_OVERHEAD)
    if len(sealed) != _SECRET + RECOVERY_OVERHEAD:
        raise Malformed("escrow: what is sealed is no key")
    return Escrow(officer=DeskId(fields.hex("officer", 32)), keystore=fields.word("keystore"), sealed=sealed)


def _write_reset(said: Reset) -> dict[str, Json]:
    return {"desk": said.desk}


def _reset(fields: Fields) -> Reset:
    return Reset(desk=_desk(fields))


def _write_snapshot(said: Snapshot) -> dict[str, Json]:
    rest: dict[str, Json] = {"epoch": said.epoch, "chunks": list(said.chunks)}
    erases: dict[str, Json] = {"erases": True, **_unless_empty("files", said.files)} if said.erases else {}
    return {"space": said.space, "head": _head_json(said.head), **rest, **erases}


def _snapshot(fields: Fields) -> Snapshot:
    return Snapshot(
        space=_space(fields),
        head=_head(fields),
        epoch=EpochId(fields.hex("epoch", 64)),
        chunks=tuple(ChunkHash(each) for each in _hexes(fields, "chunks")),
        erases=fields.flag("erases"),
        files=tuple(SealedId(each) for each in _hexes(fields, "files")),
    )


def _write_done(said: Done) -> dict[str, Json]:
    return {"what": said.what}


def _done(fields: Fields) -> Done:
    return Done(what=StatementId(fields.hex("what", 64)))


def _foreign(fields: Fields) -> Foreign:
    return Foreign(kind=fields.word("kind"), space=_space(fields) if "space" in fields else None)


# What stands in several


def _unless_empty(key: str, values: Iterable[Json]) -> dict[str, Json]:
    kept = list(values)
    return {key: kept} if kept else {}


def _head_json(head: Head) -> Json:
    return {"count": head.count, "hash": head.hash}


def _head(fields: Fields) -> Head:
    if "head" not in fields:
        return EMPTY
    head = fields.inner("head")
    return Head(head.number("count"), head.hex("hash", 64))


def _space(fields: Fields) -> SpaceId:
    return SpaceId(fields.hex("space", 32))


def _worker(fields: Fields) -> WorkerId:
    return WorkerId(fields.hex("worker", 32))


def _desk(fields: Fields) -> DeskId:
    return DeskId(fields.hex("desk", 32))


def _verify(fields: Fields, key: str) -> VerifyKey:
    return VerifyKey(fields.hex(key, 64))


def _recovery_key(fields: Fields) -> RecoveryKey:
    recovery = fields.binary("recovery", RECOVERY_KEY_SIZE)
    if len(recovery) != RECOVERY_KEY_SIZE:
        raise Malformed("recovery: no key")
    return RecoveryKey(recovery.hex())


def _statements(fields: Fields, key: str) -> tuple[StatementId, ...]:
    return tuple(StatementId(each) for each in _hexes(fields, key))


def _hexes(fields: Fields, key: str) -> tuple[str, ...]:
    return tuple(Fields({key: value}, "statement").hex(key, 64) for value in fields.values(key))


#: Each kind's word on the wire, and how it is written. A word never changes its meaning.
_WRITERS: Final[Mapping[type, tuple[str, Callable[..., dict[str, Json]]]]] = {
    Organisation: ("organisation", _write_organisation),
    Administrator: ("administrator", _write_administrator),
    Officer: ("officer", _write_officer),
    Retirement: ("retired", _write_retirement),
    DeskCertificate: ("desk", _write_certificate),
    Revocation: ("revoked", _write_revocation),
    Space: ("space", _write_space),
    Grant: ("grant", _write_grant),
    Ending: ("ending", _write_ending),
    Policy: ("policy", _write_policy),
    Offer: ("offer", _write_offer),
    EpochOpening: ("epoch", _write_epoch),
    Recovery: ("recovery", _write_recovery),
    Escrow: ("escrow", _write_escrow),
    Reset: ("reset", _write_reset),
    Snapshot: ("snapshot", _write_snapshot),
    Done: ("done", _write_done),
}
_READERS: Final[Mapping[str, Callable[[Fields], Said]]] = {
    "organisation": _organisation,
    "administrator": _administrator,
    "officer": _officer,
    "retired": _retirement,
    "desk": _certificate,
    "revoked": _revocation,
    "space": _read_space,
    "grant": _grant,
    "ending": _ending,
    "policy": _policy,
    "offer": _offer,
    "epoch": _epoch,
    "recovery": _recovery,
    "escrow": _escrow,
    "reset": _reset,
    "snapshot": _snapshot,
    "done": _done,
}
