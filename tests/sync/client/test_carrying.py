"""Records into chunks and out of them, desk to desk, carried by hand."""

from __future__ import annotations

import pytest

from fieldapp.domain.changes import CREATE
from fieldapp.domain.ids import SpaceId, new_record_id
from fieldapp.storage.values import Lane, NewChange
from sync.client.believing import trust_of
from sync.client.log import Event
from sync.client.records.heads import head_at, start_again
from sync.client.records.incoming import Hole, take_chunk
from sync.client.records.outgoing import begin_anew, seal_waiting, stop, stopped, waiting_chunks
from sync.client.records.spaces import keys_of
from sync.protocol import limits
from sync.protocol.chunks import Chunk, read_chunk
from sync.protocol.head import EMPTY
from tests.sync.client.carrying import Carrier, carrier_for, share_documents
from tests.sync.client.making import CASE, INCIDENT, WORKSHOP, Person, Team, log_of
from tests.sync.protocol.house import random_from


@pytest.fixture
def carrier(team: Team) -> Carrier:
    carried = carrier_for(team.coordinator)
    share_documents(carried, *team.everybody)
    return carried


def waiting(person: Person) -> int:
    with person.store.read() as reader:
        return reader.standing().not_sent


def test_what_she_saves_reaches_her_supervisor_and_nobody_else(team: Team, carrier: Carrier) -> None:
    case = team.worker.create(CASE, code="A")
    team.worker.create(INCIDENT, parent=case)

    carrier.fetch(team.worker)
    happened = carrier.give(team.supervisor, team.caseload)

    assert case in happened.records
    assert team.supervisor.answers(case) == {"code": "A"}
    assert waiting(team.worker) == 0
    assert set(carrier.rows) == {team.caseload}
    with team.trainer.store.read() as reader:
        assert not trust_of(reader).may_read(team.trainer.station.identity().desk, team.caseload)
        assert all(key.space != team.caseload for key in keys_of(reader).values())


def test_nothing_leaves_the_outbox_without_a_receipt(team: Team, carrier: Carrier) -> None:
    team.worker.create(CASE)

    (chunk,) = carrier.fetch(team.worker, receipts=False)
    assert waiting(team.worker) == 1
    again = carrier.fetch(team.worker, receipts=False)

    assert [each.raw for each in again] == [chunk.raw]
    assert carrier.receipt(team.worker, chunk) == 1
    assert waiting(team.worker) == 0
    assert carrier.receipt(team.worker, chunk) == 0


def test_a_receipt_for_chunks_she_never_sealed_is_not_believed(team: Team, carrier: Carrier) -> None:
    team.worker.create(CASE)
    (chunk,) = carrier.fetch(team.worker, receipts=False)
    team.worker.store.write_now(begin_anew)
    team.worker.create(CASE)

    (other,) = [each for each in carrier.fetch(team.worker, receipts=False) if each.n == 1]

    assert other.stream != chunk.stream
    assert carrier.receipt(team.worker, chunk) in (0, -1)
    assert waiting(team.worker) == 2


def test_chunks_are_of_about_one_size_and_are_numbered_in_a_chain(team: Team, carrier: Carrier) -> None:
    for number in range(300):
        team.worker.create(CASE, code=f"{number}", note=random_from(f"note {number}")(75).hex())

    chunks = carrier.fetch(team.worker)

    assert [chunk.n for chunk in chunks] == list(range(1, len(chunks) + 1))
    assert [chunk.prev for chunk in chunks] == ["", *(chunk.hash for chunk in chunks[:-1])]
    assert len(chunks) > 1
    assert all(len(chunk.raw) < 1.5 * limits.CHUNK_TARGET for chunk in chunks)
    assert waiting(team.worker) == 0
    carrier.give(team.supervisor, team.caseload)
    with team.worker.store.read() as mine, team.supervisor.store.read() as hers:
        assert mine.agreement(team.caseload) == hers.agreement(team.caseload)
        assert mine.agreement(team.caseload).records == 300


