"""A copy on a stick is believed when it was read back, and restored beside what is there, never over it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.domain.clock import Moment
from fieldapp.storage import backup
from fieldapp.storage.backup import CopyOnStick, back_up, copies_on
from fieldapp.storage.manifest import read_manifest
from fieldapp.storage.restoring import RESTORED, restore
from fieldapp.storage.store import Store
from fieldapp.storage.sync_values import SealedChunk, StreamName
from fieldapp.storage.troubles import (
    CopyDamaged,
    CopyFailed,
    CopyNewer,
    DeskThere,
    NoCopyThere,
    NotRestored,
    StoreDamaged,
)
from fieldapp.storage.values import Lane
from tests.fieldapp.storage.making import HOME, KEY, OTHER_KEY, SURVIVOR, Desk, at, open_desk

BACKUP_KEY = b"b" * 32
SEALED = "f00d" * 16
LATER = at("2026-03-21T09:00:00.000+06:00")


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """An empty USB stick."""
    folder = tmp_path / "USB"
    folder.mkdir()
    return folder


@pytest.fixture
def desk(home: Path) -> Iterator[Desk]:
    """A desk as the vault leaves it: with a keystore, and an attachment."""
    folder = home / "0a0a0a0a"
    (folder / "attachments").mkdir(parents=True)
    (folder / "keystore").write_bytes(b"her keystore")
    (folder / "attachments" / SEALED).write_bytes(b"a sealed photograph" * 1000)
    with open_desk(folder) as opened:
        opened.create(SURVIVOR, parent=opened.create(code="K7QM3ZTP4H"), given="Айгүл")
        yield opened


def copy(desk: Desk, stick: Path, when: Moment | None = None) -> CopyOnStick:
    """A copy of the desk as it is."""
    return back_up(desk.store, BACKUP_KEY, stick, when or desk.now)


def everything(folder: Path) -> dict[str, bytes]:
    """Every file with its content."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_copy_restores_to_the_same_records_keystore_and_attachments(desk: Desk, stick: Path, home: Path) -> None:
    made = copy(desk, stick)
    new = home / "0c0c0c0c"

    restore(made.folder, BACKUP_KEY, OTHER_KEY, new, LATER)

    assert (new / "keystore").read_bytes() == b"her keystore"
    assert (new / "attachments" / SEALED).read_bytes() == b"a sealed photograph" * 1000
    store = Store.open(new / "desk.db", OTHER_KEY)
    with store.read() as reader, desk.look() as original:
        assert reader.agreement(HOME) == original.agreement(HOME)
        assert [hit.text for hit in reader.search("aigul").hits] == ["Айгүл"]
    store.check()
    store.close()


def test_the_start_page_tells_the_date_of_the_copy_and_what_is_in_none(desk: Desk, stick: Path) -> None:
    copy(desk, stick)
    with desk.look() as reader:
        standing = reader.standing()
    assert (standing.not_sent, standing.only_here, standing.last_copy) == (2, 0, desk.now)

    desk.create()

    with desk.look() as reader:
        standing = reader.standing()
    assert (standing.not_sent, standing.only_here) == (3, 1)


def test_what_is_saved_while_the_copy_is_made_is_saved_and_not_counted_as_copied(desk: Desk, stick: Path) -> None:
    for _ in range(400):
        desk.create(story="x" * 9000)
    told: list[tuple[int, int]] = []

    def save_meanwhile(left: int, pages: int) -> None:
        told.append((left, pages))
        desk.create(note=str(left))

    made = back_up(desk.store, BACKUP_KEY, stick, desk.now, save_meanwhile)

    assert len(told) > 1
    assert told[-1][0] == 0
    assert read_manifest(made.folder).upto == 402
    with desk.look() as reader:
        assert reader.standing().only_here == len(told)


