"""What a person types, and the answer that it becomes."""

from __future__ import annotations

from datetime import date

import pytest

from fieldapp.domain.ids import FieldId
from fieldapp.forms.model import Kind, Question
from fieldapp.forms.reading import read_typed
from fieldapp.forms.typed import LENGTH_LIMIT, NotAnAnswer

_TODAY = date(2026, 3, 12)


def _read(
    kind: Kind, typed: str, *, partial: bool = False, appearance: str = "", parameters: dict[str, str] | None = None
) -> str | None:
    question = Question(
        id=FieldId("asked"),
        name="asked",
        kind=kind,
        partial=partial,
        appearance=appearance,
        parameters=parameters or {},
    )
    return read_typed(question, typed, _TODAY)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("3.4", "2026-04-03"),
        ("03.04.2026", "2026-04-03"),
        ("3/4/2026", "2026-04-03"),
        ("3-4-26", "2026-04-03"),
        ("3 4 2026 г.", "2026-04-03"),
        ("3,4,1987", "1987-04-03"),
        ("3.4.87", "1987-04-03"),
        ("3.4.31", "2031-04-03"),
        ("3.4.32", "1932-04-03"),
        ("030426", "2026-04-03"),
        ("03042026", "2026-04-03"),
        ("2026-04-03", "2026-04-03"),
        ("2026-4-3", "2026-04-03"),
        ("29.02.2024", "2024-02-29"),
        ("today", "2026-03-12"),
        ("Сегодня", "2026-03-12"),
        ("yesterday", "2026-03-11"),
        ("вчера", "2026-03-11"),
        ("позавчера", "2026-03-10"),
        ("кечээ", "2026-03-11"),
        ("завтра", "2026-03-13"),
        ("  12.3  ", "2026-03-12"),
        ("", None),
        ("   ", None),
    ],
)
def test_dates_are_understood_as_people_write_them(typed: str, answer: str | None) -> None:
    assert _read(Kind.DATE, typed) == answer


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31.02.2026", "There is no 31.02.2026 in the calendar. Check the day and the month."),
        ("30.2", "There is no 30.02.2026 in the calendar. Check the day and the month."),
        ("29.02.2025", "There is no 29.02.2025 in the calendar. Check the day and the month."),
        ("3.13.2026", "There is no 03.13.2026 in the calendar. Check the day and the month."),
        ("3.4.226", "Check the year 226."),
        ("3.4.9999", "Check the year 9999."),
        ("soon", "Type a date as day, month, year: 03.04.2026."),
        ("3.4.5.6", "Type a date as day, month, year: 03.04.2026."),
        ("٣.٤.٢٠٢٦", "Type a date as day, month, year: 03.04.2026."),
        ("12", "Type a date as day, month, year: 03.04.2026."),
        ("02.2026", "This question needs the day as well: 03.04.2026."),
        ("2026", "This question needs the day as well: 03.04.2026."),
    ],
)
def test_what_is_no_date_is_told_in_words(typed: str, sentence: str) -> None:
    with pytest.raises(NotAnAnswer) as refused:
        _read(Kind.DATE, typed)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("02.2026", "2026-02"), ("2.2026", "2026-02"), ("2026", "2026"), ("2026-02", "2026-02"), ("3.4", "2026-04-03")],
)
def test_a_day_or_month_may_be_unknown_where_the_form_allows_it(typed: str, answer: str) -> None:
    assert _read(Kind.DATE, typed, partial=True) == answer


def test_an_unknown_day_still_needs_a_month_that_exists() -> None:
    with pytest.raises(NotAnAnswer, match="no month 13"):
        _read(Kind.DATE, "13.2026", partial=True)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("27", "27"),
        ("027", "27"),
        ("+5", "5"),
        ("-3", "-3"),
        ("−3", "-3"),
        ("1 000", "1000"),
        ("2.0", "2"),
        ("-0", "0"),
    ],
)
def test_whole_numbers_are_understood(typed: str, answer: str) -> None:
    assert _read(Kind.INTEGER, typed) == answer


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("12,5", "12.5"), ("12.50", "12.5"), (",5", "0.5"), ("1 000,25", "1000.25"), ("1\u00a0000", "1000"), ("7.", "7")],
)
def test_decimal_numbers_may_have_a_comma(typed: str, answer: str) -> None:
    assert _read(Kind.DECIMAL, typed) == answer


@pytest.mark.parametrize("typed", ["12.5", "five", "1 2", "--3", "1e3", "٣", ".", "1.2.3", "9" * 19])
def test_what_is_no_whole_number_is_told_in_words(typed: str) -> None:
    with pytest.raises(NotAnAnswer, match="Type a whole number, such as 27"):
        _read(Kind.INTEGER, typed)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("9", "09:00"), ("9.30", "09:30"), ("9:30", "09:30"), ("930", "09:30"), ("0930", "09:30"), ("23 59", "23:59")],
)
def test_times_are_understood(typed: str, answer: str) -> None:
    assert _read(Kind.TIME, typed) == answer


