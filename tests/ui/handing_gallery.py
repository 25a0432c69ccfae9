"""Every screen of handing cases and caseloads over, at real desks that have met."""

from __future__ import annotations

from typing import Final

from pytestqt.qtbot import QtBot

from fieldapp.work.handing_over import hand_over
from tests.helpers.keys import click
from tests.ui.at_desk import AtDesk
from tests.ui.handing import colleagues, her_case
from tests.ui.house import Open, Seat
from ui.screen import Address


def hand_over_case(seat: Seat, qtbot: QtBot) -> AtDesk:
    met = colleagues(seat)
    case = her_case(met)
    met.worker.go(Address("handOver", case))
    click(met.worker.see(f"caseload={met.second}"))
    return met.worker


def hand_over_refused(seat: Seat, qtbot: QtBot) -> AtDesk:
    met = colleagues(seat)
    met.worker.go(Address("handOver", met.worker.saved("gbv_case")))
    met.worker.see("refused")
    return met.worker


def case_moving(seat: Seat, qtbot: QtBot) -> AtDesk:
    met = colleagues(seat)
    case = her_case(met)
    hand_over(met.worker.desk.now(), case, met.second)
    met.worker.go(Address("case", case))
    met.worker.see("moving")
    return met.worker


def handed_over(seat: Seat, qtbot: QtBot) -> AtDesk:
    met = colleagues(seat)
    for _ in range(2):
        hand_over(met.coordinator.desk.now(), her_case(met), met.second)
    met.all_talk()
    met.worker.go(Address("handedOver"))
    met.worker.see("handedOverCases")
    return met.worker


def hand_over_caseload(seat: Seat, qtbot: QtBot) -> AtDesk:
    met = colleagues(seat)
    met.coordinator.go(Address("handOverCaseload"))
    click(met.coordinator.see(f"caseload={met.first}"))
    click(met.coordinator.see(f"successor={met.other.desk.now().worker}"))
    return met.coordinator


HANDING: Final[dict[str, Open]] = {
    "hand-over": hand_over_case,
    "hand-over-refused": hand_over_refused,
    "case-moving": case_moving,
    "handed-over": handed_over,
    "hand-over-caseload": hand_over_caseload,
}
