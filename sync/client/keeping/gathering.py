"""All of a space sealed anew by its keeper, a chunk at a time, so that she can work meanwhile.

What matters most comes first: the lines of what waits for somebody today, then tree by tree what is open and urgent,
and so on to the cases closed long ago. Of each record what can never stand again is left out. Nothing is sent before
all of it is there; cut short, nothing of it ever is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import Final

from fieldapp.domain.answers import Answer
from fieldapp.domain.changes import Change
from fieldapp.domain.erasing import Erasure
from fieldapp.domain.ids import FieldId, RecordId, SpaceId
from fieldapp.domain.paring import pare
from fieldapp.storage.store import Reader, Write
from fieldapp.storage.sync_values import SealedChunk, StreamName
from fieldapp.storage.values import Lane
from fieldapp.work.today import OPEN, todo
from sync.client.believing import trust_of
from sync.client.facts import identity_in
from sync.client.keeping.holding_back import hold_back, let_go, take_back
from sync.client.keeping.snapshots import Sealed, erased_in
from sync.client.records.heads import head_at
from sync.client.records.moved_on import moved_on_from
from sync.client.records.outgoing import remember_sealed, stream_of
from sync.client.records.told import told
from sync.client.station import Station
from sync.protocol import limits
from sync.protocol.chunks import Chunk
from sync.protocol.epochs import SpaceKey
from sync.protocol.names import ChunkHash
from sync.protocol.payloads import Seen
from sync.protocol.sealing import Sealer
from sync.protocol.streams import Mark
from sync.protocol.wholes import Whole

#: What a chunk of a snapshot comes to, about. The first is smaller: a new desk can begin to work with it.
TARGET: Final = 64 * 1024
FIRST: Final = 4 * 1024
#: How changes compress, as long as no chunk has shown it.
_RATIO: Final = 5.0
#: How much a change takes besides its answers, at most.
_BARE: Final = 500
#: Room in a chunk for all but the changes.
_ROOM: Final = 64 * 1024


class Interrupted(Exception):
    """Something else has begun a new row of chunks meanwhile, or another snapshot of the space: begin again."""


class Gathering:
    """Seals a space as it stands when this begins, and tells of what was `erased` in it.

    `done` of `roots` records, with all below them, are in chunks.
    """

    def __init__(self, station: Station, key: SpaceKey, erased: Sequence[Erasure] = ()) -> None:
        self._station = station
        self._key = key
        self.erased = tuple(erased)
        self._chunks = list[ChunkHash]()
        self._given = set[RecordId]()
        self._ratio = _RATIO
        with station.store.read() as reader:
            self._look(reader)
        back = station.store.write_now(lambda write: hold_back(write, self._name))
        self._after = Mark(back.n, ChunkHash(back.hash))

    def _look(self, reader: Reader) -> None:
        space, now = self._key.space, self._station.clock.now()
        trust, who = trust_of(reader), identity_in(reader)
        self._name = StreamName(reader.outbox.incarnation(), space, Lane.SNAPSHOT)
        self._head = head_at(reader, space)
        self._seen = Seen.at(self._head, told(reader, trust, space))
        self._stream = stream_of(who, self._name)
        self._sealer = Sealer(organisation=trust.organisation_id, space_key=self._key, key=self._station.signing)
        self._roots = reader.roots_by_need(space, open_=OPEN, today=now.day.isoformat())
        here = set(self._roots)
        tasks = [each for each in todo(reader, now) if each.case in here]
        self._urgent = tuple(dict.fromkeys(id_ for each in tasks for id_ in (each.case, each.record)))
        self._moved_on = moved_on_from(reader, space, here)
        self._left = iter(self._roots)
        self.done, self.roots = 0, len(self._roots)

    def step(self) -> bool:
        """Seal one more chunk; whether there is more to do. Raises Interrupted."""
        with self._station.store.read() as reader:
            changes = self._lines(reader) if not self._chunks else self._trees(reader)
        is_last = self.done == self.roots
        if changes or not self._chunks or (is_last and self._moved_on):
            self._seal(changes, is_last=is_last)
        return not is_last

    def stands(self, write: Write, key: SpaceKey | None) -> bool:
        """Whether it may go out under this key, the present one: nothing was erased since it began, nothing has gone
        to another space. If not, it is taken back."""
        is_same = key is not None and key.epoch == self._key.epoch and self.erased == erased_in(write, self.space)
        stands = is_same and set(self._roots) <= set(write.roots_in(self.space))
        if not stands:
            take_back(write, self.space)
        return stands

    def finish(self, write: Write, statement: str = "") -> Sealed:
        """All of it is there, and may go out once the server has taken this statement."""
        sealed = self.sealed
        remember_sealed(write, *sealed.chunks)
        let_go(write, self._key.space, statement)
        return sealed

    @property
    def space(self) -> SpaceId:
        """Of which space."""
        return self._key.space

    @property
    def sealed(self) -> Sealed:
        """What it has come to."""
        return Sealed(self._name.incarnation, self._head, self._key.epoch, tuple(self._chunks), self._after.n)

    def _lines(self, reader: Reader) -> list[Change]:
        """What lists show of the most urgent: the root records alone, and the referrals that are waited for."""
        found, room = list[Change](), FIRST * self._ratio
        for record in dict.fromkeys((*self._urgent, *self._roots)):
            if room < 0 and record not in self._urgent:
                break
            changes = pare(reader.changes(record))
            self._given.add(record)
            found += changes
            room -= _size(changes)
        return found

    def _trees(self, reader: Reader) -> list[Change]:
        """Whole trees, as many as a chunk holds."""
        found, room = list[Change](), min(TARGET * self._ratio, limits.PAYLOAD - 2 * _ROOM)
        for root in self._left:
            self.done += 1
            changes = [each for each in _pared(reader.changes_of_tree(root)) if each.record not in self._given]
            found += changes
            room -= _size(changes)
            if room < 0:
                break
        return found

    def _seal(self, changes: Sequence[Change], *, is_last: bool) -> None:
        size = _size(changes)
        for some in [changes] if size < limits.PAYLOAD - _ROOM else _parts(changes):
            first, last = not self._chunks, is_last and some[-1:] == changes[-1:]
            whole = Whole(self.erased if first else (), self.roots, self._moved_on if last else ())
            chunk = self._sealer.seal(some, self._seen, self._stream, self._after, whole)
            self._station.store.write_now(partial(self._keep, chunk=chunk))
            self._after = chunk.mark
            self._chunks.append(chunk.hash)
            self._ratio = max(_RATIO, size / chunk.size)

    def _keep(self, write: Write, chunk: Chunk) -> None:
        stream = write.outbox.stream(self._name)
        here = (write.outbox.incarnation(), Mark(stream.last, ChunkHash(stream.last_hash)))
        if here != (self._name.incarnation, self._after):
            raise Interrupted
        write.outbox.seal(SealedChunk(self._name, chunk.n, chunk.hash, chunk.raw), [])


def _pared(changes: Iterable[Change]) -> Iterator[Change]:
    """Those of a record stand together."""
    for _, each in groupby(changes, key=attrgetter("record")):
        yield from pare(each)


def _parts(changes: Sequence[Change]) -> Iterator[Sequence[Change]]:
    """All in one chunk, but for a tree that is greater than a chunk may be."""
    start, room = 0, limits.PAYLOAD - _ROOM
    for number, change in enumerate(changes):
        room -= _size((change,))
        if room < 0 and number > start:
            yield changes[start:number]
            start, room = number, limits.PAYLOAD - _ROOM - _size((change,))
    yield changes[start:]


def _size(changes: Iterable[Change]) -> int:
    """About how many bytes they take."""
    return sum(_BARE + sum(map(_length, each.fields.items())) for each in changes)


def _length(answered: tuple[FieldId, Answer | None]) -> int:
    return len(answered[0]) + len(str(answered[1])) + 6