@pytest.mark.parametrize("typed", ["24:00", "9:60", "noon", "9:3:1:2"])
def test_what_is_no_time_is_told_in_words(typed: str) -> None:
    with pytest.raises(NotAnAnswer, match="hours and minutes"):
        _read(Kind.TIME, typed)


def test_a_date_with_a_time_needs_both() -> None:
    assert _read(Kind.DATETIME, "3.4.2026 9:30") == "2026-04-03T09:30"
    assert _read(Kind.DATETIME, "вчера 930") == "2026-03-11T09:30"
    with pytest.raises(NotAnAnswer, match="a date and a time"):
        _read(Kind.DATETIME, "3.4.2026")


def test_text_keeps_its_lines_and_loses_what_nobody_sees() -> None:
    assert _read(Kind.TEXT, " one\r\ntwo\u200b\x00 ") == "one\ntwo"
    assert _read(Kind.TEXT, "и\u0306") == "й"
    assert _read(Kind.TEXT, "\u202eдом\u202c") == "дом"


def test_a_pasted_book_is_not_taken() -> None:
    with pytest.raises(NotAnAnswer, match="too long"):
        _read(Kind.TEXT, "x" * (LENGTH_LIMIT + 1))


@pytest.mark.parametrize(
    ("appearance", "typed", "answer"),
    [
        ("month-year", "04.2026", "2026-04-01"),
        ("month-year", "4/2026", "2026-04-01"),
        ("month-year", "2026-04", "2026-04-01"),
        ("month-year", "17.4.2026", "2026-04-01"),
        ("year", "2026", "2026-01-01"),
        ("year", "17.4.2026", "2026-01-01"),
    ],
)
def test_where_only_a_month_or_a_year_is_asked_its_first_day_is_the_answer(
    appearance: str, typed: str, answer: str
) -> None:
    assert _read(Kind.DATE, typed, appearance=appearance) == answer


def test_a_year_alone_is_no_month() -> None:
    with pytest.raises(NotAnAnswer, match=r"Type a month and a year: 04\.2026"):
        _read(Kind.DATE, "2026", appearance="month-year")
    with pytest.raises(NotAnAnswer, match="Type a year: 2026"):
        _read(Kind.DATE, "soon", appearance="year")
    assert _read(Kind.DATE, "2026", appearance="month-year", partial=True) == "2026"


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("42.8746 74.5698", "42.8746 74.5698 0 0"),
        ("42.8746, 74.5698", "42.8746 74.5698 0 0"),
        ("42,8746 74,5698", "42.8746 74.5698 0 0"),
        ("42,8746; 74,5698", "42.8746 74.5698 0 0"),
        ("42.8746° N, 74.5698° E", "42.8746 74.5698 0 0"),
        ("33.9s 70.6w", "-33.9 -70.6 0 0"),
        ("−33.90 -70.60", "-33.9 -70.6 0 0"),
        ("42 74 760.50 5", "42 74 760.5 5"),
        ("90 180", "90 180 0 0"),
    ],
)
def test_places_are_understood_as_people_write_them(typed: str, answer: str) -> None:
    assert _read(Kind.GEOPOINT, typed) == answer


@pytest.mark.parametrize("typed", ["42.8746", "91 74", "42 181", "-90.1 0", "here", "42,74", "1.2.3 4", "42 74 0 -5"])
def test_what_is_no_place_on_earth_is_told_in_words(typed: str) -> None:
    with pytest.raises(NotAnAnswer, match=r"Type latitude and longitude: 42\.8746 74\.5698"):
        _read(Kind.GEOPOINT, typed)


@pytest.mark.parametrize(("typed", "answer"), [("2", "2"), ("2,5", "2.5"), ("5.0", "5"), ("", None)])
def test_a_number_on_a_scale_is_understood(typed: str, answer: str | None) -> None:
    assert _read(Kind.RANGE, typed, parameters={"start": "0", "end": "5", "step": "0.5"}) == answer


@pytest.mark.parametrize("typed", ["6", "-1", "2.25", "much"])
def test_a_number_beside_the_scale_is_told_in_words(typed: str) -> None:
    with pytest.raises(NotAnAnswer, match=r"Type a number from 0 to 5, in steps of 0\.5"):
        _read(Kind.RANGE, typed, parameters={"start": "5", "end": "0", "step": "-0.5"})


@pytest.mark.parametrize("typed", ["ok", "Да", "yes", "ооба", "+"])
def test_what_was_read_to_her_is_acknowledged_by_a_yes(typed: str) -> None:
    assert _read(Kind.ACKNOWLEDGE, typed) == "OK"


def test_anything_but_a_yes_acknowledges_nothing() -> None:
    with pytest.raises(NotAnAnswer, match="Type “yes”, or leave it empty"):
        _read(Kind.ACKNOWLEDGE, "no")


def test_choices_in_order_stand_each_once() -> None:
    assert _read(Kind.RANK, " water   food  roof ") == "water food roof"
    with pytest.raises(NotAnAnswer, match="each once"):
        _read(Kind.RANK, "water food water")


def test_a_bar_code_is_one_line() -> None:
    assert _read(Kind.BARCODE, "4607\n") == "4607"
