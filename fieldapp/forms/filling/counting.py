"""The rows of a repeat that its count asks for: as many as it says, and nothing typed is lost by a slip of a number.

Rows beyond the count are put aside with their answers, as answers are that are not relevant any more: they come back
when the count grows again, and only saving leaves them out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from fieldapp.domain.ids import RecordId
from fieldapp.errors import Mistake
from fieldapp.forms.expressions.rows import Row
from fieldapp.forms.order import is_key, key_between, keys_around
from fieldapp.words import sentence

#: How many rows a record may get by counts: a slip of a number must not fill the memory.
ROWS_LIMIT: Final = 2_000


class RowsCounted(Mistake):
    """Rows that the form counts come and go with the answer they are counted by."""

    def __init__(self) -> None:
        super().__init__(sentence("The form counts these rows itself. Change the answer that says how many there are."))


@dataclass(frozen=True, slots=True)
class Fitted:
    """What became of the rows of a repeat: those put aside, those that came back, and those made."""

    going: list[Row]
    coming: list[Row]
    new: list[Row]

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return bool(self.going or self.coming or self.new)


def fit(parent: Row, repeat: int, wanted: int, make: Callable[[], Row]) -> Fitted:
    """Bring the rows of a repeat to that number."""
    rows, aside = parent.rows.setdefault(repeat, []), parent.aside.setdefault(repeat, [])
    going = rows[wanted:]
    del rows[wanted:]
    aside[:0] = going
    coming = aside[: max(0, wanted - len(rows))]
    del aside[: len(coming)]
    rows += coming
    new = []
    while len(rows) < wanted:
        new.append(make())
        rows.append(new[-1])
        give_key(rows)
    return Fitted(going, coming, new)


def new_row(parent: Row, repeat: int, bits: int) -> Row:
    """An empty row for a repeat, not among its siblings yet; `bits`, 128 drawn by chance, are its id."""
    return Row(record=RecordId(f"{bits:032x}"), scope=repeat, parent=parent)


def give_key(column: list[Row]) -> None:
    """To the last row of a column a key after the one before it."""
    before = column[-2].order if len(column) > 1 else ""
    if is_key(before):
        column[-1].order = key_between(before, "")
    else:
        give_keys(column, len(column) - 1)


def give_keys(column: list[Row], place: int) -> None:
    """After a row was put at a place: keys that sort the rows as they stand."""
    for row, key in zip(column, keys_around([row.order for row in column], place), strict=True):
        row.order = key
