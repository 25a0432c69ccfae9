"""Requests, answers and escrows as they were first written: every later program opens them."""

from __future__ import annotations

import json

from fieldapp.domain.ids import DeskId, OrganisationId
from sync.protocol.keys import OpeningKey
from sync.protocol.recovery_keys import RecoveryOpening
from sync.protocol.resets import hear_answer, hear_request, open_escrow, read_answer, read_request
from sync.protocol.said import Escrow
from tests.sync.protocol.golden_resets import PATH

KEPT: dict[str, str] = json.loads(PATH.read_text("utf-8"))
ONE_TIME = OpeningKey(bytes.fromhex(KEPT["one-time"]))
RECOVERY = RecoveryOpening.of_desk(OpeningKey(bytes.fromhex(KEPT["officer opening"])))


def test_a_request_from_a_file_is_the_one_from_the_telephone() -> None:
    request = read_request(bytes.fromhex(KEPT["request"]))

    assert request == hear_request(KEPT["request groups"], [KEPT["keystore"]])
    assert request.key == ONE_TIME.seal_key
    assert request.raw.hex() == KEPT["request"]
    assert "-".join(request.groups) == KEPT["request groups"]


def test_an_answer_opens_from_a_file_and_from_the_telephone() -> None:
    request = read_request(bytes.fromhex(KEPT["request"]))
    by_file = read_answer(bytes.fromhex(KEPT["answer"]), request)
    by_telephone = hear_answer(KEPT["answer groups"], request)

    assert by_file == by_telephone
    assert by_file.open(ONE_TIME).hex() == KEPT["user key"]


def test_an_escrow_opens_with_the_recovery_key_that_follows_from_the_officers_desk() -> None:
    escrow = Escrow(officer=DeskId(KEPT["officer"]), keystore=KEPT["keystore"], sealed=bytes.fromhex(KEPT["escrow"]))

    assert RECOVERY.recovery_key.hex == KEPT["recovery key"]
    assert (
        open_escrow(OrganisationId(KEPT["organisation"]), DeskId(KEPT["desk"]), escrow, RECOVERY).hex()
        == (KEPT["user key"])
    )
