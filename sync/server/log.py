"""The log of each space: its chunks in one dense row of numbers, and how far each stream has come.

These work inside a transaction of the caller. Taking a chunk locks its stream, then last of all the row of numbers of
its space: so numbers appear in their order, and who reads up to a number can have missed none before it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, and_, case, insert, null, select, update
from sqlalchemy.sql import ColumnElement

from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import DeskId, OrganisationId, SpaceId
from sync.protocol.chunks import Chunk, Place, place
from sync.protocol.head import EMPTY, Head
from sync.protocol.keys import SigningKey
from sync.protocol.names import SNAPSHOT, ChunkHash, IncarnationId, Lane
from sync.protocol.receipts import Receipt, make_receipt, read_receipt
from sync.protocol.streams import START, Mark, Stream
from sync.server import schema
from sync.server.database import insert_new

#: How many chunks are read at once.
PAGE: Final = 16


@dataclass(frozen=True, slots=True)
class Entry:
    """A chunk at its place in the log. `raw` is None where the reader sent it itself and holds it, b"" where a snapshot
    made it needless."""

    seq: int
    chunk: ChunkHash
    raw: bytes | None


def take(connection: Connection, chunk: Chunk, *, when: Moment, key: SigningKey) -> Place:
    """Store the chunk if it is its stream's next, with the receipt that is given once the transaction is done.

    Its signature and its desk's rights must have been checked. Tells where it stands; what is not NEXT is not stored.
    """
    found = place(chunk, _lock_mark(connection, chunk), _held(connection, chunk))
    if found is Place.NEXT:
        head = lock_head(connection, chunk.organisation, chunk.stream.space).after(chunk.hash)
        seq = move_head(connection, chunk.organisation, chunk.stream.space, head)
        receipt = make_receipt(chunk, seq=seq, when=when, key=key)
        values = {"n": chunk.n, "hash": chunk.hash, "receipt": receipt.raw}
        connection.execute(update(schema.stream).where(_of_stream(chunk.organisation, chunk.stream)).values(values))
        connection.execute(insert(schema.chunk).values(**_row(chunk), seq=seq, came=when.text))
    return found


def lock_head(connection: Connection, organisation: OrganisationId, space: SpaceId) -> Head:
    """The row of numbers of a space; nobody else gets a number of it until the transaction is done."""
    start = {"organisation": organisation, "space": space, "count": EMPTY.count, "hash": EMPTY.hash}
    insert_new(connection, schema.head, start)
    row, where = schema.head.c, _of_space(organisation, space)
    count, rolling = connection.execute(select(row["count"], row.hash).where(where).with_for_update()).one()
    return Head(int(count), str(rolling))


def move_head(connection: Connection, organisation: OrganisationId, space: SpaceId, head: Head) -> int:
    """The row of numbers now stands here; the number of its last entry."""
    values = {"count": head.count, "hash": head.hash}
    connection.execute(update(schema.head).where(_of_space(organisation, space)).values(values))
    return head.count


def heads(connection: Connection, organisation: OrganisationId, spaces: Sequence[SpaceId]) -> dict[SpaceId, Head]:
    """The heads of these spaces, also of those that are empty."""
    head = schema.head
    where = and_(head.c.organisation == organisation, head.c.space.in_(spaces))
    rows = connection.execute(select(head.c.space, head.c["count"], head.c.hash).where(where))
    known = {SpaceId(space): Head(int(count), str(rolling)) for space, count, rolling in rows}
    return {space: known.get(space, EMPTY) for space in spaces}


def page(
    connection: Connection,
    organisation: OrganisationId,
    space: SpaceId,
    *,
    after: int,
    upto: int,
    reader: tuple[DeskId, IncarnationId],
) -> list[Entry]:
    """The next chunks of the log, at most PAGE of them, for this incarnation of a desk."""
    chunk = schema.chunk
    own = and_(chunk.c.desk == reader[0], chunk.c.incarnation == reader[1])
    rows = connection.execute(
        select(chunk.c.seq, chunk.c.hash, case((own, null()), else_=chunk.c.raw))
        .where(chunk.c.organisation == organisation, chunk.c.space == space)
        .where(chunk.c.seq > after, chunk.c.seq <= min(upto, after + PAGE))
        .order_by(chunk.c.seq)
    )
    return [Entry(int(seq), ChunkHash(known), None if raw is None else bytes(raw)) for seq, known, raw in rows]


def places(
    connection: Connection, organisation: OrganisationId, space: SpaceId, chunks: Collection[ChunkHash]
) -> dict[ChunkHash, int]:
    """Where these chunks of a snapshot stand in the log."""
    row = schema.chunk.c
    where = (row.organisation == organisation, row.space == space, row.lane == SNAPSHOT)
    found = connection.execute(select(row.hash, row.seq).where(*where))
    return {ChunkHash(known): int(seq) for known, seq in found if known in chunks}


def bytes_at(connection: Connection, organisation: OrganisationId, space: SpaceId, seq: int) -> bytes:
    """The chunk at this number, whoever sent it; b"" where a snapshot made it needless."""
    row = schema.chunk.c
    where = (row.organisation == organisation, row.space == space, row.seq == seq)
    return bytes(connection.execute(select(row.raw).where(*where)).scalar_one())


def receipts(connection: Connection, organisation: OrganisationId, streams: Iterable[Stream]) -> list[Receipt]:
    """The latest receipt of each of these streams that has one, in the order given."""
    found = list[Receipt]()
    for stream in streams:
        raw = connection.execute(select(schema.stream.c.receipt).where(_of_stream(organisation, stream))).scalar()
        if raw:
            found.append(read_receipt(bytes(raw)))
    return found


def contacts(connection: Connection, organisation: OrganisationId) -> dict[DeskId, Moment]:
    """When each desk sent something last, of all its streams."""
    stream, found = schema.stream, dict[DeskId, Moment]()
    where = and_(stream.c.organisation == organisation, stream.c.n > 0)
    for desk, receipt in connection.execute(select(stream.c.desk, stream.c.receipt).where(where)):
        when = read_receipt(bytes(receipt)).when
        found[DeskId(desk)] = max(when, found.get(DeskId(desk), when))
    return found


def marks(
    connection: Connection, organisation: OrganisationId, desk: DeskId, spaces: Sequence[SpaceId]
) -> dict[Stream, Mark]:
    """How far the desk's streams into these spaces have come, of all its incarnations."""
    stream = schema.stream
    rows = connection.execute(
        select(stream.c.incarnation, stream.c.space, stream.c.lane, stream.c.n, stream.c.hash)
        .where(stream.c.organisation == organisation, stream.c.space.in_(spaces))
        .where(stream.c.desk == desk, stream.c.n > 0)
    )
    return {
        Stream(desk, IncarnationId(incarnation), SpaceId(space), Lane(lane)): Mark(int(n), ChunkHash(known))
        for incarnation, space, lane, n, known in rows
    }


