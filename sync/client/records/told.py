"""Was this desk told by the server what its colleagues were told? Each chunk says how many words its author had.

Who has a whole exchange behind her knows all that the author could know; fewer words, or as many but others, are the
server's doing, or that of somebody who was let at it.
"""

from __future__ import annotations

from typing import Final

from fieldapp.domain.answers import Json
from fieldapp.domain.ids import SpaceId
from fieldapp.storage.store import Reader, Write
from sync.client import documents
from sync.client.log import Event, note
from sync.client.station import Station
from sync.protocol.chunks import Chunk
from sync.protocol.names import StatementId
from sync.protocol.payloads import Seen
from sync.protocol.trust import Trust

_NOTED: Final = "sync words compared"


def told(reader: Reader, trust: Trust, space: SpaceId) -> frozenset[StatementId]:
    """What the server has told this desk that concerns the space; not what it must still be given."""
    return trust.told(space) - documents.not_given(reader)


def compare(write: Write, station: Station, trust: Trust, chunk: Chunk, seen: Seen) -> None:
    """With what the chunk's author was told."""
    space = chunk.stream.space
    if seen.told is None:
        return
    if seen.told > len(trust.told(space)):
        _complain(write, station, Event.WORDS_KEPT, chunk, seen.policy)
    elif not seen.was_told(mine := told(write, trust, space)) and seen.told == len(mine):
        _complain(write, station, Event.OTHER_WORDS, chunk, seen.policy)


def explain(write: Write, station: Station, chunk: Chunk) -> None:
    """A chunk that cannot be opened: did the server give the word that opened its epoch, believed or not?"""
    if all(kept.id != chunk.epoch for kept in write.sync.statements()):
        _complain(write, station, Event.WORDS_KEPT, chunk, chunk.epoch)


def _complain(write: Write, station: Station, event: Event, chunk: Chunk, story: str) -> None:
    """Once for each story that somebody was told."""
    key, said = f"{_NOTED} {chunk.stream.space}", f"{event.value}: {story}"
    if write.recall(key) != said:
        write.remember(key, said)
        where: dict[str, Json] = {"space": chunk.stream.space, "desk": chunk.stream.desk, "n": chunk.n}
        note(write, station.clock.now(), event, where)
