"""The switch between the languages of a form, which need not be the program's."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import Signal

from fieldapp.forms.model import Form
from fieldapp.words import Language, Sentence
from ui.forms.wording import plainly
from ui.widgets.buttons import QUIET
from ui.widgets.drop import DropButton, Line

_CODE: Final = re.compile(r"\s*\([^()]*\)\s*$")


class LanguageSwitch(DropButton):
    """Says which language the form speaks, and offers the others. Hidden where the form has but one."""

    #: A Language.
    switched = Signal(str)

    def __init__(self, form: Form) -> None:
        super().__init__("", QUIET, name="formLanguage", key="F9")
        self._names = {code: plainly(_CODE.sub("", name), 40) or code for code, name in form.languages.items() if code}
        self.offer([Line(code, name) for code, name in self._names.items()])
        self.chosen.connect(self.switched)

    @property
    def needed(self) -> bool:
        """Whether there is anything to choose."""
        return len(self._names) > 1

    def show_language(self, language: Language, otherwise: str) -> None:
        """Show this as the language of the form, or its own where it does not speak this one."""
        name = self._names.get(language) or self._names.get(otherwise) or next(iter(self._names.values()), "")
        self.say(f"{name} ▾")
        self.setAccessibleName(Sentence("Language of the form: {name}", {"name": name}).said())

    def turn(self, language: Language) -> None:
        """Switch to the one after this."""
        codes = list(self._names)
        if self.needed:
            at = codes.index(language) if language in codes else -1
            self.switched.emit(codes[(at + 1) % len(codes)])
