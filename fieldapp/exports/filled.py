"""A record as it goes out: what was answered and what the form worked out of it, with the rows of its repeats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from fieldapp.domain.answers import Answers
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import FieldId, RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLine:
    """What a record, or a row, writes into a list that other forms choose from."""

    list: str
    id: str
    creates: bool
    updates: bool
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """One record, or one row of a repeat in it.

    `answers`: with those that were calculated. `hidden`: questions, groups and repeats that are not relevant here.
    `rows`: by the id of the repeat, in order. `name`: what the form calls such a record, "" for nothing.
    `beside`: what was answered in other versions of the form and has no place in this one, in words.
    `log`: the course of the interview as ODK's audit log, "" for none.
    """

    record: RecordId
    created: Moment
    changed: Moment
    version: str = ""
    parent: RecordId | None = None
    answers: Answers = field(default_factory=dict)
    hidden: frozenset[FieldId] = frozenset()
    rows: Mapping[FieldId, tuple[Filled, ...]] = field(default_factory=dict)
    name: str = ""
    beside: str = ""
    lines: tuple[ListLine, ...] = ()
    log: str = ""


def instance_id(record: RecordId) -> str:
    """What ODK calls this record; the same each time."""
    return f"uuid:{UUID(record)}"
