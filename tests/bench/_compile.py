"""What it takes to read a great workbook in a process of its own, and to refuse one that is made to do harm.

250 questions on ten pages in three languages, 10,000 villages; a bomb of 200 MB, and a sheet of a million rows.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

from openpyxl import Workbook

from tests.bench._figures import Figure, as_started_before, python

_TIMES: Final = 3
_PAGES: Final = 10
_QUESTIONS: Final = 22
_VILLAGES: Final = 10_000
_DISTRICTS: Final = 40
_LANGUAGES: Final = ("English (en)", "Русский (ru)", "Кыргызча (ky)")
_BOMB: Final = 200 * 2**20


def compile_figures() -> list[Figure]:
    """All of them, measured now."""
    with tempfile.TemporaryDirectory(prefix="compile-") as folder:
        great = a_great_workbook(Path(folder) / "great.xlsx")
        _check(great)  # bytecode is written, files are in the system's cache
        told = [_check(great) for _ in range(_TIMES)]
        bomb = _check(a_bomb(Path(folder) / "bomb.xlsx"))
        long = _check(a_long_one(Path(folder) / "long.xlsx"))
    seconds, most = median(each[0] for each in told), max(each[1] for each in told)
    return [
        Figure(name="compile a workbook of 250 questions, 10,000 villages", unit="s", measured=seconds, reach=5),
        Figure(name="the most memory that takes", unit="MB", measured=most or None, reach=200),
        Figure(name="refuse a workbook that unpacks to 200 MB", unit="s", measured=bomb[0], reach=10),
        Figure(name="the most memory that takes, too", unit="MB", measured=bomb[1] or None, reach=300),
        Figure(name="refuse a workbook of a million rows", unit="s", measured=long[0], reach=10),
        Figure(name="the most memory that one takes", unit="MB", measured=long[1] or None, reach=300),
    ]


def a_great_workbook(path: Path) -> Path:
    """As an organisation writes one: pages of questions that hang on one another, a cascade of places."""
    book = Workbook(write_only=True)
    survey = book.create_sheet("survey")
    labels = [f"label::{language}" for language in _LANGUAGES]
    hints = [f"hint::{language}" for language in _LANGUAGES]
    survey.append(["type", "name", *labels, *hints, "relevant", "constraint", "choice_filter"])
    for page in range(_PAGES):
        for row in _page(page):
            survey.append(row)
    choices = book.create_sheet("choices")
    choices.append(["list_name", "name", *labels, "district"])
    for name in ("yes", "no"):
        choices.append(["yes_no", name, *_said(name)])
    for number in range(_DISTRICTS):
        choices.append(["district", f"d{number}", *_said(f"District {number}")])
    for number in range(_VILLAGES):
        choices.append(["village", f"v{number}", *_said(f"Village {number}"), f"d{number % _DISTRICTS}"])
    settings = book.create_sheet("settings")
    settings.append(["form_id", "form_title", "version", "default_language"])
    settings.append(["great", "A great form", "1", _LANGUAGES[0]])
    book.save(path)
    return path


def _page(page: int) -> list[list[str]]:
    nothing = [""] * len(_LANGUAGES)
    rows = [
        ["begin_group", f"page_{page}", *_said(f"Page {page}")],
        ["text", f"note_{page}", *_said("What did she say?"), *_said("In her words.")],
        ["select_one district", f"district_{page}", *_said("In which district?")],
        ["select_one village", f"village_{page}", *_said("In which village?"), *nothing, "", ""],
    ]
    rows[-1].append(f"district = ${{district_{page}}}")
    for place in range(_QUESTIONS):
        asked = [f"ask_{page}_{place}", *_said(f"What about {place}?"), *_said("In her words.")]
        relevant = f"string-length(${{note_{page}}}) > {place} or ${{note_{page}}} = 'x{place}'"
        if place % 3:
            rows.append(["select_one yes_no", *asked, relevant])
        else:
            rows.append(["integer", *asked, relevant, ". >= 0 and . <= 120"])
    return [*rows, ["end_group"]]


def _said(words: str) -> list[str]:
    return [f"{words} ({language})" for language in _LANGUAGES]


def a_bomb(path: Path) -> Path:
    """A few kilobytes that unpack to much."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"<workbook/>")
        package.writestr("xl/worksheets/sheet1.xml", bytes(_BOMB))
    return path


def a_long_one(path: Path) -> Path:
    """A million rows that keep below every size."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"<workbook/>")
        package.writestr("xl/worksheets/sheet1.xml", b"<worksheet>" + b"<row><c/></row>" * 1_000_000 + b"</worksheet>")
    return path


def _check(path: Path) -> tuple[float, float]:
    """Seconds from the start of the process to its answer, and the most megabytes it held (0: cannot be told)."""
    begun = perf_counter()
    done = subprocess.run(
        python("tests.bench._compile", path), check=True, capture_output=True, text=True, env=as_started_before()
    )
    seconds = perf_counter() - begun
    return seconds, float(json.loads(done.stdout))


def main(path: Path) -> None:
    """A child of this very measurement: have the file checked as the program does, and tell what that took."""
    from fieldapp.forms.checking.aside import check_aside  # noqa: PLC0415 - counts to the time of the child

    check_aside(path)
    try:
        import resource  # noqa: PLC0415 - not there on Windows
    except ImportError:
        most = 0.0
    else:
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
    print(json.dumps(most), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
