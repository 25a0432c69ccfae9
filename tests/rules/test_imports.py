"""Who may import whom, and which library may be used where."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from typing import Final

import pytest

from tests.rules.source import PROGRAM, ROOT, Source, sources

#: Each library with the only packages that may import it. A new one gets its line here, or it gets no import.
USED_IN: Final = {
    "PySide6": ("ui",),
    "shiboken6": ("ui",),
    "alembic": ("sync.server",),
    "cryptography": ("fieldapp.vault", "sync.protocol"),
    "fastapi": ("sync.server",),
    "openpyxl": ("fieldapp.forms",),
    "platformdirs": ("fieldapp.paths",),
    "pypdf": ("fieldapp.papers",),
    "pyxform": ("fieldapp.forms",),
    "reportlab": ("fieldapp.papers",),
    "requests": ("sync.client",),
    "segno": ("fieldapp.papers",),
    "sqlalchemy": ("sync.server",),
    "sqlcipher3": ("fieldapp.storage",),
    "starlette": ("sync.server",),
    "urllib3": ("sync.client",),
    "uvicorn": ("sync.server",),
    "zstandard": ("sync.protocol",),
}


def test_each_package_imports_only_what_the_layers_allow() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_each_library_is_used_in_its_place_alone() -> None:
    wrong = [
        f"{file.name} imports {library}"
        for file in sources(*PROGRAM)
        for library in libraries(file)
        if not any(f"{file.module}.".startswith(f"{place}.") for place in USED_IN.get(library, ()))
    ]

    assert not wrong, "\n".join(sorted(set(wrong)))


@pytest.mark.parametrize("tool", ["tasks", "workplace", "installer", "debian", "libraries", "catalogues"])
def test_what_makes_the_workplace_needs_nothing_but_python(tool: str) -> None:
    file = Source(ROOT / "build" / f"{tool}.py")

    assert list(libraries(file)) == []


def libraries(file: Source) -> Iterator[str]:
    """What a file imports that is neither Python's nor ours."""
    ours = {*PROGRAM, *(path.stem for path in (ROOT / "build").glob("*.py"))}
    for node in file.nodes:
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        for name in names:
            top = name.partition(".")[0]
            if top not in sys.stdlib_module_names and top not in ours:
                yield top
