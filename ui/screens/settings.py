"""Settings of this laptop and this desk: language, size of the text, a new passphrase."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldapp import __version__
from fieldapp.errors import FieldappError
from fieldapp.words import Language, Sentence, spoken
from ui.elsewhere import Elsewhere
from ui.jobs import Jobs, Where
from ui.screen import Address, Screen
from ui.screens.settings_parts import COPIES_AND_FORMS, ORGANISATION, PAPERS, Links, PracticeWays
from ui.theme.sizes import COLUMN, FAR, TEXT_SIZES, px
from ui.tongue import LANGUAGES
from ui.widgets.banner import DANGER, NOTE
from ui.widgets.buttons import Button, plain
from ui.widgets.choices import ChoiceList, Option
from ui.widgets.field import Field
from ui.widgets.pages import Body, Heading
from ui.widgets.passphrase import NewPassphrase
from ui.widgets.said import quiet, section

_SIZES = {
    100: Sentence("normal"),
    115: Sentence("larger"),
    130: Sentence("large"),
}


@dataclass(frozen=True, slots=True)
class Wishes:
    """What can be set. `change_passphrase` runs in the background and raises Mistake or Trouble."""

    nickname: str
    text_size: int
    choose_text_size: Callable[[int], object]
    change_passphrase: Callable[[str], None]
    go_elsewhere: Callable[[Elsewhere], object]
    practice: bool = False


class SettingsScreen(Screen):
    """Each choice holds at once; nothing needs a Save."""

    #: A Language.
    speak = Signal(str)
    name = "settings"

    def __init__(self, address: Address, wishes: Wishes, jobs: Jobs) -> None:
        super().__init__(address)
        self._wishes = wishes
        self._jobs = jobs
        self.languages = ChoiceList([Option(code, name) for code, name in LANGUAGES.items()], name="language")
        self.languages.show_values([spoken()])
        self.languages.chosen.connect(self._on_language)
        self.sizes = ChoiceList([Option(str(size), _SIZES[size]) for size in TEXT_SIZES], name="text-size")
        self.sizes.show_values([str(wishes.text_size or 100)])
        self.sizes.chosen.connect(self._on_size)
        self.passphrase = NewPassphrase()
        self.passphrase.know(wishes.nickname)
        self.change = plain(Sentence("Change the passphrase"))
        self.change.setObjectName("change-passphrase")
        self.change.clicked.connect(self._on_change)
        self.links = (
            Links(Sentence("Organisation"), ORGANISATION),
            Links(Sentence("Papers"), PAPERS),
            Links(Sentence("Copies and forms"), COPIES_AND_FORMS),
        )
        for links in self.links:
            links.go.connect(self.go)
        self.practice = PracticeWays(wishes.go_elsewhere, practice=wishes.practice)
        self._lay_out()

    def _lay_out(self) -> None:
        heading = Heading(Sentence("Settings"))
        heading.say(Sentence("Settings"), Sentence("Fieldapp {version}", {"version": __version__}))
        body = Body(width=COLUMN)
        size = Field(Sentence("Size of the text"), self.sizes, hint=Sentence("Holds from the next unlocking."))
        for part in (Field(Sentence("Language"), self.languages), size, *self.links):
            body.column.addWidget(part)
        body.column.addWidget(section(Sentence("A new passphrase")))
        body.column.addWidget(quiet(Sentence("The old one no longer opens this desk. The recovery code stays.")))
        body.column.addWidget(self.passphrase)
        body.column.addLayout(_row(self.change, self.passphrase.another))
        body.column.addWidget(self.practice)
        body.column.addStretch(1)
        self.column.addWidget(heading)
        self.column.addWidget(body, 1)

    def words(self) -> Sentence:
        return Sentence("Settings")

    def panes(self) -> Sequence[QWidget]:
        return (next(row for row in self.languages.rows() if row.isChecked()),)

    @Slot(tuple)
    def _on_language(self, values: tuple[str, ...]) -> None:
        if values:
            self.speak.emit(Language(values[0]))

    @Slot(tuple)
    def _on_size(self, values: tuple[str, ...]) -> None:
        if values:
            self._wishes.choose_text_size(int(values[0]))

    @Slot()
    def _on_change(self) -> None:
        if self.passphrase.is_fine():
            self._set_busy(busy=True)
            work = partial(self._wishes.change_passphrase, self.passphrase.secret.text())
            self._jobs.run(work, done=self._on_changed, failed=self._on_failed, where=Where.BESIDE)

    def _on_changed(self, _nothing: None) -> None:
        self._set_busy(busy=False)
        self.change.setFocus()
        self.passphrase.secret.clear()
        self.told.emit(Sentence("The passphrase is changed. The old one no longer opens this desk."), NOTE)

    def _on_failed(self, error: FieldappError) -> None:
        self._set_busy(busy=False)
        self.change.setFocus()
        self.told.emit(error.sentence, DANGER)

    def _set_busy(self, *, busy: bool) -> None:
        self.passphrase.setEnabled(not busy)
        self.change.setEnabled(not busy)


def _row(*buttons: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(px(FAR))
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row
