"""Write a row so that only what changed is written: an index over columns that stay as they were is not touched."""

from __future__ import annotations

from collections.abc import Mapping

from fieldapp.storage.engine import Connection, Scalar


def write_row(database: Connection, table: str, key: str, values: Mapping[str, Scalar]) -> None:
    """The row of this key, `values` its key included; made if there is none. Names are the program's own."""
    columns = tuple(values)
    before = database.execute(f"SELECT {', '.join(columns)} FROM {table} WHERE {key} = ?", (values[key],)).fetchone()
    if before is None:
        marks = ", ".join("?" for _ in columns)
        database.execute(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", tuple(values.values()))
        return
    changed = [column for column, was in zip(columns, before, strict=True) if values[column] != was]
    if changed:
        setting = ", ".join(f"{column} = ?" for column in changed)
        new = (*(values[column] for column in changed), values[key])
        database.execute(f"UPDATE {table} SET {setting} WHERE {key} = ?", new)
