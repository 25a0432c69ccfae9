"""A desk as a process of its own, and what its person does there, told from outside.

Every method waits until the deed is done or fails with what was on the screen instead.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parents[2]


class Stuck(AssertionError):
    """A person at this desk could not do what the story says."""


class DeskProcess:
    """One window process with its own home, temporary folder and log; orders and answers go through its pipes."""

    def __init__(self, name: str, home: Path, pictures: Path, language: str, *options: str) -> None:
        self.name, self.home, self.pictures, self.language = name, home, pictures, language
        self._options = options
        self.temporary = home.parent / f"{home.name}-tmp"
        self.temporary.mkdir(parents=True, exist_ok=True)
        self.faults: list[str] = []
        self._process = self._start()

    def _start(self) -> subprocess.Popen[str]:
        pictures = self.pictures / self.name
        pictures.mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, "TMPDIR": str(self.temporary), "TEMP": str(self.temporary), "PYTHONUTF8": "1"}
        command = [sys.executable, "-m", "tests.demo.child", "--home", str(self.home), "--pictures", str(pictures)]
        with (self.home.parent / f"{self.home.name}.log").open("a") as log:
            return subprocess.Popen(
                [*command, "--language", self.language, *self._options],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True, encoding="utf-8",
                cwd=ROOT, env=environment,
            )  # fmt: skip

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    def order(self, do: str, **what: object) -> object:
        """Give one order and wait for its answer."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps({"do": do, **what}, ensure_ascii=False) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError as gone:
            raise Stuck(f"{self.name}: the program is gone before {do} {what}") from gone
        return self.answer(f"{do} {what}")

    def answer(self, wanted: str) -> object:
        """The next answer; lines that tell of saved work are passed over."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            said = json.loads(line)
            if "error" in said:
                raise Stuck(f"{self.name}: {said['error']}\nwanted: {wanted}\n--- on the screen ---\n{said['seen']}")
            if "done" in said:
                return said["done"]
        raise Stuck(f"{self.name}: the program ended at {wanted}; see {self.home.name}.log")

    def click(self, name: str, **more: object) -> None:
        self.order("click", name=name, **more)

    def write(self, name: str, text: str, **more: object) -> None:
        self.order("type", name=name, text=text, **more)

    def key(self, keys: str, **more: object) -> None:
        self.order("key", keys=keys, **more)

    def row(self, name: str, text: str, **more: object) -> None:
        self.order("row", name=name, text=text, **more)

    def choose(self, name: str, text: str) -> None:
        self.order("choose", name=name, text=text)

    def see(self, text: str = "", **more: object) -> str:
        return str(self.order("see", **({"text": text} if text else {}), **more))

    def unseen(self, **more: object) -> None:
        self.order("unseen", **more)

    def can_use(self, name: str) -> bool:
        return bool(self.order("refused", name=name))

    def picture(self, file: str) -> None:
        """Photograph the screen; clipped or overlapping words count against the demo."""
        faults = self.order("picture", file=file)
        assert isinstance(faults, list)
        self.faults += [f"{self.name}/{file}: {fault}" for fault in faults]

    def leave(self) -> None:
        """Close the window and wait for the process to end."""
        self.order("leave")
        self._process.communicate(timeout=30)

    def kill(self) -> None:
        """As when the power goes: no warning, no goodbye."""
        self._process.kill()
        self._process.communicate()

    def come_back(self) -> None:
        """Start the program again on the same home."""
        self._process = self._start()

    def __enter__(self) -> DeskProcess:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._process.poll() is None:
            self.kill()


def scratch() -> Path:
    """A folder for one run's homes."""
    return Path(tempfile.mkdtemp(prefix="desks-"))
