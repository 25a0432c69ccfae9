"""A desk as a process of its own, and what its person does there, told from outside.

Every method waits until the deed is done or fails with what was on the screen instead.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from tests.demo.album import Album
from tests.demo.folder import Folder
from tests.demo.said import Said

ROOT = Path(__file__).resolve().parents[2]
#: Longer than any order of the hands waits for what it wants to see.
PATIENCE = 90.0

Answer = dict[str, Any]


class Stuck(AssertionError):
    """A person at this desk could not do what the story says."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What a piece of work took: keys and clicks of hers; seconds of the program's, since the hands do not think."""

    what: str
    desk: str
    keys: int
    clicks: int
    seconds: float


class DeskProcess:
    """One window process with its own home, temporary folder and log; orders and answers go through its pipes.

    What it tells as saved is written down by a thread of ours the moment it comes, whatever becomes of the process.
    """

    def __init__(self, name: str, folder: Folder, album: Album, language: str) -> None:
        self.name = name
        self.language = language
        self.laptop = folder.laptop(name)
        self.pids: list[int] = []
        self.printed: list[str] = []
        self.drafts = 0
        self.measures: list[Measure] = []
        self._folder = folder
        self._album = album
        self._said = Said(folder.said(name))
        self._answers: queue.SimpleQueue[Answer | None] = queue.SimpleQueue()
        self._again: list[str] = []
        self._keys = self._clicks = 0
        for part in (self.laptop.home, self.laptop.user, self.laptop.temporary):
            part.mkdir(parents=True, exist_ok=True)
        self.start()

    @property
    def saves(self) -> int:
        """How many saves it has told."""
        return self._said.saves

    def unlock(self, passphrase: str) -> None:
        """Start the program again and come in."""
        self.start()
        self.write("passphrase", passphrase)
        self.key("Return")
        self.see(name="newCase")

    def start(self, *more: str) -> None:
        """Start the program on this laptop."""
        self._again = []
        self._answers = queue.SimpleQueue()
        ours = ["--name", self.name, "--printed", str(self._folder.printed)]
        start = ["--home", str(self.laptop.home), "--language", self.language]
        with self.laptop.log.open("a") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.demo.child", *ours, *(more or start)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True, encoding="utf-8",
                cwd=ROOT, env={**os.environ, **self._surroundings()},
            )  # fmt: skip
        self.pids.append(self._process.pid)
        assert self._process.stdout is not None
        self._ears = threading.Thread(
            target=self._listen, args=(self._process.stdout, self._process.pid, self._answers), daemon=True
        )
        self._ears.start()

    def _surroundings(self) -> dict[str, str]:
        """Whatever this laptop writes, it writes below its own folder."""
        user, temporary = str(self.laptop.user), str(self.laptop.temporary)
        places = ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA")
        xdg = {
            f"XDG_{kind}_HOME": str(self.laptop.user / kind.lower()) for kind in ("CONFIG", "CACHE", "DATA", "STATE")
        }
        return {
            **dict.fromkeys(places, user),
            **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), temporary),
            **xdg,
            "PYTHONUTF8": "1",
            "PYTHONFAULTHANDLER": "1",
        }

    def _listen(self, lines: IO[str], pid: int, answers: queue.SimpleQueue[Answer | None]) -> None:
        for line in lines:
            if not line.endswith("\n"):
                break  # the kill came in the middle of it
            said = json.loads(line)
            if "saved" in said:
                self._said.note(pid, said["saved"])
            elif "kept" in said:
                self.drafts += 1
            elif "printed" in said:
                self.printed.append(said["printed"])
            elif "again" in said:
                self._again = said["again"]
            else:
                answers.put(said)
        lines.close()
        answers.put(None)

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    def order(self, do: str, **what: object) -> object:
        """Give one order and wait for its answer."""
        self.send(do, **what)
        return self.answer(f"{do} {what}")

    def send(self, do: str, **what: object) -> None:
        """Give one order and do not wait."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps({"do": do, **what}, ensure_ascii=False) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError as gone:
            raise Stuck(f"{self.name}: the program is gone before {do} {what}; see {self.laptop.log}") from gone

    def answer(self, wanted: str) -> object:
        """The answer to the last order."""
        try:
            said = self._answers.get(timeout=PATIENCE)
        except queue.Empty as silence:
            raise Stuck(f"{self.name}: no answer to {wanted}") from silence
        if said is None:
            code = self._process.wait(timeout=30)
            raise Stuck(f"{self.name}: the program ended ({code}) at {wanted}; see {self.laptop.log}")
        if "error" in said:
            raise Stuck(f"{self.name}: {said['error']}\nwanted: {wanted}\n--- on the screen ---\n{said['seen']}")
        self._keys += said["keys"]
        self._clicks += said["clicks"]
        return said["done"]

    @contextmanager
    def measured(self, what: str) -> Iterator[None]:
        """Count keys, clicks and seconds until the end of the block."""
        keys, clicks, began = self._keys, self._clicks, time.monotonic()
        yield
        took = round(time.monotonic() - began, 2)
        self.measures.append(Measure(what, self.name, self._keys - keys, self._clicks - clicks, took))

    def click(self, name: str, **more: object) -> None:
        self.order("click", name=name, **more)

    def tick(self, name: str) -> None:
        """Choose it, unless it is chosen already."""
        self.order("tick", name=name)

    def write(self, name: str, text: str, **more: object) -> None:
        self.order("type", name=name, text=text, **more)

    def type(self, text: str) -> None:
        """Type where the keyboard is."""
        self.order("type", text=text)

    def key(self, keys: str, **more: object) -> None:
        self.order("key", keys=keys, **more)

    def row(self, name: str, text: str = "", **more: object) -> list[str]:
        """Click on the row that says this text, or has just this `cell`; `open=True` opens it. Its words."""
        return [str(cell) for cell in self._list(self.order("row", name=name, text=text, **more))]

    def pick(self, name: str, value: str) -> str:
        """Take this choice of a search field; its words."""
        return str(self.order("pick", name=name, value=value))

    def select(self, beginning: str, words: str) -> str:
        """Click on the one whose name begins so and that says these words; its name."""
        return str(self.order("select", beginning=beginning, text=words))

    def see(self, text: str = "", **more: object) -> str:
        return str(self.order("see", **({"text": text} if text else {}), **more))

    def read(self, name: str, *, instead_of: str = "") -> str:
        """What it says, as soon as it says something, and something else than before."""
        return str(self.order("see", name=name, other=instead_of))

    def seen(self) -> str:
        """All words on the screen."""
        return str(self.order("seen"))

    def front(self) -> str:
        """The words that nothing lies over."""
        return str(self.order("front"))

    def there(self, name: str) -> bool:
        """Whether it is seen now."""
        return bool(self.order("there", name=name))

    def either(self, *names: str) -> str:
        """The one of these that comes first."""
        return str(self.order("either", names=names))

    def unseen(self, **more: object) -> None:
        self.order("unseen", **more)

    def switched_off(self, name: str) -> bool:
        """Whether it is there but cannot be used."""
        return bool(self.order("refused", name=name))

    def named(self, beginning: str) -> list[str]:
        """The names of what can be seen whose names begin so, as they lie."""
        return [str(name) for name in self._list(self.order("named", beginning=beginning))]

    def choose_file(self, path: Path) -> None:
        """Type a path into the dialog that asks for a file or a folder."""
        self.see(name="files")
        self.write("fileNameEdit", str(path), afresh=True)
        self.key("Return", name="fileNameEdit")
        self.unseen(name="files")

    def picture(self, file: str) -> None:
        """Photograph the screen; clipped or overlapping words count against the demo."""
        path = self._album.next(self.name, file)
        self._album.blame(path, self._list(self.order("picture", file=str(path))))

    @staticmethod
    def _list(found: object) -> list[Any]:
        assert isinstance(found, list)
        return found

    def leave(self) -> None:
        """Close the window and wait for the process to end."""
        self.order("leave")
        self._ended()

    def lock(self) -> None:
        """The program ends, and a fresh one stands in its place."""
        self.key("Ctrl+L")
        self.begins_anew()

    def begins_anew(self) -> None:
        """The program ends of itself, and a fresh one stands in its place."""
        self._ended(PATIENCE)
        self.start(*self._again)

    def kill(self) -> None:
        """As when the power goes: no warning, no goodbye. All that it had told is written down when this returns."""
        self._process.kill()
        self._ended()

    def _ended(self, patience: float = 30) -> None:
        self._process.wait(patience)
        self._ears.join(timeout=30)
        if self._process.stdin is not None:
            with suppress(BrokenPipeError):  # what was still in it nobody reads any more
                self._process.stdin.close()

    def close(self) -> None:
        """The demo is over."""
        if self._process.poll() is None:
            self.kill()
        self._said.close()
