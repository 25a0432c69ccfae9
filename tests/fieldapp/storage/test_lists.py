"""Lists come in pages, sorted and filtered by the database, and show codes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fieldapp.domain.ids import RecordId
from fieldapp.storage.list_values import ListQuery, Mark, Order, Page
from fieldapp.storage.store import Reader
from fieldapp.words import Language
from tests.fieldapp.storage.making import (
    CASE,
    COLLEAGUE,
    ELSEWHERE,
    HOME,
    INCIDENT,
    SURVIVOR,
    WORKER,
    WORKSHOP,
    Desk,
    at,
    open_desk,
)


def pages(reader: Reader, query: ListQuery, size: int) -> Iterator[Page]:
    """One after the other to the end."""
    mark: Mark | None = None
    while True:
        page = reader.page(query, mark, size)
        yield page
        if page.next is None:
            return
        mark = page.next


def listed(desk: Desk, query: ListQuery, size: int = 3) -> list[RecordId]:
    """The whole list, page by page."""
    with desk.look() as reader:
        found = [line.id for page in pages(reader, query, size) for line in page.lines]
        assert len(found) == reader.count(query)
        return found


def test_the_worst_risk_comes_first_then_what_is_due_then_what_was_opened_first(desk: Desk) -> None:
    wanted = [
        desk.create(risk="high", next_due="2026-03-20", opened_on="2026-03-01"),
        desk.create(risk="high", next_due="2026-03-21", opened_on="2026-01-01"),
        desk.create(risk="high", opened_on="2026-01-01"),
        desk.create(risk="medium", next_due="2026-03-01", opened_on="2026-02-01"),
        desk.create(risk="medium", next_due="2026-03-01", opened_on="2026-02-02"),
        desk.create(risk="low"),
        desk.create(risk="not a risk of ours", next_due="2025-01-01"),
        desk.create(),
    ]

    assert listed(desk, ListQuery(form=CASE)) == wanted


def test_a_line_shows_the_code_and_never_a_name(desk: Desk) -> None:
    case = desk.create(code="K7QM3ZTP4H", status="open", risk="high", next_due="2026-03-20", opened_on="2026-03-01")
    desk.now = at("2026-03-15T10:00:00.000+06:00")
    desk.create(SURVIVOR, parent=case, given="Айгүл")

    with desk.look() as reader:
        (line,) = reader.page(ListQuery(form=CASE)).lines

    assert (line.id, line.code, line.status, line.risk, line.due, line.opened, line.space, line.author, line.title) == (
        case,
        "K7QM3ZTP4H",
        "open",
        0,
        "2026-03-20",
        "2026-03-01",
        HOME,
        WORKER,
        "",
    )
    assert line.not_sent
    assert line.changed.utc == desk.now.utc


def test_what_stands_below_a_case_counts_as_a_change_of_it(desk: Desk) -> None:
    first, second = desk.create(), desk.create()
    desk.now = at("2026-03-15T10:00:00.000+06:00")
    incident = desk.create(INCIDENT, parent=first)
    assert listed(desk, ListQuery(form=CASE, order=Order.CHANGED)) == [first, second]

    with desk.look() as reader:
        seen = reader.changes(incident)[0].id
    desk.now = at("2026-03-16T10:00:00.000+06:00")
    desk.change(second, status="open")
    desk.change(incident, kind_of="a", after=[seen])
    desk.change(incident, kind_of="b", after=[seen])

    with desk.look() as reader:
        assert {line.id: line.conflicts for line in reader.page(ListQuery(form=CASE)).lines} == {first: 1, second: 0}
        assert [line.id for line in reader.page(ListQuery(form=CASE, in_conflict=True)).lines] == [first]


def test_the_next_page_begins_where_the_last_ended_whatever_was_saved_meanwhile(desk: Desk) -> None:
    cases = [desk.create(risk="medium", opened_on=f"2026-03-{day:02}") for day in range(1, 7)]
    query = ListQuery(form=CASE)
    with desk.look() as reader:
        first = reader.page(query, size=3)
    desk.create(risk="high")
    desk.delete(cases[4])

    with desk.look() as reader:
        second = reader.page(query, first.next, size=3)

    assert [line.id for line in first.lines] == cases[:3]
    assert [line.id for line in second.lines] == [cases[3], cases[5]]
    assert second.next is None


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize("size", [1, 2, 4, 5])
def test_pages_of_any_size_hold_each_line_once_in_every_order(desk: Desk, order: Order, size: int) -> None:
    cases = {desk.create(risk="high", code="K7QM3ZTP4H") for _ in range(4)}

    found = listed(desk, ListQuery(form=CASE, order=order), size)

    assert len(found) == 4
    assert set(found) == cases


def test_lists_are_filtered_by_status_author_and_space(desk: Desk) -> None:
    mine = desk.create(status="open")
    closed = desk.create(status="closed")
    desk.who, desk.space = COLLEAGUE, ELSEWHERE
    hers = desk.create(status="open")
    referred = desk.create(status="referred")

    def found(query: ListQuery) -> set[RecordId]:
        return set(listed(desk, query))

    assert found(ListQuery(form=CASE, statuses=frozenset({"open"}))) == {mine, hers}
    assert found(ListQuery(form=CASE, statuses=frozenset({"open", "referred"}))) == {mine, hers, referred}
    assert found(ListQuery(form=CASE, authors=frozenset({WORKER}))) == {mine, closed}
    assert found(ListQuery(form=CASE, authors=frozenset({WORKER, COLLEAGUE}))) == {mine, closed, hers, referred}
    assert found(ListQuery(form=CASE, spaces=frozenset({ELSEWHERE}), statuses=frozenset({"open"}))) == {hers}
    assert found(ListQuery(form=WORKSHOP)) == set()


def test_lists_are_filtered_by_risk(desk: Desk) -> None:
    high, low, unjudged = desk.create(risk="high"), desk.create(risk="low"), desk.create()

    assert listed(desk, ListQuery(form=CASE, risks=frozenset({0}))) == [high]
    assert set(listed(desk, ListQuery(form=CASE, risks=frozenset({2, 3})))) == {low, unjudged}


def test_a_list_can_be_of_what_is_due_or_of_what_has_no_day(desk: Desk) -> None:
    late, today, later = (desk.create(next_due=day) for day in ("2026-03", "2026-03-12", "2026-03-13"))
    never = desk.create()

    assert listed(desk, ListQuery(form=CASE, due_by="2026-03-12")) == [late, today]
    assert listed(desk, ListQuery(form=CASE, due_by="")) == [never]
    assert set(listed(desk, ListQuery(form=CASE))) == {late, today, later, never}


def test_the_lines_of_single_cases_are_those_of_the_list(desk: Desk) -> None:
    case = desk.create(code="K7QM3ZTP4H", status="open", risk="high")
    workshop = desk.create(WORKSHOP, topic="Know your rights")
    gone = desk.create()
    desk.delete(gone)

    with desk.look() as reader:
        found = reader.lines([workshop, gone, case])
        (line,) = reader.page(ListQuery(form=CASE)).lines

    assert found.keys() == {workshop, case}
    assert found[case] == line


@pytest.mark.parametrize("typed", ["k7qm", "K7QM-3ZTP", "3ztp", "p4h", "К7", "k7qm-3ztp-4h"])
def test_a_case_is_listed_by_any_part_of_its_code(desk: Desk, typed: str) -> None:
    case = desk.create(code="K7QM3ZTP4H")
    desk.create(code="ABCDEFGHJK")

    assert listed(desk, ListQuery(form=CASE, text=typed)) == [case]


def test_two_signs_find_codes_that_begin_with_them(desk: Desk) -> None:
    desk.create(code="K7QM3ZTP4H")
    case = desk.create(code="4HABCDEFGJ")

    assert listed(desk, ListQuery(form=CASE, text="4h")) == [case]
    assert listed(desk, ListQuery(form=CASE, text="zz")) == []


def test_workshops_are_found_by_their_topic_in_any_spelling(desk: Desk) -> None:
    workshop = desk.create(WORKSHOP, topic="Укук жана коопсуздук, Жалал-Абад")
    desk.create(WORKSHOP, topic="Юридическая помощь")

    assert listed(desk, ListQuery(form=WORKSHOP, text="jalalabad ukuk")) == [workshop]


def test_titles_sort_as_the_language_does(desk: Desk) -> None:
    topics = ["Өнөр", "Оюн", "Ода", "Үй", "Уят", "Ңар", "Нан", "Эне"]
    for topic in topics:
        desk.create(WORKSHOP, topic=topic)
    desk.store.sort_in(Language("ky"))

    with desk.look() as reader:
        lines = reader.page(ListQuery(form=WORKSHOP, order=Order.TITLE)).lines

    assert [line.title for line in lines] == ["Нан", "Ңар", "Ода", "Оюн", "Өнөр", "Уят", "Үй", "Эне"]


def test_another_language_sorts_the_same_titles_its_own_way(desk: Desk) -> None:
    for topic in ("Zuhra", "Oʻtkir", "Ravshan"):
        desk.create(WORKSHOP, topic=topic)
    path = desk.store.path
    desk.store.close()

    with open_desk(path.parent, language=Language("uz")) as again, again.look() as reader:
        lines = reader.page(ListQuery(form=WORKSHOP, order=Order.TITLE)).lines

    assert [line.title for line in lines] == ["Ravshan", "Zuhra", "Oʻtkir"]


def test_every_page_is_read_from_an_index_that_has_its_order(desk: Desk) -> None:
    """Sorting 100,000 lines for each page would take a tenth of a second."""
    desk.create()
    plans: list[str] = []
    for order in Order:
        for statuses in (frozenset[str](), frozenset({"open"})):
            for authors in (frozenset(), frozenset({WORKER})):
                query = ListQuery(form=CASE, order=order, statuses=statuses, authors=authors)
                with desk.look() as reader:
                    seen: list[str] = []
                    reader._database.set_trace_callback(seen.append)
                    reader.page(query)
                    reader._database.set_trace_callback(None)
                    plans += [
                        row[3]
                        for statement in seen
                        if statement.startswith("SELECT tie")
                        for row in reader._database.execute(f"EXPLAIN QUERY PLAN {statement}")
                    ]

    assert len(plans) > len(Order) * 4
    assert not [plan for plan in plans if "TEMP B-TREE" in plan]
