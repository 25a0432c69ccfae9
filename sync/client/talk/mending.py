"""When desk and server do not hold the same: noticed by their heads, noted, and mended by reading and sending anew.

A server that was set back, a desk that was, and one that was copied all come to the same: the space's log is read from
its beginning, and what is not in it is sent once more, in a new row of this desk's chunks.
"""

from __future__ import annotations

from typing import Final

from fieldapp.domain.ids import SpaceId
from fieldapp.storage.restoring import RESTORED
from fieldapp.storage.store import Reader, Write
from sync.client.log import Event, note
from sync.client.records.heads import head_at, head_then, heads, read_again, start_again
from sync.client.records.outgoing import begin_anew
from sync.client.station import Station
from sync.protocol.agreement import Heads
from sync.protocol.head import Head

_NOTED: Final = "sync restored"


def agree(write: Write, station: Station, said: Heads) -> frozenset[SpaceId]:
    """Compare with what the server says at the end of an exchange; the spaces that were found to differ.

    Those are read from their beginning from now on, and what is here of them waits to be sent again.
    """
    differing = [space for space in said.differing(heads(write)) if space in said.spaces]
    for space in differing:
        _complain(write, station, space, said.spaces[space])
        start_again(write, space)
        write.outbox.offer_again(space)
        write.files.offer_again(space)
    if differing:
        begin_anew(write)
    for space, head in said.spaces.items():
        if head == head_at(write, space):
            read_again(write, space)
    return frozenset(differing)


def is_restored(reader: Reader) -> bool:
    """Whether this desk was brought back from a copy, and has not said so yet."""
    return reader.recall(RESTORED) not in (None, reader.recall(_NOTED))


def note_restored(write: Write, station: Station) -> None:
    """Say so in its log, once, and begin a new row of chunks: the copy may be older than what was sent."""
    write.remember(_NOTED, write.recall(RESTORED))
    note(write, station.clock.now(), Event.RESTORED)
    begin_anew(write)


def note_twin(write: Write, station: Station) -> None:
    """Another desk sends under this one's name: what waits here gets a row of its own."""
    note(write, station.clock.now(), Event.COPIED)
    begin_anew(write)


def _complain(write: Write, station: Station, space: SpaceId, theirs: Head) -> None:
    mine = head_at(write, space)
    then = head_then(write, space, theirs.count)
    lost = theirs.count < mine.count and then in (None, theirs)
    note(write, station.clock.now(), Event.SERVER_LOST if lost else Event.TWO_FACES, {"space": space})
