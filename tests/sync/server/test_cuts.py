"""A link that breaks costs what was on its way, and no more: both directions go on at the very byte."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sync.protocol import paths
from sync.protocol.frames import FrameType
from sync.protocol.marks import Kept
from sync.protocol.names import IncarnationId
from sync.protocol.refusals import OTHER_PIECE, TOO_SLOW
from tests.sync.protocol.house import House, person, random_from
from tests.sync.server.served import Served, piece, serving, statement


@pytest.mark.parametrize("cut", [1, 100, -1])
def test_a_chunk_that_was_cut_goes_on_at_the_very_byte(served: Served, house: House, cut: int) -> None:
    first, second = house.chunks(2, size=40)
    size = len(second.raw)
    desk = served.desk(house.worker)

    with desk.sending(piece(first), piece(second), cut=cut % size):
        pass
    served.broken.wait()
    marks = desk.marks()
    assert marks.streams == {first.stream: first.mark}
    assert marks.kept == Kept(second.hash, size - cut % size)
    said = desk.exchange(piece(second, marks.kept.offset))

    assert said.refused == []
    assert [receipt.mark for receipt in said.receipts] == [second.mark]
    assert desk.marks().kept is None
    supervisor = served.desk(house.supervisor)
    supervisor.exchange()
    assert supervisor.got == [first, second]


def test_a_chunk_cut_again_and_again_comes_whole(served: Served, house: House) -> None:
    (chunk,) = house.chunks(1, size=400)
    desk, here = served.desk(house.worker), 0

    while here + 700 < len(chunk.raw):
        with desk.sending(piece(chunk, here, here + 700)):
            pass
        served.broken.wait()
        kept = desk.marks().kept
        assert kept == Kept(chunk.hash, here + 700)
        here += 700

    assert here > 5 * 700
    assert [receipt.mark for receipt in desk.exchange(piece(chunk, here)).receipts] == [chunk.mark]


def test_a_cut_before_a_chunks_first_byte_keeps_nothing(served: Served, house: House) -> None:
    (chunk,) = house.chunks(1)
    desk = served.desk(house.worker)

    with desk.sending(piece(chunk), cut=len(chunk.raw)):
        pass
    served.broken.wait()

    assert desk.marks().kept is None
    assert desk.send([chunk]).refused == []


def test_a_link_that_brings_nothing_counts_as_broken_off(house: House, database: str | None, tmp_path: Path) -> None:
    (chunk,) = house.chunks(1)
    with serving(house, tmp_path / "server", database, patience=0.2) as served:
        desk = served.desk(house.worker)
        body, headers = desk.body(piece(chunk))

        said = desk.ask("POST", paths.EXCHANGE, body[:-50], {**headers, "content-length": str(len(body))})

        assert (said.status, said.why) == (408, TOO_SLOW)
        assert desk.marks().kept == Kept(chunk.hash, len(chunk.raw) - 45)


def test_the_later_of_two_broken_exchanges_says_what_is_kept(served: Served, house: House) -> None:
    old, new = house.chunk(1, size=9), house.chunk(2, size=9, by=house.supervisor)
    desk = served.desk(house.worker)

    with desk.sending(piece(old), cut=10):
        served.let_in(desk)
        with desk.sending(piece(new), cut=20):
            served.let_in(desk)
        served.broken.wait()
    served.broken.wait()

    assert desk.marks().kept == Kept(new.hash, len(new.raw) - 20)
    assert desk.exchange(piece(old, 100)).refused == [(old.hash, OTHER_PIECE)]


def test_what_was_given_before_a_cut_is_not_given_again(served: Served, house: House) -> None:
    chunks = house.chunks(30, size=10)
    served.desk(house.worker).send(chunks)
    desk = served.desk(house.supervisor)
    whole, sizes = sum(len(chunk.raw) for chunk in chunks), list[int]()

    for _ in range(4):
        body, headers = desk.body()
        said = desk.ask("POST", paths.EXCHANGE, body, headers)
        sizes.append(len(said.body))
        desk.hear(said.body[: whole // 3])
    last = desk.exchange()

    assert desk.got == chunks
    assert sizes[0] > sizes[1] > sizes[2] > sizes[3]
    assert [frame.type for frame in last.frames] == [FrameType.HEADS, FrameType.END]


def test_a_long_row_of_documents_comes_through_a_link_that_breaks_every_20_kilobytes(
    served: Served, house: House
) -> None:
    people = [person("outreach", random_from(f"newcomer {number}")) for number in range(150)]
    certificates = [house.say(each.certificate, house.coordinator) for each in people]
    assert sum(len(said.raw) for said in certificates) > 3 * 20_000
    served.desk(house.coordinator).exchange(*map(statement, certificates))
    desk = served.desk(replace(house.trainer, incarnation=IncarnationId("ab" * 8)))

    for _ in range(8):
        body, headers = desk.body()
        said = desk.ask("POST", paths.EXCHANGE, body, headers)
        desk.hear(said.body[:20_000])

    assert {said.id for said in certificates} <= desk.told
    assert len(said.body) < 600
