"""A table of expressions and what they should give: what holds is counted, what does not is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fieldapp.forms.table import main


def _tried(path: Path) -> tuple[int, list[str]]:
    said: list[str] = []
    code = main(path, said.append)
    return code, "".join(said).splitlines()


def _table(folder: Path, *rows: tuple[object, object, object], inst: str = "none") -> Path:
    path = folder / "table.json"
    named = [{"expr": expr, "kind": kind, "expected": expected, "inst": inst} for expr, kind, expected in rows]
    path.write_text(json.dumps(named), encoding="utf-8")
    return path


def test_what_holds_is_counted(tmp_path: Path) -> None:
    path = _table(
        tmp_path,
        ("6.1 - 7.8", "num", -1.7),
        ("number('')", "num", "@nan"),
        ("-1 div 0", "num", "@-inf"),
        ("1 + 1", "str", "2"),
        ("1 + 1", "str", 2),
        ("1 = 1", "str", True),
        ("'2' * 3", "num", 6),
        ("'a'", "bool", True),
        ("1 = 2", "bool", False),
        ("not-a-function()", "error", "XPathUnhandledException"),
        ("date(true())", "error", "XPathTypeMismatchException"),
        ("date('1945-04-26')", "other", "DateUtils.getDate(1945, 4, 26)"),
        ("date-time('2000-01-01T10:20:30.000')", "other", 'DateUtils.getDateTimeFromString("2000-01-01T10:20:30.000")'),
        ("round('-NaN')", "other", "-NaN"),
        ("asin(1)", "other", "Math.PI / 2"),
        ("'any'", "other", "any"),
        ("1 div 3.4285714", "num", 0.291667),
        ("false() and nonsense()", "bool", False),
        ("if(true(), 1, nonsense())", "num", 1),
        ("coalesce('', nonsense())", "error", ""),
    )

    assert _tried(path) == (0, ["20 passed, 0 failed"])


def test_each_failure_is_named_with_its_row_and_what_came_instead(tmp_path: Path) -> None:
    path = _table(tmp_path, ("1 + 1", "num", 2), ("1\n + 1", "num", 3), ("pi()", "error", ""), ("1 +", "str", "1"))

    assert _tried(path) == (
        1,
        [
            "Row 2: 1 + 1: expected 3, got 2",
            "Row 3: pi(): expected an error, got 3.141592653589793",
            "Row 4: 1 +: expected 1, got The expression ends where something more should follow.",
            "1 passed, 3 failed",
        ],
    )


def test_rows_that_need_a_form_around_them_are_left_out(tmp_path: Path) -> None:
    assert _tried(_table(tmp_path, ("count(/data/x)", "num", 5), inst="buildInstance()")) == (0, ["0 passed, 0 failed"])


def test_a_table_written_in_another_zone_holds_there(tmp_path: Path) -> None:
    noon_in_arizona = ("decimal-time('2000-01-01T19:00:00.000Z')", "num", 0.5)

    assert _tried(_table(tmp_path, noon_in_arizona)) == (0, ["1 passed, 0 failed"])


@pytest.mark.parametrize(
    "text", ["", "{}", "[1]", '[{"kind": "num"}]', '[{"expr": "1", "kind": "size"}]', "[" * 99_999]
)
def test_a_file_that_is_no_table_is_told_of(tmp_path: Path, text: str) -> None:
    path = tmp_path / "notes.json"
    path.write_text(text, encoding="utf-8")

    assert _tried(path) == (
        2,
        ["“notes.json” cannot be read as a table of expressions: a JSON list of expr, kind and expected."],
    )


def test_a_file_that_is_not_there_is_told_of(tmp_path: Path) -> None:
    assert _tried(tmp_path / "gone.json")[0] == 2
