"""A keeper's desk puts the log of a space together, so that a new laptop need not read years of packets, and the server
need not keep them: by itself where the log has grown long, or when she asks for it.

A little at a time, in the waits between talks. First the word on it goes out, then the chunks; colleagues who have read
so far pass over them, and when all have come the server deletes what they stand for, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final, cast

from fieldapp.domain.answers import Json
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import DeskId, SpaceId
from fieldapp.storage.store import Happened, Reader, Write
from fieldapp.storage.values import Lane
from fieldapp.words import sentence
from sync.client import documents, erasing
from sync.client.alike import doubt_of
from sync.client.believing import Speaker, trust_of
from sync.client.errors import NotYours
from sync.client.facts import identity_in
from sync.client.gathering import Gathering, Interrupted
from sync.client.heads import begun, head_at, is_read_anew
from sync.client.holding_back import held_back, let_go, take_back
from sync.client.joining import is_joined
from sync.client.snapshots import erased_in, holds_all
from sync.client.spaces import key_to_seal_with, keys_of
from sync.client.station import Station
from sync.client.talks import talks
from sync.protocol.cleared import read_cleared
from sync.protocol.epochs import SpaceKey
from sync.protocol.said import Snapshot
from sync.protocol.snapshots import newest
from sync.protocol.trust import Trust

#: A log is long when so many chunks have come since the last snapshot, and no fewer than the space has root records.
LONG: Final = 500
_WISHED: Final = "sync compaction wished"


class Step(Enum):
    """What a step has come to."""

    NOTHING = "nothing"
    MORE = "more"
    TO_SEND = "to send"


class Packing(Enum):
    """How it stands with a space."""

    NO = "no"
    WISHED = "wished"  # as soon as nothing of the space waits here
    SENDS = "sends"


@dataclass(frozen=True, slots=True)
class Packed:
    """For the page. `may`: this desk keeps the space. When the server last deleted chunks of it, and how many."""

    may: bool
    now: Packing
    at: Moment | None = None
    chunks: int = 0


class Compacting:
    """Steps of one desk, for one thread. `done` of `of` records are gathered, 0 of 0 while nothing is."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._gathering: Gathering | None = None

    @property
    def done(self) -> int:
        """Root records that are in chunks."""
        return 0 if self._gathering is None else self._gathering.done

    @property
    def of(self) -> int:
        """Root records of the space."""
        return 0 if self._gathering is None else self._gathering.roots

    def step(self) -> Step:
        """Do a little: some thousandths of a second. What is cut short is begun anew."""
        if self._gathering is None:
            return self._begin()
        try:
            if self._gathering.step():
                return Step.MORE
        except Interrupted:
            self._gathering = None
            return Step.NOTHING
        made, self._gathering = self._gathering, None
        return Step.TO_SEND if self._station.store.write_now(lambda write: self._say(write, made)) else Step.NOTHING

    def _begin(self) -> Step:
        with self._station.store.read() as reader:
            if not is_joined(reader):
                return Step.NOTHING
            untidy = any(_over(reader))
        if untidy:
            self._station.store.write_now(_tidy)
        with self._station.store.read() as reader:
            due = next(_due(reader), None)
            erased = () if due is None else erased_in(reader, due.space)
        if due is None:
            return Step.NOTHING
        self._gathering = Gathering(self._station, due, erased)
        return Step.MORE

    def _say(self, write: Write, made: Gathering) -> bool:
        """Announce it, if it is still true."""
        sealed, space = made.sealed, made.space
        if not made.stands(write, key_to_seal_with(write, trust_of(write), space)):
            return False
        said = Snapshot(space=space, head=sealed.head, epoch=sealed.epoch, chunks=sealed.chunks)
        made.finish(write, Speaker(write, self._station).say(said).id)
        write.remember(_tried(space), sealed.head.count + len(sealed.chunks))
        _wish(write, _wished(write) - {space})
        return True


