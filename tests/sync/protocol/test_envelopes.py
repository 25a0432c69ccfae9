"""Envelopes: the key of a space reaches members' desks and nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fieldapp.domain.answers import Json
from fieldapp.domain.ids import SpaceId
from sync.protocol import signed
from sync.protocol.envelopes import (
    Envelope,
    check_envelope,
    make_envelope,
    open_envelope,
    read_envelope,
    without_envelope,
)
from sync.protocol.epochs import SpaceKey, checked_key
from sync.protocol.errors import Forged, Malformed, NotAllowed, NotYet
from sync.protocol.keys import SecretKey
from sync.protocol.names import EpochId
from sync.protocol.reading import base64_text, encode
from sync.protocol.trust import Trust
from tests.sync.protocol.house import House, Person, a_house


@pytest.fixture
def house() -> House:
    return a_house()


def envelope(house: House, to: Person, by: Person, key: SpaceKey | None = None) -> Envelope:
    return make_envelope(
        house.trust.organisation_id, key or house.key_of(house.caseload), to=to.certificate, by=by.desk, key=by.key
    )


def test_the_supervisor_opens_the_envelope_that_the_worker_made(house: House) -> None:
    made = read_envelope(envelope(house, house.supervisor, house.worker).raw)
    check_envelope(made, house.trust)
    assert open_envelope(made, house.supervisor.opening, house.trust) == house.key_of(house.caseload)


def test_nobody_else_opens_it(house: House) -> None:
    made = envelope(house, house.supervisor, house.worker)
    for other in (house.trainer, house.coordinator, house.worker):
        with pytest.raises(Forged):
            open_envelope(made, other.opening, house.trust)


def test_a_wrong_key_in_an_envelope_is_found_by_the_commitment(house: House) -> None:
    wrong = replace(house.key_of(house.caseload), secret=SecretKey(bytes(32)))
    with pytest.raises(Forged, match="opened with"):
        open_envelope(envelope(house, house.supervisor, house.worker, wrong), house.supervisor.opening, house.trust)


def test_envelopes_are_made_by_members_for_members(house: House) -> None:
    for to, by in (
        (house.trainer, house.worker),
        (house.supervisor, house.trainer),
        (house.supervisor, house.coordinator),
    ):
        with pytest.raises(NotAllowed):
            check_envelope(envelope(house, to, by), house.trust)


def test_an_envelope_under_another_spaces_epoch_is_not_allowed(house: House) -> None:
    mixed = replace(house.key_of(house.programme), space=house.caseload)
    with pytest.raises(NotAllowed):
        check_envelope(envelope(house, house.supervisor, house.worker, mixed), house.trust)


def test_an_envelope_waits_for_its_epoch_and_its_maker(house: House) -> None:
    unknown = replace(house.key_of(house.caseload), epoch=EpochId("ab" * 32))
    with pytest.raises(NotYet):
        check_envelope(envelope(house, house.supervisor, house.worker, unknown), house.trust)
    with pytest.raises(NotYet):
        checked_key(house.trust, EpochId("ab" * 32), bytes(32))


def test_an_envelope_of_another_organisation_is_not_allowed(house: House) -> None:
    with pytest.raises(NotAllowed):
        check_envelope(envelope(house, house.supervisor, house.worker), Trust(house.server.verify_key))


def test_a_changed_envelope_is_forged(house: House) -> None:
    raw = bytearray(envelope(house, house.supervisor, house.worker).raw)
    raw[-1] ^= 1
    with pytest.raises(Forged):
        check_envelope(read_envelope(bytes(raw)), house.trust)


def test_an_envelope_with_anything_but_a_key_is_malformed(house: House) -> None:
    body: dict[str, Json] = {
        "v": 1,
        "organisation": house.trust.organisation_id,
        "space": SpaceId("ab" * 16),
        "epoch": "cd" * 32,
        "to": "ef" * 16,
        "by": "ef" * 16,
        "sealed": base64_text(bytes(79)),
    }
    with pytest.raises(Malformed):
        read_envelope(signed.sign(signed.ENVELOPE, encode(body), house.worker.key).raw)


def test_members_without_an_envelope_are_named_until_they_have_one(house: House) -> None:
    epoch = house.key_of(house.caseload).epoch
    made = [envelope(house, house.worker, house.worker)]
    assert [desk.desk for desk in without_envelope(house.trust, house.caseload, epoch, made)] == [house.supervisor.desk]
    made.append(envelope(house, house.supervisor, house.worker))
    assert without_envelope(house.trust, house.caseload, epoch, made) == ()


def test_a_printed_space_key_shows_nothing(house: House) -> None:
    key = house.key_of(house.caseload)
    assert key.secret.raw.hex() not in repr(key)
    assert repr(key.secret.raw) not in repr(key)
