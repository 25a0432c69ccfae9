"""Which records of a form there are: by day, by what was sent, below others or not; never what is gone."""

from __future__ import annotations

from fieldapp.domain.ids import RecordId
from tests.fieldapp.storage.making import INCIDENT, SURVIVOR, Desk, at


def ids(desk: Desk, **wanted: bool | str) -> tuple[RecordId, ...]:
    with desk.look() as reader:
        return reader.ids_of_form(INCIDENT, **wanted)  # type: ignore[arg-type] # made of what each test says


def all_sent(desk: Desk) -> None:
    """As after a talk with the server."""
    desk.store._writer.run(lambda database: database.execute("DELETE FROM outbox")).result()


def test_records_come_the_oldest_first_without_rows_and_without_what_is_gone(desk: Desk) -> None:
    first = desk.create(INCIDENT)
    desk.create(INCIDENT, parent=first, repeat="people")
    desk.delete(desk.create(INCIDENT))
    desk.create(SURVIVOR)
    second = desk.create(INCIDENT, parent=first)

    assert ids(desk) == (first, second)
    assert ids(desk, roots=True) == (first,)


def test_a_record_counts_by_the_day_on_which_it_was_written_down(desk: Desk) -> None:
    desk.now = at("2026-02-28T23:30:00.000+06:00")
    february = desk.create(INCIDENT)
    desk.now = at("2026-03-01T00:30:00.000+06:00")
    march = desk.create(INCIDENT)

    assert ids(desk, first="2026-03-01") == (march,)
    assert ids(desk, last="2026-02-28") == (february,)


def test_a_record_is_not_sent_as_long_as_a_row_of_it_is_not(desk: Desk) -> None:
    sent, half = desk.create(INCIDENT), desk.create(INCIDENT)
    all_sent(desk)
    desk.create(INCIDENT, parent=half, repeat="people")
    new = desk.create(INCIDENT)

    assert ids(desk, not_sent=True) == (half, new)
    assert sent in ids(desk)
