"""Questions answered by picking: radio buttons, check boxes, scales, lines of a grid, a search in a long list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from weakref import WeakKeyDictionary

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from fieldapp.domain.answers import Answer
from fieldapp.domain.names import fold_name
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.model import Choice, Form, Kind, Question
from fieldapp.forms.places import Place
from fieldapp.words import Language
from ui.forms.control import Control
from ui.forms.wording import plainly
from ui.widgets.choices import ChoiceList, Lie, Option
from ui.widgets.folded import FoldedNames
from ui.widgets.search_choice import SearchChoice

#: So many choices stand under one another; more are searched.
MOST_LISTED: Final = 7
_SEARCHED: Final = frozenset({"minimal", "autocomplete", "search"})
_COLUMNS: Final = re.compile(r"(?:columns|horizontal|compact|quickcompact)(?:-(?:compact|pack|flex|(\d+)))?")


def is_searched(session: FormSession, question: Question) -> bool:
    """Whether its choices are too many to stand under one another."""
    if not _SEARCHED.isdisjoint(question.looks):
        return True
    most = 2 * MOST_LISTED if _lie(question)[0] is not Lie.DOWN else MOST_LISTED
    return len(session.form.lists.get(question.choices, ())) > most


class ListedControl(Control):
    """All choices are seen."""

    def __init__(self, session: FormSession, question: Question, place: Place, *, grid: bool = False) -> None:
        super().__init__(session, question, place)
        self._many = question.kind is Kind.SELECT_MULTIPLE
        lie, columns = (Lie.GRID, 0) if grid else _lie(question)
        self._list = ChoiceList(many=self._many, name=str(place.field), lie=lie, columns=columns)
        self._list.chosen.connect(self._on_chosen)
        if self.looks("quick", "quickcompact") and not self._many:
            self._list.picked.connect(self.passed)

    @property
    def widget(self) -> QWidget:
        return self._list

    def offer(self) -> None:
        found = self.session.choices(self.place)
        self._list.offer([Option(choice.name, self.words_of(choice)) for choice in found])

    def show(self, answer: Answer | None) -> None:
        self._list.show_values(_values(answer, many=self._many))

    @Slot(tuple)
    def _on_chosen(self, values: tuple[str, ...]) -> None:
        self.answered.emit(" ".join(values) or None)


class SearchedControl(Control):
    """The choices are found by typing."""

    def __init__(self, session: FormSession, question: Question, place: Place) -> None:
        super().__init__(session, question, place)
        self._many = question.kind is Kind.SELECT_MULTIPLE
        self._search = SearchChoice(many=self._many, fold=fold_name, name=str(place.field))
        self._search.chosen.connect(self._on_chosen)
        self._offered: tuple[tuple[Choice, ...], str] = ((), "")

    @property
    def widget(self) -> QWidget:
        return self._search

    def offer(self) -> None:
        found = self.session.choices(self.place)
        if (found, self.session.language) != self._offered:
            self._offered = found, self.session.language
            self._search.offer_names(_folded(self, found))

    def show(self, answer: Answer | None) -> None:
        self._search.show_values(_values(answer, many=self._many))

    @Slot(tuple)
    def _on_chosen(self, values: tuple[str, ...]) -> None:
        self.answered.emit(" ".join(values) or None)
        if self.looks("quick") and values and not self._many:
            self.passed.emit()


class _Names:
    """Says a choice's name when it is asked for."""

    def __init__(self, control: Control, choices: Mapping[str, Choice]) -> None:
        self._control, self._choices = control, choices

    def __call__(self, value: str) -> str:
        choice = self._choices.get(value)
        return value if choice is None else self._control.words_of(choice)


class _SameNames:
    """Says the names of a whole list, which are the same wherever it is offered."""

    def __init__(self, choices: Mapping[str, Choice], language: Language, otherwise: str) -> None:
        self._choices, self._language, self._otherwise = choices, language, otherwise

    def __call__(self, value: str) -> str:
        choice = self._choices.get(value)
        return value if choice is None else plainly(choice.label.said(self._language, self._otherwise)) or value


#: Whole lists ready for searching: every question that offers all of a list shares them.
_READY: Final[WeakKeyDictionary[Form, dict[tuple[str, Language], FoldedNames]]] = WeakKeyDictionary()


def _folded(control: Control, found: tuple[Choice, ...]) -> FoldedNames:
    form, question, language = control.session.form, control.question, control.session.language
    named = {choice.name: choice for choice in found}
    if found is not form.lists.get(question.choices) or any(map(_refers, found)):
        return FoldedNames(list(named), _Names(control, named), fold_name)
    ready, key = _READY.setdefault(form, {}), (question.choices, language)
    if key not in ready:
        ready[key] = FoldedNames(list(named), _SameNames(named, language, form.default_language), fold_name)
    return ready[key]


def _refers(choice: Choice) -> bool:
    """Whether an answer stands in its words."""
    return any("${" in words for words in choice.label.by_language.values())


def _values(answer: Answer | None, *, many: bool) -> list[str]:
    if not isinstance(answer, str):
        return []
    return answer.split() if many else [answer]


def _lie(question: Question) -> tuple[Lie, int]:
    if "likert" in question.looks:
        return Lie.SCALE, 0
    found = next(filter(None, map(_COLUMNS.fullmatch, question.looks)), None)
    return (Lie.COLUMNS, int(found[1] or 0)) if found else (Lie.DOWN, 0)
