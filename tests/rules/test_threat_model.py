"""What the threat model claims, tests hold."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_each_test_that_the_threat_model_names_is_there() -> None:
    paper = (ROOT / "build" / "decisions" / "0030-threat-model.md").read_text("utf-8")
    named = set(re.findall(r"`(test_\w+)`", paper))
    there = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)\(", path.read_text("utf-8"), re.MULTILINE)
    }

    assert len(named) > 40
    assert named <= there
