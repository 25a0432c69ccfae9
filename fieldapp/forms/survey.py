"""The survey sheet, row by row, becomes questions, groups and repeats; what cannot become one is named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from fieldapp.domain.answers import Special
from fieldapp.domain.ids import FieldId
from fieldapp.forms.columns import Cells
from fieldapp.forms.kinds import FOREIGN_APPEARANCE, Fence, Select, read_type
from fieldapp.forms.model import SELECTS, UNSEEN, Choice, Group, Item, Kind, Question, Repeat
from fieldapp.forms.problems import Problem
from fieldapp.forms.typed import well_formed
from fieldapp.words import Sentence, sentence

_NAME: Final = re.compile(r"[^\W\d][\w.\-·]*")
_YES: Final = frozenset({"yes", "true", "true()"})
_NO: Final = frozenset({"no", "false", "false()"})
#: Groups within groups, at most.
_DEPTH_LIMIT: Final = 40
_ALL_SPECIALS: Final = tuple(Special)

Lists = Mapping[str, tuple[Choice, ...]]


@dataclass(slots=True)
class _Branch:
    """A group or repeat while its rows are read."""

    cells: Cells | None
    name: str
    repeat: bool
    children: list[_Branch | _Leaf] = field(default_factory=list)


@dataclass(slots=True)
class _Leaf:
    """A question before its id is known."""

    cells: Cells
    name: str
    type: Kind | Select


class SurveyReader:
    """Reads the survey sheet of one form; `problems` fill up on the way."""

    def __init__(self, lists: Lists, *, ours: bool) -> None:
        self.problems: list[Problem] = []
        self._lists = lists
        self._ours = ours

    def read(self, rows: tuple[Cells, ...]) -> tuple[Item, ...]:
        """All items of the form; only to be used if there are no problems."""
        root = _Branch(None, "", repeat=False)
        stack = [root]
        for cells in rows:
            self._read_row(cells, stack)
        for branch in stack[1:]:
            if branch.cells is not None:
                self._problem(branch.cells, "type", sentence("“{name}” begins here and never ends."), name=branch.name)
        if not root.children and not self.problems:
            self.problems.append(Problem("survey", 0, "", Sentence(sentence("The form asks nothing."))))
        return self._items(root, (), _counted(root))

    def _read_row(self, cells: Cells, stack: list[_Branch]) -> None:
        kind, name = cells.take("type"), cells.take("name")
        if _said_yes(cells.take("disabled")) or (not kind and not name and not cells.take_text("label")):
            return
        if not kind:
            self._problem(cells, "type", sentence("This row has no type."))
            return
        found = read_type(kind)
        if found is None:
            self._problem(cells, "type", sentence("The type “{type}” is not supported."), type=kind)
        elif isinstance(found, Fence):
            self._read_fence(cells, name, found, stack)
        else:
            name = name or (f"generated_note_name_{cells.row}" if found is Kind.NOTE else "")
            if self._named(cells, name, stack[-1]):
                stack[-1].children.append(_Leaf(cells, name, found))

    def _read_fence(self, cells: Cells, name: str, fence: Fence, stack: list[_Branch]) -> None:
        if fence.begins:
            if len(stack) > _DEPTH_LIMIT:
                self._problem(cells, "type", sentence("There are more groups within groups than a form should have."))
                return
            branch = _Branch(cells, name, fence.repeat)
            if self._named(cells, name, stack[-1]):
                stack[-1].children.append(branch)
            stack.append(branch)
        elif len(stack) > 1 and stack[-1].repeat == fence.repeat:
            stack.pop()
        else:
            self._problem(cells, "type", sentence("What ends here has not begun."))

    def _named(self, cells: Cells, name: str, parent: _Branch) -> bool:
        if not name:
            self._problem(cells, "name", sentence("This row has no name."))
        elif not _NAME.fullmatch(name):
            self._problem(
                cells,
                "name",
                sentence("“{name}” cannot be a name: letters, digits, “_”, “-” and “.”, beginning with a letter."),
                name=name,
            )
        elif name in {child.name for child in parent.children}:
            self._problem(cells, "name", sentence("The name “{name}” stands there twice."), name=name)
        else:
            return True
        return False

    def _items(self, branch: _Branch, path: tuple[str, ...], names: Counter[str]) -> tuple[Item, ...]:
        return tuple(self._item(child, path, names) for child in branch.children)

    def _item(self, child: _Branch | _Leaf, path: tuple[str, ...], names: Counter[str]) -> Item:
        """Its id is its name within its repeat, with the path of groups only where the name alone would not do."""
        own = FieldId(child.name if names[child.name] == 1 else "/".join((*path, child.name)))
        if isinstance(child, _Leaf):
            return self._question(child, own)
        cells = child.cells or Cells(0, {})
        make, place = (Repeat, own) if child.repeat else (Group, FieldId("/".join((*path, child.name)) + "/"))
        inner = ((), _counted(child)) if child.repeat else ((*path, child.name), names)
        item = make(
            id=place,
            name=child.name,
            label=cells.take_text("label"),
            hint=cells.take_text("hint"),
            relevant=cells.take("bind", "relevant"),
            appearance=self._appearance(cells),
            row=cells.row,
            children=self._items(child, *inner),
        )
        self._leftovers(cells)
        return item

    def _question(self, leaf: _Leaf, own: FieldId) -> Question:
        cells = leaf.cells
        kind, choices = (leaf.type, "") if isinstance(leaf.type, Kind) else leaf.type
        if choices and choices not in self._lists:
            self._problem(cells, "type", sentence("There is no choice list “{list}”."), list=choices)
        calculation, default = cells.take("bind", "calculate"), cells.take("default")
        runs = _runs(default, kind)
        if kind is Kind.CALCULATE and not calculation:
            kind = Kind.HIDDEN
            if not runs:
                self._problem(cells, "calculation", sentence("There is nothing to calculate."))
        asked = kind not in UNSEEN and kind is not Kind.NOTE and not calculation
        question = Question(
            id=own,
            name=leaf.name,
            kind=kind,
            label=cells.take_text("label"),
            hint=cells.take_text("hint"),
            guidance=cells.take_text("guidance_hint"),
            required=_rule(cells.take("bind", "required")),
            required_message=cells.take_text("bind", "jr:requiredMsg"),
            relevant=cells.take("bind", "relevant"),
            constraint=cells.take("bind", "constraint"),
            constraint_message=cells.take_text("bind", "jr:constraintMsg"),
            read_only=_rule(cells.take("bind", "readonly")),
            calculation=calculation,
            default=default,
            default_runs=runs,
            appearance=self._appearance(cells),
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
            row=cells.row,
        )
        self._check(cells, question)
        self._leftovers(cells)
        return question

    def _check(self, cells: Cells, question: Question) -> None:
        if question.partial and question.kind is not Kind.DATE:
            self._problem(cells, "bind::fieldapp:partial", sentence("Only a date can be without its day."))
        if question.choice_filter and question.kind not in SELECTS:
            self._problem(cells, "choice_filter", sentence("Only a question with choices can have a choice filter."))
        if question.default and not question.default_runs:
            offered = {choice.name for choice in self._lists.get(question.choices, ())}
            chosen = [question.default] if question.kind is Kind.SELECT_ONE else question.default.split()
            if not well_formed(question, question.default) or (question.choices and not offered.issuperset(chosen)):
                self._problem(cells, "default", sentence("“{default}” cannot be the answer."), default=question.default)
        if question.kind is Kind.SELECT_MULTIPLE and any(
            " " in choice.name for choice in self._lists.get(question.choices, ())
        ):
            self._problem(
                cells, "type", sentence("A choice of “{list}” has a space in its name."), list=question.choices
            )

    def _appearance(self, cells: Cells) -> str:
        appearance = cells.take("control", "appearance")
        if FOREIGN_APPEARANCE.search(appearance):
            self._problem(cells, "appearance", sentence("“{appearance}” is not supported."), appearance=appearance)
        return appearance

    def _specials(self, cells: Cells, *, asked: bool) -> tuple[Special, ...]:
        """In our own forms each question takes all special answers, unless it says which, or "no"."""
        words = cells.take("bind", "fieldapp:special").split()
        if not words:
            return _ALL_SPECIALS if asked and self._ours else ()
        known = {special.value: special for special in Special}
        unknown = [word for word in words if word not in known and word != "no"]
        if unknown:
            self._problem(cells, "bind::fieldapp:special", sentence("“{word}” cannot stand here."), word=unknown[0])
        return tuple(known[word] for word in words if word in known)

    def _protective(self, cells: Cells, choices: str) -> tuple[str, ...] | None:
        words = cells.take("bind", "fieldapp:protective").split()
        if not words:
            return None
        if words == ["any"]:
            return ()
        offered = {choice.name for choice in self._lists.get(choices, ())}
        unknown = [word for word in words if choices and word not in offered]
        if unknown:
            self._problem(
                cells, "bind::fieldapp:protective", sentence("“{word}” is none of its choices."), word=unknown[0]
            )
        return tuple(words)

    def _flag(self, cells: Cells, name: str) -> bool:
        word = cells.take("bind", f"fieldapp:{name}")
        if word and word.lower() not in _YES | _NO:
            self._problem(cells, f"bind::fieldapp:{name}", sentence("Here “yes” or “no” must stand."))
        return _said_yes(word)

    def _leftovers(self, cells: Cells) -> None:
        for column in cells.left():
            self._problem(cells, column, sentence("The column “{heading}” is not supported."), heading=column)

    def _problem(self, cells: Cells, column: str, text: str, **values: object) -> None:
        self.problems.append(Problem("survey", cells.row, column, Sentence(text, values)))


def _counted(branch: _Branch) -> Counter[str]:
    """How often each name of a question or repeat stands in a record or row, whatever groups are around it."""
    names: Counter[str] = Counter()
    for child in branch.children:
        if isinstance(child, _Leaf) or child.repeat:
            names[child.name] += 1
        else:
            names += _counted(child)
    return names


def _said_yes(word: str) -> bool:
    return word.lower() in _YES


def _rule(word: str) -> str:
    """ "yes" and "no" are rules, too."""
    if word.lower() in _NO:
        return ""
    return "true()" if word.lower() in _YES else word


def _runs(default: str, kind: Kind) -> bool:
    """Whether a default is an expression."""
    from pyxform.utils import default_is_dynamic  # noqa: PLC0415 - half a second, needed at import alone

    names = {Kind.DATETIME: "dateTime"}
    return bool(default_is_dynamic(default, names.get(kind, kind.value)))
