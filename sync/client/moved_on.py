"""What has left a space before a snapshot of it was made: told with it, so that a desk which lay in a drawer meanwhile
does not go on with a case that is a colleague's by now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, cast

from fieldapp.domain.answers import Json
from fieldapp.domain.changes import MOVE
from fieldapp.domain.ids import RecordId, SpaceId
from fieldapp.storage.store import Reader, Write
from sync.protocol.reading import Fields
from sync.protocol.wholes import MovedOn, read_moved_on

#: The newest so many are told.
_MOST: Final = 2000
_STALE: Final = "sync records moved on"


def moved_on_from(reader: Reader, space: SpaceId, here: Iterable[RecordId]) -> tuple[MovedOn, ...]:
    """What this desk knows to have left the space, or was told so; without what stands there now."""
    found = {each.root: each for each in _told(reader, space)}
    for gone in (*reader.departed(), *reader.moved_on(space)):
        if gone.to != space and space in gone.stood:
            found[gone.root] = MovedOn(gone.root, gone.to, gone.who, gone.when)
    for root in here:
        found.pop(root, None)
    return tuple(sorted(found.values(), key=lambda each: (each.when.utc, each.root), reverse=True)[:_MOST])


def take_moved_on(write: Write, space: SpaceId, told: Iterable[MovedOn]) -> None:
    """A snapshot told it. This desk may have to tell it again some day, and let go of what it still has."""
    every = tuple(told)
    write.remember(_kept(space), cast("Json", [each.to_json() for each in every]) or None)
    now = {**_stale(write), **{each.root: (space, each) for each in every if write.places(each.root) == {space}}}
    _remember(write, {root: kept for root, kept in now.items() if write.record(root) is not None})


def stale(reader: Reader) -> Iterator[tuple[SpaceId, MovedOn]]:
    """Cases that are here as if they stood in this space yet, though they have left it."""
    for space, each in _stale(reader).values():
        moves = (change for change in reader.changes(each.root) if change.kind == MOVE)
        is_known = any((move.space, move.who, move.when) == (each.to, each.who, each.when) for move in moves)
        if reader.record(each.root) is not None and reader.places(each.root) == {space} and not is_known:
            yield space, each


def forget_stale(write: Write, roots: Iterable[RecordId]) -> None:
    """These are not here any more."""
    gone = set(roots)
    _remember(write, {root: kept for root, kept in _stale(write).items() if root not in gone})


def _told(reader: Reader, space: SpaceId) -> Iterator[MovedOn]:
    for each in cast("list[Json]", reader.recall(_kept(space)) or []):
        yield read_moved_on(Fields(each, "moved on"))


def _stale(reader: Reader) -> dict[RecordId, tuple[SpaceId, MovedOn]]:
    kept = cast("list[list[Json]]", reader.recall(_STALE) or [])
    read = ((SpaceId(str(space)), read_moved_on(Fields(each, "moved on"))) for space, each in kept)
    return {each.root: (space, each) for space, each in read}


def _remember(write: Write, kept: dict[RecordId, tuple[SpaceId, MovedOn]]) -> None:
    rows: list[Json] = [[space, each.to_json()] for space, each in kept.values()]
    write.remember(_STALE, rows or None)


def _kept(space: SpaceId) -> str:
    return f"sync records moved on from {space}"
