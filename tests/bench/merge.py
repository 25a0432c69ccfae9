"""How fast what many people wrote becomes one record: `python -m tests.bench.merge [--json] [--cases N]`.

Each row is the best of several runs, in time of the whole call; beside it stands what the processor alone spent on it,
for a machine that does other things meanwhile.
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time
from typing import Final

from fieldapp.domain.changes import CREATE, UPDATE, Change
from fieldapp.domain.clock import SystemClock
from fieldapp.domain.ids import ChangeId, FieldId, RecordId, SpaceId, WorkerId, WriterId
from fieldapp.domain.merge import fold
from fieldapp.storage.list_values import ListQuery, Order
from fieldapp.storage.store import Store
from fieldapp.storage.values import NewChange, StoredRecord
from fieldapp.work.facts import RISKS
from tests.bench._cases import CASE, FORMS, INCIDENT, KEY, WORKERS, filled
from tests.bench._figures import Figure, show

_RUNS: Final = 5
_RECORDS: Final = 20_000
_CHANGES: Final = 5
_CHUNK: Final = 50
_CHUNKS: Final = 20
#: So many of a colleague's changes stand beside one of this desk's that neither knew of.
_APART: Final = 5
_NOW: Final = SystemClock().now()


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds of one call: by the clock, and of the processor in this process."""

    whole: float
    processor: float


def figures(cases: int) -> list[Figure]:
    """All of them, measured now."""
    folding, applying = fold_many(), apply_chunks(cases)
    return [
        Figure(name="fold 100,000 changes of 20,000 records", unit="s", measured=folding.whole, reach=2),
        Figure(name="  of that the processor", unit="s", measured=folding.processor),
        Figure(name="apply a chunk of 50 changes", unit="ms", measured=applying.whole * 1000, reach=20),
        Figure(name="  of that the processor", unit="ms", measured=applying.processor * 1000),
    ]


def fold_many() -> Took:
    """Records as several people wrote them: every third was changed by two of them apart, every ninth in one field."""
    chance = random.Random(4)
    histories = [list(_history(chance, number)) for number in range(_RECORDS)]
    for history in histories:
        chance.shuffle(history)

    def fold_all() -> None:
        for history in histories:
            fold(history)

    return min((timed(fold_all) for _ in range(_RUNS)), key=lambda took: took.whole)


def apply_chunks(cases: int) -> Took:
    """What a colleague wrote: corrections of cases that are here, some apart from one's own, and new records."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "desk.db"
        shutil.copyfile(filled(cases), path)
        store = Store.open(path, KEY, forms=FORMS)
        try:
            return min((_apply(store, chunk) for chunk in _chunks(store)), key=lambda took: took.whole)
        finally:
            store.close()


def timed(work: Callable[[], object]) -> Took:
    """How long it takes."""
    clock, processor = perf_counter(), process_time()
    work()
    return Took(perf_counter() - clock, process_time() - processor)


def _history(chance: random.Random, number: int) -> Iterator[Change]:
    """A creation and what followed; `number` decides who knew of whom."""
    record = RecordId(f"{number:032x}")
    answers = {FieldId(f"question_{place}"): f"answer {place}" for place in range(12)}
    made = [_change(record, 1, 1, CREATE, answers)]
    yield made[0]
    for counter in range(2, _CHANGES + 1):
        apart = number % 3 == 0 and counter == _CHANGES
        place = 1 if number % 9 == 0 and counter >= _CHANGES - 1 else chance.randrange(12)
        before = made[-2] if apart else made[-1]
        made.append(_change(record, 2 if apart else 1, counter, UPDATE, {FieldId(f"question_{place}"): "new"}, before))
        yield made[-1]


def _change(
    record: RecordId, who: int, counter: int, kind: str, fields: dict[FieldId, str], before: Change | None = None
) -> Change:
    return Change(
        id=ChangeId(WriterId(f"{who:016x}"), counter),
        record=record,
        kind=kind,
        form=CASE,
        version="1",
        fields={**fields},
        after=frozenset() if before is None else frozenset({before.id}),
        lamport=counter,
        who=WorkerId(f"{who:032x}"),
        when=_NOW,
        space=SpaceId("") if before else SpaceId("01" * 16),
    )


def _chunks(store: Store) -> list[list[Change]]:
    chance = random.Random(5)
    with store.read() as reader:
        old = [line.id for line in reader.page(ListQuery(form=CASE, order=Order.CHANGED), size=_CHUNK * _CHUNKS).lines]
        stored = [each for each in map(reader.record, old) if each is not None]
    chance.shuffle(stored)
    made = [_written(chance, number, record) for number, record in enumerate(stored, 1)]
    apart = [
        NewChange(record=each.record, kind=UPDATE, form=CASE, version="1", fields=each.fields, after=each.after)
        for each in made[::_APART]
        if each.kind == UPDATE
    ]
    store.write_now(lambda write: write.save(apart, WORKERS[0], _NOW))
    return [made[first : first + _CHUNK] for first in range(0, len(made), _CHUNK)]


def _written(chance: random.Random, number: int, case: StoredRecord) -> Change:
    """A colleague's correction of the case, or every third time an incident below it."""
    is_new = number % 3 == 0
    answers = {FieldId("risk"): chance.choice(RISKS), FieldId("next_step"): "исправлено коллегой"}
    story = {FieldId("incident_date"): f"{_NOW.day}", FieldId("incident_description"): "обстоятельства описаны " * 20}
    return Change(
        id=ChangeId(WriterId("c0" * 8), number),
        record=RecordId(f"{number:032x}") if is_new else case.id,
        kind=CREATE if is_new else UPDATE,
        form=INCIDENT if is_new else CASE,
        version="1",
        fields={**(story if is_new else answers)},
        after=frozenset() if is_new else case.heads,
        lamport=1_000_000 + number,
        who=WorkerId("c0" * 16),
        when=_NOW,
        space=case.space if is_new else SpaceId(""),
        parent=case.id if is_new else None,
    )


def _apply(store: Store, chunk: list[Change]) -> Took:
    return timed(lambda: store.write_now(lambda write: write.receive(chunk)))


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--cases", type=int, default=100_000)
    asked = parser.parse_args()
    show(figures(asked.cases), as_json=asked.json)


if __name__ == "__main__":
    main()
