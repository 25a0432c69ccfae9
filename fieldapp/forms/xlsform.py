"""Reads a form that somebody wrote as an XLSForm (a workbook, or Markdown): all of it, or not at all.

Everything that this program does not have is refused with its sheet, row and column, never left out in silence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from fieldapp.domain.ids import FormId
from fieldapp.forms.columns import Cells, rows_of
from fieldapp.forms.languages import language_code
from fieldapp.forms.layout import ROOT
from fieldapp.forms.model import Choice, Form, Item
from fieldapp.forms.plan import Aspect, WrongRule, plan_of
from fieldapp.forms.problems import FormRefused, Problem
from fieldapp.forms.survey import SurveyReader
from fieldapp.forms.workbook import Sheet, read_sheets
from fieldapp.words import Sentence, sentence

_LANGUAGE: Final = re.compile(r"(?:.*::)\s*(.+)")
_TRANSLATED: Final = re.compile(
    r"(label|caption|hint|guidance_hint|(constraint|required)_?message|bind::fieldapp:unlikelyMsg)\s*::", re.IGNORECASE
)
_ROW: Final = re.compile(r"\[row\s*:\s*(\d+)\]\s*")


def read_xlsform(path: Path) -> Form:
    """The form in a file (.xlsx or .md). Raises FormUnreadable or FormRefused (both a Mistake)."""
    sheets = read_sheets(path)
    settings = _Settings(sheets["settings"], path.stem)
    problems = settings.problems
    lists = _lists(rows_of(sheets["choices"], settings.language), problems)
    reader = SurveyReader(lists, ours=settings.ours)
    children = reader.read(rows_of(sheets["survey"], settings.language, strip=settings.strip))
    problems += reader.problems
    if problems:
        raise FormRefused(tuple(sorted(problems, key=_place)))
    form = Form(
        id=FormId(settings.form_id),
        version=settings.version,
        title=settings.title,
        languages=_languages(sheets),
        default_language=language_code(settings.language),
        instance_name=settings.instance_name,
        ours=settings.ours,
        children=children,
        lists=_used(lists, children),
    )
    wrong = [_problem(form, rule) for rule in plan_of(form).wrong]
    if wrong:
        raise FormRefused(tuple(sorted(wrong, key=_place)))
    _check_with_pyxform(path)
    return form


class _Settings:
    """The settings sheet."""

    def __init__(self, sheet: Sheet, stem: str) -> None:
        rows = rows_of(sheet, "")
        cells = rows[0] if rows else Cells(2, {})
        self.form_id = cells.take("id_string") or stem
        self.title = cells.take("title") or self.form_id
        self.version = cells.take("version")
        self.language = cells.take("default_language")
        self.instance_name = cells.take("instance_name")
        self.ours = re.search(r"\bfieldapp\s*=", cells.take("namespaces")) is not None
        self.strip = cells.take("clean_text_values").lower() not in {"no", "false"}
        cells.take("name")
        cells.take("style")
        self.problems = [
            _refused(
                "settings", cells.row, column, sentence("The setting “{heading}” is not supported."), heading=column
            )
            for column in cells.left()
        ]
        self.problems += [
            _refused("settings", extra.row, "", sentence("Settings stand in one row alone.")) for extra in rows[1:]
        ]


def _lists(rows: tuple[Cells, ...], problems: list[Problem]) -> dict[str, tuple[Choice, ...]]:
    lists: dict[str, dict[str, Choice]] = {}
    for cells in rows:
        list_name, name = cells.take("list name"), cells.take("name")
        if not list_name and not name:
            continue
        if not list_name or not name:
            column = "name" if list_name else "list_name"
            problems.append(_refused("choices", cells.row, column, sentence("A choice needs a list and a name.")))
        elif name in lists.setdefault(list_name, {}):
            text = sentence("The choice “{name}” stands twice in its list.")
            problems.append(_refused("choices", cells.row, "name", text, name=name))
        else:
            lists[list_name][name] = _choice(cells, name, problems)
    return {name: tuple(choices.values()) for name, choices in lists.items()}


def _choice(cells: Cells, name: str, problems: list[Problem]) -> Choice:
    label, columns = cells.take_text("label"), cells.columns()
    for column in columns:
        if column.startswith(("media::", "sms_")):
            text = sentence("The column “{heading}” is not supported.")
            problems.append(_refused("choices", cells.row, column, text, heading=column))
    return Choice(name, label, columns)


def _used(lists: Mapping[str, tuple[Choice, ...]], children: tuple[Item, ...]) -> dict[str, tuple[Choice, ...]]:
    wanted = {question.choices for _, question in Form(id=FormId(""), children=children).questions()}
    return {name: choices for name, choices in lists.items() if name in wanted}


def _languages(sheets: Mapping[str, Sheet]) -> dict[str, str]:
    names: dict[str, str] = {}
    for sheet in sheets.values():
        for header in sheet.headers:
            found = _LANGUAGE.fullmatch(header) if _TRANSLATED.match(header) else None
            if found:
                names.setdefault(language_code(found[1]), found[1].strip())
    return names


def _problem(form: Form, rule: WrongRule) -> Problem:
    if rule.node == ROOT:
        return Problem("settings", 2, rule.aspect.value, rule.reason.sentence)
    item = plan_of(form).layout.item(rule.node)
    if rule.aspect is Aspect.WORDS:
        return Problem("survey", item.row, "label", rule.reason.sentence)
    return Problem("survey", item.row, rule.aspect.value, rule.reason.sentence)


def _check_with_pyxform(path: Path) -> None:
    """What other programs would not take, this one does not take either: the form must stay an XLSForm."""
    from pyxform.xls2json import parse_file_to_json  # noqa: PLC0415 - half a second, needed at import alone

    try:
        parse_file_to_json(str(path), warnings=[])
    except Exception as wrong:  # pyxform raises whatever an odd form leads it into
        found = _ROW.search(str(wrong))
        reason = Sentence(sentence("This breaks a rule of XLSForm: {reason}"), {"reason": _ROW.sub("", str(wrong))})
        raise FormRefused((Problem("survey", int(found[1]) if found else 0, "", reason),)) from wrong


def _refused(sheet: str, row: int, column: str, text: str, **values: object) -> Problem:
    return Problem(sheet, row, column, Sentence(text, values))


def _place(problem: Problem) -> tuple[bool, str, int]:
    return problem.sheet != "survey", problem.sheet, problem.row
