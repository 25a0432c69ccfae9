"""How the source is written, where a linter does not know our reasons."""

from __future__ import annotations

import ast
import re
from typing import Final

import pytest

from tests.rules.source import EVERYTHING, PROGRAM, ROOT, called, sources

#: A file is looked at again at 300 lines, and split at this length.
LONGEST: Final = 400

#: Longer files, each with its reason.
LONGER: Final[dict[str, str]] = {}


@pytest.mark.parametrize("folder", EVERYTHING)
def test_no_file_is_longer_than_a_reader_can_hold(folder: str) -> None:
    lengths = {file.name: len(file.text.splitlines()) for file in sources(folder)}

    assert {name for name, length in lengths.items() if length > LONGEST} <= set(LONGER)


def test_the_list_of_longer_files_names_none_that_has_become_short() -> None:
    assert all(len((ROOT / name).read_text("utf-8").splitlines()) > LONGEST for name in LONGER)


def test_each_module_begins_by_saying_what_it_is_for() -> None:
    silent = [
        file.name for file in sources(*EVERYTHING) if file.text.strip() and not ast.get_docstring(ast.parse(file.text))
    ]

    assert not silent


def test_nothing_is_left_to_be_done_later() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    left = [
        f"{file.name}:{line}"
        for file in sources(*EVERYTHING)
        for line, comment in file.comments()
        if marks.search(comment)
    ]

    assert not left


def test_each_error_says_in_its_docstring_what_happened() -> None:
    silent = [name for name, one in error_classes().items() if not ast.get_docstring(one)]

    assert not silent


def test_each_error_carries_a_sentence_that_translators_see() -> None:
    by_sentence = {name for name, one in error_classes().items() if not _has_its_own_beginning(one)}
    unmarked = [
        file.at(call)
        for file in sources(*PROGRAM)
        for call in file.calls()
        if called(call) in by_sentence and call.args and _is_words(call.args[0])
    ]

    assert not unmarked, 'write sentence("...") around what these say: ' + ", ".join(unmarked)


def test_no_window_starts_an_event_loop_inside_another() -> None:
    nested = [
        file.at(call)
        for file in sources("ui")
        for call in file.calls()
        if called(call) in {"processEvents", "exec", "exec_"} and not _is_the_application(call)
    ]

    assert not nested, "open() and listen for finished instead: " + ", ".join(nested)


def test_no_signal_is_connected_to_a_lambda() -> None:
    connected = [
        file.at(call)
        for file in sources("ui")
        for call in file.calls()
        if called(call) == "connect" and any(isinstance(part, ast.Lambda) for part in call.args)
    ]

    assert not connected, "a lambda keeps its page alive and runs in the sender's thread: " + ", ".join(connected)


def test_nothing_in_the_windows_starts_a_thread_but_the_jobs() -> None:
    doors = {"ui/jobs.py"}
    starters = {"Thread", "QThread", "ThreadPoolExecutor", "QThreadPool", "QRunnable", "Timer"}
    starting = [
        file.at(call)
        for file in sources("ui")
        for call in file.calls()
        if called(call) in starters and file.name not in doors
    ]

    assert not starting, ", ".join(starting)


def test_no_test_waits_for_time_to_pass() -> None:
    waiting = [
        file.at(call)
        for file in sources("tests")
        for call in file.calls()
        if file.path.name.startswith("test_") and ast.unparse(call.func) in {"time.sleep", "sleep", "qtbot.wait"}
    ]

    assert not waiting, ", ".join(waiting)


def test_each_test_is_named_by_a_sentence() -> None:
    short = [
        f"{file.at(node)} {node.name}"
        for file in sources("tests")
        for node in file.nodes
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and node.name.count("_") < 3
    ]

    assert not short, "\n".join(short)


def error_classes() -> dict[str, ast.ClassDef]:
    """Every class that descends from FieldappError, however far, by its name."""
    classes = [node for file in sources(*PROGRAM) for node in file.nodes if isinstance(node, ast.ClassDef)]
    found: dict[str, ast.ClassDef] = {one.name: one for one in classes if one.name == "FieldappError"}
    while True:
        below = {one.name: one for one in classes if one.name not in found and _bases(one) & found.keys()}
        if not below:
            return found
        found |= below


def _bases(one: ast.ClassDef) -> set[str]:
    return {ast.unparse(base).rpartition(".")[2] for base in one.bases}


def _has_its_own_beginning(one: ast.ClassDef) -> bool:
    """It takes something else than a sentence, and makes its sentence itself."""
    return one.name != "FieldappError" and any(
        isinstance(part, ast.FunctionDef) and part.name == "__init__" for part in one.body
    )


def _is_words(part: ast.expr) -> bool:
    return isinstance(part, ast.JoinedStr) or (isinstance(part, ast.Constant) and isinstance(part.value, str))


def _is_the_application(call: ast.Call) -> bool:
    """The one loop that is meant: the application's own, in ui/main.py."""
    owner = ast.unparse(call.func).rpartition(".")[0]
    return owner in {"application", "app", "QApplication", "QGuiApplication"}
