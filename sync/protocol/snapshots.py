"""What follows from a keeper's snapshots of a space: where a desk may begin, and what need not be sent to one that has
read so far."""

from __future__ import annotations

from collections.abc import Container

from fieldapp.domain.ids import SpaceId
from sync.protocol.names import ChunkHash, StatementId
from sync.protocol.said import Snapshot
from sync.protocol.statements import Statement
from sync.protocol.trust import Trust


def newest(
    trust: Trust, space: SpaceId, among: Container[StatementId] | None = None
) -> tuple[Statement, Snapshot] | None:
    """The one that holds the most of the log; of two that hold the same the first learnt. `among`: of these alone."""
    found = [each for each in trust.snapshots_in(space) if among is None or each[0].id in among]
    return max(found, key=lambda each: each[1].head.count, default=None)


def is_needless(trust: Trust, space: SpaceId, chunk: ChunkHash, read: int) -> bool:
    """Whether a desk that has read the log up to `read` has all that is in this chunk of a snapshot.

    What was erased for good is told in a snapshot's first chunk: everybody reads that one.
    """
    return any(
        said.head.count <= read and chunk in said.chunks and not (said.erases and chunk == said.chunks[0])
        for _, said in trust.snapshots_in(space)
    )
