"""Counts and typed answers for figures, from the typed tables alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from fieldapp.domain.ids import FieldId, RecordId, WorkerId
from fieldapp.storage.engine import Connection, Scalar
from fieldapp.storage.facts import KnownForm, KnownForms
from fieldapp.storage.list_values import Counted, FigureQuery, TypedRow
from fieldapp.storage.projection import column_of


def count_by(database: Connection, forms: KnownForms, query: FigureQuery, by: Sequence[FieldId]) -> tuple[Counted, ...]:
    """How many records there are of each combination of these answers; of all together when `by` is empty."""
    known = _reportable(forms, query)
    if known is None:
        return () if by else (Counted((), 0),)
    columns = [column_of(known, field) for field in by]
    condition, values = _condition(known, query)
    grouped = f"GROUP BY {', '.join(columns)} ORDER BY {', '.join(columns)}" if columns else ""
    rows = database.execute(
        f"SELECT {', '.join([*columns, 'count(*)'])} FROM {known.table} WHERE {condition} {grouped}", values
    )
    return tuple(Counted(tuple(answers), number) for *answers, number in rows)


def typed_rows(
    database: Connection, forms: KnownForms, query: FigureQuery, fields: Sequence[FieldId]
) -> Iterator[TypedRow]:
    """These answers of each record, the first created first."""
    known = _reportable(forms, query)
    if known is None:
        return
    columns = ["root", "author", "created", *(column_of(known, field) for field in fields)]
    condition, values = _condition(known, query)
    rows = database.execute(
        f"SELECT (SELECT id FROM record WHERE record.row = {known.table}.row), {', '.join(columns)} "
        f"FROM {known.table} WHERE {condition} ORDER BY created, row",
        values,
    )
    for record, root, author, created, *answers in rows:
        yield TypedRow(RecordId(record), RecordId(root), WorkerId(author), created, tuple(answers))


def count_by_root(database: Connection, forms: KnownForms, query: FigureQuery) -> dict[RecordId, int]:
    """How many of these records each root has; roots without any are left out."""
    known = _reportable(forms, query)
    if known is None:
        return {}
    condition, values = _condition(known, query)
    rows = database.execute(f"SELECT root, count(*) FROM {known.table} WHERE {condition} GROUP BY root", values)
    return {RecordId(root): number for root, number in rows}


def _reportable(forms: KnownForms, query: FigureQuery) -> KnownForm | None:
    known = forms.of(query.form, query.repeat)
    return known if known is not None and known.facts.reportable else None


def _condition(form: KnownForm, query: FigureQuery) -> tuple[str, list[Scalar]]:
    conditions, values = ["true"], list[Scalar]()
    day = "created" if query.when is None else column_of(form, query.when)
    if query.first:
        conditions.append(f"{day} >= ?")
        values.append(query.first)
    if query.last:
        conditions.append(f"{day} <= ?")
        values.append(query.last)
    if query.spaces:
        conditions.append(f"space IN ({', '.join('?' for _ in query.spaces)})")
        values.extend(sorted(query.spaces))
    if query.below is not None:
        conditions.append("row IN (SELECT row FROM record WHERE parent IN (SELECT value FROM json_each(?)))")
        values.append(json.dumps(sorted(query.below)))
    for field, wanted in query.answers.items():
        among = f"IN ({', '.join('?' for _ in wanted)})" if wanted else "IS NULL"
        conditions.append(f"{column_of(form, field)} {among}")
        values.extend(wanted)
    return " AND ".join(conditions), values
