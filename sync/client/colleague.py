"""One colleague, as a coordinator sees her: what she may read, her laptops, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import DeskId, SpaceId, WorkerId
from fieldapp.domain.spaces import Role
from fieldapp.storage.store import Reader
from sync.client.believing import trust_of
from sync.client.contacts import contacts
from sync.client.errors import NotCoordinator
from sync.client.facts import identity_in
from sync.client.invitations import invitations
from sync.client.people import NamedSpace, colleagues, named_spaces, roles
from sync.client.shut_out import ShutOut, shut_out_of
from sync.client.station import Station
from sync.protocol.names import InvitationId
from sync.protocol.said import DeskCertificate
from sync.protocol.trust import Trust


@dataclass(frozen=True, slots=True)
class HerSpace:
    """A space she belongs to. `alone`: no laptop of anybody else can read it."""

    named: NamedSpace
    alone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HerDesk:
    """A laptop of hers. `since`: when it was let in. `heard`: when it sent something last, if the server has said so.
    `is_here`: it is this one. `shut_out`: None while it is not.

    `has_power`: it is an administrator's.
    """

    desk: DeskId
    since: Moment
    heard: Moment | None
    is_here: bool
    has_power: bool
    shut_out: ShutOut | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OneColleague:
    """`spaces` are hers, `others` those into which she can be let. `has_left`: she belongs to nothing any more.

    `invitation`: a code of hers that nobody has used yet. `can_help`: this desk keeps a recovery key, so it can answer
    her when her passphrase is forgotten.
    """

    worker: WorkerId
    name: str
    role: Role | None
    is_me: bool
    has_left: bool
    spaces: tuple[HerSpace, ...]
    others: tuple[NamedSpace, ...]
    desks: tuple[HerDesk, ...]
    invitation: InvitationId | None
    can_help: bool


def colleague(station: Station, worker: WorkerId) -> OneColleague:
    """As far as this desk knows. Raises NotCoordinator, NotJoined."""
    with station.store.read() as reader:
        trust, me = trust_of(reader), identity_in(reader)
        if not trust.is_administrator(me.desk):
            raise NotCoordinator
        hers = named_spaces(reader, trust, worker)
        return OneColleague(
            worker=worker,
            name=colleagues(reader).get(worker, ""),
            role=roles(reader).get(worker),
            is_me=worker == me.worker,
            has_left=has_left(trust, worker),
            spaces=tuple(HerSpace(each, _is_alone(trust, worker, each.space)) for each in hers),
            others=tuple(each for each in named_spaces(reader, trust) if each not in hers),
            desks=_desks(reader, trust, worker, me.desk),
            invitation=next(
                (each.id for each in invitations(reader) if (each.worker, each.desk) == (worker, None)), None
            ),
            can_help=trust.is_officer(me.desk),
        )


def has_left(trust: Trust, worker: WorkerId) -> bool:
    """Whether she once belonged to the organisation, and all that was granted to her is over."""
    return all(of != worker for of, _ in trust.grants) and any(each.worker == worker for each in trust.given.values())


def _is_alone(trust: Trust, worker: WorkerId, space: SpaceId) -> bool:
    return all(each.worker == worker for each in trust.members(space))


def _desks(reader: Reader, trust: Trust, worker: WorkerId, here: DeskId) -> tuple[HerDesk, ...]:
    """The first one that was let in first."""
    heard = contacts(reader)
    let_in: dict[DeskId, Moment] = {}
    for each in trust.statements.values():
        if isinstance(each.said, DeskCertificate) and each.said.worker == worker:
            let_in[each.said.desk] = min(each.when, let_in.get(each.said.desk, each.when))
    return tuple(
        HerDesk(
            desk=desk,
            since=since,
            heard=heard.get(desk),
            is_here=desk == here,
            has_power=trust.is_administrator(desk),
            shut_out=shut_out_of(trust, desk),
        )
        for desk, since in sorted(let_in.items(), key=lambda each: (each[1], each[0]))
    )
