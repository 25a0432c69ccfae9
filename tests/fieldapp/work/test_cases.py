"""Opening, closing and correcting cases."""

from __future__ import annotations

import pytest

from fieldapp.domain.codes import read_code
from fieldapp.domain.ids import FieldId, FormId
from fieldapp.forms.places import Place
from fieldapp.work.cases import (
    CLOSURE,
    FOLLOW_UP,
    NotToBeKept,
    begin_case,
    keep_no_record,
    open_case,
    reopen_case,
    save_below,
)
from fieldapp.work.desk import Desk
from fieldapp.work.filling import Impossible, begin, keep_draft, reopen, resume, save
from fieldapp.work.undoing import TooLate, delete_as_mistake, deleted_lately, history, restore
from tests.fieldapp.work.conftest import AGREED, a_case, answer, saved, told
from tests.helpers.clock import StandingClock


def test_a_case_is_opened_with_its_consent_and_a_code_that_says_nothing(desk: Desk) -> None:
    opened = open_case(desk, answer(begin_case(desk), **AGREED))

    assert read_code(opened.code) == opened.code.replace("-", "")
    assert told(desk, opened.case, "status") == "open"
    with desk.store.read() as reader:
        (consent,) = reader.children(opened.case)
    assert consent.form == "gbv_consent"
    assert consent.answers[FieldId("consent_keep_record")] == "true"


def test_who_wants_no_record_gets_none_and_the_contact_is_only_counted(desk: Desk) -> None:
    consent = answer(begin_case(desk), **(AGREED | {"consent_keep_record": "false"}))
    keep_draft(desk, consent)

    with pytest.raises(NotToBeKept):
        open_case(desk, consent)
    count = keep_no_record(desk, consent)

    assert count.form.id == "gbv_contact_count"
    with desk.store.read() as reader:
        assert reader.drafts() == ()
        assert list(reader.of_form(FormId("gbv_case"))) == []


def test_a_closure_closes_the_case_and_reopening_leaves_the_history(desk: Desk) -> None:
    case = a_case(desk)

    save_below(desk, answer(begin(desk, CLOSURE, case), date_closure="2026-03-11"))
    assert (told(desk, case, "status"), told(desk, case, "closed_on")) == ("closed", "2026-03-11")
    reopen_case(desk, case)

    assert (told(desk, case, "status"), told(desk, case, "closed_on")) == ("open", None)
    assert [edit.kind for edit in history(desk, case)] == ["create", "update", "update"]


def test_a_follow_up_says_what_is_due_next(desk: Desk) -> None:
    case = a_case(desk)

    save_below(
        desk,
        answer(
            begin(desk, FOLLOW_UP, case),
            need_follow_up_visit="true",
            when_follow_up_visit_should_happen="2026-03-20",
        ),
    )

    assert told(desk, case, "next_due") == "2026-03-20"


def test_an_impossible_answer_is_not_saved_and_stays_typed(desk: Desk) -> None:
    meeting = answer(begin(desk, FormId("gbv_survivor"), a_case(desk)), age="190")

    with pytest.raises(Impossible) as refused:
        save(desk, meeting)

    assert refused.value.places == (Place(None, FieldId("age")),)
    assert meeting.session.state(Place(None, FieldId("age"))).answer == "190"


def test_a_correction_saves_only_what_differs(desk: Desk) -> None:
    meeting = saved(desk, "gbv_survivor", a_case(desk), age="27", occupation="teacher")

    save(desk, answer(reopen(desk, meeting), age="28"))

    last = history(desk, meeting)[-1]
    assert [(edit.field, edit.old, edit.new) for edit in last.fields] == [("age", "27", "28")]


def test_rows_of_a_repeat_come_back_in_their_order(desk: Desk) -> None:
    phones = Place(None, FieldId("phones"))
    meeting = begin(desk, FormId("gbv_survivor"), a_case(desk))
    for number in ("0555 000 001", "0555 000 002", "0555 000 003"):
        row, _ = meeting.session.add_row(phones)
        meeting.session.set(Place(row, FieldId("phone_number")), number)
    save(desk, meeting)

    again = reopen(desk, meeting.record)
    again.session.move_row(again.session.rows(phones)[2], 0)
    save(desk, again)

    last = reopen(desk, meeting.record).session
    assert [last.state(Place(row, FieldId("phone_number"))).answer for row in last.rows(phones)] == [
        "0555 000 003",
        "0555 000 001",
        "0555 000 002",
    ]


def test_what_was_half_typed_comes_back_as_a_draft_and_is_saved_from_there(desk: Desk) -> None:
    meeting = saved(desk, "gbv_survivor", a_case(desk), age="27")
    keep_draft(desk, answer(reopen(desk, meeting), occupation="teacher"), place="occupation")

    with desk.store.read() as reader:
        (draft,) = reader.drafts()
    again = resume(desk, draft)
    assert again.session.state(Place(None, FieldId("occupation"))).answer == "teacher"
    assert told(desk, meeting, "occupation") is None
    save(desk, again)

    assert (told(desk, meeting, "age"), told(desk, meeting, "occupation")) == ("27", "teacher")
    with desk.store.read() as reader:
        assert reader.drafts() == ()


def test_opening_a_record_with_a_draft_goes_on_with_the_draft(desk: Desk) -> None:
    meeting = saved(desk, "gbv_survivor", a_case(desk), age="27")
    keep_draft(desk, answer(reopen(desk, meeting), occupation="teacher"))

    save(desk, answer(reopen(desk, meeting), age="28"))

    assert (told(desk, meeting, "age"), told(desk, meeting, "occupation")) == ("28", "teacher")


def test_a_record_deleted_as_a_mistake_can_be_restored_for_thirty_days(desk: Desk, clock: StandingClock) -> None:
    meeting = saved(desk, "gbv_survivor", a_case(desk), age="27")

    delete_as_mistake(desk, meeting)
    assert [stored.id for stored in deleted_lately(desk)] == [meeting]
    clock.pass_(days=29)
    restore(desk, meeting)

    assert told(desk, meeting, "age") == "27"
    assert deleted_lately(desk) == ()


def test_after_thirty_days_it_is_too_late(desk: Desk, clock: StandingClock) -> None:
    meeting = saved(desk, "gbv_survivor", a_case(desk), age="27")
    delete_as_mistake(desk, meeting)
    clock.pass_(days=31)

    with pytest.raises(TooLate):
        restore(desk, meeting)
