"""Step 1: nobody is connected. An organisation is founded, and its people get desks."""

from __future__ import annotations

from typing import Final

from tests.demo.process import DeskProcess
from tests.demo.stage import COORDINATOR, PASSPHRASE, Stage, Step


def coordinator_founds(stage: Stage) -> None:
    """A coordinator sets up an organisation: a desk, a recovery code, the root key on three papers, two typed back."""
    desk = make_desk(stage, COORDINATOR, "found")
    desk.write("organisation", "Arcade" if stage.language == "en" else "Аркада")
    desk.write("my-name", "Coordinator 1")
    desk.write("server-address", f"http://127.0.0.1:{stage.wire.port}")
    desk.picture("set up an organisation")
    desk.click("go-on")
    papers: list[tuple[str, str]] = []
    for _ in range(3):
        desk.see(name="paper-number", other="" if not papers else papers[-1][0])
        papers.append((desk.see(name="paper-number"), desk.see(name="groups")))
        desk.click("print")
        desk.picture(f"root paper {len(papers)}")
        desk.click("go-on")
    for number in (0, 2):
        asked = desk.see(name="rehearsal")
        desk.write("typed-back-1", papers[number][1])
        desk.picture(f"root paper {number + 1} typed back")
        desk.click("go-on")
        if number == 0:
            desk.see(name="rehearsal", other=asked)
    desk.see(name="founded")
    desk.picture("organisation founded")
    desk.click("go-on")
    desk.choose_file(stage.folder.stick / "organisation.kit")
    desk.picture("kit saved")
    desk.click("colleagues")


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


STEPS: Final[tuple[Step, ...]] = (coordinator_founds,)
