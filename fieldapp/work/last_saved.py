"""What she wrote last in a form, for the next one: `${last-saved#village}` begins where the last record stood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Final

from fieldapp.domain.answers import Answers
from fieldapp.domain.ids import FormId, RecordId
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.model import Form, Item, Question, Text
from fieldapp.storage.read import Reader
from fieldapp.storage.write import Write
from fieldapp.words import ENGLISH
from fieldapp.work.desk import Desk

_ASKED: Final = "last-saved#"


def last_saved(desk: Desk, reader: Reader, form: Form) -> Answers:
    """The answers of the last record of this form that was saved on this desk, calculated ones too; or nothing."""
    record = reader.recall(_key(form.id))
    stored = reader.record(RecordId(record)) if isinstance(record, str) else None
    if stored is None or stored.gone:
        return {}
    if not any(question.calculated for within, question in form.questions() if within is None):
        return stored.answers
    session = FormSession(
        form, clock=desk.clock, user=desk.worker, device=desk.device, language=ENGLISH, answers=stored.answers
    )
    return {**session.calculated(), **stored.answers}


def remember_saved(writing: Write, form: Form, record: RecordId) -> None:
    """Note which record was the last: its answers stay where they are, so that nothing of it outlives it."""
    if looks_back(form):
        writing.remember(_key(form.id), record)


def looks_back(form: Form) -> bool:
    """Whether anything in a form asks what was written last."""
    return any(_ASKED in text for item in _items(form.children) for text in _texts(item))


def _items(children: Iterable[Item]) -> Iterator[Item]:
    for child in children:
        yield child
        if not isinstance(child, Question):
            yield from _items(child.children)


def _texts(item: Item) -> Iterator[str]:
    for each in fields(item):
        value = getattr(item, each.name)
        if isinstance(value, str):
            yield value
        elif isinstance(value, Text):
            yield from value.by_language.values()


def _key(form: FormId) -> str:
    return f"last saved {form}"
