"""Practise: fill a home of its own with the example organisation, through the same work that people do by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from fieldapp.domain.clock import Clock
from fieldapp.vault.desks import new_desk_folder
from fieldapp.vault.keystore import create
from fieldapp.vault.pace import FLOOR
from fieldapp.words import ENGLISH, Language
from fieldapp.work.example import read_example
from fieldapp.work.opening import open_desk
from fieldapp.work.practice import Practice, forget_practice, keep_practice
from fieldapp.work.practice_team import PastClock, Seat, Team

_PASSPHRASES: Final[Mapping[Language, str]] = {
    ENGLISH: "five plain words to practise",
    Language("ru"): "пять простых слов для тренировки",
}


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
    keep_practice(home, practice)
    return practice
