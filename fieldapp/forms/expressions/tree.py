"""What an expression says, as a tree of plain values. No text of it is ever run."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written."""

    value: float


@dataclass(frozen=True, slots=True)
class Literal:
    """A text in quotes."""

    text: str


@dataclass(frozen=True, slots=True)
class Reference:
    """`${name}`: a question, group or repeat by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class LastSaved:
    """`${last-saved#name}`: the answer to a question in the record of this form that was saved last."""

    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments."""

    name: str
    arguments: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Negative:
    """Minus before a value."""

    operand: Tree


@dataclass(frozen=True, slots=True)
class Chain:
    """Operators of one rank, from left to right: `a + b - c` is a, (+ b), (- c)."""

    first: Tree
    rest: tuple[tuple[str, Tree], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: a name, ".", ".." or "*"; rows are kept where all `conditions` hold."""

    name: str
    conditions: tuple[Tree, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """Steps from somewhere: from the root ("/data/age"), from here ("../age"), or from a reference or call."""

    start: Reference | Call | None = None
    steps: tuple[Step, ...] = field(default=())
    absolute: bool = False


Tree = Number | Literal | Reference | LastSaved | Call | Negative | Chain | Path
