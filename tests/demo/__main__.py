"""The demo: real windows in processes of their own do the program's work by key and mouse, and are photographed.

DIR gets `summary.json` (each step with its seconds, the processes, what was cut off or overlapped on a picture) and the
pictures. It fails when a step cannot be done, or a text is cut off or overlaps another.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.demo.process import Stuck, scratch
from tests.demo.story import STEPS, Stage


def main() -> int:
    """Play every step in order; 0 when all could be done and every picture is clean."""
    parser = argparse.ArgumentParser("demo")
    parser.add_argument("--out", type=Path, default=Path("demo-out"))
    parser.add_argument("--language", choices=("en", "ru"), default="en")
    given = parser.parse_args()
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    given.out.mkdir(parents=True, exist_ok=True)
    homes = scratch()
    stage = Stage(homes, given.out, given.language)
    try:
        steps = [_play(step, stage) for step in STEPS]
    finally:
        for desk in stage.desks.values():
            desk.__exit__(None, None, None)
        shutil.rmtree(homes, ignore_errors=True)
    faults = [fault for desk in stage.desks.values() for fault in desk.faults]
    summary = {"steps": steps, "pids": stage.pids, "faults": faults, "language": given.language}
    (given.out / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=2), "utf-8")
    failed = [step for step in steps if step["failed"]]
    for line in [str(step["failed"]) for step in failed] + faults:
        print(line)
    print(f"{len(steps) - len(failed)} of {len(steps)} steps done; pictures and summary.json are in {given.out}")
    return 1 if failed or faults else 0


def _play(step: Callable[[Stage], None], stage: Stage) -> dict[str, object]:
    began = time.monotonic()
    said = (step.__doc__ or step.__name__).strip().splitlines()[0]
    print(f"  {said}", flush=True)
    failed = ""
    try:
        step(stage)
    except Stuck as stuck:
        failed = str(stuck)
    return {"step": said, "seconds": round(time.monotonic() - began, 2), "failed": failed}


if __name__ == "__main__":
    sys.exit(main())
