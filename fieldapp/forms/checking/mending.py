"""How to mend what the reader of forms finds: a way for each of its sentences, with the name that was meant."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Final

from fieldapp.forms.checking.nearest import first_of_other_script, is_cyrillic, nearest
from fieldapp.forms.checking.ways_to_mend import CHANGE, STAYS, WAYS
from fieldapp.forms.expressions.compiler import FUNCTION_NAMES
from fieldapp.forms.problems import Problem, Severity
from fieldapp.words import Sentence, sentence

#: The types that most forms are made of, as their authors write them.
_TYPES: Final = (
    "text",
    "integer",
    "decimal",
    "date",
    "time",
    "datetime",
    "note",
    "calculate",
    "hidden",
    "acknowledge",
    "range",
    "rank",
    "barcode",
    "geopoint",
    "image",
    "file",
    "start",
    "end",
    "today",
    "username",
    "deviceid",
    "audit",
    "select_one",
    "select_multiple",
    "begin_group",
    "end_group",
    "begin_repeat",
    "end_repeat",
    "select_one_from_file",
    "select_multiple_from_file",
)


@dataclass(frozen=True, slots=True)
class Names:
    """The names that a form has."""

    questions: Collection[str]
    lists: Collection[str]
    columns: Collection[str]


#: Which value of a sentence names nothing, and among what to look for the one that was meant.
_MISSPELT: Final[Mapping[str, tuple[str, Callable[[Names], Collection[str]], str]]] = {
    "There is no question named “{name}”.": (
        "name",
        lambda names: names.questions,
        sentence("Look for its name in the column “name”, or add the question."),
    ),
    "There is no question named “{name}” at this place.": (
        "name",
        lambda names: names.questions,
        sentence("Look for its name in the column “name”, or add the question."),
    ),
    "There is no choice list “{list}”.": (
        "list",
        lambda names: names.lists,
        sentence("Write its choices into the sheet “choices”, with this list_name."),
    ),
    "The choice list has no column “{name}”.": (
        "name",
        lambda names: names.columns,
        sentence("Add the column to the sheet “choices”, or name one that is there."),
    ),
    "There is no function {name}() here.": (
        "name",
        lambda _: FUNCTION_NAMES,
        sentence("Look up how XLSForm calls it, or work it out in another way."),
    ),
    "The type “{type}” is not supported.": ("type", lambda _: _TYPES, CHANGE),
}


def with_mend(problem: Problem, names: Names) -> Problem:
    """The problem with a way to mend it, if it has none yet."""
    if problem.mend is not None:
        return problem
    otherwise = STAYS if problem.severity is Severity.WARNING else CHANGE
    return replace(problem, mend=_mend(problem.sentence, names, otherwise))


def meant(name: str, among: Collection[str]) -> Sentence | None:
    """What to say where a name is nearly one of these; None if it is like none of them."""
    found = nearest(name, among)
    if found is None:
        return None
    other = first_of_other_script(name, found)
    if other is not None:
        number, letter = other
        text = (
            sentence(
                "“{nearest}” is there, in Latin letters: letter {number} here is the Cyrillic “{letter}”. "
                "Type the name anew."
            )
            if is_cyrillic(letter)
            else sentence(
                "“{nearest}” is there, but letter {number} here, “{letter}”, only looks the same. "
                "Copy the name from there."
            )
        )
        return Sentence(text, {"nearest": found, "number": number, "letter": letter})
    if found.casefold() == name.casefold():
        return Sentence(
            sentence("“{nearest}” is there: large and small letters are told apart. Write it in the same way."),
            {"nearest": found},
        )
    return Sentence(sentence("Did you mean “{nearest}”?"), {"nearest": found})


def _mend(told: Sentence, names: Names, otherwise: str) -> Sentence:
    if told.text in _MISSPELT:
        value, among, without = _MISSPELT[told.text]
        return meant(str(told.values[value]), among(names)) or Sentence(without)
    way = WAYS.get(told.text, otherwise)
    return Sentence(way, told.values)
