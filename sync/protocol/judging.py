"""Which statements to believe: the one place where a statement's signature and its maker's right are judged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from fieldapp.domain.ids import DeskId, SpaceId
from sync.protocol.consequences import follow
from sync.protocol.errors import NotAllowed, NotYet, Unacceptable
from sync.protocol.keys import VerifyKey
from sync.protocol.names import StatementId
from sync.protocol.said import (
    Administrator,
    DeskCertificate,
    Ending,
    EpochOpening,
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
    Snapshot,
    Space,
)
from sync.protocol.statements import Statement
from sync.protocol.taking import Takes, standing
from sync.protocol.trust import Trust

#: What the root alone says.
_ROOTS = Organisation | Administrator | Officer | Retirement
#: What takes an administrator's desk, or an officer's; of a desk whose power was taken only what was known then stands.
_ADMINISTRATORS = DeskCertificate | Revocation | Space | Grant | Ending | Policy
_OFFICERS = Recovery | Reset


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
                grown = believe(trust, statement)
            except NotYet as why:
                later.append(Verdict(statement, why))
            except Unacceptable as why:
                refused.append(Verdict(statement, why))
            else:
                if grown.stands != trust.stands:  # who had no power may have some now
                    later, refused = [*later, *refused], []
                trust, more = grown, True
        waiting = [verdict.statement for verdict in later]
    return trust, (*refused, *later)


def believe(trust: Trust, statement: Statement) -> Trust:
    """With this statement too; one that is believed already changes nothing.

    Raises NotYet (its maker, or what it speaks of, is not known yet), Forged, NotAllowed or Contradicts. Where it takes
    an administrator's or an officer's power, what she said without its maker's knowledge is believed no more.
    """
    if statement.id in trust.statements:
        return trust
    grown = _with(trust, statement)
    if isinstance(statement.said, Takes):
        every = (*grown.statements.values(), *grown.fallen.values())
        stands = standing(every)
        changed = {desk for desk in {*stands, *grown.stands} if stands.get(desk) != grown.stands.get(desk)}
        if any(each.by in changed and isinstance(each.said, _ADMINISTRATORS | _OFFICERS) for each in every):
            return _risen(Trust(trust.root, stands=stands), every)
        grown = replace(grown, stands=stands)
    return _risen(replace(grown, fallen={}), grown.fallen.values()) if grown.fallen else grown


def powers(trust: Trust, desk: DeskId) -> tuple[StatementId, ...]:
    """What the desk has said as an administrator's or an officer's: what shall stand when its power is taken."""
    return tuple(
        sorted(
            each.id
            for each in trust.statements.values()
            if each.by == desk and isinstance(each.said, _ADMINISTRATORS | _OFFICERS)
        )
    )


def _with(trust: Trust, statement: Statement) -> Trust:
    """The statement judged by what is known now, and what follows from it alone."""
    if statement.organisation != trust.organisation_id:
        raise NotAllowed("of another organisation")
    statement.signed.check(_signer(trust, statement))
    fallen = {name: each for name, each in trust.fallen.items() if name != statement.id}
    return replace(follow(trust, statement), statements={**trust.statements, statement.id: statement}, fallen=fallen)


def _risen(trust: Trust, statements: Iterable[Statement]) -> Trust:
    """With all of these that can be believed; what cannot has fallen, and may come back."""
    waiting, more = list(statements), True
    while more:
        more, later = False, []
        for statement in waiting:
            try:
                trust, more = _with(trust, statement), True
            except Unacceptable:
                later.append(statement)
        waiting = later
    return replace(trust, fallen={each.id: each for each in waiting})


def _signer(trust: Trust, statement: Statement) -> VerifyKey:
    """The key that must have signed it, if its maker may say such a thing at all."""
    said, by = statement.said, statement.by
    if isinstance(said, _ROOTS) != (by is None) and not (by is None and isinstance(said, Foreign)):
        raise NotAllowed("said by the wrong kind of maker")
    if by is None:
        return trust.root
    if isinstance(said, _ADMINISTRATORS | _OFFICERS):
        _require_power(trust, statement, by)
    elif isinstance(said, EpochOpening):
        trust.space(said.space)
        if not trust.belonged(by, said.space, write=True):
            raise NotYet("its maker is not known as a member who may write")
    elif isinstance(said, Offer):
        if said.desk != by:
            raise NotAllowed("a desk offers its own key")
    elif isinstance(said, Snapshot):
        trust.opening(said.epoch)
        if not _kept(trust, by, said.space):
            raise NotYet("its maker is not known as a keeper")
    return trust.key_of(by)


def _require_power(trust: Trust, statement: Statement, by: DeskId) -> None:
    named = trust.administrators if isinstance(statement.said, _ADMINISTRATORS) else trust.officers
    if by not in named:
        raise NotYet("its maker is not known as an administrator or officer")
    if by in trust.stands and statement.id not in trust.stands[by]:
        raise NotAllowed("its maker's power was taken, and this was not known then")


def _kept(trust: Trust, desk: DeskId, space: SpaceId) -> bool:
    """Whether the desk's worker was ever the space's opener, or granted to keep it."""
    worker = trust.desk(desk).worker
    kept = any((each.worker, each.space, each.keeper) == (worker, space, True) for each in trust.given.values())
    return kept or trust.space(space).opener == worker
