"""Workshops and figures, filled with something to see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from fieldapp.domain.ids import RecordId
from fieldapp.domain.workshops import Mark
from fieldapp.work.roll import look_at_roll, mark, mark_others_present
from fieldapp.work.workshops import begin_session
from tests.fieldapp.work.conftest import a_case
from tests.fieldapp.work.test_workshops import a_participant, a_workshop
from tests.ui.at_desk import AtDesk
from ui.screen import Address

_AGES: Final = ("12_17", "18_25", "26_35", "36_45", "46_60", "61_plus")
_TITLE: Final = "Know your rights: a course for women who speak in the village council"
_PLACE: Final = "Сельская библиотека имени Токтогула, зал на втором этаже"


def a_course(at_desk: AtDesk) -> RecordId:
    """Thirty people, two sessions, one half marked, with long words wherever words may be long."""
    workshop = a_workshop(
        at_desk.desk, 0, workshop_title=_TITLE, place=_PLACE, district="Ак-Талинский район", starts_on="2026-03-12",
        ends_on="2026-04-02", trainers="trainer 1, trainer 2", sessions_planned="4",
    )  # fmt: skip
    for number in range(1, 31):
        sex, age = ("male" if number % 5 == 0 else "female"), _AGES[number % 6]
        listed = "false" if number == 7 else "true"
        a_participant(at_desk.desk, workshop, f"participant {number}", sex=sex, age_band=age, consent_to_list=listed)
    first, _ = begin_session(at_desk.desk, workshop)
    mark_others_present(at_desk.desk, first, look_at_roll(at_desk.desk, first).lines)
    at_desk.saved("wks_head_count", first, female_18_25="14", male_26_35="13")
    a_session(at_desk, workshop)
    return workshop


def a_session(at_desk: AtDesk, workshop: RecordId) -> RecordId:
    """The first eight lines bear every mark."""
    session, _ = begin_session(at_desk.desk, workshop)
    lines = look_at_roll(at_desk.desk, session).lines
    for line, given in zip(lines, (*Mark, *Mark), strict=False):
        mark(at_desk.desk, session, line, given)
    return session


def workshops(at_desk: AtDesk) -> Address:
    a_course(at_desk)
    return Address("workshops")


def workshops_none(_at_desk: AtDesk) -> Address:
    return Address("workshops")


def workshop(at_desk: AtDesk) -> Address:
    return Address("workshop", a_course(at_desk))


def workshop_none(at_desk: AtDesk) -> Address:
    return Address("workshop", a_workshop(at_desk.desk, 0))


def session(at_desk: AtDesk) -> Address:
    return Address("session", a_session(at_desk, a_course(at_desk)))


def session_none(at_desk: AtDesk) -> Address:
    made, _ = begin_session(at_desk.desk, a_workshop(at_desk.desk, 0))
    return Address("session", made)


def figures(at_desk: AtDesk) -> Address:
    """Large numbers, hidden ones, and somebody who said neither."""
    workshop = a_course(at_desk)
    at_desk.saved("wks_participant", workshop, given_name="participant 31")
    session, _ = begin_session(at_desk.desk, workshop)
    mark_others_present(at_desk.desk, session, look_at_roll(at_desk.desk, session).lines)
    for _ in range(6):
        a_case(at_desk.desk)
    return Address("figures")


def figures_none(_at_desk: AtDesk) -> Address:
    return Address("figures", "2020-01")


#: Name and what fills it.
COURSES: Final[dict[str, Callable[[AtDesk], Address]]] = {
    "workshops": workshops,
    "workshops-none": workshops_none,
    "workshop": workshop,
    "workshop-none": workshop_none,
    "session": session,
    "session-none": session_none,
    "figures": figures,
    "figures-none": figures_none,
}
