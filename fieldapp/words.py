"""Every visible sentence, in the reader's language.

English sentences are the keys. `say` looks one up and fills the values in afterwards; `sentence` only marks one
for the catalogue, to be said later (an error, a label in a table). Catalogues are gettext: they serve screens, papers
and errors alike, without Qt, and a paper may be in another language than the screen.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NewType

Language = NewType("Language", str)  # "en", "ru": what stands before "-" or "_" in a locale's name

ENGLISH = Language("en")
_FOLDER = Path(__file__).resolve().parent.parent / "resources" / "translations"


class _Speaking:
    """Which language the screens speak now; one for the whole process."""

    language = ENGLISH


def speak(language: Language) -> None:
    """From now on `say` answers in this language; one without a catalogue falls back to English."""
    _Speaking.language = language


def spoken() -> Language:
    """The language that `say` answers in."""
    return _Speaking.language


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    return gettext.translation("fieldapp", _FOLDER, [language], fallback=True)


def sentence(text: str) -> str:
    """Mark an English sentence for the catalogue without looking it up."""
    return text


def say(text: str, *, language: Language | None = None, **values: object) -> str:
    """The sentence in the language spoken now (or `language`), with `values` filled in."""
    found = _catalogue(language or spoken()).gettext(text) if text else ""
    return found.format(**values) if values else found


def say_about(context: str, text: str, *, language: Language | None = None, **values: object) -> str:
    """Like `say`, for a word that means different things in different places ("Close" a case, a window)."""
    found = _catalogue(language or spoken()).pgettext(context, text)
    return found.format(**values) if values else found


def say_number(one: str, many: str, number: int, *, language: Language | None = None, **values: object) -> str:
    """The sentence in the plural form that `number` asks for; `{number}` stands for the number."""
    found = _catalogue(language or spoken()).ngettext(one, many, number)
    return found.format(number=number, **values)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its values, to be said in whatever language its reader has."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def said(self, language: Language | None = None) -> str:
        """The sentence in `language`, or in the one spoken now."""
        values = {
            name: value.said(language) if isinstance(value, Sentence) else value for name, value in self.values.items()
        }
        return say(self.text, language=language, **values)

    def __str__(self) -> str:
        return self.said(ENGLISH)
