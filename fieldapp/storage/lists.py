"""Pages of lists: sorted and filtered by the database, each beginning where the one before ended."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Final

from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import RecordId, SpaceId, WorkerId
from fieldapp.domain.names import fold_name
from fieldapp.storage.engine import Connection, Scalar
from fieldapp.storage.finding import SHORTEST_PART, beginnings, parts
from fieldapp.storage.list_values import Line, ListQuery, Mark, Order, Page
from fieldapp.storage.searching import fold_code
from fieldapp.storage.showing import NOT_DUE

_COLUMNS: Final = "tie, id, space, author, code, status, risk, due, opened, changed, title, title_key, conflicts"
_NOT_SENT: Final = """
EXISTS (SELECT 1 FROM record CROSS JOIN outbox ON outbox.record = record.id WHERE record.root = listed.id)
"""
_KEYS: Final = {
    Order.URGENCY: ("risk", "due", "opened", "tie"),
    Order.CHANGED: ("changed", "tie"),
    Order.TITLE: ("title_key", "tie"),
    Order.CODE: ("code", "tie"),
}
#: No more than so many rows are looked up by text for a list; whoever sees so many lines types another letter.
_TEXT_ROWS: Final = 20_000


def page(database: Connection, query: ListQuery, after: Mark | None, size: int) -> Page:
    """The lines after this mark, or the first ones."""
    keys = _KEYS[query.order]
    down, direction = ("<", "DESC") if query.order is Order.CHANGED else (">", "ASC")
    conditions, values = _conditions(database, query)
    if after is not None:
        conditions.append(f"({', '.join(keys)}) {down} ({_marks(after.keys)})")
        values.extend(after.keys)
    ordered = ", ".join(f"{key} {direction}" for key in keys)
    rows = database.execute(
        f"SELECT {_COLUMNS}, {_NOT_SENT} FROM listed INDEXED BY {_index(query)} "
        f"WHERE {' AND '.join(conditions)} ORDER BY {ordered} LIMIT ?",
        (*values, size + 1),
    ).fetchall()
    lines = [_named(row) for row in rows[:size]]
    more = Mark(tuple(lines[-1][key] for key in keys)) if len(rows) > size else None
    return Page(tuple(_line(line) for line in lines), more)


def lines(database: Connection, roots: Collection[RecordId]) -> dict[RecordId, Line]:
    """The lines of these root records, as far as they are listed."""
    rows = database.execute(
        f"SELECT {_COLUMNS}, {_NOT_SENT} FROM listed "
        f"WHERE row IN (SELECT record.row FROM record WHERE record.id IN ({_marks(roots)}))",
        tuple(roots),
    )
    found = (_line(_named(row)) for row in rows)
    return {line.id: line for line in found}


def count(database: Connection, query: ListQuery) -> int:
    """How many lines the whole list has."""
    conditions, values = _conditions(database, query)
    (number,) = database.execute(
        f"SELECT count(*) FROM listed INDEXED BY {_index(query)} WHERE {' AND '.join(conditions)}", values
    ).fetchone()
    return int(number)


def _index(query: ListQuery) -> str:
    """The index that has the rows in the wanted order and the most of what is filtered by before it."""
    if query.order is not Order.URGENCY:
        return f"listed_{query.order.value}"
    if len(query.authors) == 1:
        return "listed_author"
    return "listed_status" if len(query.statuses) == 1 else "listed_urgency"


def _conditions(database: Connection, query: ListQuery) -> tuple[list[str], list[Scalar]]:
    conditions = ["form = ?"]
    values: list[Scalar] = [query.form]
    restrictions: tuple[tuple[str, Collection[Scalar]], ...] = (
        ("status", query.statuses),
        ("risk", query.risks),
        ("author", query.authors),
        ("space", query.spaces),
    )
    for column, wanted in restrictions:
        if wanted:
            conditions.append(f"{column} {_among(wanted)}")
            values.extend(wanted)
    if query.due_by is not None:
        conditions.append("due <= ?" if query.due_by else "due = ?")
        values.append(query.due_by or NOT_DUE)
    if query.in_conflict:
        conditions.append("conflicts > 0")
    if query.text.strip():
        rows = _rows_with(database, query.text)
        conditions.append("row IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(rows))
    return conditions, values


def _rows_with(database: Connection, text: str) -> list[int]:
    code, words = fold_code(text), fold_name(text).split()
    rows = set(beginnings(database, words, _TEXT_ROWS) if words else [])
    if len(code) >= SHORTEST_PART:
        rows.update(parts(database, "codes", [code], _TEXT_ROWS))
    elif code:
        wanted = f'codes : "{code}" *'
        found = database.execute(
            "SELECT rowid FROM found_words WHERE found_words MATCH ? LIMIT ?", (wanted, _TEXT_ROWS)
        )
        rows.update(row for (row,) in found)
    return sorted(rows)


def _among(wanted: Collection[Scalar]) -> str:
    """Equality, where it is enough, lets the index give the order too."""
    return "= ?" if len(wanted) == 1 else f"IN ({_marks(wanted)})"


def _marks(values: Collection[Scalar]) -> str:
    return ", ".join("?" for _ in values)


def _named(row: Sequence[str | int]) -> dict[str, str | int]:
    return dict(zip(_COLUMNS.split(", "), row, strict=False)) | {"not_sent": row[-1]}


def _line(row: dict[str, str | int]) -> Line:
    return Line(
        id=RecordId(str(row["id"])),
        space=SpaceId(str(row["space"])),
        author=WorkerId(str(row["author"])),
        code=str(row["code"]),
        status=str(row["status"]),
        risk=int(row["risk"]),
        due="" if row["due"] == NOT_DUE else str(row["due"]),
        opened=str(row["opened"]),
        changed=Moment(datetime.fromisoformat(str(row["changed"])).replace(tzinfo=UTC)),
        title=str(row["title"]),
        conflicts=int(row["conflicts"]),
        not_sent=bool(row["not_sent"]),
    )
