"""Several servers on one database are one server: nobody can tell which of them answered."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from threading import Barrier, Event

import pytest

from fieldapp.domain.ids import SpaceId
from sync.protocol import paths
from sync.protocol.chunks import Chunk
from sync.protocol.errors import Contradicts
from sync.protocol.marks import Kept
from sync.protocol.refusals import REPLAYED
from sync.protocol.said import Grant, Said, Space
from sync.protocol.streams import START
from tests.sync.protocol.house import House, Person, person, random_from
from tests.sync.server.served import Answer, Desk, Served, piece, serving, statement

#: How many desks write at the same time, and how many chunks each.
WRITERS, CHUNKS = 6, 12
#: How often two race.
ROUNDS = 8


@pytest.fixture
def replicas(house: House, database: str | None, tmp_path: Path) -> Iterator[tuple[Served, Served]]:
    """Two servers of the organisation on one database."""
    with (
        serving(house, tmp_path / "server", database) as first,
        serving(house, tmp_path / "server", database) as second,
    ):
        second.counters = count(500_000, 1000)
        yield first, second


def at(served: Served, desk: Desk) -> Desk:
    """The same desk, at this server from now on."""
    desk.served = served
    return desk


def newcomers(house: House, served: Served) -> list[Person]:
    """As many desks that may write to the caseload as shall write at the same time."""
    people = [person("outreach", random_from(f"writer {number}")) for number in range(WRITERS)]
    said: list[Said] = [each.certificate for each in people]
    said += [Grant(worker=each.worker, space=house.caseload, from_epoch=1, write=True) for each in people]
    told = served.desk(house.coordinator).exchange(*(statement(house.say(each, house.coordinator)) for each in said))
    assert told.refused == []
    return people


def test_many_writers_leave_no_number_out_and_a_reader_misses_nothing(
    replicas: tuple[Served, Served], house: House
) -> None:
    people, start, over = newcomers(house, replicas[0]), Barrier(WRITERS), Event()

    def write(number: int) -> tuple[list[Chunk], list[Answer]]:
        desk, mark = replicas[number % 2].desk(people[number]), START
        chunks, answers = list[Chunk](), list[Answer]()
        start.wait()
        for step in range(CHUNKS):
            chunks.append(house.chunk(number * CHUNKS + step, mark, by=people[number]))
            mark = chunks[-1].mark
            answers.append(desk.send(chunks[-1:]))
        return chunks, answers

    def read() -> Desk:
        desk, ended = replicas[0].desk(house.supervisor), False
        while not ended:
            ended = over.is_set()
            at(replicas[len(desk.got) % 2], desk).exchange()  # which fails where a number is missing
        return desk

    with ThreadPoolExecutor(WRITERS + 1) as threads:
        reading = threads.submit(read)
        try:
            written = list(threads.map(write, range(WRITERS)))
        finally:
            over.set()
        got = reading.result().got

    answers = [answer for _, said in written for answer in said]
    assert [answer.refused for answer in answers] == [[]] * (WRITERS * CHUNKS)
    receipts = [receipt.seq for answer in answers for receipt in answer.receipts]
    assert sorted(receipts) == list(range(1, WRITERS * CHUNKS + 1))
    assert len(got) == WRITERS * CHUNKS
    for who, (chunks, _) in zip(people, written, strict=True):
        assert [chunk for chunk in got if chunk.stream.desk == who.desk] == chunks


def test_of_two_statements_that_are_raced_one_stands_and_everybody_hears_the_same(
    replicas: tuple[Served, Served], house: House
) -> None:
    spaces = [SpaceId(f"{number:032x}") for number in range(ROUNDS)]
    raced = [
        [house.say(Space(space=each, kind="caseload", opener=who.worker), house.coordinator) for each in spaces]
        for who in (house.worker, house.trainer)
    ]
    start = Barrier(2)

    def race(number: int) -> list[Answer]:
        desk, answers = replicas[number].desk((house.worker, house.trainer)[number]), list[Answer]()
        for said in raced[number]:
            start.wait()
            answers.append(desk.exchange(statement(said)))
        return answers

    with ThreadPoolExecutor(2) as threads:
        first, second = threads.map(race, range(2))

    stood = []
    for one, other, here, there in zip(*raced, first, second, strict=True):
        won, lost = (one, other) if here.refused == [] else (other, one)
        assert [*here.refused, *there.refused] == [(lost.id, Contradicts.code)]
        stood.append(won.id)
    heard = [served.desk(house.coordinator).exchange().statements for served in replicas]
    assert heard[0] == heard[1]
    assert [said.id for said in heard[0] if said.space in spaces] == stood


def test_one_chunk_sent_by_two_desks_at_once_is_stored_once(replicas: tuple[Served, Served], house: House) -> None:
    chunks = house.chunks(CHUNKS)
    start = Barrier(2)

    def carry(number: int) -> list[Answer]:
        desk = replicas[number].desk((house.worker, house.trainer)[number])
        answers = list[Answer]()
        for chunk in chunks:
            start.wait()
            answers.append(desk.send([chunk]))
        return answers

    with ThreadPoolExecutor(2) as people:
        said = list(people.map(carry, range(2)))

    for number, answers in enumerate(zip(*said, strict=True), 1):
        assert [answer.refused for answer in answers] == [[], []]
        assert [receipt.seq for answer in answers for receipt in answer.receipts] == [number, number]


@pytest.mark.parametrize("step", ["cut", "replay"])
def test_what_happened_at_one_server_is_known_at_the_other(
    replicas: tuple[Served, Served], house: House, step: str
) -> None:
    first, second = replicas
    desk = first.desk(house.worker)
    (chunk,) = house.chunks(1, size=20)
    if step == "cut":
        with desk.sending(piece(chunk), cut=100):
            pass
        first.broken.wait()
        kept = at(second, desk).marks().kept
        assert kept == Kept(chunk.hash, len(chunk.raw) - 100)
        assert [receipt.mark for receipt in desk.exchange(piece(chunk, kept.offset)).receipts] == [chunk.mark]
    else:
        body, headers = desk.body(piece(chunk))
        assert desk.ask("POST", paths.EXCHANGE, body, headers).status == 200
        assert at(second, desk).ask("POST", paths.EXCHANGE, body, headers).why == REPLAYED
