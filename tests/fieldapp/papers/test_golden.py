"""Every mark of every paper stands where it stood when somebody last looked at the page.

After a change that is meant: `python -m tests.fieldapp.papers.test_golden`, and look at each page again.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldapp.papers.marks import Frame, Mark, Rule, Squares, Words
from fieldapp.papers.pages import Document
from tests.fieldapp.papers.samples import every_kind

GOLDEN = Path(__file__).parent.parent.parent / "golden" / "papers"
KINDS = every_kind()


def written(document: Document) -> str:
    """One line a mark, to a tenth of a point."""
    lines = ["on every page", *map(line, document.running)]
    for number, page in enumerate(document.pages, 1):
        lines += ["", f"page {number}", *map(line, page)]
    return "\n".join(lines) + "\n"


def line(mark: Mark) -> str:
    place = f"{mark.x:.1f} {mark.y:.1f}"
    match mark:
        case Words():
            return f"{place} {mark.face.name.lower()} {mark.size:g} {mark.text}"
        case Rule():
            return f"{place} {'dashes' if mark.dashed else 'line'} {mark.length:.1f} by {mark.weight:g}"
        case Frame():
            size = f"{mark.width:.1f} x {mark.height:.1f}"
            return f"{place} {'ticked' if mark.ticked else 'frame'} {size} by {mark.weight:g}"
        case Squares():
            return f"{place} square {mark.size:.1f} of {len(mark.rows)}"


@pytest.mark.parametrize("kind", KINDS)
def test_each_mark_stands_where_it_stood(kind: str) -> None:
    assert written(KINDS[kind]()) == (GOLDEN / f"{kind}.txt").read_text(encoding="utf-8")


if __name__ == "__main__":
    for name, lay_out in KINDS.items():
        (GOLDEN / f"{name}.txt").write_text(written(lay_out()), encoding="utf-8", newline="\n")
