"""`python -m fieldapp form check FILE` says what is wrong with a form, to people and to programs."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from shutil import copyfile

import pytest

from fieldapp.forms.checking.aside import check_aside
from fieldapp.forms.checking.command import check
from fieldapp.forms.encoding import form_to_json
from fieldapp.words import ENGLISH, Language
from tests.helpers.workbooks import VISIT, Rows, broken, doubtful, misleading, workbook

_OLD_WORKBOOK = Path(__file__).parents[2] / "golden" / "forms" / "visit.xls"


def said(file: Path, language: str = ENGLISH, *, as_json: bool = False) -> tuple[int, str]:
    """How the check ends, and what it says."""
    words: list[str] = []
    code = check(file, Language(language), as_json=as_json, write=words.append)
    return code, "".join(words)


def as_csv(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """These sheets in one file, as other programs write forms in CSV."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        for name, rows in sheets.items():
            csv.writer(file).writerows([[name], *(["", *row] for row in rows)])
    return path


def as_markdown(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """These sheets as tables."""
    lines = [f"| {name} |\n" + "".join(f"| | {' | '.join(row)} |\n" for row in rows) for name, rows in sheets.items()]
    path.write_text("".join(lines), encoding="utf-8")
    return path


def test_a_form_is_the_same_whatever_kind_of_file_it_was_written_in(tmp_path: Path) -> None:
    files = [workbook(tmp_path / "visit.xlsx"), as_csv(tmp_path / "visit.csv", VISIT)]
    files += [as_markdown(tmp_path / "visit.md", VISIT)]
    files += [Path(copyfile(files[0], tmp_path / f"visit{ending}")) for ending in (".xlsm", "2.xls")]
    files += [Path(copyfile(_OLD_WORKBOOK, tmp_path / "visit.xls")), Path(copyfile(_OLD_WORKBOOK, tmp_path / "3.xlsx"))]

    forms = [check_aside(file).form for file in files]

    assert len({form_to_json(form) for form in forms if form is not None}) == 1
    assert None not in forms


@pytest.mark.parametrize(
    ("sheets", "code", "usable"),
    [(VISIT, 0, True), (doubtful(), 0, True), (misleading(), 1, True), (broken(), 1, False)],
)
def test_it_ends_with_1_if_anything_must_be_mended(
    tmp_path: Path, sheets: Mapping[str, Rows], code: int, usable: bool
) -> None:
    ended, words = said(workbook(tmp_path / "visit.xlsx", sheets), as_json=True)
    report = json.loads(words)

    assert (ended, report["usable"]) == (code, usable)
    assert report["errors"] + report["warnings"] == len(report["problems"])
    assert (report["file"], report["form"], report["title"], report["version"]) == (
        *("visit.xlsx", "visit", "Visit", "2026031201"),
    )


def test_a_program_is_told_each_problem_with_its_place_and_how_to_mend_it(tmp_path: Path) -> None:
    _, words = said(workbook(tmp_path / "visit.xlsx", misleading()), as_json=True)

    assert json.loads(words)["problems"] == [
        {
            "severity": "error",
            "sheet": "survey",
            "row": 5,
            "column": "relevant",
            "problem": "“schol” is none of the choices of “place”.",
            "mend": "Did you mean “school”?",
        }
    ]


def test_a_file_that_is_no_form_ends_with_2_and_is_told_in_words_and_to_programs(tmp_path: Path) -> None:
    path = tmp_path / "holiday.xlsx"
    path.write_bytes(b"\xff\xd8 a photograph")

    code, words = said(path)
    _, told = said(path, as_json=True)

    assert code == 2
    assert words.startswith("“holiday.xlsx” is no form.")
    report = json.loads(told)
    assert (report["form"], report["usable"], report["errors"]) == (None, False, 1)
    assert report["problems"][0]["problem"].startswith("“holiday.xlsx” is no form.")


def test_people_are_told_in_their_language_how_many_there_are(tmp_path: Path) -> None:
    code, words = said(workbook(tmp_path / "visit.xlsx", broken()), "ru")

    assert code == 1
    assert words.splitlines()[0] == "survey, строка 2, type: Тип «scent» не поддерживается."
    assert words.splitlines()[-1] == "«visit.xlsx»: 3 ошибки, 1 предупреждение."
    assert said(workbook(tmp_path / "good.xlsx"))[1] == "“good.xlsx”: nothing is wrong.\n"


def test_it_is_started_from_anywhere_and_says_how_when_nothing_is_asked(tmp_path: Path) -> None:
    file = workbook(tmp_path / "Көмөк.xlsx", misleading())
    root = Path(__file__).parents[3]
    environment = {"PYTHONPATH": str(root), "PATH": ""}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "fieldapp", *arguments]
        return subprocess.run(
            command, check=False, capture_output=True, encoding="utf-8", cwd=tmp_path, env=environment
        )

    checked, plain, wrong = run("form", "check", file.name), run(), run("form", "mend", file.name)

    assert (checked.returncode, checked.stderr) == (1, "")
    assert checked.stdout.splitlines()[-1] == "“Көмөк.xlsx”: 1 error, 0 warnings."
    assert plain.returncode == 0
    assert "python -m ui.main" in plain.stdout
    assert wrong.returncode == 2
