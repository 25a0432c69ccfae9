"""Two workers with a caseload each, between whom cases go, and what can be asked of their desks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldapp.domain.changes import MOVE
from fieldapp.domain.ids import ChangeId, RecordId, SpaceId
from fieldapp.domain.merge import SPACE, Conflict
from fieldapp.domain.spaces import Role, SpaceKind
from fieldapp.storage.list_values import Standing
from fieldapp.storage.store import Reader
from fieldapp.storage.values import Draft, NewChange, StoredRecord
from sync.client.organisation.inviting import Invitee, NewSpace, invite
from tests.sync.client.making import CASE, INCIDENT, Person, Team, join_by_files
from tests.together.talking import Talker

if TYPE_CHECKING:
    from tests.together.conftest import Seat


@dataclass
class Two:
    """Two workers with a caseload each, and everybody's talks. The supervisor may read both, or the first alone."""

    team: Team
    other: Person
    second: SpaceId
    worker: Talker
    supervisor: Talker
    colleague: Talker
    coordinator: Talker

    def all_talk(self, times: int = 2) -> None:
        for talker in (self.worker, self.supervisor, self.colleague) * times:
            talker.talk()

    def agree(self) -> None:
        assert self.supervisor.agreement(self.second) == self.colleague.agreement(self.second)


def two_caseloads(team: Team, newcomer: Person, seat: Seat, *, overseen: bool = True) -> Two:
    others = (team.supervisor.worker,) if overseen else ()
    space = NewSpace(kind=SpaceKind.CASELOAD, title="Cases 2", others=others)
    invited = invite(team.coordinator.station, Invitee(name="Worker 2", role=Role.OUTREACH, opens=(space,)))
    join_by_files(team.coordinator, newcomer, invited)
    two = Two(
        team,
        newcomer,
        invited.spaces[0],
        seat(team.worker),
        seat(team.supervisor),
        seat(newcomer),
        seat(team.coordinator),
    )
    for talker in (two.coordinator, two.colleague, two.supervisor, two.worker, two.colleague):
        talker.talk()
    return two


def move(person: Person, case: RecordId, to: SpaceId) -> None:
    stored = person.record(case)
    person.save(NewChange(record=case, kind=MOVE, form=CASE, version="1", after=stored.heads, space=to))


def below(person: Person, case: RecordId) -> tuple[StoredRecord, ...]:
    with person.store.read() as reader:
        return reader.below(case)


def conflicts(person: Person, case: RecordId) -> list[Conflict]:
    with person.store.read() as reader:
        return [each.conflict for each in reader.conflicts(case) if each.conflict.field == SPACE]


def standing(person: Person) -> Standing:
    with person.store.read() as reader:
        return reader.standing()


def half_type(person: Person, case: RecordId) -> None:
    now = person.clock.now()
    draft = Draft(
        record=case,
        root=case,
        form=CASE,
        version="1",
        after=person.record(case).heads,
        body="{}",
        place="",
        started=now,
        kept=now,
    )
    person.store.write_now(lambda write: write.keep_draft(draft))


def changes_of(reader: Reader, case: RecordId) -> list[ChangeId]:
    """Of all that stands in it."""
    every = (case, *(each.id for each in reader.below(case)))
    return [change.id for record in every for change in reader.changes(record)]


def known_case(two: Two) -> tuple[RecordId, RecordId]:
    """A case with an incident, which everybody has who may."""
    case = two.team.worker.create(CASE, code="A")
    incident = two.team.worker.create(INCIDENT, parent=case, what="x")
    two.all_talk()
    return case, incident


@dataclass
class Third:
    """Another colleague with a caseload of hers, which the supervisor reads too."""

    person: Person
    space: SpaceId
    talker: Talker
