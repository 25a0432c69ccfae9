"""The attendance sheet is ready to be handed round and counted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fieldapp.papers.attendance import attendance_sheet, lay_out_attendance
from fieldapp.papers.marks import Frame, Words
from fieldapp.papers.pages import Document
from fieldapp.words import ENGLISH
from tests.fieldapp.papers.looking import text_of
from tests.fieldapp.papers.samples import attendance


def texts(document: Document, page: int) -> list[str]:
    return [mark.text for mark in (*document.running, *document.pages[page]) if isinstance(mark, Words)]


def numbers(document: Document, page: int) -> list[int]:
    left = min(mark.x for mark in document.pages[page] if isinstance(mark, Frame))
    return [
        int(mark.text)
        for mark in document.pages[page]
        if isinstance(mark, Words) and mark.text.isdigit() and mark.x < left + 20
    ]


def test_everybody_expected_stands_on_it_with_five_lines_for_others() -> None:
    document = lay_out_attendance(attendance(30), ENGLISH)

    assert [number for page in range(2) for number in numbers(document, page)] == list(range(1, 36))
    text = text_of(attendance_sheet(attendance(30), ENGLISH))
    assert all(f"participant {number}" in text for number in range(1, 31))


def test_twenty_to_twenty_five_rows_stand_on_a_page() -> None:
    document = lay_out_attendance(attendance(60), ENGLISH)

    assert 20 <= len(numbers(document, 0)) <= 25


def test_each_page_bears_the_title_and_the_heads_of_its_columns() -> None:
    document = lay_out_attendance(attendance(60), ENGLISH)

    for page in range(len(document.pages) - 1):
        assert {"Know your rights", "Session 2 of 4", "Name", "Sex", "Age", "Signature 14.03.2026"} <= set(
            texts(document, page)
        )
        assert f"Page {page + 1} of {len(document.pages)}" in texts(document, page)


def test_each_day_has_its_column_to_sign_in() -> None:
    document = lay_out_attendance(attendance(10, days=3), ENGLISH)

    signed = [text for text in texts(document, 0) if text.startswith("Signature 1")]
    assert signed == ["Signature 14.03.2026", "Signature 15.03.2026", "Signature 16.03.2026"]


def test_a_course_of_more_days_than_fit_goes_on_with_everybody_on_further_sheets() -> None:
    document = lay_out_attendance(attendance(10, days=7), ENGLISH)

    assert len(document.pages) == 2
    assert numbers(document, 0) == numbers(document, 1) == list(range(1, 16))
    assert "Signature 20.03.2026" in texts(document, 1)
    assert "Signature 14.03.2026" not in texts(document, 1)


def test_totals_by_sex_and_age_and_the_trainers_word_stand_at_the_end() -> None:
    document = lay_out_attendance(attendance(30), ENGLISH)

    end = texts(document, -1)
    assert {"women", "men", "0–17", "60+", "Total", "How many came, by sex and age"} <= set(end)
    assert {"The trainer confirms this list", "Signature", "Date"} <= set(end)


@pytest.mark.parametrize("people", range(20, 44))
def test_the_totals_never_stand_on_a_page_without_a_line_of_the_list(people: int) -> None:
    document = lay_out_attendance(attendance(people), ENGLISH)

    assert len(numbers(document, -1)) >= 3


def test_a_session_without_a_known_day_leaves_one_column_to_sign_in() -> None:
    sheet = replace(attendance(5), days=())

    assert "Signature" in texts(lay_out_attendance(sheet, ENGLISH), 0)
