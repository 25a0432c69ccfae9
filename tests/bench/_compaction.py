"""What a long log costs, for `tests.bench.merge`.

A keeper's desk puts a space together while somebody works at it; then a new desk begins with that, over a real server.
It counts as usable when its start page lists what that of the old desk lists as waiting.
"""

from __future__ import annotations

import gc
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from time import perf_counter
from typing import Final
from unittest.mock import patch

from fieldapp.domain.changes import UPDATE
from fieldapp.domain.ids import RecordId
from fieldapp.domain.spaces import Role
from fieldapp.storage.store import Happened
from fieldapp.storage.values import NewChange
from fieldapp.storage.writer import IDLE_SECONDS
from fieldapp.work.today import todo
from sync.client.keeping.compacting import Compacting, Step, wish
from sync.client.organisation.inviting import Invitee, invite
from sync.client.talk.answering import Answer
from sync.client.talk.courier import BREATH
from tests.bench._cases import CASE, FORMS, TODAY, a_case
from tests.bench._cases import field as question
from tests.bench._figures import Figure
from tests.bench.sync import Place, a_place, connected, talk
from tests.helpers.line import Wire, wire_to
from tests.sync.client.making import Person, join_by_files

CASES: Final = 10_000
_YEARS: Final = 5 * 365
_AT_ONCE: Final = 500


def figures(cases: int) -> Iterator[Figure]:
    """All of them, each as soon as it is measured."""
    full = cases == CASES

    def reach(value: float) -> float | None:
        return value if full else None

    with patch("tests.sync.client.making.FORMS", FORMS), a_place() as place, wire_to(place.port) as wire:
        worker = place.team.worker
        changes = write(worker, cases, place)
        talk(worker, wire)
        gathered = gather(worker, place)
        yield Figure(name=f"put {cases} cases together", unit="s", measured=gathered.seconds, reach=reach(10))
        yield Figure(name="  the window waits at most", unit="ms", measured=gathered.window * 1000, reach=reach(50))
        yield Figure(name="  a save waits at most", unit="ms", measured=gathered.save * 1000, reach=reach(50))
        yield Figure(name="  changes in it", unit="", measured=changes)
        talk(worker, wire)
        new = a_newcomer(place, wire)
        came = begin(new, worker, wire)
        yield Figure(
            name=f"a new desk with {cases} cases: usable after", unit="KB", measured=came.usable / 1000, reach=reach(20)
        )
        yield Figure(name="  usable after", unit="s", measured=came.usable_seconds)
        yield Figure(name="  whole after", unit="s", measured=came.seconds, reach=reach(20))
        yield Figure(name="  all of it", unit="KB", measured=came.bytes / 1000)
        new.close()


# What is written


def write(worker: Person, cases: int, place: Place) -> int:
    """Cases of five years, most of them closed, some corrected several times; how many changes that is."""
    chance, count = random.Random(20260312), 0
    for first in range(0, cases, _AT_ONCE):
        numbers = range(first, min(first + _AT_ONCE, cases))
        made = [list(_case(chance, number, cases, place)) for number in numbers]
        _save(worker, [change for case in made for change in case])
        corrected = [case[0].record for case in made if chance.random() < 0.5]
        for _ in range(3):
            _save(worker, _corrections(worker, corrected, chance))
        count += sum(len(case) for case in made) + 3 * len(corrected)
    return count


