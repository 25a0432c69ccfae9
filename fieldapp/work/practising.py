"""Practise: a home of its own with an example organisation, filled through the same work that people do by hand.

Its desks are real ones that belong to nobody. Nothing in it is secret: the passphrase stands in a file beside them, so
that the unlock screen can tell it. That file is written last; a home without it was not finished and is made anew.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from fieldapp.domain.clock import Clock
from fieldapp.errors import Trouble
from fieldapp.paths import desks
from fieldapp.vault.desks import new_desk_folder
from fieldapp.vault.keystore import create
from fieldapp.vault.pace import FLOOR
from fieldapp.words import ENGLISH, Language, sentence
from fieldapp.work.example import read_example
from fieldapp.work.opening import open_desk
from fieldapp.work.practice_team import PastClock, Seat, Team

_FILE: Final = "practice.json"
_PASSPHRASES: Final[Mapping[Language, str]] = {
    ENGLISH: "five plain words to practise",
    Language("ru"): "пять простых слов для тренировки",
}


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


def practice_in(home: Path) -> Practice | None:
    """The practice in this home; None when it is still to be made."""
    try:
        return Practice(**json.loads((home / _FILE).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def forget_practice(home: Path) -> None:
    """Take everything away that she did in practice. Raises PracticeStays."""
    try:
        (home / _FILE).unlink(missing_ok=True)
        if desks(home).exists():
            shutil.rmtree(desks(home))
    except OSError as wrong:
        raise PracticeStays from wrong


def begin_practice(home: Path, clock: Clock, language: Language, progress: Callable[[int, int], None]) -> Practice:
    """Fill a fresh home with the example, in this language. `progress` is told how many records of how many are there.

    Raises what making desks and saving raise, all of it Trouble.
    """
    forget_practice(home)
    spoken = language if language in _PASSPHRASES else ENGLISH
    example = read_example(spoken)
    team = Team(example, spoken, clock, progress)
    passphrase = _PASSPHRASES[spoken]
    try:
        for someone in example.workers:
            vault, _ = create(new_desk_folder(home), someone.nickname, passphrase, FLOOR)
            past = PastClock(clock)
            desk = open_desk(vault, past, create=True, language=spoken, practice=True)
            team.sit_down(someone, Seat(desk, past, vault))
        team.work()
    finally:
        team.leave()
    called = {someone.role.value: someone.nickname for someone in example.workers}
    practice = Practice(passphrase, called["outreach"], called["trainer"], called["supervisor"])
    fresh = home / f"{_FILE}.new"
    fresh.write_text(json.dumps(asdict(practice), ensure_ascii=False), "utf-8")
    fresh.replace(home / _FILE)
    return practice
