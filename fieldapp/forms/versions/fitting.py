"""Whether a saved answer can be the answer to a question as it stands now, after its form has had another version."""

from __future__ import annotations

from typing import Final
from weakref import WeakKeyDictionary

from fieldapp.domain.answers import Answer
from fieldapp.forms.model import ATTACHED, CHOOSING, Form, Kind, Question
from fieldapp.forms.typed import well_formed

#: Kinds whose answers are what was written: between them an answer may pass, if it reads as the other kind's.
_WRITTEN: Final = frozenset(
    {
        *(Kind.TEXT, Kind.BARCODE, Kind.HIDDEN, Kind.INTEGER, Kind.DECIMAL, Kind.RANGE),
        *(Kind.DATE, Kind.TIME, Kind.DATETIME),
    }
)
_FAMILIES: Final = (_WRITTEN, CHOOSING, ATTACHED)
_NAMES: Final[WeakKeyDictionary[Form, dict[str, frozenset[str]]]] = WeakKeyDictionary()


def related(before: Kind, now: Kind) -> bool:
    """Whether an answer to a question of the one kind can mean the same to one of the other.

    A choice's code is none of what is written: "1" that meant a choice would be taken for a number, and the reverse.
    """
    return before is now or any(before in family and now in family for family in _FAMILIES)


def held_by(form: Form, question: Question, answer: Answer) -> Answer | None:
    """As much of the answer as the question can hold, None for nothing of it: all of one that is of its kind, and of
    several choices those that its list still has."""
    if not isinstance(answer, str) or not question.asked:
        return answer
    if question.kind in CHOOSING and question.choices in form.lists:
        return _chosen(question, answer, _names(form, question.choices))
    return answer if well_formed(question, answer) else None


def _chosen(question: Question, answer: str, names: frozenset[str]) -> str | None:
    match question.kind:
        case Kind.SELECT_ONE:
            return answer if answer in names else None
        case Kind.RANK:
            return answer if names.issuperset(answer.split()) else None
        case _:
            return " ".join(name for name in answer.split() if name in names) or None


def _names(form: Form, choices: str) -> frozenset[str]:
    """The names of a choice list, gathered once."""
    known = _NAMES.setdefault(form, {})
    if choices not in known:
        known[choices] = frozenset(choice.name for choice in form.lists[choices])
    return known[choices]
