"""Inviting and joining by files on a stick: no server is needed for any of it."""

from __future__ import annotations

import pytest

from fieldapp.domain.ids import NO_SPACE
from fieldapp.domain.spaces import Role, SpaceKind
from fieldapp.errors import FieldappError
from sync.client.believing import trust_of
from sync.client.errors import (
    AlreadyJoined,
    CannotBeBelieved,
    CodeUsed,
    NameMissing,
    NoCode,
    NotCoordinator,
    NotThatFile,
    OtherDesk,
    UnknownInvitation,
)
from sync.client.files import paper_of
from sync.client.organisation.invitations import invitations, note_request, papers_to_post
from sync.client.organisation.inviting import Invitee, NewSpace, invite, let_in, read_request, who_asks, withdraw
from sync.client.organisation.joining import (
    begin,
    is_joined,
    join_request,
    joining,
    own_fingerprint,
    take_invitation,
    take_welcome,
)
from sync.client.organisation.people import colleagues
from sync.client.records.spaces import keys_of
from sync.protocol.codes import CodeMistyped, OneTimeCode
from sync.protocol.invitations import OtherCode, PaperKind
from tests.sync.client.conftest import Seat
from tests.sync.client.making import (
    CASE,
    INCIDENT,
    SERVICE,
    WORKSHOP,
    Person,
    Team,
    found_by,
    join_by_files,
)


@pytest.fixture
def coordinator(seat: Seat) -> Person:
    person = seat("coordinator")
    found_by(person, "http://127.0.0.1:1")
    return person


OUTREACH = Invitee(name="Worker 1", role=Role.OUTREACH, opens=(NewSpace(kind=SpaceKind.CASELOAD, title="Cases 1"),))


def test_a_whole_team_joins_by_files(team: Team) -> None:
    assert team.worker.kinds() == ["caseload", "organisation"]
    assert team.supervisor.kinds() == ["caseload", "organisation", "programme"]
    assert team.trainer.kinds() == ["organisation", "programme"]
    for person in team.everybody:
        with person.store.read() as reader:
            assert is_joined(reader)
            assert joining(reader) is None
    assert [each.opener for each in team.worker.desk.memberships() if each.kind is SpaceKind.CASELOAD] == [True]


def test_each_desk_holds_the_keys_of_its_own_spaces_and_no_others(team: Team) -> None:
    for person, spaces in ((team.worker, 2), (team.supervisor, 1), (team.trainer, 2)):
        with person.store.read() as reader:
            held = {key.space for key in keys_of(reader).values()}
        assert len(held) == spaces
        assert held <= {each.space for each in person.desk.memberships()}


def test_a_desk_learns_only_of_the_spaces_it_belongs_to(team: Team) -> None:
    with team.trainer.store.read() as reader:
        assert team.caseload not in trust_of(reader).spaces
        assert team.caseload.encode() not in b"".join(kept.body for kept in reader.sync.statements())


def test_what_was_recorded_before_joining_moves_into_her_spaces_by_kind(seat: Seat, coordinator: Person) -> None:
    worker = seat("worker")
    case, workshop, service = worker.create(CASE, code="A"), worker.create(WORKSHOP), worker.create(SERVICE)
    incident = worker.create(INCIDENT, parent=case)
    assert worker.record(case).space == NO_SPACE

    join_by_files(coordinator, worker, invite(coordinator.station, OUTREACH))

    caseload, organisation = (worker.desk.space_for(form) for form in (CASE, SERVICE))
    assert worker.record(case).space == worker.record(incident).space == caseload
    assert worker.record(service).space == organisation
    assert worker.record(workshop).space == NO_SPACE
    assert worker.answers(case) == {"code": "A"}
    with worker.store.read() as reader:
        waiting = {space: number for (space, _), number in reader.outbox.waiting().items()}
    assert waiting[caseload] == 3  # the case, its move, the incident
    assert waiting[NO_SPACE] == 1


