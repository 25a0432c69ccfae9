"""Copy the desk to a USB stick: where copies go, which are there, and making one more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from fieldapp.domain.answers import Json
from fieldapp.domain.clock import Moment
from fieldapp.errors import Mistake
from fieldapp.storage.backup import CopyOnStick, back_up, copies_on
from fieldapp.storage.list_values import Standing
from fieldapp.storage.manifest import MANIFEST
from fieldapp.storage.read import Reader
from fieldapp.storage.troubles import CopyFailed
from fieldapp.storage.write import Write
from fieldapp.vault.desks import desk_at
from fieldapp.words import sentence
from fieldapp.work.desk import Desk

_FOLDER: Final = "copies go to"
_MADE: Final = "copies made"


class CopyStopped(Mistake):
    """She did not want it any more, or the desk is being locked."""

    def __init__(self) -> None:
        super().__init__(sentence("The copy was stopped. Copies made before are as good as they were."))


@dataclass(frozen=True, slots=True)
class CopyFound:
    """A copy that can be brought back. `nickname`: what the desk was called, vouched for by nobody yet."""

    copy: CopyOnStick
    nickname: str


@dataclass(frozen=True, slots=True)
class Stick:
    """A folder for copies as it is found now. `is_there`: the stick is in. `beside`: it is on the laptop's own disk."""

    folder: Path
    is_there: bool
    beside: bool = False
    copies: tuple[CopyFound, ...] = ()


@dataclass(frozen=True, slots=True)
class CopyStanding:
    """What a copy would save, and where the last one went."""

    standing: Standing
    folder: Path | None


def how_copies_stand(desk: Desk) -> CopyStanding:
    """How many records exist only here, when the last copy was made, and where."""
    with desk.store.read() as reader:
        known = reader.recall(_FOLDER)
        return CopyStanding(reader.standing(), Path(known) if isinstance(known, str) and known else None)


def copies_in(folder: Path) -> tuple[CopyFound, ...]:
    """The copies in this folder, of whatever desk, the newest first. Raises CopyFailed."""
    return tuple(CopyFound(copy, desk_at(copy.folder).nickname) for copy in copies_on(folder))


def look_at_stick(desk: Desk, folder: Path) -> Stick:
    """What is in this folder; the folder of one copy stands for the one around it."""
    try:
        if (folder / MANIFEST).is_file():
            folder = folder.parent
        if folder.is_dir():
            return Stick(folder, is_there=True, beside=_same_disk(desk.store.path, folder), copies=copies_in(folder))
    except (OSError, CopyFailed):
        pass  # it does not answer: as good as pulled out
    return Stick(folder, is_there=False)


def copy_to_stick(
    desk: Desk, backup_key: bytes, folder: Path, progress: Callable[[int, int], None], wanted: Callable[[], bool]
) -> CopyOnStick:
    """Make a copy in this folder, read it back, and remember the folder.

    `progress` is told how many parts of how many are copied. Raises CopyStopped as soon as it is not `wanted` any more,
    CopyFailed, StoreDamaged; then nothing has changed.
    """

    def told(left: int, whole: int) -> None:
        if not wanted():
            raise CopyStopped
        progress(whole - left, whole)

    made = back_up(desk.store, backup_key, folder, desk.clock.now(), told)

    def remember(writing: Write) -> None:
        writing.remember(_FOLDER, str(folder))
        before = cast("list[Json]", writing.recall(_MADE) or [])
        writing.remember(_MADE, [*before, made.made.text])

    desk.store.write_now(remember)
    return made


def copies_made(reader: Reader) -> tuple[Moment, ...]:
    """When copies of this desk were made, as far as it remembers, the last one first; they may lie anywhere."""
    known = [Moment.from_text(str(each)) for each in cast("list[Json]", reader.recall(_MADE) or [])]
    last = reader.standing().last_copy
    if last is not None and last not in known:
        known.append(last)
    return tuple(sorted(known, key=lambda each: each.utc, reverse=True))


def _same_disk(one: Path, other: Path) -> bool:
    return one.stat().st_dev == other.stat().st_dev
