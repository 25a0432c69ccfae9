"""Add to a case or a workshop: what can come next, and what a new record starts with."""

from __future__ import annotations

from contextlib import suppress

from fieldapp.domain.answers import Answer
from fieldapp.domain.ids import FieldId, FormId, RecordId
from fieldapp.errors import Mistake
from fieldapp.forms.places import Place
from fieldapp.storage.read import Reader
from fieldapp.words import Language
from fieldapp.work.desk import Desk
from fieldapp.work.filling import Filling, begin
from fieldapp.work.packs import FormRule, Packs, Source


def offered(packs: Packs, reader: Reader, parent: RecordId, form: FormId) -> tuple[FormRule, ...]:
    """What can be added below this record now."""
    present = {record.form for record in reader.children(parent) if not record.repeat}
    return packs.offered(form, present)


def add(desk: Desk, packs: Packs, form: FormId, parent: RecordId | None, language: Language | None = None) -> Filling:
    """A new record, begun with what its pack copies from the records beside it; what its form refuses is left out."""
    filling = begin(desk, form, parent, language=language)
    for name, answer in _copied(desk, packs.rule(form, desk.library), parent).items():
        with suppress(Mistake):
            filling.session.set(Place(None, name), answer)
    return filling


def _copied(desk: Desk, rule: FormRule, parent: RecordId | None) -> dict[FieldId, Answer]:
    if parent is None or not rule.copies:
        return {}
    with desk.store.read() as reader:
        found = {name: _newest(reader, parent, source) for name, source in rule.copies.items()}
    return {name: answer for name, answer in found.items() if answer is not None}


def _newest(reader: Reader, parent: RecordId, source: Source) -> Answer | None:
    """From the record above, or the newest of its form beside."""
    above = reader.record(parent)
    if above is not None and above.form == source.form:
        return above.answers.get(source.field)
    beside = [record for record in reader.children(parent, form=source.form) if not record.repeat]
    return beside[-1].answers.get(source.field) if beside else None
