"""A disk that is full or will not be written costs nothing that was saved, and the next save goes on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from fieldapp.domain.ids import RecordId
from fieldapp.errors import Trouble
from fieldapp.storage import troubles
from fieldapp.storage.engine import Connection
from fieldapp.storage.list_values import ListQuery
from fieldapp.storage.store import Store
from fieldapp.storage.troubles import DiskFull, StoreUnwritable, trouble_behind
from tests.fieldapp.storage.making import CASE, KEY, Desk, field, open_desk

ROOT = Path(__file__).resolve().parents[3]


def set_limit(desk: Desk, pages: int) -> None:
    """So many pages and no more: SQLite answers as it does on a full disk."""

    def limit(database: Connection) -> None:
        database.execute(f"PRAGMA max_page_count={pages}").fetchall()

    desk.store._writer.run_outside(limit).result()


def test_a_full_disk_is_told_and_the_record_can_be_saved_when_there_is_room(desk: Desk) -> None:
    case = desk.create(status="open")
    set_limit(desk, 1)

    with pytest.raises(DiskFull, match="Everything saved before is safe"):
        desk.change(case, status="closed", story="я" * 100_000)
    assert desk.answers(case) == {"status": "open"}
    with desk.look() as reader:
        assert len(reader.changes(case)) == 1
        assert reader.standing().not_sent == 1
    set_limit(desk, 1_000_000)

    change = desk.change(case, status="closed", story="я" * 100_000)

    assert change.counter == 2
    assert desk.answers(case)["status"] == "closed"  # type: ignore[index]
    desk.store.check()


def test_what_was_saved_before_the_disk_was_full_is_there_at_the_next_opening(desk: Desk) -> None:
    case = desk.create(status="open")
    set_limit(desk, 1)
    with pytest.raises(DiskFull):
        desk.create(story="я" * 100_000)
    path = desk.store.path
    desk.store.close()

    with open_desk(path.parent) as again:
        assert again.answers(case) == {"status": "open"}
        with again.look() as reader:
            assert reader.count(ListQuery(form=CASE)) == 1


def test_a_write_that_cannot_be_done_is_told_and_reading_goes_on(desk: Desk) -> None:
    case = desk.create(status="open")
    desk.store._writer.run_outside(lambda database: database.execute("PRAGMA query_only=ON").fetchall()).result()

    with pytest.raises(StoreUnwritable, match="does not let Fieldapp write"):
        desk.change(case, status="closed")

    assert desk.answers(case) == {"status": "open"}


def test_a_folder_in_the_place_of_the_file_is_told(home: Path) -> None:
    (home / "desk.db").mkdir()

    with pytest.raises(StoreUnwritable):
        Store.open(home / "desk.db", KEY, create=True)


def test_a_bug_of_ours_is_not_told_as_trouble(desk: Desk) -> None:
    def wrong(database: Connection) -> None:
        database.execute("SELECT * FROM nowhere")

    with pytest.raises(Exception, match="no such table") as raised:
        desk.store._writer.run(wrong).result()

    assert trouble_behind(raised.value) is None
    assert not isinstance(raised.value, Trouble)


def test_each_trouble_says_what_happened_what_is_safe_and_what_to_do() -> None:
    sentences = [text for name, text in vars(troubles).items() if name.isupper() and isinstance(text, str)]

    assert len(sentences) > 10
    for text in sentences:
        assert text.count(".") >= 2, text


def in_a_cramped_place(what: str, folder: Path) -> list[tuple[str, str]]:
    """What a worker told whose system refuses to write more than so many bytes."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.fieldapp.storage.cramped", what, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    return [(line.partition(" ")[0], line.partition(" ")[2]) for line in told.stdout.splitlines()]


def test_when_the_system_itself_refuses_to_write_nothing_that_was_answered_for_is_lost(home: Path) -> None:
    told = in_a_cramped_place("save", home)
    saved = [RecordId(record) for what, record in told if what == "saved"]

    assert ("refused", "StoreUnwritable") in told
    assert told[-1][0] == "saved"
    assert len(saved) > 3
    with open_desk(home) as again:
        assert all(again.answers(record).get(field("status")) == "open" for record in saved)
        with again.look() as reader:
            assert reader.count(ListQuery(form=CASE)) == len(saved)
        again.store.check()


def test_when_the_system_refuses_to_write_a_copy_the_one_before_is_as_it_was_and_nothing_is_left_over(
    home: Path,
) -> None:
    told = in_a_cramped_place("copy", home)

    assert told[-3:] == [("refused", "CopyFailed"), ("copies", "1"), ("left", "1")]


def test_when_the_system_refuses_to_write_a_file_nothing_half_stays_and_the_next_record_is_saved(home: Path) -> None:
    told = in_a_cramped_place("attach", home)

    assert told[:2] == [("refused", "OSError"), ("left", "1")]
    assert told[2][0] == "saved"
