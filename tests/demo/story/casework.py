"""Step 2: the outreach worker opens a case, is refused an impossible answer, corrects, adds a second incident."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tests.demo.process import DeskProcess, Stuck
from tests.demo.stage import WORKER, Stage, Step
from tests.demo.story.open_form import OpenForm


@dataclass(frozen=True, slots=True)
class Told:
    """What she is told: names and a story, none of which may ever be seen in clear."""

    family: str
    given: str
    patronymic: str
    nickname: str
    phone: str
    story: str
    second: str


def told(stage: Stage) -> Told:
    """In the language of the desk."""
    return Told(
        family=stage.said("Placeholderova", "Образцова"),
        given=stage.said("Samplebubu", "Мисалбүбү"),
        patronymic=stage.said("Examplevna", "Примеровна"),
        nickname=stage.said("Mockeisha", "Пробайша"),
        phone="0555 318 642",
        story=stage.said(
            "He took her papers and shut her in at Nowherebulak.", "Отобрал документы и запер её в Нигдебулаке."
        ),
        second=stage.said(
            "He came to the Nosuchkoroo yard and shouted threats.", "Пришёл во двор в Нетакоробое и кричал угрозы."
        ),
    )


_CODE: Final = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}\b")
#: The words of the stories that nobody may find: places that exist nowhere else.
PLACES: Final = {"en": ("Nowherebulak", "Nosuchkoroo"), "ru": ("Нигдебулаке", "Нетакоробое")}


def worker_opens_case(stage: Stage) -> None:
    """She unlocks and opens a case: limits are read out, consent is several answers, impossible ones are refused."""
    desk = stage.desk(WORKER)
    desk.leave()
    desk.start()
    desk.see(name="passphrase")
    desk.picture("unlock")
    desk.write("passphrase", stage.keys[WORKER].passphrase)
    with desk.measured("from the passphrase to typing in a new case"):
        desk.key("Return")
        desk.see(name="newCase")
        desk.key("Ctrl+N")
        desk.see(name="limits_read=true")
    form = OpenForm(desk)
    desk.picture("new case, limits")
    form.tick("limits_read", "true")
    form.pick("limits_language", "ky")
    form.is_refused("consent_date", "31.02.2026", "impossible day refused")
    form.write("consent_date", stage.said("yesterday", "вчера"))
    form.tick("interpreter_used", "true")
    desk.see(name="question=interpreter_sworn")
    desk.picture("questions appear")
    form.tick("interpreter_used", "false")
    desk.unseen(name="question=interpreter_sworn")
    desk.picture("questions vanish")
    form.tick("consent_under_18", "false")
    for question in ("consent_for_services", "consent_keep_record", "consent_supervisor", "consent_reporting"):
        form.tick(question, "true")
    desk.picture("consent, her answers")
    form.tick("consent_how", "signature")
    form.tick("consent_paper_kept", "true")
    form.save()
    desk.see(name="entries")
    desk.picture("case opened")
    desk.click("place=cases")
    desk.see(name="cases")
    (stage.code, *_) = desk.row("cases", open=True)
    desk.see(name="entries")


def worker_records_first_meeting(stage: Stage) -> None:
    """She records who she is and how to reach her safely; questions appear and vanish with the answers."""
    desk, her = stage.desk(WORKER), told(stage)
    for word in (her.family, her.given, her.patronymic, her.nickname):
        stage.secret(WORKER, word)
    form = add(desk, "gbv_survivor")
    form.write("family_name", her.family)
    form.write("given_name", her.given)
    form.write("patronymic", her.patronymic)
    form.write("known_as", her.nickname)
    form.tick("sex", "female")
    form.is_refused("age", "200", "impossible age refused")
    form.write("age", "26")
    desk.picture("first meeting, who she is")
    form.tick("contact_allowed", "true")
    desk.click("add=phones")
    form.tick("phone_whose", "own")
    form.write("phone_when", stage.said("weekdays 10-12", "в будни с 10 до 12"))
    form.write("phone_code_phrase", stage.said("the library", "вас беспокоят из библиотеки"))
    form.tick("phone_message", "no")
    form.write("phone_number", her.phone)
    desk.picture("first meeting, telephone")
    desk.key("Ctrl+Return")
    form.pick("oblast", "naryn")
    form.tick("maritial_status", "married_cohabitating")
    desk.see(name="question=marriage_form")
    form.tick("marriage_form", "religious")
    desk.picture("first meeting, household")
    form.save()


def worker_records_incidents(stage: Stage) -> None:
    """She records what happened; a second incident is a record of its own."""
    desk, her = stage.desk(WORKER), told(stage)
    for word in PLACES[stage.language]:
        stage.secret(WORKER, word)
    for number, story in enumerate((her.story, her.second), 1):
        form = add(desk, "gbv_incident")
        form.write("incident_date", "02.2026" if number == 1 else stage.said("yesterday", "вчера"))
        form.tick("incident_timeofday", "evening_night")
        form.write("incident_description", story)
        desk.picture(f"incident {number}")
        form.tick("gbv_sexual_violence_type", "physical_assault" if number == 1 else "psychological_emotional_abuse")
        form.save()
    desk.see(name="entries", text=stage.label("gbv_incident"))
    desk.picture("case with two incidents")


def worker_corrects(stage: Stage) -> None:
    """She corrects what she saved; who changed what, and when, can be looked up."""
    desk = stage.desk(WORKER)
    desk.row("entries", cell=stage.label("gbv_survivor"), open=True)
    form = OpenForm(desk)
    form.write("age", "27")
    form.save()
    desk.see(name="entries")
    desk.row("entries", cell=stage.label("gbv_survivor"), open=True)
    desk.see(name="save")
    desk.click("more")
    desk.click("more=history")
    desk.see(name="edits", text="27")
    desk.picture("what was changed")
    desk.key("Alt+Left")
    desk.see(name="save")
    desk.key("Alt+Left")
    desk.see(name="entries")


def open_case(desk: DeskProcess, family: str) -> str:
    """Another case, with little more than her name; its code."""
    desk.click("place=start")
    desk.click("newCase")
    form = OpenForm(desk)
    form.tick("limits_read", "true")
    form.pick("limits_language", "ky")
    form.tick("interpreter_used", "false")
    form.tick("consent_under_18", "false")
    for question in ("consent_for_services", "consent_keep_record", "consent_supervisor"):
        form.tick(question, "true")
    form.tick("consent_how", "signature")
    form.tick("consent_paper_kept", "true")
    form.save()
    code = _CODE.search(desk.see(name="entries") and desk.seen())
    if code is None:
        raise Stuck(f"{desk.name}: a case was opened, and no code is seen\n{desk.seen()}")
    form = add(desk, "gbv_survivor")
    form.write("family_name", family)
    form.save()
    desk.see(name="entries")
    return code[0]


def to_the_case(desk: DeskProcess, stage: Stage, code: str = "", *, patience: float = 40.0) -> None:
    """From anywhere, by the list of cases; the first one, or the one with this code."""
    desk.click("place=cases")
    desk.row("cases", code or stage.code, open=True, patience=patience)
    desk.see(name="entries")


def add(desk: DeskProcess, form: str) -> OpenForm:
    """Add a record to the open case, from the list that Ctrl+N drops."""
    desk.see(name="entries")
    desk.key("Ctrl+N")
    desk.click(f"addRecord={form}")
    return OpenForm(desk)


STEPS: Final[tuple[Step, ...]] = (
    worker_opens_case,
    worker_records_first_meeting,
    worker_records_incidents,
    worker_corrects,
)
