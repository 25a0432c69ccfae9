"""What lists, searches and the start page ask, and what they get: plain values."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum

from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import FieldId, FormId, RecordId, SpaceId, WorkerId

#: A reportable answer as its column holds it.
Typed = str | int | float | None


class Order(Enum):
    """How a list is sorted."""

    URGENCY = "urgency"  # the worst risk first, then what is due first, then what was opened first
    CHANGED = "changed"  # what changed last, it or anything below it, first
    TITLE = "title"  # as the desk's language sorts
    CODE = "code"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListQuery:
    """Which root records of a form, and in what order. Empty sets and texts restrict nothing.

    `text` is looked for in code and title, in any spelling. `authors`: who created the record. `risks`: places in
    `ListFields.risks`, 0 the worst. `due_by`: what is due on this day or was before it; "" for what has no day.
    """

    form: FormId
    order: Order = Order.URGENCY
    statuses: frozenset[str] = frozenset()
    risks: frozenset[int] = frozenset()
    due_by: str | None = None
    authors: frozenset[WorkerId] = frozenset()
    spaces: frozenset[SpaceId] = frozenset()
    text: str = ""
    in_conflict: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A root record in a list: a code, never a name. `risk` is its place in `ListFields.risks`, 0 the worst.

    `due`, `opened`: as answered, "" where not. `not_sent`: it, or something below it, is not on the server yet.
    """

    id: RecordId
    space: SpaceId
    author: WorkerId
    code: str
    status: str
    risk: int
    due: str
    opened: str
    changed: Moment
    title: str
    conflicts: int
    not_sent: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a page ended: the next one begins after it, whatever was added or went meanwhile."""

    keys: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A piece of a list; `next` is None at its end."""

    lines: tuple[Line, ...]
    next: Mark | None


class Matched(Enum):
    """What of a record was found."""

    NAME = "name"
    CODE = "code"
    PHONE = "phone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A record found by name, code or phone: `text` is what was found as it was written, `code` its root's code."""

    root: RecordId
    root_form: FormId
    code: str
    record: RecordId
    form: FormId
    matched: Matched
    text: str


@dataclass(frozen=True, slots=True)
class Hits:
    """What a search found, the best first. `more`: there is more than this; the text should be longer."""

    hits: tuple[Hit, ...]
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentEdit:
    """A record that somebody changed lately, once, with the last of her changes. `code`, `title`: its root's."""

    record: RecordId
    form: FormId
    root: RecordId
    root_form: FormId
    code: str
    title: str
    who: WorkerId
    when: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureQuery:
    """Which records of a form to count, or to read typed answers of. Deleted ones never count.

    `when`: the date question that must lie between `first` and `last`, both included; None for the day the record was
    created. A month is "2026-03" to "2026-03-31": so a day not known, "2026-03", belongs to it. Empty ends are open.
    `spaces`: empty for all. `below`: only what stands right below one of these records; None for all.
    `answers`: only records with one of these answers to a question; () for none at all.
    """

    form: FormId
    repeat: str = ""
    when: FieldId | None = None
    first: str = ""
    last: str = ""
    spaces: frozenset[SpaceId] = frozenset()
    below: frozenset[RecordId] | None = None
    answers: Mapping[FieldId, Collection[Typed]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many records have these answers; None where a question has no plain answer of its kind."""

    answers: tuple[Typed, ...]
    number: int


@dataclass(frozen=True, slots=True)
class TypedRow:
    """One record's reportable answers, with its root and who created it on which day."""

    record: RecordId
    root: RecordId
    author: WorkerId
    created: str
    answers: tuple[Typed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The state of the desk for the start page, all of it numbers but the date of the last copy.

    `not_sent`: records with changes that the server has not answered for. `only_here`: those of them whose changes are
    in no copy either. `waiting`: changes whose forerunners are not here. `rootless`: records whose root is not here.
    """

    not_sent: int
    only_here: int
    last_copy: Moment | None
    drafts: int
    conflicts: int
    waiting: int
    rootless: int
    held: int
    parked: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """All records of a space in one number: equal on two desks when, and only when, their records are equal."""

    records: int
    hash: str