def _lock_mark(connection: Connection, chunk: Chunk) -> Mark:
    start: dict[str, object] = {"n": START.n, "hash": START.hash, "receipt": b""}
    stream = chunk.stream
    names = {"organisation": chunk.organisation, "space": stream.space, "desk": stream.desk}
    insert_new(connection, schema.stream, {**names, "incarnation": stream.incarnation, "lane": stream.lane, **start})
    where = _of_stream(chunk.organisation, stream)
    row = connection.execute(select(schema.stream.c.n, schema.stream.c.hash).where(where).with_for_update()).one()
    return Mark(int(row[0]), ChunkHash(row[1]))


def _held(connection: Connection, chunk: Chunk) -> ChunkHash | None:
    """The hash that is held under the chunk's own number."""
    row, stream = schema.chunk, chunk.stream
    of_stream = and_(row.c.desk == stream.desk, row.c.incarnation == stream.incarnation, row.c.lane == stream.lane)
    held = connection.execute(
        select(row.c.hash)
        .where(row.c.organisation == chunk.organisation, row.c.space == stream.space)
        .where(of_stream, row.c.n == chunk.n)
    ).scalar()
    return None if held is None else ChunkHash(held)


def _row(chunk: Chunk) -> dict[str, object]:
    stream = chunk.stream
    return {
        "organisation": chunk.organisation,
        "space": stream.space,
        "desk": stream.desk,
        "incarnation": stream.incarnation,
        "lane": stream.lane,
        "n": chunk.n,
        "hash": chunk.hash,
        "raw": chunk.raw,
    }


def _of_space(organisation: OrganisationId, space: SpaceId) -> ColumnElement[bool]:
    return and_(schema.head.c.organisation == organisation, schema.head.c.space == space)


def _of_stream(organisation: OrganisationId, stream: Stream) -> ColumnElement[bool]:
    row = schema.stream.c
    where = and_(row.organisation == organisation, row.space == stream.space, row.desk == stream.desk)
    return and_(where, row.incarnation == stream.incarnation, row.lane == stream.lane)
