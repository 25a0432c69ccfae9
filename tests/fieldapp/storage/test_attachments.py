"""Sealed files beside the store: whole or not at all, and there as long as anything names them."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path
from typing import BinaryIO

import pytest

from fieldapp.domain.attachments import Attachment, SealedId, to_text
from fieldapp.domain.ids import RecordId, new_record_id
from fieldapp.storage.backup import back_up
from fieldapp.storage.manifest import read_manifest
from fieldapp.storage.migrate import bring_up_to_date, shipped_steps
from fieldapp.storage.opening import open_database
from fieldapp.storage.restoring import restore
from tests.fieldapp.storage.making import KEY, OTHER_KEY, SURVIVOR, Desk, open_desk


def kept(desk: Desk, content: bytes = b"sealed") -> SealedId:
    """A sealed file, as the vault would write it."""

    def fill(file: BinaryIO) -> None:
        file.write(content)

    return desk.store.attachments.keep(fill)


def answer(name: SealedId) -> str:
    """What a record says of it."""
    return to_text(Attachment(name, bytes(32), 6, "image/jpeg", "photo.jpg"))


def draft(desk: Desk, name: SealedId) -> RecordId:
    """Half a form that names it."""
    record = new_record_id()
    body = f'{{"photo":"{answer(name)}"}}'
    desk.keep_draft(record, body)
    return record


def reopened_and_swept(home: Path) -> set[str]:
    """What is left after the desk was closed, opened and swept."""
    with open_desk(home) as desk:
        desk.store.sweep()
        return {path.name for path in desk.store.attachments.folder.glob("*")}


def test_a_file_is_called_by_the_hash_of_its_sealed_bytes(desk: Desk) -> None:
    name = kept(desk)

    assert name == hashlib.sha256(b"sealed").hexdigest()
    assert desk.store.attachments.path(name).read_bytes() == b"sealed"
    assert desk.store.attachments.has(name)


@pytest.mark.parametrize("why", [errno.ENOSPC, errno.EIO])
def test_a_disk_that_fails_in_the_middle_leaves_nothing_half(desk: Desk, why: int) -> None:
    def fill(file: BinaryIO) -> None:
        file.write(b"half")
        raise OSError(why, os.strerror(why))

    with pytest.raises(OSError, match=os.strerror(why)):
        desk.store.attachments.keep(fill)

    assert list(desk.store.attachments.folder.iterdir()) == []


def test_what_was_just_taken_in_is_not_swept_before_any_draft_names_it(desk: Desk) -> None:
    name = kept(desk)

    assert desk.store.sweep() == 0
    assert desk.store.attachments.has(name)


def test_a_file_whose_form_was_given_up_is_swept_at_the_next_opening(home: Path) -> None:
    with open_desk(home) as desk:
        record = draft(desk, kept(desk))
        desk.store.write_now(lambda write: write.drop_draft(record))

    assert reopened_and_swept(home) == set()


def test_what_a_draft_names_stays(home: Path) -> None:
    with open_desk(home) as desk:
        name = kept(desk)
        draft(desk, name)

    assert reopened_and_swept(home) == {name}


def test_what_was_replaced_or_deleted_stays_because_the_history_names_it(home: Path) -> None:
    with open_desk(home) as desk:
        replaced, deleted = kept(desk, b"one"), kept(desk, b"two")
        case = desk.create(photo=answer(replaced))
        desk.change(case, photo=answer(deleted))
        desk.change(case, photo=None)
        desk.delete(case)

    assert reopened_and_swept(home) == {replaced, deleted}


def test_what_a_colleagues_change_names_stays_though_its_record_has_not_begun(home: Path) -> None:
    with open_desk(home / "colleague") as colleague:
        name = kept(colleague)
        case = colleague.create()
        colleague.change(case, photo=answer(name))
        later = colleague.changes()[1:]
    with open_desk(home / "hers") as desk:
        kept(desk)
        desk.receive(later)

    assert reopened_and_swept(home / "hers") == {name}


def test_an_erased_record_takes_its_files_with_it_and_no_other(home: Path) -> None:
    with open_desk(home) as desk:
        shared, own = kept(desk, b"both name it"), kept(desk, b"hers alone")
        desk.create(photo=answer(shared))
        case = desk.create(photo=answer(own))
        desk.create(SURVIVOR, parent=case, photo=answer(shared))
    with open_desk(home) as desk:
        desk.store.write_now(lambda write: write.erase([case]))
        desk.store.tidy()

        assert [path.name for path in desk.store.attachments.folder.iterdir()] == [shared]


def test_what_a_power_cut_left_half_is_swept(home: Path) -> None:
    with open_desk(home) as desk:
        kept(desk)
        (desk.store.attachments.folder / "0a0a0a0a.new").write_bytes(b"half")

    assert reopened_and_swept(home) == set()


def test_a_desk_without_files_has_nothing_to_sweep(desk: Desk) -> None:
    assert desk.store.sweep() == 0


def test_no_file_takes_the_room_that_the_records_need(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert desk.store.attachments.has_room(1)
    monkeypatch.setattr("fieldapp.storage.attachments.RESERVE", 1 << 60)

    assert not desk.store.attachments.has_room(1)


def test_a_store_of_before_learns_which_files_its_changes_name(home: Path) -> None:
    with open_desk(home) as desk:
        name = kept(desk)
        case = desk.create(code="K7QM3ZTP4H", photo=answer(name), story="attachment1 is no file")
    database = open_database(home / "desk.db", KEY)
    database.execute("DROP TABLE attached")
    database.execute("DROP TABLE delivered")
    database.execute("PRAGMA user_version=1")

    bring_up_to_date(database, home / "desk.db", shipped_steps()[:2])

    assert database.execute("SELECT id, record FROM attached").fetchall() == [(name, case)]
    database.close()


def test_a_copy_and_the_desk_made_from_it_have_every_whole_file_and_its_hash(desk: Desk, tmp_path: Path) -> None:
    name = kept(desk, b"sealed photograph" * 1000)
    desk.create(photo=answer(name))
    folder = desk.store.path.parent
    (folder / "keystore").write_bytes(b"her keystore")
    (folder / "attachments" / "0a0a0a0a.new").write_bytes(b"half")
    (tmp_path / "stick").mkdir()
    told: list[tuple[int, int]] = []

    made = back_up(desk.store, b"b" * 32, tmp_path / "stick", desk.now, lambda left, whole: told.append((left, whole)))
    restore(made.folder, b"b" * 32, OTHER_KEY, tmp_path / "again", desk.now)

    files = read_manifest(made.folder, b"b" * 32).files
    assert files[f"attachments/{name}"] == (17_000, name)
    assert [path.name for path in (tmp_path / "again" / "attachments").iterdir()] == [name]
    lefts = [left for left, _ in told]
    assert lefts == sorted(lefts, reverse=True)
    assert lefts[-1] == 0
    assert 5 in lefts, "17,000 bytes are five pages, and were still to come when the records were there"


def test_a_copy_that_is_called_off_between_two_files_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.create(photo=answer(kept(desk, bytes(9000))))
    (desk.store.path.parent / "keystore").write_bytes(b"her keystore")
    (tmp_path / "stick").mkdir()

    def told(left: int, _whole: int) -> None:
        if left == 0:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        back_up(desk.store, b"b" * 32, tmp_path / "stick", desk.now, told)

    assert list((tmp_path / "stick").iterdir()) == []
