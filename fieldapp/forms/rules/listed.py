"""What expressions ask the lists and files of a form: `instance('villages')/root/item[code = ${code}]/label`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from fieldapp.forms.expressions.compiler import compile_tree
from fieldapp.forms.expressions.errors import ExpressionWrong, Mismatch
from fieldapp.forms.expressions.here import Here
from fieldapp.forms.expressions.meaning import Run, RunAll
from fieldapp.forms.expressions.parser import parse
from fieldapp.forms.expressions.tree import Call, Literal, Path, Step, Tree
from fieldapp.forms.expressions.values import to_text
from fieldapp.forms.model import CHOOSING, Choice, Form, Question
from fieldapp.forms.rules.filters import compile_conditions, compile_filter
from fieldapp.forms.rules.lines import Lines, column_of, lines_of, words_of
from fieldapp.words import sentence

if TYPE_CHECKING:
    from fieldapp.forms.rules.names import FormNames

#: How an expression goes from a list to its lines.
_DOWN: Final = ("root", "item")


def is_listed(path: Path) -> bool:
    """Whether it begins with instance()."""
    return isinstance(path.start, Call) and path.start.name == "instance"


def every_line(path: Path, form: Form, inside: Callable[[Lines], FormNames]) -> RunAll:
    """What the lines that fit hold in the column that the path ends with; without one, their names.

    `inside` gives the names that hold in a condition on these lines. Raises ExpressionWrong.
    """
    lines = _lines(path, form)
    conditions, column = _taken_apart(path.steps)
    if column and not lines.has(column):
        raise _no_column(column)
    found = compile_conditions(conditions, inside(lines), lines)
    read = reader(column or "name", form)
    return lambda here: [read(choice, here) for choice in found.offered(here)]


def one_line(every: RunAll) -> Run:
    """What the one line that fits holds; "" where none does. Raises Mismatch when it is run and several fit."""

    def one(here: Here) -> str:
        values = every(here)
        if len(values) > 1:
            raise Mismatch(sentence("Several lines of the list fit: say which, by a condition in square brackets."))
        return to_text(values[0]) if values else ""

    return one


def reader(column: str, form: Form) -> Callable[[Choice, Here], str]:
    """Reads a column of a line; a label in the language of the session."""
    if column == "label":
        return lambda choice, here: words_of(choice, here.world.language, form.default_language)
    return lambda choice, _here: column_of(choice, column)


def pulled(arguments: tuple[Tree, ...], form: Form, names: FormNames) -> Run:
    """pulldata(file, column, key column, key): what the first line with that key holds. Raises ExpressionWrong."""
    file = arguments[0]
    if not isinstance(file, Literal):
        raise ExpressionWrong(sentence("pulldata() takes the name of its file in quotes."))
    lines = _known(form, file.text.removesuffix(".csv"))
    for column in arguments[1:3]:
        if isinstance(column, Literal) and not lines.has(column.text):
            raise _no_column(column.text)
    wanted, keyed, key = (compile_tree(argument, names) for argument in arguments[1:])

    def run(here: Here) -> str:
        found = lines.where([(to_text(keyed(here)), to_text(key(here)))])
        return reader(to_text(wanted(here)), form)(found[0], here) if found else ""

    return run


def choice_label(value: Tree, asked: Question | None, form: Form, names: FormNames, theirs: FormNames) -> Run:
    """jr:choice-name(): the words of a choice of a question, whose own `theirs` are. Raises ExpressionWrong."""
    if asked is None or asked.kind not in CHOOSING:
        raise ExpressionWrong(sentence("jr:choice-name() asks for a question with choices."))
    lines, run = lines_of(form, asked.choices), compile_tree(value, names)
    offered = compile_filter(parse(asked.choice_filter), theirs, lines).offered if asked.choice_filter else None

    def words(here: Here) -> str:
        found = lines.where([("name", to_text(run(here)))])
        if len(found) > 1 and offered is not None:  # names that stand there twice are told apart by the filter
            there = offered(Here(here.world, here.row.above(theirs.scope)))
            found = [choice for choice in found if choice in there] or found
        return words_of(found[0], here.world.language, form.default_language) if found else ""

    return words


def _lines(path: Path, form: Form) -> Lines:
    match path.start:
        case Call("instance", (Literal(name),)):
            return _known(form, name)
        case _:
            raise ExpressionWrong(sentence("instance() takes the name of its list in quotes."))


def _known(form: Form, name: str) -> Lines:
    if name not in form.lists:
        raise ExpressionWrong(sentence("The form has no list or file “{name}”."), name=name)
    return lines_of(form, name)


def _taken_apart(steps: tuple[Step, ...]) -> tuple[tuple[Tree, ...], str]:
    """The conditions on lines, and the column after them, "" without one."""
    names = [step.name for step in steps]
    if tuple(names[:2]) != _DOWN or len(steps) > 3 or any(step.conditions for step in (steps[0], *steps[2:])):
        raise ExpressionWrong(sentence("From a list a path goes on as /root/item[condition]/column."))
    return steps[1].conditions, names[2] if len(names) == 3 else ""


def _no_column(name: str) -> ExpressionWrong:
    return ExpressionWrong(sentence("The choice list has no column “{name}”."), name=name)
