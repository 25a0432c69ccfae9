"""Refer: print what her release lets out, and remember that it was printed.

The rule is asked here and again in the paper itself: without a release that holds today there are no bytes.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from fieldapp.domain.answers import Answer
from fieldapp.domain.changes import CREATE, UPDATE
from fieldapp.domain.codes import Code, new_code
from fieldapp.domain.consent import Release
from fieldapp.domain.ids import FieldId, FormId, RecordId, new_record_id
from fieldapp.domain.referrals import Handover
from fieldapp.errors import Refused
from fieldapp.forms.library import Library
from fieldapp.storage.values import Happened, NewChange
from fieldapp.storage.write import Write
from fieldapp.words import Language, sentence
from fieldapp.work.answered import choices
from fieldapp.work.desk import Desk
from fieldapp.work.disclosing import REFERRAL, SURVIVOR, Preview, preview
from fieldapp.work.filling import GoneMeanwhile

PAPER = FormId("paper")
_SLIP = FieldId("slip")


class NotSafeToCarry(Refused):
    """She would carry this sheet, and nobody has said that it is safe for her."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """Who the sheet says it comes from: words that everyone may read."""

    organisation: str = ""
    worker: str = ""
    lines: tuple[str, ...] = ()
    return_to: str = ""


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


def paper_was_printed(
    desk: Desk,
    referral: RecordId,
    seen: Preview,
    *,
    came_out: str,
    safe_to_carry: bool | None,
    kind: str = "referral",
) -> Happened:
    """Remember what was printed and for whom, and whether it came out ("yes", "partly", "no").

    `kind`: "referral", or "her_copy".
    """
    fields: dict[FieldId, Answer | None] = {
        FieldId("paper_kind"): kind,
        FieldId("paper_for"): seen.asked.recipient,
        FieldId("paper_of"): referral,
        FieldId("paper_slip"): slip_of(desk, referral),
        FieldId("paper_level"): seen.disclosure.basis.level.value
        if isinstance(seen.disclosure.basis, Release)
        else None,
        FieldId("printed_at"): desk.clock.now().text,
        FieldId("came_out"): came_out,
        FieldId("safe_to_carry"): None if safe_to_carry is None else ("true" if safe_to_carry else "false"),
    }
    change = NewChange(
        record=new_record_id(),
        kind=CREATE,
        form=PAPER,
        version=desk.library.form(PAPER).version,
        fields={name: answer for name, answer in fields.items() if answer is not None},
        parent=referral,
    )

    def write(writing: Write) -> Happened:
        return writing.save([change], desk.worker, desk.clock.now())

    return desk.store.write_now(write)


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
