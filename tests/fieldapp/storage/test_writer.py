"""One thread writes, any thread reads, nobody sees half a save."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from fieldapp.domain.changes import CREATE
from fieldapp.domain.ids import new_record_id
from fieldapp.storage import writer as writing
from fieldapp.storage.engine import Connection
from fieldapp.storage.store import Reader, Write
from fieldapp.storage.values import NewChange
from tests.fieldapp.storage.making import CASE, HOME, INCIDENT, WORKER, Desk


def test_work_is_done_in_the_order_it_was_given(desk: Desk) -> None:
    done: list[int] = []

    futures = [desk.store.write(lambda _, number=number: done.append(number)) for number in range(50)]  # type: ignore[misc]
    for future in futures:
        future.result()

    assert done == list(range(50))


def test_many_threads_save_at_once_and_nothing_is_lost(desk: Desk) -> None:
    with ThreadPoolExecutor(4) as pool:
        records = list(pool.map(lambda number: desk.create(note=str(number)), range(60)))

    changes = desk.changes()
    assert {change.record for change in changes} == set(records)
    assert sorted(change.id.counter for change in changes) == list(range(1, 61))


def test_readers_in_other_threads_never_see_half_a_save(desk: Desk) -> None:
    over = threading.Event()
    halves: list[tuple[int, int]] = []
    looks = threading.Semaphore(0)

    def watch() -> None:
        while not over.is_set():
            with desk.look() as reader:
                cases = sum(1 for _ in reader.of_form(CASE))
                incidents = sum(1 for _ in reader.of_form(INCIDENT))
            if incidents != 2 * cases:
                halves.append((cases, incidents))
            looks.release()

    with ThreadPoolExecutor(2) as pool:
        watching = [pool.submit(watch) for _ in range(2)]
        for _ in range(40):
            case = new_record_id()
            desk.save(
                NewChange(record=case, kind=CREATE, form=CASE, version="1", space=HOME),
                *(
                    NewChange(record=new_record_id(), kind=CREATE, form=INCIDENT, version="1", parent=case)
                    for _ in range(2)
                ),
            )
            looks.acquire()
        over.set()
        for one in watching:
            one.result()

    assert halves == []


def test_a_reader_sees_one_state_while_others_save(desk: Desk) -> None:
    case = desk.create(status="open")

    with desk.look() as reader:
        before = reader.record(case)
        desk.change(case, status="closed")
        assert reader.record(case) == before

    with desk.look() as reader:
        assert reader.record(case) != before


def test_a_reader_cannot_write(desk: Desk) -> None:
    with desk.look() as reader, pytest.raises(Exception, match="write"):
        reader._database.execute("DELETE FROM change")


def test_connections_of_readers_are_used_again(desk: Desk) -> None:
    for _ in range(5):
        with desk.look():
            pass
    with desk.look(), desk.look():
        pass

    assert len(desk.store._readers._idle) == 2


def test_one_reader_remembers_much_and_is_lent_whenever_it_is_there(desk: Desk) -> None:
    def kib(reader: Reader) -> int:
        (size,) = reader._database.execute("PRAGMA cache_size").fetchone()
        return -int(size)

    with desk.look() as first, desk.look() as second:
        assert kib(first) > 4 * kib(second)
        great = first._database

    for _ in range(2):
        with desk.look() as again:
            assert again._database is great


def test_work_that_asks_for_more_work_and_waits_is_refused_instead_of_standing_still(desk: Desk) -> None:
    def inside(_: Write) -> None:
        desk.create()

    with pytest.raises(RuntimeError, match="wait for itself"):
        desk.store.write_now(inside)


def test_closing_finishes_what_was_queued(desk: Desk) -> None:
    futures = [
        desk.store.write(
            lambda write: write.save(
                [NewChange(record=new_record_id(), kind=CREATE, form=CASE, version="1")], WORKER, desk.now
            )
        )
        for _ in range(20)
    ]

    desk.store.close()

    assert all(future.result(timeout=0) for future in futures)
    with pytest.raises(RuntimeError, match="closed"):
        desk.store.write(lambda _: None)
    with pytest.raises(RuntimeError, match="closed"), desk.look():
        pass
    desk.store.close()


def test_work_that_was_called_off_before_its_turn_is_not_done(desk: Desk) -> None:
    gate = threading.Event()
    done: list[str] = []
    first = desk.store.write(lambda _: gate.wait(10))
    second = desk.store.write(lambda _: done.append("second"))

    assert second.cancel()
    gate.set()
    first.result()
    desk.create()

    assert done == []


def test_in_idle_time_the_write_ahead_log_is_folded_in(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    folded = threading.Event()
    monkeypatch.setattr(writing, "IDLE_SECONDS", 0.01)
    fold = desk.store._writer._fold

    def fold_and_tell(how: str) -> None:
        fold(how)
        folded.set()

    monkeypatch.setattr(desk.store._writer, "_fold", fold_and_tell)
    desk.create()

    assert folded.wait(10)
    assert _frames_left(desk) == 0


def test_without_a_pause_it_is_folded_in_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "IDLE_SECONDS", 3600)
    monkeypatch.setattr(writing, "_WRITES_BETWEEN", 10)

    def save_often() -> int:
        for _ in range(40):
            desk.create(story="x" * 5000)
        return desk.store.path.with_name("desk.db-wal").stat().st_size

    assert save_often() * 1.1 > save_often()


def _frames_left(desk: Desk) -> int:
    def look(database: Connection) -> int:
        _, frames, folded = database.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()
        return int(frames) - int(folded)

    return desk.store._writer.run_outside(look).result()
