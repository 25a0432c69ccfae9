"""Sealed chunks of a snapshot that must not go out yet: it is not whole, or the server has not taken the word on it.

As long as nobody was given any of them they can be taken back, and the row of chunks goes on where it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, cast

from fieldapp.domain.answers import Json
from fieldapp.domain.ids import SpaceId
from fieldapp.storage.store import Reader, Write
from fieldapp.storage.sync_values import StreamName, Unanswered
from fieldapp.storage.values import Lane
from sync.client import documents

_BACK: Final = "sync snapshots held back"


@dataclass(frozen=True, slots=True)
class Back:
    """What follows chunk `n` of this incarnation's snapshots waits for the server to take `statement`; "" while that is
    not said."""

    incarnation: str
    n: int
    hash: str
    statement: str = ""


def held_back(reader: Reader) -> dict[SpaceId, Back]:
    """Per space what is held back, if anything is."""
    kept = cast("Mapping[str, list[Json]]", reader.recall(_BACK) or {})
    return {
        SpaceId(space): Back(str(incarnation), cast("int", n), str(hash_), str(statement))
        for space, (incarnation, n, hash_, statement) in kept.items()
    }


def is_held_back(reader: Reader, back: Mapping[SpaceId, Back], chunk: Unanswered) -> bool:
    """Whether this chunk must wait."""
    found = back.get(chunk.stream.space) if chunk.stream.lane is Lane.SNAPSHOT else None
    if found is None or chunk.stream.incarnation != found.incarnation or chunk.n <= found.n:
        return False
    return not found.statement or found.statement in documents.to_send(reader) | documents.refused(reader)


def hold_back(write: Write, name: StreamName) -> Back:
    """What is sealed into this stream from now on. What was held back of the space is taken back."""
    take_back(write, name.space)
    stream = write.outbox.stream(name)
    back = Back(name.incarnation, stream.last, stream.last_hash)
    _remember(write, {**held_back(write), name.space: back})
    return back


def let_go(write: Write, space: SpaceId, statement: str = "") -> None:
    """It is whole: it goes out, or does so as soon as the server has taken this statement."""
    kept = held_back(write)
    found = kept.pop(space, None)
    _remember(write, {**kept, space: replace(found, statement=statement)} if found and statement else kept)


def take_back(write: Write, space: SpaceId) -> None:
    """It will not go out."""
    kept = held_back(write)
    found = kept.pop(space, None)
    if found is None:
        return
    is_out = found.statement and found.statement not in documents.to_send(write) | documents.refused(write)
    if not is_out and found.incarnation == write.outbox.incarnation():
        write.outbox.take_back(StreamName(found.incarnation, space, Lane.SNAPSHOT), found.n, found.hash)
    _remember(write, kept)


def _remember(write: Write, kept: Mapping[SpaceId, Back]) -> None:
    rows: dict[str, Json] = {
        space: [each.incarnation, each.n, each.hash, each.statement] for space, each in kept.items()
    }
    write.remember(_BACK, rows or None)
