"""The cells of a sheet by their columns, under all the names that columns have; what nobody took is left over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from fieldapp.forms.languages import text_of
from fieldapp.forms.model import Text
from fieldapp.forms.problems import FormRefused, Problem
from fieldapp.forms.sheets.workbook import Sheet
from fieldapp.words import Sentence, sentence

#: Columns for the author's own use, or for other programs, that say nothing about how the form works.
_REMARKS: Final = re.compile(r"[$#_].*|notes?|comments?|remarks?|hxl", re.IGNORECASE)

#: As much as a cell of a spreadsheet can hold.
_CELL_LIMIT: Final = 32_767

#: What stands in it, or in each of its parts ("label" in each language).
Cell = str | dict[str, "Cell"]


class Cells:
    """One row. Each column is taken once; `left` names those that nobody asked for."""

    def __init__(self, sheet: str, row: int, cells: dict[str, Cell]) -> None:
        self.sheet = sheet
        self.row = row
        self._cells = {name: cell for name, cell in _flat(cells, ()) if name[0] and not _REMARKS.fullmatch(name[0])}

    def __bool__(self) -> bool:
        return bool(self._cells)

    def take(self, *column: str) -> str:
        """The text of a column, "" for none; of one with languages any."""
        text = self.take_text(*column)
        return text.said("").strip()

    def take_text(self, *column: str) -> Text:
        """The texts of a column in all its languages."""
        size = len(column)
        names = [name for name in self._cells if name[:size] == column]
        found = {name[size] if len(name) > size else "default": self._cells.pop(name) for name in names}
        return text_of(found)

    def texts(self) -> Iterator[str]:
        """All that stands in it and was not taken yet."""
        return iter(self._cells.values())

    def left(self) -> Iterator[str]:
        """The columns not taken, as their headings name them."""
        return ("::".join(name) for name in self._cells)

    def columns(self) -> dict[str, str]:
        """All that is left, as columns of a choice list."""
        taken = {"::".join(name): cell for name, cell in self._cells.items()}
        self._cells.clear()
        return taken


def _flat(cells: dict[str, Cell], above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    for name, cell in cells.items():
        column = (*above, str(name))
        if isinstance(cell, dict):
            yield from _flat(cell, column)
        elif cell not in (None, ""):
            yield column, str(cell)


def rows_of(sheet: Sheet, language: str, *, strip: bool = True) -> tuple[Cells, ...]:
    """The rows of a sheet with something in them. Raises FormRefused for headings that cannot be told apart.

    `language`: the form's default; texts in a column without a language are in that.
    """
    from pyxform import aliases  # noqa: PLC0415 - half a second, needed at import alone
    from pyxform.constants import EntityColumns  # noqa: PLC0415
    from pyxform.parsing.sheet_headers import dealias_and_group_headers  # noqa: PLC0415
    from pyxform.question import MultipleChoiceQuestion, Option  # noqa: PLC0415
    from pyxform.survey import Survey  # noqa: PLC0415

    _check_lengths(sheet)
    known: dict[str, type[Any]] = {"survey": MultipleChoiceQuestion, "settings": Survey}
    names = {
        "survey": aliases.survey_header,
        "settings": aliases.settings_header,
        "entities": aliases.entities_header,
    }
    own = known.get(sheet.name, Option).get_slot_names()
    columns = set(EntityColumns.value_list()) if sheet.name == "entities" else set(own)
    try:
        grouped = dealias_and_group_headers(
            sheet_name=sheet.name,
            sheet_data=sheet.rows,
            sheet_header=[dict.fromkeys(sheet.headers)],
            header_aliases=names.get(sheet.name, aliases.list_header),
            header_columns=columns,
            headers_required={"survey": {"type"}, "choices": {"name"}}.get(sheet.name),
            default_language=language or "default",
            strip_whitespace=strip,
        )
    except Exception as wrong:  # pyxform raises whatever an odd heading leads it into
        reason = Sentence(sentence("The headings of this sheet are not right: {reason}"), {"reason": str(wrong)})
        raise FormRefused((Problem(sheet.name, 1, "", reason),)) from wrong
    rows = (Cells(sheet.name, number, cells) for number, cells in enumerate(grouped.data, 2))
    return tuple(row for row in rows if row)


def _check_lengths(sheet: Sheet) -> None:
    problems = tuple(
        Problem(sheet.name, number, column, Sentence(sentence("This cell holds more text than a form can show.")))
        for number, cells in enumerate(sheet.rows, 2)
        for column, cell in cells.items()
        if isinstance(cell, str) and len(cell) > _CELL_LIMIT
    )
    if problems:
        raise FormRefused(problems)
