"""The wire's version 1, as it was first written: every later program checks and opens it."""

from __future__ import annotations

import json

import pytest

from fieldapp.domain.ids import SpaceId
from sync.protocol import hello
from sync.protocol.agreement import check_heads, read_heads
from sync.protocol.beginning import Begin
from sync.protocol.chunks import check_chunk, read_chunk
from sync.protocol.codes import OneTimeCode
from sync.protocol.envelopes import open_envelope, read_envelope
from sync.protocol.epochs import checked_key
from sync.protocol.errors import NotYet
from sync.protocol.frames import Decoder, FrameType
from sync.protocol.head import head_of
from sync.protocol.invitations import open_invitation, open_request, open_welcome, read_paper
from sync.protocol.judging import believe, learn
from sync.protocol.keys import OpeningKey, SigningKey
from sync.protocol.kits import read_kit
from sync.protocol.marks import Marks
from sync.protocol.pieces import Delivery, Growing, Piece, Placed
from sync.protocol.receipts import check_receipt, read_receipt
from sync.protocol.refusals import FORKED, Refusal, What
from sync.protocol.requests import marks_of, read_request
from sync.protocol.said import DeskCertificate, EpochOpening, Foreign, Grant, Organisation, Space
from sync.protocol.sealing import open_chunk
from sync.protocol.statements import read_statement
from sync.protocol.trust import Trust
from tests.sync.protocol import golden
from tests.sync.protocol.house import a_house, change

GOLDEN = json.loads(golden.PATH.read_text("utf-8"))
KEYS: dict[str, str] = GOLDEN["keys"]
VECTORS: dict[str, bytes] = {name: bytes.fromhex(raw) for name, raw in GOLDEN["vectors"].items()}
SERVER = SigningKey(bytes.fromhex(KEYS["server"])).verify_key


@pytest.fixture
def trust() -> Trust:
    """What the golden statements say, from the root key and their bytes alone."""
    root = SigningKey(bytes.fromhex(KEYS["root"])).verify_key
    statements = [read_statement(raw) for name, raw in VECTORS.items() if name.startswith("statement")]
    believed, refused = learn(Trust(root), statements)
    assert not refused
    return believed


def only_space(trust: Trust, kind: str) -> SpaceId:
    (space,) = (space.space for space in trust.spaces.values() if space.kind == kind)
    return space


def test_every_statement_is_read_and_believed(trust: Trust) -> None:
    assert len(trust.statements) == 15
    said = [type(statement.said) for statement in trust.statements.values()]
    assert {
        kind: said.count(kind) for kind in (Organisation, DeskCertificate, Space, Grant, EpochOpening, Foreign)
    } == {
        Organisation: 1,
        DeskCertificate: 4,
        Space: 2,
        Grant: 4,
        EpochOpening: 2,
        Foreign: 1,
    }
    assert trust.organisation.name == "Example organisation"
    assert trust.server == SERVER
    assert trust.organisation_id == "cfab82f4bb43de6ed1934e2dfc76f375"


def test_the_envelope_opens_to_the_key_of_the_caseload(trust: Trust) -> None:
    opening = OpeningKey(bytes.fromhex(KEYS["supervisor opening"]))
    key = open_envelope(read_envelope(VECTORS["envelope"]), opening, trust)
    assert key.secret.raw.hex() == KEYS["caseload"]
    assert key.space == only_space(trust, "caseload")


def test_the_chunk_opens_to_its_change(trust: Trust) -> None:
    chunk = read_chunk(VECTORS["chunk"])
    check_chunk(chunk, trust)
    key = checked_key(trust, chunk.epoch, bytes.fromhex(KEYS["caseload"]))
    assert open_chunk(chunk, {key.epoch: key}).changes == (change(200),)
    assert (chunk.n, chunk.stream.lane, chunk.dictionary) == (2, "edits", "changes-v1")


def test_the_chunk_for_the_box_opens_to_its_change(trust: Trust) -> None:
    trust = believe(trust, read_statement(VECTORS["epoch with a box"]))
    chunk = read_chunk(VECTORS["chunk for the box"])
    check_chunk(chunk, trust)
    key = checked_key(trust, chunk.epoch, bytes.fromhex(KEYS["caseload with a box"]))
    assert open_chunk(chunk, {key.epoch: key}).changes == (change(300),)
    assert not trust.may_read(chunk.stream.desk, chunk.stream.space)


