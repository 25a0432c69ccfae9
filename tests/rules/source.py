"""The checkout as the rules see it: its files, their text, their syntax trees."""

from __future__ import annotations

import ast
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]

PROGRAM: Final = ("fieldapp", "ui", "sync")
EVERYTHING: Final = (*PROGRAM, "build", "tests")


@dataclass(frozen=True)
class Source:
    """One file of Python."""

    path: Path

    @property
    def name(self) -> str:
        """From the checkout's root, with "/" everywhere."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def module(self) -> str:
        """As it is imported."""
        return self.name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @cached_property
    def text(self) -> str:
        return self.path.read_text("utf-8")

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Everything in it, in no order."""
        return list(ast.walk(ast.parse(self.text, self.name)))

    def calls(self) -> Iterator[ast.Call]:
        """Every call in it."""
        return (node for node in self.nodes if isinstance(node, ast.Call))

    def comments(self) -> Iterator[tuple[int, str]]:
        """Every comment with its line."""
        with self.path.open("rb") as file:
            for token in tokenize.tokenize(file.readline):
                if token.type == tokenize.COMMENT:
                    yield token.start[0], token.string

    def at(self, node: ast.AST) -> str:
        """Where something stands, as an editor opens it."""
        return f"{self.name}:{getattr(node, 'lineno', 1)}"


def sources(*folders: str) -> list[Source]:
    """Every file of Python in these folders."""
    return [Source(path) for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def called(call: ast.Call) -> str:
    """The last name of what is called: `exec` of `dialog.exec()`."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""
