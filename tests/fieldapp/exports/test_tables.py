"""Records as tables: numbers are numbers, days are days, rows of repeats are joined to their records by keys."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal

import pytest

from fieldapp.domain.answers import Answer, Foreign, Special
from fieldapp.domain.attachments import Attachment, SealedId, to_text
from fieldapp.domain.ids import FieldId, FormId
from fieldapp.exports.cells import Cell, reader_for
from fieldapp.exports.filled import Filled, instance_id
from fieldapp.exports.tables import MOST_DIVIDED, tables_of
from fieldapp.forms.model import Choice, Form, Kind, Question, Text
from fieldapp.words import Language
from tests.fieldapp.exports.making import HOUSEHOLD, a_record, column, record_id, wishes
from tests.fieldapp.forms.making import form_of

KEY = "uuid:00000000-0000-0000-0000-000000000001"


@pytest.fixture(scope="module")
def household() -> Form:
    return form_of(HOUSEHOLD)


@pytest.mark.parametrize(
    ("kind", "answer", "cell"),
    [
        (Kind.INTEGER, "27", 27),
        (Kind.INTEGER, "-5", -5),
        (Kind.INTEGER, "1234567890123456", "1234567890123456"),
        (Kind.DECIMAL, "12.50", Decimal("12.50")),
        (Kind.CALCULATE, "7", 7),
        (Kind.CALCULATE, "007", "007"),
        (Kind.CALCULATE, "K7QM", "K7QM"),
        (Kind.DATE, "2026-03-12", date(2026, 3, 12)),
        (Kind.DATE, "2026-03", "2026-03"),
        (Kind.DATE, "0001-01-01", date(1, 1, 1)),
        (Kind.TIME, "09:30", time(9, 30)),
        (Kind.DATETIME, "2026-03-12T09:30", datetime(2026, 3, 12, 9, 30)),  # noqa: DTZ001 - cells know no zones
        (Kind.START, "2026-03-12T09:30:05.123+06:00", datetime(2026, 3, 12, 9, 30, 5)),  # noqa: DTZ001
        (Kind.TEXT, "007", "007"),
        (Kind.INTEGER, Special.DECLINED, "Declined to say"),
        (Kind.TEXT, Foreign('["key","secret"]'), "Written by a newer program"),
        (Kind.TEXT, None, None),
    ],
)
def test_an_answer_becomes_what_a_spreadsheet_can_count_with(kind: Kind, answer: Answer | None, cell: Cell) -> None:
    asked = Question(id=FieldId("it"), name="it", kind=kind)
    read = reader_for(Form(id=FormId("f"), children=(asked,)), asked, wishes())

    assert read(answer) == cell


@pytest.mark.parametrize("kind", [Kind.IMAGE, Kind.FILE, Kind.TEXT, Kind.SELECT_ONE, Kind.GEOPOINT])
def test_of_an_attachment_its_name_goes_out_and_never_its_key(kind: Kind) -> None:
    asked = Question(id=FieldId("photo"), name="photo", kind=kind)
    kept = to_text(Attachment(SealedId("ab" * 32), bytes.fromhex("cd" * 32), 9, "image/png", "house 1.png"))

    assert reader_for(Form(id=FormId("f"), children=(asked,)), asked, wishes())(kept) == "house 1.png"


def test_each_repeat_is_a_table_and_its_rows_name_the_record_or_row_around_them(household: Form) -> None:
    paper = replace(a_record(4), answers={FieldId("paper"): "passport"})
    person = replace(a_record(3, name="A", age="40"), rows={FieldId("papers"): (paper,)})
    record = replace(a_record(rooms="2"), rows={FieldId("people"): (a_record(2, name="B"), person)})
    records, people, papers = tables_of(household, wishes(headings=False))

    assert (records.name, people.name, papers.name) == ("household", "people", "papers")
    assert [line[-1] for line in records.lines([record])] == [KEY]
    assert list(people.lines([record])) == [
        ["B", None, KEY, f"{KEY}/home/people[1]"],
        ["A", 40, KEY, f"{KEY}/home/people[2]"],
    ]
    assert list(papers.lines([record])) == [["passport", f"{KEY}/home/people[2]", f"{KEY}/home/people[2]/papers[1]"]]
    assert people.headings == ("name", "age", "PARENT_KEY", "KEY")
    assert instance_id(record_id(1)) == KEY


def test_headings_are_names_with_their_groups_as_in_odk_or_the_questions_in_the_language_chosen(
    household: Form,
) -> None:
    named, *_ = tables_of(household, wishes(headings=False))
    spoken, *_ = tables_of(household, wishes(language=Language("ru")))

    assert named.headings[:5] == ("SubmissionDate", "updatedAt", "FormVersion", "home-visited", "home-came_at")
    assert named.headings[-2:] == ("heads", "KEY")
    assert "Откуда вода?" in spoken.headings
    assert "Спасибо." not in spoken.headings


def test_two_questions_with_one_label_are_told_apart() -> None:
    form = form_of("""
