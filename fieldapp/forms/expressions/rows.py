"""The answers of a session as a tree: the record itself, the rows of its repeats, rows within rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from fieldapp.domain.answers import Answer, Answers
from fieldapp.domain.ids import ChangeId, FieldId, RecordId
from fieldapp.forms.expressions.values import Value
from fieldapp.forms.model import Choice
from fieldapp.forms.places import SavedRow


class Counted(Enum):
    """What the count of its repeat did with a row while a saved record was opened: saving leaves that as it is."""

    NOTHING = ""
    ASIDE = "aside"
    MADE = "made"


Seen = bool | str | tuple[Choice, ...]


@dataclass(slots=True, eq=False, kw_only=True)
class Row:
    """One record with what is known of it now. Keys of the maps are numbers of nodes in the form's `Layout`.

    `answers`: as given. `values`: as expressions see them, without those that are not relevant or not there.
    `hidden`: nodes not relevant. `calculated`: what calculations gave. `seen`: what was asked of it since it last
    changed (errors, choices, labels). `rows`: for each repeat in it, in order. `opened`: its answers as saved, None
    for a new one. `opened_order`: its key as saved. `unplaced`: saved answers that this form has no question for, or
    none that can hold the whole of them; `part`: what their questions could hold. `aside`: for each repeat, rows beyond
    its count. `at_opening`: what the count did with it then.
    """

    record: RecordId | None
    scope: int
    parent: Row | None = None
    order: str = ""
    answers: dict[int, Answer] = field(default_factory=dict)
    values: dict[int, Value] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    hidden_at_opening: frozenset[int] = frozenset()
    calculated: dict[int, Value] = field(default_factory=dict)
    seen: dict[tuple[int, Enum], Seen] = field(default_factory=dict)
    rows: dict[int, list[Row]] = field(default_factory=dict)
    aside: dict[int, list[Row]] = field(default_factory=dict)
    at_opening: Counted = Counted.NOTHING
    opened: Answers | None = None
    opened_order: str = ""
    after: frozenset[ChangeId] = frozenset()
    unplaced: dict[FieldId, Answer] = field(default_factory=dict)
    part: dict[int, Answer] = field(default_factory=dict)

    def within(self) -> Iterator[Row]:
        """This row and all rows in it, however deep."""
        yield self
        for repeat in sorted(self.rows):
            for inner in self.rows[repeat]:
                yield from inner.within()

    def all_within(self) -> Iterator[Row]:
        """As `within`, and those put aside."""
        yield self
        for repeat in sorted(self.rows):
            for inner in (*self.rows[repeat], *self.aside.get(repeat, ())):
                yield from inner.all_within()

    def above(self, scope: int) -> Row:
        """The row of `scope` that holds this one; itself if it is of that scope."""
        row = self
        while row.scope != scope and row.parent is not None:
            row = row.parent
        return row


@dataclass(frozen=True, slots=True)
class LostRow:
    """A row that this version of the form has no repeat for. `opened`: its answers as saved, None for a new one."""

    saved: SavedRow
    opened: Answers | None
    opened_order: str = ""
