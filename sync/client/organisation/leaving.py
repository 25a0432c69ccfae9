"""A space to which this desk's worker does not belong any more: its records go from here once nothing of it is unsent.

What she was writing is hers to finish, what she has written is not lost; after that neither record nor key of it stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, cast

from fieldapp.domain.answers import Json
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import SpaceId
from fieldapp.storage.store import Happened, Reader, Write
from sync.client import documents
from sync.client.believing import trust_of
from sync.client.facts import identity_in
from sync.client.log import Event, note
from sync.client.organisation.joining import is_joined
from sync.client.organisation.people import space_titles
from sync.client.records.heads import read_again, start_again
from sync.client.station import Station
from sync.protocol.trust import Trust

_REMOVED: Final = "sync spaces removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A space that is not hers any more. Of it `unsent` records or files and `drafts` keep it here; `removed`: when all
    of it was removed, None while it is here."""

    space: SpaceId
    title: str
    unsent: int = 0
    drafts: int = 0
    removed: Moment | None = None


def left(station: Station) -> tuple[Left, ...]:
    """The spaces that are not hers any more: those of which something is here, then those removed and not yet seen."""
    with station.store.read() as reader:
        return (*_here(reader, station), *_removed(reader)) if is_joined(reader) else ()


def leave(station: Station) -> Happened:
    """Remove what can be removed by now. May be done at any time; finishes what a power cut interrupted."""
    with station.store.read() as reader:
        if not is_joined(reader):
            return Happened()
        gone = [each for each in _here(reader, station) if not (each.unsent or each.drafts)]
    happened = station.store.write_now(lambda write: _remove(write, station, gone)) if gone else Happened()
    station.store.finish_erasing()
    return happened


def seen_removed(station: Station) -> Happened:
    """She has read what was removed."""

    def forget(write: Write) -> Happened:
        write.remember(_REMOVED, None)
        return write.sync_changed()

    return station.store.write_now(forget)


def _here(reader: Reader, station: Station) -> Iterator[Left]:
    trust, me = trust_of(reader), identity_in(reader)
    if not trust.is_certified(me.desk):
        return
    spaces = [
        each for each in sorted(trust.spaces) if trust.belonged(me.desk, each) and not trust.may_read(me.desk, each)
    ]
    titles = space_titles(reader) if spaces else {}
    for space in spaces:
        if reader.roots_in(space) or reader.sync.holds(space):
            yield Left(
                space=space,
                title=titles.get(space, ""),
                unsent=reader.outbox.not_sent().get(space, 0) + _files(reader, station, space),
                drafts=_drafts(reader, space),
            )


def _files(reader: Reader, station: Station, space: SpaceId) -> int:
    """Attached files that only this desk has."""
    files = station.store.attachments
    return sum(each.space == space and not each.delivered and files.has(each.file) for each in reader.files.named())


def _drafts(reader: Reader, space: SpaceId) -> int:
    found = 0
    for draft in reader.drafts():
        about = reader.record(draft.root or draft.record)
        found += about is not None and about.space == space
    return found


def _remove(write: Write, station: Station, gone: list[Left]) -> Happened:
    """In one transaction. What waited for something that never came may be of these spaces too: the others bring
    theirs again."""
    now, happened = station.clock.now(), Happened()
    kept = [[each.space, each.title, each.removed.text] for each in _removed(write) if each.removed is not None]
    for each in gone:
        happened |= write.erase(write.roots_in(each.space))
        documents.forget(write, write.sync.leave(each.space))
        read_again(write, each.space)
        note(write, now, Event.REMOVED, {"space": each.space})
        kept.append([each.space, each.title, now.text])
    strays = write.strays()
    if strays:
        happened |= write.erase(strays)
        for space in _others(trust_of(write), write):
            start_again(write, space)
    write.remember(_REMOVED, cast("Json", kept))
    return happened | write.sync_changed()


def _others(trust: Trust, reader: Reader) -> tuple[SpaceId, ...]:
    return trust.readable(identity_in(reader).desk)


def _removed(reader: Reader) -> Iterator[Left]:
    for space, title, at in cast("list[list[str]]", reader.recall(_REMOVED) or []):
        yield Left(space=SpaceId(space), title=title, removed=Moment.from_text(at))
