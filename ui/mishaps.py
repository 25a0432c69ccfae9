"""What happens when the program itself has a fault: it is logged without a person's words, and told in a sentence."""

from __future__ import annotations

import logging
import sys
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Final

from PySide6.QtCore import QObject, QtMsgType, Signal, qInstallMessageHandler

_LOG: Final = logging.getLogger("fieldapp")
_LARGEST: Final = 200_000


def places(error: BaseException) -> str:
    """Kind of error and the places it passed, file and line alone: no message and no values, which may bear a name."""
    kinds: list[str] = []
    step: BaseException | None = error
    while step is not None and len(kinds) < 5:
        kinds.append(f"{type(step).__name__} at {' > '.join(_lines(step.__traceback__)) or 'an unknown place'}")
        step = step.__cause__ or step.__context__
    return "; from ".join(kinds)


def _lines(trace: TracebackType | None) -> list[str]:
    lines: list[str] = []
    while trace is not None:
        code = trace.tb_frame.f_code
        lines.append(f"{Path(code.co_filename).name}:{trace.tb_lineno}")
        trace = trace.tb_next
    return lines[-8:]


class Mishaps(QObject):
    """Hears of every error nobody caught. The program goes on; `happened` lets the window say so."""

    happened = Signal()

    def __init__(self, folder: Path | None, parent: QObject | None = None) -> None:
        """`folder` is where the log goes, if anywhere."""
        super().__init__(parent)
        self._file: logging.Handler | None = None
        if folder is not None:
            with suppress(OSError):  # then there is no log; what she does next meets the same trouble and tells it
                folder.mkdir(parents=True, exist_ok=True)
            self._file = RotatingFileHandler(
                folder / "fieldapp.log", maxBytes=_LARGEST, backupCount=1, encoding="utf-8", delay=True
            )
            self._file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
            _LOG.addHandler(self._file)
        _LOG.setLevel(logging.INFO)
        _LOG.propagate = False
        self._before = sys.excepthook
        sys.excepthook = self._on_error
        qInstallMessageHandler(_on_qt_message)

    def note(self, error: BaseException) -> None:
        """Log it and tell the window."""
        _LOG.error("%s", places(error))
        self.happened.emit()

    def close(self) -> None:
        """Put things back as they were."""
        sys.excepthook = self._before
        qInstallMessageHandler(None)
        if self._file is not None:
            _LOG.removeHandler(self._file)
            self._file.close()

    def _on_error(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before(kind, error, trace)
            return
        self.note(error)


def _on_qt_message(kind: QtMsgType, _context: object, _message: str) -> None:
    """Qt's own messages may quote what was typed, so only their kind and number are kept."""
    if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
        _LOG.error("Qt: %s", kind.name)
