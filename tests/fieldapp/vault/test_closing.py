"""A closed desk: its keys go first, nothing of it is left, and a note says by whom and when, wherever power fails."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from fieldapp.vault import closing
from fieldapp.vault.closing import close_for_good, closed_in, finish_closing, forget_closed
from fieldapp.vault.desks import desks_in, new_desk_folder
from fieldapp.vault.keystore import KEYSTORE_NAME, create
from fieldapp.vault.pace import FLOOR
from fieldapp.vault.unlocked import Vault
from tests.helpers.clock import BEGINNING

WORDS = "river lamp seven quiet stone"


class PowerCut(BaseException):
    """The program ends here."""


def a_desk(home: Path, nickname: str = "Swallow") -> Vault:
    """With everything that a desk has beside its keys."""
    vault, _ = create(new_desk_folder(home), nickname, WORDS, FLOOR)
    for name in ("desk.db", "desk.db-wal", "desk.lock", "attempts"):
        (vault.folder / name).write_bytes(b"records")
    (vault.folder / "attachments").mkdir()
    (vault.folder / "attachments" / ("ab" * 32)).write_bytes(b"sealed")
    return vault


def copy_of(vault: Vault, folder: Path) -> Path:
    """As a copy on a stick looks."""
    folder.mkdir(parents=True)
    shutil.copy(vault.folder / KEYSTORE_NAME, folder / KEYSTORE_NAME)
    (folder / "desk.db").write_bytes(b"records")
    return folder


def left_of(vault: Vault) -> list[str]:
    return sorted(path.name for path in vault.folder.rglob("*"))


def test_of_a_closed_desk_nothing_is_left_but_a_note_of_who_closed_it_and_when(home: Path) -> None:
    vault = a_desk(home)
    close_for_good(vault, "House by the river", BEGINNING)

    assert left_of(vault) == ["closed"]
    assert desks_in(home) == ()
    (closed,) = closed_in(home)
    assert (closed.nickname, closed.organisation, closed.when) == ("Swallow", "House by the river", BEGINNING)


def test_other_desks_on_the_laptop_stay_as_they_are(home: Path) -> None:
    vault, other = a_desk(home), a_desk(home, "Apple")
    before = left_of(other)
    close_for_good(vault, "House by the river", BEGINNING)
    finish_closing(home)

    assert left_of(other) == before
    assert [desk.nickname for desk in desks_in(home)] == ["Apple"]


def test_the_keys_go_before_anything_else(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = a_desk(home)
    monkeypatch.setattr(closing, "_remove", _cut)
    with pytest.raises(PowerCut):
        close_for_good(vault, "House by the river", BEGINNING)

    assert KEYSTORE_NAME not in left_of(vault)
    assert "desk.db" in left_of(vault)


@pytest.mark.parametrize("at", range(1, 9))
def test_wherever_power_fails_the_next_start_finishes(home: Path, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    vault = a_desk(home)
    copy = copy_of(vault, home / "copies" / "desk-20260312-140205")
    steps = 0

    def step(path: Path) -> None:
        nonlocal steps
        steps += 1
        if steps == at:
            raise PowerCut
        removed(path)

    def step_and_destroy(path: Path) -> None:
        step(path.with_name("nothing"))
        destroyed(path)

    removed, destroyed = closing._remove, closing._destroy_keystore
    monkeypatch.setattr(closing, "_remove", step)
    monkeypatch.setattr(closing, "_destroy_keystore", step_and_destroy)
    try:
        close_for_good(vault, "House by the river", BEGINNING, home / "copies")
    except PowerCut:
        monkeypatch.undo()
        finish_closing(home)

    assert left_of(vault) == ["closed"]
    assert not copy.exists()
    assert len(closed_in(home)) == 1


def test_copies_of_this_desk_go_with_it_and_those_of_others_stay(home: Path) -> None:
    vault, other = a_desk(home), a_desk(home, "Apple")
    mine = copy_of(vault, home / "copies" / "desk-20260312-140205")
    hers = copy_of(other, home / "copies" / "desk-20260312-150000")
    close_for_good(vault, "House by the river", BEGINNING, home / "copies")

    assert not mine.exists()
    assert hers.exists()


def test_a_stick_that_is_not_in_keeps_nobody_from_closing(home: Path) -> None:
    vault = a_desk(home)
    close_for_good(vault, "House by the river", BEGINNING, home / "no such stick")

    assert left_of(vault) == ["closed"]


def test_the_note_goes_once_it_was_read(home: Path) -> None:
    vault = a_desk(home)
    close_for_good(vault, "House by the river", BEGINNING)
    (closed,) = closed_in(home)
    forget_closed(closed)

    assert closed_in(home) == ()
    assert not vault.folder.exists()


def test_a_note_that_is_nonsense_names_no_desk(home: Path) -> None:
    vault = a_desk(home)
    (vault.folder / "closed").write_bytes(b"[1]")

    assert closed_in(home) == ()


def _cut(_path: Path) -> None:
    raise PowerCut
