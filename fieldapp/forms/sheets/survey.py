"""The survey sheet, row by row, becomes questions, groups and repeats; what cannot become one is named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from fieldapp.domain.ids import FieldId
from fieldapp.forms.model import Group, Item, Kind, Repeat
from fieldapp.forms.problems import Findings, Problem
from fieldapp.forms.sheets.appearances import read_appearance
from fieldapp.forms.sheets.columns import Cell, Cells
from fieldapp.forms.sheets.extras import tell_extras
from fieldapp.forms.sheets.kinds import Audit, Fence, Foreign, Ruled, Select, Table, read_type
from fieldapp.forms.sheets.lists import OTHER, Lists, in_words, take_media
from fieldapp.forms.sheets.parameters import read_audit
from fieldapp.forms.sheets.questions import QuestionReader, said_yes
from fieldapp.words import Sentence, sentence

_NAME: Final = re.compile(r"[^\W\d][\w.\-·]*")
#: Groups within groups, at most.
_DEPTH_LIMIT: Final = 40
_SPECIFY: Final = sentence("Specify other.")
_LOOKED_UP: Final = re.compile(r"(?P<how>instance|pulldata)\s*\(\s*(['\"])(?P<name>[^'\"]+)\2")


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
    type: Kind | Select | Ruled


class SurveyReader:
    """Reads the survey sheet of one form. `audit`: what its audit row asks for; `looked_up`: lists it names by text."""

    def __init__(self, lists: Lists, findings: Findings, questions: QuestionReader, languages: Iterable[str]) -> None:
        self.audit: Mapping[str, str] | None = None
        self.looked_up: set[str] = set()
        self._lists = lists
        self._findings = findings
        self._questions = questions
        self._languages = tuple(languages)

    def read(self, rows: tuple[Cells, ...]) -> tuple[Item, ...]:
        """All items of the form; only to be used if nothing is wrong."""
        root = _Branch(None, "", repeat=False)
        stack = [root]
        for cells in rows:
            self._look_up(cells)
            self._read_row(cells, stack)
        for branch in stack[1:]:
            if branch.cells is not None:
                self._wrong(branch.cells, "type", sentence("“{name}” begins here and never ends."), name=branch.name)
        if not root.children and not self._findings.errors:
            self._findings.take([Problem("survey", 0, "", Sentence(sentence("The form asks nothing.")))])
        return self._items(root, (), _counted(root))

    def _look_up(self, cells: Cells) -> None:
        """Lists and files that expressions name must be there, too."""
        for text in cells.texts():
            for found in _LOOKED_UP.finditer(text):
                if found["how"] == "pulldata":
                    self.looked_up.add(self._lists.take_table(cells, f"{found['name'].removesuffix('.csv')}.csv"))
                else:
                    self.looked_up.add(found["name"])

    def _read_row(self, cells: Cells, stack: list[_Branch]) -> None:
        kind, name = cells.take("type"), cells.take("name")
        if said_yes(cells.take("disabled")) or (not kind and not name and not cells.take_text("label")):
            return
        if not kind:
            self._wrong(cells, "type", sentence("This row has no type."))
            return
        match read_type(kind):
            case Foreign(text):
                self._wrong(cells, "type", text, type=kind)
            case Fence() as fence:
                self._read_fence(cells, name, fence, stack)
            case Audit():
                self.audit = read_audit(cells, self._findings)
            case Table(ending):
                stem = name.removesuffix(f".{ending}")
                self.looked_up.add(self._lists.take_table(cells, f"{stem}.{ending}"))
            case Kind() | Select() | Ruled() as found:
                name = name or (f"generated_note_name_{cells.row}" if found is Kind.NOTE else "")
                if self._named(cells, name, stack[-1]):
                    stack[-1].children.append(_Leaf(cells, name, found))
                    if isinstance(found, Select) and found.other:
                        self._add_other(cells, name, found, stack[-1])

    def _add_other(self, cells: Cells, name: str, select: Select, parent: _Branch) -> None:
        """ "or_other" adds a choice, and a question that asks for it in words."""
        if select.list_name not in self._lists or select.file:
            return
        if "choice_filter" in cells.left():
            self._wrong(cells, "choice_filter", sentence("“or_other” and a choice filter do not go together."))
        self._lists.add_other(select.list_name, self._languages)
        label: dict[str, Cell] = {code or "default": in_words(_SPECIFY, code) for code in self._languages or ("",)}
        relevant = f"selected(../{name}, '{OTHER}')"
        other = Cells(cells.sheet, cells.row, {"label": label, "bind": {"relevant": relevant}})
        if self._named(cells, f"{name}_other", parent):
            parent.children.append(_Leaf(other, f"{name}_other", Kind.TEXT))

    def _read_fence(self, cells: Cells, name: str, fence: Fence, stack: list[_Branch]) -> None:
        if fence.begins:
            if len(stack) > _DEPTH_LIMIT:
                self._wrong(cells, "type", sentence("There are more groups within groups than a form should have."))
                return
            branch = _Branch(cells, name, fence.repeat)
            if self._named(cells, name, stack[-1]):
                stack[-1].children.append(branch)
            stack.append(branch)
        elif len(stack) > 1 and stack[-1].repeat == fence.repeat:
            stack.pop()
        else:
            self._wrong(cells, "type", sentence("What ends here has not begun."))

    def _named(self, cells: Cells, name: str, parent: _Branch) -> bool:
        if not name:
            self._wrong(cells, "name", sentence("This row has no name."))
        elif not _NAME.fullmatch(name):
            self._wrong(
                cells,
                "name",
                sentence("“{name}” cannot be a name: letters, digits, “_”, “-” and “.”, beginning with a letter."),
                name=name,
            )
        elif name in {child.name for child in parent.children}:
            self._wrong(cells, "name", sentence("The name “{name}” stands there twice."), name=name)
        else:
            return True
        return False

    def _items(self, branch: _Branch, path: tuple[str, ...], names: Counter[str]) -> tuple[Item, ...]:
        return tuple(self._item(child, path, names) for child in branch.children)

    def _item(self, child: _Branch | _Leaf, path: tuple[str, ...], names: Counter[str]) -> Item:
        """Its id is its name within its repeat, with the path of groups only where the name alone would not do."""
        own = FieldId(child.name if names[child.name] == 1 else "/".join((*path, child.name)))
        if isinstance(child, _Leaf):
            return self._questions.read(child.cells, child.name, child.type, own)
        if child.repeat:
            return self._repeat(child, own)
        cells = child.cells or Cells("survey", 0, {})
        take_media(cells, self._findings)
        group = Group(
            id=FieldId("/".join((*path, child.name)) + "/"),
            name=child.name,
            label=cells.take_text("label"),
            hint=cells.take_text("hint"),
            relevant=cells.take("bind", "relevant"),
            appearance=read_appearance(cells, self._findings),
            row=cells.row,
            children=self._items(child, (*path, child.name), names),
        )
        tell_extras(cells, self._findings)
        return group

    def _repeat(self, branch: _Branch, own: FieldId) -> Repeat:
        cells = branch.cells or Cells("survey", 0, {})
        take_media(cells, self._findings)
        repeat = Repeat(
            id=own,
            name=branch.name,
            label=cells.take_text("label"),
            hint=cells.take_text("hint"),
            relevant=cells.take("bind", "relevant"),
            appearance=read_appearance(cells, self._findings),
            count=cells.take("control", "jr:count"),
            row=cells.row,
            children=self._items(branch, (), _counted(branch)),
        )
        tell_extras(cells, self._findings)
        return repeat

    def _wrong(self, cells: Cells, column: str, text: str, **values: object) -> None:
        self._findings.wrong(cells, column, text, **values)


def _counted(branch: _Branch) -> Counter[str]:
    """How often each name of a question or repeat stands in a record or row, whatever groups are around it."""
    names: Counter[str] = Counter()
    for child in branch.children:
        if isinstance(child, _Leaf) or child.repeat:
            names[child.name] += 1
        else:
            names += _counted(child)
    return names
