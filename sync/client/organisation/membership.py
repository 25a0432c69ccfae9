"""Which spaces a desk's worker belongs to, as signed grants say; and where what she recorded before then goes."""

from __future__ import annotations

from functools import partial

from fieldapp.domain.ids import FormId, SpaceId, WorkerId
from fieldapp.domain.spaces import Membership, Role, SpaceKind, kind_for
from fieldapp.storage.store import Happened, Write
from fieldapp.work.desk import remember_memberships
from sync.client.believing import trust_of
from sync.client.facts import identity_in
from sync.client.station import Station
from sync.protocol.trust import Trust

_KINDS = {kind.value: kind for kind in SpaceKind}
_SUPERVISE = {Role.SUPERVISOR.value, Role.COORDINATOR.value}


def memberships_of(trust: Trust, worker: WorkerId) -> tuple[Membership, ...]:
    """Her spaces; those of a kind that this program does not know are left alone.

    One that was handed over to her is as good as her own, unless she has one of the kind that always was.
    """
    grants = {space: grant for (of, space), grant in trust.grants.items() if of == worker}
    kinds = {space: trust.space(space).kind for space in sorted(grants)}
    own = {kind for space, kind in kinds.items() if trust.space(space).opener == worker}
    return tuple(
        Membership(
            space,
            _KINDS[kind],
            trust.space(space).opener == worker or (kind not in own and is_handed_to(trust, worker, space)),
        )
        for space, kind in kinds.items()
        if kind in _KINDS
    )


def is_handed_to(trust: Trust, worker: WorkerId, space: SpaceId) -> bool:
    """Whether the space was handed over to her: she keeps it, and not because she supervises those who work in it."""
    grant = trust.grant(worker, space)
    roles = {role for desk in trust.desks.values() if desk.worker == worker for role in desk.roles}
    return grant is not None and grant.keeper and not roles & _SUPERVISE


def settle_in(station: Station) -> Happened:
    """Remember her spaces, and move what was recorded in the local space into them, by kind. May be done at any time.

    What fits none of her spaces stays on this desk. Nothing happens at a desk that has no certificate yet.
    """
    with station.store.read() as reader:
        who = identity_in(reader)
        trust = None if who.root is None else trust_of(reader)
    if trust is None or who.desk not in trust.desks:
        return Happened()
    worker = trust.desk(who.desk).worker
    found = memberships_of(trust, worker)
    remember_memberships(station.store, worker, found)

    def adopt(write: Write) -> Happened:
        happened = Happened()
        for kind in SpaceKind:
            fitting = sorted((each for each in found if each.kind is kind), key=lambda m: (not m.opener, m.space))
            if fitting:
                belongs = partial(_is_for, kind)
                happened |= write.adopt_space(fitting[0].space, worker, station.clock.now(), belongs)
        return happened

    return station.store.write_now(adopt)


def _is_for(kind: SpaceKind, form: FormId) -> bool:
    return kind_for(form) is kind
