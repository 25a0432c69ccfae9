"""The organisation's rules: said, renewed, followed, found missing; and two who say them at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from fieldapp.domain.spaces import Role
from sync.client.believing import trust_of
from sync.client.belonging import belonging
from sync.client.errors import NotCoordinator
from sync.client.facts import remember_address
from sync.client.founding import found
from sync.client.inviting import Invitee, invite
from sync.client.root import lead, name_administrator, name_officer, offer
from sync.client.rules import LASTS, NoAuthority, TooManyAuthorities, authority_in, follow, ran_out, rules, say_rules
from sync.client.shares import draw_papers
from sync.client.status import status
from sync.protocol.envelopes import read_envelope
from sync.protocol.keys import SigningKey
from sync.protocol.said import Policy
from tests.helpers.authority import Authority
from tests.sync.client.making import Person, Team, join_by_files
from tests.together.conftest import Seat
from tests.together.talking import Server, Talker

met = pytest.mark.usefixtures("all_met")
_MOVED = "https://moved.example.org"


def own_address(person: Person, address: str) -> None:
    """The rules name a server that is nowhere; this desk goes on with the one that is."""
    person.store.write_now(lambda write: remember_address(write, address))


def newest(person: Person) -> Policy:
    with person.store.read() as reader:
        said = trust_of(reader).rules
    assert said is not None
    return said


@met
def test_rules_are_said_when_the_organisation_begins_and_everybody_knows_them(team: Team) -> None:
    for person in team.everybody:
        assert newest(person).version == 1
        assert newest(person).expires.utc == team.coordinator.clock.now().utc + LASTS


@met
def test_the_coordinators_desk_renews_them_when_half_their_time_is_over(team: Team, seat: Seat) -> None:
    coordinator, worker = seat(team.coordinator), seat(team.worker)
    team.coordinator.clock.pass_(days=44)
    coordinator.talk()
    assert newest(team.coordinator).version == 1
    team.coordinator.clock.pass_(days=2)

    coordinator.talk()
    worker.talk()

    assert newest(team.worker).version == 2
    assert newest(team.worker).expires.utc == team.coordinator.clock.now().utc + LASTS


@met
def test_a_desk_of_anybody_else_renews_nothing(team: Team, seat: Seat) -> None:
    team.worker.clock.pass_(days=80)

    seat(team.worker).talk()

    assert newest(team.worker).version == 1
    with pytest.raises(NotCoordinator):
        say_rules(team.worker.station, "", ())


@met
def test_a_desk_whose_rules_have_run_out_says_since_when_and_goes_on_working(team: Team, seat: Seat) -> None:
    worker, began = seat(team.worker), team.worker.clock.now()
    team.worker.clock.pass_(days=91)

    worker.talk()

    said = status(team.worker.station).rules
    with team.worker.store.read() as reader:
        assert ran_out(reader, team.worker.clock.now()) == began
    assert said is not None
    assert "have not been renewed since 12.03.2026. Perhaps the server keeps newer ones back" in str(said)
    assert belonging(team.worker.station).rules == said
    team.coordinator.clock.set(team.worker.clock.now())
    for person in (team.coordinator, team.worker):
        seat(person).talk()
    assert status(team.worker.station).rules is None


@met
def test_a_server_that_was_moved_is_followed_once_and_an_address_of_her_own_stays(team: Team, seat: Seat) -> None:
    coordinator, worker = seat(team.coordinator), seat(team.worker)
    own = team.worker.station.identity().address
    say_rules(team.coordinator.station, "moved.example.org", ())
    own_address(team.coordinator, own)
    coordinator.talk()

    worker.talk()

    assert team.worker.station.identity().address == _MOVED
    own_address(team.worker, own)
    assert not follow(team.worker.station)
    assert team.worker.station.identity().address == own


@dataclass
class Two:
    """Two administrators, each with her desk, who have met the server; and the papers' key."""

    root: SigningKey
    one: Person
    other: Person
    first: Talker
    second: Talker

    def talk(self) -> None:
        for talker in (self.first, self.second, self.first, self.second):
            talker.talk()


@pytest.fixture
def two(home: Path, tmp_path: Path) -> Iterator[Two]:
    papers = draw_papers()
    root = papers.bring_back(papers.shares[0], papers.shares[1])
    one, other = Person("one", home / "one"), Person("other", home / "other")
    founded = found(one.station, root, organisation="Example organisation", name="Coordinator 1")
    join_by_files(one, other, invite(one.station, Invitee(name="Coordinator 2", role=Role.COORDINATOR)))
    name_administrator(one.station, root, other.station.identity().desk)
    with (
        Server(founded.kit, tmp_path / "of two") as server,
        Talker(one, server.url) as first,
        Talker(other, server.url) as second,
    ):
        pair = Two(root, one, other, first, second)
        pair.talk()
        yield pair
    one.close()
    other.close()


def test_of_two_administrators_the_first_counts_and_the_other_is_told_and_can_say_it_again(two: Two) -> None:
    here = two.one.station.identity().address
    for person, address in ((two.one, "https://one.example.org"), (two.other, "https://other.example.org")):
        say_rules(person.station, address, ())
        own_address(person, here)
    two.first.talk()
    two.second.talk()
    assert newest(two.one) == newest(two.other)
    assert rules(two.other.station).address == "https://one.example.org"
    assert (rules(two.one.station).overruled, rules(two.other.station).overruled) == (False, True)
    assert "hers were first" in str(belonging(two.other.station).rules)
    assert belonging(two.one.station).rules is None

    say_rules(two.other.station, "https://other.example.org", ())
    for person in (two.one, two.other):
        own_address(person, here)
    two.second.talk()
    two.first.talk()

    assert rules(two.one.station).address == "https://other.example.org"
    assert not rules(two.other.station).overruled
    assert rules(two.one.station).version == 3


def test_what_she_meant_to_change_is_said_again_by_itself_where_a_colleague_only_renewed(two: Two) -> None:
    here = two.one.station.identity().address
    for person in (two.one, two.other):
        person.clock.pass_(days=50)
    say_rules(two.other.station, "https://other.example.org", ())
    own_address(two.other, here)
    two.first.talk()  # renews, and is first

    two.second.talk()
    two.second.talk()

    assert newest(two.other).version == 3
    assert rules(two.other.station).address == "https://other.example.org"
    assert not rules(two.other.station).overruled


def test_an_offer_and_its_officer_travel_by_the_server_and_then_every_key_is_sealed_to_her(two: Two) -> None:
    offer(two.other.station)
    two.talk()
    desk = two.other.station.identity().desk
    assert [each.desk for each in lead(two.one.station).seats if each.offers] == [desk]

    name_officer(two.one.station, two.root, desk)
    two.talk()

    assert lead(two.other.station).officer
    with two.other.store.read() as reader:
        sealed = [read_envelope(kept.body) for kept in reader.sync.envelopes()]
        keys = len(reader.sync.space_keys())
    assert len([each for each in sealed if each.is_for_recovery and each.to == desk]) == keys


@met
def test_files_of_certificates_are_read_in_both_forms_and_nothing_else_is(team: Team) -> None:
    authority = Authority()

    assert authority_in(authority.pem) == authority_in(b"text before\n" + authority.pem) == authority.pin
    assert authority_in(authority.pin) == authority.pin
    for wrong in (b"", b"a shopping list", authority.pem[:200], authority.pin[:-1]):
        with pytest.raises(NoAuthority):
            authority_in(wrong)
    with pytest.raises(TooManyAuthorities):
        say_rules(team.coordinator.station, "", (authority.pin, Authority().pin, Authority().pin))
