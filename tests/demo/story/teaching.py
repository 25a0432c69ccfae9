"""Step 4: the trainer prints the attendance sheet, then logs the session and who of thirty people came."""

from __future__ import annotations

import shutil
from typing import Final

from tests.demo.process import DeskProcess
from tests.demo.stage import TRAINER, Stage, Step
from tests.demo.story.open_form import OpenForm

PEOPLE: Final = 30
_FAMILIES: Final = {
    "en": ("Participantova", "Attendeeva", "Presentova", "Listedova", "Learnerova", "Traineeva"),
    "ru": ("Участникова", "Слушателева", "Присутова", "Списочнова", "Ученикова", "Тренингова"),
}
_GIVEN: Final = {
    "en": ("Onegul", "Twogul", "Threegul", "Fourgul", "Fivegul"),
    "ru": ("Биргүл", "Экигүл", "Үчгүл", "Төртгүл", "Бешгүл"),
}
_AGES: Final = ("18_25", "26_35", "36_45", "46_60")


def people(stage: Stage) -> list[tuple[str, str]]:
    """Thirty names, each of them once."""
    return [(family, given) for family in _FAMILIES[stage.language] for given in _GIVEN[stage.language]]


def trainer_prepares(stage: Stage) -> None:
    """The trainer records a workshop and its thirty participants, and prints the attendance sheet."""
    desk = stage.desk(TRAINER)
    for word in (*_FAMILIES[stage.language], *_GIVEN[stage.language]):
        stage.secret(TRAINER, word)
    desk.click("place=workshops")
    desk.see(name="newWorkshop")
    desk.picture("no workshop yet")
    desk.click("newWorkshop")
    form = OpenForm(desk)
    form.write("workshop_title", stage.said("Know your rights", "Знай свои права"))
    form.pick("workshop_topic", "rights")
    desk.picture("workshop, what it is")
    form.write("sessions_planned", "4")
    form.write("place", stage.said("Ak-Suu, library", "Ак-Суу, библиотека"))
    desk.picture("workshop, when and where")
    form.save()
    if desk.there("workshops"):
        desk.row("workshops", open=True)
    desk.see(name="newSession")
    for number, (family, given) in enumerate(people(stage)):
        desk.click("addParticipant")
        form = OpenForm(desk)
        form.write("family_name", family)
        form.write("given_name", given)
        form.tick("sex", "female")
        form.tick("age_band", _AGES[number % len(_AGES)])
        form.tick("consent_to_list", "false" if number == PEOPLE - 1 else "true")
        if number == 0:
            desk.picture("participant")
        form.save()
        desk.see(name="newSession")
    desk.picture("workshop with participants")
    sheet = print_paper(desk, "printSheet")
    listed = people(stage)[:-1]
    stage.may_show(sheet, *{word for name in listed for word in name})
    shutil.copyfile(stage.folder.printed / sheet, stage.folder.path / "attendance.pdf")


def trainer_logs_session(stage: Stage) -> None:
    """After the session he copies the marks from the sheet: one key each, and one for all others."""
    desk = stage.desk(TRAINER)
    desk.click("newSession")
    desk.see(name="roll")
    desk.picture("roll, nobody marked")
    desk.key("Home", name="roll")
    with desk.measured("thirty people marked, one key each"):
        for number in range(PEOPLE):
            desk.key("A" if number in (4, 11) else "L" if number == 7 else "P")
    desk.picture("roll, all marked")
    desk.key("Alt+Left")
    desk.see(name="newSession")
    desk.picture("workshop with its session")


def print_paper(desk: DeskProcess, button: str) -> str:
    """Print, say that the paper came out; the file in which it lies now."""
    before = len(desk.printed)
    desk.click(button)
    desk.see(name="cameOut=yes")
    desk.picture("did the paper come out")
    desk.click("cameOut=yes")
    desk.unseen(name="cameOut=yes")
    (paper,) = desk.printed[before:]
    return paper


STEPS: Final[tuple[Step, ...]] = (trainer_prepares, trainer_logs_session)
