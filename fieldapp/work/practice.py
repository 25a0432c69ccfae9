"""The practice in a home: who is who in it, and taking it away.

Its desks are real ones that belong to nobody. Nothing in it is secret: the passphrase stands in a file beside them, so
that the unlock screen can tell it. That file is written last; a home without it was not finished and is made anew.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from fieldapp.errors import Trouble
from fieldapp.paths import desks
from fieldapp.words import sentence

_FILE: Final = "practice.json"


@dataclass(frozen=True, slots=True)
class Practice:
    """What the unlock screen tells: who is who, and the passphrase of all three, until somebody changes one."""

    passphrase: str
    outreach: str
    trainer: str
    supervisor: str


class PracticeStays(Trouble):
    """What she did in practice could not be taken away."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "The practice could not be begun again: its folder cannot be deleted. Nothing real was touched. "
                "Close other windows of the program, then try again."
            )
        )


class PracticeNotKept(Trouble):
    """The example is there, but not the note that it is whole."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "The practice could not be written: the disk is full or write-protected. Nothing real was touched. "
                "Make room on the disk, then try again."
            )
        )


def practice_in(home: Path) -> Practice | None:
    """The practice in this home; None when it is still to be made."""
    try:
        return Practice(**json.loads((home / _FILE).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def keep_practice(home: Path, practice: Practice) -> None:
    """Everything stands there: from now on the home is ready. Raises PracticeNotKept."""
    fresh = home / f"{_FILE}.new"
    try:
        fresh.write_text(json.dumps(asdict(practice), ensure_ascii=False), "utf-8")
        fresh.replace(home / _FILE)
    except OSError as wrong:
        raise PracticeNotKept from wrong


def end_practice(home: Path) -> None:
    """The next start in this home begins anew. Raises PracticeStays."""
    try:
        (home / _FILE).unlink(missing_ok=True)
    except OSError as wrong:
        raise PracticeStays from wrong


def forget_practice(home: Path) -> None:
    """Take everything away that she did in practice. Raises PracticeStays."""
    end_practice(home)
    try:
        if desks(home).exists():
            shutil.rmtree(desks(home))
    except OSError as wrong:
        raise PracticeStays from wrong
