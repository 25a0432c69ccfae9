"""Step 5: the worker refers within the consent given, prints it, and is refused where there is none."""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import Final

from fieldapp.domain.clock import SystemClock
from tests.demo.process import DeskProcess, Stuck
from tests.demo.stage import WORKER, Stage, Step
from tests.demo.story.casework import add, to_the_case, told
from tests.demo.story.teaching import print_paper


def clinic(stage: Stage) -> str:
    """She releases only her code to it."""
    return stage.said("Clinic No 3", "Клиника № 3")


def lawyers(stage: Stage) -> str:
    """She releases her name to them."""
    return stage.said("Legal aid office", "Юридическая помощь")


def worker_writes_letterhead(stage: Stage) -> None:
    """She writes what stands on top of every paper: nothing that tells a stranger what this office does."""
    desk = stage.desk(WORKER)
    desk.click("place=settings")
    desk.click("letterhead")
    desk.write("organisation", stage.said("Arcade", "Аркада"))
    desk.write("worker", stage.said("outreach desk 2", "выездная группа 2"))
    desk.write("lines", stage.said("12 Lenin street, Ak-Suu\nMon to Fri 9-17", "Ак-Суу, ул. Ленина, 12\nПн–пт 9–17"))
    desk.picture("letterhead")
    desk.key("Ctrl+S")
    desk.see(name="language=en")


def worker_refers(stage: Stage) -> None:
    """She records a release of the code alone and prints a referral: neither name nor story is on the paper."""
    desk = stage.desk(WORKER)
    to_the_case(desk, stage)
    release(desk, stage, clinic(stage), "health_medical", "code")
    desk.picture("case with a release")
    with desk.measured("a referral from an open case"):
        desk.click("refer")
        desk.see(name="recipients", text=clinic(stage))
        desk.picture("recipients")
        desk.row("recipients", clinic(stage), open=True)
        answer(desk, "health_medical", "sealed_envelope")
        desk.picture("referral by code")
        paper = print_paper(desk, "print")
    shutil.copyfile(stage.folder.printed / paper, stage.folder.path / "referral.pdf")
    desk.picture("referral printed")
    to_case(desk)


def worker_refers_by_name(stage: Stage) -> None:
    """To other recipients she releases her name; that paper bears it, and nothing of what happened."""
    desk, her = stage.desk(WORKER), told(stage)
    release(desk, stage, lawyers(stage), "legal_assistance", "contact")
    desk.click("refer")
    desk.row("recipients", lawyers(stage), open=True)
    answer(desk, "legal_assistance", "by_worker")
    desk.picture("referral by name")
    stage.referrals[WORKER] = (her.family, her.given, her.patronymic)
    stage.may_show(print_paper(desk, "print"), *stage.referrals[WORKER])
    to_case(desk)


def worker_is_refused(stage: Stage) -> None:
    """To somebody whom she has released nothing no paper can be made: the page says why, and so does every key."""
    desk = stage.desk(WORKER)
    desk.click("refer")
    desk.write("findRecipient", stage.said("Village council", "Сельсовет"))
    desk.click("otherRecipient")
    desk.see(name="refused")
    if not desk.switched_off("print"):
        raise Stuck("a referral without a release can be printed")
    papers = len(desk.printed)
    desk.key("Ctrl+P")
    desk.picture("referral refused")
    if len(desk.printed) != papers:
        raise Stuck("a referral without a release was printed")
    to_case(desk)


def release(desk: DeskProcess, stage: Stage, recipient: str, service: str, level: str) -> None:
    """She lets this recipient know so much, for three months."""
    form = add(desk, "gbv_release")
    form.write("release_recipient", recipient)
    form.pick("release_services", service)
    form.tick("release_level", level)
    desk.picture(f"release, {level}")
    form.write("release_until", f"{SystemClock().now().day + timedelta(days=90):%d.%m.%Y}")
    form.tick("release_how", "signature")
    form.save()
    desk.see(name="entries", text=stage.label("gbv_release"))


def answer(desk: DeskProcess, service: str, handover: str) -> None:
    """What is asked on the page of a referral."""
    desk.see(name="question=service")
    desk.tick(f"service={service}")
    desk.tick("priority=urgent")
    desk.write("seen_before", f"{SystemClock().now().day + timedelta(days=2):%d.%m.%Y} 16:00")
    desk.tick(f"handover={handover}")
    desk.see(name="print", usable=True)


def to_case(desk: DeskProcess) -> None:
    """Back to the case."""
    desk.key("Alt+Left")
    desk.see(name="entries")


STEPS: Final[tuple[Step, ...]] = (worker_writes_letterhead, worker_refers, worker_refers_by_name, worker_is_refused)
