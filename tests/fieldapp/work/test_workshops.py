"""Workshops: their list, their sessions, the roll with one mark for each."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fieldapp.domain.changes import Change
from fieldapp.domain.ids import FieldId, FormId, RecordId
from fieldapp.domain.workshops import Mark
from fieldapp.work.desk import Desk
from fieldapp.work.filling import GoneMeanwhile, begin, reopen, save
from fieldapp.work.roll import Roll, find_on_roll, join, look_at_roll, mark, mark_others_present, record_of_mark
from fieldapp.work.today import today
from fieldapp.work.undoing import delete_as_mistake
from fieldapp.work.workshop_list import list_workshops
from fieldapp.work.workshops import PARTICIPANT, begin_session, look_at_workshop
from tests.fieldapp.work.conftest import answer, saved
from tests.helpers.clock import StandingClock


def a_workshop(desk: Desk, people: int = 3, **answers: str) -> RecordId:
    """A workshop with so many participants on its list."""
    told = {"workshop_title": "Know your rights", "place": "Ak-Suu library"} | answers
    workshop = saved(desk, "wks_workshop", None, **told)
    for number in range(1, people + 1):
        a_participant(desk, workshop, f"participant {number}")
    return workshop


def a_participant(desk: Desk, workshop: RecordId, name: str, **answers: str) -> RecordId:
    told = {"sex": "female", "age_band": "26_35", "consent_to_list": "true"} | answers
    return saved(desk, "wks_participant", workshop, given_name=name, **told)


def marked(desk: Desk, session: RecordId) -> list[Mark | None]:
    return [line.mark for line in look_at_roll(desk, session).lines]


def a_roll(desk: Desk, people: int = 3) -> Roll:
    session, _ = begin_session(desk, a_workshop(desk, people))
    return look_at_roll(desk, session)


def every_change(desk: Desk, *records: RecordId) -> list[Change]:
    with desk.store.read() as reader:
        return [change for record in records for change in reader.changes(record)]


def test_a_new_session_has_everybody_on_its_roll_and_nobody_marked(desk: Desk) -> None:
    roll = a_roll(desk)

    assert [line.participant.name for line in roll.lines] == ["participant 1", "participant 2", "participant 3"]
    assert roll.session.number == 1
    assert roll.session.day == "2026-03-12"
    assert roll.count.unmarked == 3


def test_a_mark_is_saved_at_once_and_another_takes_its_place(desk: Desk) -> None:
    roll = a_roll(desk)

    mark(desk, roll.session.record, roll.lines[0], Mark.ABSENT)
    mark(desk, roll.session.record, roll.lines[0], Mark.LATE)

    assert marked(desk, roll.session.record) == [Mark.LATE, None, None]
    attendance = record_of_mark(roll.session.record, roll.lines[0].participant.record)
    with desk.store.read() as reader:
        values = [edit.new for entry in reader.history(attendance) for edit in entry.fields if edit.field == "mark"]
        assert values == ["absent", "late"]
        assert reader.conflicts() == ()


def test_a_mark_can_be_taken_back(desk: Desk) -> None:
    roll = a_roll(desk)
    mark(desk, roll.session.record, roll.lines[0], Mark.PRESENT)

    mark(desk, roll.session.record, look_at_roll(desk, roll.session.record).lines[0], None)

    assert marked(desk, roll.session.record) == [None, None, None]


def test_all_others_are_present_in_one_save(desk: Desk) -> None:
    roll = a_roll(desk, people=4)
    mark(desk, roll.session.record, roll.lines[1], Mark.ABSENT)

    happened = mark_others_present(desk, roll.session.record, look_at_roll(desk, roll.session.record).lines)

    assert marked(desk, roll.session.record) == [Mark.PRESENT, Mark.ABSENT, Mark.PRESENT, Mark.PRESENT]
    assert len({change.lamport for change in every_change(desk, *happened.written)}) == 1


def test_all_others_present_changes_no_mark_that_came_meanwhile(desk: Desk) -> None:
    roll = a_roll(desk)
    mark(desk, roll.session.record, roll.lines[2], Mark.EXCUSED)

    mark_others_present(desk, roll.session.record, roll.lines)

    assert marked(desk, roll.session.record) == [Mark.PRESENT, Mark.PRESENT, Mark.EXCUSED]


def test_two_trainers_who_mark_one_participant_apart_meet_in_one_record(make_desk: Callable[[str], Desk]) -> None:
    one, other = make_desk("one"), make_desk("other")
    roll = a_roll(one)
    participant = roll.lines[0].participant.record
    shared = every_change(one, roll.workshop.record, roll.session.record, participant)
    other.store.write_now(lambda writing: writing.receive(shared))

    mark(one, roll.session.record, roll.lines[0], Mark.PRESENT)
    mark(other, roll.session.record, look_at_roll(other, roll.session.record).lines[0], Mark.ABSENT)
    theirs = every_change(other, record_of_mark(roll.session.record, participant))
    one.store.write_now(lambda writing: writing.receive(theirs))

    line = look_at_roll(one, roll.session.record).lines[0]
    assert set(line.said) == {Mark.PRESENT, Mark.ABSENT}
    with one.store.read() as reader:
        assert len(reader.children(roll.session.record)) == 1

    mark(one, roll.session.record, line, Mark.PRESENT if line.mark is Mark.ABSENT else Mark.ABSENT)

    assert not look_at_roll(one, roll.session.record).lines[0].disputed


@pytest.mark.parametrize("chosen", [Mark.PRESENT, Mark.ABSENT])
def test_pressing_either_mark_settles_a_disputed_one(make_desk: Callable[[str], Desk], chosen: Mark) -> None:
    one, other = make_desk("one"), make_desk("other")
    roll = a_roll(one, people=1)
    session, participant = roll.session.record, roll.lines[0].participant.record
    shared = every_change(one, roll.workshop.record, session, participant)
    other.store.write_now(lambda writing: writing.receive(shared))
    mark(one, session, roll.lines[0], Mark.PRESENT)
    mark(other, session, look_at_roll(other, session).lines[0], Mark.ABSENT)
    theirs = every_change(other, record_of_mark(session, participant))
    one.store.write_now(lambda writing: writing.receive(theirs))

    mark(one, session, look_at_roll(one, session).lines[0], chosen)

    (line,) = look_at_roll(one, session).lines
    assert (line.mark, line.disputed) == (chosen, False)


def test_a_colleagues_mark_that_nobody_saw_here_is_not_written_over(make_desk: Callable[[str], Desk]) -> None:
    one, other = make_desk("one"), make_desk("other")
    roll = a_roll(one)
    participant = roll.lines[0].participant.record
    shared = every_change(one, roll.workshop.record, roll.session.record, participant)
    other.store.write_now(lambda writing: writing.receive(shared))
    mark(other, roll.session.record, look_at_roll(other, roll.session.record).lines[0], Mark.ABSENT)
    theirs = every_change(other, record_of_mark(roll.session.record, participant))
    one.store.write_now(lambda writing: writing.receive(theirs))

    mark(one, roll.session.record, roll.lines[0], Mark.PRESENT)

    assert look_at_roll(one, roll.session.record).lines[0].disputed


def test_whoever_joins_later_stands_on_the_roll_of_every_session(desk: Desk) -> None:
    roll = a_roll(desk)

    a_participant(desk, roll.workshop.record, "participant 4")

    assert len(look_at_roll(desk, roll.session.record).lines) == 4


def test_a_participant_deleted_as_a_mistake_is_on_no_roll(desk: Desk) -> None:
    roll = a_roll(desk)
    mark(desk, roll.session.record, roll.lines[0], Mark.PRESENT)

    delete_as_mistake(desk, roll.lines[0].participant.record)

    assert look_at_roll(desk, roll.session.record).count.present == 0


def test_people_counted_without_a_list_are_added_up(desk: Desk) -> None:
    roll = a_roll(desk)

    saved(desk, "wks_head_count", roll.session.record, female_18_25="4", male_26_35="3", with_disability="1")

    assert look_at_roll(desk, roll.session.record).session.counted == 7


def test_a_child_without_a_guardians_word_is_told(desk: Desk) -> None:
    workshop = a_workshop(desk, people=0)
    a_participant(desk, workshop, "participant 1", age_band="12_17")
    a_participant(desk, workshop, "participant 2", age_band="12_17", guardian_agrees="true")

    assert [each.guardian_missing for each in look_at_workshop(desk, workshop).participants] == [True, False]


def test_sessions_are_numbered_on_and_the_last_stands_first(desk: Desk, clock: StandingClock) -> None:
    workshop = a_workshop(desk)
    begin_session(desk, workshop)
    clock.pass_(days=7)
    begin_session(desk, workshop)

    assert [session.number for session in look_at_workshop(desk, workshop).sessions] == [2, 1]


def test_the_list_begins_with_what_comes_next_and_then_what_was_last(desk: Desk) -> None:
    for day, title in (("2026-03-01", "past"), ("2026-04-02", "later"), ("2026-03-10", "last"), ("2026-03-20", "next")):
        a_workshop(desk, 0, workshop_title=title, starts_on=day)

    assert [line.workshop.title for line in list_workshops(desk)] == ["next", "later", "last", "past"]
    assert [line.workshop.title for line in list_workshops(desk, "nex")] == ["next"]


def test_a_line_of_the_list_says_how_many_sessions_and_people(desk: Desk) -> None:
    workshop = a_workshop(desk, 3)
    begin_session(desk, workshop)

    (line,) = list_workshops(desk)

    assert (line.sessions, line.participants, line.workshop.place) == (1, 3, "Ak-Suu library")


def test_a_session_that_was_deleted_meanwhile_is_said_to_be_gone(desk: Desk) -> None:
    roll = a_roll(desk)
    delete_as_mistake(desk, roll.session.record)

    with pytest.raises(GoneMeanwhile):
        look_at_roll(desk, roll.session.record)
    with pytest.raises(GoneMeanwhile):
        mark(desk, roll.session.record, roll.lines[0], Mark.PRESENT)


def test_a_session_corrected_to_another_day_keeps_its_marks(desk: Desk) -> None:
    roll = a_roll(desk)
    mark(desk, roll.session.record, roll.lines[0], Mark.PRESENT)

    save(desk, answer(reopen(desk, roll.session.record), session_date="2026-03-11"))

    assert look_at_roll(desk, roll.session.record).session.day == "2026-03-11"
    assert look_at_roll(desk, roll.session.record).count.present == 1


def test_an_attendance_knows_its_participant_and_day(desk: Desk) -> None:
    roll = a_roll(desk)
    mark(desk, roll.session.record, roll.lines[0], Mark.PRESENT)

    with desk.store.read() as reader:
        (stored,) = reader.children(roll.session.record, form=FormId("wks_attendance"))
    assert stored.answers[FieldId("participant")] == roll.lines[0].participant.record
    assert stored.answers[FieldId("day")] == "2026-03-12"


def test_whoever_came_unexpectedly_is_put_on_the_list_and_present_in_one_save(desk: Desk) -> None:
    roll = a_roll(desk)
    newcomer = answer(begin(desk, PARTICIPANT, roll.workshop.record), given_name="participant 4", sex="male")

    happened = join(desk, roll.session.record, newcomer)

    line = look_at_roll(desk, roll.session.record).lines[3]
    assert (line.participant.name, line.mark) == ("participant 4", Mark.PRESENT)
    assert len({change.lamport for change in every_change(desk, *happened.written)}) == 1


def test_a_name_is_found_on_the_roll_in_any_spelling_by_its_beginning(desk: Desk) -> None:
    workshop = a_workshop(desk, people=2)
    a_participant(desk, workshop, "Айгүл")
    session, _ = begin_session(desk, workshop)
    lines = look_at_roll(desk, session).lines

    assert [line.number for line in find_on_roll(lines, "aigu")] == [3]
    assert [line.number for line in find_on_roll(lines, "2 part")] == [2]
    assert len(find_on_roll(lines, "")) == 3
    assert find_on_roll(lines, "gul") == ()


def test_a_roll_that_was_marked_is_one_line_of_what_she_did_lately(desk: Desk) -> None:
    roll = a_roll(desk)
    mark_others_present(desk, roll.session.record, roll.lines)

    records = [one.record for one in today(desk).lately]
    assert records.count(roll.session.record) == 1
    assert record_of_mark(roll.session.record, roll.lines[0].participant.record) not in records


def test_a_session_is_not_sent_while_a_mark_of_its_roll_is_not(desk: Desk) -> None:
    roll = a_roll(desk)
    mark(desk, roll.session.record, roll.lines[0], Mark.PRESENT)

    assert look_at_roll(desk, roll.session.record).session.not_sent
