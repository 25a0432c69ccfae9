"""Nothing on a paper is cut off, covered, or outside the margins, whatever is written on it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.domain.consent import Level
from fieldapp.papers.attendance import lay_out_attendance
from fieldapp.papers.blank import BlankQuestion, Kind, lay_out_blank
from fieldapp.papers.marks import Words
from fieldapp.papers.pages import Document, DoesNotFit
from fieldapp.papers.referral import lay_out_referral
from fieldapp.words import ENGLISH
from tests.fieldapp.papers import samples
from tests.fieldapp.papers.looking import faults

KINDS = samples.every_kind()
RUSSIAN_KINDS = samples.every_kind(samples.RUSSIAN)
LONG = "Центр семейной медицины № 3 города Нарын, кабинет приёма; вход со двора, спросить в регистратуре. "


def words_on(document: Document, page: int) -> str:
    return " ".join(mark.text for mark in document.pages[page] if isinstance(mark, Words))


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_overlaps_or_leaves_the_margins(kind: str) -> None:
    assert faults(KINDS[kind]()) == []


@pytest.mark.parametrize("kind", KINDS)
def test_nor_does_it_in_russian(kind: str) -> None:
    assert faults(RUSSIAN_KINDS[kind]()) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.usefixtures("longwinded")
def test_nor_does_it_in_a_language_of_long_words(kind: str) -> None:
    assert faults(RUSSIAN_KINDS[kind]()) == []


def test_a_looker_would_notice_words_over_words() -> None:
    document = KINDS["referral-code"]()
    first = next(mark for mark in document.pages[0] if isinstance(mark, Words))
    spoilt = replace(document, pages=((*document.pages[0], replace(first, x=first.x + 3)), *document.pages[1:]))

    assert faults(spoilt)


def test_a_usual_referral_is_one_page() -> None:
    assert len(KINDS["referral-code"]().pages) == 1
    assert len(KINDS["referral-named"]().pages) == 1


def test_a_long_narrative_goes_on_over_the_page_and_no_word_of_it_is_lost() -> None:
    asked = replace(samples.ASKED, needs=" ".join(f"word{number}" for number in range(1500)))
    document = lay_out_referral(samples.referral(samples.release(Level.NEEDS), asked=asked), ENGLISH)

    assert len(document.pages) >= 3
    assert faults(document) == []
    written = " ".join(words_on(document, page) for page in range(len(document.pages)))
    assert [word for word in written.split() if word.startswith("word")] == asked.needs.split()


def test_each_page_says_which_of_how_many_it_is() -> None:
    asked = replace(samples.ASKED, needs=LONG * 60)
    document = lay_out_referral(samples.referral(samples.release(Level.NEEDS), asked=asked), ENGLISH)

    pages = len(document.pages)
    assert all(f"Page {page + 1} of {pages}" in words_on(document, page) for page in range(pages))


def test_the_slip_is_on_the_last_page_in_one_piece() -> None:
    asked = replace(samples.ASKED, needs=LONG * 60)
    document = lay_out_referral(samples.referral(samples.release(Level.NEEDS), asked=asked), ENGLISH)

    assert "Answer slip" in words_on(document, -1)
    assert not any("Answer slip" in words_on(document, page) for page in range(len(document.pages) - 1))


def test_long_names_and_addresses_are_wrapped() -> None:
    person = replace(samples.PERSON, name="Тургунбаева Айгүл Өмүрбек кызы " * 4, safe_contact=LONG * 3)
    paper = samples.referral(
        samples.release(Level.CONTACT, recipient=LONG * 2),
        person=person,
        asked=replace(samples.ASKED, recipient=LONG * 2),
        letterhead=LONG,
        return_to=f"{LONG}\n{LONG}\n{LONG}",
        to_lines=(LONG, LONG, LONG),
    )

    assert faults(lay_out_referral(paper, ENGLISH)) == []


def test_a_letterhead_that_leaves_no_room_is_refused_and_not_cut_off() -> None:
    with pytest.raises(DoesNotFit):
        lay_out_referral(samples.referral(letterhead=LONG * 60), ENGLISH)


def test_an_address_on_the_slip_that_leaves_no_room_is_refused_and_not_cut_off() -> None:
    with pytest.raises(DoesNotFit):
        lay_out_referral(samples.referral(return_to="\n".join([LONG] * 60)), ENGLISH)


ANYTHING = st.text(st.sampled_from("abc ӨөҮүҢңҚқҒғҲҳӢӣЖЩЙ ʻ-/.,\n0123456789"), max_size=160)


@settings(max_examples=25, deadline=None)
@given(name=ANYTHING, needs=ANYTHING, address=ANYTHING, letterhead=ANYTHING)
def test_whatever_is_typed_stays_in_its_place(name: str, needs: str, address: str, letterhead: str) -> None:
    person = replace(samples.PERSON, name=name or "-", address=address, address_secret=False)
    paper = samples.referral(
        samples.release(Level.NEEDS),
        person=person,
        asked=replace(samples.ASKED, needs=needs * 20),
        letterhead=letterhead.replace("\n", " "),
        to_lines=(address, name),
    )

    assert faults(lay_out_referral(paper, ENGLISH)) == []


@settings(max_examples=15, deadline=None)
@given(name=ANYTHING, comes_from=ANYTHING, people=st.integers(0, 60), days=st.integers(1, 7))
def test_a_roll_of_any_names_stays_in_its_place(name: str, comes_from: str, people: int, days: int) -> None:
    sheet = samples.attendance(people, days, name.replace("{", ""))
    attendees = tuple(replace(each, comes_from=comes_from) for each in sheet.attendees)

    assert faults(lay_out_attendance(replace(sheet, attendees=attendees), ENGLISH)) == []


@settings(max_examples=15, deadline=None)
@given(st.lists(st.builds(BlankQuestion, ANYTHING, st.sampled_from(Kind), st.tuples(ANYTHING, ANYTHING), ANYTHING)))
def test_a_blank_form_of_any_questions_stays_in_its_place(questions: list[BlankQuestion]) -> None:
    assert faults(lay_out_blank(samples.blank(tuple(questions)), ENGLISH)) == []
