"""Fill in a form: begin, correct, keep as a draft, come back to it, save."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fieldapp.domain.answers import Answer, Answers
from fieldapp.domain.changes import CREATE
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import NO_SPACE, FieldId, FormId, RecordId, new_record_id
from fieldapp.errors import Mistake
from fieldapp.forms.filling.opening import Strange
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.filling.written import Written
from fieldapp.forms.model import ORDER, Form
from fieldapp.forms.places import Place, RecordDelta, SavedRow
from fieldapp.forms.versions.lineage import Lineage
from fieldapp.forms.versions.mapping import rename_in_draft
from fieldapp.storage.read import Reader
from fieldapp.storage.values import Draft, Happened, NewChange, StoredRecord
from fieldapp.storage.write import Write
from fieldapp.words import Language, sentence, spoken
from fieldapp.work.courses import course_kept
from fieldapp.work.crossing import (
    Crossing,
    KeptAnswer,
    crossing_of,
    kept_answers,
    strange_in_draft,
    strange_in_record,
)
from fieldapp.work.desk import Desk
from fieldapp.work.kept_lists import BESIDE, Seen, changes_of_lists, seen_lines, with_lists
from fieldapp.work.last_saved import last_saved, remember_saved
from fieldapp.work.versions import lineage_of


class Impossible(Mistake):
    """Answers that cannot be are not saved; `places` says which. What is possible stays typed."""

    def __init__(self, places: tuple[Place, ...]) -> None:
        self.places = places
        super().__init__(sentence("{number} answers cannot be right yet. They are listed above."), number=len(places))


class GoneMeanwhile(Mistake):
    """What she wants to open was deleted, or its creation has not arrived."""


@dataclass(slots=True, kw_only=True)
class Filling:
    """One form open in front of her. `record` is the one it will be, or is; `parent` what it stands below.

    `new`: not saved yet. `started`: when it was opened. What she saw when it was opened is kept in the session:
    a colleague's edit that arrives while she types is not known to her, and so can never be overwritten unseen.
    `lineage`: the form's versions; `version`: the one of what was opened. `wrote` and `seen`: what the record as it was
    saved writes into lists, and what she saw of their lines.
    """

    form: Form
    session: FormSession
    record: RecordId
    parent: RecordId | None
    new: bool
    started: Moment
    lineage: Lineage
    version: str
    wrote: tuple[Written, ...] = ()
    seen: Seen = field(default_factory=dict)

    def kept(self) -> tuple[KeptAnswer, ...]:
        """Answers of other versions that have no place in the form, in the language of the session."""
        return kept_answers(self.lineage, self.session)

    def crossing(self) -> Crossing | None:
        """What she is told before it opens; None where the form is as it was."""
        return crossing_of(self.lineage, self.version, self.session)


def begin(
    desk: Desk,
    form: FormId,
    parent: RecordId | None = None,
    prefilled: Mapping[FieldId, Answer] | None = None,
    language: Language | None = None,
) -> Filling:
    """A new record of this form; `parent` is the case or workshop it belongs to, None for a root."""
    base, record = desk.library.form(form), new_record_id()
    with desk.store.read() as reader:
        read = with_lists(desk.library, reader, base)
        last, seen = last_saved(desk, reader, read), seen_lines(desk.library, reader, read, record, ())
    session = FormSession(
        read,
        clock=desk.clock,
        user=desk.worker,
        device=desk.device,
        language=language or spoken(),
        last_saved=last,
    )
    for name, answer in (prefilled or {}).items():
        session.set(Place(None, name), answer)
    return Filling(
        form=read,
        session=session,
        record=record,
        parent=parent,
        new=True,
        started=desk.clock.now(),
        lineage=Lineage(base),
        version=read.version,
        seen=seen,
    )


def reopen(desk: Desk, record: RecordId, language: Language | None = None) -> Filling:
    """A saved record, to be read or corrected; her draft of it, if there is one. Raises GoneMeanwhile."""
    with desk.store.read() as reader:
        draft, stored = reader.draft(record), reader.record(record)
        if draft is not None:
            return resume(desk, draft, language)
        if stored is None or stored.gone:
            raise GoneMeanwhile(sentence("This record is not here any more. It may have been deleted meanwhile."))
        return _reopened(desk, reader, stored, language or spoken())


def as_it_stands(desk: Desk, reader: Reader, stored: StoredRecord) -> FormSession:
    """A saved record in its form's own language, to ask what its rules say of it: nothing is written."""
    form = with_lists(desk.library, reader, desk.library.form(stored.form))
    return FormSession(
        form,
        clock=desk.clock,
        user=desk.worker,
        device=desk.device,
        language=Language(form.default_language),
        answers=stored.answers,
        rows=saved_rows(reader, stored),
    )


def _reopened(desk: Desk, reader: Reader, stored: StoredRecord, language: Language) -> Filling:
    rows, lineage = saved_rows(reader, stored), lineage_of(desk, reader, stored.form)
    form = with_lists(desk.library, reader, lineage.now)
    strange, last = strange_in_record(lineage, reader, stored, rows), last_saved(desk, reader, form)
    session = FormSession(
        form,
        clock=desk.clock,
        user=desk.worker,
        device=desk.device,
        language=language,
        answers=stored.answers,
        rows=rows,
        after=stored.heads,
        strange=strange,
        last_saved=last,
    )
    moved = rename_in_draft(body := session.draft_json(), lineage.renames) if lineage.renames else ""
    if moved and moved != body:
        session = _resumed(desk, form, moved, language, strange, last)
    return Filling(
        form=form,
        session=session,
        record=stored.id,
        parent=stored.parent,
        new=False,
        started=desk.clock.now(),
        lineage=lineage,
        version=stored.version,
        wrote=session.written(),
        seen=seen_lines(desk.library, reader, form, stored.id, [row.record for row in rows]),
    )


