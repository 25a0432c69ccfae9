"""A row of the survey sheet that asks or works something out becomes a question; what cannot is named."""

from __future__ import annotations

import re
from typing import Final

from fieldapp.domain.answers import Special
from fieldapp.domain.ids import FieldId
from fieldapp.forms.model import ATTACHED, CHOOSING, UNKNOWN_HERE, UNSEEN, Entity, Kind, Question
from fieldapp.forms.problems import Findings
from fieldapp.forms.rules.references import references_in
from fieldapp.forms.sheets.appearances import read_appearance
from fieldapp.forms.sheets.columns import Cells
from fieldapp.forms.sheets.entities import read_save_to
from fieldapp.forms.sheets.extras import tell_extras
from fieldapp.forms.sheets.kinds import Ruled, Select
from fieldapp.forms.sheets.lists import Lists, take_media
from fieldapp.forms.sheets.parameters import read_parameters
from fieldapp.forms.typed import well_formed
from fieldapp.words import sentence

_YES: Final = frozenset({"yes", "true", "true()"})
_NO: Final = frozenset({"no", "false", "false()"})
_SPREADSHEET_DAY: Final = re.compile(r"(?P<day>\d{4}-\d\d-\d\d) (?P<time>\d\d:\d\d:\d\d)")
_ALL_SPECIALS: Final = tuple(Special)