def test_what_is_urgent_goes_first_with_what_it_builds_on(team: Team, carrier: Carrier) -> None:
    worker, space = team.worker, team.caseload
    case = worker.create(CASE, code="A")
    worker.create(CASE, code="B")
    urgent = NewChange(record=new_record_id(), kind=CREATE, form=INCIDENT, version="1", parent=case, space=space)
    worker.save(urgent, lane=Lane.URGENT)

    chunks = carrier.fetch(worker)
    carrier.give(team.supervisor, space, upto=1)

    assert [chunk.stream.lane for chunk in chunks] == ["urgent", "edits"]
    assert team.supervisor.has(case)
    assert team.supervisor.has(urgent.record)


def test_without_a_key_chunks_are_held_and_opened_when_it_comes(team: Team) -> None:
    carrier = carrier_for(team.coordinator)
    for _ in range(2):  # the worker and the coordinator; the supervisor's desk has no envelope yet
        for person in (team.coordinator, team.worker):
            carrier.fetch_documents(person)
        carrier.give_documents(team.coordinator)
        carrier.give_documents(team.worker)
    case = team.worker.create(CASE, code="A")
    carrier.fetch(team.worker)

    carrier.give(team.supervisor, team.caseload)
    assert not team.supervisor.has(case)
    with team.supervisor.store.read() as reader:
        assert list(reader.sync.held_count().values()) == [1]
        assert head_at(reader, team.caseload).count == 1

    share_documents(carrier, *team.everybody)

    assert team.supervisor.answers(case) == {"code": "A"}
    with team.supervisor.store.read() as reader:
        assert reader.sync.held_count() == {}


def test_a_key_is_used_only_once_the_server_has_taken_its_epoch(team: Team) -> None:
    team.worker.create(CASE)
    assert seal_waiting(team.worker.station) == 0

    share_documents(carrier_for(team.coordinator), *team.everybody)

    assert seal_waiting(team.worker.station) == 1


def forged(chunk: Chunk) -> Chunk:
    raw = bytearray(chunk.raw)
    raw[-1] ^= 1
    return read_chunk(bytes(raw))


def test_a_wrong_chunk_is_parked_and_the_rest_flows_on(team: Team, carrier: Carrier) -> None:
    first = team.worker.create(CASE, code="A")
    (chunk,) = carrier.fetch(team.worker)
    second = team.worker.create(CASE, code="B")
    carrier.fetch(team.worker)
    carrier.rows[team.caseload][0] = forged(chunk)

    carrier.give(team.supervisor, team.caseload)

    assert not team.supervisor.has(first)
    assert team.supervisor.has(second)
    with team.supervisor.store.read() as reader:
        (parked,) = reader.sync.parked()
    assert (parked.reason, parked.space, parked.desk) == ("forged", team.caseload, chunk.stream.desk)
    assert parked.body == forged(chunk).raw


def test_a_stranger_cannot_write_into_a_space(team: Team, carrier: Carrier) -> None:
    record = team.trainer.create(WORKSHOP)
    (chunk,) = carrier.fetch(team.trainer)

    take_chunk(team.supervisor.station, team.caseload, 1, chunk)

    assert not team.supervisor.has(record)
    with team.supervisor.store.read() as reader:
        assert [parked.reason for parked in reader.sync.parked()] == ["not_allowed"]


def test_a_hole_in_the_row_is_noticed_and_nothing_behind_it_is_taken(team: Team, carrier: Carrier) -> None:
    for code in ("A", "B", "C"):
        team.worker.create(CASE, code=code)
        carrier.fetch(team.worker)
    row = carrier.rows[team.caseload]
    carrier.give(team.supervisor, team.caseload, upto=1)

    with pytest.raises(Hole):
        take_chunk(team.supervisor.station, team.caseload, 3, row[2])

    with team.supervisor.store.read() as reader:
        assert head_at(reader, team.caseload).count == 1
    carrier.give(team.supervisor, team.caseload)
    with team.supervisor.store.read() as reader:
        assert reader.agreement(team.caseload).records == 3


