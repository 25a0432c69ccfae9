"""The colours of the program: one set for a light screen, one for a dark one.

One accent, one warning, one danger; grey for the rest. A test holds text to a contrast of 4.5 to 1 and the borders of
fields to 3 to 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QColor, QPalette


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """Every colour there is, as #rrggbb. A tint is a ground on which its colour and `text` can be read."""

    window: str
    base: str
    hover: str
    line: str
    border: str
    text: str
    quiet: str
    accent: str
    on_accent: str
    accent_strong: str
    accent_tint: str
    warning: str
    warning_tint: str
    danger: str
    danger_tint: str
    disabled: str


LIGHT: Final = Colours(
    window="#f4f5f6",
    base="#ffffff",
    hover="#e9ecee",
    line="#d4d8dc",
    border="#808991",
    text="#1c2126",
    quiet="#545e68",
    accent="#1d5c8f",
    on_accent="#ffffff",
    accent_strong="#164970",
    accent_tint="#e1edf7",
    warning="#7d5200",
    warning_tint="#fdf1d3",
    danger="#ab2018",
    danger_tint="#fce9e7",
    disabled="#858d95",
)

DARK: Final = Colours(
    window="#1d2024",
    base="#25292e",
    hover="#30353b",
    line="#3d434a",
    border="#7f8993",
    text="#e7e9eb",
    quiet="#a8b1ba",
    accent="#86bdea",
    on_accent="#10202e",
    accent_strong="#a6d0f3",
    accent_tint="#24384a",
    warning="#e9bc58",
    warning_tint="#3b3016",
    danger="#ff9a90",
    danger_tint="#452421",
    disabled="#747d86",
)

#: What is written on what, by name: the pairs that must be readable.
TEXT_ON: Final = (
    ("text", "window"),
    ("text", "base"),
    ("text", "hover"),
    ("text", "accent_tint"),
    ("text", "warning_tint"),
    ("text", "danger_tint"),
    ("quiet", "window"),
    ("quiet", "base"),
    ("quiet", "hover"),
    ("quiet", "accent_tint"),
    ("accent", "window"),
    ("accent", "base"),
    ("accent", "hover"),
    ("accent", "accent_tint"),
    ("on_accent", "accent"),
    ("on_accent", "accent_strong"),
    ("warning", "window"),
    ("warning", "base"),
    ("warning", "warning_tint"),
    ("danger", "window"),
    ("danger", "base"),
    ("danger", "danger_tint"),
    ("base", "danger"),
)
#: Borders by which a field or its state is recognised.
BORDERS_ON: Final = (
    ("border", "base"),
    ("border", "window"),
    ("accent", "base"),
    ("accent", "window"),
    ("danger", "base"),
    ("danger", "window"),
)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG counts it: 1 (none) to 21 (black on white)."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def palette(colours: Colours) -> QPalette:
    """The same colours as Qt's own style asks for them."""
    role = QPalette.ColorRole
    made = QPalette()
    for which, colour in (
        (role.Window, colours.window),
        (role.WindowText, colours.text),
        (role.Base, colours.base),
        (role.AlternateBase, colours.hover),
        (role.Text, colours.text),
        (role.PlaceholderText, colours.quiet),
        (role.Button, colours.window),
        (role.ButtonText, colours.text),
        (role.BrightText, colours.danger),
        (role.ToolTipBase, colours.base),
        (role.ToolTipText, colours.text),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.on_accent),
        (role.Accent, colours.accent),
        (role.Link, colours.accent),
        (role.LinkVisited, colours.accent),
        (role.Light, colours.base),
        (role.Midlight, colours.hover),
        (role.Mid, colours.line),
        (role.Dark, colours.border),
        (role.Shadow, colours.border),
    ):
        made.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(colours.disabled))
    return made
