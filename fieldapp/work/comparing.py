"""Compare answers that stand against each other: who gave which, when, in the form's own words, what would be lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fieldapp.domain.answers import Answer
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import FieldId, FormId, RecordId, SpaceId
from fieldapp.domain.merge import ALIVE, DELETED, LIFE, SPACE, Side
from fieldapp.errors import Mistake
from fieldapp.forms.model import Form, Kind, Question
from fieldapp.forms.showing import shown
from fieldapp.storage.read import Reader
from fieldapp.storage.values import OpenConflict, StoredRecord
from fieldapp.words import Language, Sentence, say, sentence
from fieldapp.work.answered import text
from fieldapp.work.desk import Desk
from fieldapp.work.packs import Packs
from fieldapp.work.people import People, people
from fieldapp.work.telling import asked, code_of

_SPACE_NAME: Final = FormId("space_name")


class Settled(Mistake):
    """Somebody has chosen already, or the record is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """One answer that waits for a choice, as a line. `code`: of its case, "" for anything else."""

    seen: OpenConflict
    code: str
    label: str
    question: str
    when: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class OneSide:
    """What one of them answered. `stands`: it holds until somebody chooses."""

    answer: Answer | None
    words: str
    who: str | Sentence
    when: Moment
    stands: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """All that is needed to choose.

    `joined`: of texts both, one after the other; "" where a text cannot be the answer. `at_stake`: questions and
    answers that would go with a record that one deleted while the other changed it. `around`: the record to open.
    """

    dispute: Dispute
    sides: tuple[OneSide, ...]
    joined: str
    many_lines: bool
    at_stake: tuple[tuple[str, str], ...]
    around: RecordId

    @property
    def about_life(self) -> bool:
        """One deleted what the other changed."""
        return self.dispute.seen.conflict.field == LIFE


def contested(desk: Desk, reader: Reader, conflict: OpenConflict, language: Language) -> str:
    """What the disagreement is about, in words."""
    field = conflict.conflict.field
    if field == LIFE:
        return say("deleted or kept", language=language)
    if field == SPACE:
        return say("whose record it is", language=language)
    if not desk.library.knows(conflict.form):
        return str(field)
    record = reader.record(conflict.record)
    repeat = record.repeat if record is not None else ""
    return asked(desk.library.form(conflict.form), field, repeat, language)


def disputes(desk: Desk, packs: Packs, root: RecordId | None, language: Language) -> tuple[Dispute, ...]:
    """All that wait for a choice, or those of one case or workshop."""
    with desk.store.read() as reader:
        return tuple(_dispute(desk, packs, reader, each, language) for each in reader.conflicts(root))


def compare(desk: Desk, packs: Packs, record: RecordId, field: FieldId, language: Language) -> Compared:
    """Both sides of one disagreement. Raises Settled."""
    with desk.store.read() as reader:
        stored = reader.record(record)
        found = [each for each in reader.conflicts(record=record) if each.conflict.field == field]
        if stored is None or not found:
            raise Settled(sentence("Somebody has chosen here already. Nothing is left to do."))
        team, (conflict,) = people(reader, desk.worker), found
        form = desk.library.form(stored.form) if desk.library.knows(stored.form) else None
        question = _question(form, stored, field)
        sides = tuple(
            _side(reader, form, question, side, team, language, stands=number == 0)
            for number, side in enumerate(conflict.conflict.sides)
        )
        return Compared(
            dispute=_dispute(desk, packs, reader, conflict, language),
            sides=sides,
            joined=_joined(question, sides),
            many_lines=question is not None and "multiline" in question.appearance.split(),
            at_stake=_at_stake(reader, form, stored, conflict, language) if form is not None else (),
            around=_around(reader, stored),
        )


def _dispute(desk: Desk, packs: Packs, reader: Reader, conflict: OpenConflict, language: Language) -> Dispute:
    return Dispute(
        seen=conflict,
        code=code_of(reader, conflict.root),
        label=packs.rule(conflict.form, desk.library).called(language),
        question=contested(desk, reader, conflict, language),
        when=max(side.when for side in conflict.conflict.sides),
    )


def _question(form: Form | None, record: StoredRecord, field: FieldId) -> Question | None:
    found = form.questions() if form is not None else ()
    return next(
        (each for within, each in found if each.id == field and (within.id if within else "") == record.repeat), None
    )


def _side(
    reader: Reader,
    form: Form | None,
    question: Question | None,
    side: Side,
    team: People,
    language: Language,
    *,
    stands: bool,
) -> OneSide:
    return OneSide(
        answer=side.answer,
        words=_words(reader, form, question, side.answer, language),
        who=team.called(side.who),
        when=side.when,
        stands=stands,
    )


def _words(
    reader: Reader, form: Form | None, question: Question | None, answer: Answer | None, language: Language
) -> str:
    if form is not None and question is not None:
        return shown(form, question, answer, language) or say("No answer", language=language)
    match answer:
        case str() if answer == ALIVE:
            return say("Keep it, with what was changed", language=language)
        case str() if answer == DELETED:
            return say("Delete it as a mistake", language=language)
        case str() if question is None and (title := _space_title(reader, SpaceId(answer))):
            return title
    return str(answer or "")


def _space_title(reader: Reader, space: SpaceId) -> str:
    named = (record.answers for record in reader.of_form(_SPACE_NAME))
    return next((text(each, "space_title") for each in named if text(each, "space") == space), "")


def _joined(question: Question | None, sides: tuple[OneSide, ...]) -> str:
    if question is None or question.kind is not Kind.TEXT or question.phone:
        return ""
    texts = [side.answer for side in sides if isinstance(side.answer, str)]
    if len(texts) < 2:
        return ""
    return ("\n" if "multiline" in question.appearance.split() else "; ").join(texts)


def _at_stake(
    reader: Reader, form: Form, record: StoredRecord, conflict: OpenConflict, language: Language
) -> tuple[tuple[str, str], ...]:
    """What the living side set: it would go with the record."""
    if conflict.conflict.field != LIFE:
        return ()
    alive = {side.change for side in conflict.conflict.sides if side.answer == ALIVE}
    changed = [each for edit in reader.history(record.id) if edit.change in alive for each in edit.fields]
    return tuple(
        (asked(form, each.field, record.repeat, language), shown(form, question, each.new, language))
        for each in changed
        if (question := _question(form, record, each.field)) is not None and each.new is not None
    )


def _around(reader: Reader, record: StoredRecord) -> RecordId:
    """The record whose form shows it: of a row, the one around it."""
    around: StoredRecord | None = record
    while around is not None and around.repeat and around.parent is not None:
        record, around = around, reader.record(around.parent)
    return around.id if around is not None else record.id