def test_a_restored_desk_knows_it_and_seals_anew_what_nobody_answered_for(desk: Desk, stick: Path, home: Path) -> None:
    incarnation = desk.store.write_now(lambda write: write.outbox.incarnation())
    name = StreamName(incarnation, HOME, Lane.EDITS)
    desk.store.write_now(lambda write: write.outbox.seal(SealedChunk(name, 1, "hash", b"body"), [1, 2]))
    made = copy(desk, stick)

    restore(made.folder, BACKUP_KEY, KEY, home / "0c0c0c0c", LATER)

    with open_desk(home / "0c0c0c0c") as restored, restored.look() as reader:
        assert reader.recall(RESTORED) == LATER.text
        assert reader.recall("incarnation") not in (None, incarnation)
        assert len(reader.outbox.unsent(HOME, Lane.EDITS, 10)) == 2
        assert reader.standing().last_copy == made.made
        assert restored.store.writer != desk.store.writer


def test_copies_are_listed_with_the_newest_first(desk: Desk, stick: Path) -> None:
    first = copy(desk, stick)
    second = copy(desk, stick, LATER)
    (stick / "copy-of something else").mkdir()
    (stick / "holiday.jpg").write_bytes(b"")

    assert copies_on(stick) == (second, first)
    assert copies_on(first.folder) == (first,)
    assert first.folder.name == "copy-20260312-140205"


def test_a_stick_pulled_out_in_the_middle_is_told_and_the_copy_before_is_as_it_was(desk: Desk, stick: Path) -> None:
    made = copy(desk, stick)
    before = everything(made.folder)
    for _ in range(400):
        desk.create(story="x" * 9000)

    def pull_out(left: int, _: int) -> None:
        if left:
            raise OSError(5, "Input/output error")

    with pytest.raises(CopyFailed, match="copies made before are as good"):
        back_up(desk.store, BACKUP_KEY, stick, LATER, pull_out)

    assert everything(stick) == {f"{made.folder.name}/{name}": content for name, content in before.items()}
    with desk.look() as reader:
        assert reader.standing().last_copy == desk.now
    desk.store.check()
    assert copy(desk, stick, LATER)


def test_a_stick_that_is_gone_at_the_end_is_told(desk: Desk, stick: Path) -> None:
    with pytest.raises(CopyFailed):
        back_up(desk.store, BACKUP_KEY, stick, desk.now, lambda _left, _pages: shutil.rmtree(stick))

    with desk.look() as reader:
        assert reader.standing().last_copy is None


def test_a_stick_that_is_not_there_is_told(desk: Desk, stick: Path) -> None:
    stick.rmdir()

    with pytest.raises(CopyFailed):
        copy(desk, stick)


def test_a_stick_that_gives_back_other_bytes_is_not_believed(
    desk: Desk, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_back = backup._read_back

    def worn_out(folder: Path, key: bytes) -> None:
        content = bytearray((folder / "keystore").read_bytes())
        content[3] ^= 1
        (folder / "keystore").write_bytes(content)
        read_back(folder, key)

    monkeypatch.setattr(backup, "_read_back", worn_out)

    with pytest.raises(CopyFailed):
        copy(desk, stick)

    assert copies_on(stick) == ()
    with desk.look() as reader:
        assert reader.standing().last_copy is None


def test_a_full_stick_is_told(desk: Desk, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, "copy_out", full)

    with pytest.raises(CopyFailed, match="is full"):
        copy(desk, stick)

    assert list(stick.iterdir()) == []


def test_what_an_earlier_attempt_left_behind_is_cleared_away(desk: Desk, stick: Path) -> None:
    (stick / "copy-20260101-000000.unfinished").mkdir()
    (stick / "copy-20260101-000000.unfinished" / "desk.db").write_bytes(b"half")

    made = copy(desk, stick)

    assert list(stick.iterdir()) == [made.folder]


def test_damage_on_the_laptop_is_told_as_damage_and_no_copy_is_made(home: Path, stick: Path) -> None:
    with open_desk(home) as desk:
        for _ in range(40):
            desk.create(story="x" * 9000)
    path = home / "desk.db"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)

    store = Store.open(path, KEY)
    try:
        with pytest.raises(StoreDamaged):
            back_up(store, BACKUP_KEY, stick, LATER)
    finally:
        store.close()

    assert list(stick.iterdir()) == []


