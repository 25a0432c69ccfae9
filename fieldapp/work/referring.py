"""Refer: print what her release lets out, and remember that it was printed.

The rule is asked here and again in the paper itself: without a release that holds today there are no bytes.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date

from fieldapp.domain.answers import Answer
from fieldapp.domain.changes import UPDATE
from fieldapp.domain.codes import Code, new_code
from fieldapp.domain.consent import Release
from fieldapp.domain.ids import FieldId, FormId, RecordId
from fieldapp.domain.referrals import Handover
from fieldapp.errors import Refused
from fieldapp.forms.library import Library
from fieldapp.storage.values import Happened, NewChange, StoredRecord
from fieldapp.storage.write import Write
from fieldapp.words import Language, sentence
from fieldapp.work.answered import choices
from fieldapp.work.desk import Desk
from fieldapp.work.disclosing import REFERRAL, SURVIVOR, Preview, preview
from fieldapp.work.filling import GoneMeanwhile
from fieldapp.work.letterheads import Letterhead, letterhead_of
from fieldapp.work.printed import CameOut, a_paper

_SLIP, _STATUS, _HANDED_OVER = FieldId("slip"), FieldId("status"), FieldId("handed_over_on")
#: The paper is handed over as soon as it is printed: she takes it with her, or the worker reads it out.
_GIVEN_AT_ONCE = frozenset((Handover.BY_HER, Handover.PHONE))


class NotSafeToCarry(Refused):
    """She would carry this sheet, and nobody has said that it is safe for her."""


def print_referral(
    desk: Desk,
    referral: RecordId,
    letterhead: Letterhead,
    language: Language,
    *,
    safe_to_carry: bool | None = None,
    copy: int = 1,
    copies: int = 1,
) -> bytes:
    """The sheet as a PDF, in memory alone. `copy` 2 is her own.

    Raises ConsentMissing, NotSafeToCarry when she would carry it, and whatever the paper itself refuses.
    """
    seen = preview(desk, referral)
    if (copy > 1 or seen.asked.handover is Handover.BY_HER) and safe_to_carry is not True:
        raise NotSafeToCarry(
            sentence("She would carry this sheet. Print it only if that is safe for her, or hand it over another way.")
        )
    return draw_referral(desk, seen, slip_of(desk, referral), letterhead, language, copy=copy, copies=max(copy, copies))


def draw_referral(
    desk: Desk,
    seen: Preview,
    slip: Code,
    letterhead: Letterhead,
    language: Language,
    *,
    copy: int = 1,
    copies: int = 1,
) -> bytes:
    """The sheet of what was seen, for the screen before it is printed. Raises what the paper refuses."""
    from fieldapp.papers.referral import referral_form  # noqa: PLC0415 - start-up does not wait for it
    from fieldapp.papers.referral_paper import Party, ReferralPaper  # noqa: PLC0415

    paper = ReferralPaper(
        disclosure=seen.disclosure,
        asked=seen.asked,
        made=desk.today(),
        sent_by=Party(letterhead.worker or letterhead.organisation, letterhead.lines),
        slip=slip,
        to_lines=seen.to_lines,
        wording=wording(desk.library, language),
        letterhead=letterhead.organisation,
        return_to=letterhead.return_to,
        copy=copy,
        copies=copies,
        sample=desk.practice,
    )
    return referral_form(paper, language)


def slip_of(desk: Desk, referral: RecordId) -> Code:
    """The code on the referral's tear-off slip; drawn once, at the first print."""

    def write(writing: Write) -> Code:
        stored = writing.record(referral)
        if stored is None:
            raise GoneMeanwhile(sentence("This record is not here any more. It may have been deleted meanwhile."))
        if isinstance(known := stored.answers.get(_SLIP), str):
            return Code(known)
        slip = new_code(secrets.SystemRandom())
        change = NewChange(
            record=referral,
            kind=UPDATE,
            form=REFERRAL,
            version=stored.version,
            fields={_SLIP: slip},
            after=stored.heads,
        )
        writing.save([change], desk.worker, desk.clock.now())
        return slip

    return desk.store.write_now(write)


@dataclass(slots=True, kw_only=True)
class ReferralPrint:
    """One press of Print: makes the sheet, then writes down what it said, for whom, and whether it came out.

    `as_file`: it leaves as a file, so nobody carries it and nothing comes out of a printer.
    """

    desk: Desk
    referral: RecordId
    language: Language
    her_copy: bool = False
    as_file: bool = False
    safe_to_carry: bool | None = None
    _seen: Preview | None = field(default=None, init=False)

    def make(self) -> bytes:
        """The sheet as a PDF. Raises whatever `print_referral` refuses."""
        copy = 2 if self.her_copy else 1
        letterhead = letterhead_of(self.desk)
        self._seen = preview(self.desk, self.referral)
        if self.as_file:
            slip = slip_of(self.desk, self.referral)
            return draw_referral(self.desk, self._seen, slip, letterhead, self.language)
        return print_referral(
            self.desk, self.referral, letterhead, self.language, safe_to_carry=self.safe_to_carry, copy=copy
        )

    def remember(self, came_out: CameOut) -> Happened:
        """Afterwards. A sheet that she took with her, or that was read out, counts as handed over."""
        if self._seen is None:
            raise RuntimeError("nothing was printed")
        kind = "her_copy" if self.her_copy else "other" if self.as_file else "referral"
        return paper_was_printed(
            self.desk, self.referral, self._seen, came_out=came_out, safe_to_carry=self.safe_to_carry, kind=kind
        )


def paper_was_printed(
    desk: Desk,
    referral: RecordId,
    seen: Preview,
    *,
    came_out: CameOut,
    safe_to_carry: bool | None,
    kind: str = "referral",
) -> Happened:
    """Remember what was printed and for whom, and whether it came out.

    `kind`: "referral", or "her_copy".
    """
    basis = seen.disclosure.basis
    fields: dict[FieldId, Answer | None] = {
        FieldId("paper_for"): seen.asked.recipient,
        FieldId("paper_slip"): slip_of(desk, referral),
        FieldId("paper_level"): basis.level.value if isinstance(basis, Release) else None,
        FieldId("safe_to_carry"): None if safe_to_carry is None else ("true" if safe_to_carry else "false"),
    }
    paper = a_paper(desk, kind, referral, came_out, fields)
    given = kind == "referral" and came_out is CameOut.ALL and seen.asked.handover in _GIVEN_AT_ONCE

    def write(writing: Write) -> Happened:
        stored = writing.record(referral)
        also = [_handed_over(stored, desk.today())] if given and stored and _is_waiting(stored) else []
        return writing.save([paper, *also], desk.worker, desk.clock.now())

    return desk.store.write_now(write)


def _is_waiting(stored: StoredRecord) -> bool:
    return stored.answers.get(_STATUS) in (None, "draft")


def _handed_over(stored: StoredRecord, today: date) -> NewChange:
    return NewChange(
        record=stored.id,
        kind=UPDATE,
        form=REFERRAL,
        version=stored.version,
        fields={_STATUS: "sent", _HANDED_OVER: today.isoformat()},
        after=stored.heads,
    )


def wording(library: Library, language: Language) -> dict[str, dict[str, str]]:
    """Stored values in the reader's words, from the forms' own choice lists."""
    survivor = library.form(SURVIVOR)
    return {
        "sex": choices(survivor, "sex", language),
        "age_band": choices(library.form(FormId("wks_participant")), "age_band", language),
        "language": choices(survivor, "language", language),
        "interpreter": choices(survivor, "yes_no", language),
        "services": choices(library.form(REFERRAL), "service_type", language),
    }
