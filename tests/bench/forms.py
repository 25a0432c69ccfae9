"""How fast great forms are: `python -m tests.bench.forms [--json]`.

One of 250 questions on ten pages in three languages, each asked only after what was answered before, with 10,000
villages to choose from; one of 1,000 questions with 500 rules on a single page; one of 100 rows of 20 questions. They
open as the program opens them, from their compiled forms, in processes of their own.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Final

from fieldapp.forms.encoding import form_to_json
from fieldapp.forms.model import Form
from tests.bench._compile import compile_figures
from tests.bench._elementpath import side_by_side
from tests.bench._figures import Figure, as_started_before, python, show
from tests.bench._great_forms import with_rows, with_rules, with_villages

_TIMES: Final = 5
_FORMS: Final[dict[str, Callable[[], Form]]] = {"villages": with_villages, "rules": with_rules, "rows": with_rows}


def figures() -> list[Figure]:
    """All of them, measured now."""
    with tempfile.TemporaryDirectory(prefix="form-") as folder:
        told = {name: _measured(Path(folder) / f"{name}.json", name, make()) for name, make in _FORMS.items()}
    great, ruled, rows = told["villages"], told["rules"], told["rows"]
    return [
        _seconds("open a form of 250 questions, 3 languages, 10,000 villages", great["open"], 0.3),
        _milliseconds("a keystroke in it, middle", great["key"], 16),
        _milliseconds("a keystroke in it, p99", great["key p99"], 16),
        _milliseconds("a keystroke of a search in the villages, middle", great["search"], 10),
        _milliseconds("a keystroke of a search in the villages, p99", great["search p99"], 10),
        _seconds("open a form of 1,000 questions with 500 rules", ruled["open"], None),
        _milliseconds("a keystroke in that, middle", ruled["key"], 16),
        _milliseconds("a keystroke in that, p99", ruled["key p99"], 16),
        _milliseconds("a row more to 100 rows of 20 questions, in its table", rows["row in the table"], 50),
        _milliseconds("a row more to 100 rows of 20 questions, p99", rows["row in the table p99"], 50),
        _milliseconds("a row more, with its page opened, middle", rows["row"], 50),
        _milliseconds("a row more, with its page opened, p99", rows["row p99"], 50),
        *compile_figures(),
        _beside_elementpath(),
    ]


def _beside_elementpath() -> Figure:
    """The same 250 rules on the same record, once each: ours and elementpath's, in the same process."""
    ours, theirs = side_by_side()
    return Figure(name="250 rules once, ours beside elementpath", unit="ms", measured=ours * 1000, other=theirs * 1000)


def _seconds(name: str, measured: float, reach: float | None) -> Figure:
    return Figure(name=name, unit="s", measured=measured, reach=reach)


def _milliseconds(name: str, measured: float, reach: float) -> Figure:
    return Figure(name=name, unit="ms", measured=measured, reach=reach)


def _measured(path: Path, name: str, form: Form) -> dict[str, float]:
    """The middle of what several processes tell, after one that writes bytecode and fills the system's cache."""
    path.write_text(form_to_json(form), encoding="utf-8")
    _run(path, name)
    told = [_run(path, name) for _ in range(_TIMES)]
    return {what: median(each[what] for each in told) for what in told[0]}


def _run(path: Path, name: str) -> dict[str, float]:
    environment = as_started_before(QT_QPA_PLATFORM="offscreen")
    command = python("tests.bench._form", path, name)
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return dict(json.loads(line) for line in done.stdout.splitlines())


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    show(figures(), as_json=parser.parse_args().json)


if __name__ == "__main__":
    main()
