"""Everything of one desk: its encrypted file, the one thread that writes it, and readers for everyone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Self, TypeVar

from fieldapp.domain.attachments import SealedId
from fieldapp.domain.clock import Moment
from fieldapp.domain.erasing import Erasure
from fieldapp.domain.ids import WriterId, new_writer_id
from fieldapp.storage.attachments import Attachments, named_somewhere
from fieldapp.storage.engine import Connection
from fieldapp.storage.erasing import is_tidy, needs_tidying
from fieldapp.storage.facts import KnownForms
from fieldapp.storage.learning import learn
from fieldapp.storage.migrate import BEFORE, bring_up_to_date, shipped_steps
from fieldapp.storage.opening import (
    assert_encrypted,
    bears_its_seals,
    is_sound,
    lock_desk,
    open_database,
    open_snapshot,
)
from fieldapp.storage.read import Reader
from fieldapp.storage.readers import Readers
from fieldapp.storage.searching import compare, tidy
from fieldapp.storage.troubles import DAMAGED, StoreDamaged
from fieldapp.storage.values import FormFacts, Happened
from fieldapp.storage.write import Write
from fieldapp.storage.writer import Writer
from fieldapp.words import ENGLISH, Language

__all__ = ["Happened", "Reader", "Store", "Write"]

T = TypeVar("T")


class Store:
    """Open for one process at a time. What `write` answered for is on the disk, whatever happens next.

    `writer` is drawn afresh at each opening, so that a copied desk can never make a change id twice. `attachments`:
    the sealed files that answers name.
    """

    def __init__(self, path: Path, lock: Connection, writer: Writer, readers: Readers, language: Language) -> None:
        """Use `open`."""
        self.path = path
        self.attachments = Attachments(path)
        self.writer: WriterId = new_writer_id()
        self._lock = lock
        self._writer = writer
        self._readers = readers
        self._language = language
        self._forms = KnownForms({})

    @classmethod
    def open(
        cls,
        path: Path,
        key_hex: str,
        *,
        forms: Iterable[FormFacts] = (),
        language: Language = ENGLISH,
        create: bool = False,
    ) -> Self:
        """Open the desk's file and bring it up to date.

        `create`: make it if it is missing or empty. `forms` that were told before need not be told again. `language`:
        whose alphabet sorts titles. Raises StoreBusy, StoreMissing, StoreForeign, StoreDamaged, StoreUnprotected,
        StoreNewer, DiskFull, StoreUnwritable.
        """
        lock = lock_desk(path)
        try:
            database = open_database(path, key_hex, create=create)
            try:
                bring_up_to_date(database, path, shipped_steps())
                assert_encrypted(path)
            except BaseException:
                database.close()
                raise
        except BaseException:
            lock.close()
            raise
        readers = Readers(lambda cache_kib: open_database(path, key_hex, cache_kib=cache_kib))
        store = cls(path, lock, Writer(database), readers, language)
        try:
            store.learn(forms)
            store.sort_in(language)
        except BaseException:
            store.close()
            raise
        return store

    def write(self, work: Callable[[Write], T]) -> Future[T]:
        """Run `work` in one transaction on the writer's thread; when the Future has a result, it is on the disk."""
        return self._writer.run(lambda database: work(Write(database, self._forms, self.writer, self._language)))

    def write_now(self, work: Callable[[Write], T]) -> T:
        """`write`, and wait for it. Raises what `work` raises, DiskFull, StoreDamaged, StoreUnwritable."""
        return self.write(work).result()

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """One state of everything, for any thread: `with store.read() as reader`."""
        with self._readers.borrow() as database:
            yield Reader(database, self._forms, self._language)

    def learn(self, forms: Iterable[FormFacts]) -> None:
        """Take in what is new of these forms; lists, search and figures are worked out again where needed."""
        told = tuple(forms)
        self._writer.run(lambda database: learn(database, told, self._language), self._know).result()

    def sort_in(self, language: Language) -> None:
        """Sort titles as this language does from now on."""
        self._language = language
        self.write_now(partial(_sort_in, language))

    def snapshot(self, path: Path, key_hex: str, progress: Callable[[int, int], None] | None = None) -> int:
        """Write all that is saved into a new file under another key, while work goes on; the last change's row in it.

        `progress` is told the pages left and all pages. Raises StoreDamaged when a page here cannot be read;
        DatabaseError or OSError for the new file's disk.
        """
        with self._readers.borrow() as database:
            if not bears_its_seals(database):  # copying would go on after a broken page, with noughts
                raise StoreDamaged(DAMAGED)
            (upto,) = database.execute("SELECT coalesce(max(row), 0) FROM change").fetchone()
            with closing(open_snapshot(path, key_hex)) as target:
                database.backup(target, pages=1024, progress=told(progress))
                target.execute("PRAGMA journal_mode=DELETE").fetchall()  # else it could not be read from a locked stick
        return int(upto)

    def check(self) -> None:
        """Read every page and compare what must agree; takes seconds. Raises StoreDamaged."""

        def look(database: Connection) -> None:
            if not is_sound(database):
                raise StoreDamaged(DAMAGED)
            compare(database)

        self._writer.run_outside(look).result()

    def sweep(self) -> int:
        """Remove the sealed files that no change and no draft names; how many there were."""
        return self._writer.run(lambda database: self.attachments.sweep(named_somewhere(database))).result()

    def bury(self, erasures: Iterable[Erasure], when: Moment, *, papers: int = 0) -> Happened:
        """Destroy these records for good, with every trace of them on this laptop; `papers`: printed of them.

        Cut short once it is written down, the next opening ends it.
        """
        told = tuple(erasures)

        def work(write: Write) -> tuple[Happened, list[SealedId]]:
            files = list[SealedId]()
            for erasure in told:
                happened, gone = write.erasures.bury(erasure, when, papers)
                write.happened = write.happened | happened
                files += gone
            return write.happened, files

        happened, files = self.write_now(work)
        for file in files:
            self.attachments.destroy(file)
        self.finish_erasing()
        return happened

    def finish_erasing(self) -> None:
        """Leave no trace of what was erased; does nothing where all is tidy."""
        with self._readers.borrow() as database:
            untidy = needs_tidying(database)
        if untidy:
            self.path.with_suffix(BEFORE).unlink(missing_ok=True)
            self.tidy()
            self._writer.run(is_tidy).result()

    def tidy(self) -> None:
        """After an erasure: write the search anew, leave nothing in the write-ahead log, and no file unnamed."""
        self._writer.run(tidy).result()
        self.sweep()
        self._writer.run_outside(
            lambda database: database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        ).result()

    def close(self) -> None:
        """Finish what is queued and leave one tidy file, unless something is still being read."""
        self._readers.close()
        self._writer.close()
        self._lock.close()

    def _know(self, forms: KnownForms) -> None:
        self._forms = forms


def told(progress: Callable[[int, int], None] | None) -> Callable[[int, int, int], None] | None:
    """As SQLite's backup tells it: the pages left, and all."""
    return None if progress is None else lambda _status, left, all_: progress(left, all_)


def _sort_in(language: Language, write: Write) -> None:
    if write.recall("list language") != language:
        write.sort_titles(language)
        write.remember("list language", language)
