"""The course of an interview: noted where the form asks for it, and nowhere else."""

from __future__ import annotations

from datetime import timedelta

from fieldapp.domain.clock import Moment
from fieldapp.forms.filling.course import Event, events_from
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.model import Group, Kind, Text
from tests.fieldapp.forms.making import at, form_with, give, opened, question, repeat, resumed
from tests.helpers.clock import StandingClock

_PARTS = (
    Group(id=at("who/").field, name="who", label=Text(), children=(question("name"), question("age", Kind.INTEGER))),
    repeat("child", question("called")),
)
_TRACKED = form_with(*_PARTS, audit={"track-changes": "true"})


def _wait(clock: StandingClock, seconds: int) -> None:
    now = clock.now()
    clock.set(Moment(now.utc + timedelta(seconds=seconds), now.offset_minutes))


def _events(session: FormSession) -> list[Event]:
    return events_from(session.course())


def test_each_question_she_stood_at_is_noted_with_its_times_and_what_it_said_before_and_after() -> None:
    clock = StandingClock()
    session = opened(_TRACKED, clock=clock)
    began = round(clock.now().utc.timestamp() * 1000)
    session.stand_at(at("name"))
    _wait(clock, 5)
    for letters in ("A", "An", "Ann"):
        give(session, name=letters)
    _wait(clock, 2)
    session.stand_at(at("age"))
    _wait(clock, 3)
    session.stand_at(at("name"))
    give(session, name="Anna")

    assert _events(session) == [
        ("form start", "", began, None, "", ""),
        ("question", "/data/who/name", began, began + 7000, "", "Ann"),
        ("question", "/data/who/age", began + 7000, began + 10000, "", ""),
        ("question", "/data/who/name", began + 10000, began + 10000, "Ann", "Anna"),
        ("form save", "", began + 10000, None, "", ""),
        ("form exit", "", began + 10000, None, "", ""),
    ]


def test_without_track_changes_no_answer_is_in_it() -> None:
    session = opened(form_with(*_PARTS, audit={}))
    give(session, name="Ann")

    assert [event.what for event in _events(session)] == ["form start", "question", "form save", "form exit"]
    assert "Ann" not in str(session.course())


def test_rows_that_come_and_go_are_noted_with_their_number() -> None:
    session = opened(_TRACKED)
    first, _ = session.add_row(at("child"))
    second, _ = session.add_row(at("child"))
    session.set(at("called", second), "B")
    session.remove_row(first)

    nodes = [(event.what, event.node) for event in _events(session)[1:-2]]
    assert nodes == [
        ("add repeat", "/data/child[1]"),
        ("add repeat", "/data/child[2]"),
        ("question", "/data/child[2]/called"),
        ("delete repeat", "/data/child[1]"),
    ]


def test_a_draft_keeps_the_course_and_coming_back_is_noted() -> None:
    session = opened(_TRACKED)
    give(session, name="Ann")

    again = resumed(_TRACKED, session.draft_json())
    give(again, age="30")

    events = [(event.what, event.node) for event in _events(again)]
    assert events[:4] == [
        ("form start", ""),
        ("question", "/data/who/name"),
        ("form resume", ""),
        ("question", "/data/who/age"),
    ]


def test_a_form_that_does_not_ask_for_it_notes_nothing() -> None:
    session = opened(form_with(*_PARTS))
    session.stand_at(at("name"))
    give(session, name="Ann")
    session.add_row(at("child"))

    assert session.course() is None
    assert "course" not in session.draft_json()
