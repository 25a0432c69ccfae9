"""The one tool of the checkout: what it says when something is missing, and that it does nothing twice."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import catalogues
import debian
import libraries
import pytest
import tasks
import workplace
from debian import Stop
from installer import Installer

from tests.helpers.elf import needed
from tests.rules.source import ROOT


class Asked:
    """Stands for the workplace: nothing is installed or started, what was asked for is kept."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ready: list[str] = []
        self.started: list[tuple[str, ...]] = []
        monkeypatch.setattr(workplace, "ready", self.ready.append)
        monkeypatch.setattr(workplace, "python", self._start)

    def _start(self, *arguments: str) -> int:
        self.started.append(arguments)
        return 0


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    return Asked(monkeypatch)


class Apt:
    """Stands for Debian's apt-get: writes down what it was asked, and knows no package before its lists are fresh."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[str] = []
        monkeypatch.setattr("shutil.which", lambda _: "/usr/bin/apt-get")
        monkeypatch.setattr(debian, "_apt", self._answer)

    def _answer(self, *arguments: str) -> str:
        self.asked.append(arguments[0])
        return "" if "update" in self.asked else "E: Unable to locate package"


@pytest.fixture
def apt(monkeypatch: pytest.MonkeyPatch) -> Apt:
    return Apt(monkeypatch)


def test_run_without_a_screen_says_so_and_shows_the_demo(
    asked: Asked, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(workplace, "has_screen", bool)

    tasks.main(["run"])

    assert "no screen" in capsys.readouterr().out
    assert asked.started == [("-m", "tests.demo")]


def test_run_with_a_screen_opens_the_program(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workplace, "has_screen", lambda: True)

    tasks.main(["run", "--home", "h"])

    assert asked.ready == ["run"]
    assert asked.started == [("-m", "ui.main", "--home", str(Path("h").absolute()))]


def test_all_tests_run_on_all_cores_and_named_ones_at_once(asked: Asked) -> None:
    tasks.main(["test"])
    tasks.main(["test", str(Path(__file__)), "-q"])

    every, named = asked.started
    assert "-n" in every
    assert "-n" not in named


def test_paths_hold_from_where_she_stands(asked: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    tasks.main(["demo", "--out", "there", "--language", "ru"])

    assert asked.started == [("-m", "tests.demo", "--out", str(tmp_path / "there"), "--language", "ru")]


def test_verify_asks_for_the_folder_it_shall_look_at(asked: Asked, capsys: pytest.CaptureFixture[str]) -> None:
    assert tasks.main(["verify"]) == 1
    assert "which folder" in capsys.readouterr().err


def test_an_unknown_verb_is_answered_with_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert tasks.main(["rnu"]) == 2
    assert "run " in capsys.readouterr().out


def test_stopping_it_by_hand_ends_in_a_sentence(
    asked: Asked, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(lock: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(workplace, "ready", stopped)

    assert tasks.main(["test"]) == 130
    assert "Stopped." in capsys.readouterr().err


def test_a_python_that_is_too_old_can_read_that_it_is_too_old() -> None:
    source = (ROOT / "build" / "tasks.py").read_text("utf-8")
    before = source.index("sys.version_info < (3, 11)")

    ast.parse(source, feature_version=(3, 7))
    assert "import workplace" not in source[:before]


def test_a_python_that_is_too_new_is_told_so(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(workplace, "NEWEST", (3, 10))

    with pytest.raises(Stop, match=r"3\.11 to"):
        workplace.ready("run")


def test_a_machine_that_the_locks_do_not_cover_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workplace, "SYSTEMS", ("plan9",))

    with pytest.raises(Stop, match="locked for"):
        workplace.ready("run")


def test_what_is_there_already_is_not_made_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(workplace, "STAMP", tmp_path / "stamp.json")
    monkeypatch.setattr(workplace, "PYTHON", Path(sys.executable))
    done: list[str] = []
    monkeypatch.setattr(Installer, "install", lambda _, requirements: done.append(requirements.name))
    monkeypatch.setattr(workplace, "_compile_packs", lambda: None)
    monkeypatch.setattr(catalogues, "compile_all", lambda _: iter(()))
    monkeypatch.setattr(libraries, "ensure", lambda **_: None)

    for lock in ("test", "test", "run", "dev", "test"):
        workplace.ready(lock)

    assert done == ["test.txt", "dev.txt"]


def test_root_on_debian_gets_the_package_and_fresh_lists_where_they_are_old(
    apt: Apt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)

    debian.install(["libegl1"], "Qt's windows", print)

    assert apt.asked == ["install", "update", "install"]


def test_anybody_else_is_told_the_command(apt: Apt, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)

    with pytest.raises(Stop, match="sudo apt-get install libegl1 libgl1"):
        debian.install(["libegl1", "libgl1"], "Qt's windows", print)
    assert apt.asked == []


def test_a_system_without_apt_is_told_the_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)

    with pytest.raises(Stop, match=r"by Debian's names: libegl1\."):
        debian.install(["libegl1"], "Qt's windows", print)


def test_a_library_that_does_not_load_is_missing() -> None:
    assert list(libraries.missing({"libno-such-thing.so.9": "libno-such-thing9"})) == ["libno-such-thing.so.9"]


def test_every_library_that_qt_takes_from_the_system_has_its_package() -> None:
    import PySide6  # noqa: PLC0415 - its folder alone is looked at

    folder = Path(PySide6.__path__[0])
    modules = ("Core", "DBus", "Gui", "Network", "Pdf", "PrintSupport", "Svg", "Test", "Widgets")
    always = [folder / f"Qt/lib/libQt6{name}.so.6" for name in modules]
    always += [*(folder / f"Qt{name}.abi3.so" for name in modules), folder / "Qt/plugins/platforms/libqoffscreen.so"]
    screen = [*(folder / f"Qt/plugins/platforms/libq{name}.so" for name in ("xcb", "wayland"))]
    screen += [*folder.glob("Qt/lib/libQt6XcbQpa*"), *folder.glob("Qt/lib/libQt6WaylandClient*")]
    screen += [folder / "Qt/plugins/printsupport/libcupsprintersupport.so"]

    assert from_the_system(always, folder) <= libraries.ALWAYS.keys()
    assert from_the_system(screen, folder) <= (libraries.ALWAYS | libraries.SCREEN).keys()


#: What every Linux has that can run the wheels at all, and what another library of the table brings along.
GIVEN = {"ld-linux-x86-64.so.2", "libc.so.6", "libdl.so.2", "libgcc_s.so.1", "libm.so.6", "libpthread.so.0"}
GIVEN |= {"libresolv.so.2", "librt.so.1", "libstdc++.so.6", "libbrotlicommon.so.1", "libgthread-2.0.so.0"}


def from_the_system(files: list[Path], folder: Path) -> set[str]:
    """What these ask for that PySide6 does not bring; on Windows it brings all."""
    brought = {path.name for path in (*folder.rglob("*.so*"), *folder.parent.glob("shiboken6/*.so*"))}
    asked = {name for file in files if file.exists() for name in needed(file)}
    return asked - brought - GIVEN


def test_the_tool_starts_in_a_moment_and_tells_its_verbs() -> None:
    command = [sys.executable, str(ROOT / "build" / "tasks.py"), "help"]

    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)

    assert (done.returncode, "translate" in done.stdout) == (0, True)
