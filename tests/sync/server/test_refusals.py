"""What must not be taken is refused by its name; the rest of the exchange flows on."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from sync.protocol import frames, limits, paths
from sync.protocol.chunks import Chunk, read_chunk
from sync.protocol.envelopes import make_envelope
from sync.protocol.errors import Contradicts, Forged, Malformed, NotAllowed, NotYet
from sync.protocol.frames import FrameType
from sync.protocol.keys import SigningKey, sha256
from sync.protocol.names import ChunkHash
from sync.protocol.pieces import Piece
from sync.protocol.refusals import FORKED, GAP, OTHER_PIECE, REPLAYED, TOO_BIG, UNAVAILABLE
from sync.protocol.said import Space
from sync.protocol.streams import START
from tests.sync.protocol.house import House, person, random_from
from tests.sync.server.served import Served, piece, statement

#: What no answer may show: how the server is made.
INSIDES = (b"Traceback", b".py", b"sqlalchemy", b"SELECT")


def forged(chunk: Chunk) -> Chunk:
    """The same chunk, with one bit of its signature turned."""
    return read_chunk(chunk.raw[:-1] + bytes([chunk.raw[-1] ^ 1]))


def test_a_strangers_chunk_is_refused_and_the_others_are_stored(standing: Served, anew: House) -> None:
    stranger = person("outreach", random_from("stranger"))
    good, bad = anew.chunk(1), anew.chunk(1, by=stranger)

    said = standing.desk(anew.worker).send([bad, good])

    assert said.refused == [(bad.hash, NotYet.code)]
    assert [receipt.mark for receipt in said.receipts] == [good.mark]


def test_a_forged_chunk_is_refused_and_the_others_are_stored(standing: Served, anew: House) -> None:
    good = anew.chunk(1)
    bad = forged(anew.chunk(1, by=anew.supervisor))

    said = standing.desk(anew.worker).send([bad, good])

    assert said.refused == [(bad.hash, Forged.code)]
    assert [receipt.mark for receipt in said.receipts] == [good.mark]


def test_a_chunk_under_another_name_is_refused(standing: Served, anew: House) -> None:
    chunk = anew.chunk(1)
    name = ChunkHash("ab" * 32)
    lying = frames.encode(FrameType.PIECE, Piece(name, 0, chunk.raw).encode())

    assert standing.desk(anew.worker).exchange(lying).refused == [(name, Forged.code)]


def test_a_member_of_another_space_may_not_write_here(standing: Served, anew: House) -> None:
    bad = anew.chunk(1, by=anew.trainer)

    said = standing.desk(anew.trainer).send([bad])
    supervisor = standing.desk(anew.supervisor)
    supervisor.exchange()

    assert (said.refused, said.receipts) == ([(bad.hash, NotAllowed.code)], [])
    assert bad not in supervisor.got


def test_chunks_out_of_order_are_refused_until_the_missing_one_is_here(standing: Served, anew: House) -> None:
    first, second, third = anew.chunks(3)
    desk = standing.desk(anew.worker)

    early = desk.send([third, first])
    late = desk.send([second, third])

    assert early.refused == [(third.hash, GAP)]
    assert late.refused == []
    assert [placed.chunk for placed in early.placed + late.placed] == [first.hash, second.hash, third.hash]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_second_chunk_of_one_number_is_refused_as_a_fork(standing: Served, anew: House, number: int) -> None:
    chunks = anew.chunks(2)
    desk = standing.desk(anew.worker)
    desk.send(chunks)
    before = {1: START, 2: chunks[0].mark, 3: replace(chunks[1].mark, hash=ChunkHash("ab" * 32))}
    other = anew.chunk(77, before[number])

    said = desk.send([other])

    assert (said.refused, said.receipts) == ([(other.hash, FORKED)], [])
    assert desk.exchange().heads.spaces == said.heads.spaces


def test_another_stream_flows_on_where_one_is_stuck(standing: Served, anew: House) -> None:
    chunks = anew.chunks(3)
    other = anew.chunk(9, by=anew.supervisor)

    said = standing.desk(anew.worker).send([chunks[1], chunks[2], other])

    assert said.refused == [(chunks[1].hash, GAP), (chunks[2].hash, GAP)]
    assert [receipt.stream.desk for receipt in said.receipts] == [anew.supervisor.desk]


def test_the_rest_of_a_chunk_that_was_never_begun_is_refused(standing: Served, anew: House) -> None:
    chunk = anew.chunk(1)

    said = standing.desk(anew.worker).exchange(piece(chunk, 50))

    assert said.refused == [(chunk.hash, OTHER_PIECE)]


def test_what_is_no_chunk_is_refused_and_not_kept(standing: Served, anew: House) -> None:
    desk = standing.desk(anew.worker)
    name = ChunkHash("cd" * 32)
    nonsense = frames.encode(FrameType.PIECE, Piece(name, 0, b"FAC1\xff\xff nonsense").encode())
    good = anew.chunk(1)

    said = desk.exchange(nonsense, frames.encode(FrameType.PIECE, b"short"), piece(good))

    assert said.refused == [(name, Malformed.code), ("", Malformed.code)]
    assert [receipt.mark for receipt in said.receipts] == [good.mark]
    assert desk.marks().kept is None


def test_a_chunk_that_says_it_is_too_big_is_refused_by_its_header(standing: Served, anew: House) -> None:
    raw = anew.chunk(1).raw
    size = len(raw) - 6 - int.from_bytes(raw[4:6], "big") - 64
    huge = raw.replace(f'"size":{size}'.encode(), f'"size":{limits.CHUNK_SEALED + 1}'.encode())
    huge = huge[:4] + (int.from_bytes(raw[4:6], "big") + len(huge) - len(raw)).to_bytes(2, "big") + huge[6:]
    name = ChunkHash(sha256(huge))

    said = standing.desk(anew.worker).exchange(frames.encode(FrameType.PIECE, Piece(name, 0, huge).encode()))

    assert said.refused == [(name, Malformed.code)]


def test_a_frame_that_is_too_long_ends_the_exchange_and_what_came_before_is_kept(standing: Served, anew: House) -> None:
    good = anew.chunk(1)
    too_long = bytes([FrameType.PIECE]) + (limits.FRAME + 1).to_bytes(4, "big")

    said = standing.desk(anew.worker).exchange(piece(good), too_long)

    assert said.refused == [("", Malformed.code)]
    assert [receipt.mark for receipt in said.receipts] == [good.mark]


def test_a_statement_that_contradicts_an_earlier_one_is_refused(standing: Served, anew: House) -> None:
    other = anew.say(Space(space=anew.caseload, kind="programme", opener=anew.trainer.worker), anew.coordinator)

    said = standing.desk(anew.coordinator).exchange(statement(other))

    assert said.refused == [(other.id, Contradicts.code)]
    assert other.id not in [each.id for each in said.statements]


def test_a_statement_of_somebody_without_the_right_is_refused(standing: Served, anew: House) -> None:
    own = anew.say(Space(space=anew.caseload, kind="caseload", opener=anew.trainer.worker), anew.trainer)

    said = standing.desk(anew.trainer).exchange(statement(own), frames.encode(FrameType.STATEMENT, b"nonsense"))

    assert said.refused == [(own.id, NotYet.code), (sha256(b"nonsense"), Malformed.code)]


def test_an_envelope_from_one_who_is_no_member_is_refused(standing: Served, anew: House) -> None:
    organisation, key = anew.trust.organisation_id, anew.key_of(anew.caseload)
    made = make_envelope(organisation, key, to=anew.trainer.certificate, by=anew.trainer.desk, key=anew.trainer.key)

    said = standing.desk(anew.trainer).exchange(frames.encode(FrameType.ENVELOPE, made.raw))

    assert said.refused == [(made.id, NotAllowed.code)]
    assert said.envelopes == []


# Whole requests


def test_a_recorded_request_is_refused_when_it_comes_again(standing: Served, anew: House) -> None:
    desk = standing.desk(anew.worker)
    body, headers = desk.body(piece(anew.chunk(1)))
    assert desk.ask("POST", paths.EXCHANGE, body, headers).status == 200

    again = desk.ask("POST", paths.EXCHANGE, body, headers)

    assert (again.status, again.why, again.counter) == (409, REPLAYED, str(desk.counter))


def test_a_desk_whose_counter_was_lost_is_told_where_to_go_on(standing: Served, anew: House) -> None:
    desk = standing.desk(anew.worker)
    desk.exchange()
    last, desk.counter = desk.counter, 0

    said = desk.exchange()
    desk.counter = int(said.counter or 0)

    assert (said.status, desk.counter) == (409, last)
    assert desk.exchange().status == 200


def test_a_request_signed_with_another_key_is_refused(standing: Served, anew: House) -> None:
    thief = replace(anew.worker, key=SigningKey.fresh(random_from("thief")))

    said = standing.desk(thief).send([anew.chunk(1)])

    assert (said.status, said.why) == (401, Forged.code)
    assert standing.desk(anew.worker).exchange().status == 200


def test_a_signature_for_one_page_opens_no_other(standing: Served, anew: House) -> None:
    desk = standing.desk(anew.worker)
    headers = desk.signed("POST", paths.EXCHANGE)

    said = desk.ask("GET", paths.MARKS, headers=headers)

    assert (said.status, said.why) == (401, Forged.code)


def test_a_begin_that_was_not_signed_is_refused(standing: Served, anew: House) -> None:
    desk = standing.desk(anew.worker)
    body, _ = desk.body()

    said = desk.ask("POST", paths.EXCHANGE, body, desk.signed("POST", paths.EXCHANGE, b"another"))

    assert (said.status, said.why) == (401, Forged.code)


@pytest.mark.parametrize("part", ["desk", "organisation"])
def test_a_begin_of_another_desk_or_organisation_is_refused(standing: Served, anew: House, part: str) -> None:
    desk = standing.desk(anew.worker)
    own = {"desk": anew.worker.desk, "organisation": anew.trust.organisation_id}[part]

    said = desk.exchange(begin=desk.begin().replace(own.encode(), b"ab" * 16))

    assert (said.status, said.why) == (403, NotAllowed.code)


@pytest.mark.parametrize(
    "body", [b"", b"\x0a\0\0\0\0", b"nonsense" * 20, b"\xff" * 20, frames.encode(FrameType.BEGIN, b"{}")]
)
def test_a_body_that_does_not_begin_is_malformed(standing: Served, anew: House, body: bytes) -> None:
    desk = standing.desk(anew.worker)

    said = desk.ask("POST", paths.EXCHANGE, body, desk.signed("POST", paths.EXCHANGE, body[5:]))

    assert (said.status, said.why) == (400, Malformed.code)


@pytest.mark.parametrize(
    ("method", "path", "status", "why"),
    [
        ("GET", paths.MARKS, 400, Malformed.code),
        ("POST", paths.EXCHANGE, 400, Malformed.code),
        ("GET", paths.HELLO, 400, Malformed.code),
        ("GET", f"{paths.HELLO}?challenge=%00", 400, Malformed.code),
        ("GET", "/", 404, "not_found"),
        ("GET", "/openapi.json", 404, "not_found"),
        ("DELETE", paths.EXCHANGE, 405, "not_found"),
    ],
)
def test_what_is_no_request_of_ours_gets_a_word_and_nothing_else(
    standing: Served, anew: House, method: str, path: str, status: int, why: str
) -> None:
    said = standing.desk(anew.worker).ask(method, path)

    assert (said.status, said.why) == (status, why)
    assert not any(inside in said.body for inside in INSIDES)


def test_a_refused_request_is_answered_however_much_it_goes_on_to_send(standing: Served, anew: House) -> None:
    desk = standing.desk(anew.worker)
    desk.exchange()
    desk.counter = 0
    body, headers = desk.body(*(piece(anew.chunk(1)) for _ in range(2000)))

    assert desk.ask("POST", paths.EXCHANGE, body, headers).why == REPLAYED


# A desk that is not known yet


def test_a_desk_that_nobody_knows_is_told_to_wait(standing: Served, anew: House) -> None:
    stranger = standing.desk(person("outreach", random_from("stranger")))

    assert (stranger.exchange().status, stranger.exchange().why) == (403, NotYet.code)
    said = stranger.ask("GET", paths.MARKS, headers=stranger.signed("GET", paths.MARKS))
    assert (said.status, said.why) == (403, NotYet.code)


def test_a_desk_may_bring_its_own_certificate(standing: Served, anew: House) -> None:
    newcomer = person("outreach", random_from("newcomer"))
    certificate = anew.say(newcomer.certificate, anew.coordinator)
    desk = standing.desk(newcomer)

    said = desk.exchange(*map(statement, (*anew.statements, certificate)))

    assert said.status == 200
    assert said.refused == []
    assert certificate.id in desk.told


def test_a_certificate_that_somebody_else_made_lets_nobody_in(standing: Served, anew: House) -> None:
    newcomer = person("outreach", random_from("second newcomer"))
    certificate = anew.say(newcomer.certificate, anew.trainer)

    assert standing.desk(newcomer).exchange(statement(certificate)).why == NotYet.code


def test_who_cannot_sign_for_a_known_desk_gets_in_by_no_statement(standing: Served, anew: House) -> None:
    newcomer = person("outreach", random_from("third newcomer"))
    certificate = anew.say(newcomer.certificate, anew.coordinator)
    thief = replace(newcomer, key=SigningKey.fresh(random_from("thief")))

    said = standing.desk(thief).exchange(statement(certificate))

    assert (said.status, said.why) == (401, Forged.code)


def test_somebody_unknown_may_not_send_for_ever(standing: Served) -> None:
    desk = standing.desk(person("outreach", random_from("stranger")))
    many = [frames.encode(FrameType.STATEMENT, b"x" * 100_000)] * 12

    said = desk.exchange(*many)

    assert (said.status, said.why) == (413, TOO_BIG)


# The server's own trouble


@pytest.mark.logs("the database does not answer")
def test_a_database_in_trouble_is_a_word_without_its_reasons(served: Served, house: House) -> None:
    desk = served.desk(house.worker)
    with served.centre.database.writing() as connection:
        connection.execute(text("ALTER TABLE chunk RENAME TO gone"))

    said = desk.send([house.chunk(1)])

    assert (said.status, said.why) == (503, UNAVAILABLE)
    assert not any(inside in said.body for inside in INSIDES)
