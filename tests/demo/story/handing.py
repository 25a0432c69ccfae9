"""Step 8: a colleague joins over the line; a case is handed over to her while its worker edits it without one."""

from __future__ import annotations

from typing import Final

from fieldapp.words import Language, say
from tests.demo.process import DeskProcess, Stuck
from tests.demo.stage import COLLEAGUE, COORDINATOR, SUPERVISOR, WORKER, Stage, Step
from tests.demo.story.beginning import Hired, invite, make_desk
from tests.demo.story.casework import open_case, to_the_case
from tests.demo.story.meeting import PATIENCE, all_sent
from tests.demo.story.open_form import OpenForm

HERON: Final = Hired("Worker Heronplace", "outreach", "caseload", "Naryn 3")


def colleague_joins_by_the_server(stage: Stage) -> None:
    """Another worker joins: she types her code and the server's address; nobody carries a stick."""
    first = stage.desk(COORDINATOR)
    go_to(first, stage, "Colleagues")
    invite(stage, COLLEAGUE, HERON)
    first.click("done")
    join_by_the_server(stage, COLLEAGUE, HERON).picture("joined by the server")


def join_by_the_server(stage: Stage, name: str, hired: Hired) -> DeskProcess:
    """A new laptop of hers asks with its code; the coordinator compares six groups and lets it in."""
    first = stage.desk(COORDINATOR)
    desk = make_desk(stage, name, "join")
    desk.write("my-name", hired.name)
    desk.write("code-1", stage.codes[name])
    desk.write("server-address", f"http://127.0.0.1:{stage.wire.port}")
    desk.click("join-now")
    mark = desk.read("fingerprint")
    go_to(first, stage, "Colleagues")
    first.row("colleagues-list", hired.name, cell=words(stage, "asks to be let in"), open=True, patience=PATIENCE)
    first.see(name="fingerprint", text=mark)
    first.click("let-in")
    first.click("done")
    desk.unseen(name="fingerprint", patience=PATIENCE)
    desk.click("go-on")
    desk.see(name="newCase", patience=PATIENCE)
    return desk


def case_is_handed_over(stage: Stage) -> None:
    """The supervisor hands a case over to the colleague's caseload; its worker, without a connection, edits it."""
    worker, supervisor = stage.desk(WORKER), stage.desk(SUPERVISOR)
    stage.handed = open_case(worker, stage.secret(WORKER, family(stage)))
    all_sent(stage, worker)
    to_the_case(supervisor, stage, stage.handed, patience=PATIENCE)
    assert stage.server is not None
    stage.wire.cut()
    to_the_case(worker, stage, stage.handed)
    worker.click("riskAndNextStep")
    OpenForm(worker).write("next_step", _next_step(stage))
    OpenForm(worker).save()
    worker.see(name="nextStep", text=_next_step(stage))

    supervisor.click("more")
    supervisor.click("more=handOver")
    supervisor.select("caseload=", HERON.title)
    supervisor.write("why", stage.said("You live nearer to her", "Вы живёте ближе к ней"))
    supervisor.picture("hand over a case")
    supervisor.click("handOver")
    supervisor.picture("hand over, asked once more")
    supervisor.click("agree")
    supervisor.see(name="moving")
    supervisor.picture("being handed over")
    stage.wire.open(stage.server.port)


def late_edit_follows(stage: Stage) -> None:
    """The line is back: the colleague has the case with the late edit, and it has left the desk of its worker."""
    worker, colleague = stage.desk(WORKER), stage.desk(COLLEAGUE)
    to_the_case(colleague, stage, stage.handed, patience=PATIENCE)
    colleague.see(name="nextStep", text=_next_step(stage), patience=PATIENCE)
    colleague.picture("a case that was handed over")
    worker.unseen(name="entries", patience=PATIENCE)
    worker.picture("the case has left")
    worker.click("place=cases")
    worker.see(name="cases", text=stage.code)
    if stage.handed in worker.seen():
        raise Stuck("a case that was handed over still stands in its worker's list")
    worker.click("handedOver")
    worker.see(name="handedOverCases", text=stage.handed)
    worker.picture("handed over")
    stage.has_gone(family(stage), to=COLLEAGUE)
    to_the_case(stage.desk(SUPERVISOR), stage, stage.handed)
    stage.desk(SUPERVISOR).see(name="nextStep", text=_next_step(stage), patience=PATIENCE)


def go_to(desk: DeskProcess, stage: Stage, place: str) -> None:
    """By Ctrl+K and the name of the place."""
    desk.key("Ctrl+K")
    desk.write("find", words(stage, place))
    desk.see(name="found", text=words(stage, place))
    desk.key("Return")
    desk.unseen(name="found")


def words(stage: Stage, sentence: str) -> str:
    """What the screen says for this sentence of the program."""
    return say(sentence, language=Language(stage.language))


def family(stage: Stage) -> str:
    """Of her whose case is handed over."""
    return stage.said("Handovereva", "Передаваева")


def _next_step(stage: Stage) -> str:
    return stage.said("Bring the warm coat", "Принести тёплое пальто")


STEPS: Final[tuple[Step, ...]] = (colleague_joins_by_the_server, case_is_handed_over, late_edit_follows)
