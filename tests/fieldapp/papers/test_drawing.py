"""The file itself: the same bytes on any day, nothing about who made it, legible from a tired copier."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from io import BytesIO

import pytest
from pypdf import PdfReader

from fieldapp.domain.consent import Level
from fieldapp.papers.drawing import draw
from fieldapp.papers.letters import Face
from fieldapp.papers.marks import Frame, Rule, Squares, Words
from fieldapp.papers.referral import lay_out_referral, referral_form
from fieldapp.words import ENGLISH
from tests.fieldapp.papers import samples
from tests.fieldapp.papers.looking import hidden_in

KINDS = samples.every_kind()
_AGAIN = """
import hashlib
from fieldapp.papers.referral import referral_form
from tests.fieldapp.papers.samples import referral
print(hashlib.sha256(referral_form(referral(), "en")).hexdigest())
"""


@pytest.mark.parametrize("kind", KINDS)
def test_every_paper_is_drawn_the_same_twice(kind: str) -> None:
    assert draw(KINDS[kind]()) == draw(KINDS[kind]())


def test_another_process_draws_the_same_bytes() -> None:
    here = hashlib.sha256(referral_form(samples.referral(), ENGLISH)).hexdigest()

    seeded = {**os.environ, "PYTHONHASHSEED": "7"}
    there = subprocess.run([sys.executable, "-c", _AGAIN], capture_output=True, text=True, check=True, env=seeded)

    assert there.stdout.strip() == here


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_says_nothing_of_who_made_it_when_and_with_what(kind: str) -> None:
    pdf = draw(KINDS[kind]())

    assert PdfReader(BytesIO(pdf)).metadata == {"/Title": "Sheet"}
    everything = hidden_in(pdf).lower()
    for telling in (b"reportlab", b"fieldapp", b"d:20", b"anonymous", b"creationdate", b"producer"):
        assert telling not in everything


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_is_a4_and_holds_only_our_letters(kind: str) -> None:
    reader = PdfReader(BytesIO(draw(KINDS[kind]())))

    for page in reader.pages:
        assert sorted(round(float(side) * 25.4 / 72) for side in page.mediabox[2:]) == [210, 297]
    fonts = set(re.findall(rb"/BaseFont /(?:\w+\+)?([\w-]+)", draw(KINDS[kind]())))
    assert fonts == {face.value.encode() for face in Face}


def test_the_head_is_written_once_for_all_pages() -> None:
    document = KINDS["attendance"]()
    everything = hidden_in(draw(document))

    assert len(document.pages) > 1
    assert everything.count(b"/Subtype /Form") == 1
    assert len(re.findall(rb"/\S+ Do\s", everything)) == len(document.pages)


@pytest.mark.parametrize("kind", KINDS)
def test_lines_are_thick_and_letters_big_enough_for_a_copier_at_300_dpi(kind: str) -> None:
    document = KINDS[kind]()

    for mark in (*document.running, *(mark for page in document.pages for mark in page)):
        match mark:
            case Rule() | Frame():
                assert mark.weight * 300 / 72 >= 2  # dots
            case Words():
                assert mark.size >= 8.5
            case Squares():
                assert mark.size / (len(mark.rows) + 8) * 25.4 / 72 >= 0.75  # mm a module


@pytest.mark.parametrize("kind", KINDS)
def test_all_is_black_but_the_word_across_a_sample(kind: str) -> None:
    streams = hidden_in(draw(KINDS[kind]()))

    greys = {float(grey) for grey in re.findall(rb"(?<![\d.] )(?<![\d.])([\d.]+) [Gg]\s", streams)}
    colours = set(re.findall(rb"([\d.]+ [\d.]+ [\d.]+) (?:rg|RG)\s", streams))
    assert greys <= {0.0, 0.4}
    assert colours <= {b"0 0 0"}


def test_the_square_is_drawn_as_one_path_of_all_its_dark_modules() -> None:
    document = lay_out_referral(samples.referral(), ENGLISH)
    (square,) = [mark for mark in document.pages[0] if isinstance(mark, Squares)]
    runs = sum(len(re.findall(rb"\x01+", row)) for row in square.rows)

    drawn = re.findall(rb"((?:[\d.]+ [\d.]+ [\d.]+ [\d.]+ re\s+)+)f", hidden_in(draw(document)))

    assert [path.count(b" re") for path in drawn] == [runs]


def test_a_referral_stays_small() -> None:
    assert len(referral_form(samples.referral(samples.release(Level.NEEDS)), ENGLISH)) < 25 * 1024
