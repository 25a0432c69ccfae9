"""What was put aside, once more: looked into, tried again, and what was sent late taken in for all.

Taken in, changes stay who made them and when, under their own ids; this desk seals them anew, so that every member
gets them, and each desk lets go of its own copy once they are here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fieldapp.domain.changes import Change, NotAChange, decode
from fieldapp.domain.ids import SpaceId
from fieldapp.storage.store import Happened, Reader, Write
from fieldapp.storage.sync_values import Parked
from fieldapp.words import Language, sentence
from fieldapp.work.aside_contents import Inside, tell_inside
from fieldapp.work.desk import Desk
from fieldapp.work.packs import Packs
from sync.client.believing import trust_of
from sync.client.errors import CannotLook, NotYours
from sync.client.facts import identity_in
from sync.client.log import Event, note
from sync.client.records.aside import BARE, LATE, TOO_BIG, UNREADABLE, may_take_in, parked
from sync.client.records.forwarding import receive
from sync.client.records.spaces import keys_of, open_packet
from sync.client.station import Station
from sync.protocol.chunks import read_chunk
from sync.protocol.errors import NotAllowed, Unacceptable
from sync.protocol.payloads import Payload
from sync.protocol.sealing import open_chunk


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of trying again. `used`: it is where it belongs now; else it stays, perhaps for another reason."""

    happened: Happened
    used: bool


def look_inside(station: Station, desk: Desk, packs: Packs, number: int, language: Language) -> tuple[Inside, ...]:
    """What it would change: codes and forms, no names. Raises GoneMeanwhile, CannotLook."""
    with station.store.read() as reader:
        found = parked(reader, number)
        try:
            changes = (
                _bare(found) if found.reason in BARE else open_chunk(read_chunk(found.body), keys_of(reader)).changes
            )
        except (Unacceptable, NotAChange) as wrong:
            raise CannotLook from wrong
        return tell_inside(desk, packs, reader, changes, language)


def try_again(station: Station, number: int) -> Tried:
    """Perhaps the program is newer by now, or a word came that was missing. Raises GoneMeanwhile."""

    def write_down(write: Write) -> Tried:
        found = parked(write, number)
        try:
            changes, is_late = _usable(write, station, found)
        except (Unacceptable, NotAChange):
            return Tried(Happened(), used=False)
        write.sync.unpark(number)
        if is_late:
            write.sync.park(Parked(0, found.space, found.desk, LATE, found.came, found.body))
            return Tried(write.sync_changed(), used=False)
        if found.reason in BARE:
            happened = write.receive(changes)
        else:
            happened = receive(write, station, read_chunk(found.body).stream, changes)
        return Tried(happened | write.sync_changed(), used=True)

    return station.store.write_now(write_down)


def take_in(station: Station, number: int) -> Happened:
    """It was sent late, and she answers for it. Raises GoneMeanwhile, NotYours, CannotLook."""

    def write_down(write: Write) -> Happened:
        found, trust, who = parked(write, number), trust_of(write), identity_in(write)
        if found.reason != LATE or not may_take_in(write, trust, who, found.space):
            raise NotYours(sentence("A supervisor or coordinator who belongs to this space decides on it."))
        try:
            payload = _proved(write, found)
        except Unacceptable as wrong:
            raise CannotLook from wrong
        write.sync.unpark(number)
        new = [change for change in payload.changes if not write.knows(change.id)]
        happened = receive(write, station, read_chunk(found.body).stream, new)
        for change in new:
            write.pass_on(change.id, found.space)
        note(write, station.clock.now(), Event.TAKEN_IN, {"space": found.space})
        return happened | write.sync_changed()

    return station.store.write_now(write_down)


def settle_late(write: Write, space: SpaceId, came: Iterable[Change]) -> None:
    """Somebody took in what was sent late, if it is all here now: nobody need decide on it any more."""
    records = {change.record for change in came}
    for found in write.sync.parked():
        if found.reason != LATE or found.space != space:
            continue
        try:
            changes = _proved(write, found).changes
        except Unacceptable:
            continue
        if records & {change.record for change in changes} and all(write.knows(change.id) for change in changes):
            write.sync.unpark(found.number)


def _usable(write: Write, station: Station, found: Parked) -> tuple[tuple[Change, ...], bool]:
    """The changes, and whether a person must decide on them because their desk is shut out by now."""
    if found.reason == TOO_BIG:
        raise NotAllowed("no packet can hold it")
    if found.reason == UNREADABLE:
        return _bare(found), False
    payload = _proved(write, found)
    for strange in payload.unreadable:
        now = station.clock.now()
        write.sync.park(Parked(0, found.space, found.desk, UNREADABLE, now, strange.json.encode()))
    chunk = read_chunk(found.body)
    return payload.changes, trust_of(write).late_after(chunk.stream.desk, found.space) is not None


def _proved(reader: Reader, found: Parked) -> Payload:
    """What is inside, if its desk signed it and once might write there. Raises what reading and opening raise."""
    return open_packet(reader, trust_of(reader), found.space, read_chunk(found.body))


def _bare(found: Parked) -> tuple[Change, ...]:
    try:
        return (decode(found.body.decode()),)
    except UnicodeDecodeError as wrong:
        raise NotAChange(str(wrong)) from wrong
