"""Look at what is stored: one state of everything, whatever is saved meanwhile."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from fieldapp.domain.answers import Answer, Json
from fieldapp.domain.attachments import SealedId
from fieldapp.domain.changes import Change
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import ChangeId, FieldId, FormId, RecordId, SpaceId, WorkerId
from fieldapp.domain.settling import Ranks
from fieldapp.storage import (
    agreeing,
    drafts,
    figures,
    finding,
    lists,
    merged,
    moving,
    reading,
    sides,
    standing,
    trees,
)
from fieldapp.storage.burying import ErasurePages
from fieldapp.storage.carried import FilePages
from fieldapp.storage.engine import Connection
from fieldapp.storage.facts import KnownForms
from fieldapp.storage.list_values import (
    Agreement,
    Counted,
    FigureQuery,
    Hits,
    Line,
    ListQuery,
    Mark,
    Page,
    RecentEdit,
    Standing,
    TypedRow,
)
from fieldapp.storage.outbox import OutboxPages
from fieldapp.storage.records import changes_of
from fieldapp.storage.sides import Choices
from fieldapp.storage.syncbook import SyncPages
from fieldapp.storage.values import Draft, Edit, NamedRow, OpenConflict, StoredRecord
from fieldapp.words import Language

_NO_ROWS: Final[Mapping[RecordId, NamedRow]] = {}


class Reader:
    """Sees the store as it was when the reader was made. Use it in the `with` that gave it, and in that thread."""

    def __init__(self, database: Connection, forms: KnownForms, language: Language) -> None:
        self._database = database
        self._forms = forms
        self._language = language

    @property
    def sync(self) -> SyncPages:
        """How far this desk and the server have come, and what is kept for it."""
        return SyncPages(self._database)

    @property
    def outbox(self) -> OutboxPages:
        """What waits to be sent."""
        return OutboxPages(self._database)

    @property
    def files(self) -> FilePages:
        """Which sealed files must be at the server."""
        return FilePages(self._database)

    @property
    def erasures(self) -> ErasurePages:
        """What was erased for good."""
        return ErasurePages(self._database)

    def record(self, record: RecordId) -> StoredRecord | None:
        """The record as it stands, deleted or not; None while its creation has not arrived."""
        return reading.record(self._database, record)

    def below(self, root: RecordId, form: FormId | None = None) -> tuple[StoredRecord, ...]:
        """What stands below a root at any depth and was not deleted, the oldest first."""
        return reading.below(self._database, root, form)

    def knows(self, change: ChangeId) -> bool:
        """Whether the change is here already."""
        return reading.knows(self._database, change)

    def roots_in(self, space: SpaceId) -> tuple[RecordId, ...]:
        """Every root record of a space, deleted ones too."""
        return reading.roots_in(self._database, space)

    def count_roots(self, space: SpaceId) -> int:
        """How many root records of a space are here, deleted ones too."""
        return trees.count_roots(self._database, space)

    def roots_by_need(self, space: SpaceId, *, open_: Collection[str], today: str) -> tuple[RecordId, ...]:
        """The same as `roots_in`, what matters most first: in one of the states `open_`, of high risk, due by today."""
        return trees.roots_by_need(self._database, space, open_=open_, today=today)

    def changes_of_tree(self, root: RecordId) -> tuple[Change, ...]:
        """Every change of a root record and of all below it, those of a record together."""
        return trees.changes_of_tree(self._database, root)

    def strays(self) -> tuple[RecordId, ...]:
        """Of which something is here, but not what it belongs to; but for what this desk has to send."""
        return reading.strays(self._database)

    def children(
        self, parent: RecordId, *, form: FormId | None = None, repeat: str | None = None
    ) -> tuple[StoredRecord, ...]:
        """What stands right below a record and was not deleted: by repeat, order key, then the oldest first."""
        return reading.children(self._database, parent, form, repeat)

    def of_form(self, form: FormId, repeat: str = "") -> Iterator[StoredRecord]:
        """Every shown record of a form, the oldest first: for small ones such as staff or the directory."""
        return reading.of_form(self._database, form, repeat)

    def ids_of_form(
        self, form: FormId, *, roots: bool = False, first: str = "", last: str = "", not_sent: bool = False
    ) -> tuple[RecordId, ...]:
        """Which records of a form are shown, the oldest first.

        `roots`: only those that stand below no other. `first`, `last`: the days (ISO) on which they were created, both
        included, "" for an open end. `not_sent`: only those of which something waits to be sent.
        """
        return reading.ids_of_form(self._database, form, roots=roots, first=first, last=last, not_sent=not_sent)

    def rows_called(self, repeat: str, known: Mapping[RecordId, NamedRow] = _NO_ROWS) -> Iterator[NamedRow]:
        """Every shown row of the repeats of this name, in whatever forms, the oldest first.

        `known`: as they were read before; those that stand so still are not read again.
        """
        return reading.rows_called(self._database, repeat, known)

    def stamp_of_rows(self, repeat: str) -> str:
        """Another text whenever such a row has come, changed or gone."""
        return reading.stamp_of_rows(self._database, repeat)

    def conflicts(self, root: RecordId | None = None, *, record: RecordId | None = None) -> tuple[OpenConflict, ...]:
        """Conflicts that wait for a person: all of them, those of one root, or those of one record."""
        return reading.conflicts(self._database, root, record)

    def ranks(self, form: FormId, repeat: str, field: FieldId) -> Ranks:
        """Of a protective question its values, the most protective first; None for any other."""
        known = self._forms.of(form, repeat)
        return None if known is None else known.facts.protective.get(field)

    def as_then(self, record: RecordId, change: ChangeId) -> Mapping[FieldId, Answer]:
        """The answers as this change left them at its author's desk, who knew of nothing that came apart from it."""
        return sides.as_then(self._database, record, change)

    def choices(self, record: RecordId) -> Mapping[ChangeId, Choices]:
        """Which changes chose between answers that stood against each other, and between which."""
        return sides.choices(self._database, record)

    def history(self, record: RecordId) -> tuple[Edit, ...]:
        """Who changed what, when, from what to what: the first change first, those that wait at the end."""
        return reading.history(self._database, record)

    def changes(self, record: RecordId) -> tuple[Change, ...]:
        """Every change of the record that is here, in the order of arrival."""
        return tuple(changes_of(self._database, record))

    def deleted(self, since: Moment) -> tuple[StoredRecord, ...]:
        """What was deleted since then and can be restored, the last first; not what went with a record above it."""
        return reading.deleted(self._database, since)

    def page(self, query: ListQuery, after: Mark | None = None, size: int = 50) -> Page:
        """A piece of a list of root records: the first one, or the one after a mark."""
        return lists.page(self._database, query, after, size)

    def count(self, query: ListQuery) -> int:
        """How many lines the whole list has."""
        return lists.count(self._database, query)

    def lines(self, roots: Collection[RecordId]) -> dict[RecordId, Line]:
        """The lines of these root records, as far as lists show them."""
        return lists.lines(self._database, roots)

    def search(self, text: str, limit: int = 50) -> Hits:
        """Records whose name in any spelling, code or phone this text may mean, the best first."""
        return finding.search(self._database, self._forms, self._language, text, limit)

    def recent(
        self, since: Moment, until: Moment | None = None, *, who: WorkerId | None = None, limit: int = 100
    ) -> tuple[RecentEdit, ...]:
        """Records that somebody, or this worker, changed in this time, each once, what changed last first."""
        return standing.recent(self._database, since, until, who, limit)

    def last_change_of(self, who: WorkerId) -> Moment | None:
        """When this worker changed something last, by the clock she had then."""
        return standing.last_change_of(self._database, who)

    def standing(self) -> Standing:
        """The state of the desk in numbers, for the start page."""
        return standing.standing(self._database)

    def count_by(self, query: FigureQuery, *by: FieldId) -> tuple[Counted, ...]:
        """How many records there are of each combination of these reportable answers; of all when none is named."""
        return figures.count_by(self._database, self._forms, query, by)

    def count_by_root(self, query: FigureQuery) -> dict[RecordId, int]:
        """How many of these records each root has; roots without any are left out."""
        return figures.count_by_root(self._database, self._forms, query)

    def typed_rows(self, query: FigureQuery, *fields: FieldId) -> Iterator[TypedRow]:
        """These reportable answers of each record, the first created first."""
        return figures.typed_rows(self._database, self._forms, query, fields)

    def record_hashes(self, space: SpaceId) -> Iterator[tuple[RecordId, str]]:
        """For each record of the space, deleted ones too, a hash of all that it is; sorted by id."""
        return standing.record_hashes(self._database, space)

    def agreement(self, space: SpaceId) -> Agreement:
        """All records of the space in one hash: equal on desks whose records are equal."""
        return standing.agreement(self._database, space)

    def parts(self, space: SpaceId) -> tuple[int, ...]:
        """The number of `agreed`, in 256 parts: by the first byte of the records' ids."""
        return agreeing.parts(self._database, space)

    def look_later(self) -> tuple[RecordId, ...]:
        """Records that two people changed apart, and that nobody has looked at as they stand now."""
        return merged.look_later(self._database)

    def unfit(self) -> Mapping[RecordId, tuple[FieldId, ...]]:
        """Those of them that break a rule of their form, with the questions where they do."""
        return merged.unfit(self._database)

    def draft(self, record: RecordId) -> Draft | None:
        """The draft of this record, if there is one."""
        return drafts.draft_of(self._database, record)

    def drafts(self) -> tuple[Draft, ...]:
        """Every draft of this desk, the last one touched first."""
        return drafts.all_drafts(self._database)

    def places(self, record: RecordId) -> frozenset[SpaceId]:
        """The space where a record stands; several while they are claimed for it; where it went, once it has left."""
        return moving.places_of(self._database, record)

    def stood_in(self, record: RecordId, space: SpaceId) -> bool:
        """Whether the record is known to have stood in this space, then or now."""
        return moving.stood_in(self._database, record, space)

    def moved_on(self, space: SpaceId) -> tuple[moving.Departed, ...]:
        """Cases that are here, and have left this space for another one that this desk reads."""
        return moving.moved_on(self._database, space)

    def departed(self) -> tuple[moving.Departed, ...]:
        """The cases that were handed over and have left this desk, the last one first."""
        return moving.departed(self._database)

    def departing(self, root: RecordId, code: str) -> moving.Departed:
        """What shall be known of a case once it has left this desk."""
        return moving.departing(self._database, root, code)

    def late_records(self, gone: moving.Departed) -> dict[RecordId, bool]:
        """What came, or was saved, of a case after it left; whether it still waits to be sent."""
        return moving.late_records(self._database, gone)

    def is_bound(self, root: RecordId) -> bool:
        """Whether something of the case is not sent yet, or half typed."""
        return moving.waits(self._database, root)

    def on_its_way(self, root: RecordId) -> tuple[int, bool]:
        """How many records of a case wait to be sent; and whether that it left a space does."""
        return moving.on_its_way(self._database, root)

    def files_for(self, root: RecordId, space: SpaceId) -> frozenset[SealedId]:
        """The sealed files of a case that the server is not known to have for the space."""
        return moving.files_of(self._database, root, space)

    def known_changes(self, changes: Iterable[ChangeId]) -> frozenset[ChangeId]:
        """Those of these edits that are here."""
        return moving.known(self._database, changes)

    def astray(self, records: Iterable[RecordId], space: SpaceId) -> frozenset[RecordId]:
        """Those of these records that may stand elsewhere than in this space, or there and elsewhere."""
        return moving.astray(self._database, records, space)

    def recall(self, key: str) -> Json:
        """What was remembered under this key; None when nothing was."""
        row = self._database.execute("SELECT value FROM fact WHERE key = ?", (key,)).fetchone()
        found: Json = None if row is None else json.loads(row[0])
        return found
