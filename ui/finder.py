"""Ctrl+K: type a few letters and find a case, a person, a service or something to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    QStringListModel,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from fieldapp.errors import FieldappError
from fieldapp.words import say
from ui.jobs import Job, Jobs
from ui.screen import Address
from ui.theme.sizes import CLOSE, NEAR, px
from ui.widgets.folded import plain_fold
from ui.widgets.said import Label, Words, said, show_if

_PAUSE: Final = 80  # milliseconds after the last key before the store is asked


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of what was found: words, and where it leads."""

    words: Words
    address: Address


#: Asked in the background with what was typed.
Search = Callable[[str], Sequence[Hit]]


class _Shortened(QStyledItemDelegate):
    """A line that is too long ends in "…", and does not widen the list."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, super().sizeHint(option, index).height())


class Finder(QFrame):
    """A panel over the window. Actions and places fit by their words; everything else the search answers."""

    picked = Signal(object)

    def __init__(self, window: QWidget, jobs: Jobs) -> None:
        super().__init__(window)
        self.setObjectName("finder")
        self.setProperty("kind", "panel")
        self.setProperty("overlay", True)
        self._window = window
        self._jobs = jobs
        self._actions: Sequence[Hit] = ()
        self._search: Search | None = None
        self._hits: list[Hit] = []
        self._job: Job | None = None
        self._before: QWidget | None = None
        self.edit = QLineEdit()
        self.edit.setObjectName("find")
        self.edit.installEventFilter(self)
        self.edit.textEdited.connect(self._on_typed)
        self._model = QStringListModel(self)
        self.list = QListView()
        self.list.setObjectName("found")
        self.list.setModel(self._model)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setProperty("mayShorten", True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(_Shortened(self.list))
        self.list.clicked.connect(self._on_picked)
        self.none = Label(tone="quiet")
        self.loading = Label(tone="quiet")
        self.loading.setObjectName("find-loading")
        self.loading.hide()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._ask)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(NEAR), px(NEAR), px(NEAR), px(NEAR))
        column.setSpacing(px(CLOSE))
        column.addWidget(self.edit)
        column.addWidget(self.none)
        column.addWidget(self.loading)
        column.addWidget(self.list, 1)
        self.hide()
        self.retranslate()

    def furnish(self, actions: Sequence[Hit], search: Search | None) -> None:
        """What can be done, and who searches."""
        self._actions = actions
        self._search = search

    def say_loading(self, words: Words) -> None:
        """How much of what could be found is here; "" once all is."""
        self.loading.say(words)
        show_if(self.loading, bool(said(words)))

    def open(self) -> None:
        """Show the panel, empty, with the keyboard in it."""
        self._before = self._window.focusWidget()
        width, height = min(px(640), self._window.width() - px(48)), min(px(400), self._window.height() - px(96))
        self.setGeometry((self._window.width() - width) // 2, px(56), width, height)
        self.edit.clear()
        self._show(self._fitting(""))
        self.show()
        self.raise_()
        self.edit.setFocus()

    def close_panel(self) -> None:
        """Put it away; the keyboard goes back to where it was."""
        if self.isHidden():
            return
        self._forget()
        before, self._before = self._before, None
        self.hide()
        if before is not None:
            before.setFocus()

    def retranslate(self) -> None:
        """Say all texts in the language spoken now."""
        self.edit.setPlaceholderText(say("Find a case, a person, a service, or something to do"))
        self.edit.setAccessibleName(say("Find"))
        self.list.setAccessibleName(say("What was found"))
        self.none.say(say("Nothing found. Try fewer letters."))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.edit and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._steer(event)
        if watched is self.edit and event.type() == QEvent.Type.FocusOut and self._window.isActiveWindow():
            self._before = None
            self.close_panel()
        return super().eventFilter(watched, event)

    def _steer(self, event: QKeyEvent) -> bool:
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Up | Qt.Key.Key_PageDown | Qt.Key.Key_PageUp:
                self.list.keyPressEvent(event)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._on_picked(self.list.currentIndex())
            case Qt.Key.Key_Escape:
                self.close_panel()
            case _:
                return False
        return True

    def _fitting(self, text: str) -> list[Hit]:
        sought = plain_fold(text.strip())
        return [hit for hit in self._actions if sought in plain_fold(said(hit.words))]

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        self._forget()
        self._show(self._fitting(text))
        if text.strip() and self._search is not None:
            self._pause.start()

    @Slot()
    def _ask(self) -> None:
        if self._search is not None:
            self._job = self._jobs.run(
                partial(self._search, self.edit.text().strip()), done=self._on_found, failed=self._on_failed
            )

    def _on_found(self, hits: Sequence[Hit]) -> None:
        self._show([*hits, *self._fitting(self.edit.text())])

    def _on_failed(self, error: FieldappError) -> None:
        self.none.say(error.sentence)
        self.none.show()

    def _show(self, hits: list[Hit]) -> None:
        self._hits = hits
        self._model.setStringList([said(hit.words) for hit in hits])
        self.list.setCurrentIndex(self._model.index(0))
        self.none.setVisible(not hits)

    def _forget(self) -> None:
        self._pause.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None

    @Slot(QModelIndex)
    def _on_picked(self, index: QModelIndex) -> None:
        if index.isValid():
            hit = self._hits[index.row()]
            self._before = None
            self.close_panel()
            self.picked.emit(hit.address)

    def sizeHint(self) -> QSize:
        return QSize(px(640), px(400))
