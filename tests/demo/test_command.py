"""What the demo is told on its command line."""

from __future__ import annotations

from pathlib import Path

from tests.demo.__main__ import parser


def test_every_path_is_whole_since_desks_stand_elsewhere() -> None:
    given = parser().parse_args(["--form", "form.xlsx"])

    assert given.out == Path.cwd() / "demo-out"
    assert given.form == Path.cwd() / "form.xlsx"
