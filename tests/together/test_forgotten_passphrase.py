"""The passphrase is forgotten and the paper with the code is lost: the organisation gives her a new way in."""

from __future__ import annotations

from contextlib import closing

import pytest

from fieldapp.vault.errors import WrongPassphrase, WrongUserKey
from fieldapp.vault.keystore import begin_again, open_with_passphrase
from fieldapp.vault.pace import FLOOR
from sync.client.believing import trust_of
from sync.client.errors import DeskShutOut, NothingAsked, NotOfficer, NotThatFile, NotWithdrawn
from sync.client.recovery.answering import answer, heard, read
from sync.client.recovery.asking import ask, asked, take_file, take_spoken, withdraw
from sync.client.recovery.lost import replace_laptop
from sync.protocol.keys import OpeningKey
from sync.protocol.resets import OtherRequest, ResetRequest
from sync.protocol.said import Escrow, Reset
from sync.protocol.spoken import Misheard
from tests.sync.client.making import CASE, Person, Team
from tests.together.conftest import Seat
from tests.together.recovering import Keeper, RootedHouse, Rounds, officer_at, recovery_epochs, retired, say_by_root

NEW = "тюлень качели мята обложка сугроб"


def said_at(person: Person, kind: type) -> list[object]:
    with person.store.read() as reader:
        return [each.said for each in trust_of(reader).statements.values() if isinstance(each.said, kind)]


def test_by_telephone_a_worker_who_forgot_everything_comes_back_to_her_records(team: Team, colleague: Keeper) -> None:
    case, before = colleague.create(CASE, code="A"), colleague.worker
    colleague.close()
    request = ask(colleague.folder)

    wanted = heard(team.coordinator.station, " ".join(request.groups).lower())
    given = answer(team.coordinator.station, wanted)
    vault = take_spoken(colleague.folder, "-".join(given.answer.groups))
    code = begin_again(vault, NEW, FLOOR)
    withdraw(colleague.folder)

    assert (wanted.name, wanted.worker) == ("Worker 2", before)
    assert open_with_passphrase(colleague.folder, NEW).database_key == colleague.vault.database_key
    assert code != colleague.code
    with pytest.raises(WrongPassphrase):
        open_with_passphrase(colleague.folder, "correct horse battery staple cloud")
    colleague.reopen()
    assert colleague.answers(case) == {"code": "A"}


def test_by_files_it_goes_the_same_way(team: Team, colleague: Keeper) -> None:
    request = ask(colleague.folder)

    given = answer(team.coordinator.station, read(team.coordinator.station, request.raw))

    assert take_file(colleague.folder, given.answer.raw).database_key == colleague.vault.database_key


def test_the_officers_word_reaches_the_worker(team: Team, colleague: Keeper, seat: Seat) -> None:
    answer(team.coordinator.station, heard(team.coordinator.station, "".join(ask(colleague.folder).groups)))

    for person in (team.coordinator, colleague):
        seat(person).talk()

    assert said_at(colleague, Reset) == [Reset(desk=colleague.station.identity().desk)]


def test_what_opens_her_desk_is_told_to_her_officer_alone(team: Team, colleague: Keeper, seat: Seat) -> None:
    for person in (team.supervisor, team.trainer):
        seat(person).talk()

    assert len(said_at(team.coordinator, Escrow)) == 1
    assert not said_at(team.supervisor, Escrow) + said_at(team.trainer, Escrow)


def test_an_answer_to_an_older_request_is_refused(team: Team, colleague: Keeper) -> None:
    old = answer(team.coordinator.station, heard(team.coordinator.station, "".join(ask(colleague.folder).groups)))
    withdraw(colleague.folder)
    with pytest.raises(NothingAsked):
        take_spoken(colleague.folder, "".join(old.answer.groups))

    ask(colleague.folder)

    with pytest.raises(OtherRequest):
        take_spoken(colleague.folder, "".join(old.answer.groups))
    with pytest.raises(OtherRequest):
        take_file(colleague.folder, old.answer.raw)


