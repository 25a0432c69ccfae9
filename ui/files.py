"""Choose a file or a folder. The program's own dialog, not the system's: that would list the file as used lately."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from fieldapp.words import Sentence
from ui.widgets.ask import lay_over
from ui.widgets.said import Words, said

#: Hears the path she chose; a method of a QObject. Nothing is heard when she goes back.
Chosen = Callable[[Path], object]


@dataclass(frozen=True, slots=True)
class FileKind:
    """What such files are called, and how their names end ("*.csv")."""

    words: Words
    patterns: Sequence[str]

    def shown(self) -> str:
        """As the dialog writes it."""
        return f"{said(self.words)} ({' '.join(self.patterns)})"


def choose_file(parent: QWidget, title: Words, kinds: Sequence[FileKind], chosen: Chosen) -> None:
    """Ask for a file that is there."""
    dialog = _Dialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([kind.shown() for kind in kinds])
    dialog.ask(chosen)


def choose_folder(parent: QWidget, title: Words, chosen: Chosen) -> None:
    """Ask for a folder that is there, such as a stick."""
    dialog = _Dialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.ask(chosen)


def save_file(parent: QWidget, title: Words, kind: FileKind, name: str, chosen: Chosen) -> None:
    """Ask where a new file goes; the dialog itself asks before one that is there is written over."""
    dialog = _Dialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([kind.shown()])
    dialog.setDefaultSuffix(kind.patterns[0].lstrip("*").removeprefix("."))
    dialog.selectFile(name)
    dialog.ask(chosen)


#: What Qt's own catalogues leave in English.
_LABELS: Final = {
    QFileDialog.DialogLabel.LookIn: Sentence("Look in:"),
    QFileDialog.DialogLabel.FileName: Sentence("File name:"),
    QFileDialog.DialogLabel.FileType: Sentence("Kind of file:"),
    QFileDialog.DialogLabel.Reject: Sentence("Go back"),
}


class _Dialog(QFileDialog):
    """Opens over one window without stopping the program."""

    picked = Signal(object)

    def __init__(self, parent: QWidget, title: Words) -> None:
        super().__init__(parent.window(), said(title))
        self.setObjectName("files")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setOption(QFileDialog.Option.DontUseNativeDialog)
        self.setOption(QFileDialog.Option.DontUseCustomDirectoryIcons)
        self.setViewMode(QFileDialog.ViewMode.List)
        self.setDirectory(str(Path.home()))
        for part, words in _LABELS.items():
            self.setLabelText(part, said(words))
        self.fileSelected.connect(self._on_selected)
        lay_over(self, parent)

    def ask(self, chosen: Chosen) -> None:
        """Show it; `chosen` hears what was picked."""
        self.picked.connect(chosen)
        self.show()

    @Slot(str)
    def _on_selected(self, file: str) -> None:
        self.picked.emit(Path(file))