def test_the_server_words_are_the_servers(trust: Trust) -> None:
    chunk = read_chunk(VECTORS["chunk"])
    receipt, heads = read_receipt(VECTORS["receipt"]), read_heads(VECTORS["heads"])
    check_receipt(receipt, trust)
    check_heads(heads, trust)
    assert (receipt.stream, receipt.mark, receipt.seq) == (chunk.stream, chunk.mark, 2)
    assert heads.spaces == {chunk.stream.space: head_of([chunk.hash])}
    said = hello.check_answer(
        VECTORS["hello"], golden.CHALLENGE, organisation=trust.organisation_id, server=trust.server
    )
    assert said.when.text == "2026-03-12T12:00:00.000+06:00"


def test_the_code_opens_invitation_request_and_welcome(trust: Trust) -> None:
    code = OneTimeCode.read(KEYS["code"])
    invitation = open_invitation(code, read_paper(VECTORS["invitation"]))
    request = open_request(code, read_paper(VECTORS["join request"]))
    welcome = open_welcome(code, read_paper(VECTORS["welcome"]))
    assert invitation.trust.organisation_id == trust.organisation_id
    assert invitation.address == "https://sync.example.org:8443"
    assert trust.desk(request.desk) == request.certificate(invitation.worker, invitation.roles)
    assert len(welcome.statements) == 14
    assert [envelope.epoch for envelope in welcome.envelopes] == [read_chunk(VECTORS["chunk"]).epoch]


def test_the_kit_makes_the_server(trust: Trust) -> None:
    kit = read_kit(VECTORS["kit"])
    assert kit.trust.organisation_id == trust.organisation_id
    assert kit.key.seed.hex() == KEYS["server"]


def test_the_frames_of_an_exchange_are_read() -> None:
    chunk = read_chunk(VECTORS["chunk"])
    begun, piece, delivery, placed, end = Decoder().feed(VECTORS["frames"])
    assert Begin.decode(begun.body) == Begin.decode(VECTORS["begin"])
    rest = Piece.decode(piece.body)
    assert Growing(chunk.raw[:100]).with_more(rest.offset, rest.data).whole() == chunk
    assert Delivery.decode(delivery.body).data == chunk.raw
    assert Placed.decode(placed.body).chunk == chunk.hash
    assert end == (FrameType.END, b"")


def test_begin_refusal_and_marks_are_read(trust: Trust) -> None:
    chunk = read_chunk(VECTORS["chunk"])
    begun = Begin.decode(VECTORS["begin"])
    assert begun.cursors == {chunk.stream.space: 3}
    assert begun.receipts == {(chunk.stream.space, chunk.stream.lane): 2}
    assert begun.documents.cursor == 14
    assert Refusal.decode(VECTORS["refusal"]) == Refusal(What.CHUNK, "ab" * 32, FORKED)
    assert Marks.decode(VECTORS["marks"]).streams == {chunk.stream: chunk.mark}


def test_the_signed_request_is_the_workers(trust: Trust) -> None:
    headers = json.loads(VECTORS["signed request"])
    request = read_request("POST", "/v1/exchange", "", headers)
    request.check(trust.key_of(request.desk))
    assert request.counter == 17
    assert request.marks == marks_of(VECTORS["begin"])


def test_what_is_made_today_is_byte_for_byte_what_was_made_then() -> None:
    for name, raw in golden.made_anew(a_house(first=True)).items():
        assert raw == VECTORS[name], name


def test_every_vector_is_kept() -> None:
    house = a_house(first=True)
    assert set(VECTORS) == {*golden.made_anew(house), *golden.made_once(house)}
    assert golden.keys(house) == KEYS


def test_without_the_golden_statements_nothing_is_believed() -> None:
    root = SigningKey(bytes.fromhex(KEYS["root"])).verify_key
    with pytest.raises(NotYet):
        check_chunk(read_chunk(VECTORS["chunk"]), Trust(root))
