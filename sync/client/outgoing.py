"""Records on their way out: from the outbox into sealed chunks, which are kept until the server's receipt.

A chunk is sealed once. What a chunk cannot hold, or the server will not take, stays where it is and is told; the rest
flows on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, cast

from fieldapp.domain.answers import Json
from fieldapp.domain.changes import decode
from fieldapp.domain.ids import DeskId, SpaceId
from fieldapp.storage.store import Reader, Write
from fieldapp.storage.sync_values import Parked, SealedChunk, StreamName, Unanswered, Unsent
from fieldapp.storage.values import Lane
from sync.client.alike import spaces_to_tell, standing_to_seal
from sync.client.aside import TOO_BIG
from sync.client.believing import trust_of
from sync.client.facts import Identity, identity_in
from sync.client.handing import note_leaving
from sync.client.heads import head_at, is_read_anew
from sync.client.holding_back import held_back, is_held_back
from sync.client.spaces import key_to_seal_with
from sync.client.station import Station
from sync.client.told import told
from sync.protocol import limits
from sync.protocol.epochs import Box, SpaceKey, box_of
from sync.protocol.names import ChunkHash, IncarnationId
from sync.protocol.names import Lane as LaneName
from sync.protocol.payloads import Seen, TooBig, cut
from sync.protocol.receipts import Receipt
from sync.protocol.sealing import Sealer
from sync.protocol.streams import Mark, Stream
from sync.protocol.trust import Trust

#: As many changes are sealed in one transaction: a save of hers waits for no longer than that.
_AT_ONCE: Final = 256
#: What is sealed ahead and sent in one exchange; after it receipts come, and what colleagues wrote.
AHEAD: Final = 1024 * 1024
_TOO_BIG: Final = "sync changes too big"
_STOPPED: Final = "sync spaces stopped"
_SEALED: Final = "sync chunks without place"


def seal_waiting(station: Station) -> int:
    """Seal what the outbox holds, as far as keys are here and not too far ahead; how many chunks were made."""
    made = 0
    while more := seal_more(station):
        made += more
    return made


def seal_more(station: Station) -> int:
    """One transaction's worth of it; 0 when nothing can be sealed now."""
    return station.store.write_now(lambda write: _seal_some(write, station))


def waiting_chunks(reader: Reader) -> tuple[Unanswered, ...]:
    """What the server has no receipt for yet, what is urgent first; without the spaces it will not take, and what is
    held back."""
    order, shut, back = list(Lane), stopped(reader), held_back(reader)
    unanswered = (chunk for chunk in reader.outbox.unanswered() if not is_held_back(reader, back, chunk))
    found = [chunk for chunk in unanswered if chunk.stream.space not in shut]
    return tuple(sorted(found, key=lambda each: (order.index(each.stream.lane), each.stream.space, each.n)))


def has_to_send(reader: Reader) -> bool:
    """Whether something waits that the server would take."""
    return bool(waiting_chunks(reader)) or any(_sealable(reader, trust_of(reader)))


def body_of(reader: Reader, chunk: Unanswered) -> bytes | None:
    """Its bytes, read when they are sent; None if its receipt has come meanwhile."""
    kept = next(iter(reader.outbox.sealed(chunk.stream, chunk.n - 1)), None)
    return kept.body if kept is not None and kept.hash == chunk.hash else None


def stream_of(who: Identity, name: StreamName) -> Stream:
    """A stream of this desk as it is named on the wire."""
    return Stream(who.desk, IncarnationId(name.incarnation), name.space, LaneName(name.lane.value))


def take_receipt(write: Write, receipt: Receipt) -> int:
    """The server holds a stream up to here: how many chunks are in its hands that were not known to be. -1: it holds
    others than this desk sealed, so the desk was copied, and a new row must begin (see `begin_anew`)."""
    name = _name_of(write, receipt.stream)
    if name is None:
        return 0
    stream = write.outbox.stream(name)
    if receipt.mark.n <= stream.receipted:
        return 0
    here = {chunk.n: chunk.hash for chunk in write.outbox.sealed(name, receipt.mark.n - 1)}
    if here.get(receipt.mark.n) != receipt.mark.hash:
        return -1
    write.outbox.receipted(name, receipt.mark.n, receipt.raw)
    return receipt.mark.n - stream.receipted


def all_placed(reader: Reader) -> bool:
    """Whether every chunk of this desk has the place in its space's row that the desk has read to."""
    return not _sealed(reader)


def forget_places(write: Write) -> None:
    """The server has answered for every chunk, and every space was read to its end: of those that a snapshot stands for
    no place is told any more."""
    write.remember(_SEALED, None)


def begin_anew(write: Write) -> None:
    """This desk's row of chunks has a twin or a hole at the server: seal what waits anew, in a row of its own."""
    write.outbox.begin_incarnation()
    write.remember(_SEALED, None)


def is_own(reader: Reader, chunk: str) -> bool:
    """Whether this desk sealed the chunk itself and has not been told yet where it stands. If not, a copy of it did."""
    return chunk in _sealed(reader)


def remember_sealed(write: Write, *chunks: str) -> None:
    """They were sealed here, until the server says where they stand: no copy of this desk sealed them."""
    write.remember(_SEALED, cast("Json", [*_sealed(write), *chunks]))


def placed(write: Write, chunk: str) -> None:
    """It has its place in the space's row now."""
    write.remember(_SEALED, cast("Json", [each for each in _sealed(write) if each != chunk]) or None)


def stop(write: Write, space: SpaceId, why: str) -> None:
    """The server will not take this desk's chunks for the space, until the organisation says something new of it."""
    known: dict[str, Json] = {each: [word, policy] for each, (word, policy) in _stopped(write).items()}
    write.remember(_STOPPED, {**known, space: [why, trust_of(write).policy(space)]})


