"""What a check goes by: the form as far as it could be read, each expression in it, and what was found so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from fieldapp.forms.checking.mending import Names
from fieldapp.forms.expressions.errors import ExpressionWrong
from fieldapp.forms.expressions.parser import parse
from fieldapp.forms.expressions.tree import Call, Chain, Negative, Path, Reference, Tree
from fieldapp.forms.model import Form, Group, Item, Question, Repeat
from fieldapp.forms.problems import Problem, Severity
from fieldapp.forms.rules.layout import Layout
from fieldapp.forms.sheets.workbook import Sheet
from fieldapp.words import Sentence


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """An expression in a cell, under its heading. `tree` None: it cannot be understood."""

    node: int
    item: Item
    heading: str
    text: str
    tree: Tree | None


class Check:
    """A form under check; `problems` fill up."""

    def __init__(self, form: Form, layout: Layout, sheets: Mapping[str, Sheet]) -> None:
        self.form = form
        self.layout = layout
        self.sheets = sheets
        self.names = _names(sheets)
        self.problems: list[Problem] = []
        self._choices: dict[str, dict[str, None]] = {}
        self.expressions = tuple(_expressions(layout))

    def error(self, place: Cell, text: str, mend: str, /, **values: object) -> None:
        """Something that has to be mended; `mend` says how, with the same values."""
        self.problems.append(_problem(place, Severity.ERROR, Sentence(text, values), Sentence(mend, values)))

    def warning(self, place: Cell, text: str, mend: str, /, **values: object) -> None:
        """Something that may be meant, but seldom is."""
        self.problems.append(_problem(place, Severity.WARNING, Sentence(text, values), Sentence(mend, values)))

    def choices(self, question: Question) -> Mapping[str, None]:
        """The names of all choices of a question, in their order."""
        if question.choices not in self._choices:
            listed = self.form.lists.get(question.choices, ())
            self._choices[question.choices] = dict.fromkeys(choice.name for choice in listed)
        return self._choices[question.choices]

    def question(self, tree: Tree, written: Written) -> Question | None:
        """The one question that a reference names, or that "." is; None for anything else."""
        node = self.node(tree, written.node)
        return None if node is None else self.layout.question(node)

    def node(self, tree: Tree, here: int) -> int | None:
        """Where a reference leads if it is to one answer, of the same row or of a row around; None for others."""
        if isinstance(tree, Path) and tree.start is None and not tree.absolute and len(tree.steps) == 1:
            step = tree.steps[0]
            return here if step.name == "." and not step.conditions else None
        if not isinstance(tree, Reference):
            return None
        nodes = self.layout.by_name.get(tree.name, [])
        if len(nodes) != 1:
            return None
        around = (0, *self.layout.chain(self.layout.nodes[here].scope))
        return nodes[0] if self.layout.nodes[nodes[0]].scope in around else None


@dataclass(frozen=True, slots=True)
class Cell:
    """A place in a workbook."""

    sheet: str
    row: int
    column: str = field(default="")


def cell_of(written: Written) -> Cell:
    """Where an expression stands."""
    return Cell("survey", written.item.row, written.heading)


def parts(tree: Tree) -> Iterator[Tree]:
    """An expression and every expression in it."""
    yield tree
    for part in _inside(tree):
        yield from parts(part)


def _inside(tree: Tree) -> Iterator[Tree]:
    match tree:
        case Negative(operand):
            yield operand
        case Call(_, arguments):
            yield from arguments
        case Chain(first, rest):
            yield first
            yield from (part for _, part in rest)
        case Path(start, steps):
            if start is not None:
                yield start
            yield from (condition for step in steps for condition in step.conditions)
        case _:
            return


def rows_of_choices(sheet: Sheet | None) -> Mapping[tuple[str, str], int]:
    """In which row of the sheet each choice of each list stands."""
    if sheet is None:
        return {}
    lists, names = _heading(sheet, "list_name", "list name"), _heading(sheet, "name", "value")
    return {
        (str(cells.get(lists, "")).strip(), str(cells.get(names, "")).strip()): row
        for row, cells in enumerate(sheet.rows, 2)
    }


def _heading(sheet: Sheet, *words: str) -> str:
    return next((heading for heading in sheet.headers if heading.strip().lower() in words), words[0])


def _names(sheets: Mapping[str, Sheet]) -> Names:
    """Every name in the sheets, also those of rows that could not be read."""
    survey, choices = sheets["survey"], sheets["choices"]
    heading = _heading(survey, "name", "value")
    return Names(
        questions=dict.fromkeys(str(cells[heading]).strip() for cells in survey.rows if heading in cells).keys(),
        lists=dict.fromkeys(name for name, _ in rows_of_choices(choices)).keys(),
        columns=tuple(choices.headers),
    )


def _problem(place: Cell, severity: Severity, text: Sentence, mend: Sentence) -> Problem:
    return Problem(place.sheet, place.row, place.column, text, severity, mend)


def _expressions(layout: Layout) -> Iterator[Written]:
    for node in layout.nodes:
        if node.item is not None:
            for heading, text in _texts(node.item):
                if text:
                    yield Written(node.index, node.item, heading, text, _tree(text))


def _texts(item: Question | Group | Repeat) -> Iterator[tuple[str, str]]:
    yield "relevant", item.relevant
    if isinstance(item, Repeat):
        yield "repeat_count", item.count
    if isinstance(item, Question):
        yield "calculation", item.calculation
        yield "readonly", item.read_only
        yield "required", item.required
        yield "constraint", item.constraint
        yield "bind::fieldapp:unlikely", item.unlikely
        yield "choice_filter", item.choice_filter
        yield "default", item.default if item.default_runs else ""
        yield "parameters", item.seed


def _tree(text: str) -> Tree | None:
    try:
        return parse(text)
    except ExpressionWrong:
        return None
