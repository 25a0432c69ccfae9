"""Reportable answers in typed columns, so that figures never read JSON. Written in the transaction that saves."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Final

from fieldapp.domain.answers import Answer
from fieldapp.domain.ids import FieldId
from fieldapp.storage.encoding import answers_from_text
from fieldapp.storage.engine import Connection, Scalar
from fieldapp.storage.facts import KnownForm
from fieldapp.storage.rows import write_row
from fieldapp.storage.values import ColumnKind

_TYPES: Final = {
    ColumnKind.TEXT: "TEXT",
    ColumnKind.INTEGER: "INTEGER",
    ColumnKind.DECIMAL: "REAL",
    ColumnKind.DATE: "TEXT",
}
_DATE: Final = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_INTEGER_LIMIT: Final = 2**63

#: Columns that every typed table has beside those of its form.
FIXED: Final = ("root", "space", "author", "created")


def make_table(database: Connection, form: KnownForm) -> None:
    """The form's typed table anew, filled from the records that are here."""
    database.execute(f"DROP TABLE IF EXISTS {form.table}")
    if not form.facts.reportable:
        return
    kinds = zip(form.columns, form.facts.reportable.values(), strict=True)
    columns = "".join(f", {column} {_TYPES[kind]}" for column, kind in kinds)
    fixed = ", ".join(f"{column} TEXT NOT NULL" for column in FIXED)
    database.execute(f"CREATE TABLE {form.table} (row INTEGER PRIMARY KEY, {fixed}{columns}) STRICT")
    for place, group in enumerate(form.facts.reports):
        covered = ", ".join(column_of(form, field) for field in group)
        database.execute(f"CREATE INDEX {form.table}_{place} ON {form.table} ({covered}, space, created)")
    rows = database.execute(
        "SELECT row, root, space, author, created, answers FROM record "
        "WHERE form = ? AND repeat = ? AND root <> '' AND NOT gone",
        (form.facts.form, form.facts.repeat),
    )
    database.executemany(
        _insert(form), (_values(form, (*fixed, created[:10]), answers) for *fixed, created, answers in rows)
    )


def column_of(form: KnownForm, field: FieldId) -> str:
    """The column of a reportable question; KeyError for one that is not."""
    return dict(zip(form.facts.reportable, form.columns, strict=True))[field]


def project(
    database: Connection, form: KnownForm, fixed: tuple[Scalar, ...], answers: Mapping[FieldId, Answer]
) -> None:
    """Write the record's line; `fixed` is its row number and what `FIXED` names."""
    if form.facts.reportable:
        columns = ("row", *FIXED, *form.columns)
        write_row(database, form.table, "row", dict(zip(columns, _line(form, fixed, answers), strict=True)))


def unproject(database: Connection, form: KnownForm, row: int) -> None:
    """Take the record's line out of the figures."""
    if form.facts.reportable:
        database.execute(f"DELETE FROM {form.table} WHERE row = ?", (row,))


def typed(answer: Answer | None, kind: ColumnKind) -> Scalar:
    """The answer as its column holds it; None for one that does not fit, and for a special answer."""
    if not isinstance(answer, str):
        return None
    if kind is ColumnKind.TEXT:
        return answer
    if kind is ColumnKind.DATE:
        return answer[:10] if _DATE.fullmatch(answer[:10]) else None
    return _number(answer, kind)


def _number(answer: str, kind: ColumnKind) -> Scalar:
    try:
        if kind is ColumnKind.INTEGER:
            whole = int(answer)
            return whole if -_INTEGER_LIMIT <= whole < _INTEGER_LIMIT else None
        number = float(answer)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _insert(form: KnownForm) -> str:
    columns = ("row", *FIXED, *form.columns)
    marks = ", ".join("?" for _ in columns)
    return f"INSERT OR REPLACE INTO {form.table} ({', '.join(columns)}) VALUES ({marks})"


def _values(form: KnownForm, fixed: tuple[Scalar, ...], answers: str) -> tuple[Scalar, ...]:
    return _line(form, fixed, answers_from_text(answers))


def _line(form: KnownForm, fixed: tuple[Scalar, ...], answers: Mapping[FieldId, Answer]) -> tuple[Scalar, ...]:
    return (*fixed, *(typed(answers.get(field), kind) for field, kind in form.facts.reportable.items()))
