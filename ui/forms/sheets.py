"""Cuts a form into the pages one goes through: each group a page, what stands between groups a page of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fieldapp.domain.ids import RecordId
from fieldapp.forms.model import UNSEEN, Form, Group, Item, Question, Repeat
from fieldapp.forms.places import Place


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: its items, and the group or repeat it comes from (None: the form itself), in the record or a row."""

    item: Group | Repeat | None
    children: tuple[Item, ...]
    row: RecordId | None = None

    @property
    def place(self) -> Place | None:
        """Where its label and relevance are asked for."""
        return None if self.item is None else Place(self.row, self.item.id)


def sheets(form: Form) -> tuple[Sheet, ...]:
    """The pages of the record itself, in order. A form that is one group around groups opens that group."""
    items = form.children
    while len(items) == 1 and isinstance(items[0], Group) and any(isinstance(i, Group) for i in items[0].children):
        items = items[0].children
    return tuple(_cut(items))


def row_sheet(repeat: Repeat, row: RecordId) -> Sheet:
    """The page of one row of a repeat."""
    return Sheet(repeat, repeat.children, row)


def _cut(items: Sequence[Item]) -> Iterator[Sheet]:
    loose: list[Item] = []
    for item in items:
        if isinstance(item, Group):
            if _seen(loose):
                yield Sheet(None, tuple(loose))
            loose = []
            yield Sheet(item, item.children)
        else:
            loose.append(item)
    if _seen(loose) or not items:
        yield Sheet(None, tuple(loose))


def _seen(items: Sequence[Item]) -> bool:
    """Whether there is anything for a person in it."""
    return any(not isinstance(item, Question) or visible(item) for item in items)


def visible(question: Question) -> bool:
    """Whether it is ever on the screen."""
    return question.kind not in UNSEEN
