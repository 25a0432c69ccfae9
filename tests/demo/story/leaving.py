"""Step 10: the colleague leaves. Her caseload goes to the worker; what she sends late waits for a word."""

from __future__ import annotations

from typing import Final

from tests.demo.stage import COLLEAGUE, COORDINATOR, SUPERVISOR, WORKER, Stage, Step
from tests.demo.story.beginning import HIRED
from tests.demo.story.casework import add, to_the_case
from tests.demo.story.handing import HERON, family, go_to, words
from tests.demo.story.meeting import PATIENCE, all_sent, everybody_talks

_HELD: Final = (COORDINATOR, SUPERVISOR, WORKER)


def caseload_is_handed_over(stage: Stage) -> None:
    """The colleague's laptop is off, a visit unsent; the coordinator hands her caseload over to the worker."""
    assert stage.server is not None
    colleague, first = stage.desk(COLLEAGUE), stage.desk(COORDINATOR)
    stage.wire.cut()
    to_the_case(colleague, stage, stage.handed)
    form = add(colleague, "gbv_follow_up")
    form.tick("followup_contact", "in_person")
    form.write("follow_up_comments", stage.said("Moved to", "Живёт в") + " " + stage.secret(COLLEAGUE, _place(stage)))
    form.save()
    colleague.see(name="entries", text=stage.label("gbv_follow_up"))
    colleague.leave()
    go_to(first, stage, "Colleagues")
    first.click("hand-over-caseload")
    first.select("caseload=", HERON.title)
    first.select("successor=", HIRED[WORKER].name)
    first.picture("hand over a caseload")
    first.click("handOver")
    first.picture("hand over a caseload, asked once more")
    first.click("agree")
    first.see(name="colleagues-list")
    stage.wire.open(stage.server.port)
    to_the_case(stage.desk(WORKER), stage, stage.handed, patience=PATIENCE)
    stage.desk(WORKER).picture("the case has come back")
    stage.has_gone(family(stage), to=WORKER)
    for name in _HELD:
        all_sent(stage, stage.desk(name))


def late_visit_is_taken_in(stage: Stage) -> None:
    """Her laptop connects: it sends the visit and loses the caseload; the supervisor looks inside and takes it in."""
    colleague, supervisor, worker = stage.desk(COLLEAGUE), stage.desk(SUPERVISOR), stage.desk(WORKER)
    supervisor.click("place=start")
    colleague.unlock(stage.keys[COLLEAGUE].passphrase)
    colleague.see(name="house-notice-go", text=words(stage, "I have read it"), patience=PATIENCE)
    colleague.see(name="house-notice", text=HERON.title)
    colleague.picture("the caseload is hers no more")
    colleague.click("house-notice-go")
    colleague.unseen(name="house-notice")
    supervisor.see(name="aside-notice", patience=PATIENCE)
    supervisor.picture("something was put aside")
    supervisor.click("aside-notice-go")
    supervisor.row("aside-list")
    supervisor.click("look-inside")
    supervisor.see(stage.label("gbv_follow_up"))
    supervisor.picture("put aside, a look inside")
    supervisor.click("take-in")
    supervisor.unseen(name="take-in")
    supervisor.picture("taken in")
    worker.see(name="entries", text=stage.label("gbv_follow_up"), patience=PATIENCE)
    worker.picture("the late visit has come")
    stage.has_gone(_place(stage), to=WORKER)


def colleague_leaves(stage: Stage) -> None:
    """The coordinator says that she leaves: her laptop deletes everything, and says so at both ends."""
    colleague, first = stage.desk(COLLEAGUE), stage.desk(COORDINATOR)
    first.row("colleagues-list", HERON.name, open=True)
    first.row("colleague-laptops")
    first.picture("a colleague")
    first.click("she-leaves")
    first.picture("she leaves, asked once more")
    first.click("agree")
    colleague.begins_anew()
    colleague.see(name="closed-desk")
    colleague.picture("the desk was closed")
    colleague.click("closed-read")
    stage.closed(COLLEAGUE)
    first.see(words(stage, "everything on it deleted"), patience=PATIENCE)
    first.row("colleague-laptops")
    first.picture("a colleague has left")
    everybody_talks(stage, 1)


def _place(stage: Stage) -> str:
    return stage.said("Elsewherebulak", "Другобулаке")


STEPS: Final[tuple[Step, ...]] = (caseload_is_handed_over, late_visit_is_taken_in, colleague_leaves)
