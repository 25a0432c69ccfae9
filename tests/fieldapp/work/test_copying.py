"""Copying the desk to a stick: what stands there, what a copy says afterwards, and stopping one."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldapp.storage.store import Store
from fieldapp.storage.troubles import CopyFailed
from fieldapp.work.copying import CopyStopped, copy_to_stick, how_copies_stand, look_at_stick
from fieldapp.work.desk import Desk
from tests.fieldapp.work.conftest import a_case
from tests.helpers.clock import StandingClock

BACKUP_KEY = b"b" * 32


@pytest.fixture
def stick(tmp_path: Path, desk: Desk) -> Path:
    """An empty USB stick; the desk has a key file to be copied with it."""
    (desk.store.path.parent / "keystore").write_bytes(b"her keystore")
    folder = tmp_path / "USB"
    folder.mkdir()
    return folder


def nobody_listens(_done: int, _whole: int) -> None:
    """Progress that is not looked at."""


def wanted() -> bool:
    """Go on."""
    return True


def test_after_a_copy_nothing_exists_only_here_and_the_folder_is_remembered(desk: Desk, stick: Path) -> None:
    a_case(desk)
    before = how_copies_stand(desk)
    made = copy_to_stick(desk, BACKUP_KEY, stick, nobody_listens, wanted)
    after = how_copies_stand(desk)

    assert (before.standing.only_here, before.standing.last_copy, before.folder) == (2, None, None)
    assert (after.standing.only_here, after.standing.last_copy, after.folder) == (0, desk.clock.now(), stick)
    assert [found.copy for found in look_at_stick(desk, stick).copies] == [made]


def test_a_stick_that_is_not_in_the_laptop_is_no_empty_stick(desk: Desk, stick: Path) -> None:
    assert look_at_stick(desk, stick).is_there
    stick.rmdir()

    assert not look_at_stick(desk, stick).is_there


def test_a_folder_on_the_laptops_own_disk_is_recognised(desk: Desk, stick: Path) -> None:
    assert look_at_stick(desk, stick).beside


def test_a_copy_tells_how_far_it_is(desk: Desk, stick: Path) -> None:
    told: list[tuple[int, int]] = []

    copy_to_stick(desk, BACKUP_KEY, stick, lambda done, whole: told.append((done, whole)), wanted)

    assert told[-1][0] == told[-1][1] > 0


def test_a_copy_that_is_not_wanted_any_more_stops_and_leaves_the_stick_as_it_was(
    desk: Desk, stick: Path, clock: StandingClock
) -> None:
    kept = copy_to_stick(desk, BACKUP_KEY, stick, nobody_listens, wanted)
    clock.pass_(days=1)

    with pytest.raises(CopyStopped):
        copy_to_stick(desk, BACKUP_KEY, stick, nobody_listens, lambda: False)

    assert list(stick.iterdir()) == [kept.folder]
    assert how_copies_stand(desk).standing.last_copy == kept.made


def test_a_folder_is_remembered_only_when_a_copy_was_made_there(desk: Desk, stick: Path) -> None:
    with pytest.raises(CopyFailed):
        copy_to_stick(desk, BACKUP_KEY, stick / "not there", nobody_listens, wanted)

    assert how_copies_stand(desk).folder is None


def test_a_desk_that_locks_in_the_middle_of_a_copy_closes_at_once(desk: Desk, stick: Path) -> None:
    a_case(desk)

    def lock(_done: int, _whole: int) -> None:
        desk.store.close()

    with pytest.raises(RuntimeError, match="closed"):
        copy_to_stick(desk, BACKUP_KEY, stick, lock, wanted)

    again = Store.open(desk.store.path, f"{1:064x}")
    again.check()
    again.close()
