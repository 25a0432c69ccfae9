"""Makes .venv and puts the locked libraries and the project into it."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import debian
from debian import Stop


def version() -> str:
    """The Python that runs this, as "3.11"."""
    return "{}.{}".format(*sys.version_info)


def own_environment() -> dict[str, str]:
    """Without what would mix another Python's libraries in."""
    return {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}


@dataclass(frozen=True, slots=True)
class Installer:
    """Fills one checkout's .venv; what is there and fits is left as it is."""

    root: Path
    venv: Path
    python: Path
    say: Callable[[str], None]

    def install(self, requirements: Path) -> None:
        """Bring .venv to this lock: only wheels, only with its hashes, from wherever pip is told to look."""
        self._make_venv()
        total = requirements.read_text("utf-8").count("==")
        self.say(f"Fetching {total} libraries into .venv (some 250 MB the first time, then what changed) ...")
        self._pip(["--require-hashes", "--only-binary", ":all:", "-r", str(requirements)])
        self.say("Installing the project itself ...")
        self._pip(["--no-deps", "--no-build-isolation", "--no-index", "-e", "."])

    def _make_venv(self) -> None:
        if self._made_for() == version() and self._has_pip():
            return
        if importlib.util.find_spec("ensurepip") is None:
            debian.install([f"python{version()}-venv"], "making .venv", self.say)
            importlib.invalidate_caches()
            if importlib.util.find_spec("ensurepip") is None:
                raise Stop("This Python has no ensurepip, so .venv cannot be made. Start this with another Python.")
        self.say(f"Making .venv for Python {version()}" + (" anew ..." if self.venv.exists() else " ..."))
        command = [sys.executable, "-m", "venv", "--clear", str(self.venv)]
        made = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        if made.returncode:
            told = (made.stdout + made.stderr).strip().splitlines() or ["it did not say why"]
            raise Stop(f"Python could not make {self.venv}: {told[-1]}")

    def _made_for(self) -> str:
        """The Python that .venv was made for; empty where there is none."""
        try:
            lines = (self.venv / "pyvenv.cfg").read_text("utf-8").splitlines()
        except OSError:
            return ""
        facts = {name.strip(): value.strip() for name, _, value in (line.partition("=") for line in lines)}
        return ".".join(facts.get("version", facts.get("version_info", "")).split(".")[:2])

    def _has_pip(self) -> bool:
        command = [str(self.python), "-m", "pip", "--version"]
        try:
            done = subprocess.run(command, capture_output=True, env=own_environment(), check=False)
        except OSError:
            return False
        return not done.returncode

    def _pip(self, arguments: Sequence[str]) -> None:
        command = [str(self.python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", *arguments]
        told: list[str] = []
        with subprocess.Popen(
            command,
            cwd=self.root,
            env=own_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as pip:
            for line in pip.stdout or ():
                told.append(line.rstrip())
                _show_progress(told)
        if sys.stdout.isatty():
            print("\r\033[K", end="", flush=True)
        if pip.returncode:
            raise Stop("\n".join([*([line for line in told if "ERROR" in line] or told[-3:]), _advice(told)]))


def _show_progress(told: list[str]) -> None:
    """On a terminal, which library is on its way."""
    if sys.stdout.isatty() and told[-1].startswith("Collecting "):
        count = sum(line.startswith("Collecting ") for line in told)
        print(f"\r\033[K  {count}  {told[-1].split()[1].partition('==')[0]}", end="", flush=True)


def _advice(told: list[str]) -> str:
    text = "\n".join(told)
    if "DO NOT MATCH" in text:
        return "A file is not the one that was locked, so it was not installed. Try another network, and tell us."
    if "No space left" in text:
        return "The disk is full. Make room (1.5 GB) and give the same command again."
    return (
        "The libraries could not be fetched. Is there a connection? Give the same command again: it goes on from there."
    )
