"""What the worker does every day, measured: finds a case by half a name, follows up, looks at what she did, locks."""

from __future__ import annotations

from typing import Final

from tests.demo.process import Stuck
from tests.demo.stage import WORKER, Stage, Step
from tests.demo.story.open_form import OpenForm


def worker_finds_her_again(stage: Stage) -> None:
    """She finds the case by a half-remembered name, in other letters than it was written in, and follows up."""
    desk = stage.desk(WORKER)
    desk.click("place=start")
    desk.see(name="lately")
    with desk.measured("yesterday's record"):
        desk.key("Return", name="lately")
        desk.see(name="save")
    desk.key("Alt+Left")
    desk.see(name="lately")
    with desk.measured("a case found by a half-remembered name"):
        desk.key("Ctrl+K")
        desk.type(stage.said("самплебу", "misalbu"))
        desk.see(name="found", text=stage.code)
        desk.picture("found by half a name")
        desk.key("Return")
        desk.see(name="entries")
    with desk.measured("a follow-up on a known case"):
        desk.key("Ctrl+Return")
        form = OpenForm(desk)
        form.tick("followup_contact", "in_person")
        form.tick("safe_now", "true")
        form.write("follow_up_comments", stage.said("She sleeps better.", "Стала лучше спать."))
        desk.picture("follow-up")
        form.save()
        desk.see(name="entries", text=stage.label("gbv_follow_up"))


def worker_covers_and_locks(stage: Stage) -> None:
    """Somebody comes: she covers the screen by one key; she locks, and after the passphrase stands where she was."""
    desk = stage.desk(WORKER)
    desk.key("Ctrl+Return")
    form = OpenForm(desk)
    form.write("follow_up_comments", stage.said("She asked", "Спросила"))
    desk.key("F12")
    desk.see(name="cover")
    desk.picture("covered")
    if stage.code in desk.front():
        raise Stuck("the cover lets something through")
    desk.key("F12")
    desk.unseen(name="cover")
    desk.lock()
    desk.write("passphrase", stage.keys[WORKER].passphrase)
    with desk.measured("from the passphrase to the same question"):
        desk.key("Return")
        desk.see(name="follow_up_comments", text=stage.said("She asked", "Спросила"))
    desk.picture("unlocked at the same question")
    OpenForm(desk).save()


STEPS: Final[tuple[Step, ...]] = (worker_finds_her_again, worker_covers_and_locks)
