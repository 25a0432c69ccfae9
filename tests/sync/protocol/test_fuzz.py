"""Whatever bytes come from outside: a parser gives a value or one of the four errors, and never anything else."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.domain.attachments import SealedId
from sync.protocol import hello, invitations, signed
from sync.protocol.agreement import make_heads, read_heads
from sync.protocol.beginning import Begin, Documents
from sync.protocol.chunks import check_chunk, chunk_size, read_chunk
from sync.protocol.codes import OneTimeCode
from sync.protocol.contacts import encode_contacts, read_contacts
from sync.protocol.dictionary import CHANGES, compress, decompress
from sync.protocol.envelopes import check_envelope, make_envelope, read_envelope
from sync.protocol.errors import Unacceptable
from sync.protocol.frames import Decoder, FrameType, encode
from sync.protocol.invitations import PaperKind, SealedPaper, open_invitation, open_request, open_welcome, read_paper
from sync.protocol.judging import learn
from sync.protocol.kits import read_kit, write_kit
from sync.protocol.marks import Marks
from sync.protocol.payloads import read_payload, write_payload
from sync.protocol.pieces import Delivery, Growing, Piece, Placed
from sync.protocol.receipts import check_receipt, make_receipt, read_receipt
from sync.protocol.refusals import Refusal, What
from sync.protocol.requests import read_request, sign_request
from sync.protocol.sealed_files import (
    Held,
    check_file_receipt,
    encode_files,
    encode_sizes,
    make_file_receipt,
    read_file_receipt,
    read_files,
    read_sizes,
)
from sync.protocol.statements import read_statement
from tests.sync.protocol import golden_v2
from tests.sync.protocol.house import NOON, SEEN, a_house, change, random_from
from tests.sync.protocol.test_boxes import boxed
from tests.sync.protocol.test_invitations import CODE, invitation, request, welcome

HOUSE = a_house()
CHUNK = HOUSE.chunk()
BOXED = boxed(HOUSE)
CHALLENGE = "ab" * 32
ENVELOPE = make_envelope(
    HOUSE.trust.organisation_id,
    HOUSE.key_of(HOUSE.caseload),
    to=HOUSE.supervisor.certificate,
    by=HOUSE.worker.desk,
    key=HOUSE.worker.key,
)
BEGIN = Begin(
    organisation=HOUSE.trust.organisation_id,
    desk=HOUSE.worker.desk,
    incarnation=HOUSE.worker.incarnation,
    cursors={HOUSE.caseload: 1},
    documents=Documents(1, "ab" * 16),
)


#: After members left, and with an officer.
LATER = learn(HOUSE.trust, [golden_v2.statements(HOUSE)[name] for name in (*golden_v2.BEFORE, "epoch")])[0]


def statement(raw: bytes) -> None:
    learn(HOUSE.trust, [read_statement(raw)])


def envelope(raw: bytes) -> None:
    check_envelope(read_envelope(raw), LATER)


def chunk(raw: bytes) -> None:
    chunk_size(raw)
    check_chunk(read_chunk(raw), HOUSE.trust)


def receipt(raw: bytes) -> None:
    check_receipt(read_receipt(raw), HOUSE.trust)


def file_receipt(raw: bytes) -> None:
    check_file_receipt(read_file_receipt(raw), HOUSE.trust, HOUSE.caseload, FILE)


def answer(raw: bytes) -> None:
    hello.check_answer(raw, CHALLENGE, organisation=HOUSE.trust.organisation_id, server=HOUSE.trust.server)


def frames(raw: bytes) -> None:
    decoder = Decoder()
    for start in range(0, len(raw), 7):
        decoder.feed(raw[start : start + 7])
    decoder.unfinished()


def growing(raw: bytes) -> None:
    Growing().with_more(0, raw[: len(raw) // 2]).with_more(len(raw) // 2, raw[len(raw) // 2 :]).whole()


def unpacked(raw: bytes) -> None:
    read_payload(decompress(raw, CHANGES, 4096))


def headers(raw: bytes) -> None:
    """The five headers, one a line."""
    names = ("fieldapp-desk", "fieldapp-counter", "fieldapp-marks", "signature-input", "signature")
    values = raw.decode("latin-1").split("\n")
    given = dict(zip(names, values, strict=False))
    read_request("POST", "/v1/exchange", "", given).check(HOUSE.worker.key.verify_key)


def inside(kind: PaperKind, opened: Callable[[OneTimeCode, SealedPaper], object]) -> Callable[[bytes], None]:
    """Opens a paper that someone who knows the code filled with these bytes."""
    return lambda raw: void(opened(CODE, invitations._seal(CODE, kind, raw, random_from("fuzz"))))


def void(_: object) -> None:
    """Nothing is done with what was opened."""


def plain(paper: SealedPaper) -> bytes:
    return invitations._open(CODE, paper.kind, paper)


FILE = SealedId("ab" * 32)
FILE_RECEIPT = make_file_receipt(
    HOUSE.trust.organisation_id, HOUSE.caseload, FILE, size=50_000, when=NOON, key=HOUSE.server
)
SIGNED = sign_request("POST", "/v1/exchange", desk=HOUSE.worker.desk, counter=1, key=HOUSE.worker.key)

PARSERS: dict[str, tuple[Callable[[bytes], object], bytes]] = {
    "statement": (statement, HOUSE.statements[2].raw),
    "statement of the root": (statement, HOUSE.statements[0].raw),
    **{f"statement: {name}": (statement, each.raw) for name, each in golden_v2.statements(HOUSE).items()},
    "escrow": (statement, golden_v2.made_once(HOUSE)["escrow"]),
    "envelope to an officer": (envelope, golden_v2.made_once(HOUSE)["envelope to an officer"]),
    "envelope": (envelope, ENVELOPE.raw),
    "chunk": (chunk, CHUNK.raw),
    "chunk for the box": (chunk, BOXED.raw),
    "payload": (read_payload, write_payload(SEEN, [change(1)])),
    "payload of a snapshot": (read_payload, write_payload(SEEN, [change(1)], golden_v2.WHOLE)),
    "payload with what is held": (read_payload, write_payload(replace(SEEN, standing=golden_v2.HELD), [])),
    "packed payload": (unpacked, compress(write_payload(SEEN, [change(1)]), CHANGES)),
    "receipt": (receipt, make_receipt(CHUNK, seq=1, when=NOON, key=HOUSE.server).raw),
    "heads": (read_heads, make_heads(HOUSE.trust.organisation_id, {}, 1, HOUSE.server).raw),
    "hello": (answer, hello.answer(CHALLENGE, organisation=HOUSE.trust.organisation_id, when=NOON, key=HOUSE.server)),
    "frames": (frames, encode(FrameType.BEGIN, BEGIN.encode()) + encode(FrameType.END)),
    "growing chunk": (growing, CHUNK.raw),
    "piece": (Piece.decode, Piece(CHUNK.hash, 7, b"data").encode()),
    "delivery": (Delivery.decode, Delivery(HOUSE.caseload, 7, 0, b"data").encode()),
    "placed": (Placed.decode, Placed(HOUSE.caseload, 7, CHUNK.hash).encode()),
    "begin": (Begin.decode, BEGIN.encode()),
    "refusal": (Refusal.decode, Refusal(What.CHUNK, CHUNK.hash, "gap").encode()),
    "marks": (
        Marks.decode,
        Marks(organisation=HOUSE.trust.organisation_id, streams={CHUNK.stream: CHUNK.mark}).encode(),
    ),
    "file receipt": (file_receipt, FILE_RECEIPT.raw),
    "held": (Held.decode, Held(50_000, FILE_RECEIPT).encode()),
    "files": (read_files, encode_files([FILE])),
    "contacts": (read_contacts, encode_contacts({HOUSE.worker.desk: NOON})),
    "sizes": (read_sizes, encode_sizes({FILE: 50_000})),
    "invitation": (read_paper, invitation(HOUSE).raw),
    "join request": (read_paper, request(HOUSE).raw),
    "welcome": (read_paper, welcome(HOUSE).raw),
    "inside an invitation": (inside(PaperKind.INVITATION, open_invitation), plain(invitation(HOUSE))),
    "inside a join request": (inside(PaperKind.REQUEST, open_request), plain(request(HOUSE))),
    "inside a welcome": (inside(PaperKind.WELCOME, open_welcome), plain(welcome(HOUSE))),
    "kit": (read_kit, write_kit(HOUSE.statements[:2], HOUSE.server)),
    "signed request": (headers, "\n".join(SIGNED.values()).encode()),
}


def survives(parse: Callable[[bytes], object], raw: bytes) -> bool:
    """Whether the parser took it; any other error than ours is the parser's fault and fails the test."""
    try:
        parse(raw)
    except Unacceptable:
        return False
    return True


