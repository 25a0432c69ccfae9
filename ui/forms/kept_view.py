"""The last page of a form: answers of another version that have no place in this one, as they were asked and given."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt

from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.places import Touched
from fieldapp.words import Sentence
from fieldapp.work.crossing import KeptAnswer
from ui.forms.reading import Today
from ui.forms.sheet_view import SheetView
from ui.forms.sheets import Sheet
from ui.theme.sizes import CLOSE, NEAR, px
from ui.widgets.said import Label, Words, quiet

#: Asks for what is kept beside the form, in the language spoken now.
Beside = Callable[[], Sequence[KeptAnswer]]


def nothing() -> Sequence[KeptAnswer]:
    """Beside most forms nothing is kept."""
    return ()


class KeptView(SheetView):
    """Only read: what stands here is saved, and stays so whatever is answered on the other pages."""

    def __init__(self, session: FormSession, beside: Beside, *, today: Today) -> None:
        super().__init__(session, Sheet(None, ()), today=today, read_only=True)
        self.setObjectName("keptAnswers")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("kind", "reading")
        self.column.setSpacing(px(CLOSE))
        self._beside = beside
        self._labels: list[Label] = []
        self._say()

    def refresh(self, touched: Touched | None = None) -> None:
        super().refresh(touched)
        if touched is None:
            self._say()

    def _say(self) -> None:
        for label in self._labels:
            label.hide()
            label.deleteLater()
        self._labels = [quiet(Sentence("Nothing of this is lost, and nothing here is to be done."))]
        for each in self._beside():
            asked = quiet(_asked(each))
            asked.setContentsMargins(0, px(NEAR), 0, 0)
            self._labels += [asked, Label(each.answer)]
        for label in self._labels:
            self.column.insertWidget(self.column.count() - 1, label)
            label.show()
        self.setAccessibleDescription("\n".join(label.text() for label in self._labels))


def _asked(each: KeptAnswer) -> Words:
    if not each.where:
        return each.question
    return Sentence("{where} – {question}", {"where": each.where, "question": each.question})
