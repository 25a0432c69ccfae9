"""Who leaves a space or is shut out: which key is sealed under then, what is late, and which envelopes stay good."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync.protocol.chunks import check_chunk
from sync.protocol.envelopes import Envelope, check_envelope, make_envelope, open_envelope, without_envelope
from sync.protocol.epochs import SpaceKey, checked_key, open_epoch
from sync.protocol.errors import Contradicts, Forged, NotAllowed
from sync.protocol.head import Head, head_of
from sync.protocol.judging import believe, learn
from sync.protocol.keys import SealKey
from sync.protocol.names import ChunkHash, EpochId, StatementId
from sync.protocol.recovery_keys import RecoveryOpening
from sync.protocol.said import (
    DeskCertificate,
    Ending,
    EpochOpening,
    Grant,
    Officer,
    Policy,
    Recovery,
    Retirement,
    Revocation,
    Said,
)
from sync.protocol.statements import Statement
from sync.protocol.trust import Trust
from tests.sync.protocol.house import NOON, Person, a_house, person, random_from

HOUSE = a_house()
SPACE = HOUSE.caseload
OFFICER = person("officer", random_from("officer"))
SECOND_DESK = replace(person("outreach", random_from("second desk")), worker=HOUSE.worker.worker)
RECOVERY = RecoveryOpening.of_desk(OFFICER.opening)


def grants_of(trust: Trust, who: Person) -> tuple[StatementId, ...]:
    return tuple(id_ for id_, each in trust.given.items() if (each.worker, each.space) == (who.worker, SPACE))


def after(trust: Trust, said: Said, by: Person | None = HOUSE.coordinator) -> Trust:
    return believe(trust, HOUSE.say(said, by))


def without(trust: Trust, who: Person) -> Trust:
    """Her grants in the caseload are over."""
    return after(trust, Ending(worker=who.worker, space=SPACE, grants=grants_of(trust, who)))


def let_in(trust: Trust, who: Person, *, write: bool = True, epoch: int = 1) -> Trust:
    return after(trust, Grant(worker=who.worker, space=SPACE, from_epoch=epoch, write=write))


def opened(trust: Trust, by: Person, count: int = 0) -> tuple[Trust, SpaceKey]:
    """The next epoch, by somebody who has read the log up to `count`."""
    head = Head(count, "cd" * 32) if count else Head(0, "0" * 64)
    random = random_from(f"{by.desk} {count}")
    said, key = open_epoch(trust, SPACE, by=by.desk, when=NOON, key=by.key, head=head, random=random)
    return believe(trust, said), key


def envelope(key: SpaceKey, to: DeskCertificate | Officer, by: Person) -> Envelope:
    return make_envelope(HOUSE.trust.organisation_id, key, to=to, by=by.desk, key=by.key)


def said_officer(who: Person = OFFICER) -> Officer:
    recovery = RecoveryOpening.of_desk(who.opening).recovery_key
    return Officer(worker=who.worker, desk=who.desk, verify=who.key.verify_key, recovery=recovery)


def test_after_somebody_left_nothing_is_sealed_until_a_member_opens_the_next_epoch() -> None:
    left = without(HOUSE.trust, HOUSE.worker)
    assert left.latest_epoch(SPACE) is None
    trust, key = opened(left, HOUSE.supervisor, 7)
    assert trust.latest_epoch(SPACE) == key.epoch
    assert trust.late_after(HOUSE.worker.desk, SPACE) == 7
    assert [desk.desk for desk in without_envelope(trust, SPACE, key.epoch, [])] == [HOUSE.supervisor.desk]


def test_a_programme_is_not_touched_by_who_leaves_the_caseload() -> None:
    left = without(HOUSE.trust, HOUSE.supervisor)
    assert left.latest_epoch(HOUSE.programme) == HOUSE.trust.latest_epoch(HOUSE.programme) is not None
    assert left.may_read(HOUSE.supervisor.desk, HOUSE.programme)


def test_an_ending_counts_for_its_own_space_alone_whatever_it_names() -> None:
    every = tuple(HOUSE.trust.given)
    trust = after(HOUSE.trust, Ending(worker=HOUSE.supervisor.worker, space=SPACE, grants=every))
    assert not trust.may_read(HOUSE.supervisor.desk, SPACE)
    assert trust.may_read(HOUSE.supervisor.desk, HOUSE.programme)
    assert trust.may_read(HOUSE.worker.desk, SPACE)
    assert trust.ended == frozenset(grants_of(trust, HOUSE.supervisor))


def test_an_epoch_that_a_desk_opens_after_it_was_shut_out_is_never_sealed_under_but_can_be_read() -> None:
    left = without(HOUSE.trust, HOUSE.worker)
    trust, key = opened(left, HOUSE.worker)
    assert trust.latest_epoch(SPACE) is None
    assert trust.opening(key.epoch).space == SPACE
    trust, honest = opened(trust, HOUSE.supervisor)
    assert trust.latest_epoch(SPACE) == honest.epoch


def test_an_epoch_that_answers_one_of_two_endings_is_not_sealed_under() -> None:
    third = let_in(HOUSE.trust, HOUSE.trainer)
    one, key = opened(without(third, HOUSE.trainer), HOUSE.supervisor)
    both = without(one, HOUSE.worker)
    assert key.epoch in both.epochs.values()
    assert both.latest_epoch(SPACE) is None


def test_an_epoch_of_somebody_who_has_left_since_is_no_longer_sealed_under() -> None:
    trust, key = opened(without(let_in(HOUSE.trust, HOUSE.trainer), HOUSE.trainer), HOUSE.worker)
    assert trust.latest_epoch(SPACE) == key.epoch
    assert without(trust, HOUSE.worker).latest_epoch(SPACE) is None


def test_a_grant_that_the_ending_did_not_know_goes_on() -> None:
    ending = Ending(worker=HOUSE.worker.worker, space=SPACE, grants=grants_of(HOUSE.trust, HOUSE.worker))
    trust = after(let_in(HOUSE.trust, HOUSE.worker, write=False, epoch=3), ending)
    assert trust.may_read(HOUSE.worker.desk, SPACE)
    assert not trust.may_write(HOUSE.worker.desk, SPACE)
    assert trust.grant(HOUSE.worker.worker, SPACE) == Grant(
        worker=HOUSE.worker.worker, space=SPACE, from_epoch=3, write=False
    )


def test_a_revoked_desk_is_shut_out_and_her_other_desk_is_not() -> None:
    two = after(HOUSE.trust, SECOND_DESK.certificate)
    trust = after(two, Revocation(desk=HOUSE.worker.desk, wipe=True))
    assert trust.latest_epoch(SPACE) is None
    trust, _ = opened(trust, SECOND_DESK, 4)
    assert trust.may_write(SECOND_DESK.desk, SPACE)
    assert not trust.may_read(HOUSE.worker.desk, SPACE)
    assert (trust.late_after(HOUSE.worker.desk, SPACE), trust.late_after(SECOND_DESK.desk, SPACE)) == (4, None)


def test_what_she_wrote_between_two_endings_is_not_late() -> None:
    """She left at 3, came back, wrote up to 8, and left again: a desk that reads the log anew takes all up to 8."""
    trust, _ = opened(without(HOUSE.trust, HOUSE.worker), HOUSE.supervisor, 3)
    assert trust.late_after(HOUSE.worker.desk, SPACE) == 3
    trust = let_in(trust, HOUSE.worker, epoch=2)
    assert trust.late_after(HOUSE.worker.desk, SPACE) is None
    trust = without(trust, HOUSE.worker)
    assert trust.late_after(HOUSE.worker.desk, SPACE) is None
    trust, _ = opened(trust, HOUSE.supervisor, 8)
    assert trust.late_after(HOUSE.worker.desk, SPACE) == 8


def test_an_epoch_that_answers_again_moves_no_bound() -> None:
    trust, _ = opened(without(HOUSE.trust, HOUSE.worker), HOUSE.supervisor, 3)
    trust, _ = opened(trust, HOUSE.supervisor, 9)
    assert trust.late_after(HOUSE.worker.desk, SPACE) == 3


def test_what_was_sealed_before_is_read_by_a_desk_that_comes_later() -> None:
    chunk = HOUSE.chunk()
    trust, _ = opened(without(HOUSE.trust, HOUSE.worker), HOUSE.supervisor, 1)
    trust = let_in(trust, HOUSE.trainer)
    check_chunk(chunk, trust)
    old = envelope(HOUSE.key_of(SPACE), HOUSE.trainer.certificate, HOUSE.supervisor)
    assert open_envelope(old, HOUSE.trainer.opening, trust) == HOUSE.key_of(SPACE)


def test_an_envelope_of_somebody_who_has_left_stays_good_and_none_is_good_for_her() -> None:
    made = envelope(HOUSE.key_of(SPACE), HOUSE.supervisor.certificate, HOUSE.worker)
    trust = without(HOUSE.trust, HOUSE.worker)
    check_envelope(made, trust)
    with pytest.raises(NotAllowed):
        check_envelope(envelope(HOUSE.key_of(SPACE), HOUSE.worker.certificate, HOUSE.supervisor), trust)


def test_an_epoch_whose_box_is_not_that_of_its_key_opens_with_no_key() -> None:
    said = HOUSE.trust.opening(HOUSE.key_of(SPACE).epoch)
    for wrong in (
        replace(said, number=2, box=SealKey(HOUSE.trainer.opening.seal_key.hex)),
        replace(said, number=2, commitment="ab" * 32),
    ):
        opening = HOUSE.say(wrong, HOUSE.worker)
        with pytest.raises(Forged):
            checked_key(believe(HOUSE.trust, opening), EpochId(opening.id), HOUSE.key_of(SPACE).secret.raw)


def test_the_same_key_under_another_number_is_forged() -> None:
    """So a key that somebody had who has left is not passed off as a new one."""
    said = HOUSE.trust.opening(HOUSE.key_of(SPACE).epoch)
    again = HOUSE.say(EpochOpening(space=SPACE, number=2, commitment=said.commitment), HOUSE.worker)
    with pytest.raises(Forged):
        checked_key(believe(HOUSE.trust, again), EpochId(again.id), HOUSE.key_of(SPACE).secret.raw)


# Officers


def with_officer(*more: Statement) -> Trust:
    said = [HOUSE.say(said_officer()), HOUSE.say(OFFICER.certificate, HOUSE.coordinator)]
    trust, refused = learn(HOUSE.trust, [*said, *more])
    assert not refused
    return trust


def test_every_key_is_sealed_to_each_officer_and_she_opens_it() -> None:
    trust, key = with_officer(), HOUSE.key_of(SPACE)
    assert said_officer() in without_envelope(trust, SPACE, key.epoch, [])
    made = envelope(key, said_officer(), HOUSE.worker)
    assert made.is_for_recovery
    assert open_envelope(made, RECOVERY, trust) == key
    with pytest.raises(Forged):
        open_envelope(made, RecoveryOpening.of_desk(HOUSE.trainer.opening), trust)


def test_an_officer_makes_an_envelope_for_a_members_new_desk_only_with_her_signed_word() -> None:
    new = HOUSE.say(SECOND_DESK.certificate, HOUSE.coordinator)
    made = envelope(HOUSE.key_of(SPACE), SECOND_DESK.certificate, OFFICER)
    with pytest.raises(NotAllowed):
        check_envelope(made, with_officer(new))
    said = HOUSE.say(Recovery(desk=SECOND_DESK.desk, space=SPACE), OFFICER)
    assert open_envelope(made, SECOND_DESK.opening, with_officer(new, said)) == HOUSE.key_of(SPACE)


def test_an_officers_word_lets_nobody_in_who_is_no_member() -> None:
    said = HOUSE.say(Recovery(desk=HOUSE.trainer.desk, space=SPACE), OFFICER)
    with pytest.raises(NotAllowed):
        check_envelope(envelope(HOUSE.key_of(SPACE), HOUSE.trainer.certificate, OFFICER), with_officer(said))


def test_a_retired_officer_is_sealed_nothing_and_her_later_word_is_void() -> None:
    retired = HOUSE.say(Retirement(desk=OFFICER.desk, stands=()))
    new, said = (
        HOUSE.say(SECOND_DESK.certificate, HOUSE.coordinator),
        HOUSE.say(Recovery(desk=SECOND_DESK.desk, space=SPACE), OFFICER),
    )
    trust = with_officer(new, retired)
    assert said_officer() not in without_envelope(trust, SPACE, HOUSE.key_of(SPACE).epoch, [])
    with pytest.raises(NotAllowed):
        check_envelope(envelope(HOUSE.key_of(SPACE), said_officer(), HOUSE.worker), trust)
    with pytest.raises(NotAllowed):
        believe(trust, said)


def test_after_an_officer_was_retired_nothing_is_sealed_until_a_member_opens_the_next_epoch() -> None:
    assert with_officer().latest_epoch(SPACE) == HOUSE.key_of(SPACE).epoch
    trust = with_officer(HOUSE.say(Retirement(desk=OFFICER.desk, stands=())))
    assert trust.latest_epoch(SPACE) is None
    opening, key = open_epoch(trust, SPACE, by=HOUSE.worker.desk, when=NOON, key=HOUSE.worker.key, head=head_of([]))
    assert believe(trust, opening).latest_epoch(SPACE) == key.epoch


def test_a_member_who_left_after_she_was_recovered_opens_nothing_more() -> None:
    new = HOUSE.say(SECOND_DESK.certificate, HOUSE.coordinator)
    said = HOUSE.say(Recovery(desk=SECOND_DESK.desk, space=SPACE), OFFICER)
    with pytest.raises(NotAllowed):
        check_envelope(
            envelope(HOUSE.key_of(SPACE), SECOND_DESK.certificate, OFFICER),
            without(with_officer(new, said), HOUSE.worker),
        )


# Rules


def test_of_the_rules_the_greatest_number_counts_and_of_one_number_the_first_learnt() -> None:
    older, newer = (Policy(version=number, expires=NOON, address=f"https://{number}") for number in (1, 2))
    trust = after(after(HOUSE.trust, newer), older)
    assert trust.rules == newer
    with pytest.raises(Contradicts):
        after(trust, replace(newer, address="https://other"))


def test_the_head_of_an_epoch_is_that_of_the_log() -> None:
    head = head_of([ChunkHash("ab" * 32)])
    said, _ = open_epoch(
        HOUSE.trust, SPACE, by=HOUSE.worker.desk, when=NOON, key=HOUSE.worker.key, head=head, random=random_from("x")
    )
    assert isinstance(said.said, EpochOpening)
    assert said.said.head == head
