"""The program as a person starts it, with hands beside it that carry out orders from the demo's own process."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from fieldapp.domain.clock import SystemClock
from fieldapp.vault.pace import FLOOR
from tests.demo.hands import Hands
from ui.again import Start
from ui.application import make_application
from ui.main import open_desk
from ui.program import Program

#: The smallest laptop screen that everything must fit on, less task bar and frame.
WIDTH, HEIGHT = 1093, 540


def main() -> int:
    """Until the window is closed, or the demo lets go of the pipe."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--pictures", type=Path, required=True)
    parser.add_argument("--language", default="en")
    given = parser.parse_args()
    app = make_application()
    start = Start(home=given.home, language=given.language)
    program = Program(app, start, SystemClock(), open_desk, pace=FLOOR)
    program.window.resize(WIDTH, HEIGHT)
    program.open()
    hands = Hands(given.pictures)
    status = app.exec()
    del hands
    return status


if __name__ == "__main__":
    sys.exit(main())
