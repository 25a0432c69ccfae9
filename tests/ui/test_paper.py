"""Papers on the screen and on the printer."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fieldapp.papers.secret import recovery_paper
from fieldapp.words import ENGLISH
from ui.paper import JOB_NAME, Paper, PaperView, Printing, prepared, print_on

GROUPS = ("K7QM", "3ZTP", "4H0W", "9XYB", "7CDE", "2FGJ", "5MNR", "8STV")


@pytest.fixture
def paper(qtbot: QtBot) -> Paper:
    return Paper(recovery_paper(GROUPS, ENGLISH))


def test_a_paper_is_printed_whole_and_under_a_name_that_says_nothing(paper: Paper, tmp_path: Path) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))

    assert print_on(prepared(printer, paper), paper)

    printed = PdfReader(tmp_path / "out.pdf")
    assert len(printed.pages) == paper.pages
    assert float(printed.pages[0].mediabox.width) == pytest.approx(595, abs=1)
    assert printed.metadata is not None
    assert printed.metadata.title == JOB_NAME


@pytest.mark.qt_log_ignore("QPainter::begin|QPdf|open")
def test_a_printer_that_would_not_is_no_success(paper: Paper, tmp_path: Path) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "no such folder" / "out.pdf"))

    assert not print_on(prepared(printer, paper), paper)


def test_the_preview_shows_the_page_as_wide_as_there_is_room(paper: Paper, qtbot: QtBot) -> None:
    view = PaperView("Preview")
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show()
    view.show_paper(paper)
    qtbot.waitUntil(lambda: view.verticalScrollBar().maximum() > 0)

    picture = paper.picture(0, QSize(300, 424))
    colours = {picture.pixelColor(x, y).lightness() > 128 for x in range(0, 300, 3) for y in range(0, 424, 3)}
    assert colours == {True, False}


def test_closing_the_print_dialog_prints_nothing_and_says_so(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    printing = Printing(window)
    printed: list[bool] = []
    printing.printed.connect(lambda: printed.append(True))
    printing.print_out(recovery_paper(GROUPS, ENGLISH))
    qtbot.waitUntil(lambda: bool(window.findChildren(QPrintDialog)))
    dialog = window.findChildren(QPrintDialog)[0]

    with qtbot.waitSignal(printing.given_up):
        dialog.reject()

    assert printed == []


def test_a_page_shown_anew_stays_in_its_place(paper: Paper, qtbot: QtBot) -> None:
    view = PaperView("Preview")
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show()
    view.show_paper(paper)
    qtbot.waitUntil(lambda: view.verticalScrollBar().maximum() > 0)
    view.verticalScrollBar().setValue(120)
    pages = list(view._pages)

    view.show_paper(Paper(recovery_paper(GROUPS[:4], ENGLISH)))

    assert view._pages == pages
    assert view.verticalScrollBar().value() == 120
