"""Before a record or draft of another version of its form opens: what has no place in it, and what is asked now."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldapp.words import Sentence, say, say_number
from fieldapp.work.crossing import Crossing, KeptAnswer
from ui.theme.sizes import CLOSE, COLUMN, NEAR, px
from ui.widgets.buttons import primary
from ui.widgets.pages import Body, Foot, Heading
from ui.widgets.said import Label, Words, quiet, section


class CrossingView(QWidget):
    """Seen once for a record. `agreed`: she goes on to the form; `back`: she does not."""

    agreed = Signal()
    back = Signal()

    def __init__(self, title: Words, crossing: Crossing) -> None:
        super().__init__()
        self._title = title
        self.heading = Heading(title, back_to="")
        self.heading.back.connect(self.back)
        self.body = Body(width=COLUMN)
        self.body.setObjectName("crossing")
        self.body.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.body.setProperty("kind", "reading")
        self.body.column.setSpacing(px(CLOSE))
        self.foot = Foot()
        self.open_form = primary(Sentence("Open the form"))
        self.open_form.setObjectName("openForm")
        self.open_form.clicked.connect(self.agreed)
        self.foot.add(self.open_form)
        self._labels: list[Label] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(NEAR))
        column.addWidget(self.heading)
        column.addWidget(self.body, 1)
        column.addWidget(self.foot)
        self.show_crossing(crossing)

    def show_crossing(self, crossing: Crossing) -> None:
        """Show it, in the language in which it was asked for."""
        self.heading.say(self._title, _versions(crossing))
        for label in self._labels:
            label.hide()
            label.deleteLater()
        while self.body.column.count():
            self.body.column.takeAt(0)
        self._labels = _labels(crossing)
        for label in self._labels:
            self.body.column.addWidget(label)
            label.show()
        self.body.column.addStretch(1)
        self.body.setAccessibleName(say("This record was written in another version of its form."))
        self.body.setAccessibleDescription("\n".join(label.text() for label in self._labels))

    def panes(self) -> Sequence[QWidget]:
        """For F6."""
        return self.open_form, self.body


def _labels(crossing: Crossing) -> list[Label]:
    labels = [Label(Sentence("This record was written in another version of its form."), strong=True)]
    if crossing.kept:
        labels.append(_titled(_kept(len(crossing.kept))))
        labels += [Label(_line(each)) for each in crossing.kept]
    if crossing.asked:
        labels.append(_titled(_asked(len(crossing.asked))))
        labels += [Label(each) for each in crossing.asked]
        labels.append(quiet(Sentence("You can save without answering them.")))
    return labels


def _titled(words: str) -> Label:
    label = section(words)
    label.setContentsMargins(0, px(NEAR), 0, 0)
    return label


def _kept(number: int) -> str:
    return say_number(
        "{number} answer has no place in the new version. It is kept, and shown on the last page.",
        "{number} answers have no place in the new version. They are kept, and shown on the last page.",
        number,
    )


def _asked(number: int) -> str:
    return say_number(
        "{number} question is new and must be answered", "{number} questions are new and must be answered", number
    )


def _line(each: KeptAnswer) -> str:
    asked = each.question.rstrip("?: ")
    if each.where:
        return say("{where}, {question}: {answer}", where=each.where, question=asked, answer=each.answer)
    return say("{question}: {answer}", question=asked, answer=each.answer)


def _versions(crossing: Crossing) -> Sentence:
    return Sentence("{before} → {now}", {"before": crossing.version or "–", "now": crossing.now or "–"})
