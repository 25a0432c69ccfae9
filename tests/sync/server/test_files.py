"""Attached files at the server: kept for the members of their space, whole or not at all, one in part for each desk."""

from __future__ import annotations

import hashlib
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.domain.attachments import SealedId
from fieldapp.domain.ids import SpaceId
from sync.protocol import limits, paths
from sync.protocol.errors import Forged, Malformed, NotAllowed, NotYet
from sync.protocol.refusals import NOT_FOUND, OTHER_PIECE, REPLAYED, TOO_BIG, UNAVAILABLE
from sync.protocol.sealed_files import Held, check_file_receipt, encode_files, read_sizes
from tests.sync.protocol.house import House, person, random_from
from tests.sync.server.served import PATIENCE, Answer, Desk, Served, serving

DATA = random_from("a sealed file")(5000)
FILE = SealedId(hashlib.sha256(DATA).hexdigest())


@pytest.fixture
def server(house: House, tmp_path: Path) -> Iterator[Served]:
    """A server that holds nothing yet. Attached files never touch its database."""
    with serving(house, tmp_path / "server") as running:
        yield running


@pytest.fixture
def worker(server: Served, house: House) -> Desk:
    return server.desk(house.worker)


def bring(desk: Desk, data: bytes = DATA, offset: int = 0, size: int = len(DATA), file: SealedId = FILE) -> Answer:
    """Some bytes of a file of the caseload."""
    path = paths.file_from(desk.served.house.caseload, file, offset, size)
    return desk.ask("POST", path, data, desk.signed("POST", path, data))


def held(desk: Desk, file: SealedId = FILE) -> Held:
    path = paths.file(desk.served.house.caseload, file)
    said = desk.ask("GET", path, headers=desk.signed("GET", path))
    assert said.status == 200, said
    return Held.decode(said.body)


def fetch(desk: Desk, offset: int = 0, size: int = len(DATA), file: SealedId = FILE) -> Answer:
    path = paths.file_from(desk.served.house.caseload, file, offset, size)
    return desk.ask("GET", path, headers=desk.signed("GET", path))


def which(desk: Desk, files: list[SealedId]) -> Answer:
    path, body = paths.files(desk.served.house.caseload), encode_files(files)
    return desk.ask("POST", path, body, desk.signed("POST", path, body))


def test_a_file_is_brought_in_pieces_and_answered_for_when_it_is_whole(worker: Desk, house: House) -> None:
    first = Held.decode(bring(worker, DATA[:2000]).body)
    second = Held.decode(bring(worker, DATA[2000:], 2000).body)

    assert (first.size, first.receipt) == (2000, None)
    assert second.size == len(DATA)
    assert second.receipt is not None
    check_file_receipt(second.receipt, house.trust, house.caseload, FILE)
    assert held(worker).receipt is not None


def test_a_member_fetches_it_from_any_byte_on(server: Served, worker: Desk, house: House) -> None:
    bring(worker)
    supervisor = server.desk(house.supervisor)

    assert fetch(supervisor, 1000).body == DATA[1000:]
    assert fetch(supervisor, 1000, 50).body == DATA[1000:1050]
    assert fetch(supervisor, len(DATA)).body == b""


def test_which_files_are_there_is_asked_at_once(server: Served, worker: Desk, house: House) -> None:
    bring(worker)
    bring(worker, b"half", 0, 10, SealedId("ab" * 32))

    said = which(server.desk(house.supervisor), [FILE, SealedId("ab" * 32), SealedId("cd" * 32)])

    assert read_sizes(said.body) == {FILE: len(DATA)}


def test_what_came_before_the_link_broke_is_kept(server: Served, worker: Desk, house: House) -> None:
    path = paths.file_from(house.caseload, FILE, 0, len(DATA))
    with socket.create_connection(("127.0.0.1", server.port), PATIENCE) as link:
        headers = {**worker.signed("POST", path, DATA), "content-length": str(len(DATA))}
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        link.sendall(f"POST {path} HTTP/1.1\r\nhost: test\r\n{lines}\r\n".encode() + DATA[:3000])
        server.let_in(worker)
    server.broken.wait()

    assert held(worker).size == 3000
    assert Held.decode(bring(worker, DATA[3000:], 3000).body).receipt is not None


def test_what_comes_twice_is_taken_once(worker: Desk) -> None:
    bring(worker, DATA[:2000])

    again = Held.decode(bring(worker, DATA[1000:], 1000).body)
    third = Held.decode(bring(worker, b"whatever", 0, 8).body)

    assert again.receipt is not None
    assert third.receipt is not None
    assert fetch(worker).body == DATA


def test_a_file_that_is_not_what_it_goes_by_is_forgotten(worker: Desk) -> None:
    said = bring(worker, b"!" + DATA[1:])

    assert (said.status, said.why) == (401, Forged.code)
    assert held(worker) == Held(0)
    assert fetch(worker).status == 404


