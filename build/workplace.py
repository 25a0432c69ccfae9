"""Makes the place where the program runs: .venv with the locked libraries and the project, catalogues, packs.

Standard library alone, since this is what brings the rest. What is there already is not made again: a stamp in .venv
says for which Python and from which lock it was made.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import catalogues
import libraries
from debian import Stop
from installer import Installer, own_environment, version

ROOT: Final = Path(__file__).resolve().parent.parent
VENV: Final = ROOT / ".venv"
STAMP: Final = VENV / "fieldapp-stamp.json"
PYTHON: Final = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

#: The locks, each holding the one before.
RUN, TEST, DEV = LOCKS = ("run", "test", "dev")

#: What the locks' wheels are made for.
SYSTEMS: Final = ("linux-x86_64", "win-amd64")
NEWEST: Final = (3, 14)
OLDEST_GLIBC: Final = (2, 34)


def say(line: str) -> None:
    """One line to the person, at once."""
    print(line, flush=True)


def has_screen() -> bool:
    """Whether a window could be seen here."""
    return not sys.platform.startswith("linux") or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))


def ready(lock: str) -> None:
    """Make sure that .venv holds at least this lock and the project, and that catalogues and packs are compiled."""
    _fits_this_machine()
    stamp = _stamp()
    wanted = max(lock, stamp.get("lock", RUN), key=LOCKS.index)
    if not PYTHON.exists() or stamp.get("python") != version() or stamp.get("digest") != _digest(wanted):
        Installer(ROOT, VENV, PYTHON, say).install(_requirements(wanted))
        _note(python=version(), lock=wanted, digest=_digest(wanted))
    if sys.platform.startswith("linux"):
        libraries.ensure(screen=has_screen(), say=say)
    for catalogue in catalogues.compile_all(ROOT / "resources" / "translations"):
        say(f"Compiled the catalogue {catalogue.parent.parent.name}.")
    _compile_packs()


def python(*arguments: str) -> int:
    """Run .venv's Python in the checkout, wait for it, and give its exit code."""
    child = subprocess.Popen([str(PYTHON), *arguments], cwd=ROOT, env=own_environment())
    try:
        return child.wait()
    except KeyboardInterrupt:
        say("Waiting for it to end. Ctrl+C once more ends it at once.")
    try:
        return child.wait()  # it heard the first one too, and ends in its own way
    except KeyboardInterrupt:
        child.terminate()
        return child.wait()


def _fits_this_machine() -> None:
    given, system = sys.version_info[:2], sysconfig.get_platform()
    if given > NEWEST or sys.implementation.name != "cpython":
        raise Stop(
            f"Fieldapp runs on CPython 3.11 to {NEWEST[0]}.{NEWEST[1]}; this is {sys.implementation.name} "
            f"{version()}. Start it with one of those."
        )
    if system not in SYSTEMS:
        raise Stop(f"Fieldapp's libraries are locked for 64-bit Linux and Windows on Intel or AMD; this is {system}.")
    name, glibc = platform.libc_ver()
    if name == "glibc" and tuple(map(int, glibc.split(".")[:2])) < OLDEST_GLIBC:
        raise Stop(f"Qt needs glibc 2.34 or newer (Debian 12, Ubuntu 22.04); this system has {glibc}.")


def _requirements(lock: str) -> Path:
    return ROOT / "build" / "requirements" / f"{lock}.txt"


def _digest(lock: str) -> str:
    parts = (_requirements(lock), ROOT / "pyproject.toml")
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()


def _stamp() -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads(STAMP.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def _note(**facts: str) -> None:
    STAMP.write_text(json.dumps(_stamp() | facts), "utf-8")


def _compile_packs() -> None:
    script = ROOT / "build" / "compile_packs.py"
    digest = hashlib.sha256("\n".join(_pack_facts(script)).encode()).hexdigest()
    if _stamp().get("packs") == digest:
        return
    say("Compiling the built-in forms ...")
    if python(str(script)):
        raise Stop("The built-in forms could not be compiled; the lines above say why.")
    _note(packs=digest)


def _pack_facts(script: Path) -> Iterator[str]:
    """What the compiled packs were made from, by name, size and time."""
    sources = [script, *(ROOT / "fieldapp" / "forms").rglob("*.py")]
    sources += [path for path in (ROOT / "resources" / "packs").rglob("*") if "compiled" not in path.parts]
    for path in sorted(sources):
        if path.is_file():
            facts = path.stat()
            yield f"{path.relative_to(ROOT).as_posix()} {facts.st_size} {facts.st_mtime_ns}"
