"""Nobody opens anything in silence: who helped whom stands on the start page until it is read, and in the log."""

from __future__ import annotations

from contextlib import closing

from fieldapp.domain.ids import DeskId
from sync.client.exchange import Outcome
from sync.client.inviting import invite
from sync.client.log import Event
from sync.client.recovery_answering import answer, heard
from sync.client.recovery_asking import ask
from sync.client.recovery_lost import lost_laptop, open_spaces, replace_laptop
from sync.client.recovery_notices import Told, have_read, note_begun_again, notices
from sync.protocol.said import Administrator
from tests.helpers.clock import StandingClock
from tests.sync.client.making import CASE, Person, Team, join_by_files
from tests.together.conftest import Seat
from tests.together.recovering import ALONE, Keeper, RootedHouse, Rounds, come_in, lose, say_by_root
from tests.together.talking import Server


def told(person: Person) -> list[Told]:
    return [each.told for each in notices(person.station)]


def logged(person: Person) -> set[str]:
    with person.store.read() as reader:
        return {each.event for each in reader.sync.log(100)}


def test_who_gave_her_a_new_way_in_is_told_until_she_has_read_it(team: Team, colleague: Keeper, seat: Seat) -> None:
    answer(team.coordinator.station, heard(team.coordinator.station, "".join(ask(colleague.folder).groups)))
    note_begun_again(colleague.station)
    before = told(colleague)
    talkers = [seat(person) for person in (team.coordinator, colleague)]
    for talker in talkers:
        talker.talk()

    (notice,) = notices(colleague.station)
    have_read(colleague.station, notice)

    assert before == [Told.BEGUN_AGAIN]
    assert (notice.told, notice.name) == (Told.RESET, "Coordinator 1")
    assert notices(colleague.station) == ()
    assert all(talker.has_noted(Event.RESET) for talker in talkers)
    assert talkers[1].has_noted(Event.BEGUN_AGAIN)


def test_an_answer_that_she_did_not_use_is_told_as_one_that_opens_her_desk(
    team: Team, colleague: Keeper, seat: Seat
) -> None:
    answer(team.coordinator.station, heard(team.coordinator.station, "".join(ask(colleague.folder).groups)))
    for person in (team.coordinator, colleague):
        seat(person).talk()

    (notice,) = notices(colleague.station)
    have_read(colleague.station, notice)

    assert (notice.told, notice.name) == (Told.ANSWERED, "Coordinator 1")
    assert notices(colleague.station) == ()


def test_every_coordinator_finds_in_her_log_whom_the_key_named_and_whom_an_officer_helped(house: RootedHouse) -> None:
    root, officer, administrator, worker, server = house
    who = administrator.station.identity()
    named = Administrator(worker=who.worker, desk=who.desk, verify=administrator.signing.verify_key)
    with closing(Rounds(server, officer, administrator, worker)) as talks:
        talks.round()
        say_by_root(root, officer, named)
        talks.round()
        answer(officer.station, heard(officer.station, "".join(ask(worker.folder).groups)))
        talks.round()

    assert logged(administrator) >= {Event.NAMED.value, Event.RESET.value}
    assert logged(worker) >= {Event.NAMED.value, Event.RESET.value}


def test_an_opening_that_no_officer_owns_up_to_is_told_all_the_same(colleague: Keeper) -> None:
    note_begun_again(colleague.station)

    (notice,) = notices(colleague.station)
    have_read(colleague.station, notice)

    assert (notice.told, notice.name) == (Told.BEGUN_AGAIN, "")
    assert notices(colleague.station) == ()


def test_the_new_laptop_says_what_came_back_and_until_when_the_lost_one_had_sent(
    team: Team, seat: Seat, server: Server, newcomer: Person, second: Person, clock: StandingClock, all_met: None
) -> None:
    coordinator = seat(team.coordinator)
    join_by_files(team.coordinator, newcomer, invite(team.coordinator.station, ALONE))
    talker = seat(newcomer)
    coordinator.talk()
    newcomer.create(CASE, code="A")
    newcomer.clock.pass_(minutes=5)
    newcomer.create(CASE, code="B")
    sent = newcomer.clock.now()
    talker.talk()
    newcomer.clock.pass_(minutes=5)
    newcomer.create(CASE, code="lost")
    team.coordinator.clock.pass_(hours=1)
    again = seat(second)
    come_in(team, coordinator, second, again, lose(team, coordinator, newcomer))

    (notice,) = notices(second.station)

    assert (notice.told, notice.name, notice.cases) == (Told.BROUGHT_BACK, "Coordinator 1", 2)
    assert notice.until == sent
    assert again.talk() is Outcome.DONE
    assert again.has_noted(Event.KEYS_OPENED)


def test_whoever_reads_the_same_cases_is_told_of_the_lost_laptop_and_nobody_else(
    team: Team, seat: Seat, server: Server, all_met: None
) -> None:
    coordinator, supervisor, trainer = (seat(each) for each in (team.coordinator, team.supervisor, team.trainer))
    lost: DeskId = team.worker.station.identity().desk
    lose(team, coordinator, team.worker)
    for talker in (supervisor, trainer):
        talker.talk()

    (notice,) = notices(team.supervisor.station)

    assert (notice.told, notice.name, notice.desk) == (Told.LOST, "Worker 1", lost)
    assert notices(team.trainer.station) == notices(team.coordinator.station) == ()


def test_an_officer_who_did_not_let_the_new_laptop_in_is_told_that_it_waits_for_keys(
    house: RootedHouse, second: Person
) -> None:
    root, officer, administrator, worker, server = house
    who = administrator.station.identity()
    verify = administrator.signing.verify_key
    case = worker.create(CASE, code="A")
    with closing(Rounds(server, officer, administrator, worker)) as talks:
        say_by_root(root, officer, Administrator(worker=who.worker, desk=who.desk, verify=verify))
        talks.round()
        talks.round()
    lost = worker.station.identity().desk
    join_by_files(administrator, second, replace_laptop(administrator.station, lost))
    with closing(Rounds(server, administrator, second, officer)) as talks:
        talks.round()
        had, (notice,) = second.has(case), notices(officer.station)
        waits = lost_laptop(officer.station, lost).waits
        assert waits is not None
        open_spaces(officer.station, waits)
        talks.round()
        talks.round()

    assert not had
    assert (notice.told, notice.name, notice.desk) == (Told.WAITS, "Worker 2", lost)
    assert notices(officer.station) == ()
    assert second.answers(case) == {"code": "A"}
