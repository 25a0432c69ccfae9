"""The demo: real windows in processes of their own do the program's work by key and mouse, and are photographed.

DIR gets `summary.json` (each step with its seconds, the processes, what was sent and received, what was cut off or
overlapped on a picture), the pictures and the papers; `folder.py` says what else. It fails when a step cannot be done,
or a text is cut off or overlaps another.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
import traceback
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.demo.folder import Folder, NotOurs
from tests.demo.process import Stuck
from tests.demo.stage import Stage, Step
from tests.demo.story import STEPS


def main() -> int:
    """Play every step in order, up to one that cannot be done; 0 when all could and every picture is clean."""
    given = parser().parse_args()
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    folder = Folder(given.out)
    try:
        folder.prepare()
    except NotOurs as foreign:
        print(foreign)
        return 2
    seed = given.seed if given.seed is not None else random.SystemRandom().randrange(10_000)
    print(f"Language {given.language}, seed {seed}. Everything goes to {folder.path}.")
    stage = Stage(folder, given.language, given.form, random.Random(seed))
    began = time.monotonic()
    played: list[dict[str, object]] = []
    try:
        for step in STEPS:
            played.append(_play(step, stage))
            if played[-1]["failed"]:
                break
    finally:
        stage.close()
    mishaps = stage.mishaps()
    summary: dict[str, Any] = {
        "language": given.language,
        "seed": seed,
        "seconds": round(time.monotonic() - began, 1),
        "steps": played,
        "pids": {name: desk.pids for name, desk in stage.desks.items()},
        "saves told": {name: desk.saves for name, desk in stage.desks.items()},
        "what it took": [asdict(measure) for desk in stage.desks.values() for measure in desk.measures],
        **stage.counts,
        "pictures": stage.album.taken,
        "faults": stage.album.faults,
        "mishaps": mishaps,
    }
    (folder.path / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=2), "utf-8")
    return _tell(
        folder, summary, [*stage.album.faults, *mishaps], [str(step["failed"]) for step in played if step["failed"]]
    )


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("demo")
    parser.add_argument("--out", type=_from_here, default="demo-out", help="where everything goes")
    parser.add_argument("--form", type=_from_here, help="an XLSForm of somebody else's, to be filled in too")
    parser.add_argument("--language", choices=("en", "ru"), default="en")
    parser.add_argument("--seed", type=int, help="of what is left to chance")
    return parser


def _from_here(path: str) -> Path:
    """Whole: it is typed into dialogs of desks that stand elsewhere."""
    return Path(path).absolute()


def _play(step: Step, stage: Stage) -> dict[str, object]:
    began = time.monotonic()
    said = (step.__doc__ or step.__name__).strip().splitlines()[0]
    print(f"  {said}", end=" ", flush=True)
    failed = ""
    try:
        step(stage)
    except Stuck as stuck:
        failed = str(stuck)
    except Exception:  # noqa: BLE001  # whatever it is, what was seen until then is told
        failed = traceback.format_exc()
    took = round(time.monotonic() - began, 2)
    print("cannot be done." if failed else f"{took} s", flush=True)
    return {"step": said, "seconds": took, "failed": failed}


def _tell(folder: Folder, summary: dict[str, Any], faults: list[str], failed: list[str]) -> int:
    for line in [*failed, *faults]:
        print(line)
    for took in summary["what it took"]:
        print(f"  {took['what']}: {took['keys']} keys, {took['clicks']} clicks, {took['seconds']} s")
    if "kills" in summary:
        print("  " + ", ".join(f"{what}: {number}" for what, number in summary["kills"].items()))
    done = "Not all steps are" if failed else "All steps are"
    print(f"{done} done, in {summary['seconds']} s. In {folder.path} lie:")
    print(f"  {summary['pictures']} pictures, summary.json, verify.txt, three papers as PDF, and all else")
    return 1 if failed or faults else 0


if __name__ == "__main__":
    sys.exit(main())
