"""A desk with a real store and the built-in forms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fieldapp.domain.answers import Answer
from fieldapp.domain.ids import FieldId, FormId, RecordId, new_worker_id
from fieldapp.forms.library import Library, form_ids
from fieldapp.forms.places import Place
from fieldapp.storage.store import Store
from fieldapp.work.cases import begin_case, open_case
from fieldapp.work.desk import Desk
from fieldapp.work.facts import facts_of_all
from fieldapp.work.filling import Filling, begin, save
from fieldapp.work.importing import bring_in_form
from tests.helpers.clock import StandingClock
from tests.helpers.workbooks import workbook

#: The answers with which she agrees to everything.
AGREED = {
    "limits_read": "true",
    "consent_for_services": "true",
    "consent_keep_record": "true",
    "consent_supervisor": "true",
    "consent_reporting": "true",
    "consent_how": "signature",
}


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def make_desk(tmp_path: Path, clock: StandingClock) -> Iterator[Callable[[str], Desk]]:
    """Desks of different workers, each with its own store."""
    opened: list[Store] = []

    def make(name: str) -> Desk:
        library = Library()
        (tmp_path / name).mkdir()
        facts = facts_of_all(library.form(form) for form in form_ids())
        store = Store.open(tmp_path / name / "desk.db", f"{len(opened) + 1:064x}", forms=facts, create=True)
        opened.append(store)
        return Desk(store, library, clock, new_worker_id(), f"{len(opened):032x}")

    yield make
    for store in opened:
        store.close()


@pytest.fixture
def desk(make_desk: Callable[[str], Desk]) -> Desk:
    return make_desk("one")


@pytest.fixture
def visits(desk: Desk, tmp_path: Path) -> Desk:
    """A desk with a form of others and three records of it."""
    bring_in_form(desk, workbook(tmp_path / "visit.xlsx"))
    for place, people in (("school", "7"), ("library", "12"), ("school", None)):
        saved(desk, "visit", None, visited_on="2026-03-12", place=place, people=people)
    return desk


def answer(filling: Filling, **answers: Answer | None) -> Filling:
    """Type these answers into an open form."""
    for name, given in answers.items():
        filling.session.set(Place(None, FieldId(name)), given)
    return filling


def a_case(desk: Desk) -> RecordId:
    """A case of somebody who agreed to everything."""
    return open_case(desk, answer(begin_case(desk), **AGREED)).case


def saved(desk: Desk, form: str, parent: RecordId | None, **answers: Answer | None) -> RecordId:
    """A record of this form with these answers."""
    filling = answer(begin(desk, FormId(form), parent), **answers)
    save(desk, filling)
    return filling.record


def told(desk: Desk, record: RecordId, name: str) -> Answer | None:
    """What stands there now."""
    with desk.store.read() as reader:
        stored = reader.record(record)
    assert stored is not None
    return stored.answers.get(FieldId(name))
