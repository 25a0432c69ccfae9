"""Power that is taken: what stands of an administrator's word, whoever takes it, in whatever order it is learnt."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.ids import DeskId, SpaceId, WorkerId
from sync.protocol.errors import NotAllowed, Unacceptable
from sync.protocol.judging import believe, learn, powers
from sync.protocol.names import StatementId
from sync.protocol.said import (
    Administrator,
    Ending,
    EpochOpening,
    Grant,
    Policy,
    Retirement,
    Revocation,
    Said,
    Space,
)
from sync.protocol.statements import Statement
from sync.protocol.trust import Trust
from tests.sync.protocol.house import NOON, Person, a_house, person, random_from

HOUSE = a_house()
FIRST = HOUSE.coordinator
SECOND, THIRD = (person("coordinator", random_from(name)) for name in ("second", "third"))
NEWCOMER = person("outreach", random_from("newcomer"))


def administrator(who: Person) -> Administrator:
    return Administrator(worker=who.worker, desk=who.desk, verify=who.key.verify_key)


THREE = [
    *HOUSE.statements,
    *(HOUSE.say(administrator(each)) for each in (SECOND, THIRD)),
    *(HOUSE.say(each.certificate, FIRST) for each in (SECOND, THIRD)),
]


def grant(who: Person = HOUSE.trainer, epoch: int = 1) -> Grant:
    return Grant(worker=who.worker, space=HOUSE.caseload, from_epoch=epoch, write=True)


def taking(who: Person, *stands: Statement, wipe: bool = False) -> Revocation:
    return Revocation(desk=who.desk, wipe=wipe, stands=tuple(each.id for each in stands))


def known(statements: list[Statement]) -> Trust:
    return learn(Trust(HOUSE.root.verify_key), statements)[0]


def in_every_order(*statements: Statement) -> Trust:
    """Learnt after what everybody knows, at once, one by one, and in each order: always the same."""
    found = []
    for some in permutations(statements):
        found.append(known([*THREE, *some]))
        found.append(known([*reversed(some), *THREE]))
        trust, kept = known(THREE), [*THREE]
        for each in some:
            kept.append(each)
            trust, _ = learn(trust, kept)
        found.append(trust)
    assert all(alike(each) == alike(found[0]) for each in found)
    return found[0]


def alike(trust: Trust) -> tuple[object, ...]:
    """All that follows from what is believed, without the order it came in."""
    return (
        frozenset(trust.statements),
        trust.desks,
        trust.administrators,
        trust.officers,
        trust.stands,
        trust.revoked,
        trust.spaces,
        trust.grants,
        trust.given,
        trust.ended,
        trust.epochs,
        trust.recoveries,
        trust.policies,
    )


def test_what_a_retired_administrator_said_stands_as_far_as_the_root_names_it() -> None:
    kept, unknown = HOUSE.say(grant(), SECOND), HOUSE.say(grant(HOUSE.coordinator), SECOND)
    trust = in_every_order(kept, unknown, HOUSE.say(Retirement(desk=SECOND.desk, stands=(kept.id,))))
    assert kept.id in trust.statements
    assert unknown.id not in trust.statements
    assert trust.may_read(HOUSE.trainer.desk, HOUSE.caseload)
    assert not trust.may_read(FIRST.desk, HOUSE.caseload)
    assert not trust.is_administrator(SECOND.desk)


def test_a_desk_that_was_revoked_gets_no_power_however_late_it_is_heard_who_she_was() -> None:
    """A server that keeps the root's word back until after the revocation gains nothing."""
    late = HOUSE.say(grant(), SECOND)
    before = [each for each in THREE if each.said != administrator(SECOND)]
    trust, _ = learn(known(before), [HOUSE.say(taking(SECOND), FIRST)])
    trust, refused = learn(trust, [HOUSE.say(administrator(SECOND)), late])
    assert not trust.is_administrator(SECOND.desk)
    assert [verdict.statement for verdict in refused] == [late]
    in_every_order(HOUSE.say(taking(SECOND), FIRST), HOUSE.say(administrator(SECOND)), late)


def test_a_revocation_that_falls_gives_back_the_power_it_took() -> None:
    """A stolen coordinator's laptop throws out the honest one; the root retires the thief."""
    honest, theft = HOUSE.say(grant(), FIRST), HOUSE.say(taking(FIRST), SECOND)
    trust = in_every_order(honest, theft, HOUSE.say(Retirement(desk=SECOND.desk, stands=())))
    assert trust.is_administrator(FIRST.desk)
    assert trust.is_certified(FIRST.desk)
    assert honest.id in trust.statements
    assert theft.id not in trust.statements