def resume(desk: Desk, draft: Draft, language: Language | None = None) -> Filling:
    """Go on where she stopped: the same answers, and the same things seen."""
    with desk.store.read() as reader:
        saved = reader.record(draft.record)
        lineage = lineage_of(desk, reader, draft.form)
        strange = strange_in_draft(lineage, reader, draft)
        form = with_lists(desk.library, reader, lineage.now)
        last, seen = last_saved(desk, reader, form), seen_lines(desk.library, reader, form, draft.record, ())
        before = _reopened(desk, reader, saved, language or spoken()) if saved is not None and form.entities else None
    body = rename_in_draft(draft.body, lineage.renames)
    return Filling(
        form=form,
        session=_resumed(desk, form, body, language or spoken(), strange, last),
        record=draft.record,
        parent=saved.parent if saved else draft.root,
        new=saved is None,
        started=draft.started,
        lineage=lineage,
        version=draft.version,
        wrote=before.wrote if before is not None else (),
        seen=before.seen if before is not None else seen,
    )


def _resumed(desk: Desk, form: Form, body: str, language: Language, strange: Strange, last: Answers) -> FormSession:
    return FormSession.resume(
        form,
        body,
        clock=desk.clock,
        user=desk.worker,
        device=desk.device,
        language=language,
        strange=strange,
        last_saved=last,
    )


def keep_draft(desk: Desk, filling: Filling, place: str = "", body: str = "") -> Happened:
    """What is typed survives the battery. Called every few seconds and before a lock.

    `body`: the session's JSON, where she may be typing on meanwhile.
    """
    draft = Draft(
        record=filling.record,
        root=filling.parent,
        form=filling.form.id,
        version=filling.form.version,
        after=frozenset(),
        body=body or filling.session.draft_json(),
        place=place,
        started=filling.started,
        kept=desk.clock.now(),
    )

    def write(writing: Write) -> Happened:
        return writing.keep_draft(draft)

    return desk.store.write_now(write)


def drop_draft(desk: Desk, record: RecordId) -> Happened:
    """She does not want it: nothing of it stays."""

    def write(writing: Write) -> Happened:
        return writing.drop_draft(record)

    return desk.store.write_now(write)


def save(
    desk: Desk, filling: Filling, *, before: Sequence[NewChange] = (), besides: Sequence[NewChange] = ()
) -> Happened:
    """Save what is answered, with `before` (what it stands below) and `besides` in the same transaction.

    The draft goes. Raises Impossible.
    """
    if problems := filling.session.problems():
        raise Impossible(problems)
    own = changes_of(desk, filling)
    when = desk.clock.now()

    def write(writing: Write) -> Happened:
        happened = writing.drop_draft(filling.record)
        changes = [*before, *own, *(_beside(writing, filling, own) if own else ()), *besides]
        if own:
            remember_saved(writing, filling.form, filling.record)
        return happened | writing.save(changes, desk.worker, when) if changes else happened

    happened = desk.store.write_now(write)
    filling.new = False
    return happened


def _beside(reader: Reader, filling: Filling, own: Sequence[NewChange]) -> list[NewChange]:
    """What is saved with a record and is no row of its form: lines of lists, the course of the interview."""
    form, record, space, session = filling.form, filling.record, own[0].space, filling.session
    lines = changes_of_lists(reader, form, record, space, session.written(), filling.wrote, filling.seen)
    return lines + course_kept(form, record, space, session.course())


def changes_of(desk: Desk, filling: Filling) -> list[NewChange]:
    """The session's delta as changes of records; a new record is created even when nothing was answered."""
    deltas = list(filling.session.delta())
    if filling.new and not any(delta.record is None for delta in deltas):
        deltas.insert(0, RecordDelta(record=None, kind=CREATE))
    space = desk.space_for(filling.form.id) if filling.new and filling.parent is None else NO_SPACE
    return [
        NewChange(
            record=delta.record or filling.record,
            kind=delta.kind,
            form=filling.form.id,
            version=filling.form.version,
            fields=delta.fields,
            after=delta.after,
            space=space if delta.record is None else NO_SPACE,
            parent=_parent(delta, filling),
            repeat=delta.repeat,
            order=delta.order,
        )
        for delta in deltas
    ]


def _parent(delta: RecordDelta, filling: Filling) -> RecordId | None:
    """Only creations bear a parent: a row's is the row or record around it."""
    if delta.kind != CREATE:
        return None
    return filling.parent if delta.record is None else delta.parent or filling.record


def _order(row: StoredRecord) -> str:
    """Where the row was moved to, else where it was made."""
    moved = row.answers.get(ORDER)
    return moved if isinstance(moved, str) else row.order


def saved_rows(reader: Reader, stored: StoredRecord) -> list[SavedRow]:
    """The rows of its repeats, those inside rows included, each after the row around it."""
    rows: list[SavedRow] = []
    around: list[tuple[RecordId, RecordId | None]] = [(stored.id, None)]
    while around:
        above, parent = around.pop(0)
        for row in reader.children(above, form=stored.form):
            if row.repeat and not row.repeat.startswith(BESIDE):
                rows.append(
                    SavedRow(
                        record=row.id,
                        repeat=FieldId(row.repeat),
                        parent=parent,
                        order=_order(row),
                        answers={name: answer for name, answer in row.answers.items() if name != ORDER},
                        after=row.heads,
                    )
                )
                around.append((row.id, row.id))
    return rows
