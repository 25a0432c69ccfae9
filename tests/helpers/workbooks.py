"""Small workbooks, as somebody writes a form in a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook

Rows = Sequence[Sequence[str]]

#: A form of three questions in two languages.
VISIT: Mapping[str, Rows] = {
    "survey": [
        ["type", "name", "label::English (en)", "label::Русский (ru)", "required", "constraint"],
        ["date", "visited_on", "When were you there?", "Когда вы там были?", "yes", ""],
        ["select_one place", "place", "Where?", "Где?", "", ""],
        ["integer", "people", "How many people came?", "Сколько людей пришло?", "", ". < 500"],
    ],
    "choices": [
        ["list_name", "name", "label::English (en)", "label::Русский (ru)"],
        ["place", "school", "School", "Школа"],
        ["place", "library", "Library", "Библиотека"],
    ],
    "settings": [["form_title", "form_id", "version"], ["Visit", "visit", "2026031201"]],
}


def workbook(path: Path, sheets: Mapping[str, Rows] = VISIT, **settings: str) -> Path:
    """Write these sheets; `settings` take the place of those in the sheet."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows):
            told = [settings.get(heading, cell) for heading, cell in zip(rows[0], row, strict=True)]
            sheet.append(told if name == "settings" and number else list(row))
    book.save(path)
    return path


def without(sheets: Mapping[str, Rows], name: str) -> dict[str, Rows]:
    """The sheets without the question of this name."""
    return {each: [row for row in rows if len(row) < 2 or row[1] != name] for each, rows in sheets.items()}


def broken() -> dict[str, Rows]:
    """The form with a type that nobody has, a choice list that is not there, and a rule that names no question."""
    survey = [
        list(VISIT["survey"][0]),
        ["scent", "code", "Smell it", "Понюхайте", "", ""],
        ["select_one nowhere", "place", "Where?", "Где?", "", ""],
        ["integer", "people", "How many?", "Сколько?", "", ". < ${nobody}"],
    ]
    return {**VISIT, "survey": survey}


def later() -> dict[str, Rows]:
    """A later version of the form: "people" bears another name, a choice is gone, a question is new and required."""
    survey = [
        list(VISIT["survey"][0]),
        *([*row] for row in VISIT["survey"][1:3]),
        ["integer", "participants", "How many people came there?", "Сколько людей туда пришло?", "", ". < 500"],
        ["text", "said", "What was said?", "Что было сказано?", "yes", ""],
    ]
    choices = [row for row in VISIT["choices"] if row[1] != "school"]
    settings = [["form_title", "form_id", "version"], ["Visit", "visit", "2026041501"]]
    return {"survey": survey, "choices": choices, "settings": settings}


def doubtful() -> dict[str, Rows]:
    """The form with a hint that is not said in Russian, and a list that nobody chooses from."""
    survey = [[*VISIT["survey"][0], "hint::English (en)", "hint::Русский (ru)"]]
    survey += [[*row, "As in the diary." if row[1] == "visited_on" else "", ""] for row in VISIT["survey"][1:]]
    return {**VISIT, "survey": survey, "choices": [*VISIT["choices"], ["old", "a", "A", "А"]]}


def misleading() -> dict[str, Rows]:
    """The form with a question that nobody is ever asked, though all of it can be worked out."""
    headings, *rows = VISIT["survey"]
    survey = [[*headings, "relevant"], *([*row, ""] for row in rows)]
    survey.append(["text", "why", "Why there?", "Почему там?", "", "", "${place} = 'schol'"])
    return {**VISIT, "survey": survey}
