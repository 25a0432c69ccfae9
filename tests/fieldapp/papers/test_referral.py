"""The referral sheet says what was released to its recipient, and not a word more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import cast

import pytest
import segno

from fieldapp.domain.codes import Code
from fieldapp.domain.consent import Basis, ConsentMissing, How, Level, Release, Urgent
from fieldapp.domain.referrals import Asked, Disclosure, Person, disclose
from fieldapp.errors import Refused
from fieldapp.papers.marks import Frame, Squares, Words
from fieldapp.papers.referral import lay_out_referral, referral_form
from fieldapp.papers.referral_paper import Party, ReferralPaper
from fieldapp.papers.wording import WordGivesAway, words_that_give_away
from fieldapp.words import ENGLISH
from tests.fieldapp.papers import samples
from tests.fieldapp.papers.looking import faults, stands_in, text_of
from tests.fieldapp.papers.samples import ASKED, CASE, PERSON, RUSSIAN, referral, release

EVERY_LEVEL = [referral(release(level)) for level in Level]


def printed(paper: ReferralPaper) -> bytes:
    return referral_form(paper, ENGLISH)


def test_the_sheet_says_to_whom_for_what_and_until_when() -> None:
    text = text_of(printed(referral()))

    for words in (
        "Ak-Suu Community Centre", "Urgent", "15.03.2026, 16:00", "Clinic No 3", "Toktogul St 114, room 12",
        "Health care", "Psychological and social support", "Outreach worker 7", "copy 1 of 2", "12.03.2026",
        "9F3K-M2XQ-7D", "Lenin St 5, Naryn", "Answer slip", "Page 1 of 1",
    ):  # fmt: skip
        assert words in text


def test_a_sheet_with_only_a_code_bears_neither_name_nor_signature_nor_contact() -> None:
    pdf = printed(referral(release(Level.CODE)))

    assert CASE in text_of(pdf)
    assert "Consent of 11.03.2026 is kept by the referring organisation." in text_of(pdf)
    for withheld in ("Participant One", "996 555", "+996555123456", "library", "Osh St", "woman doctor"):
        assert not stands_in(withheld, pdf)
    assert not stands_in("thumbprint", pdf)


def test_a_sheet_with_her_name_bears_no_case_code_that_would_tie_her_to_other_sheets() -> None:
    pdf = printed(referral(release(Level.CONTACT)))

    assert "Participant One" in text_of(pdf)
    assert not stands_in(CASE, pdf)
    assert not stands_in(CASE.replace("-", ""), pdf)


def test_a_named_sheet_says_to_whom_it_was_released_until_when_and_how() -> None:
    spoken = text_of(printed(referral(release(Level.CONTACT, how=How.SPOKEN))))
    written = text_of(printed(referral(release(Level.CONTACT, how=How.SIGNATURE))))

    assert "Clinic No 3 until 12.06.2026, spoken before a witness" in spoken
    assert "Signature of the witness" in spoken
    assert "Clinic No 3 until 12.06.2026, in writing" in written
    assert "Signature or thumbprint of the person" in written


def test_when_and_how_to_call_her_safely_stands_before_her_number() -> None:
    text = text_of(printed(referral(release(Level.CONTACT))))

    assert text.index("say “the library”") < text.index("+996 555 123 456")


def test_needs_are_told_only_where_they_were_released() -> None:
    assert not stands_in("A woman doctor", printed(referral(release(Level.CONTACT))))
    assert stands_in("A woman doctor", printed(referral(release(Level.NEEDS))))


def test_a_secret_address_is_on_no_paper() -> None:
    assert not any(stands_in("Osh St 9", printed(paper)) for paper in EVERY_LEVEL)


def test_only_the_services_asked_of_this_recipient_stand_on_it() -> None:
    alone = replace(ASKED, services=("psychosocial",))

    pdf = printed(referral(asked=alone))

    assert stands_in("Psychological and social support", pdf)
    assert not stands_in("Health care", pdf)


def test_the_level_of_disclosure_is_what_stands_on_it() -> None:
    nothing_known = Person(code=CASE)

    assert [paper.level for paper in EVERY_LEVEL] == list(Level)
    assert "Level 1: a code" in text_of(printed(EVERY_LEVEL[0]))
    assert referral(release(Level.NEEDS), person=nothing_known, asked=replace(ASKED, needs="")).level is Level.CODE


def test_the_way_it_is_handed_over_is_ticked_and_no_other() -> None:
    marks = [mark for mark in lay_out_referral(referral(), ENGLISH).pages[0] if isinstance(mark, Frame)]
    words = [mark for mark in lay_out_referral(referral(), ENGLISH).pages[0] if isinstance(mark, Words)]

    ticked = [mark for mark in marks if mark.ticked]
    beside = {word.text for tick in ticked for word in words if tick.y < word.y < tick.y + 14 and word.x > tick.x}
    assert len(ticked) == len(ASKED.services) + 1
    assert "in a sealed envelope" in beside


def test_the_square_on_the_slip_holds_the_slips_code_alone() -> None:
    (square,) = [mark for mark in lay_out_referral(referral(), ENGLISH).pages[0] if isinstance(mark, Squares)]

    expected = segno.make_qr("9F3KM2XQ7D", error="h", boost_error=False, mask=4)
    assert square.rows == tuple(bytes(row) for row in expected.matrix)


def test_the_slip_names_nobody_and_no_case() -> None:
    document = lay_out_referral(referral(release(Level.NEEDS)), ENGLISH)
    (slip,) = [mark.y for mark in document.pages[0] if isinstance(mark, Words) and mark.text == "Answer slip"]
    below = " ".join(mark.text for mark in document.pages[0] if isinstance(mark, Words) and mark.y >= slip)

    assert "9F3K-M2XQ-7D" in below
    for word in (CASE, "Participant", "Clinic", "Health", "+996 555 123 456", "Kyrgyz"):
        assert word not in below


def test_without_a_day_the_sheet_says_so() -> None:
    assert "no fixed day" in text_of(printed(referral(asked=replace(ASKED, seen_before=None))))


def test_a_sheet_cannot_be_made_without_a_release() -> None:
    nothing = cast("Disclosure", None)

    with pytest.raises(Refused):
        ReferralPaper(disclosure=nothing, asked=ASKED, made=date(2026, 3, 12), sent_by=Party(""), slip=samples.SLIP)


@pytest.mark.parametrize(
    ("basis", "asked"),
    [
        (release(recipient="Clinic No 4"), ASKED),
        (release(until=date(2026, 3, 11)), ASKED),
        (release(until=None), ASKED),
        (release(withdrawn_on=date(2026, 3, 12)), ASKED),
        (release(services=frozenset({"health_medical"})), ASKED),
        (Urgent(basis=Basis.DANGER, recipient="Police", reason="", told_before=True), ASKED),
    ],
    ids=["another recipient", "run out", "without end", "withdrawn", "other services", "another body"],
)
def test_a_release_that_does_not_cover_this_sheet_gives_no_sheet(basis: Release | Urgent, asked: Asked) -> None:
    with pytest.raises(ConsentMissing):
        referral(basis, asked=asked)


def test_a_release_holds_through_its_last_day() -> None:
    assert referral(release(until=date(2026, 3, 12)))


def test_a_danger_to_life_needs_no_release_and_says_by_what_right() -> None:
    police = replace(ASKED, recipient="Police 102", services=("police_other",))
    urgent = Urgent(basis=Basis.DANGER, recipient="Police 102", reason="he is at the door", told_before=True)

    pdf = printed(referral(urgent, asked=police))

    assert "Told without her release" in text_of(pdf)
    assert not stands_in("at the door", pdf)
    assert not stands_in("thumbprint", pdf)


@pytest.mark.parametrize("language", [ENGLISH, RUSSIAN])
def test_no_word_on_a_sheet_says_what_it_is_about(language: str) -> None:
    for paper in EVERY_LEVEL:
        assert words_that_give_away(text_of(referral_form(paper, RUSSIAN if language == "ru" else ENGLISH))) == ()


@pytest.mark.parametrize(
    "paper",
    [
        referral(letterhead="Centre for victims of violence"),
        referral(return_to="Кризисный центр помощи пострадавшим от насилия"),
        referral(release(Level.NEEDS), asked=replace(ASKED, needs="After the assault she needs an examination")),
        referral(to_lines=("зомбулук кабинети",)),
    ],
    ids=["letterhead", "slip", "needs", "recipient"],
)
def test_a_sheet_with_a_telling_word_is_not_made(paper: ReferralPaper) -> None:
    with pytest.raises(WordGivesAway):
        printed(paper)


def test_what_is_withheld_may_say_anything() -> None:
    assert printed(referral(release(Level.CODE), asked=replace(ASKED, needs="after the assault")))


def test_practice_sheets_say_sample_above_and_on_the_slip() -> None:
    marked = referral(sample=True)

    assert text_of(printed(marked)).count("SAMPLE") == 3  # across the page, in the head, on the slip
    assert "SAMPLE" not in text_of(printed(referral()))


def test_the_disclosure_is_the_only_way_her_name_can_reach_a_sheet() -> None:
    paper = replace(referral(), disclosure=disclose(replace(PERSON, name=""), ASKED, release(Level.NEEDS)))

    assert not stands_in("Participant One", printed(paper))


def test_the_widest_code_there_can_be_stands_on_one_line() -> None:
    widest = Code("W" * 10)

    document = lay_out_referral(replace(referral(), slip=widest), ENGLISH)

    said = [mark.text for page in document.pages for mark in page if isinstance(mark, Words)]
    assert said.count("WWWW-WWWW-WW") == 2
    assert faults(document) == []
