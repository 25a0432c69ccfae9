"""Who leads the organisation: named and retired by the key from two papers, at any desk."""

from __future__ import annotations

import pytest

from fieldapp.domain.ids import DeskId
from fieldapp.domain.spaces import Role
from sync.client.believing import keep, trust_of
from sync.client.errors import NotCoordinator
from sync.client.founding import found
from sync.client.inviting import Invitee, invite
from sync.client.root import (
    LastAdministrator,
    NotOffered,
    RetiredForGood,
    lead,
    name_administrator,
    name_officer,
    offer,
    retire,
    root_from,
)
from sync.client.shares import Papers, SharesDoNotFit, draw_papers
from sync.protocol.envelopes import read_envelope
from sync.protocol.errors import NotAllowed
from sync.protocol.judging import believe
from sync.protocol.keys import OpeningKey, SigningKey
from sync.protocol.recovery_keys import RecoveryOpening
from sync.protocol.said import Offer
from sync.protocol.statements import state
from sync.protocol.trust import Trust
from tests.sync.client.conftest import Seat
from tests.sync.client.making import Person, join_by_files


@pytest.fixture
def papers() -> Papers:
    return draw_papers()


@pytest.fixture
def coordinator(seat: Seat, papers: Papers) -> Person:
    """At the desk that founded the organisation."""
    person = seat("coordinator")
    root = papers.bring_back(papers.shares[0], papers.shares[1])
    found(person.station, root, organisation="Example organisation", name="Coordinator 1")
    return person


@pytest.fixture
def colleague(seat: Seat, coordinator: Person) -> Person:
    """Somebody who was let in."""
    person = seat("colleague")
    join_by_files(coordinator, person, invite(coordinator.station, Invitee(name="Supervisor 1", role=Role.SUPERVISOR)))
    return person


def root(person: Person, papers: Papers) -> SigningKey:
    return root_from(person.station, papers.shares[1], papers.shares[2])


def desk_of(person: Person) -> DeskId:
    return person.station.identity().desk


def trust(person: Person) -> Trust:
    with person.store.read() as reader:
        return trust_of(reader)


def tell(teller: Person, hearer: Person) -> None:
    """A stick carries everything that is said."""
    statements = trust(teller).statements.values()
    hearer.store.write_now(lambda write: [keep(write, each) for each in statements])


def test_papers_of_another_organisation_do_not_open_this_ones_page(coordinator: Person) -> None:
    strange = draw_papers()

    with pytest.raises(SharesDoNotFit, match="another organisation"):
        root_from(coordinator.station, strange.shares[0], strange.shares[1])


def test_two_papers_name_another_administrator_who_then_can_invite(
    coordinator: Person, colleague: Person, papers: Papers
) -> None:
    guest = Invitee(name="Worker 1", role=Role.OUTREACH)
    with pytest.raises(NotCoordinator):
        invite(colleague.station, guest)

    name_administrator(coordinator.station, root(coordinator, papers), desk_of(colleague))
    tell(coordinator, colleague)

    assert [each.administrator for each in lead(coordinator.station).seats] == [True, True]
    invite(colleague.station, guest)


def test_the_papers_name_an_administrator_even_where_none_sits(colleague: Person, papers: Papers) -> None:
    name_administrator(colleague.station, root(colleague, papers), desk_of(colleague))

    assert trust(colleague).is_administrator(desk_of(colleague))


def test_an_officer_is_named_with_the_key_that_her_own_desk_offered(
    coordinator: Person, colleague: Person, papers: Papers
) -> None:
    with pytest.raises(NotOffered):
        name_officer(coordinator.station, root(coordinator, papers), desk_of(colleague))
    offer(colleague.station)
    offer(colleague.station)
    tell(colleague, coordinator)
    assert [each.offers for each in lead(coordinator.station).seats if not each.is_me] == [True]

    name_officer(coordinator.station, root(coordinator, papers), desk_of(colleague))

    named = trust(coordinator).officers[desk_of(colleague)]
    assert named.recovery == RecoveryOpening.of_desk(colleague.opening).recovery_key
    with coordinator.store.read() as reader:
        sealed = [read_envelope(kept.body) for kept in reader.sync.envelopes()]
    assert {each.to for each in sealed if each.is_for_recovery} == {desk_of(coordinator), desk_of(colleague)}


def test_a_desk_offers_its_own_key_and_no_other(coordinator: Person, colleague: Person) -> None:
    key = RecoveryOpening.of_desk(OpeningKey.fresh()).recovery_key
    known = trust(coordinator)
    for_another = state(
        Offer(desk=desk_of(coordinator), recovery=key),
        organisation=known.organisation_id,
        by=desk_of(colleague),
        when=colleague.clock.now(),
        key=colleague.signing,
    )

    with pytest.raises(NotAllowed):
        believe(known, for_another)


def test_whoever_is_retired_keeps_what_she_said_and_says_nothing_more(
    coordinator: Person, colleague: Person, papers: Papers
) -> None:
    key = root(coordinator, papers)
    name_administrator(coordinator.station, key, desk_of(colleague))
    tell(coordinator, colleague)
    invited = invite(colleague.station, Invitee(name="Worker 1", role=Role.OUTREACH))
    tell(colleague, coordinator)

    retire(coordinator.station, key, desk_of(colleague))
    tell(coordinator, colleague)

    assert all(trust(coordinator).grant(invited.worker, space) for space in trust(coordinator).spaces)
    assert [each.retired for each in lead(coordinator.station).seats if not each.is_me] == [True]
    with pytest.raises(NotCoordinator):
        invite(colleague.station, Invitee(name="Worker 2", role=Role.OUTREACH))
    for name in (name_administrator, name_officer):
        with pytest.raises(RetiredForGood):
            name(coordinator.station, key, desk_of(colleague))


def test_the_last_administrator_is_not_retired(coordinator: Person, colleague: Person, papers: Papers) -> None:
    with pytest.raises(LastAdministrator):
        retire(coordinator.station, root(coordinator, papers), desk_of(coordinator))

    assert trust(coordinator).is_administrator(desk_of(coordinator))
