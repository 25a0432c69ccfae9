"""Lock: this process ends and a fresh one shows the unlock screen, because Python cannot wipe what it held.

The fresh process is told which desk and where she was (ids, never words), so that after the passphrase she stands
before the same question.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fieldapp.domain.ids import DeskId
from ui.screen import Address


@dataclass(frozen=True, slots=True)
class Start:
    """How a process was started, and how the next one shall be."""

    home: Path | None = None
    language: str = ""
    practice: bool = False
    desk: DeskId | None = None
    reopen: Address | None = None

    def arguments(self) -> list[str]:
        """These wishes as arguments of `python -m ui.main`."""
        given: list[str] = []
        if self.home is not None:
            given += ["--home", str(self.home)]
        if self.language:
            given += ["--language", self.language]
        if self.practice:
            given.append("--practice")
        if self.desk is not None:
            given += ["--desk", self.desk]
        if self.reopen is not None:
            given += ["--reopen", f"{self.reopen.screen}/{self.reopen.key}/{self.reopen.more}"]
        return given


def command() -> Sequence[str]:
    """How this program is started here: from a checkout or an installation, or as one frozen program."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-m", "ui.main"]


def start_fresh(start: Start) -> int:
    """Start the next process, which stays when this one ends; its process id."""
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
    fresh = subprocess.Popen(  # noqa: S603  # our own program with ids and folders we wrote
        [*command(), *start.arguments()],
        stdin=subprocess.DEVNULL,
        close_fds=True,
        creationflags=flags,
        start_new_session=sys.platform != "win32",
    )
    return fresh.pid
