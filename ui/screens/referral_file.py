"""Save a referral as a file: locked by a passphrase unless she says otherwise, under a name that says nothing."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Slot

from fieldapp.domain.codes import Code
from fieldapp.errors import FieldappError
from fieldapp.storage.values import Happened
from fieldapp.words import Language, Sentence
from fieldapp.work.filling import Filling
from fieldapp.work.printed import CameOut
from fieldapp.work.referring import ReferralPrint
from fieldapp.work.sheet_files import neutral_name, write_sheet
from ui.files import FileKind, save_file
from ui.room import Room
from ui.screen import Screen
from ui.screens.referral_questions import session_text
from ui.widgets.ask_passphrase import AskPassphrase
from ui.widgets.banner import DANGER, NOTE

_PDF: Final = FileKind(Sentence("Sheets"), ("*.pdf",))


class ReferralFile(QObject):
    """What left as a file is remembered like what left on paper."""

    def __init__(self, screen: Screen, room: Room) -> None:
        super().__init__(screen)
        self._screen = screen
        self._room = room
        self._sheet: ReferralPrint | None = None
        self._name = ""
        self._passphrase = ""

    def save(self, filling: Filling, language: Language) -> None:
        """Ask for a passphrase and a place, and write what was saved there."""
        self._sheet = ReferralPrint(desk=self._room.desk, referral=filling.record, language=language, as_file=True)
        self._name = neutral_name(Code(session_text(filling.session, "slip") or "0000000000"))
        ask = AskPassphrase(
            self._screen,
            Sentence("Lock the file"),
            Sentence("Tell the recipient the passphrase by telephone, never together with the file."),
        )
        ask.chosen.connect(self._on_passphrase)
        ask.open()

    @Slot(str)
    def _on_passphrase(self, passphrase: str) -> None:
        self._passphrase = passphrase
        save_file(self._screen, Sentence("Save as a file"), _PDF, self._name, self._on_path)

    def _on_path(self, path: Path) -> None:
        if self._sheet is not None:
            work = partial(_write, self._sheet, path, self._passphrase)
            self._passphrase = ""
            self._room.jobs.run(work, done=self._on_written, failed=self._on_failed)

    def _on_written(self, happened: Happened) -> None:
        self._room.board.tell(happened)
        self._screen.told.emit(Sentence("The file is written. Take it from the stick once it has been read."), NOTE)

    def _on_failed(self, error: FieldappError) -> None:
        self._screen.told.emit(error.sentence, DANGER)


def _write(sheet: ReferralPrint, path: Path, passphrase: str) -> Happened:
    """In the background."""
    write_sheet(sheet.make, path, passphrase)
    return sheet.remember(CameOut.ALL)
