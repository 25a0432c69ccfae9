"""What desks send reaches those who may read it, once, and nobody else."""

from __future__ import annotations

import base64
import dataclasses

from fieldapp.domain.ids import DeskId, SpaceId
from sync.protocol import paths
from sync.protocol.frames import FrameType
from sync.protocol.head import head_of
from sync.protocol.hello import challenge, check_answer
from sync.protocol.marks import Marks
from sync.protocol.names import EDITS, IncarnationId
from sync.protocol.pieces import Growing
from sync.protocol.requests import sign_request
from sync.protocol.streams import START
from tests.sync.protocol.house import SEEN, House
from tests.sync.server.served import Served, piece


def test_what_a_desk_sends_is_receipted_and_reaches_her_supervisor(served: Served, house: House) -> None:
    chunks = house.chunks(3)

    sent = served.desk(house.worker).send(chunks)
    supervisor = served.desk(house.supervisor)
    given = supervisor.exchange()

    assert [(receipt.stream, receipt.mark, receipt.seq) for receipt in sent.receipts] == [
        (chunks[-1].stream, chunks[-1].mark, 3)
    ]
    assert supervisor.got == chunks
    assert given.heads.spaces[house.caseload] == head_of(chunk.hash for chunk in chunks)
    assert given.heads.differing(supervisor.cursors) == ()


def test_nothing_new_is_one_short_answer(served: Served, house: House) -> None:
    desk = served.desk(house.supervisor)
    desk.exchange()

    again = desk.exchange()

    assert [frame.type for frame in again.frames] == [FrameType.HEADS, FrameType.END]
    assert len(again.body) < 600


def test_a_desks_own_chunks_come_back_as_places_alone(served: Served, house: House) -> None:
    chunks = house.chunks(2)
    desk = served.desk(house.worker)

    said = desk.send(chunks)

    assert [(placed.space, placed.seq, placed.chunk) for placed in said.placed] == [
        (house.caseload, 1, chunks[0].hash),
        (house.caseload, 2, chunks[1].hash),
    ]
    assert desk.got == []


def test_a_desk_restored_from_a_backup_gets_back_what_it_sent_before(served: Served, house: House) -> None:
    chunks = house.chunks(2)
    served.desk(house.worker).send(chunks)
    restored = served.desk(dataclasses.replace(house.worker, incarnation=IncarnationId("ab" * 8)))

    restored.exchange()

    assert restored.got == chunks


def test_what_is_sent_twice_is_stored_once_and_receipted_twice(served: Served, house: House) -> None:
    chunks = house.chunks(2)
    desk = served.desk(house.worker)
    first = desk.send(chunks)

    second = desk.send(chunks)

    assert second.of(FrameType.RECEIPT) == first.of(FrameType.RECEIPT)
    assert second.refused == []
    assert second.heads.spaces[house.caseload].count == 2


def test_a_receipt_that_was_lost_is_given_when_it_is_asked_for(served: Served, house: House) -> None:
    desk = served.desk(house.worker)
    lost = desk.send(house.chunks(2))

    said = desk.exchange(begin=desk.begin({(house.caseload, EDITS): 1, (house.programme, EDITS): 0}))
    known = desk.exchange(begin=desk.begin({(house.caseload, EDITS): 2}))

    assert said.of(FrameType.RECEIPT) == lost.of(FrameType.RECEIPT)
    assert known.receipts == []


def test_another_desk_may_carry_chunks_it_cannot_read(served: Served, house: House) -> None:
    chunks = house.chunks(2)

    said = served.desk(house.trainer).send(chunks)

    assert [receipt.mark for receipt in said.receipts] == [chunks[1].mark]
    assert said.placed == []
    assert house.caseload not in said.heads.spaces


def test_a_trainers_desk_gets_no_byte_of_a_case_space(served: Served, house: House) -> None:
    chunks = house.chunks(2)
    served.desk(house.worker).send(chunks)
    desk = served.desk(house.trainer)
    desk.cursors[house.caseload] = head_of(())

    said = desk.exchange()

    assert desk.got == []
    assert bytes.fromhex(house.caseload) not in said.body
    assert not any(chunk.raw in said.body or chunk.hash.encode() in said.body for chunk in chunks)
    assert house.caseload.encode() not in desk.marks().encode()


def test_each_member_gets_the_spaces_she_may_read_and_the_broken_off_one_first(served: Served, house: House) -> None:
    sealer = house.sealer(house.trainer, house.programme)
    other = sealer.seal([], SEEN, house.trainer.stream(house.programme), START)
    served.desk(house.worker).send(house.chunks(1))
    served.desk(house.trainer).send([other])
    last = max(house.caseload, house.programme)
    supervisor = served.desk(house.supervisor)
    supervisor.growing = (last, Growing(b"FAC1"))

    said = supervisor.exchange()

    spaces = [SpaceId(raw[:16].hex()) for raw in said.of(FrameType.CHUNK)]
    assert spaces == [last, min(house.caseload, house.programme)]


def test_a_chunk_may_come_in_several_pieces_of_one_exchange(served: Served, house: House) -> None:
    (chunk,) = house.chunks(1)

    said = served.desk(house.worker).exchange(piece(chunk, 0, 100), piece(chunk, 100, 300), piece(chunk, 300))

    assert said.refused == []
    assert [receipt.mark for receipt in said.receipts] == [chunk.mark]


def test_a_great_log_is_given_in_its_order(served: Served, house: House) -> None:
    chunks = house.chunks(50)
    served.desk(house.worker).send(chunks)
    supervisor = served.desk(house.supervisor)

    supervisor.exchange()

    assert supervisor.got == chunks


def test_a_desk_that_has_all_is_told_so_in_a_word(served: Served, house: House) -> None:
    worker, supervisor = served.desk(house.worker), served.desk(house.supervisor)
    worker.send(house.chunks(2))
    supervisor.exchange()

    assert supervisor.ask("GET", supervisor.news()).status == 204

    worker.send(house.chunks(3)[2:])

    assert supervisor.ask("GET", supervisor.news()).status == 200
    assert supervisor.ask("GET", paths.news(DeskId("ab" * 16), "cd" * 16)).status == 200


def test_a_desk_that_asks_for_news_may_have_the_servers_proof_in_the_same_answer(served: Served, house: House) -> None:
    worker, asked = served.desk(house.worker), challenge()
    for status in (200, 204):
        said = worker.ask("GET", f"{worker.news()}?challenge={asked}")
        worker.exchange()

        assert said.status == status
        proof = base64.b64decode(said.headers[paths.PROOF])
        check_answer(proof, asked, organisation=house.trust.organisation_id, server=house.trust.server)


def test_a_desk_that_asks_for_marks_may_have_the_servers_proof_in_the_same_answer(served: Served, house: House) -> None:
    worker, asked = served.desk(house.worker), challenge()
    headers = sign_request(
        "GET", paths.MARKS, f"challenge={asked}", desk=house.worker.desk, counter=10**6, key=house.worker.key
    )

    said = worker.ask("GET", f"{paths.MARKS}?challenge={asked}", headers=headers)

    assert Marks.decode(said.body).organisation == house.trust.organisation_id
    proof = base64.b64decode(said.headers[paths.PROOF])
    check_answer(proof, asked, organisation=house.trust.organisation_id, server=house.trust.server)
