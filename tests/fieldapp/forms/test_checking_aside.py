"""A form is checked in a process of its own: what that process does wrong harms nothing, and is said."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from fieldapp.forms.checking import aside
from fieldapp.forms.checking.aside import CheckCancelled, CheckEnded, Limits, check_aside
from fieldapp.forms.checking.report import received, sent
from fieldapp.forms.checking.whole import check_file
from fieldapp.forms.encoding import form_to_json
from tests.helpers.workbooks import broken, workbook


def test_the_form_and_what_is_wrong_come_back_as_if_checked_here(tmp_path: Path) -> None:
    for number, sheets in enumerate((None, broken())):
        path = workbook(tmp_path / f"visit{number}.xlsx", *([] if sheets is None else [sheets]))
        here, there = check_file(path), check_aside(path)

        assert [problem.told() for problem in there.problems] == [problem.told() for problem in here.problems]
        assert [str(problem.mend) for problem in there.problems] == [str(problem.mend) for problem in here.problems]
        assert (there.form is None) == (sheets is not None)
        if here.form is not None and there.form is not None:
            assert form_to_json(there.form) == form_to_json(here.form)


def test_it_says_which_share_is_done(tmp_path: Path) -> None:
    shares: list[float] = []

    check_aside(workbook(tmp_path / "visit.xlsx"), shares.append)

    assert shares == sorted(shares)
    assert len(shares) > 3
    assert all(0 < share < 1 for share in shares)


def test_a_check_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    with pytest.raises(CheckEnded, match="could not be checked within 0 seconds, and was put away"):
        check_aside(workbook(tmp_path / "visit.xlsx"), limits=Limits(seconds=0.01))


def test_a_check_that_takes_too_much_memory_is_ended(tmp_path: Path) -> None:
    rows = [["list_name", "name", "label"], *(["village", f"v{n}", f"Village {n} {'x' * 900}"] for n in range(8_000))]
    survey = [["type", "name", "label"], ["select_one village", "village", "Which?"]]
    path = workbook(tmp_path / "long.xlsx", {"survey": survey, "choices": rows})

    with pytest.raises(CheckEnded, match="takes more memory than any form should"):
        check_aside(path, limits=Limits(megabytes=40, seconds=60))


def test_a_check_that_nobody_wants_any_more_is_ended(tmp_path: Path) -> None:
    with pytest.raises(CheckCancelled):
        check_aside(workbook(tmp_path / "visit.xlsx"), cancelled=lambda: True, limits=Limits(seconds=60))


@pytest.mark.parametrize("code", ["raise SystemExit(7)", "print('{')", "print('{}')", "import os; os.abort()", ""])
def test_a_process_that_breaks_off_is_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setattr(aside, "_command", lambda path, limits, filled: [sys.executable, "-c", code])

    with pytest.raises(CheckEnded, match="broke off"):
        check_aside(tmp_path / "visit.xlsx")


def test_nothing_goes_on_after_a_check(tmp_path: Path) -> None:
    before = threading.active_count()
    with pytest.raises(CheckEnded):
        check_aside(workbook(tmp_path / "visit.xlsx"), limits=Limits(seconds=0.01))

    assert threading.active_count() == before


def test_what_is_sent_says_the_same_in_every_language(tmp_path: Path) -> None:
    checked = check_file(workbook(tmp_path / "visit.xlsx", broken()))

    again = received(sent(checked))

    assert [problem.told() for problem in again.problems] == [problem.told() for problem in checked.problems]
    assert (again.id, again.title, again.version) == ("visit", "Visit", "2026031201")


def test_neither_windows_nor_the_reader_of_workbooks_is_loaded_to_start_a_check() -> None:
    code = (
        "import sys, fieldapp.__main__, fieldapp.forms.checking.aside; "
        "print([name for name in ('PySide6', 'pyxform', 'openpyxl') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert done.stdout.strip() == "[]"
