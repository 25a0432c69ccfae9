"""Puts a laid-out paper into PDF bytes, the same bytes for the same paper on any day.

The file says nothing of itself: no author, no program, no time; its title is one neutral word.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Final

from reportlab import rl_config
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFDocument, PDFInfo, PDFString
from reportlab.pdfgen.canvas import Canvas

from fieldapp.papers.letters import Face, printable, width
from fieldapp.papers.marks import Frame, Mark, Rule, Squares, Words
from fieldapp.papers.pages import Document
from fieldapp.papers.strips import HAIR
from fieldapp.words import say

_TITLE: Final = "Sheet"
_RUNNING: Final = "running"
_OUTLINE: Final = 1  # PDF text rendering mode: stroke
_BOASTS: Final = (
    b"ReportLab Generated PDF document (opensource)",
    b"% ReportLab generated PDF document -- digest (opensource)",
)


class _Nothing(PDFInfo):  # type: ignore[misc]  # reportlab ships no types
    """What the file tells of itself: a neutral title."""

    def format(self, document: PDFDocument) -> bytes:
        written: bytes = PDFDictionary({"Title": PDFString(_TITLE)}).format(document)
        return written


def draw(document: Document) -> bytes:
    """The PDF. What stands on each page is written once, as a form."""
    rl_config.useA85 = 0
    sheet, bytes_written = document.sheet, BytesIO()
    width(" ", Face.TEXT, 1), width(" ", Face.STRONG, 1)  # both fonts are known before the canvas asks for one
    canvas = Canvas(
        bytes_written, sheet.size, invariant=1, pageCompression=1, lang=sheet.language, initialFontName=Face.TEXT.value
    )
    canvas._doc.info = _Nothing()  # noqa: SLF001  # the one way to leave dates and producer out
    pen = _Pen(canvas, sheet.size[1])
    canvas.beginForm(_RUNNING)
    if sheet.sample:
        pen.watermark(say("SAMPLE", language=sheet.language), sheet.size)
    pen.draw(document.running)
    canvas.endForm()
    for marks in document.pages:
        canvas.doForm(_RUNNING)
        pen.draw(marks)
        canvas.showPage()
    canvas.save()
    return _modest(bytes_written.getvalue())


def _modest(pdf: bytes) -> bytes:
    """Without reportlab's comments on itself; spaces keep every offset where it was."""
    for boast in _BOASTS:
        pdf = pdf.replace(boast, b" " * len(boast))
    return pdf


class _Pen:
    """Draws marks; turns our way of counting from the top into PDF's from the bottom."""

    def __init__(self, canvas: Canvas, height: float) -> None:
        self._canvas, self._height = canvas, height

    def draw(self, marks: Iterable[Mark]) -> None:
        """In black, lines first, so that no letter lies under one."""
        words = []
        for mark in marks:
            match mark:
                case Words():
                    words.append(mark)
                case Rule():
                    self._rule(mark)
                case Frame():
                    self._frame(mark)
                case Squares():
                    self._squares(mark)
        self._words(words)

    def _words(self, words: list[Words]) -> None:
        if not words:
            return
        written = self._canvas.beginText()
        set_in: tuple[Face, float] | None = None
        for mark in words:
            if (mark.face, mark.size) != set_in:
                set_in = mark.face, mark.size
                written.setFont(mark.face.value, mark.size)
            written.setTextOrigin(mark.x, self._height - mark.y)
            written.textOut(mark.text)
        self._canvas.drawText(written)

    def _rule(self, mark: Rule) -> None:
        self._canvas.setLineWidth(mark.weight)
        if mark.dashed:
            self._canvas.setDash(4, 3)
        y = self._height - mark.y
        self._canvas.line(mark.x, y, mark.x + mark.length, y)
        if mark.dashed:
            self._canvas.setDash()

    def _frame(self, mark: Frame) -> None:
        self._canvas.setLineWidth(mark.weight)
        top = self._height - mark.y
        self._canvas.rect(mark.x, top - mark.height, mark.width, mark.height)
        if mark.ticked:
            self._canvas.setLineWidth(mark.weight * 2)
            path = self._canvas.beginPath()
            path.moveTo(mark.x + mark.width * 0.2, top - mark.height * 0.5)
            path.lineTo(mark.x + mark.width * 0.42, top - mark.height * 0.76)
            path.lineTo(mark.x + mark.width * 0.82, top - mark.height * 0.2)
            self._canvas.drawPath(path)

    def _squares(self, mark: Squares) -> None:
        """All dark runs as one path; each overlaps the row below by a hair, so that no seam shows."""
        module = mark.size / (len(mark.rows) + 8)
        path = self._canvas.beginPath()
        for number, row in enumerate(mark.rows):
            bottom = self._height - mark.y - (number + 5) * module
            for start, length in _runs(row):
                path.rect(mark.x + (start + 4) * module, bottom - 0.02, length * module, module + 0.02)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def watermark(self, said: str, size: tuple[float, float]) -> None:
        """Great hollow letters across the page: they survive a copier and hide nothing."""
        canvas, written = self._canvas, printable(said)
        diagonal = (size[0] ** 2 + size[1] ** 2) ** 0.5
        points = 0.62 * diagonal / width(written, Face.STRONG, 1)
        canvas.saveState()
        canvas.translate(size[0] / 2, size[1] / 2)
        canvas.rotate(52 if size[1] > size[0] else 33)
        canvas.setLineWidth(HAIR)
        canvas.setStrokeGray(0.4)
        outline = canvas.beginText(-width(written, Face.STRONG, points) / 2, -points * 0.35)
        outline.setFont(Face.STRONG.value, points)
        outline.setTextRenderMode(_OUTLINE)
        outline.textOut(written)
        canvas.drawText(outline)
        canvas.restoreState()


def _runs(row: bytes) -> Iterable[tuple[int, int]]:
    """Where dark modules begin, and how many follow."""
    start = 0
    while (start := row.find(1, start)) >= 0:
        end = row.find(0, start)
        end = len(row) if end < 0 else end
        yield start, end - start
        start = end
