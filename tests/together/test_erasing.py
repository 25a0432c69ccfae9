"""A case is erased for good: here, on the server and at every other desk, and nobody's other work is lost by it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select, update

from fieldapp.domain.attachments import to_text
from fieldapp.domain.codes import new_code
from fieldapp.domain.erasing import Erasure, WhyErased
from fieldapp.domain.ids import FieldId, RecordId, SpaceId
from fieldapp.domain.spaces import Role
from fieldapp.storage.store import Write
from fieldapp.work.attaching import take_in
from fieldapp.work.erasing import MayNotErase, OtherCode
from sync.client import erasing, taking_in
from sync.client.aside import look
from sync.client.believing import trust_of
from sync.client.erased import erasures
from sync.client.erasing import Wanted, erase, has_begun
from sync.client.inviting import Invitee, invite
from sync.client.log import Event
from sync.client.members import take_out
from sync.client.outgoing import seal_waiting
from sync.client.snapshots import Sealed, seal_snapshot
from sync.client.spaces import key_to_seal_with, keys_of
from sync.client.station import Station
from sync.protocol.chunks import read_chunk
from sync.protocol.cleared import read_cleared
from sync.protocol.errors import Unacceptable
from sync.protocol.sealing import open_chunk
from sync.server import log, schema
from sync.server.backups import note_backup
from tests.fieldapp.storage.making import Desk
from tests.fieldapp.storage.test_secrecy import in_clear, residue
from tests.sync.client.making import CASE, INCIDENT, KEY, Person, Team, join_by_files
from tests.together.conftest import Seat
from tests.together.talking import Server, Talker

NAME, OTHER = "Анараканарейка", "Бермет"
CODE = new_code(Random(7))


def a_case(person: Person, code: str = CODE, name: str = NAME) -> RecordId:
    case = person.create(CASE, code=code)
    person.create(INCIDENT, case, note=f"at home, {name}")
    return case


def erased_by(person: Person, case: RecordId, typed: str = CODE) -> None:
    erase(person.station, person.desk, case, WhyErased.ASKED, typed)


def talk(*talkers: Talker, times: int = 1) -> None:
    for _ in range(times):
        for talker in talkers:
            talker.talk()


def notes(person: Person) -> set[str]:
    with person.store.read() as reader:
        return {str(each.answers.get(FieldId("note"))) for each in reader.of_form(INCIDENT)}


def epochs_held(person: Person, team: Team) -> list[int]:
    with person.store.read() as reader:
        return [key.number for key in reader.sync.space_keys(team.caseload)]


def test_it_goes_everywhere_and_all_else_stays(team: Team, seat: Seat, server: Server, all_met: None) -> None:
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    case = a_case(team.worker)
    kept = a_case(team.worker, new_code(Random(8)), OTHER)
    talk(worker, supervisor)
    assert team.supervisor.has(case)

    erased_by(team.supervisor, case)
    assert not team.supervisor.has(case)
    talk(supervisor, worker, supervisor)

    for person in (team.supervisor, team.worker):
        assert not person.has(case)
        assert person.has(kept)
        assert notes(person) == {f"at home, {OTHER}"}
        assert epochs_held(person, team) == [2]
        with person.store.read() as reader:
            assert not has_begun(reader)
            assert reader.sync.held() == ()
            sealed_to = {each.epoch for each in reader.sync.envelopes() if each.space == team.caseload}
            assert sealed_to == {key.epoch for key in reader.sync.space_keys(team.caseload)}
            (word,) = reader.sync.words_of_server()
    assert read_cleared(word.body).chunks == 1
    assert worker.heads() == supervisor.heads()
    assert worker.agreement(team.caseload) == supervisor.agreement(team.caseload)
    again = a_case(team.worker, new_code(Random(9)), "later")
    talk(worker, supervisor)
    assert team.supervisor.has(again)


def test_what_a_colleague_wrote_offline_is_kept_but_for_the_erased_case(
    team: Team, seat: Seat, server: Server, all_met: None
) -> None:
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    case, kept = a_case(team.worker), a_case(team.worker, new_code(Random(8)), OTHER)
    talk(worker, supervisor)
    team.worker.change(case, status="closed")
    team.worker.change(kept, status="closed")
    seal_waiting(team.worker.station)  # under the key that will be destroyed

    erased_by(team.supervisor, case)
    talk(supervisor, worker, supervisor, worker)

    assert not team.worker.has(case)
    assert team.supervisor.answers(kept)["status"] == "closed"
    assert worker.not_sent() == 0
    assert worker.agreement(team.caseload) == supervisor.agreement(team.caseload)
    with team.worker.store.read() as reader:
        (told,) = reader.erasures.every()
    assert (told.counted.records, told.counted.unsent) == (2, 1)


def test_what_comes_in_while_the_snapshot_is_on_its_way_is_not_lost(
    team: Team, seat: Seat, server: Server, all_met: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    case, kept = a_case(team.worker), a_case(team.worker, new_code(Random(8)), OTHER)
    talk(worker, supervisor)
    erased_by(team.supervisor, case)
    said, between = erasing._said, list[str]()

    def said_late(write: Write, station: Station, space: SpaceId, want: Wanted, sealed: Sealed) -> Wanted:
        if not between:
            team.worker.change(kept, status="closed")
            seal_waiting(team.worker.station)
            with team.worker.store.read() as reader:
                (chunk,) = reader.outbox.unanswered()
                (body,) = (each.body for each in reader.outbox.sealed(chunk.stream))
            between.append(chunk.hash)
            with server.centre.database.writing() as connection:
                log.take(connection, read_chunk(body), when=team.worker.clock.now(), key=server.centre.key)
        return said(write, station, space, want, sealed)

    monkeypatch.setattr(erasing, "_said", said_late)
    talk(supervisor, supervisor, worker, supervisor, worker)

    assert between
    assert team.supervisor.answers(kept)["status"] == "closed"
    assert not team.worker.has(case)
    assert epochs_held(team.supervisor, team) == epochs_held(team.worker, team) == [2]
    assert worker.agreement(team.caseload) == supervisor.agreement(team.caseload)


def test_what_comes_late_under_the_new_key_is_cleared_with_one_still_newer(
    team: Team, seat: Seat, server: Server, all_met: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    case = a_case(team.worker)
    talk(worker, supervisor)
    erased_by(team.supervisor, case)
    said, between = erasing._said, list[str]()

    def said_late(write: Write, station: Station, space: SpaceId, want: Wanted, sealed: Sealed) -> Wanted:
        if not between:
            between.append("once")
            worker.talk()  # she gets the new key, and does not know yet what for
            team.worker.change(case, note=f"later, {NAME}")
            worker.talk()
        return said(write, station, space, want, sealed)

    monkeypatch.setattr(erasing, "_said", said_late)
    talk(supervisor, supervisor, worker, supervisor)

    assert between
    assert not team.worker.has(case)
    assert epochs_held(team.supervisor, team) == epochs_held(team.worker, team) == [3]
    with server.centre.database.reading() as connection:
        left = [bytes(raw) for (raw,) in connection.execute(select(schema.chunk.c.raw)) if raw]
    assert not opens_with(team, left, NAME)
    (seen,) = erasures(team.supervisor.station)
    assert (seen.here.late, seen.server is None) == (1, False)


def test_two_who_erase_at_once_lose_nothing_and_leave_nothing(
    team: Team, seat: Seat, server: Server, newcomer: Person, all_met: None
) -> None:
    worker, supervisor, coordinator = seat(team.worker), seat(team.supervisor), seat(team.coordinator)
    late = invite(team.coordinator.station, Invitee(name="Supervisor 2", role=Role.SUPERVISOR, joins=(team.caseload,)))
    join_by_files(team.coordinator, newcomer, late)
    other = seat(newcomer)
    kept_code, other_code = new_code(Random(8)), new_code(Random(9))
    case, second = a_case(team.worker), a_case(team.worker, other_code, "Second")
    kept = a_case(team.worker, kept_code, OTHER)
    talk(coordinator, worker, supervisor, other, worker, supervisor, other)
    assert newcomer.has(second)

    erased_by(team.supervisor, case)
    erased_by(newcomer, second, other_code)
    talk(supervisor, other, worker, times=4)

    for person in (team.worker, team.supervisor, newcomer):
        assert notes(person) == {f"at home, {OTHER}"}
        assert person.has(kept)
    assert epochs_held(team.supervisor, team) == epochs_held(newcomer, team) == epochs_held(team.worker, team)
    with server.centre.database.reading() as connection:
        left = [bytes(raw) for (raw,) in connection.execute(select(schema.chunk.c.raw)) if raw]
    assert not opens_with(team, left, CODE)
    assert not opens_with(team, left, other_code)
    assert opens_with(team, left, kept_code)
    assert other.agreement(team.caseload) == supervisor.agreement(team.caseload) == worker.agreement(team.caseload)


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


def opens_with(team: Team, chunks: list[bytes], word: str) -> bool:
    """Whether any desk opens any of these and finds the word."""
    for person in team.everybody:
        with person.store.read() as reader:
            keys = keys_of(reader)
        for raw in chunks:
            with suppress(Unacceptable):
                if word in repr(open_chunk(read_chunk(raw), keys)):
                    return True
    return False


def residue_of(person: Person, *words: str) -> list[str]:
    return residue(Desk(person.store), *words)


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
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    case = a_case(team.worker)
    talk(worker, supervisor)
    backup = team.worker.clock.now()
    note_backup(server.folder, backup)

    erased_by(team.supervisor, case)
    (first,) = erasures(team.supervisor.station)
    assert (first.server, [(each.worker, each.at) for each in first.desks]) == (None, [("Worker 1", None)])
    assert (first.here.records, first.keys, first.backup) == (2, False, None)

    talk(supervisor)
    (second,) = erasures(team.supervisor.station)
    assert second.server is not None
    assert (second.server.packets, second.keys, second.backup) == (1, True, backup)
    assert [each.at for each in second.desks] == [None]

    team.worker.clock.pass_(minutes=5)
    talk(worker, supervisor)
    (third,) = erasures(team.supervisor.station)
    assert [(each.worker, each.at) for each in third.desks] == [("Worker 1", team.worker.clock.now())]
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

    def claim(write: Write) -> None:
        trust = trust_of(write)
        key = key_to_seal_with(write, trust, team.caseload)
        assert key is not None
        seal_snapshot(write, team.worker.station, trust, key, [claimed])

    team.worker.store.write_now(claim)
    talk(worker, supervisor, worker)

    assert team.supervisor.has(case)
    assert erasures(team.supervisor.station) == ()
