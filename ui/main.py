"""Where the program begins: reads how it was started, and runs it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from fieldapp.domain.clock import SystemClock
from fieldapp.domain.ids import DeskId
from ui.again import Start
from ui.application import make_application
from ui.entrance import Entered
from ui.office import Office, Parts
from ui.program import Program
from ui.screen import Address
from ui.warming import Warming, load_screens


def read_start(arguments: Sequence[str]) -> Start:
    """How the program was started."""
    parser = argparse.ArgumentParser("fieldapp", description="Case records, workshops and papers, offline first.")
    parser.add_argument("--home", type=Path, help="the folder that holds everything (default: yours)")
    parser.add_argument("--language", default="", help="en or ru (default: what was chosen last)")
    parser.add_argument("--practice", action="store_true", help="a filled example organisation, kept apart")
    parser.add_argument("--desk", help=argparse.SUPPRESS)
    parser.add_argument("--reopen", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    return Start(
        home=given.home,
        language=given.language,
        practice=given.practice,
        desk=DeskId(given.desk) if given.desk else None,
        reopen=read_address(given.reopen) if given.reopen else None,
    )


def read_address(text: str) -> Address:
    """An address as `Start.arguments` writes it."""
    screen, _, rest = text.partition("/")
    key, _, more = rest.partition("/")
    return Address(screen, key, more)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until the window is closed or locked."""
    app = make_application()
    start = read_start(sys.argv[1:] if arguments is None else arguments)
    program = Program(app, start, SystemClock(), open_desk, before_opening=load_screens)
    program.open()
    Warming(program.jobs)
    status = app.exec()
    if not program.is_idle:
        os._exit(status)  # a connection that does not answer keeps nobody from locking
    return status


def open_desk(entered: Entered, parts: Parts) -> Office:
    """Open the desk in the background; what that needs is loaded only now, so that the unlock screen comes at once."""
    from ui.desk import open_office  # noqa: PLC0415

    return open_office(entered, parts)


if __name__ == "__main__":
    sys.exit(main())
