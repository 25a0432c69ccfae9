"""Empty papers for power cuts ask what the screen asks, in its order."""

from __future__ import annotations

import segno

from fieldapp.papers.blank import BlankQuestion, Kind, blank_paper, lay_out_blank
from fieldapp.papers.blank_referral import BlankReferral, blank_referral, lay_out_blank_referral
from fieldapp.papers.marks import Frame, Mark, Squares, Words
from fieldapp.papers.pages import Document
from fieldapp.papers.strips import COMB, TICK
from fieldapp.papers.wording import words_that_give_away
from fieldapp.words import ENGLISH
from tests.fieldapp.papers.looking import faults, text_of
from tests.fieldapp.papers.samples import QUESTIONS, SLIP, blank


def marks(document: Document) -> list[Mark]:
    return [mark for page in document.pages for mark in page]


def boxes(question: BlankQuestion, width: float) -> int:
    """How many boxes of a width one question has more than none."""

    def counted(*questions: BlankQuestion) -> int:
        document = lay_out_blank(blank(questions), ENGLISH)
        return sum(isinstance(mark, Frame) and abs(mark.width - width) < 0.01 for mark in marks(document))

    return counted(question) - counted()


def test_questions_are_numbered_as_on_the_screen_and_notes_and_headings_are_not() -> None:
    found = [mark for mark in marks(lay_out_blank(blank(), ENGLISH)) if isinstance(mark, Words)]
    left = min(mark.x for mark in found)

    numbers = [int(mark.text) for mark in found if mark.text.isdigit() and mark.x == left]
    assert numbers == list(range(1, sum(each.kind not in (Kind.NOTE, Kind.HEADING) for each in QUESTIONS) + 1))


def test_every_question_hint_and_choice_can_be_read() -> None:
    text = text_of(blank_paper(blank(), ENGLISH))

    for question in QUESTIONS:
        assert question.label in text
        assert question.hint in text
        assert len(question.choices) > 20 or all(choice in text for choice in question.choices)


def test_choices_have_boxes_to_tick_and_a_list_too_long_for_paper_a_line() -> None:
    assert boxes(BlankQuestion("Which?", Kind.ONE, ("one", "two", "three")), TICK) == 3
    assert boxes(BlankQuestion("Which?", Kind.SEVERAL, ("one", "two")), TICK) == 2
    assert boxes(BlankQuestion("Which?", Kind.ONE, tuple(map(str, range(40)))), TICK) == 0


def test_days_times_and_codes_have_a_box_for_each_sign() -> None:
    special = 1  # the small box at the right is as wide
    assert boxes(BlankQuestion("When?", Kind.DATE), COMB[0]) == 8 + special
    assert boxes(BlankQuestion("When?", Kind.TIME), COMB[0]) == 4 + special
    assert boxes(BlankQuestion("Which?", Kind.CODE), COMB[0]) == 10 + special


def test_the_square_names_form_and_version() -> None:
    (square,) = [mark for mark in marks(lay_out_blank(blank(), ENGLISH)) if isinstance(mark, Squares)]

    expected = segno.make_qr("F:first_meeting:2026-03-01", error="m", boost_error=False, mask=4)
    assert square.rows == tuple(bytes(row) for row in expected.matrix)
    assert "Form version 2026-03-01" in text_of(blank_paper(blank(), ENGLISH))


def test_an_empty_referral_sheet_says_nothing_of_what_it_is_about() -> None:
    services = ("Health care", "Legal help")

    text = text_of(blank_referral([BlankReferral(services=services, slip=SLIP)], ENGLISH))

    assert words_that_give_away(text) == ()
    assert all(service in text for service in services)
    assert "9F3K-M2XQ-7D" in text


def test_an_empty_referral_sheet_without_a_drawn_code_has_boxes_for_one() -> None:
    document = lay_out_blank_referral(BlankReferral(services=()), ENGLISH)

    assert not any(isinstance(mark, Squares) for mark in marks(document))
    assert "Number of the slip" in [mark.text for mark in marks(document) if isinstance(mark, Words)]
    assert faults(document) == []


def test_an_empty_referral_sheet_with_all_services_is_one_page() -> None:
    services = tuple(f"a service with a long name {number}" for number in range(15))

    assert len(lay_out_blank_referral(BlankReferral(services=services, slip=SLIP), ENGLISH).pages) == 1


def test_a_choice_on_two_lines_has_the_whole_width() -> None:
    document = lay_out_blank(blank((BlankQuestion("Which?", Kind.ONE, ("one", "two\nlines")),)), ENGLISH)

    assert faults(document) == []
