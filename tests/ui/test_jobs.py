"""The door to the background."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, QThread, Slot
from pytestqt.qtbot import QtBot

from fieldapp.errors import FieldappError, Mistake
from ui.jobs import Bug, Job, Jobs, Where


class Owner(QObject):
    """Writes down what it hears, and on which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []
        self.threads: set[QThread] = set()

    @Slot(object)
    def hear(self, value: object) -> None:
        self.heard.append(value)
        self.threads.add(QThread.currentThread())

    def hear_progress(self, done: int, total: int) -> None:
        self.heard.append((done, total))
        self.threads.add(QThread.currentThread())


@pytest.fixture
def owner(qtbot: QtBot) -> Owner:
    return Owner()


@contextmanager
def running_released(lock: threading.Lock) -> Iterator[None]:
    """Let go of the lock at the end."""
    try:
        yield
    finally:
        lock.release()


def idle(jobs: Jobs, qtbot: QtBot) -> None:
    """Wait until nothing is under way."""
    with qtbot.waitSignal(jobs.busy, check_params_cb=lambda number: number == 0):
        pass


def test_work_runs_beside_and_its_value_lands_on_the_gui_thread(jobs: Jobs, owner: Owner, qtbot: QtBot) -> None:
    where: list[str] = []

    def work() -> int:
        where.append(threading.current_thread().name)
        return 7

    jobs.run(work, done=owner.hear)
    idle(jobs, qtbot)

    assert owner.heard == [7]
    assert owner.threads == {QThread.currentThread()}
    assert where[0].startswith("fieldapp-store")


def test_an_error_for_a_person_lands_where_it_was_asked_for(jobs: Jobs, owner: Owner, qtbot: QtBot) -> None:
    mistake = Mistake("There is no 31 February.")

    def work() -> None:
        raise mistake

    jobs.run(work, done=owner.hear, failed=owner.hear)
    idle(jobs, qtbot)

    assert owner.heard == [mistake]


def test_an_error_nobody_asked_for_is_told_by_the_door_itself(jobs: Jobs, qtbot: QtBot) -> None:
    mistake = Mistake("The disk is full.")

    def work() -> None:
        raise mistake

    with qtbot.waitSignal(jobs.failed) as told:
        jobs.run(work)

    assert told.args == [mistake]


def test_a_bug_is_told_apart_and_the_owner_can_still_go_on(jobs: Jobs, owner: Owner, qtbot: QtBot) -> None:
    bug = ZeroDivisionError()

    def work() -> None:
        raise bug

    with qtbot.waitSignal(jobs.crashed) as told:
        jobs.run(work, failed=owner.hear)

    assert told.args == [bug]
    assert [type(error) for error in owner.heard] == [Bug]
    assert isinstance(owner.heard[0], FieldappError)


def test_an_owner_whose_window_is_gone_hears_nothing(jobs: Jobs, owner: Owner, qtbot: QtBot) -> None:
    go = threading.Event()
    jobs.run(go.wait, done=owner.hear, failed=owner.hear)

    shiboken6.delete(owner)
    go.set()
    idle(jobs, qtbot)

    assert owner.heard == []


def test_work_under_way_does_not_keep_its_owner_alive(jobs: Jobs, qtbot: QtBot) -> None:
    go = threading.Event()
    passing = Owner()
    gone = weakref.ref(passing)
    jobs.run(go.wait, done=passing.hear)

    del passing
    gc.collect()
    alive = gone()
    go.set()
    idle(jobs, qtbot)

    assert alive is None


def test_work_for_the_store_runs_one_after_another_in_order(jobs: Jobs, owner: Owner, qtbot: QtBot) -> None:
    running = threading.Lock()

    class Alone:
        """Work that notices when it is not alone."""

        def __init__(self, number: int) -> None:
            self.number = number

        def __call__(self) -> int:
            if not running.acquire(blocking=False):
                return -1
            with running_released(running):
                return self.number

    for number in range(20):
        jobs.run(Alone(number), done=owner.hear)
    idle(jobs, qtbot)

    assert owner.heard == list(range(20))


def test_other_work_does_not_wait_for_the_store(jobs: Jobs, owner: Owner, qtbot: QtBot) -> None:
    go = threading.Event()
    jobs.run(go.wait)

    with qtbot.waitSignal(jobs.busy, check_params_cb=lambda number: number == 1):
        jobs.run(lambda: "beside", done=owner.hear, where=Where.BESIDE)
    go.set()
    idle(jobs, qtbot)

    assert owner.heard == ["beside"]


def test_a_job_called_off_sees_it_and_lands_nothing(jobs: Jobs, owner: Owner, qtbot: QtBot) -> None:
    seen: list[bool] = []

    def work(job: Job) -> str:
        seen.append(job.cancelled.wait(10))
        return "too late"

    job = jobs.run_long(work, done=owner.hear, failed=owner.hear)
    job.cancel()
    idle(jobs, qtbot)

    assert seen == [True]
    assert owner.heard == []


def test_progress_is_told_on_the_gui_thread_and_not_too_often(jobs: Jobs, owner: Owner, qtbot: QtBot) -> None:
    def work(job: Job) -> None:
        for number in range(1, 1001):
            job.progress(number, 1000)

    jobs.run_long(work, progressed=owner.hear_progress)
    idle(jobs, qtbot)

    assert owner.heard[-1] == (1000, 1000)
    assert len(owner.heard) < 100
    assert owner.threads == {QThread.currentThread()}


def test_closing_waits_for_running_work_and_lets_nothing_land(qtbot: QtBot, owner: Owner) -> None:
    jobs = Jobs()
    ended: list[bool] = []

    def work(job: Job) -> None:
        job.cancelled.wait(10)
        ended.append(True)

    jobs.run_long(work, done=owner.hear)
    jobs.close()
    QCoreApplication.sendPostedEvents()

    assert ended == [True]
    assert owner.heard == []
    with pytest.raises(RuntimeError):
        jobs.run(lambda: None)


def test_only_a_method_of_something_may_ask_to_hear(jobs: Jobs) -> None:
    with pytest.raises(TypeError):
        jobs.run(lambda: 1, done=lambda value: value)
