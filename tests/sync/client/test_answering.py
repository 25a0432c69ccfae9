"""An exchange's answer, frame by frame: what is signed is believed, what breaks off is kept, nothing else counts."""

from __future__ import annotations

import pytest

from fieldapp.storage.store import Happened
from sync.client.believing import trust_of
from sync.client.errors import Connection, LinkCut, ServerNonsense, ServerNotOurs
from sync.client.log import Event
from sync.client.records.heads import head_at
from sync.client.records.outgoing import body_of, seal_waiting, waiting_chunks
from sync.client.talk.answering import Answer
from sync.protocol import frames
from sync.protocol.agreement import make_heads
from sync.protocol.chunks import Chunk, read_chunk
from sync.protocol.frames import FrameType
from sync.protocol.head import Head, head_of
from sync.protocol.keys import SigningKey
from sync.protocol.pieces import Delivery, Placed
from sync.protocol.receipts import make_receipt
from tests.helpers.clock import BEGINNING
from tests.sync.client.carrying import Carrier, carrier_for, share_documents
from tests.sync.client.making import CASE, Person, Team, log_of

STRANGER = SigningKey(bytes(32))
END = frames.encode(FrameType.END)


@pytest.fixture
def carrier(team: Team) -> Carrier:
    carried = carrier_for(team.coordinator)
    share_documents(carried, *team.everybody)
    return carried


def answer_to(person: Person) -> Answer:
    with person.store.read() as reader:
        trust = trust_of(reader)
    return Answer(station=person.station, trust=trust, tell=lambda _: None)


def sealed(person: Person, *codes: str) -> list[Chunk]:
    """A chunk of a case each, not yet sent."""
    made = list[Chunk]()
    for code in codes:
        person.create(CASE, code=code)
        seal_waiting(person.station)
    with person.store.read() as reader:
        made += [read_chunk(body_of(reader, each) or b"") for each in waiting_chunks(reader)]
    return made


def receipt(chunk: Chunk, key: SigningKey) -> bytes:
    return frames.encode(FrameType.RECEIPT, make_receipt(chunk, seq=1, when=BEGINNING, key=key).raw)


def delivery(team: Team, seq: int, raw: bytes, offset: int = 0) -> bytes:
    return frames.encode(FrameType.CHUNK, Delivery(team.caseload, seq, offset, raw).encode())


def not_sent(person: Person) -> int:
    with person.store.read() as reader:
        return reader.standing().not_sent


def head(team: Team, person: Person) -> Head:
    with person.store.read() as reader:
        return head_at(reader, team.caseload)


def test_only_the_servers_own_receipt_takes_a_record_out_of_the_outbox(team: Team, carrier: Carrier) -> None:
    (chunk,) = sealed(team.worker, "A")
    with pytest.raises(ServerNotOurs):
        answer_to(team.worker).feed(receipt(chunk, STRANGER) + END)
    assert not_sent(team.worker) == 1

    answer = answer_to(team.worker)
    answer.feed(receipt(chunk, carrier.key))
    assert not_sent(team.worker) == 1  # it is taken in with what comes after it, all receipts in one transaction
    answer.feed(END)

    assert (not_sent(team.worker), answer.answered) == (0, 1)


def test_receipts_that_came_before_the_line_broke_count(team: Team, carrier: Carrier) -> None:
    (chunk,) = sealed(team.worker, "A")
    answer = answer_to(team.worker)
    answer.feed(receipt(chunk, carrier.key) + b"\x05\x00")

    with pytest.raises(LinkCut):
        answer.end()

    assert not_sent(team.worker) == 0


@pytest.mark.parametrize(
    ("nonsense", "error"),
    [
        (b"<html>Welcome to the hotel</html>", ServerNonsense),
        (frames.encode(FrameType.RECEIPT, b"short"), ServerNonsense),
        (frames.encode(FrameType.HEADS, b"FAA1\x00\x00\x00\x02{}" + bytes(64)), ServerNonsense),
        (frames.encode(FrameType.CHUNK, b"short"), ServerNonsense),
        (frames.encode(FrameType.PLACED, b"short"), ServerNonsense),
        (frames.encode(FrameType.STATEMENT, b"no statement"), ServerNonsense),
        (frames.encode(FrameType.REFUSED, b"[]"), ServerNonsense),
    ],
)
def test_what_breaks_the_protocol_ends_the_talk(
    team: Team, carrier: Carrier, nonsense: bytes, error: type[Connection]
) -> None:
    answer = answer_to(team.worker)

    with pytest.raises(error):
        answer.feed(nonsense)
    answer.break_off()

    assert answer.partial is None


