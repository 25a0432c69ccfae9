"""How fast the store is with 100,000 cases: `python -m tests.bench.store [--json] [--cases N]`.

The desk is made once, with names put together by chance, and copied for each run. Times are of the whole call, in
Python, as a screen waits for it. Beside a save stands its floor: one row into a bare SQLCipher file, as safely written.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Final

from fieldapp.domain.changes import UPDATE
from fieldapp.domain.clock import SystemClock
from fieldapp.domain.ids import new_record_id
from fieldapp.storage.list_values import FigureQuery, ListQuery, Mark, Order
from fieldapp.storage.opening import open_database
from fieldapp.storage.showing import NOT_DUE
from fieldapp.storage.store import Store
from fieldapp.storage.values import NewChange
from fieldapp.work.facts import RISKS
from tests.bench._cases import CASE, FORMS, INCIDENT, KEY, TODAY, WORKERS, a_case, field, filled, name
from tests.bench._figures import Figure, as_started_before, memory, middle_and_99, python, show

_TIMES: Final = 400
_MONTH: Final = f"{TODAY - timedelta(days=300):%Y-%m}"
#: Open ones, those that are over, all.
_STATES: Final = (frozenset({"open"}), frozenset({"closed", "transferred", "duplicate"}), frozenset[str]())
_SYNCS: Final = ("fsync", "fdatasync")


def figures(cases: int) -> list[Figure]:
    """All of them, measured now in a process of their own."""
    desk = filled(cases)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "desk.db"
        shutil.copyfile(desk, path)
        done = subprocess.run(
            python("tests.bench.store", "--measure", path),
            check=True,
            capture_output=True,
            text=True,
            env=as_started_before(),
        )
        measured = json.loads(done.stdout)
        fsyncs = _fsyncs_per_save(path)
    return [
        Figure(name="open and first page", unit="ms", measured=measured["open"], reach=200),
        Figure(name="a page of a list, middle", unit="ms", measured=measured["page"][0], reach=5),
        Figure(name="a page of a list, p99", unit="ms", measured=measured["page"][1], reach=5),
        Figure(name="a search, middle", unit="ms", measured=measured["search"][0], reach=30),
        Figure(name="a search, p99", unit="ms", measured=measured["search"][1], reach=30),
        Figure(name="a month's figures", unit="ms", measured=measured["figures"][0], reach=30),
        Figure(name="a save, middle", unit="ms", measured=measured["save"][0], reach=15, floor=measured["floor"][0]),
        Figure(name="a save, p99", unit="ms", measured=measured["save"][1], reach=15, floor=measured["floor"][1]),
        Figure(name="fsyncs a save", unit="", measured=fsyncs, reach=2),
        Figure(name="memory, whole process", unit="MB", measured=measured["memory"], reach=200),
    ]


def measure(path: Path) -> dict[str, object]:
    """The numbers that one process can take of itself."""
    begun = perf_counter()
    store = Store.open(path, KEY, forms=FORMS)
    with store.read() as reader:
        reader.page(ListQuery(form=CASE))
    opened = (perf_counter() - begun) * 1000
    chance = random.Random(1)
    try:
        pages, searches = ask_much(store, chance)
        counts = [_timed(lambda: _figures(store)) for _ in range(50)]
        held = memory()
        saves = _saves(store, chance, _TIMES)
    finally:
        store.close()
    return {
        "open": opened,
        "page": middle_and_99(pages),
        "search": middle_and_99(searches),
        "figures": middle_and_99(counts),
        "save": middle_and_99(saves),
        "floor": middle_and_99(_floor(path.with_name("floor.db"))),
        "memory": held,
    }


def ask_much(store: Store, chance: random.Random) -> tuple[list[float], list[float]]:
    """Pages and searches as on a long day; how long each took."""
    return _pages(store, chance), _searches(store, chance)


def _pages(store: Store, chance: random.Random) -> list[float]:
    """Pages from anywhere in every list that screens show."""
    times = []
    for _ in range(_TIMES):
        query = ListQuery(
            form=CASE,
            order=chance.choice((Order.URGENCY, Order.URGENCY, *Order)),
            authors=chance.choice((frozenset(), frozenset({chance.choice(WORKERS)}))),
            statuses=chance.choice(_STATES),
        )
        if query.order is not Order.URGENCY:
            query = ListQuery(form=CASE, order=query.order)
        mark = _mark(query.order, chance)
        times.append(_timed(lambda: _page(store, query, mark)))  # noqa: B023 - called at once
    return times


def _mark(order: Order, chance: random.Random) -> Mark:
    day, row = str(TODAY - timedelta(days=chance.randrange(1400))), chance.randrange(300_000)
    return {
        Order.URGENCY: Mark((chance.randrange(3), chance.choice((day, NOT_DUE)), day, row)),
        Order.CHANGED: Mark((f"{day}T10:00:00.000", row)),
        Order.TITLE: Mark(("", row)),
        Order.CODE: Mark((chance.choice("0123456789ABCDEFGHJKMNPQRSTVWXYZ"), row)),
    }[order]


def _page(store: Store, query: ListQuery, mark: Mark) -> None:
    with store.read() as reader:
        reader.page(query, mark)


def _searches(store: Store, chance: random.Random) -> list[float]:
    """Names as one types them, from two letters to two words in either alphabet; codes and phones."""
    times = []
    for _ in range(_TIMES):
        family, given, _ = name(chance)
        typed = chance.choice(
            (
                given[: chance.randrange(2, 7)],
                given,
                family,
                f"{given[:3]} {family[:4]}",
                f"{family} {given}",
                given[2:],
                f"{chance.randrange(10_000_000)}",
                "".join(chance.choices("0123456789ABCDEFGHJKMNPQRSTVWXYZ", k=chance.randrange(3, 7))),
            )
        )
        times.append(_timed(lambda: _search(store, typed)))  # noqa: B023 - called at once
    return times


def _search(store: Store, typed: str) -> None:
    with store.read() as reader:
        reader.search(typed)


def _figures(store: Store) -> None:
    with store.read() as reader:
        reader.count_by(
            FigureQuery(form=INCIDENT, when=field("incident_date"), first=_MONTH, last=f"{_MONTH}-31"),
            field("gbv_sexual_violence_type"),
        )


def _saves(store: Store, chance: random.Random, times: int) -> list[float]:
    """New cases with all that stands below them, and corrections of old ones, by turns."""
    now = SystemClock().now()
    with store.read() as reader:
        old = [line.id for line in reader.page(ListQuery(form=CASE, order=Order.CHANGED), size=200).lines]
    taken = []
    for number in range(times):
        if number % 2:
            changes = [_fresh(change) for change in a_case(chance, number)][:1]
        else:
            with store.read() as reader:
                stored = reader.record(chance.choice(old))
            assert stored is not None
            changes = [
                NewChange(
                    record=stored.id,
                    kind=UPDATE,
                    form=CASE,
                    version="1",
                    fields={field("risk"): chance.choice(RISKS), field("next_step"): "исправлено"},
                    after=stored.heads,
                )
            ]
        taken.append(_timed(lambda: store.write_now(lambda write: write.save(changes, WORKERS[0], now))))  # noqa: B023
    return taken


def _fresh(change: NewChange) -> NewChange:
    return NewChange(
        record=new_record_id(),
        kind=change.kind,
        form=change.form,
        version=change.version,
        fields=change.fields,
        space=change.space,
    )


def _floor(path: Path) -> list[float]:
    """What no save can be faster than: one row, committed with the same settings."""
    database = open_database(path, KEY, create=True)
    database.execute("CREATE TABLE change (row INTEGER PRIMARY KEY, body TEXT)")

    def save() -> None:
        database.execute("BEGIN IMMEDIATE")
        database.execute("INSERT INTO change (body) VALUES (?)", ("я" * 400,))
        database.execute("COMMIT")

    times = [_timed(save) for _ in range(_TIMES)]
    database.close()
    return times


def _fsyncs_per_save(path: Path) -> float | None:
    """Counted from outside by strace: a process that saves against one that only opens and closes."""
    if shutil.which("strace") is None:
        return None
    few, many = (_fsyncs(path, saves) for saves in (0, 100))
    return (many - few) / 100


def _fsyncs(path: Path, saves: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "calls"
        command = ["strace", "-f", "-e", f"trace={','.join(_SYNCS)}", "-o", str(told)]
        subprocess.run(
            [*command, *python("tests.bench.store", "--save", saves, "--measure", path)],
            check=True,
            capture_output=True,
        )
        return sum(f"{call}(" in line for line in told.read_text().splitlines() for call in _SYNCS)


def _only_save(path: Path, times: int) -> None:
    store = Store.open(path, KEY, forms=FORMS)
    _saves(store, random.Random(2), times)
    store.close()


def _timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    begun = perf_counter()
    work()
    return (perf_counter() - begun) * 1000


def main() -> None:
    """Print the figures, or measure in this process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--save", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.save is not None:
        _only_save(asked.measure, asked.save)
    elif asked.measure:
        print(json.dumps(measure(asked.measure)))
    else:
        found = figures(asked.cases)
        show(found, as_json=asked.json)


if __name__ == "__main__":
    main()
