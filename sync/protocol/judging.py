"""Which statements to believe: the one place where a statement's signature and its maker's right are judged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from sync.protocol.errors import Contradicts, NotAllowed, NotYet, Unacceptable
from sync.protocol.keys import VerifyKey
from sync.protocol.names import EpochId
from sync.protocol.statements import (
    Administrator,
    DeskCertificate,
    EpochOpening,
    Foreign,
    Grant,
    Organisation,
    Space,
    Statement,
)
from sync.protocol.trust import Trust


class Verdict(NamedTuple):
    """A statement that was not believed, and why: NotYet may still come right, the others never."""

    statement: Statement
    why: Unacceptable


def learn(trust: Trust, statements: Iterable[Statement]) -> tuple[Trust, tuple[Verdict, ...]]:
    """Believe what can be believed, in any order of arrival; the rest is handed back, each with its reason.

    What comes back as NotYet should be stored and offered again together with later statements.
    """
    waiting, refused, more = list(statements), list[Verdict](), True
    later: list[Verdict] = []
    while more:
        more, later = False, []
        for statement in waiting:
            try:
                trust, more = believe(trust, statement), True
            except NotYet as why:
                later.append(Verdict(statement, why))
            except Unacceptable as why:
                refused.append(Verdict(statement, why))
        waiting = [verdict.statement for verdict in later]
    return trust, (*refused, *later)


def believe(trust: Trust, statement: Statement) -> Trust:
    """With this statement too; one that is believed already changes nothing.

    Raises NotYet (its maker, or the space it speaks of, is not known yet), Forged, NotAllowed or Contradicts.
    """
    if statement.id in trust.statements:
        return trust
    if statement.organisation != trust.organisation_id:
        raise NotAllowed("of another organisation")
    statement.signed.check(_signer(trust, statement))
    return replace(_with(trust, statement), statements={**trust.statements, statement.id: statement})


def _signer(trust: Trust, statement: Statement) -> VerifyKey:
    """The key that must have signed it, if its maker may say such a thing at all."""
    if isinstance(statement.said, Organisation | Administrator) != (statement.by is None):
        if statement.by is None and isinstance(statement.said, Foreign):
            return trust.root
        raise NotAllowed("said by the wrong kind of maker")
    if statement.by is None:
        return trust.root
    match statement.said:
        case DeskCertificate() | Space() | Grant():
            if not trust.is_administrator(statement.by):
                raise NotYet("its maker is not known as an administrator")
        case EpochOpening(space=space):
            if trust.space(space).opener != trust.desk(statement.by).worker:
                raise NotAllowed("an epoch is opened by the space's opener")
    return trust.key_of(statement.by)


def _with(trust: Trust, statement: Statement) -> Trust:
    match statement.said:
        case Organisation() as said:
            trust = replace(trust, charter=_the_only(trust, said))
        case Administrator() as said:
            _one_desk_one_key(trust, said)
            trust = replace(trust, administrators={**trust.administrators, said.desk: said})
        case DeskCertificate() as said:
            _one_desk_one_key(trust, said)
            trust = replace(trust, desks={**trust.desks, said.desk: _with_all_roles(trust, said)})
        case Space() as said:
            trust = replace(trust, spaces={**trust.spaces, said.space: _as_before(trust, said)})
        case Grant() as said:
            trust = replace(trust, grants={**trust.grants, (said.worker, said.space): _with_all_rights(trust, said)})
        case EpochOpening() as said:
            if (said.space, said.number) in trust.epochs:
                raise Contradicts("the epoch's number is taken")
            trust = replace(trust, epochs={**trust.epochs, (said.space, said.number): EpochId(statement.id)})
    return trust


def _the_only(trust: Trust, said: Organisation) -> Organisation:
    if said.root != trust.root or trust.charter not in (None, said):
        raise Contradicts("the organisation is known otherwise")
    return said


def _one_desk_one_key(trust: Trust, said: Administrator | DeskCertificate) -> None:
    for known in (trust.administrators.get(said.desk), trust.desks.get(said.desk)):
        if known is not None and (known.worker, known.verify) != (said.worker, said.verify):
            raise Contradicts("the desk is known with another key or worker")


def _with_all_roles(trust: Trust, said: DeskCertificate) -> DeskCertificate:
    before = trust.desks.get(said.desk, said)
    if before.seal != said.seal:
        raise Contradicts("the desk is known with another key")
    return replace(said, roles=tuple(sorted({*before.roles, *said.roles})))


def _as_before(trust: Trust, said: Space) -> Space:
    if trust.spaces.get(said.space, said) != said:
        raise Contradicts("the space is known as another kind, or with another opener")
    return said


def _with_all_rights(trust: Trust, said: Grant) -> Grant:
    trust.space(said.space)
    before = trust.grant(said.worker, said.space) or said
    return replace(said, from_epoch=min(before.from_epoch, said.from_epoch), write=before.write or said.write)
