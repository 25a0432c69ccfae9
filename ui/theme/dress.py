"""Puts the look on the program: Fusion, the colours of the system's choice, the fonts that are shipped."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from string import Template
from typing import Final

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from ui.theme.colours import DARK, LIGHT, Colours, palette
from ui.theme.sizes import SMALL, font, points

_HERE: Final = Path(__file__).resolve().parent
_FONTS: Final = _HERE.parent.parent / "resources" / "fonts"


class Dress(QObject):
    """Keeps the program in the colours the system asks for, from now until it ends."""

    def __init__(self, app: QApplication, *, dark: bool | None = None) -> None:
        """`dark` says which colours, whatever the system asks for."""
        super().__init__(app)
        self._app = app
        self._dark = dark
        self.colours = LIGHT
        app.setStyle("Fusion")
        _load_fonts()
        app.setFont(font())
        app.styleHints().colorSchemeChanged.connect(self._on_scheme)
        self._put_on()

    def wear(self, *, dark: bool) -> None:
        """These colours from now on."""
        self._dark = dark
        self._put_on()

    @Slot(Qt.ColorScheme)
    def _on_scheme(self, _scheme: Qt.ColorScheme) -> None:
        self._put_on()

    def _put_on(self) -> None:
        dark = self._dark
        if dark is None:
            dark = self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        self.colours = DARK if dark else LIGHT
        _Worn.colours = self.colours
        self._app.setPalette(palette(self.colours))
        self._app.setStyleSheet(style_sheet(self.colours))


class _Worn:
    colours = LIGHT


def worn() -> Colours:
    """The colours on now, for what paints itself."""
    return _Worn.colours


def style_sheet(colours: Colours) -> str:
    """The one style sheet in these colours."""
    return Template((_HERE / "style.qss").read_text("utf-8")).substitute(asdict(colours), small=points(SMALL))


def _load_fonts() -> None:
    """The shipped fonts, if they are built; else the system's own, by the same family name or the nearest."""
    if _FONTS.is_dir():
        for file in sorted(_FONTS.rglob("*.ttf")):
            QFontDatabase.addApplicationFont(str(file))
