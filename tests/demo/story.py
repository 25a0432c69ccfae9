"""What happens in the demo, step by step. Each step is something a person does, in words of hers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.demo.process import DeskProcess

PASSPHRASE = "five plain words for practice"


@dataclass
class Stage:
    """The desks of this demo, by the nicknames of their workers."""

    homes: Path
    out: Path
    language: str
    desks: dict[str, DeskProcess] = field(default_factory=dict)
    pids: dict[str, list[int]] = field(default_factory=dict)

    def desk(self, name: str) -> DeskProcess:
        """The desk of this name; started if it is not running."""
        if name not in self.desks:
            self.desks[name] = DeskProcess(name, self.homes / name, self.out, self.language)
            self.pids.setdefault(name, []).append(self.desks[name].pid)
        return self.desks[name]


def worker_makes_her_desk(stage: Stage) -> None:
    """An outreach worker begins on her laptop: a desk, a passphrase, a recovery code typed back."""
    _make_desk(stage, "swallow")


def trainer_makes_his_desk(stage: Stage) -> None:
    """A trainer begins on another laptop."""
    _make_desk(stage, "apple")


def supervisor_makes_her_desk(stage: Stage) -> None:
    """A supervisor begins on a third one."""
    _make_desk(stage, "blue")


def worker_comes_back(stage: Stage) -> None:
    """The worker's laptop loses power; she starts again and unlocks."""
    desk = stage.desk("swallow")
    desk.kill()
    desk.come_back()
    stage.pids["swallow"].append(desk.pid)
    desk.see(name="passphrase")
    desk.picture("unlock")
    desk.write("passphrase", PASSPHRASE)
    desk.click("unlock")
    desk.see(name="topbar")
    desk.picture("unlocked")


def _make_desk(stage: Stage, name: str) -> None:
    desk = stage.desk(name)
    desk.see(name="go-on")
    desk.picture("first start")
    desk.click("go-on")
    desk.write("nickname", name)
    desk.write("new-passphrase", PASSPHRASE, afresh=True)
    desk.picture("new desk")
    desk.click("make")
    groups = desk.see(name="recovery").splitlines()[-8:]
    desk.picture("recovery code")
    desk.click("go-on")
    desk.write("typed-back", "-".join(groups))
    desk.click("go-on")
    desk.see(name="topbar")
    desk.picture("open desk")


STEPS: tuple[Callable[[Stage], None], ...] = (
    worker_makes_her_desk,
    trainer_makes_his_desk,
    supervisor_makes_her_desk,
    worker_comes_back,
)