def test_what_comes_twice_changes_nothing(team: Team, carrier: Carrier) -> None:
    case = team.worker.create(CASE, code="A")
    (chunk,) = carrier.fetch(team.worker)
    carrier.give(team.supervisor, team.caseload)

    assert not take_chunk(team.supervisor.station, team.caseload, 1, chunk)
    team.supervisor.store.write_now(lambda write: start_again(write, team.caseload))
    happened = carrier.give(team.supervisor, team.caseload)

    assert not happened.records
    assert team.supervisor.answers(case) == {"code": "A"}
    with team.supervisor.store.read() as reader:
        assert Event.BROKEN_CHAIN.value not in log_of(reader)


def test_a_server_that_keeps_one_of_her_chunks_back_is_found_out(team: Team, carrier: Carrier) -> None:
    for code in ("A", "B"):
        team.worker.create(CASE, code=code)
        carrier.fetch(team.worker)
    del carrier.rows[team.caseload][0]

    carrier.give(team.supervisor, team.caseload)

    with team.supervisor.store.read() as reader:
        assert Event.BROKEN_CHAIN.value in log_of(reader)


def test_a_server_that_shows_two_desks_two_rows_is_found_out(team: Team, carrier: Carrier) -> None:
    team.worker.create(CASE, code="A")
    team.supervisor.create(CASE, code="B")
    (hers,) = carrier.fetch(team.worker)
    (over,) = carrier.fetch(team.supervisor)
    row = carrier.rows[team.caseload]
    row[:] = [hers, over]
    carrier.give(team.worker, team.caseload)
    row[:] = [over, hers]
    carrier.give(team.supervisor, team.caseload)
    team.worker.create(CASE, code="C")
    carrier.fetch(team.worker)

    carrier.give(team.supervisor, team.caseload)

    with team.supervisor.store.read() as reader:
        assert Event.TWO_FACES.value in log_of(reader)


def test_one_change_that_is_too_big_is_set_aside_and_the_rest_flows_on(team: Team, carrier: Carrier) -> None:
    before = team.worker.create(CASE, code="A")
    big = team.worker.create(CASE, code="B", note="о" * limits.PAYLOAD)
    after = team.worker.create(CASE, code="C")

    carrier.fetch(team.worker)
    carrier.give(team.supervisor, team.caseload)

    assert [team.supervisor.has(record) for record in (before, big, after)] == [True, False, True]
    assert team.worker.record(big).not_sent
    with team.worker.store.read() as reader:
        assert [parked.reason for parked in reader.sync.parked()] == ["too_big"]


def test_a_space_the_server_refuses_stops_alone_and_goes_on_when_grants_change(team: Team, carrier: Carrier) -> None:
    team.supervisor.create(CASE)
    team.worker.create(CASE)
    seal_waiting(team.worker.station)

    team.worker.store.write_now(lambda write: stop(write, team.caseload, "not_allowed"))

    with team.worker.store.read() as reader:
        assert stopped(reader) == {team.caseload: "not_allowed"}
        assert waiting_chunks(reader) == ()
        assert reader.standing().not_sent == 1


def test_after_a_restore_what_was_not_answered_is_sealed_anew_in_a_row_of_its_own(team: Team, carrier: Carrier) -> None:
    team.worker.create(CASE)
    (first,) = carrier.fetch(team.worker, receipts=False)
    team.worker.store.write_now(begin_anew)

    (second,) = carrier.fetch(team.worker)
    carrier.give(team.supervisor, team.caseload)

    assert (second.n, second.prev) == (1, "")
    assert second.stream.incarnation != first.stream.incarnation
    with team.supervisor.store.read() as reader:
        assert reader.agreement(team.caseload).records == 1


def test_receipts_are_for_ones_own_chunks_alone(team: Team, carrier: Carrier) -> None:
    team.worker.create(CASE)
    (chunk,) = carrier.fetch(team.worker, receipts=False)

    assert carrier.receipt(team.supervisor, chunk) == 0


def test_heads_of_both_ends_agree(team: Team, carrier: Carrier) -> None:
    team.worker.create(CASE)
    carrier.fetch(team.worker)
    carrier.give(team.supervisor, team.caseload)
    carrier.give(team.worker, team.caseload)

    with team.worker.store.read() as mine, team.supervisor.store.read() as hers:
        assert head_at(mine, team.caseload) == head_at(hers, team.caseload) != EMPTY
        assert head_at(mine, SpaceId("00" * 16)) == EMPTY