def stopped(reader: Reader) -> dict[SpaceId, str]:
    """The spaces where that is so, and the server's word for why."""
    known = _stopped(reader)
    if not known:
        return {}
    trust = trust_of(reader)
    return {space: why for space, (why, policy) in known.items() if trust.policy(space) == policy}


def too_big(reader: Reader) -> frozenset[int]:
    """Rows of changes that no chunk can hold."""
    return frozenset(cast("list[int]", reader.recall(_TOO_BIG) or []))


def _sealed(reader: Reader) -> list[str]:
    return cast("list[str]", reader.recall(_SEALED) or [])


def _stopped(reader: Reader) -> dict[SpaceId, tuple[str, str]]:
    kept = cast("dict[str, list[str]]", reader.recall(_STOPPED) or {})
    return {SpaceId(space): (why, policy) for space, (why, policy) in kept.items()}


def _seal_some(write: Write, station: Station) -> int:
    """One transaction's worth; 0 when nothing can be sealed now."""
    if sum(chunk.size for chunk in waiting_chunks(write) if chunk.stream.lane is not Lane.SNAPSHOT) >= AHEAD:
        return 0
    trust = trust_of(write)
    for key, lane in _sealable(write, trust):
        made = _seal_lane(write, station, trust, key, lane)
        if made:
            return made
    return 0


def may_send(trust: Trust, desk: DeskId, space: SpaceId) -> bool:
    """Whether the desk seals for the space under a key of its own: a member's, or what is left at one shut out."""
    if desk in trust.revoked:
        return trust.belonged(desk, space, write=True)
    return trust.may_write(desk, space)


def _sealable(reader: Reader, trust: Trust) -> Iterator[tuple[SpaceKey | Box, Lane]]:
    """Where changes wait that could be sealed now, what is urgent first."""
    order = list(Lane)
    waiting = {*reader.outbox.waiting(), *((space, Lane.HISTORY) for space in spaces_to_tell(reader))}
    for space, lane in sorted(waiting, key=lambda each: (order.index(each[1]), each[0])):
        key = _to_seal_with(reader, trust, space)
        if key is not None and space not in stopped(reader) and not is_read_anew(reader, space):
            yield key, lane


def _to_seal_with(reader: Reader, trust: Trust, space: SpaceId) -> SpaceKey | Box | None:
    """The space's key; for a desk that may not write there, the space's box."""
    me = identity_in(reader).desk
    if space not in trust.spaces:
        return None
    if may_send(trust, me, space):
        return key_to_seal_with(reader, trust, space)
    return box_of(trust, space) if trust.is_certified(me) else None


def _seal_lane(write: Write, station: Station, trust: Trust, key: SpaceKey | Box, lane: Lane) -> int:
    passed_over = too_big(write)
    rows = write.outbox.unsent(key.space, lane, _AT_ONCE + len(passed_over))
    rows = tuple(row for row in rows if row.row not in passed_over)
    made = 0
    for batch in _batches(rows) if rows or key.space not in spaces_to_tell(write) else [()]:
        if not _seal(write, station, trust, key, lane, batch):
            return made or _seal_lane(write, station, trust, key, lane)
        made += 1
    return made


def _batches(rows: Sequence[Unsent]) -> Iterator[Sequence[Unsent]]:
    """Rows whose changes make one chunk; the last batch waits for its next rows where there may be more of them."""
    batches = list(cut([decode(row.text) for row in rows])) if rows else []
    if len(batches) > 1 and len(rows) >= _AT_ONCE:
        del batches[-1]
    start = 0
    for batch in batches:
        yield rows[start : start + len(batch)]
        start += len(batch)


def _seal(
    write: Write, station: Station, trust: Trust, key: SpaceKey | Box, lane: Lane, rows: Sequence[Unsent]
) -> bool:
    """Whether it could be done; what is too big is set aside, and the rest is cut again."""
    who = identity_in(write)
    name = StreamName(write.outbox.incarnation(), key.space, lane)
    stream = write.outbox.stream(name)
    sealer = Sealer(organisation=trust.organisation_id, space_key=key, key=station.signing)
    seen = Seen.at(head_at(write, key.space), told(write, trust, key.space))
    seen = replace(seen, standing=standing_to_seal(write, key.space))
    after = Mark(stream.last, ChunkHash(stream.last_hash))
    try:
        chunk = sealer.seal([decode(row.text) for row in rows], seen, stream_of(who, name), after)
    except TooBig:
        _set_aside(write, station, who, key.space, rows[0])
        return False
    write.outbox.seal(SealedChunk(name, chunk.n, chunk.hash, chunk.raw), [row.row for row in rows])
    remember_sealed(write, chunk.hash)
    if lane is Lane.LEAVING:
        note_leaving(write, (row.record for row in rows))
    return True


def _set_aside(write: Write, station: Station, who: Identity, space: SpaceId, row: Unsent) -> None:
    write.remember(_TOO_BIG, cast("Json", sorted({*too_big(write), row.row})))
    write.sync.park(Parked(0, space, who.desk, TOO_BIG, station.clock.now(), row.text.encode()[: limits.PAYLOAD]))


def _name_of(reader: Reader, stream: Stream) -> StreamName | None:
    """The stream as the store names it; None for another desk's, or one of a lane this program does not know."""
    lanes = {lane.value: lane for lane in Lane}
    if stream.desk != identity_in(reader).desk or stream.lane not in lanes:
        return None
    return StreamName(stream.incarnation, stream.space, lanes[stream.lane])
