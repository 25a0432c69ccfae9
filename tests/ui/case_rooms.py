"""The screens of cases, filled with something to see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tests.ui.at_desk import AtDesk
from tests.ui.filled import Filled, fill, make_colleague
from ui.screen import Address


def filled(at_desk: AtDesk) -> Filled:
    """Everything that can be seen of cases, with a colleague who changed some of it apart."""
    colleague, close = make_colleague(at_desk.room.parts.home, at_desk.desk)
    try:
        return fill(at_desk.desk, colleague)
    finally:
        close()


def start(at_desk: AtDesk) -> Address:
    filled(at_desk)
    return Address("start")


def cases(at_desk: AtDesk) -> Address:
    filled(at_desk)
    return Address("cases", "", "any all all")


def cases_found(at_desk: AtDesk) -> Address:
    filled(at_desk)
    return Address("cases", "", "", "aigul")


def cases_none(_at_desk: AtDesk) -> Address:
    return Address("cases")


def case(at_desk: AtDesk) -> Address:
    return Address("case", filled(at_desk).case)


def case_contested(at_desk: AtDesk) -> Address:
    return Address("case", filled(at_desk).contested)


def case_closed(at_desk: AtDesk) -> Address:
    return Address("case", filled(at_desk).closed)


def risk(at_desk: AtDesk) -> Address:
    return Address("record", filled(at_desk).case)


def meeting(at_desk: AtDesk) -> Address:
    return Address("record", filled(at_desk).meeting)


def half_typed(at_desk: AtDesk) -> Address:
    return Address("record", filled(at_desk).draft)


def new_case(_at_desk: AtDesk) -> Address:
    return Address("newCase")


def no_record(_at_desk: AtDesk) -> Address:
    return Address("noRecord")


def history(at_desk: AtDesk) -> Address:
    return Address("history", filled(at_desk).meeting)


def conflicts(at_desk: AtDesk) -> Address:
    return Address("conflicts", filled(at_desk).contested)


def deleted(at_desk: AtDesk) -> Address:
    filled(at_desk)
    return Address("deleted")


CASES: Final[dict[str, Callable[[AtDesk], Address]]] = {
    "start": start,
    "cases": cases,
    "cases-found": cases_found,
    "cases-none": cases_none,
    "case": case,
    "case-contested": case_contested,
    "case-closed": case_closed,
    "case-risk": risk,
    "record": meeting,
    "record-half-typed": half_typed,
    "new-case": new_case,
    "no-record": no_record,
    "history": history,
    "conflicts": conflicts,
    "deleted": deleted,
}
