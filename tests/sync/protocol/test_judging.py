"""Which statements are believed: the root's word, and what hangs on it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.domain.ids import DeskId, SpaceId, WorkerId
from sync.protocol.epochs import open_epoch
from sync.protocol.errors import Contradicts, Forged, NotAllowed, NotYet, Unacceptable
from sync.protocol.judging import believe, learn
from sync.protocol.keys import SigningKey
from sync.protocol.names import StatementId
from sync.protocol.said import Administrator, EpochOpening, Grant, Organisation, Space
from sync.protocol.statements import Statement, read_statement, state
from sync.protocol.trust import Trust
from tests.sync.protocol.house import NOON, House, a_house, person, random_from
from tests.sync.protocol.test_statements import foreign


@pytest.fixture
def house() -> House:
    return a_house()


@given(st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_the_order_in_which_statements_arrive_does_not_matter(random: object) -> None:
    house = a_house()
    shuffled = list(house.statements)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    trust, refused = learn(Trust(house.root.verify_key), shuffled)
    assert not refused
    for name in ("charter", "administrators", "desks", "spaces", "grants", "epochs"):
        assert getattr(trust, name) == getattr(house.trust, name)
    assert trust.policy(house.caseload) == house.trust.policy(house.caseload)


def test_what_arrives_in_parts_is_believed_like_what_arrives_at_once(house: House) -> None:
    trust, waiting = Trust(house.root.verify_key), list[Statement]()
    for statement in reversed(house.statements):
        trust, verdicts = learn(trust, [*waiting, statement])
        waiting = [verdict.statement for verdict in verdicts if isinstance(verdict.why, NotYet)]
    assert not waiting
    assert trust.desks == house.trust.desks


def test_learning_again_changes_nothing(house: House) -> None:
    assert learn(house.trust, house.statements) == (house.trust, ())


def test_a_statement_waits_until_its_maker_is_known(house: House) -> None:
    trust, verdicts = learn(Trust(house.root.verify_key), house.statements[2:])
    assert not trust.statements
    assert all(isinstance(verdict.why, NotYet) for verdict in verdicts)


def changed(statement: Statement) -> Statement:
    raw = bytearray(statement.raw)
    raw[-1] ^= 1
    return read_statement(bytes(raw))


def test_a_changed_signature_is_found_in_every_kind(house: House) -> None:
    for statement in house.statements:
        others = [other for other in house.statements if other != statement]
        trust, _ = learn(Trust(house.root.verify_key), others)
        with pytest.raises(Forged):
            believe(trust, changed(statement))


def refused(house: House, statement: Statement, why: type[Unacceptable]) -> None:
    with pytest.raises(why) as error:
        believe(house.trust, statement)
    assert type(error.value) is why


def test_only_the_root_makes_administrators(house: House) -> None:
    self_made = Administrator(worker=house.worker.worker, desk=house.worker.desk, verify=house.worker.key.verify_key)
    refused(house, house.say(self_made, house.worker), NotAllowed)
    refused(house, house.say(self_made, house.coordinator), NotAllowed)


def test_the_root_does_not_do_the_administrators_work(house: House) -> None:
    refused(house, house.say(house.worker.certificate), NotAllowed)


def test_a_worker_cannot_enrol_desks_or_give_grants(house: House) -> None:
    stranger = person("outreach", random_from("stranger"))
    refused(house, house.say(stranger.certificate, house.worker), NotYet)
    grant = Grant(worker=house.trainer.worker, space=house.caseload, from_epoch=1, write=True)
    refused(house, house.say(grant, house.worker), NotYet)


def test_the_server_cannot_bring_in_another_root(house: House) -> None:
    mallory = SigningKey.fresh(random_from("mallory"))
    charter = Organisation(name="Same name", root=mallory.verify_key, server=mallory.verify_key)
    same = house.trust.organisation_id
    refused(house, state(charter, organisation=same, by=None, when=NOON, key=mallory), Forged)


def test_statements_of_another_organisation_are_not_believed(house: House) -> None:
    other = state(
        house.worker.certificate,
        organisation=house.trust.organisation_id.__class__("ab" * 16),
        by=house.coordinator.desk,
        when=NOON,
        key=house.coordinator.key,
    )
    refused(house, other, NotAllowed)


def test_the_server_key_stands_as_the_root_said_it_first(house: House) -> None:
    other = SigningKey.fresh(random_from("other server")).verify_key
    charter = Organisation(name="Example organisation", root=house.root.verify_key, server=other)
    refused(house, house.say(charter), Contradicts)


def test_a_desk_never_gets_a_second_key_or_worker(house: House) -> None:
    twin = person("outreach", random_from("twin"))
    for wrong in (
        replace(house.worker.certificate, verify=twin.key.verify_key),
        replace(house.worker.certificate, worker=twin.worker),
        replace(house.worker.certificate, seal=twin.opening.seal_key),
    ):
        refused(house, house.say(wrong, house.coordinator), Contradicts)


def test_a_desk_certified_twice_has_the_roles_of_both(house: House) -> None:
    second = replace(house.worker.certificate, roles=("trainer",))
    trust = believe(house.trust, house.say(second, house.coordinator))
    assert trust.desk(house.worker.desk).roles == ("outreach", "trainer")


def test_a_space_keeps_its_kind_and_its_opener(house: House) -> None:
    wrong = Space(space=house.caseload, kind="caseload", opener=house.trainer.worker)
    refused(house, house.say(wrong, house.coordinator), Contradicts)


def test_a_grant_to_a_space_that_is_not_known_waits(house: House) -> None:
    grant = Grant(worker=house.trainer.worker, space=SpaceId("ab" * 16), from_epoch=1, write=True)
    refused(house, house.say(grant, house.coordinator), NotYet)


def test_two_grants_give_what_either_gives(house: House) -> None:
    only_to_read = Grant(worker=house.worker.worker, space=house.caseload, from_epoch=3, write=False)
    trust = believe(house.trust, house.say(only_to_read, house.coordinator))
    assert trust.grant(house.worker.worker, house.caseload) == Grant(
        worker=house.worker.worker, space=house.caseload, from_epoch=1, write=True
    )


def test_the_first_epoch_of_a_number_stands(house: House) -> None:
    opening = EpochOpening(space=house.caseload, number=1, commitment="ab" * 32)
    refused(house, house.say(opening, house.worker), Contradicts)


def test_the_next_epoch_gets_the_next_number_and_is_sealed_under_from_then_on(house: House) -> None:
    random = random_from("next")
    statement, key = open_epoch(
        house.trust, house.caseload, by=house.worker.desk, when=NOON, key=house.worker.key, random=random
    )
    trust = believe(house.trust, statement)
    assert trust.epoch(house.caseload, 2) == key.epoch == trust.latest_epoch(house.caseload)
    assert trust.latest_epoch(house.programme) == house.key_of(house.programme).epoch


def test_nobody_but_a_member_opens_an_epoch(house: House) -> None:
    opening = EpochOpening(space=house.caseload, number=2, commitment="ab" * 32)
    refused(house, house.say(opening, house.trainer), NotYet)
    refused(house, house.say(opening, house.coordinator), NotYet)
    assert believe(house.trust, house.say(opening, house.supervisor)).epoch(house.caseload, 2) is not None


def test_a_kind_that_is_not_known_is_kept_if_somebody_known_signed_it(house: House) -> None:
    statement = foreign(house, space=house.caseload)
    assert statement.id in believe(house.trust, statement).statements
    refused(house, foreign(house, by=house.worker.desk), Forged)
    refused(house, foreign(house, by="ab" * 16), NotYet)


def test_questions_about_what_is_not_known_say_so(house: House) -> None:
    empty = Trust(house.root.verify_key)
    for ask in (
        lambda: empty.server,
        lambda: house.trust.desk(DeskId("ab" * 16)),
        lambda: house.trust.space(SpaceId("ab" * 16)),
        lambda: house.trust.opening(house.key_of(house.caseload).epoch.__class__("ab" * 32)),
    ):
        with pytest.raises(NotYet):
            ask()
    assert house.trust.epoch(house.caseload, 9) is None
    assert house.trust.grant(WorkerId("ab" * 16), house.caseload) is None


def test_rights_are_those_of_the_grants(house: House) -> None:
    trust = house.trust
    assert trust.readable(house.supervisor.desk) == tuple(sorted((house.caseload, house.programme)))
    assert trust.readable(house.trainer.desk) == (house.programme,)
    assert trust.readable(house.coordinator.desk) == ()
    assert trust.readable(DeskId("ab" * 16)) == ()
    assert {desk.desk for desk in trust.members(house.caseload)} == {house.worker.desk, house.supervisor.desk}
    assert trust.may_write(house.worker.desk, house.caseload)
    assert not trust.may_write(house.trainer.desk, house.caseload)
    assert not trust.may_write(house.coordinator.desk, house.caseload)


def test_everybody_of_the_organisation_is_told_what_it_says_and_nobody_else(house: House) -> None:
    for desk in (house.coordinator.desk, house.trainer.desk):
        assert all(house.trust.may_know(desk, statement) for statement in house.statements)
    assert not any(house.trust.may_know(DeskId("ab" * 16), statement) for statement in house.statements)


def test_members_who_were_told_the_same_have_the_same_policy(house: House) -> None:
    told = [statement for statement in house.statements if house.trust.may_know(house.worker.desk, statement)]
    worker, refused = learn(Trust(house.root.verify_key), told)
    assert not refused
    assert worker.policy(house.caseload) == house.trust.policy(house.caseload)
    epoch = StatementId(house.key_of(house.caseload).epoch)
    withheld, _ = learn(Trust(house.root.verify_key), [each for each in told if each.id != epoch])
    assert withheld.policy(house.caseload) != house.trust.policy(house.caseload)
