"""Texts as other programs can take them: nothing that a spreadsheet would run, cut in silence, or choke on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

#: So long may a text in a cell of Excel be, counted as Excel counts: in units of UTF-16.
CELL_LIMIT: Final = 32_767
#: What XML cannot hold: control characters, halves of characters, two signs that are none.
FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TURNED: Final = re.compile("\r\n?")
#: What makes a spreadsheet take a text for a formula, also as signs of double width; blanks before it do not help.
_FORMULA: Final = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r]")
_CUT: Final = "…"


@dataclass(slots=True)
class Washed:
    """What had to be changed in the texts of a file, to be told at the end."""

    removed: int = 0
    cut: int = 0

    def plain(self, text: str) -> str:
        """Without signs that nobody can see and no file can hold."""
        if FORBIDDEN.search(text):
            self.removed += 1
            text = FORBIDDEN.sub("", text)
        return _TURNED.sub("\n", text) if "\r" in text else text

    def fitting(self, text: str) -> str:
        """So much of it as a cell of Excel holds."""
        if 2 * len(text) <= CELL_LIMIT or _units(text) <= CELL_LIMIT:
            return text
        self.cut += 1
        kept = text.encode("utf-16-le")[: 2 * (CELL_LIMIT - 1)].decode("utf-16-le", "ignore")
        return kept + _CUT


def no_formula(text: str) -> str:
    """With an apostrophe in front where a spreadsheet would work it out instead of showing it."""
    return f"'{text}" if _FORMULA.match(text) else text


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
