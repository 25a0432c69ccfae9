"""Erase for good: records are taken out with every trace of them, and nothing that comes late brings them back."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, replace
from typing import Final, cast

from fieldapp.domain.answers import Json, canonical
from fieldapp.domain.attachments import SealedId
from fieldapp.domain.changes import Change
from fieldapp.domain.clock import Moment
from fieldapp.domain.erasing import Erasure, decode, encode
from fieldapp.domain.ids import RecordId
from fieldapp.errors import Refused
from fieldapp.storage.attachments import files_of_drafts, named_somewhere
from fieldapp.storage.engine import Connection
from fieldapp.storage.erasing import erase, tree_of
from fieldapp.storage.facts import KnownForms
from fieldapp.storage.moving import departed, keep_departed
from fieldapp.storage.outbox import Outbox
from fieldapp.storage.values import Happened
from fieldapp.words import sentence

_LAST_SAVED: Final = "last saved *"
_ERASURES: Final = "SELECT body, chunk, done, counted FROM erasure"


class RecordErased(Refused):
    """The record was erased for good meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            sentence("This case was erased for good, so nothing can be written into it any more. Nothing was kept.")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How much was destroyed on this desk. `unsent`: changes the server had not; `late`: what came afterwards.

    `papers`: printed of it here, and not to be got back. `own`: it was decided at this desk. `named`: the sealed files,
    by their hashes, for the server to delete.
    """

    records: int = 0
    changes: int = 0
    drafts: int = 0
    files: int = 0
    unsent: int = 0
    late: int = 0
    papers: int = 0
    own: bool = False
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptErasure:
    """What this desk keeps of an erasure. `done` is None while it is only told of. `chunks`: those that tell of it,
    several where a snapshot had to be made again."""

    erasure: Erasure
    chunks: tuple[str, ...]
    done: Moment | None
    counted: Counted


class ErasurePages:
    """Look at what was erased."""

    def __init__(self, database: Connection) -> None:
        self._database = database

    def every(self) -> tuple[KeptErasure, ...]:
        """All that are known here, the newest first."""
        kept = map(_kept, self._database.execute(_ERASURES))
        return tuple(sorted(kept, key=lambda each: (each.erasure.when.utc, each.erasure.number), reverse=True))

    def has(self, record: RecordId) -> bool:
        """Whether this record was erased for good."""
        return _is_erased(self._database, record)

    def files(self, root: RecordId) -> tuple[SealedId, ...]:
        """The sealed files that the records of a tree and their drafts name, and nothing else does."""
        return _files(self._database, tree_of(self._database, root))

    def tree(self, root: RecordId) -> tuple[RecordId, ...]:
        """The root and all below it, as far as it is here."""
        return tree_of(self._database, root)


class ErasureBook(ErasurePages):
    """Write down that something was erased, and do it."""

    def __init__(self, database: Connection, forms: KnownForms) -> None:
        super().__init__(database)
        self._forms = forms

    def told(self, erasure: Erasure, chunk: str) -> None:
        """A packet tells of it; whether it counts is seen when the snapshot's signed word is here."""
        self._keep(KeptErasure(erasure=erasure, chunks=(), done=None, counted=Counted()), replacing=False)
        self.tell(erasure.number, chunk)

    def tell(self, number: str, chunk: str) -> None:
        """This chunk, too, tells of an erasure that is known here."""
        kept = self._of(number)
        if kept is not None and chunk not in kept.chunks:
            self._keep(replace(kept, chunks=(*kept.chunks, chunk)), replacing=True)

    def bury(self, erasure: Erasure, when: Moment, papers: int = 0) -> tuple[Happened, tuple[SealedId, ...]]:
        """Destroy it here and now; the files that nothing names any more. `Store.finish_erasing` must follow."""
        database = self._database
        before = self._of(erasure.number)
        if before is not None and before.done is not None:
            return Happened(), ()
        roots = {erasure.records[0]}
        records = {*erasure.records, *tree_of(database, erasure.records[0])}
        database.executemany(
            "INSERT OR IGNORE INTO erased (record, number) VALUES (?, ?)", [(each, erasure.number) for each in records]
        )
        files = _files(database, records)
        counted = replace(_count(database, records), papers=papers, own=before is None, files=len(files), named=files)
        _unseal(database, records)
        happened = erase(database, self._forms, [*roots, *(each for each in records if each not in roots)])
        _forget(database, records)
        database.executemany("DELETE FROM delivered WHERE id = ?", [(each,) for each in files])
        chunks = () if before is None else before.chunks
        self._keep(KeptErasure(erasure=erasure, chunks=chunks, done=when, counted=counted), replacing=True)
        return happened | Happened(records=frozenset(records), roots=frozenset(roots), sync=True), files

    def count_late(self, number: str, more: int) -> None:
        """So many changes of its records came afterwards, and were dropped."""
        kept = self._of(number)
        if kept is not None:
            counted = replace(kept.counted, late=kept.counted.late + more)
            self._keep(replace(kept, counted=counted), replacing=True)

    def sift(self, changes: Iterable[Change]) -> list[Change]:
        """Without those of erased records; what turns out to stand below one is erased too."""
        kept, late = list(changes), dict[str, int]()
        if self._database.execute("SELECT 1 FROM erased LIMIT 1").fetchone() is None:
            return kept
        again = True
        while again:
            again, passed = False, list[Change]()
            for change in kept:
                number = _number(self._database, change)
                if number is None:
                    passed.append(change)
                    continue
                late[number] = late.get(number, 0) + 1
                again |= self._is_found_below(change.record, number)
            kept = passed
        for number, dropped in late.items():
            self.count_late(number, dropped)
        return kept

    def _of(self, number: str) -> KeptErasure | None:
        row = self._database.execute(f"{_ERASURES} WHERE number = ?", (number,)).fetchone()
        return None if row is None else _kept(row)

    def _is_found_below(self, record: RecordId, number: str) -> bool:
        """Whether this record was not known to belong to what was erased; then it goes too, and all below it."""
        if _is_erased(self._database, record):
            return False
        below = tree_of(self._database, record)
        self._database.executemany(
            "INSERT OR IGNORE INTO erased (record, number) VALUES (?, ?)", [(each, number) for each in (record, *below)]
        )
        erase(self._database, self._forms, [record])
        return True

    def _keep(self, kept: KeptErasure, *, replacing: bool) -> None:
        self._database.execute(
            f"INSERT OR {'REPLACE' if replacing else 'IGNORE'} INTO erasure (number, body, chunk, done, counted) "
            "VALUES (?, ?, ?, ?, ?)",
            (
                kept.erasure.number,
                encode(kept.erasure),
                " ".join(kept.chunks),
                kept.done.text if kept.done else "",
                canonical(cast("Json", asdict(kept.counted))),
            ),
        )


