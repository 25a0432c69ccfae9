"""Step 9: she whose case it is asks for it: the case is erased for good, everywhere, and a certificate says so."""

from __future__ import annotations

import shutil
from typing import Final

from tests.demo.stage import SUPERVISOR, WORKER, Stage, Step
from tests.demo.story.beginning import FOUNDER, HIRED
from tests.demo.story.casework import add, open_case, to_the_case
from tests.demo.story.handing import go_to, words
from tests.demo.story.meeting import PATIENCE, all_sent
from tests.demo.story.teaching import print_paper

_ERASED: Final = "This case was erased for good. “Erased for good” under “Deleted lately” says by whom."


def case_stands_at_two_desks(stage: Stage) -> None:
    """The worker records another case; it is at the server and at the supervisor's desk too."""
    worker = stage.desk(WORKER)
    code = stage.erased = open_case(worker, stage.secret(WORKER, _family(stage)))
    form = add(worker, "gbv_incident")
    form.write("incident_description", stage.said("At", "В") + " " + stage.secret(WORKER, _place(stage)))
    form.save()
    worker.see(name="entries")
    all_sent(stage, worker)
    to_the_case(stage.desk(SUPERVISOR), stage, code, patience=PATIENCE)
    stage.desk(SUPERVISOR).see(name="entries", text=stage.label("gbv_incident"), patience=PATIENCE)


def supervisor_erases(stage: Stage) -> None:
    """The supervisor says why and types the code of the case: it is gone here; she prints the certificate."""
    desk = stage.desk(SUPERVISOR)
    desk.click("more")
    desk.click("more=erase")
    desk.click("why-erased=asked")
    desk.write("erase-code", stage.code)
    desk.click("erase")
    desk.see(words(stage, "This is not the code of the case. Look at it once more; nothing was erased."))
    desk.picture("erase, another code refused")
    desk.write("erase-code", stage.erased, afresh=True)
    desk.click("erase")
    desk.see(name="erased-list")
    _shows_colleagues(stage, print_paper(desk, "print"))
    for word in (_family(stage), _place(stage)):
        stage.has_gone(word, to="")


def everybody_has_erased(stage: Stage) -> None:
    """The worker's desk says that the case is gone; the certificate names the server and each laptop."""
    worker, supervisor = stage.desk(WORKER), stage.desk(SUPERVISOR)
    worker.see(words(stage, _ERASED), patience=PATIENCE)
    worker.picture("the case was erased")
    go_to(worker, stage, "Erased for good")
    worker.see(name="erased-list", text=words(stage, "done everywhere"), patience=PATIENCE)
    worker.picture("erased, at the other desk")
    supervisor.see(name="erased-list", text=words(stage, "done everywhere"), patience=PATIENCE)
    (number, *_) = supervisor.row("erased-list")
    supervisor.picture("erased everywhere")
    paper = print_paper(supervisor, "print")
    _shows_colleagues(stage, paper)
    shutil.copyfile(stage.folder.printed / paper, stage.folder.path / "erased.pdf")
    stage.erasures.append(number)
    stage.folder.keep_erasures(stage.erasures)


def _shows_colleagues(stage: Stage, paper: str) -> None:
    """A certificate names who erased, whose laptops held it, and the officer who could have opened it."""
    stage.may_show(paper, HIRED[SUPERVISOR].name, HIRED[WORKER].name, FOUNDER)


def _family(stage: Stage) -> str:
    return stage.said("Erasureva", "Стираева")


def _place(stage: Stage) -> str:
    return stage.said("Vanishbulak", "Исчезбулаке")


STEPS: Final[tuple[Step, ...]] = (case_stands_at_two_desks, supervisor_erases, everybody_has_erased)