| survey |
| | type | name | label |
| | text | first | Name |
| | text | second | Name |
""")
    table, *_ = tables_of(form, wishes())

    assert table.headings[3:5] == ("Name (first)", "Name (second)")


def test_answers_stand_in_words_or_as_codes(household: Form) -> None:
    record = a_record(water="well", animals="cow sheep", rooms=Special.NOT_KNOWN)
    words, *_ = tables_of(household, wishes(language=Language("ru")))
    codes, *_ = tables_of(household, wishes(headings=False, answers=False))

    assert column(words, words.lines([record]), "Откуда вода?") == ["Колодец"]
    assert column(words, words.lines([record]), "Какие животные?") == ["Коровы; Овцы"]
    assert column(codes, codes.lines([record]), "home-water") == ["well"]
    assert column(codes, codes.lines([record]), "home-animals") == ["cow sheep"]
    assert column(codes, codes.lines([record]), "home-rooms") == ["not_known"]


def test_several_answers_are_divided_into_columns_where_that_is_wanted(household: Form) -> None:
    table, *_ = tables_of(household, wishes(headings=False, answers=False, divided=True))
    lines = list(table.lines([a_record(animals="cow"), a_record(2), a_record(3, animals=Special.DECLINED)]))

    assert column(table, lines, "home-animals/sheep") == [0, None, None]
    assert column(table, lines, "home-animals/cow") == [1, None, None]


def test_a_place_on_the_map_is_divided_into_its_numbers() -> None:
    form = Form(id=FormId("f"), children=(Question(id=FieldId("at"), name="at", kind=Kind.GEOPOINT),))
    table, *_ = tables_of(form, wishes(headings=False, divided=True))
    lines = list(table.lines([a_record(at="41.43 76.0 2040 0"), a_record(2)]))

    assert column(table, lines, "at-Latitude") == [Decimal("41.43"), None]
    assert column(table, lines, "at-Altitude") == [2040, None]


def test_a_list_of_thousands_is_not_divided() -> None:
    villages = tuple(Choice(f"v{number}", Text()) for number in range(MOST_DIVIDED + 1))
    asked = Question(id=FieldId("went"), name="went", kind=Kind.SELECT_MULTIPLE, choices="village")
    table, *_ = tables_of(Form(id=FormId("f"), children=(asked,), lists={"village": villages}), wishes(divided=True))

    assert len(table.columns) == 1


def test_what_is_withheld_has_no_column(household: Form) -> None:
    records, people, _ = tables_of(household, wishes(headings=False, withheld=frozenset({FieldId("name")})))

    assert people.headings == ("age", "PARENT_KEY", "KEY")
    assert "home-rooms" in records.headings


def test_records_that_stand_below_others_tell_whose(household: Form) -> None:
    table, *_ = tables_of(household, wishes(), below=True)
    record = Filled(record=record_id(2), created=a_record().created, changed=a_record().changed, parent=record_id(1))

    assert column(table, table.lines([record]), "PARENT_KEY") == [KEY]
