"""What goes into the store and what comes out of it: plain values, no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import Enum
from typing import Final

from fieldapp.domain.answers import Answer
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import NO_SPACE, ChangeId, FieldId, FormId, RecordId, SpaceId, WorkerId
from fieldapp.domain.merge import Conflict


class ColumnKind(Enum):
    """How a reportable answer is kept in its form's typed table. What does not fit its kind counts as no answer."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"


class Lane(Enum):
    """In what order things go to the server."""

    URGENT = "urgent"
    EDITS = "edits"
    HISTORY = "history"
    SNAPSHOT = "snapshot"  # all of a space anew, by whoever keeps it
    LEAVING = "leaving"  # that a record left a space: sent once all of it has arrived in the one it went to


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFields:
    """Which questions of a root form fill its line in lists. `risks` names the values of `risk`, worst first."""

    code: FieldId | None = None
    status: FieldId | None = None
    risk: FieldId | None = None
    risks: tuple[str, ...] = ()
    due: FieldId | None = None
    opened: FieldId | None = None
    title: tuple[FieldId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFacts:
    """What the store must know of a form, or of a repeat in it (`repeat` is then its name).

    `protective`: values, the most protective first; () means that any answer protects more than none.
    `reportable`: questions kept in the typed table. `reports`: groups of them that figures ask for together, each
    becomes a covering index. `names`, `phones`, `codes`: what the search finds. `listed`: only for root forms.
    """

    form: FormId
    repeat: str = ""
    protective: Mapping[FieldId, tuple[str, ...]] = field(default_factory=dict)
    reportable: Mapping[FieldId, ColumnKind] = field(default_factory=dict)
    reports: tuple[tuple[FieldId, ...], ...] = ()
    names: tuple[FieldId, ...] = ()
    phones: tuple[FieldId, ...] = ()
    codes: tuple[FieldId, ...] = ()
    listed: ListFields | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewChange:
    """One record's part of a save; the store adds id, lamport, author and moment.

    `after`: the heads she saw when the form opened; empty for a creation and for nothing else.
    `space`: needed to create a root and to move one; a child's is its root's, whatever stands here.
    `parent`, `repeat`, `order`: for creations alone.
    """

    record: RecordId
    kind: str
    form: FormId
    version: str
    fields: Mapping[FieldId, Answer | None] = field(default_factory=dict)
    after: frozenset[ChangeId] = frozenset()
    space: SpaceId = NO_SPACE
    parent: RecordId | None = None
    repeat: str = ""
    order: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """What a transaction changed: the board broadcasts it, screens look whether they show any of it.

    `written` says which change each record got in a save of one's own: the heads that its open form now knows.
    `sync` is true when what waits to be sent, or what is known of the server, changed.
    """

    records: frozenset[RecordId] = frozenset()
    forms: frozenset[FormId] = frozenset()
    roots: frozenset[RecordId] = frozenset()
    spaces: frozenset[SpaceId] = frozenset()
    drafts: frozenset[RecordId] = frozenset()
    sync: bool = False
    written: Mapping[RecordId, ChangeId] = field(default_factory=dict)

    def __or__(self, other: Happened) -> Happened:
        """Both."""
        return Happened(
            records=self.records | other.records,
            forms=self.forms | other.forms,
            roots=self.roots | other.roots,
            spaces=self.spaces | other.spaces,
            drafts=self.drafts | other.drafts,
            sync=self.sync or other.sync,
            written={**self.written, **other.written},
        )

    def __bool__(self) -> bool:
        """Whether anything happened at all."""
        return any(getattr(self, part.name) for part in fields(self))


NOTHING: Final = Happened()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRecord:
    """A record as it stands on this desk.

    `root` is None while the record above it has not arrived. `space` is its root's. `deleted`: it was deleted itself;
    `gone`: it or one above it was. `heads` is what a form opened now has seen. `conflicts` and `waiting` are numbers.
    """

    id: RecordId
    form: FormId
    version: str
    root: RecordId | None
    parent: RecordId | None
    repeat: str
    order: str
    space: SpaceId
    deleted: bool
    gone: bool
    answers: Mapping[FieldId, Answer]
    heads: frozenset[ChangeId]
    conflicts: int
    waiting: int
    author: WorkerId
    created: Moment
    changed: Moment
    changed_by: WorkerId
    not_sent: bool


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A row of a repeat, in short: many are read at once. `told`: its heads as text, another where anything changed."""

    id: RecordId
    answers: Mapping[FieldId, Answer]
    told: str


@dataclass(frozen=True, slots=True)
class OpenConflict:
    """A conflict that waits for a person, and where to find it."""

    record: RecordId
    root: RecordId | None
    form: FormId
    conflict: Conflict


@dataclass(frozen=True, slots=True)
class FieldEdit:
    """One answer as its author found it and as she left it; an older one may not be kept any more."""

    field: FieldId
    old: Answer | None
    new: Answer | None
    old_kept: bool = True
    new_kept: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One entry of a record's history. `waiting`: what it builds on has not arrived, so it is not in the record."""

    change: ChangeId
    kind: str
    version: str
    who: WorkerId
    when: Moment
    fields: tuple[FieldEdit, ...]
    waiting: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is typed and not saved. It never leaves this desk.

    `record` is the record being edited, or the fresh id of one not created yet. `after` are the heads seen when the
    form opened. `body` is the form session's own JSON; `place` the question where she stood.
    """

    record: RecordId
    root: RecordId | None
    form: FormId
    version: str
    after: frozenset[ChangeId]
    body: str
    place: str
    started: Moment
    kept: Moment
