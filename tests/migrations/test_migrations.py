"""A store of every released version opens today, whole; a newer one is refused; a step is done whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from fieldapp.domain.merge import SPACE
from fieldapp.storage.engine import Connection, DatabaseError
from fieldapp.storage.list_values import ListQuery
from fieldapp.storage.migrate import Step, bring_up_to_date, shipped_steps, version_of
from fieldapp.storage.opening import open_database
from fieldapp.storage.store import Store
from fieldapp.storage.troubles import DiskFull, StoreNewer
from fieldapp.storage.values import Lane
from tests.fieldapp.storage.making import CASE, HOME, KEY, WORKER, Desk, field, open_desk
from tests.migrations.keep import (
    CASE_KEPT,
    DELETED_KEPT,
    HALF_TYPED,
    SHAPE,
    STORES,
    WOMAN_KEPT,
    WORKSHOP_KEPT,
    shape_of,
)

KEPT = sorted(STORES.glob("v*.db"))
LATEST = shipped_steps()[-1].version
NEXT = Step(LATEST + 1, "CREATE TABLE later (x TEXT) STRICT; INSERT INTO later VALUES ('a; b');")


@pytest.fixture
def path(home: Path) -> Path:
    """A closed desk with one case."""
    with open_desk(home) as desk:
        desk.create(CASE, record=CASE_KEPT, code="K7QM3ZTP4H")
    return home / "desk.db"


def opened(path: Path, steps: Sequence[Step]) -> Iterator[Connection]:
    """The store brought up to date with these steps."""
    database = open_database(path, KEY)
    try:
        bring_up_to_date(database, path, steps)
        yield database
    finally:
        database.close()


def test_there_is_a_store_of_each_version() -> None:
    assert [path.name for path in KEPT] == [f"v{step.version}.db" for step in shipped_steps()]


def test_steps_are_numbered_without_a_gap() -> None:
    assert [step.version for step in shipped_steps()] == list(range(1, LATEST + 1))


def test_the_picture_of_the_shape_is_what_the_migrations_make(path: Path) -> None:
    database = open_database(path, KEY)
    shape = shape_of(database)
    database.close()

    assert SHAPE.read_text("utf-8") == shape, "run `python -m tests.migrations.keep`"


@pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.stem)
def test_a_store_of_every_version_opens_with_everything_in_it(kept: Path, home: Path) -> None:
    shutil.copyfile(kept, home / "desk.db")

    with open_desk(home) as desk, desk.look() as reader:
        assert [line.code for line in reader.page(ListQuery(form=CASE)).lines] == ["K7QM3ZTP4H"]
        assert [hit.record for hit in reader.search("aigul").hits] == [WOMAN_KEPT]
        assert [hit.record for hit in reader.search("ukuk").hits] == [WORKSHOP_KEPT]
        assert [found.conflict.field for found in reader.conflicts()] == ["status"]
        assert SPACE not in desk.answers(CASE_KEPT)
        deleted = reader.record(DELETED_KEPT)
        assert deleted is not None
        assert deleted.deleted
        draft = reader.draft(HALF_TYPED)
        assert draft is not None
        assert (draft.root, draft.place) == (CASE_KEPT, "given")
        assert [reach.seq for reach in reader.sync.reaches()] == [7]
        assert [key.space for key in reader.sync.space_keys()] == [HOME]
        assert [word.body for word in reader.sync.statements()] == [b"signed"]
        assert reader.outbox.streams()[0].last == 1
        assert reader.outbox.waiting()[HOME, Lane.EDITS] > 3
        assert reader.recall("worker") == WORKER
    store = Store.open(home / "desk.db", KEY)
    store.check()
    store.close()


@pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.stem)
def test_what_is_worked_out_in_an_old_store_is_what_is_worked_out_today(kept: Path, home: Path) -> None:
    shutil.copyfile(kept, home / "desk.db")
    (home / "again").mkdir()

    with open_desk(home) as desk, open_desk(home / "again") as again:
        again.receive(desk.changes())

        with desk.look() as reader, again.look() as worked_out:
            assert reader.agreement(HOME) == worked_out.agreement(HOME)


def test_a_newer_store_is_refused_and_not_touched(path: Path) -> None:
    for _ in opened(path, [*shipped_steps(), NEXT]):
        pass
    before = path.read_bytes()

    with pytest.raises(StoreNewer, match="newer version"):
        Store.open(path, KEY)

    assert path.read_bytes() == before


def test_a_step_keeps_a_copy_of_the_store_as_it_was(path: Path) -> None:
    for database in opened(path, [*shipped_steps(), NEXT]):
        assert version_of(database) == LATEST + 1
        assert database.execute("SELECT x FROM later").fetchall() == [("a; b",)]

    copy = path.with_suffix(".before")
    database = open_database(copy, KEY)
    assert version_of(database) == LATEST
    assert database.execute("SELECT count(*) FROM change").fetchone() == (1,)
    database.close()


def test_the_copy_goes_when_the_new_shape_has_proved_good(path: Path) -> None:
    for _ in range(2):
        for _database in opened(path, [*shipped_steps(), NEXT]):
            pass

    assert not path.with_suffix(".before").exists()


@pytest.mark.parametrize("wrong", ["CREATE TABLE later (x) STRICT;", "INSERT INTO nowhere VALUES (1);"])
def test_a_step_that_fails_leaves_the_store_as_it_was(path: Path, wrong: str) -> None:
    broken = Step(LATEST + 1, f"DELETE FROM change; {wrong}")

    with pytest.raises(DatabaseError):
        next(opened(path, [*shipped_steps(), broken]))

    with open_desk(path.parent) as desk:
        assert desk.answers(CASE_KEPT)[field("code")] == "K7QM3ZTP4H"


def test_a_step_in_python_belongs_to_the_same_transaction(path: Path) -> None:
    def fail(_: Connection) -> None:
        raise LookupError

    with pytest.raises(LookupError):
        next(opened(path, [*shipped_steps(), Step(LATEST + 1, NEXT.sql, fail)]))

    database = open_database(path, KEY)
    assert version_of(database) == LATEST
    assert database.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'later'").fetchone() == (0,)
    database.close()


def test_without_room_for_the_copy_nothing_is_begun(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("fieldapp.storage.migrate.shutil.copyfile", full)

    with pytest.raises(DiskFull):
        next(opened(path, [*shipped_steps(), NEXT]))

    monkeypatch.undo()
    with open_desk(path.parent) as desk:
        assert desk.answers(CASE_KEPT)


def test_what_waits_in_the_write_ahead_log_is_in_the_copy(path: Path) -> None:
    database = open_database(path, KEY)
    database.execute("INSERT INTO fact VALUES ('late', '1')")
    bring_up_to_date(database, path, [*shipped_steps(), NEXT])
    database.close()

    copy = open_database(path.with_suffix(".before"), KEY)
    assert copy.execute("SELECT value FROM fact WHERE key = 'late'").fetchone() == ("1",)
    copy.close()


def test_a_fresh_desk_is_made_by_the_same_steps(desk: Desk) -> None:
    assert version_of(desk.store._writer._database) == LATEST


@pytest.fixture
def desk(home: Path) -> Iterator[Desk]:
    """A new desk."""
    with open_desk(home / "new") as made:
        yield made
