"""How fast and how small a referral sheet is: `python -m tests.bench.papers [--json]`.

The first one counts from the start of a process, with all imports, as a worker waits for it; the others count in CPU
time. Beside each stands what cannot be had for less: Python and reportlab alone; the drawing without the layout.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from statistics import median
from time import perf_counter, process_time

from fieldapp.domain.consent import Level
from fieldapp.papers.drawing import draw
from fieldapp.papers.referral import lay_out_referral, referral_form
from fieldapp.papers.referral_paper import ReferralPaper
from fieldapp.words import ENGLISH
from tests.bench._figures import Figure, as_started_before, show
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
        Figure(name="first referral sheet, from a process's start", unit="s", measured=first, reach=0.25, floor=floor),
        Figure(name="each further sheet, CPU", unit="ms", measured=each, reach=9, floor=drawing),
        Figure(name="its size", unit="KB", measured=median(map(len, made)) / 1000, reach=25),
    ]


def _sheet(number: int) -> ReferralPaper:
    """No two alike, named and with needs: the fullest there is."""
    person = replace(PERSON, name=f"Участница {number} Өмүрбек кызы")
    asked = replace(ASKED, needs=f"Осмотр врачом-женщиной, если это возможно; кабинет {number}. Приходит с ребёнком.")
    return referral(release(Level.NEEDS), person=person, asked=asked)


def _seconds(program: str) -> float:
    begun = perf_counter()
    subprocess.run([sys.executable, "-c", program], check=True, env=as_started_before())
    return perf_counter() - begun


def _cpu(work: Callable[[], object]) -> float:
    """Milliseconds a sheet."""
    begun = process_time()
    work()
    return (process_time() - begun) * 1000 / _SHEETS


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    show(figures(), as_json=parser.parse_args().json)


if __name__ == "__main__":
    main()
