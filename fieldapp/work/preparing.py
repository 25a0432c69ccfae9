"""Prepare a referral: to whom, for what; and see what it would say and look like before anything is printed."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass, field

from fieldapp.domain.answers import Answer
from fieldapp.domain.codes import Code, new_code
from fieldapp.domain.consent import ConsentMissing
from fieldapp.domain.ids import FieldId, RecordId
from fieldapp.errors import Mistake
from fieldapp.forms.places import Place
from fieldapp.storage.read import Reader
from fieldapp.storage.values import Happened
from fieldapp.words import Language, Sentence, sentence, spoken
from fieldapp.work.adding import add
from fieldapp.work.answered import Answers, text
from fieldapp.work.desk import Desk
from fieldapp.work.directory import Recipient, recipients
from fieldapp.work.disclosing import REFERRAL, Preview, preview_of
from fieldapp.work.filling import Filling, GoneMeanwhile, reopen, save
from fieldapp.work.letterheads import letterhead_of
from fieldapp.work.packs import Packs
from fieldapp.work.printed import PrintedPaper, printed_of
from fieldapp.work.referring import draw_referral, wording

_SLIP = FieldId("slip")


@dataclass(frozen=True, slots=True)
class Around:
    """What a referral is chosen from, as it stands now. `papers`: what was printed of it before."""

    recipients: tuple[Recipient, ...]
    papers: tuple[PrintedPaper, ...]
    has_letterhead: bool

    def called(self, name: str) -> Recipient:
        """The recipient of this name; one that nobody knows has no release."""
        key = " ".join(name.split()).casefold()
        found = (each for each in self.recipients if " ".join(each.name.split()).casefold() == key)
        return next(found, Recipient(name=name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A referral in front of her: open to be typed in, of which case, and all it is chosen from."""

    filling: Filling
    case: RecordId
    code: str
    around: Around


@dataclass(frozen=True, slots=True)
class Trial:
    """What a referral would say and look like; or `refused`: why nothing may go out, or cannot stand on paper.

    `wording` puts what is stored into words.
    """

    seen: Preview | None = None
    pdf: bytes = b""
    refused: Sentence | None = None
    wording: dict[str, dict[str, str]] = field(default_factory=dict)


def prepare(desk: Desk, packs: Packs, case: RecordId, language: Language | None = None) -> Prepared:
    """A new referral of this case. The code of its slip is drawn now, so that the page shows what will be printed."""
    filling = add(desk, packs, REFERRAL, case, language)
    filling.session.set(Place(None, _SLIP), new_code(secrets.SystemRandom()))
    return _prepared(desk, filling)


def prepare_again(desk: Desk, referral: RecordId, language: Language | None = None) -> Prepared:
    """One that was saved, or half typed. Raises GoneMeanwhile."""
    return _prepared(desk, reopen(desk, referral, language))


def save_and_go_on(desk: Desk, prepared: Prepared) -> tuple[Happened, Prepared]:
    """Save it and open it again as it stands now. Raises Impossible."""
    happened = save(desk, prepared.filling)
    return happened, prepare_again(desk, prepared.filling.record, prepared.filling.session.language)


def refer_to(filling: Filling, recipient: Recipient) -> None:
    """From now on it goes to this one: what was asked of another is not asked of her. A secret place is not copied."""
    release, service = recipient.release, recipient.service
    kinds = sorted(release.services) if release is not None else []
    answers: dict[str, str | None] = {
        "agency": recipient.name,
        "agency_id": service.record if service is not None else None,
        "location": service.address if service is not None and not service.secret else None,
        "recipient": None,
        "service": kinds[0] if len(kinds) == 1 else None,
        "basis": "release",
        "release": release.record if release is not None else None,
    }
    for name, answer in answers.items():
        with suppress(Mistake):  # a text that the question refuses is left for her to type
            filling.session.set(Place(None, FieldId(name)), answer)


def answers_of(filling: Filling) -> dict[FieldId, Answer]:
    """What it says now, for `try_out`."""
    names = [question.id for repeat, question in filling.form.questions() if repeat is None]
    found = {name: filling.session.answer(Place(None, name)) for name in names}
    return {name: answer for name, answer in found.items() if answer is not None}


def try_out(desk: Desk, referral: RecordId, case: RecordId, answers: Answers, language: Language) -> Trial:
    """What it would say with these answers, in the language spoken; and the page in its own, drawn but not printed."""
    said = wording(desk.library, spoken())
    try:
        seen = preview_of(desk, referral, case, answers)
    except ConsentMissing as missing:
        return Trial(refused=missing.sentence)
    slip = Code(text(answers, "slip")) if text(answers, "slip") else new_code(secrets.SystemRandom())
    try:
        pdf = draw_referral(desk, seen, slip, letterhead_of(desk), language)
    except Mistake as mistake:
        return Trial(seen, refused=mistake.sentence, wording=said)
    return Trial(seen, pdf, wording=said)


def look_around(desk: Desk, referral: RecordId, case: RecordId) -> Around:
    """Again, when something changed."""
    with desk.store.read() as reader:
        papers = printed_of(reader, referral)
    head = letterhead_of(desk)
    return Around(recipients(desk, case), papers, bool(head.organisation or head.worker))


def _prepared(desk: Desk, filling: Filling) -> Prepared:
    with desk.store.read() as reader:
        code = _code(reader, filling.parent)
    if filling.parent is None or not code:
        raise GoneMeanwhile(sentence("This case is not here any more. It may have been deleted meanwhile."))
    around = look_around(desk, filling.record, filling.parent)
    return Prepared(filling=filling, case=filling.parent, code=code, around=around)


def _code(reader: Reader, case: RecordId | None) -> str:
    stored = reader.record(case) if case is not None else None
    return "" if stored is None or stored.gone else text(stored.answers, "code")
