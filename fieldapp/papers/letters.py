"""The letters of our papers: which signs can be printed, how wide they are, and where a line breaks.

A PDF drops a letter that its font lacks without a word. So every text passes `printable` first: it is composed, signs
that a near relative can stand for are replaced, and what is left over is refused by name.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Final

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from fieldapp.errors import Mistake
from fieldapp.words import sentence

_FONTS: Final = Path(__file__).resolve().parent.parent.parent / "resources" / "fonts"

#: Signs with a near relative in Noto Sans. Whatever is neither here nor in the font is refused, never dropped.
SUBSTITUTES: Final = {
    "☐": "[ ]", "☑": "[x]", "☒": "[x]", "✔": "✓", "✘": "✗", "⇒": "→", "⇐": "←", "➔": "→",
    "●": "•", "○": "•", "◦": "•", "■": "•", "▪": "•", "□": "•", "◆": "•", "\uf0b7": "•", "\uf0a7": "•",
    "☎": "tel.", "ˮ": "”", "〃": "”", "\t": " ", "\x0b": "\n", "\u2028": "\n", "\u2029": "\n", "\r": "\n",
}  # fmt: skip
_UNSEEN: Final = frozenset(("Cc", "Cf"))  # joiners, marks of direction, controls: nothing to print
_BREAK_AFTER: Final = frozenset("-‐–—/@,;_")


class CannotPrint(Mistake):
    """A text holds signs that no font of ours has; printing it would lose them without a trace."""


class Face(Enum):
    """The two weights of Noto Sans."""

    TEXT = "NotoSans-Regular"
    STRONG = "NotoSans-SemiBold"


@cache
def _font(face: Face) -> TTFont:
    """Loaded once, known to reportlab from then on. With readable ASCII every font would be embedded twice as big."""
    rl_config.ttfAsciiReadable = 0
    font = TTFont(face.value, str(_FONTS / f"{face.value}.ttf"))
    pdfmetrics.registerFont(font)
    return font


@cache
def _widths(face: Face) -> dict[str, float]:
    """How wide each sign is at size 1."""
    metrics = _font(face).face
    widths = {chr(sign): metrics.charWidths.get(sign, metrics.defaultWidth) / 1000 for sign in metrics.charToGlyph}
    widths["\u00a0"] = widths[" "]
    return widths


def printable(text: str) -> str:
    """The text as it will stand on paper. Raises CannotPrint with the signs that cannot."""
    known = _widths(Face.TEXT)
    composed = unicodedata.normalize("NFC", text)
    if known.keys() >= set(composed):
        return composed
    replaced = "".join(_relative(sign, known) for sign in composed.replace("\r\n", "\n"))
    lost = sorted(set(replaced) - known.keys() - {"\n"}, key=replaced.index)
    if lost:
        raise CannotPrint(
            sentence("These signs cannot be printed: {signs}. Write “{words}” in other letters and print again."),
            signs=" ".join(lost),
            words=text if len(text) < 60 else text[:57] + "…",
        )
    return replaced


def _relative(sign: str, known: dict[str, float]) -> str:
    if sign in known or sign == "\n":
        return sign
    if sign in SUBSTITUTES:
        return SUBSTITUTES[sign]
    simpler = unicodedata.normalize("NFKC", sign)
    if simpler != sign and known.keys() >= set(simpler):
        return simpler
    return "" if unicodedata.category(sign) in _UNSEEN or "\ufe00" <= sign <= "\ufe0f" else sign


def width(text: str, face: Face, size: float) -> float:
    """In points. The text must be printable."""
    return sum(map(_widths(face).__getitem__, text)) * size


def wrap(text: str, face: Face, size: float, room: float) -> tuple[str, ...]:
    """The lines of a text in a column `room` wide. No line is wider, no sign is lost but the spaces at breaks."""
    return tuple(line for part in printable(text).split("\n") for line in _lines(part, face, size, room))


def _lines(text: str, face: Face, size: float, room: float) -> Iterator[str]:
    line, used, space = "", 0.0, width(" ", face, size)
    for word in text.split(" "):
        needed = width(word, face, size)
        if line and used + space + needed <= room:
            line, used = f"{line} {word}", used + space + needed
            continue
        if line:
            yield line
        *pieces, line = _pieces(word, face, size, room)
        yield from pieces
        used = width(line, face, size)
    yield line


def _pieces(word: str, face: Face, size: float, room: float) -> Iterator[str]:
    """A word too long for a line, cut after a dash or the like if it has one in the last half, else where it must."""
    while width(word, face, size) > room:
        end = 1
        while width(word[: end + 1], face, size) <= room:
            end += 1
        after = max((place + 1 for place in range(end // 2, end) if word[place] in _BREAK_AFTER), default=end)
        yield word[:after]
        word = word[after:]
    yield word
