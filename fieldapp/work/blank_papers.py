"""Print empty papers for days without power: the same questions as on the screen, to be typed in afterwards."""

from __future__ import annotations

import secrets
from enum import Enum
from typing import Final

from fieldapp.domain.codes import new_code
from fieldapp.domain.ids import FieldId
from fieldapp.errors import Refused
from fieldapp.storage.values import Happened
from fieldapp.storage.write import Write
from fieldapp.words import Language, sentence
from fieldapp.work.approving import is_approved
from fieldapp.work.desk import Desk
from fieldapp.work.disclosing import CONSENT, SURVIVOR
from fieldapp.work.letterheads import letterhead_of
from fieldapp.work.packs import Packs
from fieldapp.work.printed import CameOut, a_paper
from fieldapp.work.referring import wording

MOST_COPIES: Final = 20


class Blank(Enum):
    """An empty paper, as it is called in the record of what was printed."""

    INTAKE = "blank_intake"
    CONSENT = "blank_consent"
    REFERRAL = "blank_referral"


class NotApproved(Refused):
    """The text would be read out to her, and the organisation has not approved it in this language."""


#: The form behind a paper, and what its square says of it: nothing that tells a finder what it is about.
_FORMS: Final = {Blank.INTAKE: (SURVIVOR, "first"), Blank.CONSENT: (CONSENT, "consent")}


def blank_sheets(desk: Desk, packs: Packs, blank: Blank, language: Language, copies: int = 1) -> bytes:
    """So many of them as one PDF. Each referral has a slip of its own. Raises NotApproved, CannotPrint."""
    copies = max(1, min(copies, MOST_COPIES))
    if blank is Blank.REFERRAL:
        return _referrals(desk, language, copies)
    if blank is Blank.CONSENT and not is_approved(desk, CONSENT, language):
        raise NotApproved(
            sentence(
                "Your organisation has not approved this text in this language. It may be read out to nobody before "
                "that."
            )
        )
    return _forms(desk, packs, blank, language, copies)


def blanks_were_printed(desk: Desk, blank: Blank, copies: int, came_out: CameOut) -> Happened:
    """Remember that empty papers were printed, and how many."""
    paper = a_paper(desk, blank.value, None, came_out, {FieldId("paper_copies"): str(copies)})

    def write(writing: Write) -> Happened:
        return writing.save([paper], desk.worker, desk.clock.now())

    return desk.store.write_now(write)


def _referrals(desk: Desk, language: Language, copies: int) -> bytes:
    from fieldapp.papers.blank_referral import BlankReferral, blank_referral  # noqa: PLC0415 - start-up does not wait

    head = letterhead_of(desk)
    services = tuple(wording(desk.library, language)["services"].values())
    sheets = [
        BlankReferral(
            services=services,
            slip=new_code(secrets.SystemRandom()),
            letterhead=head.organisation,
            return_to=head.return_to,
            sample=desk.practice,
        )
        for _ in range(copies)
    ]
    return blank_referral(sheets, language)


def _forms(desk: Desk, packs: Packs, blank: Blank, language: Language, copies: int) -> bytes:
    from fieldapp.papers.blank import BlankPaper, blank_paper  # noqa: PLC0415 - start-up does not wait for it
    from fieldapp.work.blank_questions import questions_of  # noqa: PLC0415

    form_id, square = _FORMS[blank]
    form = desk.library.form(form_id)
    paper = BlankPaper(
        title=packs.rule(form_id, desk.library).called(language),
        form=square,
        version=form.version,
        questions=questions_of(form, language, signed=blank is Blank.CONSENT),
        letterhead=letterhead_of(desk).organisation,
        sample=desk.practice,
    )
    return blank_paper(paper, language, copies)
