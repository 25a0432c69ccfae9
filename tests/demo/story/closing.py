"""Step 14: the power goes everywhere, and a separate process looks at all that was left."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Final

from tests.demo.process import ROOT, Stuck
from tests.demo.stage import AGAIN, Stage, Step
from tests.demo.story.meeting import all_sent, everybody_talks
from tests.demo.verify.reopened import reopened
from tests.demo.wire import traffic


def everything_is_looked_at_again(stage: Stage) -> None:
    """All that was left on the disks, on the wire and on paper is looked at by a process of its own."""
    all_sent(stage, stage.desk(AGAIN))
    everybody_talks(stage)
    for desk in stage.desks.values():
        desk.kill()
    assert stage.server is not None
    stage.counts["server pid"] = stage.server.pid
    stage.server.kill()
    stage.wire.cut()
    _count_bytes(stage)
    done = subprocess.run(
        [sys.executable, "-m", "tests.demo.verify", str(stage.folder.path)],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    (stage.folder.path / "verify.txt").write_text(done.stdout + done.stderr, "utf-8")
    if done.returncode:
        raise Stuck(done.stdout + done.stderr)


def _count_bytes(stage: Stage) -> None:
    with tempfile.TemporaryDirectory() as scratch, reopened(stage.folder, Path(scratch)) as desks:
        names = {str(desk.desk): name for name, desk in desks.items()}
    sent = traffic(stage.folder.wire, names)
    stage.counts["bytes over the wire"] = {name: asdict(each) for name, each in sent.items()}


STEPS: Final[tuple[Step, ...]] = (everything_is_looked_at_again,)
