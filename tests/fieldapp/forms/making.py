"""Forms and sessions for tests: a form is written as its author would write it."""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from fieldapp.domain.answers import Answer, Answers
from fieldapp.domain.ids import ChangeId, FieldId, FormId, RecordId
from fieldapp.forms.expressions.compiler import compile_tree
from fieldapp.forms.expressions.here import Here, World
from fieldapp.forms.expressions.parser import parse
from fieldapp.forms.expressions.rows import Row
from fieldapp.forms.expressions.values import Value
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.model import Form, Item, Kind, Question, Repeat, Text
from fieldapp.forms.places import Place, RecordDelta, SavedRow
from fieldapp.forms.rules.layout import ROOT, Layout
from fieldapp.forms.rules.names import FormNames
from fieldapp.forms.rules.plan import plan_of
from fieldapp.forms.xlsform import Read, read_form, read_xlsform
from fieldapp.words import ENGLISH, Language
from tests.helpers.clock import StandingClock

_NO_FORM = Form(id=FormId("none"))


def form_of(markdown: str, name: str = "household.md") -> Form:
    """The form in a piece of Markdown."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(markdown, encoding="utf-8")
        return read_xlsform(path)


def read_of(folder: Path, *rows: str, more: str = "") -> Read:
    """What reading a form of these survey rows (the first has the headings) and `more` sheets gives."""
    path = folder / "form.md"
    survey = "\n".join(["| survey |", *(f"| | {row} |" for row in rows)])
    path.write_text(f"{survey}\n{more}", encoding="utf-8")
    return read_form(path)


def told_of(read: Read) -> list[str]:
    """What its reader should know of a form."""
    return [warning.told() for warning in read.warnings]


def question_of(form: Form, name: str) -> Question:
    """The first question of that name."""
    return next(question for _, question in form.questions() if question.name == name)


def opened(
    form: Form,
    *,
    answers: Answers | None = None,
    rows: tuple[SavedRow, ...] = (),
    after: frozenset[ChangeId] = frozenset(),
    language: Language = ENGLISH,
    clock: StandingClock | None = None,
) -> FormSession:
    """A session as the outreach worker "worker 1" opens it; chance is the same in each test."""
    return FormSession(
        form,
        clock=clock or StandingClock(),
        user="worker 1",
        device="desk 1",
        language=language,
        answers=answers,
        rows=rows,
        after=after,
        chance=Random(1),
    )


def resumed(form: Form, draft: str) -> FormSession:
    """The session that a draft goes on in."""
    return FormSession.resume(
        form, draft, clock=StandingClock(), user="worker 1", device="desk 1", language=ENGLISH, chance=Random(2)
    )


def at(name: str, row: RecordId | None = None) -> Place:
    """The place of a question, in the record itself or in a row."""
    return Place(row, FieldId(name))


def give(session: FormSession, **answers: Answer | None) -> None:
    """Answer questions of the record itself."""
    for name, answer in answers.items():
        session.set(at(name), answer)


def only(deltas: tuple[RecordDelta, ...]) -> RecordDelta:
    """The one thing to save."""
    (delta,) = deltas
    return delta


def worked_out(expression: str) -> Value:
    """What an expression gives that asks for no answer; the clock stands at 2026-03-12 14:02:05, offset +06:00."""
    names = FormNames(_NO_FORM, Layout(_NO_FORM), ROOT)
    world = World(StandingClock(), Random(1), version="7")
    return compile_tree(parse(expression), names)(Here(world, Row(record=None, scope=ROOT)))


def question(name: str, kind: Kind = Kind.TEXT, **columns: Any) -> Question:
    """One question of a form that is put together by hand."""
    return Question(id=FieldId(name), name=name, kind=kind, label=Text({"": name}), **columns)


def repeat(name: str, *children: Item, count: str = "", relevant: str = "") -> Repeat:
    """A repeat with these questions."""
    return Repeat(
        id=FieldId(name), name=name, label=Text({"": name}), count=count, relevant=relevant, children=children
    )


def form_with(*children: Item, **parts: Any) -> Form:
    """A form put together by hand; every rule in it can be used."""
    form = Form(id=FormId("household"), children=children, **parts)
    assert plan_of(form).wrong == []
    return form
