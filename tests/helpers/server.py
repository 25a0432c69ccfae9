"""The organisation's server as a process of its own, started as a person starts it."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30.0

if sys.platform == "win32":
    _GROUP, _STOP = subprocess.CREATE_NEW_PROCESS_GROUP, signal.CTRL_BREAK_EVENT
else:
    _GROUP, _STOP = 0, signal.SIGTERM


class ServerProcess:
    """Runs from `with` to its end at the latest. What it says of itself while it runs is in `log`."""

    def __init__(
        self, folder: Path, database: str | None = None, *, listen: str = "127.0.0.1:0", more: Sequence[str] = ()
    ) -> None:
        self._log = folder.with_name(f"{folder.name}.log")
        self._options = ["--data", str(folder), *([] if database is None else ["--database", database]), *more]
        self._listen = listen
        self.start()

    def start(self) -> None:
        """Begin; after `kill` or `stop` once more, at the same port."""
        with self._log.open("a") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "sync.server", *self._options, "--listen", self._listen],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, text=True, encoding="utf-8", cwd=ROOT,
                creationflags=_GROUP,
            )  # fmt: skip
        assert self._process.stdout is not None
        self.said = self._process.stdout.readline().strip()
        self._port = self._process.stdout.readline().strip()
        if self._port:
            self._listen = f"127.0.0.1:{self._port}"

    @property
    def port(self) -> int:
        """Where it listens."""
        assert self._port, f"the server did not start: {self.log}"
        return int(self._port)

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    @property
    def log(self) -> str:
        """All that this server, and those on the same folder before it, have logged."""
        return self._log.read_text(encoding="utf-8")

    def kill(self) -> None:
        """As when the power goes."""
        self._process.kill()
        self._process.communicate()

    def stop(self) -> int:
        """Tell it to stop, and wait; its exit code."""
        self._process.send_signal(_STOP)
        return self.wait()

    def wait(self) -> int:
        """Until it ends by itself; its exit code."""
        self._process.communicate(timeout=PATIENCE)
        return self._process.returncode

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._process.poll() is None:
            self.kill()
