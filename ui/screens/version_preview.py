"""What comes with a new version of a form, shown before it comes in, with the one question only a person answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldapp.forms.versions.mapping import Renames, renames_of
from fieldapp.words import Sentence, say, say_number
from fieldapp.work.previewing import Added, OtherWords, Preview, Suggested, Unplaced, Why
from ui.theme.sizes import CLOSE, COLUMN, NEAR, px
from ui.widgets.banner import WARNING, Banner
from ui.widgets.buttons import plain, primary
from ui.widgets.choices import ChoiceList, Option
from ui.widgets.pages import Body, Foot
from ui.widgets.said import Label, Words, quiet, section

#: So many lines of each kind are shown.
MOST = 100


class VersionPreview(QWidget):
    """Says for how many records, what has no place, what is new. `agreed` and `declined` are what she says to it."""

    agreed = Signal()
    declined = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._preview: Preview | None = None
        self._names: ChoiceList | None = None
        self._parts: list[QWidget] = []
        self.body = Body(width=COLUMN + 160)
        self.body.setObjectName("versionPreview")
        self.body.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.body.setProperty("kind", "reading")
        self.body.column.setSpacing(px(CLOSE))
        self.foot = Foot()
        self.not_now = plain(Sentence("Not now"))
        self.not_now.setObjectName("notNow")
        self.not_now.clicked.connect(self.declined)
        self.bring_in = primary(Sentence("Bring in the version"))
        self.bring_in.setObjectName("bringInVersion")
        self.bring_in.clicked.connect(self.agreed)
        self.foot.add(self.not_now, self.bring_in)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(NEAR))
        column.addWidget(self.body, 1)
        column.addWidget(self.foot)

    def show_preview(self, found: Preview) -> None:
        """Show it; what she ticked before stays ticked."""
        ticked = self._names.values() if self._names is not None else ()
        self._preview = found
        for part in self._parts:
            part.hide()
            part.deleteLater()
        while self.body.column.count():
            self.body.column.takeAt(0)
        self._names = _names(found.suggested) if found.suggested else None
        self._parts = list(_parts(found, self._names))
        if self._names is not None:
            self._names.show_values(ticked)
        for part in self._parts:
            self.body.column.addWidget(part)
            part.show()
        self.body.column.addStretch(1)
        is_new = found.before is None
        self.bring_in.say(Sentence("Bring in the form") if is_new else Sentence("Bring in the version"))
        self.body.setAccessibleName(say("What comes with the form"))
        self.body.setAccessibleDescription("\n".join(part.text() for part in self._parts if isinstance(part, Label)))

    def accepted(self) -> Renames:
        """The new names of questions of before, as she said."""
        if self._preview is None or self._names is None:
            return {}
        ticked = self._names.values()
        pairs = [each.pair for number, each in enumerate(self._preview.suggested) if str(number) in ticked]
        return renames_of(pairs)

    def panes(self) -> Sequence[QWidget]:
        """For F6."""
        return self.bring_in, self.body


def _names(suggested: Sequence[Suggested]) -> ChoiceList:
    options = [Option(str(number), _suggested(each)) for number, each in enumerate(suggested[:MOST])]
    names = ChoiceList(options, many=True, name="same")
    names.setAccessibleName(say("Perhaps the same question"))
    return names


def _parts(found: Preview, names: ChoiceList | None) -> Iterator[QWidget]:
    yield section(found.form.title)
    if found.before is None:
        yield from _new_form(found)
        return
    yield Label(_concerned(found), strong=True)
    if found.same_number:
        yield Banner(_same_number(found), WARNING, lasting=True)
    if names is not None:
        yield from _titled(Sentence("Perhaps the same question"))
        yield quiet(Sentence("Tick it where only the words changed: then the answers go over to the new question."))
        yield names
    if found.unplaced:
        yield from _titled(Sentence("No place in the new version"))
        yield quiet(Sentence("These answers are kept, and shown below the form of their record."))
        yield from _lines([_unplaced(each) for each in found.unplaced])
    elif names is None and not found.reworded:
        yield Label(Sentence("Every answer has its place in the new version."))
    if found.reworded:
        yield from _titled(Sentence("Other words"))
        yield quiet(Sentence("Answers of before now stand beside these words. Ask who made the form if that is wrong."))
        yield from _lines([_other_words(each) for each in found.reworded])
    if found.added:
        yield from _titled(Sentence("New"))
        yield from _lines([_added(each) for each in found.added])


def _new_form(found: Preview) -> Iterator[QWidget]:
    questions = say_number("{number} question", "{number} questions", len(found.added))
    yield Label(Sentence("A form that is not here yet, with {questions}.", {"questions": questions}), strong=True)
    yield Label(Sentence("Once it is here you can record with it, and see what your colleagues recorded with it."))
    yield from _titled(Sentence("What it asks"))
    yield from _lines([_added(each) for each in found.added])


def _titled(words: Words) -> Iterator[QWidget]:
    label = section(words)
    label.setContentsMargins(0, px(NEAR), 0, 0)
    yield label


def _lines(words: Sequence[Words]) -> Iterator[QWidget]:
    for each in words[:MOST]:
        yield Label(each)
    left = len(words) - MOST
    if left > 0:
        yield quiet(say_number("and {number} more", "and {number} more", left))


def _concerned(found: Preview) -> Words:
    """How many records and drafts will open in it."""
    records = say_number("{number} record", "{number} records", found.records)
    drafts = say_number("{number} draft", "{number} drafts", found.drafts)
    if not found.records and not found.drafts:
        return Sentence("Nothing has been recorded with this form yet.")
    if not found.drafts:
        return Sentence("{records} will open in the new version. Nothing is lost.", {"records": records})
    return Sentence(
        "{records} and {drafts} will open in the new version. Nothing is lost.",
        {"records": records, "drafts": drafts},
    )


def _same_number(found: Preview) -> Sentence:
    return Sentence(
        "Both forms say that they are version {version}, and yet they differ. Ask who made them which one is right "
        "before you bring this one in.",
        {"version": found.form.version or "–"},
    )


def _suggested(each: Suggested) -> Sentence:
    answers = _answers(each.answers)
    return Sentence("{before} → {now} ({answers})", {"before": each.before, "now": each.now, "answers": answers})


def _unplaced(each: Unplaced) -> Words:
    values = {"question": each.label, "answers": _answers(each.answers)}
    match each.why:
        case Why.GONE:
            return Sentence("{question} – not asked any more ({answers})", values)
        case Why.KIND:
            return Sentence("{question} – asked in another way ({answers})", values)
        case Why.REPEAT:
            rows = say_number("{number} row", "{number} rows", each.answers)
            return Sentence("{question} – these rows are not asked for any more ({rows})", {**values, "rows": rows})
        case Why.CHOICES:
            return say_number(
                "{question} – a choice is gone: {choices} ({answers})",
                "{question} – {number} choices are gone: {choices} ({answers})",
                len(each.choices),
                choices=", ".join(each.choices[:MOST]),
                question=each.label,
                answers=_answers(each.answers),
            )


def _other_words(each: OtherWords) -> Sentence:
    values = {"question": each.question, "before": each.before, "now": each.now}
    if each.question:
        return Sentence("{question} – {before} → {now}", values)
    return Sentence("{before} → {now}", values)


def _answers(number: int) -> str:
    return say_number("{number} answer", "{number} answers", number) if number else say("no answer yet")


def _added(each: Added) -> Words:
    return Sentence("{question} – must be answered", {"question": each.label}) if each.required else each.label
