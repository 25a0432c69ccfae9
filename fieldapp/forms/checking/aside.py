"""Checks a file in a process of its own, so that a file made to do harm can harm nothing else.

The process says line by line which share is done, and last what came of it. It may hold so much memory and take so
much time; then it is ended, and that is said. On Windows its memory is bounded by what a form may hold alone.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import IO, Final, cast

from fieldapp.errors import Trouble
from fieldapp.forms.checking.outcome import Checked
from fieldapp.forms.checking.report import received
from fieldapp.words import sentence

_ROOT: Final = Path(__file__).resolve().parents[3]
_PROCESS: Final = "fieldapp.forms.checking.process"
#: How often it is looked whether the outcome is still wanted, in seconds.
_LOOK: Final = 0.05
#: With this the process ends that ran out of memory.
OUT_OF_MEMORY: Final = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """What the process may use: seconds from its start, megabytes."""

    seconds: float = 8.5
    megabytes: int = 280


class CheckEnded(Trouble):
    """The file could not be checked to its end; nothing was changed."""


class CheckCancelled(Trouble):
    """She does not want to know any more."""

    def __init__(self) -> None:
        super().__init__(sentence("The check was stopped. Nothing was changed."))


def check_aside(
    path: Path,
    tell: Callable[[float], object] = bool,
    cancelled: Callable[[], bool] = lambda: False,
    limits: Limits = Limits(),
    filled: Iterable[str] = (),
) -> Checked:
    """Everything that is wrong with a form, and the form. Raises CheckEnded, CheckCancelled.

    `filled`: lists that records of other forms fill.
    """
    with (
        subprocess.Popen(  # noqa: S603 - ourselves
            _command(path, limits, filled),
            cwd=_ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        ) as process,
        _watched(process, cancelled, limits) as watch,
    ):
        last = _listen(cast("IO[str]", process.stdout), tell)
        code = process.wait()
    if watch.cancelled:
        raise CheckCancelled
    if watch.too_long:
        raise CheckEnded(
            sentence(
                "“{file}” could not be checked within {seconds} seconds, and was put away. Nothing was changed. "
                "Take out what the form does not need, such as long lists, and try again."
            ),
            file=path.name,
            seconds=round(limits.seconds),
        )
    if code == OUT_OF_MEMORY:
        raise CheckEnded(
            sentence(
                "“{file}” takes more memory than any form should, and was put away. Nothing was changed. "
                "Take out what the form does not need, such as long lists, and try again."
            ),
            file=path.name,
        )
    if code != 0:
        raise _broke_off(path)
    try:
        return received(last)
    except (ValueError, KeyError, TypeError, Trouble) as wrong:
        raise _broke_off(path) from wrong


def _command(path: Path, limits: Limits, filled: Iterable[str]) -> list[str]:
    arguments = (str(limits.megabytes), str(path.absolute()), *filled)
    return [sys.executable, "-W", "ignore", "-m", _PROCESS, *arguments]


class _Watch(Thread):
    """Ends the process when its time is over or its outcome not wanted any more."""

    def __init__(self, process: subprocess.Popen[str], cancelled: Callable[[], bool], seconds: float) -> None:
        super().__init__(name="fieldapp-check-watch", daemon=True)
        self._process = process
        self._wanted_no_more = cancelled
        self._looks = max(1, round(seconds / _LOOK))
        self.done = Event()
        self.cancelled = False
        self.too_long = False

    def run(self) -> None:
        for _ in range(self._looks):
            if self.done.wait(_LOOK):
                return
            if self._wanted_no_more():
                self.cancelled = True
                self._process.kill()
                return
        self.too_long = True
        self._process.kill()


@contextmanager
def _watched(process: subprocess.Popen[str], cancelled: Callable[[], bool], limits: Limits) -> Iterator[_Watch]:
    watch = _Watch(process, cancelled, limits.seconds)
    watch.start()
    try:
        yield watch
    finally:
        watch.done.set()
        watch.join()
        process.kill()


def _listen(lines: IO[str], tell: Callable[[float], object]) -> str:
    """The last line; those before it say which share is done."""
    last = ""
    for line in lines:
        if line.startswith("{"):
            last = line
        else:
            with suppress(ValueError):
                tell(float(line))
    return last


def _broke_off(path: Path) -> CheckEnded:
    return CheckEnded(
        sentence("Checking “{file}” broke off: it is damaged in a way that nobody foresaw. Nothing was changed."),
        file=path.name,
    )