@pytest.mark.parametrize("name", ["desk.db", "keystore", "manifest", f"attachments/{SEALED}"])
def test_a_copy_with_one_turned_bit_is_refused_and_leaves_no_desk(
    desk: Desk, stick: Path, home: Path, name: str
) -> None:
    made = copy(desk, stick)
    content = bytearray((made.folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (made.folder / name).write_bytes(content)
    before = everything(home)

    with pytest.raises(CopyDamaged):
        restore(made.folder, BACKUP_KEY, KEY, home / "0c0c0c0c", LATER)

    assert everything(home).keys() == before.keys()


def test_a_copy_of_another_desk_does_not_open(desk: Desk, stick: Path, home: Path) -> None:
    made = copy(desk, stick)

    with pytest.raises(CopyDamaged, match="another desk made it"):
        restore(made.folder, b"x" * 32, KEY, home / "0c0c0c0c", LATER)


def test_a_copy_that_misses_a_file_is_refused(desk: Desk, stick: Path, home: Path) -> None:
    made = copy(desk, stick)
    (made.folder / "attachments" / SEALED).unlink()

    with pytest.raises(CopyDamaged):
        restore(made.folder, BACKUP_KEY, KEY, home / "0c0c0c0c", LATER)


def test_a_folder_without_a_copy_is_told(stick: Path, home: Path) -> None:
    with pytest.raises(NoCopyThere):
        restore(stick, BACKUP_KEY, KEY, home / "0c0c0c0c", LATER)


def test_a_restore_never_overwrites_a_desk(desk: Desk, stick: Path) -> None:
    made = copy(desk, stick)
    folder = desk.store.path.parent
    desk.create()
    before = everything(folder)

    with pytest.raises(DeskThere):
        restore(made.folder, BACKUP_KEY, KEY, folder, LATER)

    assert everything(folder) == before


def test_a_restore_takes_an_empty_folder_that_was_made_for_it(desk: Desk, stick: Path, home: Path) -> None:
    made = copy(desk, stick)
    (home / "0c0c0c0c").mkdir()

    restore(made.folder, BACKUP_KEY, KEY, home / "0c0c0c0c", LATER)

    assert (home / "0c0c0c0c" / "desk.db").exists()


def test_a_restore_that_cannot_be_finished_leaves_no_desk(
    desk: Desk, stick: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = copy(desk, stick)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("fieldapp.storage.restoring.copy_out", full)
    with pytest.raises(NotRestored):
        restore(made.folder, BACKUP_KEY, KEY, home / "0c0c0c0c", LATER)

    assert [path.name for path in home.iterdir()] == ["0a0a0a0a"]


def test_a_copy_by_a_newer_program_is_told_and_left_alone(desk: Desk, stick: Path, home: Path) -> None:
    made = copy(desk, stick)
    manifest = made.folder / "manifest"
    manifest.write_text(manifest.read_text("utf-8").replace('"v":1', '"v":2'), "utf-8")

    with pytest.raises(CopyNewer):
        restore(made.folder, BACKUP_KEY, KEY, home / "0c0c0c0c", LATER)


def test_a_copy_of_a_newer_store_is_told_and_leaves_no_desk(desk: Desk, stick: Path, home: Path) -> None:
    desk.store._writer.run(lambda database: database.execute("PRAGMA user_version=999")).result()
    made = copy(desk, stick)

    with pytest.raises(CopyNewer):
        restore(made.folder, BACKUP_KEY, KEY, home / "0c0c0c0c", LATER)

    assert [path.name for path in home.iterdir()] == ["0a0a0a0a"]


def test_two_copies_have_two_keys(desk: Desk, stick: Path) -> None:
    first, second = copy(desk, stick), copy(desk, stick, LATER)

    assert read_manifest(first.folder).salt != read_manifest(second.folder).salt
