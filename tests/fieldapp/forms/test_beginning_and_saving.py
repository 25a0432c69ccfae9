"""How a record begins, what is saved of it, and what a correction changes."""

from __future__ import annotations

import pytest

from fieldapp.domain.answers import Special
from fieldapp.domain.changes import CREATE, UPDATE
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import ChangeId, FieldId, WriterId
from fieldapp.forms.model import Form
from tests.fieldapp.forms.making import at, form_of, give, only, opened
from tests.helpers.clock import StandingClock

_HEADS = frozenset({ChangeId(WriterId("00" * 8), 4)})


@pytest.fixture(scope="module")
def intake() -> Form:
    return form_of(
        """
        | survey |
        | | type | name | label | calculation | default | relevant |
        | | start | begun |
        | | end | ended |
        | | today | day |
        | | username | who |
        | | deviceid | device |
        | | text | name | Name |
        | | integer | age | Age |
        | | select_one yes_no | adult | Adult? |
        | | text | school | School | | | ${adult} = 'no' |
        | | text | district | District | | Aral |
        | | text | home | Where from? | | ${district} |
        | | date | met_on | Met on | | today() - 1 |
        | | integer | nought | Nought | | 1 - 1 |
        | | calculate | next_year | | ${age} + 1 |
        | | calculate | number | | once(uuid()) |
        | | hidden | source | | | paper |
        | | note | thanks | Thank you |

        | choices |
        | | list_name | name | label |
        | | yes_no | yes | Yes |
        | | yes_no | no | No |
        """
    )


def test_a_new_record_begins_with_its_defaults_and_what_the_program_knows(intake: Form) -> None:
    fields = dict(only(opened(intake).delta()).fields)

    assert isinstance(fields.pop(FieldId("number")), str)
    assert fields == {
        "begun": "2026-03-12T14:02:05.000+06:00",
        "ended": "2026-03-12T14:02:05.000+06:00",
        "day": "2026-03-12",
        "who": "worker 1",
        "device": "desk 1",
        "district": "Aral",
        "home": "Aral",
        "met_on": "2026-03-11",
        "nought": "0",
        "source": "paper",
    }


def test_a_default_that_looks_at_another_answer_runs_once(intake: Form) -> None:
    session = opened(intake)

    give(session, district="Bulak")

    assert session.answer(at("home")) == "Aral"


def test_calculated_answers_are_never_saved_but_once_is_remembered(intake: Form) -> None:
    session = opened(intake)
    give(session, age="30")
    number = session.answer(at("number"))
    assert session.calculated() == {"next_year": "31", "number": number}

    fields = only(session.delta()).fields
    assert "next_year" not in fields
    again = opened(intake, answers=fields, after=_HEADS)

    assert again.answer(at("number")) == number
    assert again.answer(at("next_year")) == "31"


def test_a_saved_record_gets_no_defaults_and_nothing_to_save_until_it_is_changed(intake: Form) -> None:
    session = opened(intake, answers={FieldId("name"): "A", FieldId("number"): "n-1"}, after=_HEADS)

    assert session.answer(at("district")) is None
    assert session.delta() == ()


def test_a_correction_holds_only_what_differs_and_the_heads_she_saw(intake: Form) -> None:
    clock = StandingClock()
    saved = {FieldId("name"): "A", FieldId("age"): "30", FieldId("ended"): "2026", FieldId("number"): "n-1"}
    session = opened(intake, answers=saved, after=_HEADS, clock=clock)
    give(session, age="31", name="B")
    session.set(at("name"), "A")
    clock.set(Moment.from_text("2026-03-12T15:00:00+06:00"))

    delta = only(session.delta())

    assert (delta.kind, delta.after, delta.record) == (UPDATE, _HEADS, None)
    assert delta.fields == {"age": "31", "ended": "2026-03-12T15:00:00.000+06:00"}


def test_an_answer_taken_back_is_saved_as_none(intake: Form) -> None:
    session = opened(intake, answers={FieldId("name"): "A", FieldId("number"): "n-1"})

    session.set(at("name"), None)

    fields = only(session.delta()).fields
    assert FieldId("name") in fields
    assert fields[FieldId("name")] is None


def test_an_answer_that_is_not_asked_any_more_is_kept_while_she_works_and_not_saved(intake: Form) -> None:
    session = opened(intake)
    give(session, adult="no", school="School 5")
    give(session, adult="yes")
    assert "school" not in only(session.delta()).fields

    give(session, adult="no")

    assert only(session.delta()).fields[FieldId("school")] == "School 5"


def test_a_correction_clears_what_it_makes_irrelevant(intake: Form) -> None:
    saved = {FieldId("adult"): "no", FieldId("school"): "School 5", FieldId("number"): "n-1"}
    session = opened(intake, answers=saved)

    give(session, adult="yes")

    assert only(session.delta()).fields == {
        "adult": "yes",
        "school": None,
        "ended": "2026-03-12T14:02:05.000+06:00",
    }


def test_what_was_irrelevant_when_it_was_opened_is_left_as_it_is(intake: Form) -> None:
    saved = {FieldId("adult"): "yes", FieldId("school"): "of a merge", FieldId("number"): "n-1"}
    session = opened(intake, answers=saved)

    give(session, name="A")

    assert FieldId("school") not in only(session.delta()).fields


def test_answers_to_questions_that_the_form_does_not_have_are_left_as_they_are(intake: Form) -> None:
    saved = {FieldId("old_question"): "kept", FieldId("thanks"): "odd", FieldId("number"): "n-1"}
    session = opened(intake, answers=saved)

    give(session, name="A")

    assert set(only(session.delta()).fields) == {"name", "ended"}


def test_a_special_answer_is_saved_as_such_and_opened_again() -> None:
    form = form_of(
        """
        | survey |
        | | type | name | label |
        | | text | name | Name |

        | settings |
        | | form_id | namespaces |
        | | short | fieldapp="urn:fieldapp:xlsform" |
        """
    )
    session = opened(form)
    session.set(at("name"), Special.DECLINED)

    delta = only(session.delta())

    assert (delta.kind, delta.fields) == (CREATE, {"name": Special.DECLINED})
    assert opened(form, answers=delta.fields).answer(at("name")) is Special.DECLINED
