"""What she waits for at the beginning: `python -m tests.bench.start [--json] [--cases N]`.

Whole processes, from their start until what she waits for is painted; the desk has 100,000 cases. Beside the unlock
screen stands its floor, an empty window of Qt's; beside the memory that of such a window.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

from fieldapp.storage.store import Store
from fieldapp.vault.desks import new_desk_folder
from fieldapp.vault.keystore import create
from fieldapp.vault.pace import FLOOR
from fieldapp.work.opening import desk_file
from tests.bench._cases import FORMS, KEY, filled
from tests.bench._figures import Figure, as_started_before, python, show

_PASSPHRASE: Final = "five plain words in a row"
_STARTS: Final = 9
_OPENINGS: Final = 5
#: Nothing here takes a tenth of it.
_PATIENCE: Final = 120


def figures(cases: int) -> list[Figure]:
    """All of them, measured now."""
    with tempfile.TemporaryDirectory(prefix="home-") as folder:
        home = Path(folder)
        _make_desk(home, cases)
        _run("_empty_window", home)  # bytecode is written, files are in the system's cache
        _run("_window", home)
        empty = _middles([_run("_empty_window", home) for _ in range(_STARTS)])
        started = _middles([_run("_window", home) for _ in range(_STARTS)])
        opened = _middles([_run("_window", home, _PASSPHRASE) for _ in range(_OPENINGS)])
    return [
        Figure(name="start to unlock screen", unit="s", measured=started["unlock"], reach=1.0, floor=empty["window"]),
        Figure(name="unlock to start page, beyond Argon2id", unit="s", measured=opened["start"], reach=0.2),
        Figure(name="from there to the list of cases", unit="s", measured=opened["cases"], reach=0.2),
        Figure(name="memory after a long day", unit="MB", measured=opened["memory"], reach=200, floor=empty["memory"]),
    ]


def _make_desk(home: Path, cases: int) -> None:
    vault, _ = create(new_desk_folder(home), "Swallow", _PASSPHRASE, FLOOR)
    store = Store.open(filled(cases), KEY, forms=FORMS)
    store.snapshot(desk_file(vault), vault.database_key)
    store.close()
    vault.close()


def _run(module: str, home: Path, *more: str) -> dict[str, float]:
    """What a process tells of itself: name and number, a line for each."""
    environment = as_started_before(QT_QPA_PLATFORM="offscreen")
    command = python(f"tests.bench.{module}", perf_counter(), home, *more)
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment, timeout=_PATIENCE)
    return dict(json.loads(line) for line in done.stdout.splitlines())


def _middles(told: Sequence[dict[str, float]]) -> dict[str, float]:
    every = defaultdict[str, list[float]](list)
    for each in told:
        for name, number in each.items():
            every[name].append(number)
    return {name: median(numbers) for name, numbers in every.items()}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--cases", type=int, default=100_000)
    asked = parser.parse_args()
    show(figures(asked.cases), as_json=asked.json)


if __name__ == "__main__":
    main()
