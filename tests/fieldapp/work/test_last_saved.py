"""What was written last in a form, for the next record."""

from __future__ import annotations

from fieldapp.domain.answers import Answer
from fieldapp.domain.ids import FormId
from fieldapp.forms.model import Form, Kind, Text
from fieldapp.work.desk import Desk
from fieldapp.work.filling import Filling, begin, reopen, save
from fieldapp.work.last_saved import last_saved, looks_back
from fieldapp.work.undoing import delete_as_mistake
from tests.fieldapp.forms.making import at, question
from tests.fieldapp.work.conftest import answer, saved

_VISIT = Form(
    id=FormId("household"),
    children=(
        question("village"),
        question("people", Kind.INTEGER),
        question("twice", Kind.CALCULATE, calculation="${people} * 2"),
        question("note", hint=Text({"": "In ${last-saved#village}"})),
    ),
)


def _last(desk: Desk) -> dict[str, object]:
    with desk.store.read() as reader:
        return {str(name): given for name, given in last_saved(desk, reader, _VISIT).items()}


def test_the_last_record_saved_is_remembered_with_what_it_calculated(desk: Desk) -> None:
    desk.library.add(_VISIT)
    assert _last(desk) == {}

    first = saved(desk, "household", None, village="Aral", people="2")
    saved(desk, "household", None, village="Bulak")
    assert _last(desk) == {"village": "Bulak", "twice": None}
    save(desk, answer(reopen(desk, first), people="3"))

    assert _last(desk) == {"village": "Aral", "people": "3", "twice": "6"}


def test_a_record_that_is_deleted_leaves_nothing_to_begin_with(desk: Desk) -> None:
    desk.library.add(_VISIT)
    record = saved(desk, "household", None, village="Aral")

    delete_as_mistake(desk, record)

    assert _last(desk) == {}


def test_nothing_is_remembered_for_a_form_that_never_looks_back(desk: Desk) -> None:
    form = Form(id=FormId("plain"), children=(question("village"),))
    desk.library.add(form)
    assert not looks_back(form)
    saved(desk, "plain", None, village="Aral")

    with desk.store.read() as reader:
        assert last_saved(desk, reader, form) == {}
    assert begin(desk, FormId("plain")).session.answer(next(begin(desk, FormId("plain")).session.asked())) is None


def test_a_new_record_begins_with_what_was_written_last_and_can_be_typed_over(desk: Desk) -> None:
    village = question("village", default="${last-saved#village}", default_runs=True)
    desk.library.add(Form(id=FormId("visit"), children=(village, question("people", Kind.INTEGER))))
    assert told_at(begin(desk, FormId("visit"))) is None
    first = saved(desk, "visit", None, village="Aral", people="2")

    assert told_at(begin(desk, FormId("visit"))) == "Aral"
    saved(desk, "visit", None, village="Bulak")

    assert told_at(begin(desk, FormId("visit"))) == "Bulak"
    assert told_at(reopen(desk, first)) == "Aral"


def told_at(filling: Filling) -> Answer | None:
    return filling.session.answer(at("village"))
