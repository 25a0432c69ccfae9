"""The caseloads of the organisation and whose they are: where a case can go, and who takes a whole one over."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.domain.ids import SpaceId, WorkerId
from fieldapp.domain.spaces import SpaceKind
from fieldapp.storage.store import Happened, Write
from sync.client.believing import Speaker, trust_of
from sync.client.errors import NotCoordinator
from sync.client.facts import identity_in
from sync.client.log import Event, note
from sync.client.organisation.membership import is_handed_to
from sync.client.organisation.people import colleagues, space_titles
from sync.client.records.spaces import make_envelopes
from sync.client.station import Station
from sync.protocol.names import StatementId
from sync.protocol.said import Ending, Grant
from sync.protocol.trust import Trust


@dataclass(frozen=True, slots=True, kw_only=True)
class Caseload:
    """A caseload with its name, "" before that has come. `workers`: whose it is. `is_read`: this desk reads it.

    `takes`: something can be sealed into it now; else a desk of its members must first make a new key.
    """

    space: SpaceId
    title: str
    workers: tuple[str, ...]
    is_read: bool
    takes: bool


def caseloads(station: Station) -> tuple[Caseload, ...]:
    """All that somebody works in, those that this desk reads first. Raises NotJoined."""
    with station.store.read() as reader:
        trust, me = trust_of(reader), identity_in(reader).desk
        names, called = colleagues(reader), space_titles(reader)
    found = [
        Caseload(
            space=space,
            title=called.get(space, ""),
            workers=tuple(sorted(filter(None, (names.get(each, "") for each in holders(trust, space))))),
            is_read=trust.may_read(me, space),
            takes=trust.latest_epoch(space) is not None,
        )
        for space, said in trust.spaces.items()
        if said.kind == SpaceKind.CASELOAD.value and holders(trust, space)
    ]
    return tuple(sorted(found, key=lambda each: (not each.is_read, each.title.casefold(), each.space)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Successor:
    """Somebody who can take a caseload over: her laptop is in."""

    worker: WorkerId
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeCaseload:
    """A caseload that can be handed over whole. `holders`: whose it is, none once they have left; `others`: who else
    reads it, and goes on."""

    caseload: Caseload
    holders: tuple[WorkerId, ...]
    others: tuple[str, ...]


def whole_caseloads(station: Station) -> tuple[tuple[WholeCaseload, ...], tuple[Successor, ...]]:
    """What a coordinator can hand over, and to whom. Raises NotCoordinator, NotJoined."""
    every = caseloads(station)
    with station.store.read() as reader:
        trust, names = trust_of(reader), colleagues(reader)
        if not trust.is_administrator(identity_in(reader).desk):
            raise NotCoordinator
    found = []
    for each in every:
        whose = _own(trust, each.space)
        others = {grant.worker for (_, of), grant in trust.grants.items() if of == each.space} - set(whose)
        called = tuple(sorted(filter(None, (names.get(other, "") for other in others))))
        found.append(WholeCaseload(caseload=each, holders=whose, others=called))
    workers = {desk.worker for desk in trust.desks.values() if trust.is_certified(desk.desk)}
    named = [Successor(worker=each, name=names[each]) for each in workers if each in names]
    return tuple(found), tuple(sorted(named, key=lambda each: (each.name.casefold(), each.worker)))


def hand_over_caseload(station: Station, space: SpaceId, to: WorkerId) -> Happened:
    """The space stays; it is hers from now on, and whose it was reads it no more. Raises NotCoordinator.

    Two who do this at the same time let both colleagues in, and neither loses anything by it.
    """

    def write_down(write: Write) -> Happened:
        speaker = Speaker(write, station)
        speaker.require_coordinator()
        before = set(_own(speaker.trust, space)) - {to}
        speaker.say(Grant(worker=to, space=space, from_epoch=1, write=True, keeper=True))
        for worker in sorted(before):
            speaker.say(Ending(worker=worker, space=space, grants=_live(speaker.trust, worker, space)))
        make_envelopes(write, station, speaker)
        note(write, speaker.when, Event.CASELOAD_HANDED_OVER, {"space": space})
        return write.sync_changed()

    return station.store.write_now(write_down)


def _live(trust: Trust, worker: WorkerId, space: SpaceId) -> tuple[StatementId, ...]:
    where = (worker, space)
    live = (id_ for id_, each in trust.given.items() if (each.worker, each.space) == where and id_ not in trust.ended)
    return tuple(sorted(live))


def holders(trust: Trust, space: SpaceId) -> tuple[WorkerId, ...]:
    """Whose space it is: its opener, and whoever it was handed to; where they have left, all who belong to it."""
    return _own(trust, space) or tuple(sorted(_writers(trust, space)))


def _own(trust: Trust, space: SpaceId) -> tuple[WorkerId, ...]:
    """Whoever supervises it is not among them: she goes on reading it, whoever works in it."""
    opener = trust.space(space).opener
    own = (each for each in _writers(trust, space) if each == opener or is_handed_to(trust, each, space))
    return tuple(sorted(own))


def _writers(trust: Trust, space: SpaceId) -> list[WorkerId]:
    return [grant.worker for (_, of), grant in trust.grants.items() if of == space and grant.write]
