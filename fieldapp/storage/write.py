"""Change what is stored, in one transaction: all of it is on the disk afterwards, or nothing of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fieldapp.domain.answers import Json, canonical
from fieldapp.domain.changes import MOVE, Change
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import RecordId, SpaceId, WorkerId, WriterId
from fieldapp.storage import drafts
from fieldapp.storage.encoding import ids_from_text
from fieldapp.storage.engine import Connection
from fieldapp.storage.facts import KnownForms
from fieldapp.storage.learning import sort_titles
from fieldapp.storage.outbox import Outbox
from fieldapp.storage.read import Reader
from fieldapp.storage.saving import Saving
from fieldapp.storage.syncbook import SyncBook
from fieldapp.storage.values import NOTHING, Draft, Happened, Lane, NewChange
from fieldapp.words import Language


class Write:
    """Lives for one transaction on the writer's thread. `happened` is all that its calls did so far."""

    def __init__(self, database: Connection, forms: KnownForms, writer: WriterId, language: Language) -> None:
        self._database = database
        self._saving = Saving(database, forms, writer, language)
        self.read = Reader(database, forms)
        self.sync = SyncBook(database)
        self.outbox = Outbox(database)
        self.happened = NOTHING

    def save(self, drafts: Sequence[NewChange], who: WorkerId, when: Moment, lane: Lane = Lane.EDITS) -> Happened:
        """One's own changes, at most one of a record, parents before children: stored, folded, shown and queued.

        ValueError, a bug of the caller: a creation after something, another kind after nothing or what is not here.
        """
        return self._did(self._saving.save(drafts, who, when, lane))

    def receive(self, changes: Iterable[Change]) -> Happened:
        """Colleagues' changes, in any order, any number of times; empty when all were here already."""
        return self._did(self._saving.receive(changes))

    def adopt_space(self, space: SpaceId, who: WorkerId, when: Moment) -> Happened:
        """The desk has joined: what was recorded before moves into `space`, and what waits to be sent with it."""
        rows = self._database.execute(
            "SELECT id, form, version, heads FROM record WHERE space = '' AND parent = '' ORDER BY row"
        ).fetchall()
        moves = [
            NewChange(
                record=RecordId(id_), kind=MOVE, form=form, version=version, after=ids_from_text(heads), space=space
            )
            for id_, form, version, heads in rows
        ]
        return self.save(moves, who, when)

    def keep_draft(self, draft: Draft) -> Happened:
        """Put the draft in the place of the one there was."""
        drafts.keep_draft(self._database, draft)
        return self._did(Happened(drafts=frozenset({draft.record})))

    def drop_draft(self, record: RecordId) -> Happened:
        """The draft is saved, or not wanted."""
        drafts.drop_draft(self._database, record)
        return self._did(Happened(drafts=frozenset({record})))

    def remember(self, key: str, value: Json) -> None:
        """Keep a fact of the desk; None forgets it."""
        if value is None:
            self._database.execute("DELETE FROM fact WHERE key = ?", (key,))
        else:
            self._database.execute("INSERT OR REPLACE INTO fact (key, value) VALUES (?, ?)", (key, canonical(value)))

    def sort_titles(self, language: Language) -> None:
        """Give every line in lists the sort key of this language."""
        sort_titles(self._database, language)

    def told(self, *, sync: bool) -> None:
        """Say on the board that what is known of the server changed."""
        self._did(Happened(sync=sync))

    def _did(self, happened: Happened) -> Happened:
        self.happened = self.happened | happened
        return happened
