"""Read records as they go out: with what the form works out of them, and with the rows of their repeats."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from fieldapp.domain.answers import Answers
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import FieldId, RecordId
from fieldapp.exports.filled import Filled
from fieldapp.forms.model import ORDER, Form, Item, Question, Repeat
from fieldapp.forms.places import ITSELF, Place, SavedRow
from fieldapp.forms.session import FormSession
from fieldapp.storage.read import Reader
from fieldapp.storage.values import StoredRecord
from fieldapp.words import Language
from fieldapp.work.courses import audit_log
from fieldapp.work.filling import saved_rows

A = TypeVar("A")

_NOBODY: Final = ""


@dataclass(frozen=True, slots=True)
class _Then:
    """The clock as it stood when the record was changed last: what is worked out is what was seen then."""

    moment: Moment

    def now(self) -> Moment:
        return self.moment


class FilledRecords:
    """One form's records, one at a time.

    `unplaced` and `contested` say what was met on the way: how many answers this version of the form has no place for,
    and on which records two people have not agreed yet. A record may be read several times.
    """

    def __init__(
        self, reader: Reader, form: Form, language: Language, *, withheld: Collection[FieldId], relevance: bool
    ) -> None:
        """`withheld`: answers that stay here; nothing is worked out of them either.

        `relevance`: say also what is not relevant, which takes longer.
        """
        self.unplaced = 0
        self.contested: set[RecordId] = set()
        self._met: set[RecordId] = set()
        self._reader = reader
        self._form = form
        self._language = language
        self._withheld = frozenset(withheld)
        self._relevance = relevance
        self._items = _by_scope(form)
        self._has_rows = len(self._items) > 1
        self._works_out = relevance or any(question.calculated for _, question in form.questions())

    def record(self, wanted: RecordId) -> Filled | None:
        """The record as it stands; None if it is gone."""
        stored = self._reader.record(wanted)
        if stored is None or stored.gone:
            return None
        rows = saved_rows(self._reader, stored) if self._has_rows else []
        self._count(stored, rows)
        if self._withheld:
            stored = replace(stored, answers=self._without(stored.answers))
            rows = [replace(row, answers=self._without(row.answers)) for row in rows]
        session = self._session(stored, rows) if self._works_out else None
        return _Filling(self, stored, rows, session).whole()

    def _session(self, stored: StoredRecord, rows: list[SavedRow]) -> FormSession:
        return FormSession(
            self._form,
            clock=_Then(stored.changed),
            user=_NOBODY,
            device=_NOBODY,
            language=self._language,
            answers=stored.answers,
            rows=rows,
            after=stored.heads,
        )

    def _count(self, stored: StoredRecord, rows: list[SavedRow]) -> None:
        if stored.id in self._met:
            return
        self._met.add(stored.id)
        if stored.conflicts:
            self.contested.add(stored.id)
        for scope, answers in ((ITSELF, stored.answers), *((row.repeat, row.answers) for row in rows)):
            known = self._items.get(scope, {})
            self.unplaced += sum(name not in known and name != ORDER for name in answers)

    def _without(self, answers: Mapping[FieldId, A]) -> dict[FieldId, A]:
        return {name: answer for name, answer in answers.items() if name not in self._withheld}

    def answers(self, answers: Answers, row: RecordId | None, session: FormSession | None) -> Answers:
        """With those that were calculated."""
        if session is None:
            return answers
        return {**answers, **session.calculated(row)}

    def hidden(self, scope: FieldId, row: RecordId | None, session: FormSession | None) -> frozenset[FieldId]:
        """What of this record or row is not relevant, or not told."""
        if session is None or not self._relevance:
            return self._withheld
        return self._withheld.union(each for each in self._items[scope] if not session.is_relevant(Place(row, each)))

    def log(self, record: RecordId) -> str:
        """The course of its interview, without what was answered to questions that are not told."""
        if not self._relevance or self._form.audit is None:
            return ""
        return audit_log(self._reader, self._form, record, withheld=self._withheld)

    def knows(self, scope: FieldId) -> bool:
        """Whether the form has such a repeat."""
        return scope in self._items


@dataclass(frozen=True, slots=True)
class _Filling:
    """One record on its way."""

    records: FilledRecords
    stored: StoredRecord
    rows: list[SavedRow]
    session: FormSession | None

    def whole(self) -> Filled:
        stored, session = self.stored, self.session
        return Filled(
            record=stored.id,
            created=stored.created,
            changed=stored.changed,
            version=stored.version,
            parent=stored.parent,
            answers=self.records.answers(stored.answers, None, session),
            hidden=self.records.hidden(ITSELF, None, session),
            rows=self._within(None),
            name=session.name() if session is not None else "",
            log=self.records.log(stored.id),
        )

    def _within(self, around: RecordId | None) -> Mapping[FieldId, tuple[Filled, ...]]:
        found: dict[FieldId, list[SavedRow]] = {}
        for row in self.rows:
            if row.parent == around and self.records.knows(row.repeat):
                found.setdefault(row.repeat, []).append(row)
        return {
            repeat: tuple(self._row(row) for row in sorted(rows, key=lambda row: (row.order, row.record)))
            for repeat, rows in found.items()
        }

    def _row(self, row: SavedRow) -> Filled:
        return Filled(
            record=row.record,
            created=self.stored.created,
            changed=self.stored.changed,
            answers=self.records.answers(row.answers, row.record, self.session),
            hidden=self.records.hidden(row.repeat, row.record, self.session),
            rows=self._within(row.record),
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