def test_heads_that_the_server_did_not_sign_are_not_believed(team: Team, carrier: Carrier) -> None:
    answer = answer_to(team.worker)
    said = make_heads(answer.trust.organisation_id, {}, 10**6, STRANGER)

    with pytest.raises(ServerNotOurs):
        answer.feed(frames.encode(FrameType.HEADS, said.raw))

    assert answer.heads is None


def test_a_frame_of_a_newer_server_is_passed_over(team: Team, carrier: Carrier) -> None:
    answer = answer_to(team.worker)

    said = make_heads(answer.trust.organisation_id, {}, 0, carrier.key)
    answer.feed(bytes([99]) + (3).to_bytes(4, "big") + b"new" + frames.encode(FrameType.HEADS, said.raw) + END)
    answer.end()

    assert answer.ended


def test_an_answer_without_heads_is_none(team: Team, carrier: Carrier) -> None:
    answer = answer_to(team.worker)
    answer.feed(END)

    with pytest.raises(ServerNonsense):
        answer.end()


def test_a_chunk_cut_anywhere_goes_on_where_it_broke(team: Team, carrier: Carrier) -> None:
    chunks = sealed(team.worker, *map(str, range(8)))
    for seq, chunk in enumerate(chunks, 1):
        cut = len(chunk.raw) * seq // 9
        answer = answer_to(team.supervisor)
        answer.feed(delivery(team, seq, chunk.raw)[: 33 + cut])
        with pytest.raises(LinkCut):
            answer.end()
        assert answer.partial is not None
        offset = len(answer.partial.growing.data)
        assert offset == cut
        again = answer_to(team.supervisor)
        again.partial = answer.partial
        again.feed(delivery(team, seq, chunk.raw[offset:], offset) + END)
        assert again.partial is None

    assert head(team, team.supervisor) == head_of([chunk.hash for chunk in chunks])
    with team.supervisor.store.read() as reader:
        assert reader.agreement(team.caseload).records == 8
        assert reader.sync.parked() == ()


def test_a_rest_that_does_not_fit_its_beginning_is_asked_for_anew_and_never_put_aside(
    team: Team, carrier: Carrier
) -> None:
    one, other = sealed(team.worker, "A", "B")
    answer = answer_to(team.supervisor)
    answer.feed(delivery(team, 1, other.raw)[:400])
    with pytest.raises(LinkCut):
        answer.end()
    again = answer_to(team.supervisor)
    again.partial = answer.partial

    with pytest.raises(LinkCut):
        again.feed(delivery(team, 1, one.raw[367:], 367))

    assert again.partial is None
    with team.supervisor.store.read() as reader:
        assert reader.sync.parked() == ()
        assert head_at(reader, team.caseload).count == 0


def test_what_is_no_chunk_is_put_aside_and_the_row_goes_on_behind_it(team: Team, carrier: Carrier) -> None:
    first, second = sealed(team.worker, "A", "B")
    newer = first.raw.replace(b"FAC1", b"FAC2")
    answer = answer_to(team.supervisor)

    answer.feed(delivery(team, 1, newer) + delivery(team, 2, second.raw) + END)

    assert head(team, team.supervisor).count == 2
    with team.supervisor.store.read() as reader:
        assert [(parked.reason, parked.body) for parked in reader.sync.parked()] == [("malformed", newer)]
        assert reader.agreement(team.caseload).records == 1


def test_nothing_is_taken_behind_a_hole_and_the_hole_is_noted(team: Team, carrier: Carrier) -> None:
    chunks = sealed(team.worker, "A", "B", "C")
    answer = answer_to(team.supervisor)

    answer.feed(delivery(team, 1, chunks[0].raw) + delivery(team, 3, chunks[2].raw) + delivery(team, 2, chunks[1].raw))

    assert head(team, team.supervisor).count == 1
    with team.supervisor.store.read() as reader:
        assert log_of(reader).count(Event.HOLE.value) == 1


def test_a_chunk_said_to_be_ones_own_that_was_sealed_elsewhere_shows_that_the_desk_was_copied(
    team: Team, carrier: Carrier
) -> None:
    (chunk,) = sealed(team.worker, "A")
    placed = frames.encode(FrameType.PLACED, Placed(team.caseload, 1, chunk.hash).encode())
    mine, elsewhere = answer_to(team.worker), answer_to(team.supervisor)

    mine.feed(placed)
    elsewhere.feed(placed)

    assert (mine.twin, head(team, team.worker).count) == (False, 1)
    assert (elsewhere.twin, head(team, team.supervisor).count) == (True, 0)


def test_screens_hear_of_what_came_in(team: Team, carrier: Carrier) -> None:
    (chunk,) = sealed(team.worker, "A")
    heard = list[Happened]()
    answer = answer_to(team.supervisor)
    answer.tell = heard.append

    answer.feed(delivery(team, 1, chunk.raw) + END)

    assert [len(happened.records) for happened in heard] == [1]
    assert answer.received == heard[0].records
