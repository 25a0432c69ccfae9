"""What is on the disk is encrypted, and what is not ours is not opened."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from fieldapp.storage.opening import PAGE, open_database
from fieldapp.storage.store import Store
from fieldapp.storage.troubles import (
    StoreBusy,
    StoreDamaged,
    StoreForeign,
    StoreMissing,
    StoreTrouble,
    StoreUnprotected,
    StoreUnwritable,
)
from tests.fieldapp.storage.making import KEY, OTHER_KEY, SURVIVOR, Desk, open_desk


def filled(folder: Path) -> Path:
    """A closed desk with a few hundred pages of records."""
    with open_desk(folder) as desk:
        case = desk.create(code="K7QM3ZTP4H")
        for number in range(40):
            desk.create(SURVIVOR, parent=case, given=f"Айгүл {number}", notes="х" * 4000)
    return folder / "desk.db"


def flip(path: Path, place: int) -> None:
    """One bit turned."""
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


def read_everything(path: Path) -> None:
    """As the verify command does."""
    store = Store.open(path, KEY)
    try:
        store.check()
    finally:
        store.close()


def test_the_same_key_opens_the_desk_again(home: Path) -> None:
    with open_desk(home) as desk:
        case = desk.create(code="K7QM3ZTP4H")

    with open_desk(home) as desk:
        assert desk.answers(case) == {"code": "K7QM3ZTP4H"}


def test_another_key_is_told_apart_from_damage(home: Path) -> None:
    path = filled(home)

    with pytest.raises(StoreForeign):
        Store.open(path, OTHER_KEY)
    flip(path, 100)
    with pytest.raises(StoreDamaged):
        Store.open(path, KEY)


@pytest.mark.parametrize(
    "key", ["", "5e" * 31, "5E" * 32, "5e" * 33, "a passphrase of hers that is not a key at all, no"]
)
def test_what_is_no_raw_key_is_never_given_to_the_database(home: Path, key: str) -> None:
    with pytest.raises(ValueError, match="64 lower-case hex digits"):
        open_database(home / "desk.db", key, create=True)

    assert list(home.iterdir()) == []


def test_a_file_that_is_not_encrypted_is_refused(home: Path) -> None:
    path = home / "desk.db"
    with sqlite3.connect(path) as plain:
        plain.execute("CREATE TABLE record (id)")
    plain.close()

    with pytest.raises(StoreUnprotected):
        Store.open(path, KEY)


def test_a_missing_file_is_told_and_not_made_anew(home: Path) -> None:
    with pytest.raises(StoreMissing):
        Store.open(home / "desk.db", KEY)

    assert not (home / "desk.db").exists()


def test_a_folder_that_is_gone_is_told(home: Path) -> None:
    with pytest.raises(StoreUnwritable):
        Store.open(home / "gone" / "desk.db", KEY, create=True)


@pytest.mark.parametrize("length", [0, 100])
def test_a_file_cut_to_nothing_is_damaged_and_not_taken_for_a_new_one(home: Path, length: int) -> None:
    path = filled(home)
    path.write_bytes(path.read_bytes()[:length])

    with pytest.raises(StoreDamaged):
        Store.open(path, KEY)


def test_a_power_cut_while_the_first_file_was_made_does_no_harm(home: Path) -> None:
    (home / "desk.db").write_bytes(b"")

    with open_desk(home) as desk:
        assert desk.create()


@pytest.mark.parametrize("part", [0.001, 0.2, 0.5, 0.8, 0.999])
def test_one_turned_bit_anywhere_is_found(home: Path, part: float) -> None:
    path = filled(home)
    flip(path, int(path.stat().st_size * part))

    with pytest.raises(StoreDamaged):
        read_everything(path)


def test_a_page_put_in_the_place_of_another_is_found(home: Path) -> None:
    path = filled(home)
    content = bytearray(path.read_bytes())
    content[10 * PAGE : 11 * PAGE], content[20 * PAGE : 21 * PAGE] = (
        content[20 * PAGE : 21 * PAGE],
        content[10 * PAGE : 11 * PAGE],
    )
    path.write_bytes(content)

    with pytest.raises(StoreDamaged):
        read_everything(path)


def test_pages_cut_off_at_the_end_are_found(home: Path) -> None:
    path = filled(home)
    path.write_bytes(path.read_bytes()[: -10 * PAGE])

    with pytest.raises(StoreDamaged):
        read_everything(path)


def test_a_sound_desk_is_found_sound(home: Path) -> None:
    read_everything(filled(home))


def test_damage_met_while_reading_is_told_as_damage(home: Path) -> None:
    path = filled(home)
    content = bytearray(path.read_bytes())
    for page in range(2, len(content) // PAGE):
        content[page * PAGE + 7] ^= 1
    path.write_bytes(content)

    with pytest.raises(StoreDamaged):
        read_everything(path)


def test_a_desk_that_is_open_is_not_opened_a_second_time(desk: Desk) -> None:
    with pytest.raises(StoreBusy):
        Store.open(desk.store.path, KEY)


def test_another_process_is_told_that_the_desk_is_open(desk: Desk) -> None:
    script = (
        "import sys; from pathlib import Path; from fieldapp.storage.store import Store\n"
        "from fieldapp.storage.troubles import StoreBusy\n"
        "try: Store.open(Path(sys.argv[1]), sys.argv[2])\n"
        "except StoreBusy: sys.exit(7)\n"
    )

    done = subprocess.run([sys.executable, "-c", script, str(desk.store.path), KEY], check=False)

    assert done.returncode == 7


def test_the_lock_goes_with_the_store(home: Path) -> None:
    path = filled(home)
    Store.open(path, KEY).close()

    Store.open(path, KEY).close()


def test_a_failed_opening_leaves_no_lock(home: Path) -> None:
    path = filled(home)
    with pytest.raises(StoreForeign):
        Store.open(path, OTHER_KEY)

    Store.open(path, KEY).close()


def test_closing_leaves_one_tidy_file(home: Path) -> None:
    path = filled(home)

    assert not list(path.parent.glob("*-wal"))
    assert not list(path.parent.glob("*-shm"))


def test_each_trouble_says_what_is_safe(home: Path) -> None:
    path = filled(home)
    shutil.copyfile(path, home / "other.db")

    with pytest.raises(StoreTrouble) as told:
        Store.open(home / "other.db", OTHER_KEY)

    assert "Nothing was changed" in str(told.value)
