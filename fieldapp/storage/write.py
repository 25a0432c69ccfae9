"""Change what is stored, in one transaction: all of it is on the disk afterwards, or nothing of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from fieldapp.domain.answers import Json, canonical
from fieldapp.domain.changes import MOVE, Change
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import ChangeId, FieldId, FormId, RecordId, SpaceId, WorkerId, WriterId
from fieldapp.storage import agreeing, drafts, merged, moving
from fieldapp.storage.burying import ErasureBook, refuse_erased
from fieldapp.storage.carried import FileBook
from fieldapp.storage.encoding import ids_from_text
from fieldapp.storage.engine import Connection
from fieldapp.storage.erasing import erase
from fieldapp.storage.facts import KnownForms
from fieldapp.storage.learning import sort_titles
from fieldapp.storage.outbox import Outbox
from fieldapp.storage.read import Reader
from fieldapp.storage.saving import Saving
from fieldapp.storage.syncbook import SyncBook
from fieldapp.storage.values import NOTHING, Draft, Happened, Lane, NewChange
from fieldapp.words import Language


class Write(Reader):
    """Reads and changes; lives for one transaction on the writer's thread. `happened` is all that it did so far."""

    def __init__(self, database: Connection, forms: KnownForms, writer: WriterId, language: Language) -> None:
        super().__init__(database, forms, language)
        self._saving = Saving(database, forms, writer, language)
        self.happened = NOTHING

    @property
    def sync(self) -> SyncBook:
        """Note how far this desk and the server have come, and keep what is for it."""
        return SyncBook(self._database)

    @property
    def outbox(self) -> Outbox:
        """Move what waits into chunks, and out when the server has answered."""
        return Outbox(self._database)

    @property
    def files(self) -> FileBook:
        """Write down which sealed files the server has."""
        return FileBook(self._database)

    @property
    def erasures(self) -> ErasureBook:
        """Write down what was erased for good."""
        return ErasureBook(self._database, self._forms)

    def save(self, changes: Sequence[NewChange], who: WorkerId, when: Moment, lane: Lane = Lane.EDITS) -> Happened:
        """One's own changes, at most one of a record, parents before children: stored, folded, shown and queued.

        Raises RecordErased for a record that was erased for good, or one below it.
        ValueError, a bug of the caller: a creation after something, another kind after nothing or what is not here.
        """
        refuse_erased(self._database, (each for change in changes for each in (change.record, change.parent)))
        return self._did(self._saving.save(changes, who, when, lane))

    def receive(self, changes: Iterable[Change]) -> Happened:
        """Colleagues' changes, in any order, any number of times; empty when all were here already, or were of what
        was erased for good: that stays erased."""
        return self._did(self._saving.receive(self.erasures.sift(changes)))

    def agreed(self, space: SpaceId) -> str:
        """One number over all records of a space, as hex: the same on every desk that holds the same."""
        return agreeing.total(self._database, space)

    def put_right(self, parts: Iterable[int], space: SpaceId) -> Happened:
        """Work out anew the records whose ids begin with these bytes, and the number of this space."""
        agreeing.count_anew(self._database, space)
        return self._did(self._saving.put_right(parts))

    def looked_at(self, record: RecordId, wrong: Sequence[FieldId]) -> None:
        """What two people wrote apart was looked at: this breaks a rule of the form."""
        merged.looked_at(self._database, record, wrong)

    def adopt_space(
        self, space: SpaceId, who: WorkerId, when: Moment, belongs: Callable[[FormId], bool] = lambda _: True
    ) -> Happened:
        """The desk has joined: what was recorded before moves into `space`, and what waits to be sent with it.

        `belongs`: only root records of such forms; call again with another space for the others.
        """
        rows = self._database.execute(
            "SELECT id, form, version, heads FROM record WHERE space = '' AND parent = '' ORDER BY row"
        ).fetchall()
        moves = [
            NewChange(
                record=RecordId(id_), kind=MOVE, form=form, version=version, after=ids_from_text(heads), space=space
            )
            for id_, form, version, heads in rows
            if belongs(form)
        ]
        return self.save(moves, who, when) if moves else NOTHING

    def erase(self, records: Iterable[RecordId]) -> Happened:
        """Remove records and all below them from this desk, not sent or sent: no trace stays once the store is tidied.

        For what must not be here any more; a mistake is deleted by a change instead. See `Store.tidy`.
        """
        return self._did(erase(self._database, self._forms, records))

    def pass_on(self, change: ChangeId, space: SpaceId, lane: Lane = Lane.EDITS) -> bool:
        """Issue an edit again in another space, as it is; whether it did not wait for that already."""
        return moving.queue(self._database, change, space, lane)

    def pass_on_all(self, root: RecordId, space: SpaceId, lane: Lane = Lane.EDITS) -> None:
        """Issue all that is here of a case again in another space."""
        moving.queue_tree(self._database, root, space, lane)

    def keep_departed(self, every: Iterable[moving.Departed]) -> None:
        """These have left, and no others."""
        moving.keep_departed(self._database, every)

    def keep_draft(self, draft: Draft) -> Happened:
        """Put the draft in the place of the one there was. Raises RecordErased."""
        refuse_erased(self._database, (draft.record, draft.root))
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

    def sync_changed(self) -> Happened:
        """Say on the board that what is known of the server, or waits for it, changed."""
        return self._did(Happened(sync=True))

    def _did(self, happened: Happened) -> Happened:
        self.happened = self.happened | happened
        return happened
