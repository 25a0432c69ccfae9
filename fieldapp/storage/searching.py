"""Find a person by her name in any spelling, by a code, or by a phone number.

What a record is found by stands folded in `found`; two full-text indexes read it: one for words and their beginnings,
one for parts of words. A name that is taken out leaves no trace in either (`secure-delete`, and `tidy`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from fieldapp.domain.answers import Answer
from fieldapp.domain.crockford import ALPHABET, plain_signs
from fieldapp.domain.ids import FieldId
from fieldapp.domain.names import fold_name
from fieldapp.storage.engine import Connection
from fieldapp.storage.values import FormFacts

_INDEXES: Final = ("found_words", "found_parts")

Found = tuple[str, str, str]


def fold_code(text: str) -> str:
    """A code however it was typed: no dashes, look-alikes understood; "" when it has signs no code has."""
    signs = plain_signs(text)
    return signs.lower() if set(signs) <= set(ALPHABET) else ""


def fold_phone(text: str) -> str:
    """A phone's digits without the zeros or the plus before them."""
    return "".join(re.findall(r"[0-9]", text)).lstrip("0")


def name_fields(facts: FormFacts) -> tuple[FieldId, ...]:
    """The questions a record of this form is found by as by a name."""
    return tuple(dict.fromkeys([*facts.names, *(facts.listed.title if facts.listed else ())]))


def code_fields(facts: FormFacts) -> tuple[FieldId, ...]:
    """The questions a record of this form is found by as by a code."""
    own = facts.listed.code if facts.listed else None
    return tuple(dict.fromkeys([*facts.codes, *([own] if own else [])]))


def found_by(facts: FormFacts, answers: Mapping[FieldId, Answer]) -> Found:
    """The folded names, codes and phones of a record."""
    return (
        " ".join(filter(None, map(fold_name, texts(name_fields(facts), answers)))),
        " ".join(filter(None, map(fold_code, texts(code_fields(facts), answers)))),
        " ".join(filter(None, map(fold_phone, texts(facts.phones, answers)))),
    )


def index(database: Connection, row: int, now: Found) -> None:
    """Let the record be found by this and by nothing else."""
    before = database.execute("SELECT names, codes, phones FROM found WHERE row = ?", (row,)).fetchone()
    if before == now or (before is None and not any(now)):
        return
    if before is not None:
        for name in _INDEXES:
            database.execute(
                f"INSERT INTO {name} ({name}, rowid, names, codes, phones) VALUES ('delete', ?, ?, ?, ?)",
                (row, *before),
            )
        database.execute("DELETE FROM found WHERE row = ?", (row,))
    if any(now):
        database.execute("INSERT INTO found (row, names, codes, phones) VALUES (?, ?, ?, ?)", (row, *now))
        for name in _INDEXES:
            database.execute(
                f"INSERT INTO {name} (rowid, names, codes, phones) VALUES (?, ?, ?, ?)",
                (row, *now),
            )


def tidy(database: Connection) -> None:
    """Write the indexes anew, so that nothing of what was taken out of them stands in the file."""
    for name in _INDEXES:
        database.execute(f"INSERT INTO {name} ({name}) VALUES ('optimize')")


def compare(database: Connection) -> None:
    """Read the indexes against `found`; SQLite calls it corrupt when one holds more or less."""
    for name in _INDEXES:
        database.execute(f"INSERT INTO {name} ({name}, rank) VALUES ('integrity-check', 1)")


def texts(fields: Iterable[FieldId], answers: Mapping[FieldId, Answer]) -> tuple[str, ...]:
    """Those of the answers that are texts."""
    return tuple(answer for answer in map(answers.get, fields) if isinstance(answer, str))
