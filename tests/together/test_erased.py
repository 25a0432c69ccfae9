"""What is left of an erased case: no byte, no key, a certificate; and who cannot erase, whatever they say."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select, update

from fieldapp.domain.attachments import to_text
from fieldapp.domain.codes import new_code
from fieldapp.domain.erasing import Erasure, WhyErased
from fieldapp.domain.spaces import Role
from fieldapp.work.attaching import take_in
from fieldapp.work.erasing import MayNotErase, OtherCode
from sync.client import taking_in
from sync.client.aside import look
from sync.client.believing import trust_of
from sync.client.erased import erasures
from sync.client.gathering import Gathering
from sync.client.inviting import Invitee, invite
from sync.client.log import Event
from sync.client.members import take_out
from sync.client.spaces import key_to_seal_with
from sync.protocol.keys import SIGNATURE_SIZE
from sync.server import schema
from sync.server.backups import note_backup
from tests.fieldapp.storage.test_secrecy import in_clear
from tests.sync.client.making import CASE, KEY, Person, Team, join_by_files
from tests.together.conftest import Seat
from tests.together.erasing import (
    CODE,
    NAME,
    OTHER,
    a_case,
    erased_by,
    opens_with,
    residue_of,
    talk,
)
from tests.together.talking import Server


def test_no_packet_of_it_lies_in_any_file_of_the_running_server(
    team: Team, seat: Seat, server: Server, all_met: None
) -> None:
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    case = a_case(team.worker)
    talk(worker, supervisor)
    with server.centre.database.reading() as connection:
        of_it = select(schema.chunk.c.raw).where(schema.chunk.c.space == team.caseload)
        packets = [bytes(raw) for (raw,) in connection.execute(of_it)]
    assert packets
    assert all(packet[-SIGNATURE_SIZE:] in lying_at(server) for packet in packets)

    erased_by(team.supervisor, case)
    talk(supervisor)

    assert not any(packet[-SIGNATURE_SIZE:] in lying_at(server) for packet in packets)


def lying_at(server: Server) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(server.folder.rglob("*")) if path.is_file())


def test_it_waits_until_somebody_has_decided_on_what_was_sent_late(
    team: Team, seat: Seat, server: Server, all_met: None
) -> None:
    coordinator, worker, supervisor = seat(team.coordinator), seat(team.worker), seat(team.supervisor)
    case, kept = a_case(team.worker), a_case(team.worker, new_code(Random(8)), OTHER)
    talk(worker, supervisor)
    team.worker.change(kept, status="closed")
    take_out(team.coordinator.station, team.worker.worker, team.caseload)
    talk(coordinator, supervisor, worker, supervisor)
    (late,) = look(team.supervisor.station).aside
    assert late.may_take_in

    erased_by(team.supervisor, case)
    talk(supervisor)
    (waiting,) = erasures(team.supervisor.station)
    assert (waiting.waits, waiting.server) == (True, None)

    taking_in.take_in(team.supervisor.station, late.number)
    assert team.supervisor.answers(kept)["status"] == "closed"
    talk(supervisor, supervisor)

    (done,) = erasures(team.supervisor.station)
    assert (done.waits, done.keys, done.shut_out) == (False, True, ("Worker 1",))
    assert supervisor.not_sent() == 0


def test_a_desk_that_comes_later_reads_all_but_the_erased_case(
    team: Team, seat: Seat, server: Server, newcomer: Person, all_met: None
) -> None:
    worker, supervisor, coordinator = seat(team.worker), seat(team.supervisor), seat(team.coordinator)
    case, kept = a_case(team.worker), a_case(team.worker, new_code(Random(8)), OTHER)
    talk(worker, supervisor)
    erased_by(team.supervisor, case)
    talk(supervisor, worker)

    late = invite(team.coordinator.station, Invitee(name="Worker 2", role=Role.OUTREACH, joins=(team.caseload,)))
    talk(coordinator)
    join_by_files(team.coordinator, newcomer, late)
    second = seat(newcomer)
    talk(coordinator, supervisor, second, supervisor, second)

    assert newcomer.has(kept)
    assert not newcomer.has(case)
    assert second.agreement(team.caseload) == supervisor.agreement(team.caseload)
    assert not {Event.TWO_FACES.value, Event.BROKEN_CHAIN.value, Event.HOLE.value} & set(second.log())
    with newcomer.store.read() as reader:
        assert reader.erasures.has(case)


def test_a_file_of_it_leaves_every_disk(team: Team, seat: Seat, server: Server, all_met: None) -> None:
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    photo = take_in(team.worker.desk, bytes(300_000), "photo.jpg")
    case = team.worker.create(CASE, code=CODE, photo=to_text(photo))
    talk(worker, supervisor)
    path = server.folder / "files" / team.caseload / photo.id
    assert path.exists()
    assert team.supervisor.store.attachments.has(photo.id)

    erased_by(team.supervisor, case)
    talk(supervisor, worker)

    assert not path.exists()
    assert not team.supervisor.store.attachments.has(photo.id)
    assert not team.worker.store.attachments.has(photo.id)


def test_afterwards_no_key_anywhere_opens_what_was_sealed_with_it(
    team: Team, seat: Seat, server: Server, all_met: None, home: Path
) -> None:
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    case = a_case(team.worker)
    talk(worker, supervisor)
    with server.centre.database.reading() as connection:  # as a backup of the server holds it
        before = [bytes(raw) for (raw,) in connection.execute(select(schema.chunk.c.raw)) if raw]
    assert opens_with(team, before, CODE)

    erased_by(team.supervisor, case)
    talk(supervisor, worker, supervisor)

    assert not opens_with(team, before, CODE)
    with server.centre.database.reading() as connection:
        after = [bytes(raw) for (raw,) in connection.execute(select(schema.chunk.c.raw)) if raw]
    assert not opens_with(team, after, CODE)
    for person in team.everybody:
        assert residue_of(person, NAME, CODE) == []
    assert in_clear(home, NAME, CODE, KEY) == []
    assert in_clear(server.folder, NAME, CODE) == []


def test_only_who_keeps_the_space_erases_and_only_after_typing_its_code(team: Team, seat: Seat, all_met: None) -> None:
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    case = a_case(team.worker)
    talk(worker, supervisor)

    with pytest.raises(MayNotErase):
        erased_by(team.worker, case)
    for wrong in ("", "P2RX-9VTW-0M", NAME):
        with pytest.raises(OtherCode):
            erased_by(team.supervisor, case, wrong)

    assert team.worker.has(case)
    assert team.supervisor.has(case)
    erased_by(team.supervisor, case, f" {CODE.lower()} ")
    assert not team.supervisor.has(case)


def test_the_certificate_tells_who_has_confirmed_and_when_the_last_backup_was_made(
    team: Team, seat: Seat, server: Server, all_met: None
) -> None:
    officer, worker, supervisor = (seat(each) for each in (team.coordinator, team.worker, team.supervisor))
    case = a_case(team.worker)
    talk(worker, supervisor)
    backup = team.worker.clock.now()
    note_backup(server.folder, backup)

    erased_by(team.supervisor, case)
    (first,) = erasures(team.supervisor.station)
    assert (first.server, [(each.worker, each.at) for each in first.desks]) == (
        None,
        [("Coordinator 1", None), ("Worker 1", None)],  # she keeps a recovery key
    )
    assert (first.here.records, first.keys, first.backup) == (2, False, None)

    talk(supervisor)
    (second,) = erasures(team.supervisor.station)
    assert second.server is not None
    assert (second.server.packets, second.keys, second.backup) == (1, True, backup)
    assert [each.at for each in second.desks] == [None, None]

    team.worker.clock.pass_(minutes=5)
    talk(worker, officer, supervisor)
    (third,) = erasures(team.supervisor.station)
    assert [(each.worker, each.at) for each in third.desks] == [
        ("Coordinator 1", team.coordinator.clock.now()),
        ("Worker 1", team.worker.clock.now()),
    ]
    (hers,) = erasures(team.worker.station)
    assert (hers.by, hers.number) == ("Supervisor 1", first.number)


def test_a_server_that_calls_something_gone_which_nobody_cleared_is_noticed(
    team: Team, seat: Seat, server: Server, all_met: None
) -> None:
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    case = a_case(team.worker)
    talk(worker)
    with server.centre.database.writing() as connection:
        connection.execute(update(schema.chunk).where(schema.chunk.c.space == team.caseload).values(raw=b""))

    supervisor.talk()

    assert supervisor.has_noted(Event.HOLE)
    assert not team.supervisor.has(case)
    assert team.caseload not in supervisor.heads()


def test_a_member_who_does_not_keep_the_space_erases_nothing_by_saying_so(
    team: Team, seat: Seat, server: Server, all_met: None
) -> None:
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    case = a_case(team.worker)
    talk(worker, supervisor)
    with team.supervisor.store.read() as reader:
        records = reader.erasures.tree(case)
    claimed = Erasure(
        number=CODE,
        spaces=(team.caseload,),
        records=records,
        why=WhyErased.ASKED.value,
        who=team.worker.worker,
        when=team.worker.clock.now(),
    )

    with team.worker.store.read() as reader:
        key = key_to_seal_with(reader, trust_of(reader), team.caseload)
    assert key is not None
    claim = Gathering(team.worker.station, key, [claimed])
    assert not claim.step() or not claim.step()
    team.worker.store.write_now(claim.finish)
    talk(worker, supervisor, worker)

    assert team.supervisor.has(case)
    assert erasures(team.supervisor.station) == ()