def _kept(row: tuple[str, str, str, str]) -> KeptErasure:
    body, chunks, done, counted = row
    when = Moment.from_text(done) if done else None
    return KeptErasure(erasure=decode(body), chunks=tuple(chunks.split()), done=when, counted=_counted(counted))


def _counted(text: str) -> Counted:
    value = json.loads(text)
    return Counted(**{**value, "named": tuple(value["named"])})


def refuse_erased(database: Connection, records: Iterable[RecordId | None]) -> None:
    """Raises RecordErased if one of these was erased for good."""
    if any(each is not None and _is_erased(database, each) for each in records):
        raise RecordErased


def _is_erased(database: Connection, record: RecordId) -> bool:
    return database.execute("SELECT 1 FROM erased WHERE record = ?", (record,)).fetchone() is not None


def _number(database: Connection, change: Change) -> str | None:
    """The erasure that this change comes too late for, if one."""
    row = database.execute(
        "SELECT number FROM erased WHERE record IN (?, ?)", (change.record, change.parent or change.record)
    ).fetchone()
    return None if row is None else str(row[0])


def _files(database: Connection, records: Iterable[RecordId]) -> tuple[SealedId, ...]:
    """The sealed files that these records and their drafts name, and nothing else does."""
    every, left = named_somewhere(database), set[SealedId]()
    gone = set(records)
    left |= {SealedId(id_) for id_, record in database.execute("SELECT id, record FROM attached") if record not in gone}
    left |= files_of_drafts(database, gone)
    return tuple(sorted(every - left))


def _count(database: Connection, records: Iterable[RecordId]) -> Counted:
    def count(what: str, each: RecordId) -> int:
        return int(database.execute(f"SELECT count(*) FROM {what}", {"id": each}).fetchone()[0])

    every = tuple(records)
    return Counted(
        records=sum(count("record WHERE id = :id", each) for each in every),
        changes=sum(count("change WHERE record = :id", each) for each in every),
        drafts=sum(count("draft WHERE record = :id OR (root = :id AND record <> :id)", each) for each in every),
        unsent=sum(count("outbox WHERE record = :id", each) for each in every),
    )


def _unseal(database: Connection, records: Iterable[RecordId]) -> None:
    """What is sealed with them and has no receipt is sealed anew, without them."""
    sealed = "SELECT 1 FROM outbox WHERE record = ? AND chunk IS NOT NULL"
    if any(database.execute(sealed, (each,)).fetchone() for each in records):
        Outbox(database).begin_incarnation()


def _forget(database: Connection, records: Collection[RecordId]) -> None:
    """What the desk remembers beside the records: the last that was saved in a form, what was put aside of them, and
    where they went."""
    keep_departed(database, [each for each in departed(database) if each.root not in records])
    for record in records:
        database.execute("DELETE FROM fact WHERE key GLOB ? AND value = ?", (_LAST_SAVED, canonical(record)))
        database.execute("DELETE FROM parked WHERE instr(body, ?) > 0", (record.encode(),))
