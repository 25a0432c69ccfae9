"""A record as its form sees it: what is relevant, what was calculated, which rows count, what goes into lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from fieldapp.domain.answers import Answer
from fieldapp.domain.ids import FieldId, RecordId
from fieldapp.exports.filled import Filled, ListLine
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.filling.written import LABEL, Written
from fieldapp.forms.model import Item, Question, Repeat
from fieldapp.forms.places import ITSELF, Place
from fieldapp.storage.values import StoredRecord
from fieldapp.work.kept_lists import own_line


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """One record on its way out. `items`: what stands in it and in the rows of each repeat, by its id."""

    session: FormSession
    items: Mapping[FieldId, Mapping[FieldId, Item]]
    withheld: frozenset[FieldId]
    whole: bool = field(kw_only=True)

    def record(self, stored: StoredRecord) -> Filled:
        """The record with all its rows."""
        return self._row(stored, None, ITSELF, stored.id)

    def _row(self, stored: StoredRecord, row: RecordId | None, scope: FieldId, own: RecordId) -> Filled:
        session, items = self.session, self.items[scope]
        hidden = frozenset(each for each in items if not session.is_relevant(Place(row, each)))
        itself = row is None
        return Filled(
            record=own,
            created=stored.created,
            changed=stored.changed,
            version=stored.version if itself else "",
            parent=stored.parent if itself else None,
            answers=self._answers(row, items, hidden),
            hidden=hidden | self.withheld,
            rows={
                item.id: tuple(self._row(stored, each, item.id, each) for each in session.rows(Place(row, item.id)))
                for item in items.values()
                if isinstance(item, Repeat) and item.id not in hidden
            },
            name=session.name() if itself else "",
            lines=tuple(_line(each, own) for each in session.written() if each.row == row) if self.whole else (),
        )

    def _answers(
        self, row: RecordId | None, items: Mapping[FieldId, Item], hidden: frozenset[FieldId]
    ) -> Mapping[FieldId, Answer]:
        asked = (each for each, item in items.items() if isinstance(item, Question) and each not in hidden)
        found = ((each, self.session.answer(Place(row, each))) for each in asked)
        return {each: answer for each, answer in found if answer is not None}


def _line(line: Written, source: RecordId) -> ListLine:
    label = line.fields.get(LABEL)
    return ListLine(
        list=line.list,
        id=line.id or str(UUID(own_line(line.list, source))),
        creates=line.creates,
        updates=line.updates,
        label=label or "",
    )
