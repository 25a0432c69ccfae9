"""A desk that was shut out: the server takes what it brings, answers with receipts and its revocation, nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.domain.attachments import SealedId
from sync.protocol import paths
from sync.protocol.contacts import read_contacts
from sync.protocol.errors import NotAllowed
from sync.protocol.frames import FrameType
from sync.protocol.said import Done, Ending, Revocation
from sync.protocol.sealed_files import Held, encode_files
from sync.protocol.statements import Statement
from tests.sync.protocol.house import House, random_from
from tests.sync.server.served import Served, piece, serving, statement

DATA = random_from("a sealed file")(3000)
FILE = SealedId(hashlib.sha256(DATA).hexdigest())


@pytest.fixture
def server(house: House, tmp_path: Path) -> Iterator[Served]:
    with serving(house, tmp_path / "server") as running:
        yield running


@pytest.fixture
def revocation(server: Served, house: House) -> Statement:
    """The worker's desk is shut out, after it has sent one chunk and knows all it may."""
    said = house.say(Revocation(desk=house.worker.desk, wipe=True), house.coordinator)
    server.desk(house.supervisor).send([house.chunk(5, by=house.supervisor)])
    assert server.desk(house.coordinator).exchange(statement(said)).refused == []
    return said


def test_its_chunks_are_taken_and_answered_for(server: Served, house: House, revocation: Statement) -> None:
    said = server.desk(house.worker).send(house.chunks(2))

    assert said.refused == []
    assert [receipt.mark.n for receipt in said.receipts] == [2]


def test_it_gets_no_chunk_no_envelope_and_no_word_of_others_but_its_revocation(
    server: Served, house: House, revocation: Statement
) -> None:
    desk = server.desk(house.worker)
    said = desk.exchange()

    assert said.of(FrameType.CHUNK) == []
    assert said.envelopes == []
    assert said.heads.spaces == {}
    assert revocation.id in {each.id for each in said.statements}
    others = [each for each in said.statements if each.by not in (None, house.worker.desk)]
    assert {type(each.said).__name__ for each in others} == {"Revocation", "DeskCertificate"}
    assert {each.said for each in others if not isinstance(each.said, Revocation)} == {house.worker.certificate}


def test_it_may_say_that_it_is_done_and_its_colleagues_hear_of_it(
    server: Served, house: House, revocation: Statement
) -> None:
    done = house.say(Done(what=revocation.id), house.worker)
    desk = server.desk(house.worker)
    said = desk.exchange(statement(done))

    assert said.refused == []
    assert done.id in desk.told
    assert done.id in {each.id for each in server.desk(house.coordinator).exchange().statements}


def test_it_is_told_how_far_its_own_rows_have_come_and_nothing_of_the_spaces(
    server: Served, house: House, revocation: Statement
) -> None:
    desk = server.desk(house.worker)
    desk.exchange(*map(piece, house.chunks(3)))
    marks = desk.marks()

    assert {stream.space: mark.n for stream, mark in marks.streams.items()} == {house.caseload: 3}
    assert marks.heads == {}


def test_it_may_bring_an_attached_file_and_ask_how_far_that_is_but_fetch_none(
    server: Served, house: House, revocation: Statement
) -> None:
    desk = server.desk(house.worker)
    to = paths.file_from(house.caseload, FILE, 0, len(DATA))
    brought = desk.ask("POST", to, DATA, desk.signed("POST", to, DATA))
    assert Held.decode(brought.body).receipt is not None

    at, which, names = paths.file(house.caseload, FILE), paths.files(house.caseload), encode_files([FILE])
    assert desk.ask("GET", at, headers=desk.signed("GET", at)).status == 200
    fetched = desk.ask("GET", to, headers=desk.signed("GET", to))
    asked = desk.ask("POST", which, names, desk.signed("POST", which, names))
    assert [(each.status, each.why) for each in (fetched, asked)] == [(403, NotAllowed.code)] * 2


def test_only_an_administrator_is_told_when_each_desk_sent_something_last(server: Served, house: House) -> None:
    server.desk(house.worker).send(house.chunks(1))
    coordinator, worker = server.desk(house.coordinator), server.desk(house.worker)

    told = coordinator.ask("GET", paths.CONTACTS, headers=coordinator.signed("GET", paths.CONTACTS))
    refused = worker.ask("GET", paths.CONTACTS, headers=worker.signed("GET", paths.CONTACTS))

    assert set(read_contacts(told.body)) == {house.worker.desk}
    assert (refused.status, refused.why) == (403, NotAllowed.code)


def test_what_it_says_of_others_is_refused(server: Served, house: House, revocation: Statement) -> None:
    """A desk that was never an administrator's has no power to lose; nor does it gain any."""
    said = house.say(Revocation(desk=house.supervisor.desk, wipe=True), house.worker)
    answer = server.desk(house.worker).exchange(statement(said))

    assert [id_ for id_, _ in answer.refused] == [said.id]


def test_who_was_taken_out_of_a_space_may_still_bring_and_gets_nothing_of_it(server: Served, house: House) -> None:
    grants = tuple(
        each.id
        for each in house.statements
        if each.id in house.trust.given
        and (house.trust.given[each.id].worker, house.trust.given[each.id].space)
        == (house.worker.worker, house.caseload)
    )
    ending = house.say(Ending(worker=house.worker.worker, space=house.caseload, grants=grants), house.coordinator)
    server.desk(house.supervisor).send([house.chunk(5, by=house.supervisor)])
    server.desk(house.coordinator).exchange(statement(ending))
    said = server.desk(house.worker).send(house.chunks(1))

    assert said.refused == []
    assert [receipt.mark.n for receipt in said.receipts] == [1]
    assert said.of(FrameType.CHUNK) == []
    assert house.caseload not in said.heads.spaces
    assert house.caseload not in {each.space for each in said.envelopes}
    assert ending.id in {each.id for each in said.statements}
