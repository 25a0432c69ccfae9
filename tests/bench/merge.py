"""How fast what many people wrote becomes one record, and what a long log costs.

`python -m tests.bench.merge [--json] [--cases N] [--long-log N]`. Each of the first rows is the best of several
runs, in time of the whole call; beside it stands what the processor alone spent on it, for a machine that does other
things meanwhile.
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from time import perf_counter, process_time
from typing import Final

from fieldapp.domain.changes import CREATE, UPDATE, Change
from fieldapp.domain.clock import SystemClock
from fieldapp.domain.ids import ChangeId, FieldId, FormId, RecordId, SpaceId, WorkerId, WriterId
from fieldapp.domain.merge import fold
from fieldapp.storage.list_values import ListQuery, Order
from fieldapp.storage.store import Store
from fieldapp.storage.values import NewChange, StoredRecord
from fieldapp.work.facts import RISKS
from tests.bench import _compaction
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
    folding, (days, scattered) = fold_many(), apply_chunks(cases)
    return [
        Figure(name="fold 100,000 changes of 20,000 records", unit="s", measured=folding.whole, reach=2),
        Figure(name="  of that the processor", unit="s", measured=folding.processor),
        Figure(name="apply a chunk of 50 changes", unit="ms", measured=days.whole * 1000, reach=20),
        Figure(name="  of that the processor", unit="ms", measured=days.processor * 1000),
        Figure(name="  the same with one correction in each of 50 cases", unit="ms", measured=scattered.whole * 1000),
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

    return min((timed(fold_all) for _ in range(_RUNS)), key=_whole)


def apply_chunks(cases: int) -> tuple[Took, Took]:
    """What a colleague wrote, some of it apart from one's own: days of hers, and a correction in each of 50 cases."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "desk.db"
        shutil.copyfile(filled(cases), path)
        store = Store.open(path, KEY, forms=FORMS)
        try:
            best = [min((_apply(store, chunk) for chunk in chunks), key=_whole) for chunks in _chunks(store)]
            return best[0], best[1]
        finally:
            store.close()


def timed(work: Callable[[], object]) -> Took:
    """How long it takes."""
    clock, processor = perf_counter(), process_time()
    work()
    return Took(perf_counter() - clock, process_time() - processor)


def _whole(took: Took) -> float:
    return took.whole


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


def _chunks(store: Store) -> tuple[list[list[Change]], list[list[Change]]]:
    """Days of a colleague; and chunks without any two changes in one case, as they hardly ever come."""
    chance = random.Random(5)
    with store.read() as reader:
        lines = reader.page(ListQuery(form=CASE, order=Order.CHANGED), size=2 * _CHUNK * _CHUNKS).lines
        cases = [[case, *reader.below(case.id)] for line in lines if (case := reader.record(line.id)) is not None]
    chance.shuffle(cases)
    half = len(cases) // 2
    writer = _Colleague(chance)
    days = [change for records in cases[:half] for change in writer.visit(records)][: _CHUNK * _CHUNKS]
    single = [writer.corrects(records[0]) for records in cases[half:]]
    apart = [
        NewChange(record=each.record, kind=UPDATE, form=each.form, version="1", fields=each.fields, after=each.after)
        for each in (*days[::_APART], *single[::_APART])
        if each.kind == UPDATE
    ]
    for one in apart:  # at most one change of a record in a save
        store.write_now(lambda write, one=one: write.save([one], WORKERS[0], _NOW))  # type: ignore[misc]
    return _cut(days), _cut(single)


def _cut(changes: list[Change]) -> list[list[Change]]:
    return [changes[first : first + _CHUNK] for first in range(0, len(changes), _CHUNK)]


class _Colleague:
    """Writes changes as a desk does that does not know of what is saved here meanwhile."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._number = 0

    def visit(self, records: list[StoredRecord]) -> Iterator[Change]:
        """She met somebody: what is there already is corrected, and an incident is written down."""
        yield from map(self.corrects, records)
        story = {FieldId("incident_date"): f"{_NOW.day}", FieldId("incident_description"): "описано со слов " * 20}
        yield self._change(records[0], CREATE, INCIDENT, story)

    def corrects(self, stored: StoredRecord) -> Change:
        """An answer or two."""
        risk = {FieldId("risk"): self._chance.choice(RISKS), FieldId("next_step"): "исправлено коллегой"}
        some = {FieldId("age"): str(self._chance.randrange(14, 80))}
        return self._change(stored, UPDATE, stored.form, risk if stored.form == CASE else some)

    def _change(self, at: StoredRecord, kind: str, form: FormId, fields: dict[FieldId, str]) -> Change:
        self._number += 1
        is_new = kind == CREATE
        return Change(
            id=ChangeId(WriterId("c0" * 8), self._number),
            record=RecordId(f"{self._number:032x}") if is_new else at.id,
            kind=kind,
            form=form,
            version="1",
            fields={**fields},
            after=frozenset() if is_new else at.heads,
            lamport=1_000_000 + self._number,
            who=WorkerId("c0" * 16),
            when=_NOW,
            space=at.space if is_new else SpaceId(""),
            parent=at.id if is_new else None,
        )


def _apply(store: Store, chunk: list[Change]) -> Took:
    return timed(lambda: store.write_now(lambda write: write.receive(chunk)))


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument(
        "--long-log", type=int, default=_compaction.CASES, metavar="N", help="cases that are put together"
    )
    asked = parser.parse_args()
    show(chain(figures(asked.cases), _compaction.figures(asked.long_log)), as_json=asked.json)


if __name__ == "__main__":
    main()
