"""What there is to choose when records or a form go out as a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldapp.domain.ids import FormId
from fieldapp.words import Language, Sentence, spoken
from fieldapp.work.export_files import FileKind, Wording
from fieldapp.work.exporting import Wanted, Which
from ui.theme.sizes import APART, px
from ui.tongue import LANGUAGES
from ui.widgets.choices import ChoiceList, Option
from ui.widgets.field import Field
from ui.widgets.said import show_if

#: The form itself, without a record: as a workbook, as a table in Markdown.
FORM: Final = "form"
FORM_TEXT: Final = "form_md"
FORM_ENDINGS: Final[Mapping[str, str]] = {FORM: ".xlsx", FORM_TEXT: ".md"}

_KINDS: Final = (
    Option(FileKind.EXCEL.value, Sentence("Records as an Excel workbook")),
    Option(FileKind.CSV.value, Sentence("Records as CSV with semicolons, for Excel with Russian settings")),
    Option(FileKind.CSV_COMMA.value, Sentence("Records as CSV with commas, for other programs")),
    Option(FileKind.ODK.value, Sentence("Records as XML, for servers of ODK and Kobo")),
    Option(FORM, Sentence("The form itself, as a workbook (XLSForm)")),
    Option(FORM_TEXT, Sentence("The form itself, as a table in Markdown")),
)
_WHICH: Final = (
    Option(Which.ALL.value, Sentence("All")),
    Option(Which.MONTH.value, Sentence("Recorded this month")),
    Option(Which.NOT_SENT.value, Sentence("Not sent yet")),
)
_WORDINGS: Final = (
    Option(Wording.WORDS.value, Sentence("Questions and answers in words")),
    Option(Wording.NAMES.value, Sentence("Questions by their names, answers in words")),
    Option(Wording.CODES.value, Sentence("Names and codes, for statistics programs")),
)
_DIVIDED: Final = "divided"


class ExportChoices(QWidget):
    """Asks only what matters for the kind of file that is chosen."""

    #: Something else is chosen now.
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._may = True
        self.kinds = _list(_KINDS, "exportKind")
        self.which = _list(_WHICH, "exportWhich")
        self.wordings = _list(_WORDINGS, "exportWording")
        self.languages = ChoiceList(name="exportLanguage")
        self.divided = ChoiceList(
            [Option(_DIVIDED, Sentence("Also a column for each of several answers"))], many=True, name="exportAlso"
        )
        self._which = Field(Sentence("Which records?"), self.which)
        self._language = Field(Sentence("In which language?"), self.languages)
        self._of_tables = [
            Field(Sentence("How are questions and answers written?"), self.wordings),
            Field(Sentence("Several answers to one question"), self.divided),
        ]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(APART))
        for part in (Field(Sentence("As what?"), self.kinds), self._which, self._of_tables[0], self._language,
                     self._of_tables[1]):  # fmt: skip
            column.addWidget(part)
        for each in (self.kinds, self.which, self.wordings, self.languages, self.divided):
            each.chosen.connect(self._on_chosen)

    @property
    def kind(self) -> str:
        """A FileKind's value, or one of the two for the form itself."""
        return (*self.kinds.values(), FileKind.EXCEL.value)[0]

    @property
    def is_of_records(self) -> bool:
        """Whether records go out, not the form alone."""
        return self.kind not in FORM_ENDINGS

    def offer_languages(self, languages: Mapping[Language, str]) -> None:
        """Those of the form; the one of the window is chosen, if it has that."""
        named = {code: LANGUAGES.get(code, name) for code, name in languages.items()}
        self.languages.offer([Option(code, name) for code, name in named.items()])
        if not self.languages.values() and named:
            self.languages.show_values([spoken() if spoken() in named else next(iter(named))])
        self._show()

    def let_go(self, *, records: bool) -> None:
        """Whether records may go at all: if not, nothing more is asked about them."""
        self._may = records
        self._show()

    def wanted(self, form: FormId) -> Wanted:
        """What is chosen, for records of this form."""
        return Wanted(
            form=form,
            which=Which((*self.which.values(), Which.ALL.value)[0]),
            kind=FileKind(self.kind),
            wording=Wording((*self.wordings.values(), Wording.WORDS.value)[0]),
            language=Language((*self.languages.values(), spoken())[0]),
            divided=bool(self.divided.values()),
        )

    @Slot(tuple)
    def _on_chosen(self, _values: tuple[str, ...]) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        records = self.is_of_records and self._may
        in_tables = records and self.kind != FileKind.ODK.value
        show_if(self._which, records)
        for field in self._of_tables:
            show_if(field, in_tables)
        show_if(self._language, in_tables and len(self.languages.rows()) > 1)


def _list(options: tuple[Option, ...], name: str) -> ChoiceList:
    """The first one is chosen."""
    choices = ChoiceList(options, name=name)
    choices.show_values([options[0].value])
    return choices