class QuestionReader:
    """Reads rows of one form; what is wrong with them goes to `findings`."""

    def __init__(self, lists: Lists, findings: Findings, entities: tuple[Entity, ...], *, ours: bool) -> None:
        self._lists = lists
        self._findings = findings
        self._entities = entities
        self._ours = ours

    def read(self, cells: Cells, name: str, kind: Kind | Select | Ruled, own: FieldId) -> Question:
        """The question of a row; only to be used if nothing is wrong."""
        rule = kind.constraint if isinstance(kind, Ruled) else ""
        select = kind if isinstance(kind, Select) else None
        plain = kind if isinstance(kind, Kind) else kind.kind
        calculation, trigger = cells.take("bind", "calculate"), self._trigger(cells)
        default = _tidy(cells.take("default"), plain)
        runs = _runs(default, plain)
        if plain is Kind.CALCULATE and not calculation and not trigger:
            plain = Kind.HIDDEN
            if not runs:
                self._wrong(cells, "calculation", sentence("There is nothing to calculate."))
        asked = plain not in UNSEEN and plain is not Kind.NOTE and (not calculation or bool(trigger))
        parameters = self._parameters(cells, plain, select)
        choices = self._choices(cells, select, parameters)
        save_to = read_save_to(cells, self._entities, self._findings)
        take_media(cells, self._findings)
        question = Question(
            id=own,
            name=name,
            kind=plain,
            label=cells.take_text("label"),
            hint=cells.take_text("hint"),
            guidance=cells.take_text("guidance_hint"),
            required=said_rule(cells.take("bind", "required")),
            required_message=cells.take_text("bind", "jr:requiredMsg"),
            relevant=cells.take("bind", "relevant"),
            constraint=cells.take("bind", "constraint") or rule,
            constraint_message=cells.take_text("bind", "jr:constraintMsg"),
            read_only=said_rule(cells.take("bind", "readonly")),
            calculation=calculation,
            default=default,
            default_runs=runs,
            appearance=read_appearance(cells, self._findings),
            choices=choices,
            choice_filter=cells.take("choice_filter"),
            specials=self._specials(cells, asked=asked),
            protective=self._protective(cells, choices),
            report=self._flag(cells, "report"),
            partial=self._flag(cells, "partial"),
            secret=self._flag(cells, "secret"),
            search=self._flag(cells, "search"),
            phone=self._flag(cells, "phone"),
            unlikely=cells.take("bind", "fieldapp:unlikely"),
            unlikely_message=cells.take_text("bind", "fieldapp:unlikelyMsg"),
            parameters={key: value for key, value in parameters.items() if key not in {"randomize", "seed"}},
            trigger=trigger,
            file=select.list_name if select is not None and select.file else "",
            randomize=parameters.get("randomize") == "true",
            seed=parameters.get("seed", ""),
            save_to=save_to[1],
            entity=save_to[0],
            row=cells.row,
        )
        if plain in UNKNOWN_HERE:
            text = sentence("A laptop does not know this: the question stays without an answer.")
            self._findings.note(cells, "type", text)
        self._check(cells, question)
        tell_extras(cells, self._findings)
        return question

    def _trigger(self, cells: Cells) -> tuple[str, ...]:
        text = cells.take("trigger")
        names = references_in(text)
        if text and not names:
            self._wrong(
                cells,
                "trigger",
                sentence("Here the questions that set this one must stand, written as in an expression."),
            )
        return names

    def _choices(self, cells: Cells, select: Select | None, parameters: dict[str, str]) -> str:
        if select is None:
            return ""
        if select.file:
            return self._lists.take_file(cells, select.list_name, parameters)
        known = self._lists.external(select.list_name) if select.external else select.list_name
        if known not in self._lists:
            self._wrong(cells, "type", sentence("There is no choice list “{list}”."), list=select.list_name)
        elif select.external and "choice_filter" not in cells.left():
            self._wrong(cells, "choice_filter", sentence("Choices of another sheet need a choice filter."))
        return known

    def _parameters(self, cells: Cells, kind: Kind, select: Select | None) -> dict[str, str]:
        """Those of its column, and `body::accept`: which files a question takes."""
        parameters = read_parameters(cells, kind, self._findings, file=select is not None and select.file)
        accept = cells.take("control", "accept")
        if accept and kind not in ATTACHED:
            self._wrong(cells, "body::accept", sentence("Only a question for a file can say which it accepts."))
        return {**parameters, "accept": accept} if accept else parameters

    def _check(self, cells: Cells, question: Question) -> None:
        if question.partial and question.kind is not Kind.DATE:
            self._wrong(cells, "bind::fieldapp:partial", sentence("Only a date can be without its day."))
        if question.choice_filter and question.kind not in CHOOSING:
            self._wrong(cells, "choice_filter", sentence("Only a question with choices can have a choice filter."))
        choices = self._lists.of(question.choices)
        if question.kind in CHOOSING and question.kind is not Kind.SELECT_ONE and any(" " in c.name for c in choices):
            text = sentence("A choice of “{list}” has a space in its name.")
            self._wrong(cells, "type", text, list=question.choices)
        if question.default and not question.default_runs and not self._can_be(question):
            self._wrong(cells, "default", sentence("“{default}” cannot be the answer."), default=question.default)

    def _can_be(self, question: Question) -> bool:
        """Whether the default is an answer."""
        if question.kind in ATTACHED or not well_formed(question, question.default):
            return False
        offered = {choice.name for choice in self._lists.of(question.choices)}
        chosen = [question.default] if question.kind is Kind.SELECT_ONE else question.default.split()
        return question.kind not in CHOOSING or not offered or offered.issuperset(chosen)

    def _specials(self, cells: Cells, *, asked: bool) -> tuple[Special, ...]:
        """In our own forms each question takes all special answers, unless it says which, or "no"."""
        words = cells.take("bind", "fieldapp:special").split()
        if not words:
            return _ALL_SPECIALS if asked and self._ours else ()
        known = {special.value: special for special in Special}
        unknown = [word for word in words if word not in known and word != "no"]
        if unknown:
            self._wrong(cells, "bind::fieldapp:special", sentence("“{word}” cannot stand here."), word=unknown[0])
        return tuple(known[word] for word in words if word in known)

    def _protective(self, cells: Cells, choices: str) -> tuple[str, ...] | None:
        words = cells.take("bind", "fieldapp:protective").split()
        if not words:
            return None
        if words == ["any"]:
            return ()
        offered = {choice.name for choice in self._lists.of(choices)}
        unknown = [word for word in words if choices and word not in offered]
        if unknown:
            text = sentence("“{word}” is none of its choices.")
            self._wrong(cells, "bind::fieldapp:protective", text, word=unknown[0])
        return tuple(words)

    def _flag(self, cells: Cells, name: str) -> bool:
        word = cells.take("bind", f"fieldapp:{name}")
        if word and word.lower() not in _YES | _NO:
            self._wrong(cells, f"bind::fieldapp:{name}", sentence("Here “yes” or “no” must stand."))
        return said_yes(word)

    def _wrong(self, cells: Cells, column: str, text: str, **values: object) -> None:
        self._findings.wrong(cells, column, text, **values)


def said_yes(word: str) -> bool:
    """Whether a cell says yes."""
    return word.lower() in _YES


def said_rule(word: str) -> str:
    """ "yes" and "no" are rules, too."""
    if word.lower() in _NO:
        return ""
    return "true()" if word.lower() in _YES else word


def _tidy(default: str, kind: Kind) -> str:
    """A day in a cell of a spreadsheet comes with a time of day."""
    found = _SPREADSHEET_DAY.fullmatch(default)
    if found is None or kind not in {Kind.DATE, Kind.DATETIME}:
        return default
    return found["day"] if kind is Kind.DATE else f"{found['day']}T{found['time']}"


def _runs(default: str, kind: Kind) -> bool:
    """Whether a default is an expression."""
    from pyxform.utils import default_is_dynamic  # noqa: PLC0415 - half a second, needed at import alone

    names = {Kind.DATETIME: "dateTime"}
    return bool(default_is_dynamic(default, names.get(kind, kind.value)))