def test_bytes_that_follow_nothing_are_not_taken(worker: Desk) -> None:
    said = bring(worker, DATA[2000:], 2000)

    assert (said.status, said.why) == (409, OTHER_PIECE)
    assert held(worker) == Held(0)


def test_more_bytes_than_were_announced_are_not_taken(worker: Desk) -> None:
    said = bring(worker, DATA, 0, 100)

    assert (said.status, said.why) == (400, Malformed.code)


@pytest.mark.parametrize("size", [0, limits.SEALED_FILE + 1])
def test_a_file_that_is_too_large_is_refused_by_what_it_says_of_itself(worker: Desk, size: int) -> None:
    said = bring(worker, b"", 0, size)

    assert (said.status, said.why) == (413, TOO_BIG)


def test_of_each_desk_one_file_in_part_is_kept(server: Served, worker: Desk, house: House, tmp_path: Path) -> None:
    bring(server.desk(house.supervisor), DATA[:10])
    for number in range(3):
        bring(worker, DATA[:10], 0, 20, SealedId(f"{number}a" * 32))

    assert len(list((tmp_path / "server" / "files" / "partial").iterdir())) == 2


@pytest.mark.parametrize("who", ["trainer", "coordinator"])
def test_whoever_does_not_belong_to_the_space_is_told_nothing(
    server: Served, worker: Desk, house: House, who: str
) -> None:
    bring(worker)
    desk = server.desk(getattr(house, who))

    answers = [fetch(desk), which(desk, [FILE])]

    assert [(said.status, said.why) for said in answers] == [(403, NotAllowed.code)] * 2


def test_any_desk_of_the_organisation_brings_a_file_as_it_seals_into_the_box_and_is_answered_for_it(
    server: Served, worker: Desk, house: House
) -> None:
    trainer = server.desk(house.trainer)

    bring(trainer, DATA[:2000])
    assert held(trainer).size == 2000
    bring(trainer, DATA[2000:], 2000)

    assert held(trainer).receipt is not None
    assert fetch(worker).body == DATA
    assert fetch(trainer).status == 403


def test_into_a_space_that_there_is_not_nobody_brings_anything(worker: Desk) -> None:
    path = paths.file_from(SpaceId("ab" * 16), FILE, 0, len(DATA))
    said = worker.ask("POST", path, DATA, worker.signed("POST", path, DATA))
    assert (said.status, said.why) == (403, NotAllowed.code)


def test_a_stranger_and_a_recorded_request_are_turned_away(server: Served, worker: Desk, house: House) -> None:
    stranger = server.desk(person("outreach", random_from("stranger")))
    path = paths.file_from(house.caseload, FILE, 0, len(DATA))
    headers = worker.signed("POST", path, DATA)
    worker.ask("POST", path, DATA, headers)

    again, unsigned = worker.ask("POST", path, DATA, headers), worker.ask("GET", path)

    assert (fetch(stranger).status, fetch(stranger).why) == (403, NotYet.code)
    assert (again.status, again.why) == (409, REPLAYED)
    assert (unsigned.status, unsigned.why) == (400, Malformed.code)


@pytest.mark.parametrize(
    "path",
    [
        "/v1/files/{space}/../../organisation.kit",
        "/v1/files/{space}/%2e%2e%2forganisation.kit",
        "/v1/files/{space}/" + "AB" * 32,
        "/v1/files/..%2f..%2f/" + "ab" * 32,
        "/v1/files/{space}/" + "ab" * 32 + "/-1/5",
        "/v1/files/{space}/" + "ab" * 32 + "/0/1e3",
    ],
)
def test_no_path_leads_out_of_the_folder(worker: Desk, house: House, path: str) -> None:
    path = path.format(space=house.caseload)

    said = worker.ask("GET", path, headers=worker.signed("GET", path))

    assert said.status in (400, 404)


def test_a_question_for_too_many_files_is_refused(worker: Desk) -> None:
    said = which(worker, [SealedId(f"{number:064x}") for number in range(limits.FILES + 1)])

    assert (said.status, said.why) == (413, TOO_BIG)


def test_a_file_that_is_not_there_is_not_found(worker: Desk) -> None:
    said = fetch(worker)

    assert (said.status, said.why) == (404, NOT_FOUND)


@pytest.mark.logs("the disk does not answer")
def test_a_disk_that_fails_is_told_to_the_desk(worker: Desk, tmp_path: Path) -> None:
    (tmp_path / "server" / "files").mkdir()
    (tmp_path / "server" / "files" / "partial").write_bytes(b"a file in the folder's place")

    said = bring(worker)

    assert (said.status, said.why) == (503, UNAVAILABLE)


def test_files_outlive_the_server(house: House, tmp_path: Path) -> None:
    for _ in range(2):
        with serving(house, tmp_path / "server") as running:
            desk = running.desk(house.worker)
            bring(desk, DATA[:2000])
            desk.counter += 5000
    with serving(house, tmp_path / "server") as running:
        desk = running.desk(house.worker)
        desk.counter += 100_000
        assert held(desk).size == 2000
        bring(desk, DATA[2000:], 2000)
        assert fetch(desk).body == DATA
