"""Papers on the screen and on the printer, straight from memory: no temporary file, no other program."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QEvent,
    QIODevice,
    QMarginsF,
    QObject,
    QRectF,
    QSize,
    QSizeF,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPaintEvent
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from fieldapp.errors import Trouble
from fieldapp.words import sentence
from ui.theme.dress import worn
from ui.theme.sizes import NEAR, px
from ui.widgets.ask import lay_over
from ui.widgets.pages import Body
from ui.widgets.said import Words, said

#: What the printer's queue shows, whatever the paper is.
JOB_NAME: Final = "Document"
_DOTS: Final = 300


class PrinterFailed(Trouble):
    """The paper did not reach the printer."""

    def __init__(self) -> None:
        super().__init__(
            sentence("The printer did not take the paper. Nothing is lost. Look at the printer, and print again.")
        )


class Paper:
    """A finished PDF, held in memory."""

    def __init__(self, pdf: bytes) -> None:
        self._buffer = QBuffer()
        self._buffer.setData(QByteArray(pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document = QPdfDocument()
        self._document.load(self._buffer)

    @property
    def pages(self) -> int:
        """How many there are."""
        return self._document.pageCount()

    def size(self, page: int) -> QSizeF:
        """In points."""
        return self._document.pagePointSize(page)

    def picture(self, page: int, size: QSize) -> QImage:
        """The page as a picture of so many pixels, on white."""
        drawn = self._document.render(page, size, QPdfDocumentRenderOptions())
        white = QImage(size, QImage.Format.Format_RGB32)
        white.fill(Qt.GlobalColor.white)
        painter = QPainter(white)
        painter.drawImage(0, 0, drawn)
        painter.end()
        return white


class PaperView(Body):
    """Shows a paper, page under page, as wide as there is room."""

    def __init__(self, name: Words) -> None:
        super().__init__()
        self._name = name
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(said(name))
        self._pages: list[_PageView] = []
        self.column.setSpacing(px(NEAR))

    def show_paper(self, paper: Paper | None) -> None:
        """Show this paper, or none. A page that was there stays in its place and only looks different."""
        pages = paper.pages if paper is not None else 0
        for old in self._pages[pages:]:
            self.column.removeWidget(old)
            old.hide()
            old.deleteLater()
        del self._pages[pages:]
        if paper is None:
            return
        for page in self._pages:
            page.show_paper(paper)
        for number in range(len(self._pages), pages):
            self._pages.append(_PageView(paper, number))
            self.column.addWidget(self._pages[-1])

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleName(said(self._name))


class _PageView(QWidget):
    def __init__(self, paper: Paper, page: int) -> None:
        super().__init__()
        self._paper = paper
        self._page = page
        self._picture: QImage | None = None
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_paper(self, paper: Paper) -> None:
        """The same page of another paper."""
        self._paper = paper
        self._picture = None
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        size = self._paper.size(self._page)
        return round(width * size.height() / size.width())

    def sizeHint(self) -> QSize:
        return QSize(px(300), self.heightForWidth(px(300)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        sharp = self.devicePixelRatioF()
        width = max(round(self.width() * sharp), 1)
        wanted = QSize(width, self.heightForWidth(width))
        if self._picture is None or self._picture.size() != wanted:
            self._picture = self._paper.picture(self._page, wanted)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        sheet = QRectF(0, 0, self.width(), self.heightForWidth(self.width()))
        painter.drawImage(sheet, self._picture)
        painter.setPen(worn().border)
        painter.drawRect(sheet.adjusted(0, 0, -1, -1))
        painter.end()


class Printing(QObject):
    """Asks for a printer and prints. `printed` means that the printer took it, not that it came out."""

    printed = Signal()
    #: A PrinterFailed.
    failed = Signal(object)
    #: She closed the print dialog without printing.
    given_up = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._paper: Paper | None = None
        self._printer: QPrinter | None = None

    def print_out(self, pdf: bytes) -> None:
        """Open the system's print dialog for this paper."""
        self._paper = Paper(pdf)
        self._printer = prepared(QPrinter(QPrinter.PrinterMode.HighResolution), self._paper)
        dialog = QPrintDialog(self._printer, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(self._on_accepted)
        dialog.rejected.connect(self._on_rejected)
        lay_over(dialog, self._window)
        dialog.show()

    @Slot()
    def _on_accepted(self) -> None:
        paper, printer = self._paper, self._printer
        self._paper = self._printer = None
        if paper is not None and printer is not None:
            if print_on(printer, paper):
                self.printed.emit()
            else:
                self.failed.emit(PrinterFailed())

    @Slot()
    def _on_rejected(self) -> None:
        self._paper = self._printer = None
        self.given_up.emit()


def prepared(printer: QPrinter, paper: Paper) -> QPrinter:
    """The printer set to the paper's size, without margins of its own and with a name that says nothing."""
    size = paper.size(0)
    upright = size.height() >= size.width()
    page = QPageSize(QPageSize.PageSizeId.A4)
    turn = QPageLayout.Orientation.Portrait if upright else QPageLayout.Orientation.Landscape
    printer.setPageLayout(QPageLayout(page, turn, QMarginsF()))
    printer.setFullPage(True)
    printer.setResolution(_DOTS)
    printer.setDocName(JOB_NAME)
    printer.setCreator("")
    return printer


def print_on(printer: QPrinter, paper: Paper) -> bool:
    """Print every page; False if the printer would not."""
    painter = QPainter()
    if not painter.begin(printer):
        return False
    for page in range(paper.pages):
        if page and not printer.newPage():
            painter.end()
            return False
        sheet = printer.paperRect(QPrinter.Unit.DevicePixel)
        painter.drawImage(sheet, paper.picture(page, sheet.size().toSize()))
    return painter.end()