def test_a_chain_of_revocations_is_judged_from_its_end() -> None:
    told = HOUSE.say(grant(), FIRST)
    trust = in_every_order(told, HOUSE.say(taking(FIRST), SECOND), HOUSE.say(taking(SECOND), THIRD))
    assert trust.is_administrator(FIRST.desk)
    assert told.id in trust.statements


def test_of_two_who_revoke_each_other_the_first_learnt_stands() -> None:
    one, other = HOUSE.say(taking(SECOND), FIRST), HOUSE.say(taking(FIRST), SECOND)
    trust, refused = learn(known(THREE), [one, other])
    assert trust.is_administrator(FIRST.desk)
    assert not trust.is_administrator(SECOND.desk)
    assert [(verdict.statement, type(verdict.why)) for verdict in refused] == [(other, NotAllowed)]
    trust, _ = learn(known(THREE), [other, one])
    assert trust.is_administrator(SECOND.desk)


def test_of_two_who_revoke_each_other_the_root_can_choose_afterwards() -> None:
    one, other = HOUSE.say(taking(SECOND), FIRST), HOUSE.say(taking(FIRST), SECOND)
    trust = in_every_order(one, other, HOUSE.say(Retirement(desk=FIRST.desk, stands=())))
    assert trust.is_administrator(SECOND.desk)
    assert not trust.is_administrator(FIRST.desk)


def test_an_administrator_may_give_up_her_own_power() -> None:
    kept, void = HOUSE.say(grant(), SECOND), HOUSE.say(grant(FIRST), SECOND)
    gone = HOUSE.say(taking(SECOND, kept), SECOND)
    trust = in_every_order(kept, void, gone)
    assert {kept.id, gone.id} <= trust.statements.keys()
    assert void.id not in trust.statements
    assert not trust.is_certified(SECOND.desk)


def test_of_two_who_take_the_same_power_each_must_know_what_shall_stand() -> None:
    one, two = HOUSE.say(grant(), SECOND), HOUSE.say(grant(FIRST), SECOND)
    trust = in_every_order(one, two, HOUSE.say(taking(SECOND, one), FIRST), HOUSE.say(taking(SECOND, one, two), THIRD))
    assert one.id in trust.statements
    assert two.id not in trust.statements


def test_what_hung_on_a_void_word_falls_with_it_and_comes_back_when_somebody_else_says_it() -> None:
    enrolled, let_in = HOUSE.say(NEWCOMER.certificate, SECOND), HOUSE.say(grant(NEWCOMER), FIRST)
    opened = HOUSE.say(EpochOpening(space=HOUSE.caseload, number=2, commitment="ab" * 32), NEWCOMER)
    retired = HOUSE.say(Retirement(desk=SECOND.desk, stands=()))
    fallen = known([*THREE, enrolled, let_in, opened, retired])
    assert opened.id not in fallen.statements
    assert fallen.heard(opened.id) == opened

    again = believe(fallen, HOUSE.say(NEWCOMER.certificate, THIRD))

    assert opened.id in again.statements
    assert again.fallen.keys() == {enrolled.id}
    in_every_order(enrolled, let_in, opened, retired, HOUSE.say(NEWCOMER.certificate, THIRD))


def test_what_stands_is_named_by_the_desk_that_takes_the_power() -> None:
    one, two = HOUSE.say(grant(), SECOND), HOUSE.say(grant(FIRST), SECOND)
    trust = known([*THREE, one, two])
    assert powers(trust, SECOND.desk) == tuple(sorted((one.id, two.id)))
    after = believe(trust, HOUSE.say(Revocation(desk=SECOND.desk, wipe=True, stands=powers(trust, SECOND.desk)), FIRST))
    assert {one.id, two.id} <= after.statements.keys()


def test_a_greatest_number_of_the_rules_that_a_thief_took_is_free_again() -> None:
    last = HOUSE.say(Policy(version=2**53 - 1, expires=NOON, address="https://thief.example"), SECOND)
    honest = HOUSE.say(Policy(version=3, expires=NOON), FIRST)
    trust = in_every_order(last, honest, HOUSE.say(Retirement(desk=SECOND.desk, stands=())))
    assert trust.rules == honest.said


