"""The program as a person starts it, with hands beside it that carry out orders from the demo's own process."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path

from fieldapp.domain.clock import SystemClock
from fieldapp.vault.pace import FLOOR
from sync.client.talk import pace
from tests.demo.hands import Hands
from tests.demo.mouth import Mouth
from tests.demo.printer import Tray
from ui.application import make_application
from ui.main import open_desk, read_start
from ui.program import Program
from ui.warming import Warming, load_screens
from ui.window import LEAST

#: The people of the demo have little time: their desks ask the server every few seconds, not every minute.
POLL = 4.0


def main() -> int:
    """Until the window is closed, or the demo lets go of the pipe. What is not ours is for the program itself."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--printed", type=Path, required=True, help="where papers go")
    parser.add_argument("--name", required=True, help="what papers are called")
    given, rest = parser.parse_known_args()
    vars(pace).update(POLL=POLL, LONGEST=POLL, POLL_JOINING=POLL / 2)
    app = make_application()
    mouth = Mouth()
    program = Program(
        app,
        read_start(rest),
        SystemClock(),
        open_desk,
        fresh=mouth.start_again,
        printing=partial(Tray, given.printed, given.name, mouth),
        pace=FLOOR,
        before_opening=load_screens,
    )
    program.board.happened.connect(mouth.tell_what_happened)
    program.window.resize(*LEAST)
    program.open()
    Warming(program.jobs)
    hands = Hands(mouth, program.jobs)
    status = app.exec()
    del hands
    return status


if __name__ == "__main__":
    sys.exit(main())