def test_with_the_code_typed_first_her_records_bear_her_final_id(seat: Seat, coordinator: Person) -> None:
    worker = seat("worker")
    invited = invite(coordinator.station, OUTREACH)

    begin(worker.station, invited.code.text, name="Swallow")
    case = worker.create(CASE)
    join_by_files(coordinator, worker, invited)

    assert worker.worker == invited.worker
    assert worker.record(case).author == invited.worker


def test_with_the_code_typed_later_colleagues_still_learn_whose_records_they_are(
    seat: Seat, coordinator: Person
) -> None:
    worker = seat("worker")
    case = worker.create(CASE)
    author = worker.record(case).author

    join_by_files(coordinator, worker, invite(coordinator.station, OUTREACH))

    assert worker.worker != author
    with worker.store.read() as reader:
        assert colleagues(reader)[author] == "worker"


def test_both_see_the_same_fingerprint(seat: Seat, coordinator: Person) -> None:
    worker = seat("worker")
    invited = invite(coordinator.station, OUTREACH)
    begin(worker.station, invited.code, name="Swallow")

    asking = read_request(coordinator.station, join_request(worker.station))

    assert asking.fingerprint == own_fingerprint(worker.station)
    assert [len(group) for group in asking.fingerprint] == [4] * 6
    assert (asking.invited, asking.calls_herself, asking.role) == ("Worker 1", "Swallow", Role.OUTREACH)


def test_the_welcome_alone_is_enough_when_the_invitation_file_was_left_behind(seat: Seat, coordinator: Person) -> None:
    worker = seat("worker")
    invited = invite(coordinator.station, OUTREACH)
    begin(worker.station, invited.code, name="Swallow")

    welcome = let_in(coordinator.station, read_request(coordinator.station, join_request(worker.station)))
    take_welcome(worker.station, welcome.raw)

    assert worker.kinds() == ["caseload", "organisation"]


def test_the_invitation_says_whose_it_is_and_where_the_server_is(seat: Seat, coordinator: Person) -> None:
    worker = seat("worker")
    invited = invite(coordinator.station, OUTREACH)
    begin(worker.station, invited.code, name="Swallow")

    take_invitation(worker.station, invited.paper.raw)

    with worker.store.read() as reader:
        asked = joining(reader)
        assert asked is not None
        assert asked.organisation == "Example organisation"
        assert not is_joined(reader)
    assert worker.station.identity().address == "http://127.0.0.1:1"


def test_a_request_that_came_by_the_server_waits_for_the_coordinator(seat: Seat, coordinator: Person) -> None:
    worker = seat("worker")
    invited = invite(coordinator.station, OUTREACH)
    begin(worker.station, invited.code, name="Swallow")
    request = paper_of(join_request(worker.station), PaperKind.REQUEST)

    assert coordinator.store.write_now(lambda write: note_request(write, request))
    assert not coordinator.store.write_now(lambda write: note_request(write, request))
    (asking,) = who_asks(coordinator.station)
    let_in(coordinator.station, asking)

    assert who_asks(coordinator.station) == ()
    with coordinator.store.read() as reader:
        assert [paper.kind for paper in papers_to_post(reader)] == [PaperKind.INVITATION, PaperKind.WELCOME]


def test_a_lost_welcome_is_made_again_for_the_same_desk_and_for_no_other(seat: Seat, coordinator: Person) -> None:
    worker, thief = seat("worker"), seat("thief")
    invited = invite(coordinator.station, OUTREACH)
    for person in (worker, thief):
        begin(person.station, invited.code, name=person.name)
    asking = read_request(coordinator.station, join_request(worker.station))
    let_in(coordinator.station, asking)

    take_welcome(worker.station, let_in(coordinator.station, asking).raw)

    second = read_request(coordinator.station, join_request(thief.station))
    with pytest.raises(CodeUsed):
        let_in(coordinator.station, second)
    with pytest.raises(OtherDesk):
        take_welcome(thief.station, let_in(coordinator.station, asking).raw)


def test_a_second_desk_of_a_colleague_is_the_same_worker(seat: Seat, coordinator: Person) -> None:
    laptop, tower = seat("laptop"), seat("tower")
    first = invite(coordinator.station, OUTREACH)
    join_by_files(coordinator, laptop, first)

    join_by_files(
        coordinator,
        tower,
        invite(coordinator.station, Invitee(name="Worker 1", role=Role.OUTREACH, worker=first.worker)),
    )

    assert tower.worker == laptop.worker
    assert tower.kinds() == ["caseload", "organisation"]


