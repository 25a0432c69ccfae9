"""How far this desk has read each space's log, and what the log's rolling hash was on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, cast

from fieldapp.domain.answers import Json
from fieldapp.domain.ids import SpaceId
from fieldapp.storage.store import Reader, Write
from fieldapp.storage.sync_values import Reach
from sync.protocol.head import EMPTY, Head
from sync.protocol.names import ChunkHash, StatementId

#: So many heads of a space are kept to compare with what colleagues say they saw.
_KEPT: Final = 256
_ANEW: Final = "sync spaces read anew"
_BEGUN: Final = "sync snapshots begun"


def head_at(reader: Reader, space: SpaceId) -> Head:
    """As far as this desk has read."""
    reach = reader.sync.reach(space)
    return Head(reach.seq, reach.hash) if reach.seq else EMPTY


def heads(reader: Reader) -> dict[SpaceId, Head]:
    """Of every space that was read at all."""
    return {reach.space: Head(reach.seq, reach.hash) for reach in reader.sync.reaches() if reach.seq}


def go_on(write: Write, space: SpaceId, chunk: ChunkHash) -> Head:
    """This chunk stands next in the log; note it in the transaction that keeps what it holds."""
    head = head_at(write, space).after(chunk)
    write.sync.read_upto(Reach(space, head.count, head.hash))
    write.remember(_place(space, head.count), [head.count, head.hash])
    return head


def jump(write: Write, space: SpaceId, head: Head) -> None:
    """A keeper's snapshot holds all of the log up to here, and all of that has been read."""
    write.sync.read_upto(Reach(space, head.count, head.hash))
    write.remember(_place(space, head.count), [head.count, head.hash])
    note_gone(write, space, head.count)
    _remember_begun(write, space, None)


@dataclass(frozen=True, slots=True)
class Begun:
    """A snapshot that this desk begins with: how many of its chunks are here, and of how many root records it tells."""

    snapshot: StatementId
    chunks: int
    roots: int


def begun(reader: Reader) -> dict[SpaceId, Begun]:
    """The spaces that this desk is beginning to read."""
    kept = cast("dict[str, list[Json]]", reader.recall(_BEGUN) or {})
    return {
        SpaceId(space): Begun(StatementId(str(name)), cast("int", chunks), cast("int", roots))
        for space, (name, chunks, roots) in kept.items()
    }


def note_begun(write: Write, space: SpaceId, now: Begun) -> None:
    """So much of the snapshot is here."""
    _remember_begun(write, space, now)


def start_again(write: Write, space: SpaceId) -> None:
    """Read the space's log from its beginning: all in it may come twice, and nothing is sealed for it meanwhile."""
    write.sync.read_upto(Reach(space, 0, ""))
    _remember_begun(write, space, None)
    _remember_anew(write, {*_anew(write), space})


def is_read_anew(reader: Reader, space: SpaceId) -> bool:
    """Whether it is being read from its beginning, and the end has not been reached."""
    return space in _anew(reader)


def read_again(write: Write, space: SpaceId) -> None:
    """The end has been reached."""
    if space in _anew(write):
        _remember_anew(write, _anew(write) - {space})


def head_then(reader: Reader, space: SpaceId, count: int) -> Head | None:
    """The log's head at this number, as it was read here; None where it is not known any more, or not yet."""
    if count == 0:
        return EMPTY
    if count > head_at(reader, space).count:
        return None
    kept = cast("list[int | str] | None", reader.recall(_place(space, count)))
    return Head(count, str(kept[1])) if kept is not None and kept[0] == count else None


def note_gone(write: Write, space: SpaceId, count: int) -> None:
    """The chunk at this number was deleted: of those before it nothing is asked any more."""
    write.remember(_gone(space), count)


def gone_upto(reader: Reader, space: SpaceId) -> int:
    """The last number at which a chunk was found deleted; 0 where none was."""
    return cast("int", reader.recall(_gone(space)) or 0)


def _gone(space: SpaceId) -> str:
    return f"sync gone {space}"


def _remember_begun(write: Write, space: SpaceId, now: Begun | None) -> None:
    kept = {each: known for each, known in begun(write).items() if each != space} | ({space: now} if now else {})
    rows: dict[str, Json] = {each: [known.snapshot, known.chunks, known.roots] for each, known in kept.items()}
    write.remember(_BEGUN, rows or None)


def _anew(reader: Reader) -> set[str]:
    return set(cast("list[str]", reader.recall(_ANEW) or []))


def _remember_anew(write: Write, spaces: set[str]) -> None:
    write.remember(_ANEW, cast("Json", sorted(spaces)) or None)


def _place(space: SpaceId, count: int) -> str:
    return f"sync head {space} {count % _KEPT}"