def wish(station: Station, space: SpaceId) -> Happened:
    """She asks for it: as soon as it can be done. Raises NotYours."""
    me = station.identity().desk
    with station.store.read() as reader:
        keeps = trust_of(reader).may_keep(me, space)
    if not keeps:
        raise NotYours(
            sentence("You do not keep this space. Ask your coordinator to let you into it anew, as its supervisor.")
        )

    def write_down(write: Write) -> Happened:
        _wish(write, _wished(write) | {space})
        return write.sync_changed()

    return station.store.write_now(write_down)


def packed(reader: Reader, trust: Trust, desk: DeskId, space: SpaceId) -> Packed:
    """How it stands with the space."""
    words = [read_cleared(word.body) for word in reader.sync.words_of_server()]
    last = max((word for word in words if word.space == space), key=lambda word: word.when.utc, default=None)
    now = Packing.WISHED if space in _wished(reader) else Packing.NO
    if space in held_back(reader) and held_back(reader)[space].statement:
        now = Packing.SENDS
    return Packed(
        trust.may_keep(desk, space), now, None if last is None else last.when, 0 if last is None else last.chunks
    )


def _due(reader: Reader) -> Iterator[SpaceKey]:
    """The keys of spaces to put together now."""
    trust, me, under_way, wished = trust_of(reader), identity_in(reader).desk, held_back(reader), _wished(reader)
    for space in trust.readable(me):
        if trust.may_keep(me, space) and space not in under_way and (space in wished or _is_long(reader, trust, space)):
            key = key_to_seal_with(reader, trust, space)
            if key is not None and _is_whole(reader, trust, space):
                yield key


def _is_long(reader: Reader, trust: Trust, space: SpaceId) -> bool:
    last, tried = newest(trust, space), cast("int", reader.recall(_tried(space)) or 0)
    done = last[1].head.count + len(last[1].chunks) if last is not None else 0
    since = head_at(reader, space).count - max(done, tried)
    return since >= LONG and since >= reader.count_roots(space)


def _is_whole(reader: Reader, trust: Trust, space: SpaceId) -> bool:
    """Whether this desk holds all that the server's log says, and the server all that this desk has written."""
    keys, agreed, count = keys_of(reader), talks(reader).agreed.get(space), head_at(reader, space).count
    if not count or agreed is None or agreed.count != count or is_read_anew(reader, space) or space in begun(reader):
        return False
    readable = all(epoch in keys or trust.void(epoch) for (of, _), epoch in trust.epochs.items() if of == space)
    waits = any(chunk.stream.space == space for chunk in reader.outbox.unanswered())
    aside = any(parked.space == space for parked in reader.sync.parked())
    sent = not reader.outbox.not_sent().get(space) and not waits
    told = any(kept.done is None and space in kept.erasure.spaces for kept in reader.erasures.every())
    sure = not aside and not told and doubt_of(reader, space) is None and not erasing.is_clearing(reader, space)
    return readable and sent and sure and holds_all(reader, space)


def _over(reader: Reader) -> Iterator[SpaceId]:
    """Spaces of which a snapshot was cut short, was refused, or has come to the server whole."""
    refused, to_send = documents.refused(reader), documents.to_send(reader)
    under_way = {chunk.stream.space for chunk in reader.outbox.unanswered() if chunk.stream.lane is Lane.SNAPSHOT}
    for space, back in held_back(reader).items():
        is_there = back.statement not in to_send and space not in under_way
        if not back.statement or back.statement in refused or is_there:
            yield space


def _tidy(write: Write) -> None:
    """What lost its row of chunks on the way is wanted once more."""
    refused = documents.refused(write)
    for space in list(_over(write)):
        back = held_back(write)[space]
        if not back.statement or back.statement in refused:
            take_back(write, space)
        else:
            let_go(write, space)
        if back.statement and back.incarnation != write.outbox.incarnation():
            _wish(write, _wished(write) | {space})


def _tried(space: SpaceId) -> str:
    """Up to where in the log this desk has put the space together; were it refused, not for long would it be again."""
    return f"sync compaction tried {space}"


def _wished(reader: Reader) -> frozenset[SpaceId]:
    return frozenset(SpaceId(str(space)) for space in cast("list[Json]", reader.recall(_WISHED) or []))


def _wish(write: Write, spaces: frozenset[SpaceId]) -> None:
    write.remember(_WISHED, cast("Json", sorted(spaces)) or None)
