"""What follows from a statement once it is believed: one function a kind, each gives the next `Trust`.

Whose power is taken, and what stands of her word, hangs on all statements together: `taking` finds it.

Raises NotYet where it speaks of what is not known, Contradicts where another came first and says otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from sync.protocol.errors import Contradicts
from sync.protocol.names import EpochId, StatementId
from sync.protocol.said import (
    Administrator,
    DeskCertificate,
    Ending,
    EpochOpening,
    Grant,
    Offer,
    Officer,
    Organisation,
    Policy,
    Recovery,
    Revocation,
    Snapshot,
    Space,
)
from sync.protocol.statements import Statement
from sync.protocol.trust import Trust


def follow(trust: Trust, statement: Statement) -> Trust:
    """What is known with this statement; what has no consequences of its own changes nothing."""
    consequence = _CONSEQUENCES.get(type(statement.said))
    return trust if consequence is None else consequence(trust, statement.said, statement.id)


def _organisation(trust: Trust, said: Organisation, _: StatementId) -> Trust:
    if said.root != trust.root or trust.charter not in (None, said):
        raise Contradicts("the organisation is known otherwise")
    return replace(trust, charter=said)


def _administrator(trust: Trust, said: Administrator, _: StatementId) -> Trust:
    _one_desk_one_key(trust, said)
    return replace(trust, administrators={**trust.administrators, said.desk: said})


def _officer(trust: Trust, said: Officer, _: StatementId) -> Trust:
    _one_desk_one_key(trust, said)
    if trust.officers.get(said.desk, said) != said:
        raise Contradicts("the officer is known with another key")
    return replace(trust, officers={**trust.officers, said.desk: said})


def _certificate(trust: Trust, said: DeskCertificate, _: StatementId) -> Trust:
    _one_desk_one_key(trust, said)
    before = trust.desks.get(said.desk, said)
    if before.seal != said.seal:
        raise Contradicts("the desk is known with another key")
    with_all_roles = replace(said, roles=tuple(sorted({*before.roles, *said.roles})))
    return replace(trust, desks={**trust.desks, said.desk: with_all_roles})


def _revocation(trust: Trust, said: Revocation, statement: StatementId) -> Trust:
    first = min(statement, trust.revoked.get(said.desk, statement))
    return replace(trust, revoked={**trust.revoked, said.desk: first})


def _space(trust: Trust, said: Space, _: StatementId) -> Trust:
    if trust.spaces.get(said.space, said) != said:
        raise Contradicts("the space is known as another kind, or with another opener")
    return replace(trust, spaces={**trust.spaces, said.space: said})


def _grant(trust: Trust, said: Grant, statement: StatementId) -> Trust:
    return _granted(replace(trust, given={**trust.given, statement: said}), said)


def _ending(trust: Trust, said: Ending, _: StatementId) -> Trust:
    ended = {(said.worker, said.space, grant) for grant in said.grants}
    return _granted(replace(trust, endings=trust.endings | ended), said)


def _policy(trust: Trust, said: Policy, _: StatementId) -> Trust:
    if said.version in trust.policies:
        raise Contradicts("the version is taken")
    return replace(trust, policies={**trust.policies, said.version: said})


def _offer(trust: Trust, said: Offer, _: StatementId) -> Trust:
    if trust.offers.get(said.desk, said.recovery) != said.recovery:
        raise Contradicts("the desk has offered another key")
    return replace(trust, offers={**trust.offers, said.desk: said.recovery})


def _epoch(trust: Trust, said: EpochOpening, statement: StatementId) -> Trust:
    if (said.space, said.number) in trust.epochs:
        raise Contradicts("the epoch's number is taken")
    return replace(trust, epochs={**trust.epochs, (said.space, said.number): EpochId(statement)})


def _snapshot(trust: Trust, said: Snapshot, statement: StatementId) -> Trust:
    opening = trust.opening(said.epoch)
    if opening.space != said.space or (said.erases and trust.void(said.epoch)):
        raise Contradicts("a later erasure came first")
    snapshots = {**trust.snapshots, said.space: (*trust.snapshots.get(said.space, ()), statement)}
    trust = replace(trust, snapshots=snapshots)
    if not said.erases:
        return trust
    number = max(opening.number, trust.voided.get(said.space, 0))
    return replace(trust, voided={**trust.voided, said.space: number})


def _recovery(trust: Trust, said: Recovery, _: StatementId) -> Trust:
    trust.space(said.space)
    return replace(trust, recoveries=trust.recoveries | {(said.desk, said.space)})


def _one_desk_one_key(trust: Trust, said: Administrator | Officer | DeskCertificate) -> None:
    for known in (trust.administrators.get(said.desk), trust.officers.get(said.desk), trust.desks.get(said.desk)):
        if known is not None and (known.worker, known.verify) != (said.worker, said.verify):
            raise Contradicts("the desk is known with another key or worker")


def _granted(trust: Trust, said: Grant | Ending) -> Trust:
    """With what is granted now to this worker in this space: all that was given and not ended, in one."""
    trust.space(said.space)
    where = (said.worker, said.space)
    given = {name: each for name, each in trust.given.items() if (each.worker, each.space) == where}
    live = [each for name, each in given.items() if (*where, name) not in trust.endings]
    grants = {other: grant for other, grant in trust.grants.items() if other != where}
    if live:
        grants[where] = Grant(
            worker=said.worker,
            space=said.space,
            from_epoch=min(each.from_epoch for each in live),
            write=any(each.write for each in live),
            keeper=any(each.keeper for each in live),
        )
    return replace(trust, grants=grants)


_CONSEQUENCES: Final[Mapping[type, Callable[..., Trust]]] = {
    Organisation: _organisation,
    Administrator: _administrator,
    Officer: _officer,
    DeskCertificate: _certificate,
    Revocation: _revocation,
    Space: _space,
    Grant: _grant,
    Ending: _ending,
    Policy: _policy,
    Offer: _offer,
    EpochOpening: _epoch,
    Recovery: _recovery,
    Snapshot: _snapshot,
}
