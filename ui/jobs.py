"""The one door to the background: work that takes time runs there, and its outcome lands here.

Nothing else in `ui` starts a thread. Work that touches the store runs one piece at a time, in order; other work runs
beside it. Whoever asked and is gone by the time the work is done hears nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from enum import Enum
from functools import partial
from threading import Event
from typing import Final, TypeVar, cast
from weakref import WeakMethod

import shiboken6
from PySide6.QtCore import QObject, Signal, Slot

from fieldapp.errors import FieldappError, Trouble
from fieldapp.words import sentence

T = TypeVar("T")

#: Progress is told at most so often, in seconds.
_TELL_EVERY: Final = 0.1


class Where(Enum):
    """Which workers do it, and how many there are."""

    STORE = 1
    BESIDE = 3


class Bug(Trouble):
    """Work broke in a way nobody foresaw; what was saved is safe. The real error went to `Jobs.crashed`."""

    def __init__(self) -> None:
        super().__init__(sentence("Something went wrong inside the program. What you saved is safe. Please try again."))


class Job:
    """One piece of work on its way, as the work sees it (how far, still wanted?) and as its owner does (cancel)."""

    def __init__(self, tell: Callable[[int, int], None]) -> None:
        self.cancelled = Event()
        self._tell = tell
        self._told = 0.0

    def cancel(self) -> None:
        """Not wanted any more: the work sees it when it looks, the owner hears nothing."""
        self.cancelled.set()

    def progress(self, done: int, total: int) -> None:
        """So many of so many; told at most ten times a second, the last one always. Called by the work."""
        now = time.monotonic()
        if done >= total or now - self._told >= _TELL_EVERY:
            self._told = now
            self._tell(done, total)


class _Ear:
    """A method that wants to hear something, held so that it does not keep its owner alive."""

    def __init__(self, method: Callable[..., object] | None) -> None:
        self._method = None if method is None else WeakMethod(method)

    def __bool__(self) -> bool:
        return self._method is not None

    def hear(self, *values: object) -> None:
        """Tell it, unless its owner is gone."""
        method = self._method() if self._method else None
        owner = getattr(method, "__self__", None)
        if method is not None and (not isinstance(owner, QObject) or shiboken6.isValid(owner)):
            method(*values)


class Jobs(QObject):
    """Runs work in the background.

    Outcomes land on the GUI thread; an owner that is gone gets nothing; a job that was cancelled lands nothing;
    after `close` no work runs and nothing lands.
    """

    #: An error (FieldappError) whose job named nobody to hear it.
    failed = Signal(object)
    #: An error that is a bug of ours.
    crashed = Signal(object)
    #: How many jobs are under way.
    busy = Signal(int)
    _landed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workers = {where: ThreadPoolExecutor(where.value, f"fieldapp-{where.name.lower()}") for where in Where}
        self._under_way: set[Job] = set()
        self._futures: dict[Where, set[Future[None]]] = {where: set() for where in Where}
        self._closed = False
        self._landed.connect(self._on_landed)

    @property
    def is_open(self) -> bool:
        """Whether work may still be begun."""
        return not self._closed

    def run(
        self,
        work: Callable[[], T],
        *,
        done: Callable[[T], object] | None = None,
        failed: Callable[[FieldappError], object] | None = None,
        where: Where = Where.STORE,
    ) -> Job:
        """Do `work` in the background; `done` or `failed`, methods of QObjects, hear of it on the GUI thread."""
        return self._start(_without_job(work), _Ear(done), _Ear(failed), _Ear(None), where)

    def run_long(
        self,
        work: Callable[[Job], T],
        *,
        done: Callable[[T], object] | None = None,
        failed: Callable[[FieldappError], object] | None = None,
        progressed: Callable[[int, int], object] | None = None,
        where: Where = Where.BESIDE,
    ) -> Job:
        """Like `run`, for work that looks whether it is still wanted and says how far it is."""
        return self._start(work, _Ear(done), _Ear(failed), _Ear(progressed), where)

    def close(self, *, patience: float | None = None) -> bool:
        """Call off what is under way, wait until no work runs, and let nothing land any more.

        Work for the store is always waited for, what was asked for before is still done: a draft is never lost.
        With `patience` other work gets so many seconds; False if some of it still runs then.
        """
        self._closed = True
        for job in self._under_way:
            job.cancel()
        for worker in self._workers.values():
            worker.shutdown(wait=False)
        wait(self._futures[Where.STORE])
        left = wait(self._futures[Where.BESIDE], patience).not_done
        if not left:
            for worker in self._workers.values():
                worker.shutdown(wait=True)
        self._under_way.clear()
        return not left

    def _start(self, work: Callable[[Job], T], done: _Ear, failed: _Ear, progressed: _Ear, where: Where) -> Job:
        if self._closed:
            raise RuntimeError("the door to the background is closed")
        job = Job(partial(self._tell, progressed))
        self._under_way.add(job)
        self.busy.emit(len(self._under_way))
        future = self._workers[where].submit(self._do, work, job, done, failed)
        self._futures[where] = {one for one in self._futures[where] if not one.done()} | {future}
        return job

    def _do(self, work: Callable[[Job], T], job: Job, done: _Ear, failed: _Ear) -> None:
        """In the background. Whatever comes out is carried to the GUI thread by the one signal."""
        try:
            value = work(job)
        except Exception as error:  # noqa: BLE001  # handed on whole, to the owner or as a bug
            landing = partial(self._fail, job, failed, error)
        else:
            landing = partial(self._finish, job, done, value)
        if not self._closed:
            self._landed.emit(landing)

    def _tell(self, progressed: _Ear, done: int, total: int) -> None:
        if progressed and not self._closed:
            self._landed.emit(partial(progressed.hear, done, total))

    @Slot(object)
    def _on_landed(self, landing: object) -> None:
        if not self._closed:
            cast("Callable[[], None]", landing)()

    def _finish(self, job: Job, done: _Ear, value: object) -> None:
        self._end(job)
        if not job.cancelled.is_set():
            done.hear(value)

    def _fail(self, job: Job, failed: _Ear, error: Exception) -> None:
        self._end(job)
        known = error if isinstance(error, FieldappError) else Bug()
        if known is not error:
            self.crashed.emit(error)
        if job.cancelled.is_set():
            return
        if failed:
            failed.hear(known)
        elif known is error:
            self.failed.emit(error)

    def _end(self, job: Job) -> None:
        self._under_way.discard(job)
        self.busy.emit(len(self._under_way))


def _without_job(work: Callable[[], T]) -> Callable[[Job], T]:
    def ignoring(_job: Job) -> T:
        return work()

    return ignoring
