"""Looks at papers as a reader would: at the words in the file, and at what lies over what on the page."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from itertools import combinations

from pypdf import PdfReader

from fieldapp.papers.marks import Area, Frame, Mark, Rule, Words
from fieldapp.papers.pages import MARGIN, Document

_STREAM = re.compile(rb"(?<!end)stream\r?\n(.*?)endstream", re.DOTALL)


def text_of(pdf: bytes) -> str:
    """All that can be read in it, spaces and line ends as one space."""
    pages = PdfReader(BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def letters_of(pdf: bytes) -> str:
    """The same without any space: what wrapping cannot hide."""
    return "".join(text_of(pdf).split())


def hidden_in(pdf: bytes) -> bytes:
    """The file as it lies on disk, and every stream in it unpacked."""
    return b"\n".join([pdf, *map(_unpacked, _STREAM.findall(pdf))])


def _unpacked(stream: bytes) -> bytes:
    """An encrypted stream does not unpack; it is looked at as it is."""
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return b""


def stands_in(words: str, pdf: bytes) -> bool:
    """Whether it can be read, or lies anywhere in the bytes in the usual encodings."""
    everything = hidden_in(pdf)
    spelled = (words.encode(encoding) for encoding in ("utf-8", "utf-16-be", "utf-16-le"))
    return "".join(words.split()) in letters_of(pdf) or any(each in everything for each in spelled)


def faults(document: Document) -> list[str]:
    """Everything that lies outside the margins, over something else, or across a line."""
    width, height = document.sheet.size
    inside = Area(MARGIN, MARGIN, width - MARGIN, height - MARGIN)
    found = []
    for number, page in enumerate(document.pages, 1):
        marks = [(mark, mark.area) for mark in (*document.running, *page)]
        found += [f"page {number}: outside: {mark}" for mark, area in marks if not inside.holds(_visible(mark, area))]
        found += [f"page {number}: {what}" for what in _collisions(marks)]
    return found


def _visible(mark: Mark, area: Area) -> Area:
    """A letter's room above itself is not ink."""
    return Area(area.left, area.top + 0.2 * mark.size, area.right, area.bottom) if isinstance(mark, Words) else area


def _collisions(marks: list[tuple[Mark, Area]]) -> Iterator[str]:
    for (one, first), (other, second) in combinations(marks, 2):
        if not first.meets(second):
            continue
        if isinstance(one, Frame) and isinstance(other, Words | Rule) and first.holds(second):
            continue
        if isinstance(other, Frame) and isinstance(one, Words | Rule) and second.holds(first):
            continue
        yield f"{one} and {other}"
