"""With 100,000 cases nothing that a person waits for may read a table from end to end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from fieldapp.domain.ids import ChangeId, RecordId, WriterId
from fieldapp.storage.engine import Connection
from fieldapp.storage.list_values import ListQuery
from fieldapp.storage.store import Reader
from fieldapp.storage.values import Lane
from tests.fieldapp.storage.making import CASE, HOME, SURVIVOR, WORKER, Desk, at

BIG = re.compile(
    r"SCAN (change|record|root|this|listed|outbox|found|conflict|waiting|answers_\d+)\b"
    r"(?! USING INDEX record_in_conflict)"  # as small as there are conflicts
)
LONG_AGO = at("2026-03-01T00:00:00.000+06:00")


@contextmanager
def statements_of(database: Connection) -> Iterator[list[str]]:
    """What is run on this connection meanwhile, with its values filled in."""
    seen: list[str] = []
    database.set_trace_callback(seen.append)
    try:
        yield seen
    finally:
        database.set_trace_callback(None)


def scans(database: Connection, statements: list[str]) -> list[str]:
    """Those that read a big table from end to end."""
    asked = [text for text in dict.fromkeys(statements) if re.match(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b", text)]
    assert asked
    return [
        f"{step[3]}: {text}"
        for text in asked
        if "found_words" not in text and "found_parts" not in text
        for step in database.execute(f"EXPLAIN QUERY PLAN {text}").fetchall()
        if BIG.search(step[3])
    ]


@pytest.fixture
def case(desk: Desk) -> RecordId:
    """A case with a survivor."""
    made = desk.create(code="K7QM3ZTP4H", status="open")
    desk.create(SURVIVOR, parent=made, given="Айгүл", phone="+996555123456")
    return made


def while_writing(desk: Desk, work: Callable[[], object]) -> list[str]:
    """The scans of what the writer runs."""
    database = desk.store._writer._database
    with statements_of(database) as seen:
        work()
    return desk.store._writer.run(lambda database: scans(database, seen)).result()


def test_a_save_reads_no_table_from_end_to_end(desk: Desk, case: RecordId, colleague: Desk) -> None:
    colleague.receive(desk.changes())
    colleague.change(case, status="closed", safe="no")
    with desk.look() as reader:
        seen = reader.changes(case)[0].id

    assert while_writing(desk, lambda: desk.create(SURVIVOR, parent=case, given="Гүлнара")) == []
    assert while_writing(desk, lambda: desk.change(case, status="closed")) == []
    assert while_writing(desk, lambda: desk.change(case, after=[seen], status="referred")) == []
    assert while_writing(desk, lambda: desk.receive(colleague.changes())) == []
    assert while_writing(desk, lambda: desk.delete(case)) == []
    assert while_writing(desk, lambda: desk.restore(case)) == []
    assert while_writing(desk, lambda: desk.store.write_now(lambda write: write.erase([case]))) == []


@pytest.mark.parametrize(
    "look",
    [
        lambda reader, case: reader.record(case),
        lambda reader, case: reader.below(case),
        lambda reader, case: reader.children(case, form=SURVIVOR, repeat=""),
        lambda reader, case: reader.history(case),
        lambda reader, case: reader.conflicts(case),
        lambda reader, case: reader.conflicts(record=case),
        lambda reader, _: reader.conflicts(),
        lambda reader, _: reader.deleted(LONG_AGO),
        lambda reader, _: reader.recent(LONG_AGO, who=WORKER),
        lambda reader, _: reader.page(ListQuery(form=CASE)),
        lambda reader, _: reader.page(ListQuery(form=CASE, risks=frozenset({0}), due_by="2026-03-12")),
        lambda reader, _: reader.page(ListQuery(form=CASE, text="K7QM")),
        lambda reader, _: reader.page(ListQuery(form=CASE, in_conflict=True)),
        lambda reader, _: reader.page(ListQuery(form=CASE, risks=frozenset({0}))),
        lambda reader, case: reader.lines([case]),
        lambda reader, _: reader.search("aigul"),
        lambda reader, _: reader.search("555123456"),
        lambda reader, _: reader.drafts(),
        lambda reader, _: reader.outbox.unsent(HOME, Lane.EDITS, 100),
        lambda reader, _: reader.outbox.unsent(HOME, Lane.URGENT, 100),
        lambda reader, _: reader.outbox.unsent(HOME, Lane.LEAVING, 100),
        lambda reader, case: reader.places(case),
        lambda reader, case: reader.astray([case], HOME),
        lambda reader, _: reader.known_changes([ChangeId(WriterId("ff" * 8), 1)]),
        lambda reader, case: reader.is_bound(case),
        lambda reader, case: reader.on_its_way(case),
        lambda reader, case: reader.files_for(case, HOME),
    ],
)
def test_what_a_screen_asks_reads_no_table_from_end_to_end(
    desk: Desk, case: RecordId, look: Callable[[Reader, RecordId], object]
) -> None:
    with desk.look() as reader:
        with statements_of(reader._database) as seen:
            look(reader, case)

        assert scans(reader._database, seen) == []


def test_the_state_of_the_desk_is_counted_in_tables_of_what_waits(desk: Desk, case: RecordId) -> None:
    with desk.look() as reader:
        with statements_of(reader._database) as seen:
            assert reader.standing().not_sent == 2

        tables = {scan.split()[1].rstrip(":") for scan in scans(reader._database, seen)}
    assert tables <= {"outbox", "waiting"}
