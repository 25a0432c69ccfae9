"""Cuts a form into the pages one goes through, and a page into its parts.

A group is a page; what stands between groups is one, too. Groups of a single question that follow one another share
one, and a group too long for a page is cut at the groups inside it, unless the form wants it together (`field-list`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from fieldapp.domain.ids import RecordId
from fieldapp.forms.model import SELECTS, UNSEEN, Form, Group, Item, Kind, Question, Repeat
from fieldapp.forms.places import Place

#: More questions than these are no page any more, if there are groups to cut at.
_MOST: Final = 40
_TOGETHER: Final = frozenset({"field-list", "table-list"})


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: its items, and the group or repeat they come from (None: the form itself), in the record or a row."""

    item: Group | Repeat | None
    children: tuple[Item, ...]
    row: RecordId | None = None

    @property
    def place(self) -> Place | None:
        """Where its label and relevance are asked for."""
        return None if self.item is None else Place(self.row, self.item.id)


@dataclass(frozen=True, slots=True)
class Grid:
    """Questions that share their choices, as lines under one heading. `head` names it, if the form does."""

    lines: tuple[Question, ...]
    head: Question | None = None


Part = Question | Group | Repeat | Grid


def sheets(form: Form, *, whole: bool = False) -> tuple[Sheet, ...]:
    """The pages of the record itself, in order. A form that is one group around groups opens that group.

    `whole`: all of it on one page.
    """
    items = form.children
    while len(items) == 1 and isinstance(items[0], Group) and any(isinstance(i, Group) for i in items[0].children):
        items = items[0].children
    return (Sheet(None, items),) if whole else tuple(_cut(items, None)) or (Sheet(None, items),)


def row_sheet(repeat: Repeat, row: RecordId) -> Sheet:
    """The page of one row of a repeat."""
    return Sheet(repeat, repeat.children, row)


def _cut(items: Sequence[Item], around: Group | None) -> Iterator[Sheet]:
    loose: list[Item] = []
    for item in items:
        if not isinstance(item, Group) or _size(item) <= 1:
            loose.append(item)
            continue
        yield from _loose(loose, around)
        loose = []
        if _is_too_long(item):
            yield from _cut(item.children, item)
        else:
            yield Sheet(item, item.children)
    yield from _loose(loose, around)


def _loose(items: list[Item], around: Group | None) -> Iterator[Sheet]:
    """What stands between groups; a small group that stands there alone keeps its name."""
    seen = [item for item in items if _is_seen(item)]
    if len(seen) == 1 and isinstance(seen[0], Group):
        yield Sheet(seen[0], seen[0].children)
    elif seen:
        yield Sheet(around, tuple(items))


def _is_too_long(group: Group) -> bool:
    inside = any(isinstance(item, Group) and _size(item) > 1 for item in group.children)
    return inside and _size(group) > _MOST and _TOGETHER.isdisjoint(group.appearance.split())


def _size(item: Item) -> int:
    """How many questions it asks at most, a repeat counting as two."""
    if isinstance(item, Question):
        return int(visible(item))
    return sum(map(_size, item.children)) if isinstance(item, Group) else 2


def _is_seen(item: Item) -> bool:
    """Whether there is anything for a person in it."""
    if isinstance(item, Question):
        return visible(item)
    return isinstance(item, Repeat) or any(map(_is_seen, item.children))


def visible(question: Question) -> bool:
    """Whether it is ever on the screen."""
    return question.kind not in UNSEEN


def parts(items: Sequence[Item], *, table: bool = False) -> Iterator[Part]:
    """What stands under one another on a page: groups become headings before what stands in them.

    `table`: the form asks for these as a table, so that questions with the same choices make a grid.
    """
    at = 0
    while at < len(items):
        item = items[at]
        grid = _grid(items[at:], table=table)
        if grid is not None:
            yield grid
            at += len(grid.lines) + (grid.head is not None)
            continue
        at += 1
        if not isinstance(item, Question) or visible(item):
            yield item
        if isinstance(item, Group):
            yield from parts(item.children, table="table-list" in item.appearance.split())


def _grid(items: Sequence[Item], *, table: bool) -> Grid | None:
    """The grid that begins here, if one does."""
    first = items[0]
    if not isinstance(first, Question) or first.kind not in SELECTS or first.choice_filter:
        return None
    head = first if "label" in first.looks else None
    lines: list[Question] = []
    for item in items[1 if head else 0 :]:
        if not isinstance(item, Question) or (item.kind, item.choices) != (first.kind, first.choices):
            break
        if not (table or {"list-nolabel", "list"} & item.looks) or item.choice_filter:
            break
        lines.append(item)
    return Grid(tuple(lines), head) if len(lines) > (0 if head else 1) else None


def shown_in(items: Sequence[Item]) -> Iterator[Question | Repeat]:
    """All that a person sees of these items, groups opened."""
    for item in items:
        if isinstance(item, Group):
            yield from shown_in(item.children)
        elif isinstance(item, Repeat) or visible(item):
            yield item


def fits_a_cell(question: Question) -> bool:
    """Whether its answer is short enough for a cell of a table."""
    return question.kind in _IN_A_CELL and "multiline" not in question.looks


_IN_A_CELL: Final = frozenset(
    {
        Kind.TEXT, Kind.INTEGER, Kind.DECIMAL, Kind.RANGE, Kind.DATE, Kind.TIME, Kind.BARCODE, Kind.ACKNOWLEDGE,
        Kind.SELECT_ONE, Kind.SELECT_MULTIPLE,
    }
)  # fmt: skip
