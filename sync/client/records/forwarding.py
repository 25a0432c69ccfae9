"""What is found in a space that a record has left: it follows the record, as it was written, with the id it has.

Somebody edited the case offline and had not heard that it was handed over. Whoever reads both spaces issues her edit
again in the other one; where nobody does, everyone who finds it seals it into that space's box. An id counts once,
however many desks bring it.
"""

from __future__ import annotations

from collections.abc import Sequence

from fieldapp.domain.changes import MOVE, Change
from fieldapp.domain.ids import NO_SPACE, RecordId, SpaceId, WorkerId
from fieldapp.storage.store import Happened, Write
from fieldapp.storage.values import Lane
from sync.client.believing import trust_of
from sync.client.facts import Identity, identity_in
from sync.client.log import Event, note
from sync.client.records.handing import note_leaving
from sync.client.station import Station
from sync.protocol.streams import Stream
from sync.protocol.trust import Trust


def receive(write: Write, station: Station, found: Stream, changes: Sequence[Change]) -> Happened:
    """Store what came in a chunk of this stream; what was not here before follows its records."""
    known = write.known_changes(change.id for change in changes)
    happened = write.receive(changes)
    _follow(write, station, found, [change for change in changes if change.id not in known])
    return happened


def _follow(write: Write, station: Station, found: Stream, came: Sequence[Change]) -> None:
    if found.lane == Lane.LEAVING.value:
        note_leaving(write, (change.record for change in came if change.kind == MOVE))
    astray = write.astray({change.record for change in came}, found.space)
    lost = [change for change in came if change.record in astray]
    strays = [(change, places) for change in lost if (places := _elsewhere(write, change, found.space))]
    if not strays:
        return
    trust, me = trust_of(write), identity_in(write)
    passed_on = sum(_pass_on(write, trust, me, found.space, change, places) for change, places in strays)
    for record in {change.record for change, _ in strays if change.kind == MOVE}:
        _bring_together(write, trust, me, found.space, record)
    if passed_on:
        note(write, station.clock.now(), Event.FOLLOWED, {"number": passed_on})


def _elsewhere(write: Write, change: Change, found_in: SpaceId) -> frozenset[SpaceId]:
    """The spaces where the record stands, if it stood in this one before; without where its own move brought it."""
    places = _places(write, change) - {found_in, NO_SPACE}
    if not places or not _stood_in(write, change, found_in):
        return frozenset()
    return places - {change.space} if change.kind == MOVE else places


def _places(write: Write, change: Change) -> frozenset[SpaceId]:
    """Also of a new record below one that has left this desk."""
    above = change.parent
    return write.places(above) if above is not None and write.record(above) is None else write.places(change.record)


def _stood_in(write: Write, change: Change, space: SpaceId) -> bool:
    return write.stood_in(change.record, space) or (change.parent is not None and write.stood_in(change.parent, space))


def _pass_on(
    write: Write, trust: Trust, me: Identity, found_in: SpaceId, change: Change, places: frozenset[SpaceId]
) -> int:
    """Whether it was not on its way there already, as a number."""
    wanted = [place for place in sorted(places) if _falls_to(trust, me, found_in, place, change.who)]
    return max((int(write.pass_on(change.id, place)) for place in wanted), default=0)


def _falls_to(trust: Trust, me: Identity, found_in: SpaceId, place: SpaceId, who: WorkerId | None = None) -> bool:
    """Whether this desk is one that brings it there: it reads both, wrote it, or nobody reads both."""
    if trust.may_read(me.desk, place) or who == me.worker:
        return True
    return not any(trust.may_read(member.desk, place) for member in trust.members(found_in))


def _bring_together(write: Write, trust: Trust, me: Identity, found_in: SpaceId, record: RecordId) -> None:
    """Two have handed it over to different colleagues: both keep all of it until a person chooses."""
    places = write.places(record)
    if len(places) < 2:
        return
    for place in sorted(places):
        if _falls_to(trust, me, found_in, place):
            write.pass_on_all(record, place)
