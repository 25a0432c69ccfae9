"""Switches the language of the whole program while it runs, Qt's own words included."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from fieldapp.words import ENGLISH, Language, speak

#: The languages the program promises, each by its own name.
LANGUAGES: Final = {ENGLISH: "English", Language("ru"): "Русский"}


class Tongue:
    """Speaks one language at a time. Every window hears of a switch as a LanguageChange."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._translator = QTranslator(app)

    def switch(self, language: Language) -> None:
        """Speak this language from now on."""
        speak(language)
        locale = QLocale(language)
        QLocale.setDefault(locale)
        self._app.removeTranslator(self._translator)
        self._translator = QTranslator(self._app)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if language != ENGLISH and self._translator.load(f"qtbase_{language}", folder):
            self._app.installTranslator(self._translator)
        for window in self._app.topLevelWidgets():
            QCoreApplication.postEvent(window, QEvent(QEvent.Type.LanguageChange))


def of_the_system() -> Language:
    """The first of our languages that the system's user reads, else English."""
    for name in QLocale.system().uiLanguages():
        short = Language(name.split("-")[0])
        if short in LANGUAGES:
            return short
    return ENGLISH
