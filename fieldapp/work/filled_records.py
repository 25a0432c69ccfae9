"""Read records as they go out: in the form of now, with what it works out of them, and the rows of their repeats."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from fieldapp.domain.attachments import name_in
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import FieldId, FormId, RecordId
from fieldapp.exports.filled import Filled
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.model import ORDER, Form, Item, Question, Repeat
from fieldapp.forms.places import ITSELF, SavedRow
from fieldapp.forms.versions.mapping import rename_in_draft
from fieldapp.storage.read import Reader
from fieldapp.storage.values import StoredRecord
from fieldapp.words import Language
from fieldapp.work.courses import audit_log
from fieldapp.work.crossing import kept_answers, strange_in_record
from fieldapp.work.desk import Desk
from fieldapp.work.filling import saved_rows
from fieldapp.work.kept_lists import with_lists
from fieldapp.work.versions import lineage_of
from fieldapp.work.worked_out import WorkedOut

A = TypeVar("A")

_NOBODY: Final = ""


@dataclass(frozen=True, slots=True)
class _Then:
    """The clock as it stood when the record was changed last: what is worked out is what was seen then."""

    moment: Moment

    def now(self) -> Moment:
        return self.moment


class FilledRecords:
    """One form's records, one at a time. A record may be read several times.

    `form`: with the lists that records fill. `unplaced` and `contested` say what was met on the way: how many answers
    this version of the form has no place for, and on which records two people have not agreed yet.
    """

    def __init__(
        self,
        desk: Desk,
        reader: Reader,
        form: FormId,
        language: Language,
        *,
        withheld: Collection[FieldId],
        whole: bool,
    ) -> None:
        """`withheld`: answers that stay here; nothing is worked out of them either.

        `whole`: say also what is not relevant, what is written into lists, and how the interview went.
        """
        self.unplaced = 0
        self.contested: set[RecordId] = set()
        self._met: set[RecordId] = set()
        self._reader = reader
        self._lineage = lineage_of(desk, reader, form)
        self.form = with_lists(desk.library, reader, self._lineage.now)
        self._language = language
        self._withheld = frozenset(withheld)
        self._whole = whole
        self._items = _by_scope(self.form)
        self._works_out = (
            whole or bool(self._lineage.before) or any(question.calculated for _, question in self.form.questions())
        )

    @property
    def tells_of_others(self) -> bool:
        """Whether answers of other versions can be told in their words: not where one of them may be a secret."""
        versions = (self._lineage.now, *self._lineage.before)
        secret = any(question.secret for form in versions for _, question in form.questions())
        return bool(self._lineage.before) and not secret and not self._withheld

    def record(self, wanted: RecordId) -> Filled | None:
        """The record as it stands; None if it is gone."""
        stored = self._reader.record(wanted)
        if stored is None or stored.gone:
            return None
        if self._withheld:
            stored = replace(stored, answers=self._without(stored.answers))
        rows = [replace(row, answers=self._without(row.answers)) for row in saved_rows(self._reader, stored)]
        first = wanted not in self._met
        self._met.add(wanted)
        if stored.conflicts:
            self.contested.add(wanted)
        if not self._works_out:
            self.unplaced += self._strangers(stored, rows) if first else 0
            return _as_stored(stored, rows)
        session = self._session(stored, rows)
        kept = kept_answers(self._lineage, session)
        told = kept if self.tells_of_others and not self._whole else ()
        self.unplaced += len(kept) - len(told) if first else 0
        beside = "; ".join(": ".join(filter(None, (each.where, each.question, name_in(each.answer)))) for each in told)
        filled = WorkedOut(session, self._items, self._withheld, whole=self._whole).record(stored)
        return replace(filled, beside=beside, log=self._log(wanted))

    def _log(self, record: RecordId) -> str:
        """The course of its interview, without what was answered to questions that are not told."""
        if not self._whole or self.form.audit is None:
            return ""
        return audit_log(self._reader, self.form, record, withheld=self._withheld)

    def _session(self, stored: StoredRecord, rows: list[SavedRow]) -> FormSession:
        strange, clock = strange_in_record(self._lineage, self._reader, stored, rows), _Then(stored.changed)
        session = FormSession(
            self.form,
            clock=clock,
            user=_NOBODY,
            device=_NOBODY,
            language=self._language,
            answers=stored.answers,
            rows=rows,
            after=stored.heads,
            strange=strange,
        )
        if not self._lineage.renames:
            return session
        return FormSession.resume(
            self.form,
            rename_in_draft(session.draft_json(), self._lineage.renames),
            clock=clock,
            user=_NOBODY,
            device=_NOBODY,
            language=self._language,
            strange=strange,
        )

    def _without(self, answers: Mapping[FieldId, A]) -> dict[FieldId, A]:
        return {name: answer for name, answer in answers.items() if name not in self._withheld}

    def _strangers(self, stored: StoredRecord, rows: list[SavedRow]) -> int:
        """Answers that the form has no question for."""
        places = ((ITSELF, stored.answers), *((row.repeat, row.answers) for row in rows))
        return sum(
            name not in self._items.get(scope, {}) and name != ORDER for scope, answers in places for name in answers
        )


def _as_stored(stored: StoredRecord, rows: list[SavedRow]) -> Filled:
    """Where the form works nothing out, what was saved is all there is."""
    by_place: dict[tuple[RecordId | None, FieldId], list[SavedRow]] = {}
    for row in sorted(rows, key=lambda row: (row.order, row.record)):
        by_place.setdefault((row.parent, row.repeat), []).append(row)

    def within(around: RecordId | None) -> Mapping[FieldId, tuple[Filled, ...]]:
        return {
            repeat: tuple(
                Filled(
                    record=row.record,
                    created=stored.created,
                    changed=stored.changed,
                    answers=row.answers,
                    rows=within(row.record),
                )
                for row in found
            )
            for (parent, repeat), found in by_place.items()
            if parent == around
        }

    return Filled(
        record=stored.id,
        created=stored.created,
        changed=stored.changed,
        version=stored.version,
        parent=stored.parent,
        answers=stored.answers,
        rows=within(None),
    )


def _by_scope(form: Form) -> dict[FieldId, dict[FieldId, Item]]:
    """What stands in the record itself and in the rows of each repeat, groups and repeats included."""
    found: dict[FieldId, dict[FieldId, Item]] = {ITSELF: {}}
    for scope, item in _items(form.children, ITSELF):
        found.setdefault(scope, {})[item.id] = item
        if isinstance(item, Repeat):
            found.setdefault(item.id, {})
    return found


def _items(children: Iterable[Item], scope: FieldId) -> Iterator[tuple[FieldId, Item]]:
    for child in children:
        yield scope, child
        if not isinstance(child, Question):
            yield from _items(child.children, child.id if isinstance(child, Repeat) else scope)
