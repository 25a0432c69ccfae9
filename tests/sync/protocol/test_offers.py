"""A desk offers to keep a recovery key: its own, once, and everybody hears of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fieldapp.domain.answers import Json
from fieldapp.domain.ids import DeskId
from sync.protocol.errors import Contradicts, Malformed, NotAllowed, NotYet
from sync.protocol.judging import believe
from sync.protocol.keys import OpeningKey
from sync.protocol.reading import encode
from sync.protocol.recovery_keys import RecoveryKey, RecoveryOpening
from sync.protocol.said import Offer, Officer
from sync.protocol.said_json import VERSION, to_json
from sync.protocol.signed import STATEMENT, sign
from sync.protocol.statements import Statement, read_statement, state
from tests.sync.protocol.house import NOON, House, Person, a_house, random_from


@pytest.fixture
def house() -> House:
    return a_house()


def key_of(person: Person) -> RecoveryKey:
    return RecoveryOpening.of_desk(person.opening).recovery_key


def said_by(house: House, person: Person, said: Offer) -> Statement:
    return state(said, organisation=house.trust.organisation_id, by=person.desk, when=NOON, key=person.key)


def test_an_offer_travels_and_is_known_to_everybody(house: House) -> None:
    offer = said_by(house, house.supervisor, Offer(desk=house.supervisor.desk, recovery=key_of(house.supervisor)))

    trust = believe(house.trust, read_statement(offer.raw))

    assert trust.offers == {house.supervisor.desk: key_of(house.supervisor)}
    assert believe(trust, offer) == trust
    assert trust.may_know(house.worker.desk, offer)
    assert not trust.is_officer(house.supervisor.desk)


def test_nobody_offers_for_another_and_none_twice_with_another_key(house: House) -> None:
    hers = Offer(desk=house.supervisor.desk, recovery=key_of(house.supervisor))
    trust = believe(house.trust, said_by(house, house.supervisor, hers))
    other = RecoveryOpening.of_desk(OpeningKey.fresh(random_from("other"))).recovery_key

    with pytest.raises(NotAllowed):
        believe(trust, said_by(house, house.worker, Offer(desk=house.supervisor.desk, recovery=key_of(house.worker))))
    with pytest.raises(Contradicts):
        believe(trust, said_by(house, house.supervisor, Offer(desk=house.supervisor.desk, recovery=other)))


def test_an_offer_of_a_desk_that_is_not_known_waits(house: House) -> None:
    stranger = replace(house.worker, desk=DeskId("ab" * 16))

    with pytest.raises(NotYet):
        believe(house.trust, said_by(house, stranger, Offer(desk=stranger.desk, recovery=key_of(stranger))))


@pytest.mark.parametrize("size", [0, 32, 1215])
def test_a_recovery_key_of_another_length_is_none(house: House, size: int) -> None:
    short = RecoveryKey("ab" * size)
    officer = Officer(
        worker=house.worker.worker, desk=house.worker.desk, verify=house.worker.key.verify_key, recovery=short
    )
    for said in (Offer(desk=house.worker.desk, recovery=short), officer):
        ours: dict[str, Json] = {
            "v": VERSION,
            "organisation": house.trust.organisation_id,
            "by": house.worker.desk,
            "when": NOON.text,
        }
        body = encode({**to_json(said), **ours})

        with pytest.raises(Malformed):
            read_statement(sign(STATEMENT, body, house.worker.key).raw)