@pytest.mark.parametrize(("parse", "good"), PARSERS.values(), ids=PARSERS)
def test_the_good_bytes_are_taken(parse: Callable[[bytes], object], good: bytes) -> None:
    parse(good)


@pytest.mark.parametrize(("parse", "good"), PARSERS.values(), ids=PARSERS)
@given(raw=st.binary(max_size=200))
@settings(max_examples=60, deadline=None)
def test_no_bytes_make_a_parser_stumble(parse: Callable[[bytes], object], good: bytes, raw: bytes) -> None:
    survives(parse, raw)
    survives(parse, good[:4] + raw)


@pytest.mark.parametrize(("parse", "good"), PARSERS.values(), ids=PARSERS)
@given(data=st.data())
@settings(max_examples=80, deadline=None)
def test_no_change_to_good_bytes_makes_a_parser_stumble(
    parse: Callable[[bytes], object], good: bytes, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(good)))
    end = data.draw(st.integers(start, min(len(good), start + 12)))
    survives(parse, good[:start] + data.draw(st.binary(max_size=12)) + good[end:])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
MESSAGES: dict[str, Callable[[bytes], object]] = {
    "begin": Begin.decode,
    "refusal": Refusal.decode,
    "marks": Marks.decode,
    "payload": read_payload,
    "held": Held.decode,
    "files": read_files,
    "sizes": read_sizes,
}


