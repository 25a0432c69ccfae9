"""The packs' forms, read from their Markdown and filled in on 12 March 2026."""

from __future__ import annotations

from functools import cache
from random import Random

from fieldapp.domain.answers import Answer
from fieldapp.domain.ids import FieldId, RecordId
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.model import Form
from fieldapp.forms.places import Place, State
from fieldapp.forms.xlsform import read_xlsform
from fieldapp.words import ENGLISH, Language
from tests.helpers.clock import StandingClock
from tests.resources.sheets import form as sheets_of


@cache
def read(name: str) -> Form:
    """The form, as anyone's XLSForm is read."""
    return read_xlsform(sheets_of(name).path)


class Filled:
    """A new record of a form; `begin("gbv_release", release_level="code")`."""

    def __init__(self, name: str, language: Language = ENGLISH, **answers: Answer | None) -> None:
        self.session = FormSession(
            read(name), clock=StandingClock(), user="worker", device="desk", language=language, chance=Random(7)
        )
        self.give(**answers)

    def give(self, row: RecordId | None = None, /, **answers: Answer | None) -> Filled:
        for name, answer in answers.items():
            self.session.set(Place(row, FieldId(name)), answer)
        return self

    def add(self, repeat: str, **answers: Answer | None) -> RecordId:
        row, _ = self.session.add_row(Place(None, FieldId(repeat)))
        self.give(row, **answers)
        return row

    def state(self, name: str, row: RecordId | None = None) -> State:
        return self.session.state(Place(row, FieldId(name)))

    def worked_out(self, name: str) -> Answer | None:
        return self.session.calculated().get(FieldId(name))

    def offered(self, name: str, row: RecordId | None = None) -> set[str]:
        return {choice.name for choice in self.session.choices(Place(row, FieldId(name)))}

    def missing(self) -> set[str]:
        return {place.field for place in self.session.missing()}

    def problems(self) -> set[str]:
        return {place.field for place in self.session.problems()}
