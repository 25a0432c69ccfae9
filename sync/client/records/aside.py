"""What could not be used: what it is, from whom and why; given out as a file, opened from one, or let go.

`taking_in` looks inside and tries again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import DeskId, SpaceId
from fieldapp.domain.spaces import MAY_TAKE_IN
from fieldapp.storage.store import Happened, Reader, Write
from fieldapp.storage.sync_values import Parked
from fieldapp.words import Sentence, sentence
from sync.client.believing import trust_of
from sync.client.errors import GoneMeanwhile, NotThatFile, NotYours
from sync.client.facts import Identity, identity_in
from sync.client.log import Event, note
from sync.client.organisation.people import colleagues, roles, space_titles
from sync.client.records.key_waits import KeyWait, key_waits
from sync.client.records.spaces import key_to_seal_with, keys_of
from sync.client.station import Station
from sync.client.talk.sayings import in_short_aside, what_to_do_aside, why_aside
from sync.protocol.errors import Unacceptable
from sync.protocol.put_aside import PutAside as AsideFile
from sync.protocol.put_aside import read_put_aside
from sync.protocol.trust import Trust

#: Sent by a desk after it had been shut out: a person decides.
LATE: Final = "late"
#: One change of a good packet that this program cannot read.
UNREADABLE: Final = "unreadable"
#: One change of this desk's own that no packet can hold.
TOO_BIG: Final = "too_big"
#: These were taken out of a packet, or never were in one: whoever finds the file could read them.
BARE: Final = (UNREADABLE, TOO_BIG)


@dataclass(frozen=True, slots=True, kw_only=True)
class PutAside:
    """What could not be used; the rest flowed on. `number` names it, `writer` is a colleague or "".

    `short`: the reason in a word or two. `advice`: what she can do, and who may. `whole`: a packet; else one change
    alone. `may_come_right`: trying again is worth it. `may_take_in`: it was sent late, and it is for her to decide.
    """

    number: int
    short: Sentence
    reason: Sentence
    advice: Sentence
    title: str
    writer: str
    came: Moment
    size: int
    whole: bool = True
    may_come_right: bool = True
    may_take_in: bool = False


@dataclass(frozen=True, slots=True)
class AsidePage:
    """All that was put aside, the newest first, and what waits for a key. `may_open`: files of others, too."""

    aside: tuple[PutAside, ...]
    keys: tuple[KeyWait, ...]
    may_open: bool


def look(station: Station) -> AsidePage:
    """As it is now."""
    station.identity()
    with station.store.read() as reader:
        who = identity_in(reader)
        trust = None if who.root is None else trust_of(reader)
        return AsidePage(
            aside=put_aside(reader, trust),
            keys=key_waits(reader, trust, space_titles(reader), colleagues(reader)),
            may_open=roles(reader).get(who.worker) in MAY_TAKE_IN,
        )


def put_aside(reader: Reader, trust: Trust | None) -> tuple[PutAside, ...]:
    """What was put aside, the newest first."""
    titles, called, who = space_titles(reader), colleagues(reader), identity_in(reader)
    names = {} if trust is None else {desk: called.get(said.worker, "") for desk, said in trust.desks.items()}
    found = []
    for each in reader.sync.parked():
        decides = each.reason == LATE and trust is not None and may_take_in(reader, trust, who, each.space)
        found.append(
            PutAside(
                number=each.number,
                short=in_short_aside(each.reason),
                reason=why_aside(each.reason),
                advice=what_to_do_aside(each.reason, decides=decides),
                title=titles.get(each.space, ""),
                writer=names.get(DeskId(each.desk), ""),
                came=each.came,
                size=len(each.body),
                whole=each.reason not in BARE,
                may_come_right=each.reason != TOO_BIG,
                may_take_in=decides,
            )
        )
    return tuple(found)


def may_take_in(reader: Reader, trust: Trust, who: Identity, space: SpaceId) -> bool:
    """Whether she decides on what was sent late: a supervisor or coordinator who may write to the space.

    Where none belongs to it, each member who may write does: a night's work must not hang on a post that nobody holds.
    """
    if not trust.may_write(who.desk, space):
        return False
    known = roles(reader)
    posts = {known.get(desk.worker) for desk in trust.members(space) if trust.may_write(desk.desk, space)}
    return known.get(who.worker) in MAY_TAKE_IN or not posts & MAY_TAKE_IN


def parked(reader: Reader, number: int) -> Parked:
    """What goes by this number. Raises GoneMeanwhile."""
    for each in reader.sync.parked():
        if each.number == number:
            return each
    raise GoneMeanwhile


def file_of(station: Station, number: int) -> bytes:
    """The file for whoever can look at it. Raises GoneMeanwhile; NotYours where nothing here can seal it."""
    station.identity()
    with station.store.read() as reader:
        found, trust = parked(reader, number), trust_of(reader)
        file = AsideFile(
            organisation=trust.organisation_id,
            space=found.space,
            desk=DeskId(found.desk),
            reason=found.reason,
            came=found.came,
            body=found.body,
        )
        if found.reason in BARE:
            key = key_to_seal_with(reader, trust, found.space)
            if key is None:
                raise NotYours(
                    sentence(
                        "The key of this space is not here, and without it whoever finds the file could read it. "
                        "Try again after the next connection."
                    )
                )
            file = file.sealed(key)
        return file.raw


def open_file(station: Station, raw: bytes) -> Happened:
    """A file that somebody saved: from now on it stands here too. Raises NotThatFile, NotYours."""
    station.identity()

    def write_down(write: Write) -> Happened:
        trust, who = trust_of(write), identity_in(write)
        if roles(write).get(who.worker) not in MAY_TAKE_IN:
            raise NotYours(sentence("Only a supervisor or coordinator opens such files, at her own desk."))
        file = _read(write, trust, raw)
        found = Parked(0, file.space, file.desk, file.reason, file.came, file.body)
        if not any(each.body == found.body for each in write.sync.parked()):
            write.sync.park(found)
            note(write, station.clock.now(), Event.PARKED, {"reason": file.reason, "space": file.space})
        return write.sync_changed()

    return station.store.write_now(write_down)


def let_go(station: Station, number: int) -> Happened:
    """It was looked at and is not wanted any more."""

    def write_down(write: Write) -> Happened:
        write.sync.unpark(number)
        return write.sync_changed()

    return station.store.write_now(write_down)


def _read(reader: Reader, trust: Trust, raw: bytes) -> AsideFile:
    try:
        file = read_put_aside(raw)
        if file.organisation != trust.organisation_id:
            raise NotThatFile(sentence("This file comes from another organisation. Choose another one."))
        return file.opened(keys_of(reader))
    except Unacceptable as wrong:
        raise NotThatFile(
            sentence(
                "This file cannot be opened here: it is none of this program's, only a part of it was copied, or it "
                "is of a space that you do not belong to."
            )
        ) from wrong
