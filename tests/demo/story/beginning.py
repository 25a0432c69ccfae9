"""Step 1: nobody is connected. An organisation is founded, and its people get desks."""

from __future__ import annotations

from typing import Final

from tests.demo.process import DeskProcess
from tests.demo.stage import PASSPHRASE, Stage, Step


def coordinator_begins(stage: Stage) -> None:
    """A coordinator begins on her laptop: a desk, a passphrase, a recovery code typed back."""
    make_desk(stage, "maple", "found")


def make_desk(stage: Stage, name: str, way: str) -> DeskProcess:
    """A new desk, to the page that follows the recovery code."""
    desk, passphrase = stage.desk(name), PASSPHRASE.format(name=name)
    desk.see(name="go-on")
    desk.click(f"way={way}")
    desk.picture("first start")
    desk.click("go-on")
    desk.write("nickname", name)
    desk.write("new-passphrase", passphrase, afresh=True)
    desk.picture("new desk")
    desk.click("make")
    groups = desk.see(name="recovery").splitlines()[-8:]
    stage.keep_key(name, passphrase, "-".join(groups))
    desk.picture("recovery code")
    desk.click("go-on")
    desk.write("typed-back", "-".join(groups))
    desk.click("go-on")
    desk.see(name="topbar")
    desk.picture("open desk")
    return desk


STEPS: Final[tuple[Step, ...]] = (coordinator_begins,)
