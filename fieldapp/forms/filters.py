"""Which choices of a list a question offers: `district = ${district}` is looked up, never searched line by line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from fieldapp.forms.expressions.compiler import Run, compile_tree
from fieldapp.forms.expressions.here import Here
from fieldapp.forms.expressions.tree import Call, Chain, Negative, Path, Tree
from fieldapp.forms.expressions.values import Value, equal, to_bool
from fieldapp.forms.model import Choice
from fieldapp.forms.names import FormNames, bare_name, column_of

Index = dict[tuple[str, ...], list[Choice]]


@dataclass(slots=True)
class Filter:
    """A choice filter. `keys`: columns that must equal values; `rest`: what else must hold, if anything."""

    choices: Sequence[Choice]
    keys: tuple[tuple[str, Run], ...]
    rest: tuple[Run, ...]
    _index: Index | None = field(default=None, init=False)

    def offered(self, here: Here) -> tuple[Choice, ...]:
        """The choices for which the filter holds here, in the order of the sheet."""
        wanted = tuple(run(here) for _, run in self.keys)
        return tuple(choice for choice in self._found(wanted) if self._passes(choice, here))

    def _found(self, wanted: tuple[Value, ...]) -> Iterable[Choice]:
        columns = tuple(column for column, _ in self.keys)
        if not columns:
            return self.choices
        texts = tuple(value for value in wanted if isinstance(value, str))
        if len(texts) == len(wanted):
            return self._by_columns(columns).get(texts, ())
        pairs = tuple(zip(columns, wanted, strict=True))
        return (
            choice for choice in self.choices if all(equal(column_of(choice, name), value) for name, value in pairs)
        )

    def _passes(self, choice: Choice, here: Here) -> bool:
        if not self.rest:
            return True
        inside = Here(here.world, here.row, choice)
        return all(to_bool(run(inside)) for run in self.rest)

    def _by_columns(self, columns: tuple[str, ...]) -> Index:
        if self._index is None:
            self._index = {}
            for choice in self.choices:
                self._index.setdefault(tuple(column_of(choice, column) for column in columns), []).append(choice)
        return self._index


def columns_of(choices: Sequence[Choice]) -> frozenset[str]:
    """The columns that a filter of this list may name."""
    return frozenset({"name"}.union(*(choice.columns for choice in choices)))


def compile_filter(tree: Tree, names: FormNames, choices: Sequence[Choice]) -> Filter:
    """The filter, with an index for as much of it as allows one. Raises ExpressionWrong."""
    keys: list[tuple[str, Run]] = []
    rest: list[Run] = []
    for part in _parts(tree):
        column, value = _key(part)
        run = compile_tree(part if value is None else value, names)
        if value is None:
            rest.append(run)
        else:
            compile_tree(part, names)
            keys.append((column, run))
    return Filter(choices, tuple(keys), tuple(rest))


def _parts(tree: Tree) -> list[Tree]:
    """What must hold at the same time."""
    if isinstance(tree, Chain) and {operator for operator, _ in tree.rest} == {"and"}:
        return [part for whole in (tree.first, *(part for _, part in tree.rest)) for part in _parts(whole)]
    return [tree]


def _key(tree: Tree) -> tuple[str, Tree | None]:
    """A column and the value that it must equal, which must be the same for all lines of the list."""
    if isinstance(tree, Chain) and len(tree.rest) == 1 and tree.rest[0][0] == "=":
        other = tree.rest[0][1]
        for one, value in ((tree.first, other), (other, tree.first)):
            column = bare_name(one)
            if column is not None and not _looks_at_line(value):
                return column, value
    return "", None


def _looks_at_line(tree: Tree) -> bool:
    """Whether any part of an expression is a column of the list."""
    match tree:
        case Chain(first, rest):
            return any(map(_looks_at_line, (first, *(part for _, part in rest))))
        case Negative(operand):
            return _looks_at_line(operand)
        case Call(_, arguments):
            return any(map(_looks_at_line, arguments))
        case Path():
            return bare_name(tree) is not None
        case _:
            return False