def _case(chance: random.Random, number: int, cases: int, place: Place) -> Iterator[NewChange]:
    opened = TODAY - timedelta(days=_YEARS - _YEARS * number // cases)
    for change in a_case(chance, number, opened):
        yield replace(change, space=place.team.caseload)


def _corrections(worker: Person, cases: list[RecordId], chance: random.Random) -> list[NewChange]:
    with worker.store.read() as reader:
        stored = [each for each in map(reader.record, cases) if each is not None]
    return [
        NewChange(
            record=each.id,
            kind=UPDATE,
            form=CASE,
            version="1",
            fields={question("next_step"): f"позвонить {chance.randrange(100)}"},
            after=each.heads,
        )
        for each in stored
    ]


def _save(worker: Person, changes: list[NewChange]) -> None:
    who, when = worker.worker, worker.clock.now()
    worker.store.write_now(lambda write: write.save(changes, who, when))


# What it takes


@dataclass(slots=True)
class Gathered:
    """Seconds: of the whole, and the longest that anything waited meanwhile."""

    seconds: float
    window: float
    save: float


def gather(worker: Person, place: Place) -> Gathered:
    """In a thread of its own, as the courier does it, while somebody saves and the window's clock ticks."""
    wish(worker.station, place.team.caseload)
    time.sleep(4 * IDLE_SECONDS)  # what was written before is folded into the file
    gc.freeze()  # as the program does once it is loaded
    worker.store.write_now(lambda write: write.remember("bench", None))  # the first save after that takes longer
    took = list[float]()

    def work() -> None:
        begun, compacting, step = perf_counter(), Compacting(worker.station), Step.MORE
        while step is Step.MORE:
            step = compacting.step()
            time.sleep(BREATH)
        assert step is Step.TO_SEND
        took.append(perf_counter() - begun)

    thread = threading.Thread(target=work)
    with longest_wait(lambda: worker.store.write_now(lambda write: write.remember("bench", None))) as save:
        thread.start()
        window = ticking(thread)
    thread.join()
    return Gathered(took[0], window, save.longest)


def ticking(thread: threading.Thread) -> float:
    """The longest that a tick of a thousandth of a second came late."""
    longest = 0.0
    while thread.is_alive():
        due = perf_counter() + 0.001
        time.sleep(0.001)
        longest = max(longest, perf_counter() - due)
    return longest


@dataclass(slots=True)
class Waits:
    """The longest of all."""

    longest: float = 0.0
    over: threading.Event = field(default_factory=threading.Event)


@contextmanager
def longest_wait(work: Callable[[], object]) -> Iterator[Waits]:
    """How long this takes at the worst, done again and again meanwhile."""
    waits = Waits()

    def keep_on() -> None:
        while not waits.over.wait(0.02):
            begun = perf_counter()
            work()
            waits.longest = max(waits.longest, perf_counter() - begun)

    thread = threading.Thread(target=keep_on)
    thread.start()
    try:
        yield waits
    finally:
        waits.over.set()
        thread.join()


def a_newcomer(place: Place, wire: Wire) -> Person:
    """Somebody new in the space, whose desk has met nobody yet."""
    team = place.team
    person = Person("newcomer", team.worker.folder.parent / "newcomer")
    invited = invite(team.coordinator.station, Invitee(name="Worker 2", role=Role.OUTREACH, joins=(team.caseload,)))
    join_by_files(team.coordinator, person, invited)
    talk(team.coordinator, wire)
    talk(team.worker, wire)
    return person


@dataclass(slots=True)
class Came:
    """Bytes that came, and seconds: until the desk was usable, and in all."""

    usable: int = 0
    usable_seconds: float = 0.0
    bytes: int = 0
    seconds: float = 0.0


def begin(new: Person, old: Person, wire: Wire) -> Came:
    """The first talk of a new desk."""
    came, begun, feed = Came(), perf_counter(), Answer.feed
    wanted = _listed(old)

    def counted(self: Answer, data: bytes) -> None:
        came.bytes += len(data)
        feed(self, data)

    def look(_: Happened) -> None:
        if not came.usable and _listed(new) == wanted:
            came.usable, came.usable_seconds = came.bytes, perf_counter() - begun

    with patch.object(Answer, "feed", counted), connected(new, wire, look) as exchange:
        exchange.talk()
    came.seconds = perf_counter() - begun
    assert came.usable
    return came


def _listed(person: Person) -> list[tuple[str, str, str]]:
    with person.store.read() as reader:
        return [(each.why.value, each.code, each.when) for each in todo(reader, person.clock.now())]
