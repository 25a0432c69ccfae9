"""Finds every sentence that the program says, in its source: what translators see comes from here.

Read from Python's own syntax tree, so that nothing is guessed: `say("...")`, `sentence("...")`, `Sentence("...")`,
`say_about("context", "...")` and `say_number("one", "many", n)`. A comment on the line above that begins with `#: ` is
for the translators. What cannot be extracted, such as an f-string, is a fault and is told with its place; a constant
that was marked with `sentence("...")` elsewhere may be said by its name.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

#: Where the program speaks; words.py itself is left out, since it only passes on.
SPEAKING: Final = ("fieldapp", "ui", "sync")
PASSES_ON: Final = ("fieldapp/words.py", "fieldapp/errors.py")

#: How many strings each takes before its values.
STRINGS: Final = {"say": 1, "sentence": 1, "Sentence": 1, "say_about": 2, "say_number": 2}


@dataclass(frozen=True, slots=True)
class Spoken:
    """One sentence as it stands in the source."""

    file: str  # from the checkout's root, with "/"
    line: int
    english: tuple[str, ...]  # one, or singular and plural
    context: str | None
    comment: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A sentence that translators would never see."""

    file: str
    line: int
    why: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.why}"


def find(root: Path) -> Iterator[Spoken | Fault]:
    """Everything that is said, file by file, in the order of the lines."""
    for folder in SPEAKING:
        for path in sorted((root / folder).rglob("*.py")):
            file = path.relative_to(root).as_posix()
            if file not in PASSES_ON:
                yield from in_source(path.read_text("utf-8"), file)


def in_source(source: str, file: str) -> Iterator[Spoken | Fault]:
    """What one file says."""
    lines = source.splitlines()
    calls = [node for node in ast.walk(ast.parse(source, file)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        name = _name(call.func)
        if name in STRINGS:
            found = _spoken(call, name, file, _comment_above(lines, call.lineno))
            if found is not None:
                yield found


def _name(called: ast.expr) -> str:
    """`say` or `words.say`; a method of something else that happens to be called so is not ours."""
    match called:
        case ast.Name(id=name) | ast.Attribute(value=ast.Name(id="words"), attr=name):
            return name
    return ""


def _spoken(call: ast.Call, name: str, file: str, comment: str) -> Spoken | Fault | None:
    count = STRINGS[name]
    parts = call.args[:count]
    if count == 1 and name != "sentence" and parts and _marked_elsewhere(parts[0]):
        return None
    texts = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    if len(texts) < count or not all(texts):
        return Fault(file, call.lineno, f"{name}() takes whole sentences as plain strings, not something worked out")
    context = texts.pop(0) if name == "say_about" else None
    return Spoken(file, call.lineno, tuple(texts), context, comment)


def _marked_elsewhere(part: ast.expr) -> bool:
    """A constant looked up by its name, which `sentence("...")` marked where it stands, or that call itself."""
    if isinstance(part, ast.Call):
        return _name(part.func) == "sentence"
    return isinstance(part, ast.Name | ast.Attribute | ast.Subscript)


def _comment_above(lines: list[str], line: int) -> str:
    above = lines[line - 2].strip() if line > 1 else ""
    return above.removeprefix("#: ") if above.startswith("#: ") else ""