def test_a_forged_answer_is_refused_and_the_desk_stays_shut(colleague: Keeper) -> None:
    request = ask(colleague.folder)
    forged = request.answer(bytes(32))

    with pytest.raises(WrongUserKey):
        take_spoken(colleague.folder, "".join(forged.groups))
    with pytest.raises(NotThatFile):
        take_file(colleague.folder, forged.raw[:-5])
    with pytest.raises(Misheard):
        take_spoken(colleague.folder, "".join(forged.groups)[1:] + "0")
    assert asked(colleague.folder) == request


def test_a_request_that_was_made_stands_until_it_is_withdrawn(colleague: Keeper) -> None:
    first = ask(colleague.folder)
    again = ask(colleague.folder)
    withdraw(colleague.folder)
    other = ask(colleague.folder)

    assert again == first
    assert other != first


def test_a_request_that_cannot_be_withdrawn_is_not_said_to_be(colleague: Keeper) -> None:
    (colleague.folder / "asked").mkdir()

    with pytest.raises(NotWithdrawn):
        withdraw(colleague.folder)


def test_a_request_file_that_was_tampered_with_asks_nothing(colleague: Keeper) -> None:
    ask(colleague.folder)
    (colleague.folder / "asked").write_text('{"keystore":"' + "00" * 16 + '","key":"' + "11" * 32 + '"}')

    assert asked(colleague.folder) is None


def test_the_escrow_of_another_keystore_answers_nothing(team: Team, colleague: Keeper) -> None:
    stranger = ResetRequest("ab" * 16, OpeningKey.fresh().seal_key)

    with pytest.raises(OtherRequest, match="from no desk"):
        heard(team.coordinator.station, "".join(stranger.groups))
    with pytest.raises(OtherRequest, match="from no desk"):
        read(team.coordinator.station, stranger.raw)
    with pytest.raises(OtherRequest):
        heard(team.coordinator.station, "".join(ask(colleague.folder).groups), team.trainer.worker)


def test_a_laptop_that_was_shut_out_gets_no_answer(team: Team, colleague: Keeper) -> None:
    request = ask(colleague.folder)
    wanted = heard(team.coordinator.station, "".join(request.groups))
    replace_laptop(team.coordinator.station, colleague.station.identity().desk)

    with pytest.raises(DeskShutOut, match="somebody else may have it"):
        heard(team.coordinator.station, "".join(request.groups))
    with pytest.raises(DeskShutOut):
        answer(team.coordinator.station, wanted)


def test_whoever_is_no_officer_cannot_answer(team: Team, colleague: Keeper) -> None:
    with pytest.raises(NotOfficer):
        heard(team.supervisor.station, "".join(ask(colleague.folder).groups))


def name_an_officer(talks: Rounds, house: RootedHouse) -> None:
    """The other coordinator keeps a recovery key from now on, and everybody has heard of it."""
    root, first, other, _, _ = house
    talks.round()
    say_by_root(root, first, officer_at(other))
    talks.round()
    talks.round()


def test_a_desk_leaves_what_opens_it_with_an_officer_who_is_named_later_and_keys_of_old_epochs_too(
    house: RootedHouse,
) -> None:
    _, first, other, worker, server = house
    with closing(Rounds(server, first, other, worker)) as talks:
        name_an_officer(talks, house)

    wanted = heard(other.station, "".join(ask(worker.folder).groups))
    assert wanted.desk == worker.station.identity().desk
    assert answer(other.station, heard(other.station, "".join(ask(first.folder).groups)))
    with other.store.read() as reader:
        assert recovery_epochs(other) == set(trust_of(reader).epochs.values())


def test_an_officer_who_was_retired_cannot_answer_any_more(
    house: RootedHouse,
) -> None:
    root, first, other, worker, server = house
    with closing(Rounds(server, first, other, worker)) as talks:
        name_an_officer(talks, house)
        wanted = heard(other.station, "".join(ask(worker.folder).groups))
        say_by_root(root, first, retired(other))
        talks.round()

    with pytest.raises(NotOfficer):
        heard(other.station, "".join(ask(worker.folder).groups))
    with pytest.raises(NotOfficer):
        answer(other.station, wanted)
