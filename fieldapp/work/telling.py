"""Tell of a record in a line: what it is, on which day, what may stand beside it, what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.domain.ids import FieldId, RecordId
from fieldapp.forms.model import Form, Question
from fieldapp.forms.rules.references import fill_references
from fieldapp.forms.showing import shown
from fieldapp.storage.read import Reader
from fieldapp.storage.values import StoredRecord
from fieldapp.words import Language
from fieldapp.work.answered import Answers, text
from fieldapp.work.desk import Desk
from fieldapp.work.filling import as_it_stands
from fieldapp.work.packs import FormRule


@dataclass(frozen=True, slots=True)
class Told:
    """A record's name and the answers that may stand beside it, in words, and its day (ISO)."""

    title: str
    beside: str
    day: str


def tell(form: Form, rule: FormRule, record: StoredRecord, language: Language) -> Told:
    """In this language; what the form does not know is left out."""
    questions = {question.id: question for repeat, question in form.questions() if repeat is None}
    words = [_words(form, questions, name, record, language) for name in (*rule.title, *rule.shown)]
    title = words[: len(rule.title)]
    return Told(
        title=" ".join(filter(None, title)),
        beside=", ".join(filter(None, words[len(rule.title) :])),
        day=_day(rule, record) or record.created.day.isoformat(),
    )


def asked(form: Form, field: FieldId, repeat: str, language: Language) -> str:
    """What is asked there, in words; answers that the question would name are left out."""
    for within, question in form.questions():
        if question.id == field and (within.id if within else "") == repeat:
            label = question.label.said(language, form.default_language)
            return fill_references(label, _left_out) or question.name
    return str(field)


def said(form: Form, answers: Answers, name: str, language: Language) -> str:
    """An answer in words, "" for none or where the form has no such question."""
    question = next((each for _, each in form.questions() if each.name == name), None)
    return "" if question is None else shown(form, question, answers.get(FieldId(name)), language)


def incomplete(desk: Desk, reader: Reader, record: StoredRecord) -> int:
    """How many required questions have no answer."""
    if not any(question.required for _, question in desk.library.form(record.form).questions()):
        return 0
    return len(as_it_stands(desk, reader, record).missing())


def code_of(reader: Reader, root: RecordId | None) -> str:
    """The code of a case, "" for anything without one."""
    record = reader.record(root) if root is not None else None
    return text(record.answers, "code") if record is not None else ""


def _left_out(_name: str) -> str:
    return "…"


def _words(
    form: Form, questions: dict[FieldId, Question], name: FieldId, record: StoredRecord, language: Language
) -> str:
    question = questions.get(name)
    return "" if question is None else shown(form, question, record.answers.get(name), language)


def _day(rule: FormRule, record: StoredRecord) -> str:
    return text(record.answers, rule.when)[:10] if rule.when is not None else ""
