"""A space's log summed up: a count and a rolling hash. A log is dense, so the count is its last chunk's number, too."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from fieldapp.domain.ids import SpaceId
from sync.protocol.keys import context
from sync.protocol.names import ChunkHash


@dataclass(frozen=True, slots=True)
class Head:
    """A space's log up to chunk number `count`: two logs with equal heads hold the same chunks in the same order."""

    count: int
    hash: str

    def after(self, chunk: ChunkHash) -> Head:
        """The head once this chunk stands at `count + 1`."""
        return Head(self.count + 1, hashlib.sha256(bytes.fromhex(self.hash) + bytes.fromhex(chunk)).hexdigest())


#: The head of a space without chunks.
EMPTY: Final = Head(0, "0" * 64)


def head_of(chunks: Iterable[ChunkHash], start: Head = EMPTY) -> Head:
    """The head after these chunks, in the order of the log."""
    for chunk in chunks:
        start = start.after(chunk)
    return start


def root_of(heads: Mapping[SpaceId, Head]) -> str:
    """One hash over all heads; spaces without chunks count like spaces that are not there."""
    lines = [context("head", space, str(head.count), head.hash) for space, head in sorted(heads.items()) if head.count]
    return hashlib.sha256(b"\n".join(lines)).hexdigest()