@pytest.mark.parametrize("name", [name for name in PARSERS if name.startswith("statement")])
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_no_value_that_somebody_signs_makes_the_judging_stumble(name: str, data: st.DataObject) -> None:
    """An administrator's desk may be stolen: what she signs need not make sense."""
    body = json.loads(read_statement(PARSERS[name][1]).signed.body)
    key = data.draw(st.sampled_from(sorted(body)))
    body[key] = data.draw(JSON | st.sampled_from(list(body.values())))
    signer = data.draw(st.sampled_from([HOUSE.root, HOUSE.coordinator.key, HOUSE.worker.key]))
    survives(statement, signed.sign(signed.STATEMENT, json.dumps(body).encode(), signer).raw)


@pytest.mark.parametrize("name", MESSAGES)
@given(data=st.data())
@settings(max_examples=120, deadline=None)
def test_no_value_in_a_messages_place_makes_its_parser_stumble(name: str, data: st.DataObject) -> None:
    message = json.loads(PARSERS[name][1])
    key = data.draw(st.sampled_from(sorted(message)))
    target = message
    if isinstance(message[key], list) and message[key] and data.draw(st.booleans()):
        target, key = message[key], 0
        if isinstance(target[0], dict) and data.draw(st.booleans()):
            target = target[0]
            key = data.draw(st.sampled_from(sorted(target)))
    target[key] = data.draw(JSON)
    survives(MESSAGES[name], json.dumps(message).encode())
