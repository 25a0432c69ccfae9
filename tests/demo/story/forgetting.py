"""Step 12: the worker forgets her passphrase, and has no paper with the code: an officer helps by telephone."""

from __future__ import annotations

from typing import Final

from tests.demo.stage import COORDINATOR, WORKER, Stage, Step
from tests.demo.story.beginning import FOUNDER, HIRED, keep_recovery_code
from tests.demo.story.casework import to_the_case
from tests.demo.story.handing import go_to
from tests.demo.story.meeting import PATIENCE, all_sent

_NEW: Final = "pebble {name} harbour nine willow"


def worker_asks(stage: Stage) -> None:
    """Her desk asks with eleven groups, which she reads to the officer; the officer makes sure of her, and answers."""
    desk, officer = stage.desk(WORKER), stage.desk(COORDINATOR)
    all_sent(stage, desk)
    desk.leave()
    desk.start()
    desk.see(name="passphrase")
    desk.click("forgot")
    desk.picture("the passphrase is forgotten")
    desk.click("ask")
    request = desk.read("request")
    desk.picture("eleven groups to be read out")
    go_to(officer, stage, "Colleagues")
    officer.row("colleagues-list", HIRED[WORKER].name, open=True)
    officer.row("colleague-laptops")
    officer.click("forgot-passphrase")
    officer.write("request-1", request)
    officer.picture("a request typed in")
    officer.click("look")
    officer.see(name="whose-desk", text=HIRED[WORKER].name)
    officer.picture("is it really her")
    officer.click("sure")
    answer = officer.read("answer")
    officer.picture("twenty-six groups to be read out")
    officer.click("done")
    desk.write("answer-1", answer)
    desk.picture("the answer typed in")
    desk.click("open-desk")


def worker_comes_in_again(stage: Stage) -> None:
    """She chooses another passphrase, gets another recovery code, sees her records, and reads who helped her."""
    desk, passphrase = stage.desk(WORKER), _NEW.format(name=WORKER)
    desk.write("new-passphrase", passphrase, afresh=True)
    desk.picture("another passphrase")
    desk.click("take")
    keep_recovery_code(stage, desk, passphrase)
    to_the_case(desk, stage)
    desk.click("place=start")
    desk.see(name="help-notice", text=FOUNDER, patience=PATIENCE)
    desk.picture("who helped her")
    desk.click("help-notice-read")
    desk.unseen(text=FOUNDER)


STEPS: Final[tuple[Step, ...]] = (worker_asks, worker_comes_in_again)