def test_a_withdrawn_invitation_lets_nobody_in(seat: Seat, coordinator: Person) -> None:
    worker = seat("worker")
    invited = invite(coordinator.station, OUTREACH)
    begin(worker.station, invited.code, name="Swallow")
    asking = read_request(coordinator.station, join_request(worker.station))

    withdraw(coordinator.station, invited.code.invitation)

    with pytest.raises(UnknownInvitation):
        let_in(coordinator.station, asking)
    with coordinator.store.read() as reader:
        assert invitations(reader) == ()
        assert papers_to_post(reader) == ()


def test_only_a_coordinator_invites_and_only_by_name(team: Team) -> None:
    with pytest.raises(NotCoordinator):
        invite(team.worker.station, OUTREACH)
    with pytest.raises(NameMissing):
        invite(team.coordinator.station, Invitee(name=" ", role=Role.TRAINER))


def test_wrong_files_and_codes_are_refused_in_words_and_change_nothing(seat: Seat, coordinator: Person) -> None:
    worker = seat("worker")
    first, second = invite(coordinator.station, OUTREACH), invite(coordinator.station, OUTREACH)
    with pytest.raises(NoCode):
        join_request(worker.station)
    with pytest.raises(NoCode):
        take_invitation(worker.station, first.paper.raw)
    with pytest.raises(CodeMistyped):
        begin(worker.station, "K7QM-3ZTP", name="Swallow")
    begin(worker.station, first.code, name="Swallow")
    changed = first.paper.raw[:-1] + bytes([first.paper.raw[-1] ^ 1])
    request = join_request(worker.station)
    attempts: list[tuple[bytes, type[FieldappError]]] = [
        (second.paper.raw, OtherCode),
        (changed, CannotBeBelieved),
        (request, NotThatFile),
        (b"", NotThatFile),
        (b"PK\x03\x04 a workbook", NotThatFile),
    ]
    for raw, error in attempts:
        with pytest.raises(error):
            take_invitation(worker.station, raw)
        with pytest.raises((error, NotThatFile)):
            take_welcome(worker.station, raw)
    with pytest.raises(NotThatFile):
        read_request(coordinator.station, first.paper.raw)
    with worker.store.read() as reader:
        assert not is_joined(reader)
        assert reader.sync.statements() == ()


def test_a_request_of_another_organisation_is_not_ours_to_answer(seat: Seat, coordinator: Person) -> None:
    other, worker = seat("other"), seat("worker")
    found_by(other)
    begin(worker.station, invite(other.station, OUTREACH).code, name="Swallow")

    with pytest.raises(UnknownInvitation):
        read_request(coordinator.station, join_request(worker.station))


def test_a_changed_request_is_not_believed(seat: Seat, coordinator: Person) -> None:
    worker = seat("worker")
    begin(worker.station, invite(coordinator.station, OUTREACH).code, name="Swallow")
    raw = bytearray(join_request(worker.station))
    raw[-1] ^= 1

    with pytest.raises(CannotBeBelieved):
        read_request(coordinator.station, bytes(raw))


def test_a_desk_that_is_in_types_no_other_code(team: Team) -> None:
    with pytest.raises(AlreadyJoined):
        begin(team.worker.station, OneTimeCode.fresh(), name="Swallow")


def test_before_she_is_in_another_code_takes_the_place_of_the_first(seat: Seat, coordinator: Person) -> None:
    other, worker = seat("other"), seat("worker")
    found_by(other)
    wrong, right = invite(other.station, OUTREACH), invite(coordinator.station, OUTREACH)
    begin(worker.station, wrong.code, name="Swallow")
    take_invitation(worker.station, wrong.paper.raw)

    join_by_files(coordinator, worker, right)

    assert worker.kinds() == ["caseload", "organisation"]
    with worker.store.read() as reader:
        assert papers_to_post(reader) == ()
