"""Step 6: the server starts. The desks notice without being told, send what they have, and fetch what they may read."""

from __future__ import annotations

import time
from typing import Final

from tests.demo.process import DeskProcess, Stuck
from tests.demo.stage import COORDINATOR, SUPERVISOR, TRAINER, WORKER, Stage, Step
from tests.demo.story.teaching import print_paper

#: How long a connection may take to be noticed, and all to be sent and fetched, in seconds.
PATIENCE: Final = 80.0


def server_starts(stage: Stage) -> None:
    """The server starts; every desk notices by itself, sends what it has, and shows the receipts."""
    stage.desk(WORKER).picture("before the connection")
    stage.start_server()
    for name in (COORDINATOR, WORKER, TRAINER, SUPERVISOR):
        all_sent(stage, stage.desk(name))
    for name in (COORDINATOR, WORKER, TRAINER):
        desk = stage.desk(name)
        desk.click("status")
        desk.see(name="sync-state")
        desk.picture(f"sent, {name}")


def supervisor_receives(stage: Stage) -> None:
    """The supervisor's desk receives the case; she opens it and prints the referral too."""
    desk = stage.desk(SUPERVISOR)
    desk.click("place=cases")
    desk.see(name="cases", text=stage.code, patience=PATIENCE)
    desk.picture("cases received")
    with desk.measured("a case found by its code and opened"):
        desk.row("cases", stage.code, open=True)
        desk.see(name="entries", text=stage.label("gbv_referral"))
    desk.picture("case received")
    desk.row("entries", cell=stage.label("gbv_referral"), open=True)
    desk.see(name="print", usable=True)
    desk.picture("referral received")
    paper = print_paper(desk, "print")
    stage.may_show(paper, *stage.referrals[WORKER])
    desk.key("Alt+Left")
    desk.see(name="entries")


def trainer_sees_no_case(stage: Stage) -> None:
    """The trainer's desk has no case to show; what it holds of cases is looked at in the end: nothing."""
    desk = stage.desk(TRAINER)
    desk.key("Ctrl+K")
    desk.write("find", stage.code)
    desk.see(name="found")
    desk.picture("nothing found at the trainer's")
    desk.key("Escape")
    if desk.there("place=cases") or stage.code in desk.seen():
        raise Stuck("the trainer's desk shows a case")


def all_sent(stage: Stage, desk: DeskProcess) -> None:
    """Until the bar says so."""
    desk.see(name="status", text=stage.said("Sent ", "Отправлено "), patience=PATIENCE)


def everybody_talks(stage: Stage, times: int = 2) -> None:
    """Until each desk that somebody works at has asked the server so many times more."""
    before, until = stage.wire.talks(), time.monotonic() + PATIENCE
    wanted = sum(keys.works for keys in stage.keys.values())
    while sum(count >= before[desk] + times for desk, count in stage.wire.talks().items()) < wanted:
        if time.monotonic() > until:
            raise Stuck(f"not every desk talks with the server: {stage.wire.talks()}, before {before}")
        time.sleep(0.2)


STEPS: Final[tuple[Step, ...]] = (server_starts, supervisor_receives, trainer_sees_no_case)
