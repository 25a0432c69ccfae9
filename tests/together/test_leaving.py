"""What becomes of a desk whose worker left a space, and of one that was told to delete what it holds."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest

from fieldapp.domain.attachments import to_text
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import DeskId, FormId, RecordId, new_record_id
from fieldapp.storage.store import Store
from fieldapp.storage.sync_values import KeptStatement
from fieldapp.storage.values import Draft
from fieldapp.work.attaching import take_in
from sync.client.believing import trust_of
from sync.client.log import Event
from sync.client.organisation.colleague import colleague
from sync.client.organisation.leaving import left, seen_removed
from sync.client.organisation.members import let_into, revoke, take_out
from sync.client.organisation.wiping import own_end
from sync.protocol.said import Revocation
from sync.protocol.statements import state
from tests.sync.client.making import CASE, INCIDENT, WORKSHOP, Person, Team
from tests.together.conftest import Lay, Seat

pytestmark = pytest.mark.usefixtures("all_met")

_NOW = Moment(datetime(2026, 3, 12, 9, tzinfo=UTC), 360)


class PowerCut(Exception):
    """The program ends here."""


def _power_cut(_store: Store) -> None:
    raise PowerCut


def desk_of(person: Person) -> DeskId:
    return person.station.identity().desk


def a_draft(about: RecordId) -> Draft:
    return Draft(
        record=new_record_id(),
        root=about,
        form=FormId("gbv_incident"),
        version="1",
        after=frozenset(),
        body="{}",
        place="",
        started=_NOW,
        kept=_NOW,
    )


def words_here(person: Person) -> bytes:
    """Everything of her store, as it stands inside: what a search for words would find."""
    with person.store.read() as reader:
        rows = reader._database.execute("SELECT group_concat(body) FROM change").fetchone()
    return (rows[0] or "").encode()


def test_what_is_not_hers_any_more_goes_from_her_desk_with_keys_and_files_and_it_says_so(
    team: Team, seat: Seat
) -> None:
    coordinator, supervisor = seat(team.coordinator), seat(team.supervisor)
    worker = seat(team.worker)
    photo = take_in(team.worker.desk, b"a picture of the paper", "photo.jpg")
    case = team.worker.create(CASE, code="canary", photo=to_text(photo))
    team.worker.create(INCIDENT, parent=case)
    worker.talk()
    supervisor.talk()
    with team.supervisor.store.read() as reader:
        workshops = [each for each in reader.sync.space_keys() if each.space == team.programme]
    shared = team.supervisor.create(WORKSHOP, title="Rights")
    take_out(team.coordinator.station, team.supervisor.worker, team.caseload)
    coordinator.talk()

    supervisor.talk()

    assert not team.supervisor.has(case)
    assert b"canary" not in words_here(team.supervisor)
    assert not team.supervisor.store.attachments.has(photo.id)
    assert team.supervisor.has(shared)
    with team.supervisor.store.read() as reader:
        assert {each.space for each in reader.sync.space_keys()} >= {each.space for each in workshops}
        assert not reader.sync.holds(team.caseload)
    assert supervisor.has_noted(Event.REMOVED)
    (gone,) = left(team.supervisor.station)
    assert (gone.title, gone.removed) == ("Cases 1", team.supervisor.clock.now())
    seen_removed(team.supervisor.station)
    assert left(team.supervisor.station) == ()
    assert team.worker.has(case)


def test_what_a_power_cut_left_of_a_space_is_removed_with_the_next_talk(
    team: Team, seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    coordinator, supervisor, worker = seat(team.coordinator), seat(team.supervisor), seat(team.worker)
    photo = take_in(team.worker.desk, b"a picture of the paper", "photo.jpg")
    case = team.worker.create(CASE, code="A", photo=to_text(photo))
    for talker in (worker, supervisor):
        talker.talk()
    take_out(team.coordinator.station, team.supervisor.worker, team.caseload)
    coordinator.talk()
    monkeypatch.setattr(Store, "tidy", _power_cut)
    with pytest.raises(PowerCut):
        supervisor.talk()
    monkeypatch.undo()
    assert not team.supervisor.has(case)
    assert team.supervisor.store.attachments.has(photo.id)

    supervisor.talk()

    assert not team.supervisor.store.attachments.has(photo.id)


def test_what_she_was_writing_keeps_the_records_of_a_space_here_until_it_is_finished(team: Team, seat: Seat) -> None:
    coordinator, supervisor, worker = seat(team.coordinator), seat(team.supervisor), seat(team.worker)
    case = team.worker.create(CASE, code="A")
    worker.talk()
    supervisor.talk()
    draft = a_draft(case)
    team.supervisor.store.write_now(lambda write: write.keep_draft(draft))
    take_out(team.coordinator.station, team.supervisor.worker, team.caseload)
    coordinator.talk()

    supervisor.talk()

    assert team.supervisor.has(case)
    (staying,) = left(team.supervisor.station)
    assert (staying.title, staying.drafts, staying.unsent, staying.removed) == ("Cases 1", 1, 0, None)
    team.supervisor.store.write_now(lambda write: write.drop_draft(draft.record))
    supervisor.talk()
    assert not team.supervisor.has(case)


def test_what_is_unsent_keeps_the_records_of_a_space_here(team: Team, seat: Seat) -> None:
    coordinator, supervisor, worker = seat(team.coordinator), seat(team.supervisor), seat(team.worker)
    case = team.worker.create(CASE, code="A")
    worker.talk()
    supervisor.talk()
    take_out(team.coordinator.station, team.supervisor.worker, team.caseload)
    coordinator.talk()
    team.supervisor.store.write_now(lambda write: write.keep_draft(a_draft(case)))
    supervisor.talk()
    team.supervisor.change(case, code="B")

    assert [each.unsent for each in left(team.supervisor.station)] == [1]


def test_who_is_let_in_again_gets_everything_again(team: Team, seat: Seat) -> None:
    coordinator, supervisor, worker = seat(team.coordinator), seat(team.supervisor), seat(team.worker)
    case = team.worker.create(CASE, code="A")
    for talker in (worker, supervisor):
        talker.talk()
    take_out(team.coordinator.station, team.supervisor.worker, team.caseload)
    for talker in (coordinator, supervisor, worker):
        talker.talk()
    assert not team.supervisor.has(case)
    team.coordinator.clock.pass_(minutes=1)
    let_into(team.coordinator.station, team.supervisor.worker, team.caseload)
    team.worker.change(case, code="B")

    for talker in (coordinator, worker, supervisor):
        talker.talk()

    assert team.supervisor.answers(case) == {"code": "B"}
    assert worker.agreement(team.caseload) == supervisor.agreement(team.caseload)


def test_a_desk_that_is_to_delete_everything_first_sends_what_it_has_then_says_so(team: Team, seat: Seat) -> None:
    coordinator, supervisor, worker = seat(team.coordinator), seat(team.supervisor), seat(team.worker)
    photo = take_in(team.worker.desk, b"a picture of the paper", "photo.jpg")
    team.worker.create(CASE, code="A", photo=to_text(photo))
    revoke(team.coordinator.station, desk_of(team.worker), wipe=True)
    coordinator.talk()
    assert own_end(team.worker.station) is None

    worker.talk()

    end = own_end(team.worker.station)
    assert end is not None
    assert (end.organisation, end.wipe, end.is_due) == ("Example organisation", True, True)
    assert worker.not_sent() == 0
    with team.worker.store.read() as reader:
        assert all(each.delivered for each in reader.files.named())
    for talker in (coordinator, supervisor):
        talker.talk()
    (seen,) = colleague(team.coordinator.station, team.worker.worker).desks
    assert seen.shut_out is not None
    assert seen.shut_out.wiped == team.worker.clock.now()
    assert supervisor.has_noted(Event.WIPED)


def test_nothing_is_deleted_before_what_is_unsent_has_arrived(team: Team, seat: Seat, lay: Lay) -> None:
    wire = lay()
    coordinator, worker = seat(team.coordinator), seat(team.worker, wire)
    revoke(team.coordinator.station, desk_of(team.worker), wipe=True)
    coordinator.talk()
    for number in range(400):
        team.worker.create(CASE, code=f"{number}", note=random.Random(number).randbytes(50).hex())
    wire.cut_after(up=20_000)

    worker.breaks_off()

    end = own_end(team.worker.station)
    assert end is None or not end.is_due
    worker.talk()
    assert worker.not_sent() == 0
    end = own_end(team.worker.station)
    assert end is not None
    assert end.is_due


def test_a_desk_that_is_only_shut_out_keeps_what_it_has(team: Team, seat: Seat) -> None:
    coordinator, worker = seat(team.coordinator), seat(team.worker)
    case = team.worker.create(CASE, code="A")
    revoke(team.coordinator.station, desk_of(team.worker), wipe=False)
    coordinator.talk()

    for _ in range(2):
        worker.talk()

    end = own_end(team.worker.station)
    assert end is not None
    assert not end.wipe
    assert not end.is_due
    assert team.worker.has(case)


def test_a_revocation_that_no_administrator_signed_closes_nothing(team: Team, seat: Seat) -> None:
    """The server gives out only what it believes itself; so her own judgement is asked."""
    who = desk_of(team.trainer)
    with team.worker.store.read() as reader:
        organisation = trust_of(reader).organisation_id
    made = state(
        Revocation(desk=desk_of(team.worker), wipe=True),
        organisation=organisation,
        by=who,
        when=_NOW,
        key=team.trainer.signing,
    )
    team.worker.store.write_now(lambda write: write.sync.keep_statement(KeptStatement(made.id, "revoked", made.raw)))

    seat(team.worker).talk()

    assert own_end(team.worker.station) is None
