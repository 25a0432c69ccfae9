"""A server, a desk or a whole laptop that was set back to what it was some days ago, or copied: nothing is lost."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from fieldapp.domain.ids import RecordId
from fieldapp.storage.backup import back_up
from fieldapp.storage.restoring import restore
from sync.client.log import Event
from tests.sync.client.making import CASE, KEY, Person, Team
from tests.together.conftest import Seat
from tests.together.talking import Server, Talker

pytestmark = pytest.mark.usefixtures("all_met")


def copy_of(folder: Path, to: Path) -> Path:
    """The files as they lie there."""
    return Path(shutil.copytree(folder, to))


def set_back(server: Server, copy: Path | None) -> None:
    """The server's disk is replaced by an older copy of it, or by an empty one."""
    server.stop()
    shutil.rmtree(server.folder)
    if copy is not None:
        shutil.copytree(copy, server.folder)
    server.start()


def kept(server: Server, tmp_path: Path) -> Path:
    """A copy of the server's disk, made while it does not run."""
    server.stop()
    copy = copy_of(server.folder, tmp_path / "kept")
    server.start()
    return copy


def assert_all_are_everywhere(
    team: Team, server: Server, talkers: list[Talker], cases: list[RecordId], people: list[Person]
) -> None:
    for person in people:
        assert all(person.has(case) for case in cases)
    assert len({talker.agreement(team.caseload) for talker in talkers}) == 1
    assert {talker.heads()[team.caseload] for talker in talkers} == {server.heads()[team.caseload]}
    assert [talker.not_sent() for talker in talkers] == [0 for _ in talkers]


def test_a_server_that_was_set_back_gets_again_what_it_lost(
    team: Team, seat: Seat, server: Server, tmp_path: Path
) -> None:
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    cases = [team.worker.create(CASE, code="A")]
    worker.talk()
    copy = kept(server, tmp_path)
    cases += [team.worker.create(CASE, code="B"), team.supervisor.create(CASE, code="C")]
    for talker in (worker, supervisor, worker):
        talker.talk()

    set_back(server, copy)
    for talker in (worker, supervisor, worker, supervisor):
        talker.talk()

    assert worker.has_noted(Event.SERVER_LOST)
    assert_all_are_everywhere(team, server, [worker, supervisor], cases, [team.worker, team.supervisor])


def test_what_only_a_colleague_still_has_comes_back_to_a_server_that_lost_it(
    team: Team, seat: Seat, server: Server, tmp_path: Path
) -> None:
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    copy = kept(server, tmp_path)
    case = team.worker.create(CASE, code="A")
    worker.talk()
    supervisor.talk()

    set_back(server, copy)
    supervisor.talk()

    assert supervisor.has_noted(Event.SERVER_LOST)
    assert server.heads()[team.caseload].count == 1
    assert team.supervisor.has(case)


def test_a_server_that_was_set_back_and_has_gone_on_is_found_out_by_its_heads(
    team: Team, seat: Seat, server: Server, tmp_path: Path
) -> None:
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    copy = kept(server, tmp_path)
    cases = [team.worker.create(CASE, code="A")]
    worker.talk()
    set_back(server, copy)
    for code in ("B", "C"):
        cases.append(team.supervisor.create(CASE, code=code))
        supervisor.talk()

    for talker in (worker, supervisor, worker):
        talker.talk()

    assert worker.has_noted(Event.TWO_FACES)
    assert_all_are_everywhere(team, server, [worker, supervisor], cases, [team.worker, team.supervisor])


def test_an_empty_server_is_filled_again_by_the_desks(team: Team, seat: Seat, server: Server) -> None:
    talkers = [seat(person) for person in team.everybody]
    cases = [team.worker.create(CASE, code="A"), team.supervisor.create(CASE, code="B")]
    for talker in (*talkers, *talkers):
        talker.talk()

    set_back(server, None)
    for talker in (*talkers, *talkers):
        talker.talk()

    _, worker, supervisor, _ = talkers
    assert_all_are_everywhere(team, server, [worker, supervisor], cases, [team.worker, team.supervisor])
    again = team.worker.create(CASE, code="C")
    worker.talk()
    supervisor.talk()
    assert team.supervisor.has(again)


def test_a_desk_set_back_by_its_files_gets_back_what_it_had_sent_and_sends_what_is_new(
    team: Team, seat: Seat, server: Server, tmp_path: Path
) -> None:
    supervisor = seat(team.supervisor)
    cases = [team.worker.create(CASE, code="A")]
    seat(team.worker).talk()
    team.worker.store.close()
    copy = copy_of(team.worker.folder, tmp_path / "desk")
    team.worker.reopen()
    cases.append(team.worker.create(CASE, code="B"))
    seat(team.worker).talk()
    team.worker.store.close()
    shutil.rmtree(team.worker.folder)
    shutil.copytree(copy, team.worker.folder)
    team.worker.reopen()

    worker = seat(team.worker)
    cases.append(team.worker.create(CASE, code="C"))
    for talker in (worker, supervisor, worker):
        talker.talk()

    assert worker.has_noted(Event.COPIED)
    assert_all_are_everywhere(team, server, [worker, supervisor], cases, [team.worker, team.supervisor])


def test_two_copies_of_a_desk_lose_nothing_to_each_other(
    team: Team, seat: Seat, server: Server, tmp_path: Path
) -> None:
    cases = [team.worker.create(CASE, code="A")]
    seat(team.worker).talk()
    team.worker.store.close()
    folder = copy_of(team.worker.folder, tmp_path / "desk")
    team.worker.reopen()
    twin = replace(team.worker, folder=folder)
    try:
        cases += [team.worker.create(CASE, code="B"), twin.create(CASE, code="C"), twin.create(CASE, code="D")]
        one, other, supervisor = seat(team.worker), seat(twin), seat(team.supervisor)
        for talker in (one, other, one, other, supervisor):
            talker.talk()
        cases += [team.worker.create(CASE, code="E"), twin.create(CASE, code="F")]
        for talker in (other, one, other, supervisor):
            talker.talk()

        everybody = [team.worker, twin, team.supervisor]
        assert other.has_noted(Event.COPIED)
        assert_all_are_everywhere(team, server, [one, other, supervisor], cases, everybody)
    finally:
        twin.close()


def test_a_desk_restored_from_a_stick_gets_back_what_it_had_sent_since(
    team: Team, seat: Seat, server: Server, tmp_path: Path
) -> None:
    backup_key, stick, worker = bytes(32), tmp_path / "stick", team.worker
    stick.mkdir()
    (worker.folder / "keystore").write_bytes(b"her keys")
    cases = [worker.create(CASE, code="A")]
    copy = back_up(worker.store, backup_key, stick, worker.clock.now())
    cases.append(worker.create(CASE, code="B"))
    seat(worker).talk()
    restore(copy.folder, backup_key, KEY, tmp_path / "restored", worker.clock.now())

    restored = replace(worker, folder=tmp_path / "restored")
    try:
        talker, supervisor = seat(restored), seat(team.supervisor)
        cases.append(restored.create(CASE, code="C"))
        for each in (talker, supervisor, talker):
            each.talk()

        assert talker.log().count(Event.RESTORED.value) == 1
        assert_all_are_everywhere(team, server, [talker, supervisor], cases, [restored, team.supervisor])
    finally:
        restored.close()
