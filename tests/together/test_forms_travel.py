"""A form that the coordinator brings in goes by the real server to her colleagues; the server sees nothing of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldapp.domain.ids import FormId
from fieldapp.words import ENGLISH
from fieldapp.work.desk import Desk
from fieldapp.work.filling import reopen
from fieldapp.work.importing import imported_forms, read_form
from fieldapp.work.sharing import Sent, arrived_forms, bring_in_for_all, look_at_arrived, take_arrived
from tests.fieldapp.work.conftest import saved
from tests.helpers.workbooks import VISIT, Rows, later, workbook
from tests.sync.client.making import Person, Team
from tests.together.conftest import Lay, Seat

pytestmark = pytest.mark.usefixtures("all_met")


def villages(number: int) -> dict[str, Rows]:
    """The form with a long list in two languages, hardly two lines alike."""
    header = VISIT["choices"][0]
    lines = [["place", f"v{n}", f"Village {n * 7919 % 99991}", f"Село {n * 104729 % 99991}"] for n in range(number)]
    return {**VISIT, "choices": [header, *VISIT["choices"][1:], *lines]}


def brings_in(person: Person, folder: Path, written: dict[str, Rows]) -> tuple[Desk, Sent]:
    desk = person.desk
    _, sent = bring_in_for_all(desk, read_form(desk, workbook(folder / "form.xlsx", written)))
    return desk, sent


def test_a_form_of_the_coordinator_is_on_every_desk_after_a_talk_and_its_records_are_read(
    team: Team, seat: Seat, tmp_path: Path
) -> None:
    coordinator, worker, supervisor = (seat(each) for each in (team.coordinator, team.worker, team.supervisor))
    _, sent = brings_in(team.coordinator, tmp_path, dict(VISIT))
    for talker in (coordinator, worker, supervisor):
        talker.talk()
    hers, over = team.worker.desk, team.supervisor.desk
    for desk in (hers, over):
        take_arrived(desk, arrived_forms(desk)[0].record)
    record = saved(hers, "visit", None, place="school", people="7")
    for talker in (worker, supervisor):
        talker.talk()

    assert sent is Sent.SENT
    assert reopen(over, record).form.title == "Visit"
    assert arrived_forms(hers) == ()


def test_the_next_version_tells_each_desk_what_it_changes_there(team: Team, seat: Seat, tmp_path: Path) -> None:
    coordinator, worker = seat(team.coordinator), seat(team.worker)
    desk, _ = brings_in(team.coordinator, tmp_path, dict(VISIT))
    for talker in (coordinator, worker):
        talker.talk()
    hers = team.worker.desk
    take_arrived(hers, arrived_forms(hers)[0].record)
    record = saved(hers, "visit", None, place="school")
    bring_in_for_all(desk, read_form(desk, workbook(tmp_path / "later.xlsx", later())))
    for talker in (coordinator, worker):
        talker.talk()

    (come,) = arrived_forms(hers)
    seen = look_at_arrived(hers, come.record, ENGLISH).preview
    assert (seen.before, seen.form.version, seen.touched) == ("2026031201", "2026041501", 1)
    take_arrived(hers, come.record)
    assert [(each.question, each.answer) for each in reopen(hers, record).kept()] == [("Where?", "School")]
    assert [each.version for each in imported_forms(hers)] == ["2026041501"]


def test_a_form_with_thousands_of_choices_travels_in_one_piece(team: Team, seat: Seat, tmp_path: Path) -> None:
    coordinator, worker = seat(team.coordinator), seat(team.worker)
    desk, sent = brings_in(team.coordinator, tmp_path, villages(10_000))
    for talker in (coordinator, worker):
        talker.talk()
    hers = team.worker.desk
    take_arrived(hers, arrived_forms(hers)[0].record)

    assert sent is Sent.SENT
    assert coordinator.not_sent() == 0
    assert hers.library.form(FormId("visit")).lists == desk.library.form(FormId("visit")).lists


def test_nothing_of_a_form_is_seen_on_the_line(team: Team, seat: Seat, lay: Lay, tmp_path: Path) -> None:
    wire = lay(listen=True)
    coordinator = seat(team.coordinator, wire)
    brings_in(team.coordinator, tmp_path, dict(VISIT))
    coordinator.talk()

    assert wire.up.heard
    for word in ("visit", "Visit", "Where", "school", "2026031201"):
        assert word.encode() not in wire.up.heard