WORKERS = (HOUSE.worker, HOUSE.supervisor, HOUSE.trainer, NEWCOMER)
SPACES = (HOUSE.caseload, HOUSE.programme)


@st.composite
def words(draw: st.DrawFn) -> list[Statement]:
    """What three administrators and the root say in some weeks; nobody takes the power of who takes hers."""
    made = [HOUSE.say(NEWCOMER.certificate, draw(st.sampled_from((FIRST, SECOND))))]
    for number in range(draw(st.integers(1, 9))):
        maker = draw(st.sampled_from((FIRST, SECOND, THIRD)))
        made.append(draw(said(number, maker, [*THREE, *made])))
    return made


@st.composite
def said(draw: st.DrawFn, number: int, maker: Person, before: list[Statement]) -> Statement:
    """One statement; `before` is what could be known when it was made."""
    some = draw(st.lists(st.sampled_from(before), max_size=3, unique_by=lambda each: each.id))
    named: tuple[StatementId, ...] = tuple(each.id for each in some)
    who, space = draw(st.sampled_from(WORKERS)), draw(st.sampled_from(SPACES))
    grants = tuple(each.id for each in before if isinstance(each.said, Grant) and each.said.worker == who.worker)
    kinds: list[tuple[Said, Person | None]] = [
        (Grant(worker=who.worker, space=space, from_epoch=1 + number, write=draw(st.booleans())), maker),
        (Ending(worker=who.worker, space=space, grants=grants), maker),
        (Revocation(desk=who.desk, wipe=False), maker),
        (Policy(version=1 + number, expires=NOON), maker),
        (EpochOpening(space=space, number=2 + number, commitment=f"{number:064x}", heeds=named), who),
        (Retirement(desk=maker.desk, stands=named), None),
        (Space(space=space, kind=("caseload", "programme")[SPACES.index(space)], opener=opener(space)), maker),
        (replace(who.certificate, roles=(draw(st.sampled_from(("trainer", "outreach"))),)), maker),
    ]
    taken = [each for each in (FIRST, SECOND, THIRD) if (FIRST, SECOND, THIRD).index(each) < index(maker)]
    kinds += [(Revocation(desk=each.desk, wipe=False, stands=named), maker) for each in taken]
    what, by = draw(st.sampled_from(kinds))
    return HOUSE.say(what, by)


def opener(space: SpaceId) -> WorkerId:
    return (HOUSE.worker if space == HOUSE.caseload else HOUSE.trainer).worker


def index(who: Person) -> int:
    return (FIRST, SECOND, THIRD).index(who)


@given(words(), st.randoms(use_true_random=False), st.data())
def test_whatever_the_organisation_says_its_order_does_not_matter(
    made: list[Statement], random: Random, data: st.DataObject
) -> None:
    whole = known([*THREE, *made])
    shuffled = [*THREE, *made]
    random.shuffle(shuffled)
    assert alike(known(shuffled)) == alike(whole)

    cut = data.draw(st.integers(0, len(shuffled)))
    trust, _ = learn(Trust(HOUSE.root.verify_key), shuffled[:cut])
    trust, _ = learn(trust, shuffled)
    assert alike(trust) == alike(whole)

    for space in SPACES:
        assert trust.latest_epoch(space) == whole.latest_epoch(space)
        for each in WORKERS:
            assert trust.late_after(each.desk, space) == whole.late_after(each.desk, space)


@given(words())
def test_who_is_given_what_the_server_took_was_told_what_the_server_knows(made: list[Statement]) -> None:
    """What is void since stands in the server's row all the same, and counts with those who were told it."""
    server, row = known(THREE), list[Statement]()
    for each in made:
        with suppress(Unacceptable):
            server = believe(server, each)
            row.append(each)
    at_once = known([*THREE, *row])
    later, _ = learn(known(THREE), row)
    for space in SPACES:
        assert at_once.told(space) == later.told(space) == server.told(space)
        assert {each.id for each in row if each.space == space} <= server.told(space)


def test_nobody_gets_power_by_being_revoked() -> None:
    stranger = DeskId("ab" * 16)
    trust = believe(known(THREE), HOUSE.say(Revocation(desk=stranger, wipe=False), FIRST))
    assert not trust.is_administrator(stranger)
    with pytest.raises(NotAllowed):
        believe(trust, HOUSE.say(Retirement(desk=FIRST.desk, stands=()), SECOND))
