"""What follows from a keeper's snapshots of a space: where a desk may begin, and what need not be sent to one that has
read so far."""

from __future__ import annotations

from collections.abc import Container, Iterator

from fieldapp.domain.ids import SpaceId
from sync.protocol.names import ChunkHash, StatementId
from sync.protocol.said import Snapshot
from sync.protocol.trust import Trust


def snapshots(trust: Trust, space: SpaceId) -> Iterator[tuple[StatementId, Snapshot]]:
    """All that are believed, in the order in which they were learnt."""
    for each in trust.snapshots.get(space, ()):
        statement = trust.statements.get(each)
        if statement is not None and isinstance(statement.said, Snapshot):
            yield each, statement.said


def newest(
    trust: Trust, space: SpaceId, among: Container[StatementId] | None = None
) -> tuple[StatementId, Snapshot] | None:
    """The one that holds the most of the log; of two that hold the same the first learnt. `among`: of these alone."""
    found = [(id_, said) for id_, said in snapshots(trust, space) if among is None or id_ in among]
    return max(found, key=lambda each: each[1].head.count, default=None)


def is_needless(trust: Trust, space: SpaceId, chunk: ChunkHash, read: int) -> bool:
    """Whether a desk that has read the log up to `read` has all that is in this chunk of a snapshot.

    What was erased for good is told in a snapshot's first chunk: everybody reads that one.
    """
    return any(
        said.head.count <= read and chunk in said.chunks and not (said.erases and chunk == said.chunks[0])
        for _, said in snapshots(trust, space)
    )
