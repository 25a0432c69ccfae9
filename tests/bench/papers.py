"""How fast and how small a referral sheet is: `python -m tests.bench.papers [--json]`.

The first one counts from the start of a process, with all imports, as a worker waits for it; the others count in CPU
time. Beside each stands what cannot be had for less: Python and reportlab alone; the drawing without the layout.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from statistics import median
from time import perf_counter, process_time

from fieldapp.domain.consent import Level
from fieldapp.papers.drawing import draw
from fieldapp.papers.referral import lay_out_referral, referral_form
from fieldapp.papers.referral_paper import ReferralPaper
from fieldapp.words import ENGLISH
from tests.fieldapp.papers.samples import ASKED, PERSON, referral, release

_SHEETS = 200
_PROCESSES = 7
_FIRST = """
from fieldapp.domain.consent import Level
from fieldapp.papers.referral import referral_form
from fieldapp.words import ENGLISH
from tests.fieldapp.papers.samples import referral, release
referral_form(referral(release(Level.NEEDS)), ENGLISH)
"""
_IMPORTS = "from reportlab.pdfgen.canvas import Canvas; from reportlab.pdfbase.ttfonts import TTFont; import segno"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number beside the one to reach and the floor under it."""

    name: str
    unit: str
    measured: float
    reach: float
    floor: float | None = None


def figures() -> list[Figure]:
    """All of them, measured now."""
    _seconds(_IMPORTS)  # bytecode is compiled, files are in the system's cache
    sheets = [_sheet(number) for number in range(_SHEETS)]
    laid_out = [lay_out_referral(sheet, ENGLISH) for sheet in sheets]
    made = [referral_form(sheet, ENGLISH) for sheet in sheets]
    first = median(_seconds(_FIRST) for _ in range(_PROCESSES))
    floor = median(_seconds(_IMPORTS) for _ in range(_PROCESSES))
    each = _cpu(lambda: [referral_form(sheet, ENGLISH) for sheet in sheets])
    drawing = _cpu(lambda: [draw(document) for document in laid_out])
    return [
        Figure("first referral sheet, from the start of a process", "s", first, 0.25, floor),
        Figure("each further sheet, CPU", "ms", each, 9, drawing),
        Figure("its size", "KB", median(map(len, made)) / 1000, 25),
    ]


def _sheet(number: int) -> ReferralPaper:
    """No two alike, named and with needs: the fullest there is."""
    person = replace(PERSON, name=f"Участница {number} Өмүрбек кызы")
    asked = replace(ASKED, needs=f"Осмотр врачом-женщиной, если это возможно; кабинет {number}. Приходит с ребёнком.")
    return referral(release(Level.NEEDS), person=person, asked=asked)


def _seconds(program: str) -> float:
    begun = perf_counter()
    subprocess.run([sys.executable, "-c", program], check=True)
    return perf_counter() - begun


def _cpu(work: Callable[[], object]) -> float:
    """Milliseconds a sheet."""
    begun = process_time()
    work()
    return (process_time() - begun) * 1000 / _SHEETS


def main(arguments: list[str]) -> int:
    """Print what was measured, for people or as JSON."""
    measured = figures()
    if "--json" in arguments:
        print(json.dumps([{name: getattr(each, name) for name in Figure.__slots__} for each in measured], indent=1))
        return 0
    for each in measured:
        floor = f", {each.measured / each.floor:.1f} × the floor of {each.floor:.3g}" if each.floor else ""
        print(f"{each.name}: {each.measured:.3g} {each.unit}; to reach {each.reach:g}{floor}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
