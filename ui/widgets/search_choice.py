"""A long list of choices as a search field: type a few letters, in any spelling, and pick."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QStringListModel, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView, QVBoxLayout, QWidget

from fieldapp.words import Sentence, say
from ui.theme.sizes import ROW, TIGHT, px
from ui.widgets.chip import Chip
from ui.widgets.choices import Option
from ui.widgets.folded import FoldedNames, plain_fold
from ui.widgets.said import Label, said

_SHOWN: Final = 6
_MOST: Final = 100
#: Seconds of preparing the names at a time: between keystrokes, and within one.
_SLICE: Final = 0.001
_STEPS: Final = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


class SearchChoice(QWidget):
    """A field and, while one searches, the choices that fit below it. Holds one value, or several if `many`."""

    chosen = Signal(tuple)

    def __init__(
        self,
        options: Sequence[Option] = (),
        *,
        many: bool = False,
        fold: Callable[[str], str] = plain_fold,
        name: str = "",
    ) -> None:
        super().__init__()
        self._many = many
        self._fold = fold
        self._names = FoldedNames((), str, fold)
        self._folding = QTimer(self)
        self._folding.setInterval(0)
        self._folding.timeout.connect(self._fold_some)
        self._typing = False
        self._found: list[int] = []
        self._values: tuple[str, ...] = ()
        self._held: list[tuple[str, str]] = []
        self.edit = QLineEdit()
        self.edit.setObjectName(name or "search")
        self.edit.setMaxLength(200)
        self.edit.textEdited.connect(self._on_typed)
        self.edit.installEventFilter(self)
        self._model = QStringListModel(self)
        self.list = _found_list(self._model)
        self.list.clicked.connect(self._on_picked)
        self.none = Label(tone="quiet")
        self.none.hide()
        self._chips = QVBoxLayout()
        self._chips.setSpacing(px(TIGHT))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(TIGHT))
        column.addLayout(self._chips)
        for part in (self.edit, self.list, self.none):
            column.addWidget(part)
        self.setFocusProxy(self.edit)
        self.offer(options)
        self.retranslate()

    def offer(self, options: Sequence[Option]) -> None:
        """Search among these from now on."""
        words = {option.value: option.words for option in options}
        self.offer_names(FoldedNames(list(words), lambda value: said(words[value]), self._fold))

    def offer_names(self, names: FoldedNames) -> None:
        """Search among these, ten thousand perhaps. What she is typing meanwhile stays, and is sought among them."""
        self._names = names
        self._show_held()
        if self._typing:
            self._search(self.edit.text())
        else:
            self._close()

    def values(self) -> tuple[str, ...]:
        """What is chosen."""
        return self._values

    def show_values(self, values: Sequence[str]) -> None:
        """Show these as chosen, without saying so."""
        self._values = tuple(values)
        self._show_held()

    def setAccessibleName(self, name: str) -> None:
        """A field's label names what one types into."""
        self.edit.setAccessibleName(name)

    def setAccessibleDescription(self, text: str) -> None:
        self.edit.setAccessibleDescription(text)

    def retranslate(self) -> None:
        """Say the words of the field in the language spoken now."""
        self.edit.setPlaceholderText(say("Type to search, or press ↓"))
        self.list.setAccessibleName(say("What fits"))
        self.none.say(Sentence("Nothing fits. Type fewer letters."))
        self._names = FoldedNames(self._names.values, self._names.name, self._fold)
        self._show_held()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._folding.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.edit:
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._steer(event)
            if event.type() == QEvent.Type.FocusOut:
                self._leave()
        return super().eventFilter(watched, event)

    def _steer(self, event: QKeyEvent) -> bool:
        """Keys of the field that belong to the list below it."""
        if event.key() in _STEPS:
            if self.list.isHidden():
                self._search("")
            else:
                self.list.keyPressEvent(event)
            return True
        if self.list.isHidden():
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_picked(self.list.currentIndex())
            return True
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
            return True
        return False

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        self._typing = True
        if not text and not self._many:
            self._hold(())
        self._search(text)

    def _search(self, text: str) -> None:
        """What is not ready yet is looked through a moment later."""
        self._names.fold_for(_SLICE)
        if not self._names.ready:
            self._folding.start()
        taken = set(self._values) if self._many else set()
        values = self._names.values
        found = self._names.find(text, _MOST + len(taken))
        self._found = [number for number in found if values[number] not in taken][:_MOST]
        self._model.setStringList(self._lines())
        self.list.setVisible(bool(self._found))
        self.none.setVisible(not self._found and self._names.ready)
        self.list.setFixedHeight(px(ROW) * min(len(self._found), _SHOWN) + px(TIGHT))
        self.list.setCurrentIndex(self._model.index(0))

    def _lines(self) -> list[str]:
        """Names that are the same are told apart by their codes."""
        values = [self._names.values[number] for number in self._found]
        names = [" ".join(self._names.name(value).split()) for value in values]
        often = Counter(names)
        return [
            f"{name}  ({value})" if often[name] > 1 else name for name, value in zip(names, values, strict=True)
        ]  # fmt: skip

    @Slot(QModelIndex)
    def _on_picked(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        value = self._names.values[self._found[index.row()]]
        self._typing = False
        self._close()
        self._hold((*self._values, value) if self._many else (value,))
        self._show_held()

    @Slot()
    def _fold_some(self) -> None:
        """Prepare the names for searching, a piece at a time, from the moment the field is seen."""
        self._names.fold_for(_SLICE)
        if self._names.ready:
            self._folding.stop()
            if self._typing:
                self._search(self.edit.text())

    def _hold(self, values: tuple[str, ...]) -> None:
        if values != self._values:
            self._values = values
            self.chosen.emit(values)

    def _close(self) -> None:
        self.list.hide()
        self.none.hide()

    def _leave(self) -> None:
        """What was typed but not picked is no answer: show again what holds."""
        self._typing = False
        self._close()
        self._show_held()

    def _words(self, value: str) -> str:
        """A value that is offered no more is shown as it is kept."""
        return self._names.name(value) if value in self._names.values else value

    def _show_held(self) -> None:
        if not self._many:
            if not self._typing:
                self.edit.setText(self._words(self._values[0]) if self._values else "")
                self.edit.setCursorPosition(0)
            return
        if not self._typing:
            self.edit.clear()
        held = [(value, self._words(value)) for value in self._values]
        if held == self._held:
            return
        self._held = held
        while (item := self._chips.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for value, words in held:
            chip = Chip(value, words)
            chip.removed.connect(self._on_removed)
            self._chips.addWidget(chip)

    @Slot(str)
    def _on_removed(self, value: str) -> None:
        self._hold(tuple(held for held in self._values if held != value))
        self._show_held()
        self.edit.setFocus()


def _found_list(model: QStringListModel) -> QListView:
    found = QListView()
    found.setModel(model)
    found.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    found.setUniformItemSizes(True)
    found.setTextElideMode(Qt.TextElideMode.ElideRight)
    found.setProperty("mayShorten", True)
    found.hide()
    return found
