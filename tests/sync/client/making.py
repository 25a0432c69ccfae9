"""People at their desks, with real stores, and short words for what they do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from fieldapp.domain.answers import Answer
from fieldapp.domain.changes import CREATE, DELETE, UPDATE
from fieldapp.domain.ids import ChangeId, FieldId, FormId, RecordId, SpaceId, WorkerId, new_record_id
from fieldapp.domain.spaces import Role, SpaceKind
from fieldapp.forms.library import Library
from fieldapp.storage.store import Reader, Store, Write
from fieldapp.storage.values import FormFacts, Lane, ListFields, NewChange, StoredRecord
from fieldapp.work.desk import Desk
from sync.client.believing import Speaker
from sync.client.facts import identity
from sync.client.founding import Founded, found
from sync.client.inviting import Invited, Invitee, NewSpace, invite, let_in, read_request
from sync.client.joining import begin, join_request, take_invitation, take_welcome
from sync.client.station import Station
from sync.protocol.keys import OpeningKey, SigningKey
from sync.protocol.said import Administrator
from sync.protocol.statements import state
from tests.helpers.clock import StandingClock

KEY = "5e" * 32
#: What is on the papers of every organisation of the tests.
ROOT = SigningKey.fresh()
CASE, INCIDENT, WORKSHOP, SERVICE = map(FormId, ("gbv_case", "gbv_incident", "wks_workshop", "service"))
LISTED = ListFields(code=FieldId("code"), opened=FieldId("opened_on"))
FORMS = (FormFacts(form=CASE, listed=LISTED), FormFacts(form=INCIDENT), FormFacts(form=WORKSHOP))


@dataclass
class Person:
    """Somebody at her desk. What she saves is on her disk when the call returns."""

    name: str
    folder: Path
    clock: StandingClock = field(default_factory=StandingClock)
    signing: SigningKey = field(default_factory=SigningKey.fresh)
    opening: OpeningKey = field(default_factory=OpeningKey.fresh)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.store = Store.open(self.folder / "desk.db", KEY, forms=FORMS, create=True)

    @property
    def station(self) -> Station:
        return Station(self.store, self.clock, self.signing, self.opening)

    @property
    def worker(self) -> WorkerId:
        return identity(self.store).worker

    @property
    def desk(self) -> Desk:
        return Desk(self.store, Library(), self.clock, self.worker, "laptop")

    def reopen(self) -> None:
        """The program ends and starts again."""
        self.store.close()
        self.__post_init__()

    def create(self, form: FormId = CASE, parent: RecordId | None = None, **answers: Answer | None) -> RecordId:
        """A new record where such records go."""
        record = new_record_id()
        space = self.desk.space_for(form) if parent is None else SpaceId("")
        self.save(
            NewChange(
                record=record,
                kind=CREATE,
                form=form,
                version="1",
                fields={FieldId(name): answer for name, answer in answers.items()},
                space=space,
                parent=parent,
            )
        )
        return record

    def change(self, record: RecordId, **answers: Answer | None) -> ChangeId:
        """An edit after what she sees now."""
        stored = self.record(record)
        fields = {FieldId(name): answer for name, answer in answers.items()}
        edit = NewChange(record=record, kind=UPDATE, form=stored.form, version="1", fields=fields, after=stored.heads)
        return self.save(edit)[record]

    def delete(self, record: RecordId) -> None:
        """As a mistake."""
        stored = self.record(record)
        self.save(NewChange(record=record, kind=DELETE, form=stored.form, version="1", after=stored.heads))

    def save(self, *changes: NewChange, lane: Lane = Lane.EDITS) -> Mapping[RecordId, ChangeId]:
        who, when = self.worker, self.clock.now()
        return self.store.write_now(lambda write: write.save(changes, who, when, lane)).written

    def record(self, record: RecordId) -> StoredRecord:
        """As it stands at her desk."""
        with self.store.read() as reader:
            found = reader.record(record)
        assert found is not None, f"{self.name} has no such record"
        return found

    def has(self, record: RecordId) -> bool:
        with self.store.read() as reader:
            return reader.record(record) is not None

    def answers(self, record: RecordId) -> dict[str, Answer]:
        return {str(field): answer for field, answer in self.record(record).answers.items()}

    def kinds(self) -> list[str]:
        """The kinds of spaces she belongs to."""
        return sorted(each.kind.value for each in self.desk.memberships())

    def close(self) -> None:
        self.store.close()


@dataclass
class Team:
    """An organisation as it begins: a coordinator, a worker with her supervisor, a trainer; joined by files."""

    coordinator: Person
    worker: Person
    supervisor: Person
    trainer: Person
    founded: Founded
    invited: dict[str, Invited]

    @property
    def everybody(self) -> tuple[Person, ...]:
        return self.coordinator, self.worker, self.supervisor, self.trainer

    @property
    def caseload(self) -> SpaceId:
        return self.invited["worker"].spaces[0]

    @property
    def programme(self) -> SpaceId:
        return self.invited["trainer"].spaces[0]


def found_by(person: Person, address: str = "") -> Founded:
    return found(person.station, ROOT, organisation="Example organisation", name="Coordinator 1", address=address)


def name_administrator(coordinator: Person, other: Person) -> None:
    """The root names one more, at the coordinator's desk."""
    who = other.station.identity()
    said = Administrator(worker=who.worker, desk=who.desk, verify=other.signing.verify_key)

    def say(write: Write) -> None:
        speaker = Speaker(write, coordinator.station)
        organisation = speaker.trust.organisation_id
        speaker.publish(state(said, organisation=organisation, by=None, when=speaker.when, key=ROOT))

    coordinator.store.write_now(say)


def join_by_files(coordinator: Person, person: Person, invited: Invited) -> None:
    """A stick goes to and fro."""
    begin(person.station, invited.code, name=person.name)
    take_invitation(person.station, invited.paper.raw)
    asking = read_request(coordinator.station, join_request(person.station))
    take_welcome(person.station, let_in(coordinator.station, asking).raw)


def a_team(folder: Path, address: str = "") -> Team:
    """All four, each with a desk; nobody has met a server."""
    coordinator, worker, supervisor, trainer = (
        Person(name, folder / name) for name in ("coordinator", "worker", "supervisor", "trainer")
    )
    founded = found_by(coordinator, address)
    over = invite(coordinator.station, Invitee(name="Supervisor 1", role=Role.SUPERVISOR))
    caseload = NewSpace(kind=SpaceKind.CASELOAD, title="Cases 1", others=(over.worker,))
    programme = NewSpace(kind=SpaceKind.PROGRAMME, title="Workshops 1", others=(over.worker,))
    invited = {
        "supervisor": over,
        "worker": invite(coordinator.station, Invitee(name="Worker 1", role=Role.OUTREACH, opens=(caseload,))),
        "trainer": invite(coordinator.station, Invitee(name="Trainer 1", role=Role.TRAINER, opens=(programme,))),
    }
    for person in (supervisor, worker, trainer):
        join_by_files(coordinator, person, invited[person.name])
    return Team(coordinator, worker, supervisor, trainer, founded, invited)


def log_of(reader: Reader) -> list[str]:
    """The events, the newest first."""
    return [entry.event for entry in reader.sync.log()]
