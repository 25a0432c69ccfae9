"""What the wire's second version added, as it was first written: every later program checks and opens it."""

from __future__ import annotations

import json

import pytest

from sync.protocol.envelopes import open_envelope, read_envelope
from sync.protocol.epochs import checked_key
from sync.protocol.errors import NotAllowed
from sync.protocol.judging import learn
from sync.protocol.keys import OpeningKey, SigningKey
from sync.protocol.names import EpochId
from sync.protocol.payloads import read_payload
from sync.protocol.recovery_keys import RecoveryOpening
from sync.protocol.said import Escrow, Revocation
from sync.protocol.said_json import _WRITERS, kind_of
from sync.protocol.statements import Statement, read_statement
from sync.protocol.trust import Trust
from tests.sync.protocol import golden_v2 as golden
from tests.sync.protocol.house import a_house, change

GOLDEN = json.loads(golden.PATH.read_text("utf-8"))
KEYS: dict[str, str] = GOLDEN["keys"]
VECTORS: dict[str, bytes] = {name: bytes.fromhex(raw) for name, raw in GOLDEN["vectors"].items()}
ROOT = SigningKey(bytes.fromhex(KEYS["root"])).verify_key


def said(*more: str) -> list[Statement]:
    names = [name for name in VECTORS if name.startswith(("house", "statement"))]
    return [read_statement(VECTORS[name]) for name in (*names, *more)]


@pytest.fixture
def trust() -> Trust:
    """What all golden statements say, from the root key and their bytes alone."""
    return learn(Trust(ROOT), said("escrow"))[0]


def before_the_end() -> Trust:
    """The same without the last two, who take power."""
    last = {VECTORS["statement: retired"], VECTORS["statement: revoked officer"]}
    trust, refused = learn(Trust(ROOT), [each for each in said("escrow") if each.raw not in last])
    assert not refused
    return trust


def test_every_statement_is_read_and_believed() -> None:
    trust = before_the_end()
    assert len(trust.statements) == len(said("escrow")) - 2
    assert (trust.rules and trust.rules.version) == 2
    assert trust.is_administrator(golden.SECOND.desk)
    assert trust.is_officer(golden.OFFICER.desk)
    assert trust.late_after(a_house().worker.desk, a_house().caseload) == 2


def test_there_is_a_vector_of_every_kind() -> None:
    kinds = {kind_of(each.said) for each in said("escrow")}
    assert kinds == {kind for kind, _ in _WRITERS.values()}


def test_what_stood_then_stands_now(trust: Trust) -> None:
    kept = read_statement(VECTORS["statement: rules"])
    assert kept.id in trust.statements
    assert not trust.is_administrator(golden.SECOND.desk)
    assert not trust.is_officer(golden.OFFICER.desk)
    revoked = [each.said.desk for each in trust.statements.values() if isinstance(each.said, Revocation)]
    assert sorted(revoked) == sorted([a_house().worker.desk, golden.OFFICER.desk])
    assert trust.recoveries == {(golden.SECOND_DESK.desk, a_house().caseload)}


def test_the_second_epoch_opens_with_its_key_and_so_does_its_box(trust: Trust) -> None:
    epoch = EpochId(read_statement(VECTORS["statement: epoch"]).id)
    key = checked_key(trust, epoch, bytes.fromhex(KEYS["caseload, second epoch"]))
    assert trust.opening(epoch).box == key.box.seal_key
    assert before_the_end().latest_epoch(key.space) == epoch
    assert key.box.open(VECTORS["sealed into the box"], b"golden box") == b"a case handed over"


def test_the_envelopes_open_to_the_key(trust: Trust) -> None:
    wanted = KEYS["caseload, second epoch"]
    second = OpeningKey(bytes.fromhex(KEYS["second desk opening"]))
    officer = RecoveryOpening.of_desk(OpeningKey(bytes.fromhex(KEYS["officer opening"])))
    for name in ("envelope of the second epoch", "envelope by an officer"):
        assert open_envelope(read_envelope(VECTORS[name]), second, trust).secret.raw.hex() == wanted
    to_officer = read_envelope(VECTORS["envelope to an officer"])
    assert open_envelope(to_officer, officer, before_the_end()).secret.raw.hex() == wanted
    with pytest.raises(NotAllowed):
        open_envelope(to_officer, officer, trust)


def test_the_escrow_opens_with_the_officers_key() -> None:
    escrow = read_statement(VECTORS["escrow"]).said
    assert isinstance(escrow, Escrow)
    assert escrow.keystore == golden.KEYSTORE
    officer = RecoveryOpening.of_desk(OpeningKey(bytes.fromhex(KEYS["officer opening"])))
    assert officer.open(escrow.sealed, b"golden escrow").hex() == KEYS["escrow"]


def test_the_payload_is_read() -> None:
    for name, told in (("payload", None), ("payload with a count of words", 7)):
        payload = read_payload(VECTORS[name])
        assert payload.changes == (change(1),)
        assert payload.seen.agrees_with(golden.HEAD)
        assert payload.seen.told == told
    assert read_payload(VECTORS["payload with what its author holds"]).seen.standing == golden.HELD
    assert read_payload(VECTORS["payload of a snapshot"]).whole == golden.WHOLE


def test_what_is_made_today_is_byte_for_byte_what_was_made_then() -> None:
    for name, raw in golden.made_anew(a_house()).items():
        assert raw == VECTORS[name], name


def test_every_vector_is_kept() -> None:
    assert set(VECTORS) == {*golden.made_anew(a_house()), *golden.made_once(a_house())}
    assert golden.keys(a_house()) == KEYS
