"""Where a chunk was deleted because a keeper's snapshot holds all that still mattered of it, or where it is part of one
that says nothing new to whoever has read so far: the count goes on."""

from __future__ import annotations

from fieldapp.storage.store import Happened, Write
from sync.client import outgoing
from sync.client.believing import trust_of
from sync.client.heads import go_on, note_gone
from sync.client.incoming import Hole, is_next
from sync.client.log import Event, note
from sync.client.station import Station
from sync.protocol.pieces import Placed
from sync.protocol.snapshots import is_needless


def take_gone(station: Station, gone: Placed) -> Happened:
    """What stands at this number need not come. Raises Hole where no believed snapshot says so."""

    def write_down(write: Write) -> Happened:
        if not is_next(write, gone.space, gone.seq):
            return Happened()
        trust = trust_of(write)
        covered = [said for _, said in trust.snapshots_in(gone.space) if gone.seq <= said.head.count]
        needless = is_needless(trust, gone.space, gone.chunk, gone.seq - 1)
        if not covered and not needless:
            raise Hole(f"{gone.seq} is gone, and nobody said so")
        if outgoing.is_own(write, gone.chunk):
            outgoing.placed(write, gone.chunk)
        head = go_on(write, gone.space, gone.chunk)
        if covered:
            note_gone(write, gone.space, head.count)
        if any(head.count == each.head.count and head != each.head for each in covered):
            note(write, station.clock.now(), Event.TWO_FACES, {"space": gone.space})
        return write.sync_changed()

    return station.store.write_now(write_down)
