"""Step 7: worker and supervisor edit while apart. The same answer: both are shown, one is chosen. Others both stand."""

from __future__ import annotations

from typing import Final

from tests.demo.process import DeskProcess
from tests.demo.stage import SUPERVISOR, WORKER, Stage, Step
from tests.demo.story.casework import to_the_case
from tests.demo.story.meeting import PATIENCE, all_sent, everybody_talks
from tests.demo.story.open_form import OpenForm


def both_edit_apart(stage: Stage) -> None:
    """The line is cut. Both change the next step of the case; she also her work, the supervisor who depends on her."""
    everybody_talks(stage)
    stage.wire.cut()
    worker, supervisor = stage.desk(WORKER), stage.desk(SUPERVISOR)
    _next_step(worker, stage, _hers(stage))
    _next_step(supervisor, stage, _theirs(stage))
    _survivor(worker, stage).write("occupation", _work(stage))
    _save(worker)
    _survivor(supervisor, stage).write("dependents_no", "2")
    _save(supervisor)
    supervisor.picture("edited apart")


def conflict_is_settled(stage: Stage) -> None:
    """The line is back: the supervisor sees both next steps, with who wrote them and when, and chooses one."""
    assert stage.server is not None
    stage.wire.open(stage.server.port)
    desk = stage.desk(SUPERVISOR)
    desk.see(name="lookAtBoth", patience=PATIENCE)
    desk.picture("someone else changed this")
    desk.click("lookAtBoth")
    for words in (_hers(stage), _theirs(stage)):
        desk.see(words)
    desk.picture("both answers")
    desk.select("opinion=", _hers(stage))
    desk.click("keepAnswer")
    desk.unseen(name="keepAnswer")
    desk.picture("nothing left to choose")
    desk.key("Alt+Left")
    desk.see(name="nextStep", text=_hers(stage))
    all_sent(stage, desk)


def both_edits_stand(stage: Stage) -> None:
    """The worker's desk learns of the choice, and what each changed in other places stands at both desks."""
    everybody_talks(stage)
    for name in (WORKER, SUPERVISOR):
        desk = stage.desk(name)
        to_the_case(desk, stage)
        desk.unseen(name="lookAtBoth", patience=PATIENCE)
        desk.see(name="nextStep", text=_hers(stage), patience=PATIENCE)
        form = _survivor(desk, stage)
        form.reach("occupation")
        desk.see(name="occupation", text=_work(stage))
        form.reach("dependents_no")
        desk.see(name="dependents_no", text="2")
        desk.picture(f"both edits stand, {name}")
        desk.key("Alt+Left")
        desk.see(name="entries")


def _hers(stage: Stage) -> str:
    return stage.said("Call the library on Tuesday", "Позвонить в библиотеку во вторник")


def _theirs(stage: Stage) -> str:
    return stage.said("Meet at the market on Thursday", "Встретиться на базаре в четверг")


def _work(stage: Stage) -> str:
    return stage.said("sews at home", "шьёт на дому")


def _next_step(desk: DeskProcess, stage: Stage, words: str) -> None:
    to_the_case(desk, stage)
    desk.click("riskAndNextStep")
    OpenForm(desk).write("next_step", words)
    _save(desk)
    desk.see(name="nextStep", text=words)


def _survivor(desk: DeskProcess, stage: Stage) -> OpenForm:
    desk.row("entries", cell=stage.label("gbv_survivor"), open=True)
    return OpenForm(desk)


def _save(desk: DeskProcess) -> None:
    OpenForm(desk).save()
    desk.see(name="entries")


STEPS: Final[tuple[Step, ...]] = (both_edit_apart, conflict_is_settled, both_edits_stand)
