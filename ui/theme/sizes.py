"""Sizes of type and of the space between things; all of them grow with the text size a person chose."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QFont

FAMILY: Final = "Noto Sans"

BODY: Final = 11.0
SMALL: Final = 10.0
SECTION: Final = 13.0
TITLE: Final = 16.0

#: The steps between things, in pixels at normal text size.
TIGHT: Final = 4
CLOSE: Final = 8
NEAR: Final = 12
APART: Final = 16
FAR: Final = 24
WIDE: Final = 32

ROW: Final = 32
TARGET: Final = 28
COLUMN: Final = 560

#: Text sizes a person may choose, in per cent.
TEXT_SIZES: Final = (100, 115, 130)


class _Chosen:
    """The text size of this process; set once before the first window."""

    percent = 100


def choose_text_size(percent: int) -> None:
    """Make all sizes that are asked for from now on follow this text size; nonsense counts as 100."""
    _Chosen.percent = percent if percent in TEXT_SIZES else 100


def px(pixels: int) -> int:
    """So many pixels at normal text size, as pixels at the chosen one."""
    return round(pixels * _Chosen.percent / 100)


def points(size: float) -> float:
    """This size of type at the chosen text size."""
    return size * _Chosen.percent / 100


def font(size: float = BODY, *, strong: bool = False) -> QFont:
    """The family in this size, in weight 400 or 600."""
    made = QFont(FAMILY)
    made.setStyleHint(QFont.StyleHint.SansSerif)
    made.setPointSizeF(points(size))
    made.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    return made
