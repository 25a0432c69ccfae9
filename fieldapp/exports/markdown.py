"""Writes the sheets of a form as tables in Markdown, which pyxform reads and people can compare line by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fieldapp.errors import Mistake
from fieldapp.words import sentence


class NotInMarkdown(Mistake):
    """A text has several lines."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "A text of this form has several lines, which a table in Markdown cannot hold. Nothing was written. "
                "Choose the workbook."
            )
        )


def markdown_of(sheets: Mapping[str, Sequence[Sequence[str]]]) -> str:
    """All sheets. Raises NotInMarkdown."""
    return "\n".join("\n".join((f"| {name} |", *map(_line, rows), "")) for name, rows in sheets.items())


def _line(cells: Sequence[str]) -> str:
    return f"| | {' | '.join(map(_cell, cells))} |"


def _cell(text: str) -> str:
    if "\n" in text or "\r" in text:
        raise NotInMarkdown
    return text.replace("|", r"\|")
