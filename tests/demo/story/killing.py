"""Step 11: the worker's process is killed at twenty random moments around saving; nothing it had told is missing."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Final

from tests.demo.process import DeskProcess, Stuck
from tests.demo.stage import WORKER, Stage, Step
from tests.demo.story.casework import add, to_the_case
from tests.demo.story.open_form import OpenForm
from tests.demo.verify.agreeing import missing
from tests.demo.verify.reopened import reopen

KILLS: Final = 20
#: The longest that she lives on after the key, in seconds: long enough for a save, or not.
_LONGEST: Final = 0.1
_FORM: Final = "gbv_follow_up"
_QUESTION: Final = "follow_up_comments"


def worker_is_killed(stage: Stage) -> None:
    """Her process is killed at 20 random moments around saving: what it told as saved is there, drafts come back."""
    desk, passphrase = stage.desk(WORKER), stage.keys[WORKER].passphrase
    told_in_time = came_back = 0
    for number in range(KILLS):
        form = _form(desk, stage)
        text = stage.said(f"Visit {number}: she is at her aunt's", f"Встреча {number}: она у тёти")
        form.write(_QUESTION, text)
        saves, drafts = desk.saves, desk.drafts
        if number == 0:
            _wait_for_draft(desk)
            desk.picture("half typed")
        saving = number > 0 and stage.chance.random() < 0.6
        desk.send("key", keys="Ctrl+S" if saving else "Alt+Left")
        time.sleep(stage.chance.uniform(0, _LONGEST))
        desk.kill()
        told_in_time += desk.saves > saves
        draft, kept = _look(stage, desk)
        if desk.drafts > drafts and desk.saves == saves and text not in kept:
            raise Stuck(f"a draft that was told as kept is not there after kill {number}: {kept}")
        desk.unlock(passphrase)
        came_back += _comes_back(desk, draft, kept, number)
    stage.counts["kills"] = {
        "kills": KILLS,
        "saves told before the kill": told_in_time,
        "drafts that came back on the screen": came_back,
        "saves told in all": desk.saves,
    }


def _form(desk: DeskProcess, stage: Stage) -> OpenForm:
    """What is half typed, or a new one."""
    if not desk.there("save"):
        to_the_case(desk, stage)
        return add(desk, _FORM)
    return OpenForm(desk)


def _wait_for_draft(desk: DeskProcess) -> None:
    """The form is kept by itself, a few seconds after the first key."""
    before, until = desk.drafts, time.monotonic() + 10
    while desk.drafts == before:
        if time.monotonic() > until:
            raise Stuck("a half-typed form was not kept within ten seconds")
        time.sleep(0.05)


def _look(stage: Stage, desk: DeskProcess) -> tuple[str, str]:
    """From a copy of her files: all that was told is there. The visit that is half typed: its record and its words."""
    with tempfile.TemporaryDirectory() as scratch:
        opened = reopen(stage.folder, desk.name, stage.keys[desk.name], Path(scratch) / "home", recovery=False)
        try:
            lost = list(missing(stage.folder, desk.name, opened))
            with opened.look() as reader:
                visits = [draft for draft in reader.drafts() if draft.form == _FORM]
        finally:
            opened.store.close()
    if lost:
        raise Stuck("\n".join(lost))
    return (str(visits[0].record), visits[0].body) if visits else ("", "")


def _comes_back(desk: DeskProcess, draft: str, kept: str, number: int) -> bool:
    """A draft stands on the start page; opened, it says what was typed."""
    if not draft:
        return False
    desk.see(name=f"draft={draft}")
    if number == 0:
        desk.picture("half typed, after the kill")
    desk.click(f"draft={draft}")
    form = OpenForm(desk)
    form.reach(_QUESTION)
    typed = desk.see(name=_QUESTION)
    if typed not in kept:
        raise Stuck(f"the draft came back with {typed!r}, it was {kept!r}")
    if number == 0:
        desk.picture("half typed, opened again")
    return True


STEPS: Final[tuple[Step, ...]] = (worker_is_killed,)
