"""The cells of a repeat's table: how they are painted and typed into."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.forms.rows_model import RowsModel
from ui.theme.dress import worn
from ui.widgets.choice_rows import ENTER
from ui.widgets.lines import TextLine

_Index = QModelIndex | QPersistentModelIndex


class Cells(QStyledItemDelegate):
    """Types into cells: what can be read is told at each keystroke, so that nothing is lost with the cell open."""

    #: A Sentence about text that was too much for a cell: nothing of it was put in.
    refused = Signal(object)

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: _Index) -> QWidget:
        editor = TextLine()
        editor.setParent(parent)
        editor.refused.connect(self.refused)
        editor.setProperty("kind", "cell")
        model = index.model()
        assert isinstance(model, RowsModel)
        editor.setAccessibleName(f"{model.heading(index.column())} {index.row() + 1}")
        editor.textEdited.connect(self._on_edited)
        return editor

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter closes the cell at once: what is typed next belongs to the next one."""
        if isinstance(editor, QLineEdit) and isinstance(event, QKeyEvent) and event.key() in ENTER:
            if event.type() == QEvent.Type.KeyPress:
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.SubmitModelCache)
            return True
        return super().eventFilter(editor, event)

    @Slot()
    def _on_edited(self) -> None:
        editor = self.sender()
        if isinstance(editor, QLineEdit):
            self.commitData.emit(editor)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """The cell that has the keyboard has a frame; what is wrong a thin one of its own."""
        super().paint(painter, option, index)
        table, model = self.parent(), index.model()
        if not isinstance(table, QTableView) or not isinstance(model, RowsModel):
            return
        current = table.hasFocus() and table.currentIndex() == index
        if current or model.wrong(index):
            painter.save()
            painter.setPen(QPen(QColor(worn().accent if current else worn().danger), 2))
            painter.drawRect(QRectF(option.rect).adjusted(1, 1, -2, -2))
            painter.restore()
