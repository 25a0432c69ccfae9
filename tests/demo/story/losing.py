"""Step 13: the worker's laptop is lost. It is shut out; with a new one she has back all that had reached the server."""

from __future__ import annotations

from typing import Final

from tests.demo.stage import AGAIN, COORDINATOR, SUPERVISOR, WORKER, Stage, Step
from tests.demo.story.beginning import FOUNDER, HIRED
from tests.demo.story.casework import add, to_the_case
from tests.demo.story.handing import HERON, go_to, join_by_the_server
from tests.demo.story.meeting import PATIENCE, all_sent, everybody_talks


def laptop_is_lost(stage: Stage) -> None:
    """The worker's laptop is lost with a visit unsent: the coordinator shuts it out and gets a code for a new one."""
    assert stage.server is not None
    desk, first = stage.desk(WORKER), stage.desk(COORDINATOR)
    all_sent(stage, desk)
    stage.wire.cut()
    to_the_case(desk, stage)
    form = add(desk, "gbv_follow_up")
    form.write("follow_up_comments", stage.said("Seen in", "Видели в") + " " + stage.secret(WORKER, _place(stage)))
    form.save()
    desk.see(name="entries")
    desk.kill()
    stage.wire.open(stage.server.port)
    go_to(first, stage, "Colleagues")
    first.row("colleagues-list", HIRED[WORKER].name, open=True)
    first.row("colleague-laptops")
    first.click("laptop-lost")
    first.see(name="lost-state")
    first.picture("a lost laptop")
    first.click("shut-out")
    first.picture("shut out, asked once more")
    first.click("agree")
    stage.codes[AGAIN] = first.read("code-groups")
    first.click("done")
    stage.lost(WORKER, instead=AGAIN, never_sent=_place(stage))


def worker_goes_on_with_another(stage: Stage) -> None:
    """She joins with another laptop; her records come back, and she reads what was lost with the old one."""
    desk = join_by_the_server(stage, AGAIN, HIRED[WORKER])
    to_the_case(desk, stage, patience=PATIENCE)
    desk.see(name="entries", text=stage.label("gbv_survivor"), patience=PATIENCE)
    desk.picture("her records are back")
    to_the_case(desk, stage, stage.handed, patience=PATIENCE)
    desk.click("place=start")
    desk.see(name="help-notice", text=FOUNDER, patience=PATIENCE)
    desk.picture("what came back and what is lost")
    desk.click("help-notice-read")
    desk.unseen(text=FOUNDER)


def supervisor_sees_what_was_on_it(stage: Stage) -> None:
    """The supervisor is told of the lost laptop, and which cases were on it: whom it may put in danger."""
    desk = stage.desk(SUPERVISOR)
    for name in (HERON.name, HIRED[WORKER].name):
        desk.click("place=start")
        desk.see(name="help-notice", text=name, patience=PATIENCE)
        if name == HERON.name:  # she left
            desk.click("help-notice-read")
            desk.see(name="lost-state")
    desk.picture("a laptop was lost")
    desk.click("help-notice-read")
    desk.see(name="lost-cases", text=stage.code)
    desk.picture("cases that were on the lost laptop")
    everybody_talks(stage, 1)


def _place(stage: Stage) -> str:
    return stage.said("Forgottenbulak", "Забытобулаке")


STEPS: Final[tuple[Step, ...]] = (laptop_is_lost, worker_goes_on_with_another, supervisor_sees_what_was_on_it)
