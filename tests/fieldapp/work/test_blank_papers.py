"""Empty papers for days without power: what is asked on the screen, in an approved text, and nothing of anybody."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from fieldapp.domain.giving_out import PAPER
from fieldapp.domain.ids import FieldId, FormId, SpaceId
from fieldapp.domain.spaces import Membership, SpaceKind
from fieldapp.papers.wording import words_that_give_away
from fieldapp.words import ENGLISH, Language
from fieldapp.work.approving import approve, is_approved
from fieldapp.work.blank_papers import Blank, NotApproved, blank_sheets, blanks_were_printed
from fieldapp.work.desk import Desk, remember_memberships
from fieldapp.work.disclosing import CONSENT
from fieldapp.work.letterheads import Letterhead, keep_letterhead
from fieldapp.work.packs import built_in_packs
from fieldapp.work.printed import CameOut

RUSSIAN = Language("ru")


def pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def test_a_consent_text_is_printed_in_no_language_before_it_was_approved(desk: Desk) -> None:
    approve(desk, CONSENT, ENGLISH)

    with pytest.raises(NotApproved):
        blank_sheets(desk, built_in_packs(), Blank.CONSENT, RUSSIAN)
    said = " ".join(pages(blank_sheets(desk, built_in_packs(), Blank.CONSENT, ENGLISH)))
    assert "She agrees to what is ticked above" in said
    assert "Draft" not in said


def test_an_approval_is_of_one_version_of_a_text_alone(desk: Desk) -> None:
    assert not is_approved(desk, CONSENT, ENGLISH)
    approve(desk, CONSENT, ENGLISH)

    assert is_approved(desk, CONSENT, ENGLISH)
    assert not is_approved(desk, FormId("gbv_survivor"), ENGLISH)


@pytest.mark.parametrize("language", [ENGLISH, RUSSIAN])
@pytest.mark.parametrize("blank", list(Blank))
def test_no_empty_paper_tells_a_finder_what_it_is_about(desk: Desk, blank: Blank, language: Language) -> None:
    approve(desk, CONSENT, language)
    keep_letterhead(desk, Letterhead(organisation="Community library"))

    pdf = blank_sheets(desk, built_in_packs(), blank, language)

    said = "\n".join(pages(pdf))
    assert words_that_give_away(said) == ()
    assert "Community library" in said
    assert b"gbv" not in pdf


@pytest.mark.parametrize("language", [ENGLISH, RUSSIAN])
def test_each_empty_referral_is_one_page_with_a_slip_of_its_own(desk: Desk, language: Language) -> None:
    sheets = pages(blank_sheets(desk, built_in_packs(), Blank.REFERRAL, language, 3))

    slips = [re.findall(r"(?<![0-9A-Z])[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}(?![0-9A-Z])", sheet) for sheet in sheets]
    assert [len(found) for found in slips] == [1, 1, 1]
    assert len({found[0] for found in slips}) == 3


def test_secret_questions_stand_on_no_paper_not_even_unanswered(desk: Desk) -> None:
    approve(desk, CONSENT, ENGLISH)
    said = " ".join(pages(blank_sheets(desk, built_in_packs(), Blank.CONSENT, ENGLISH)))

    assert "Is there anything that must not be told to someone?" not in said


def test_empty_papers_are_remembered_without_a_case_and_with_their_number(desk: Desk) -> None:
    blanks_were_printed(desk, Blank.INTAKE, 5, CameOut.PARTLY)

    with desk.store.read() as reader:
        (paper,) = reader.of_form(PAPER)
    assert paper.parent is None
    assert paper.answers[FieldId("paper_kind")] == "blank_intake"
    assert paper.answers[FieldId("paper_copies")] == "5"
    assert paper.answers[FieldId("came_out")] == "partly"


def test_a_trainer_without_a_caseload_remembers_hers_in_a_programme(desk: Desk) -> None:
    programme = SpaceId("1" * 32)
    remember_memberships(desk.store, desk.worker, [Membership(programme, SpaceKind.PROGRAMME, opener=True)])

    blanks_were_printed(desk, Blank.REFERRAL, 1, CameOut.ALL)

    with desk.store.read() as reader:
        (paper,) = reader.of_form(PAPER)
    assert paper.space == programme
