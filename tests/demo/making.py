"""A small team with real keystores and a real server folder, as a demo would leave them; made without windows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from fieldapp.domain.ids import RecordId
from fieldapp.domain.spaces import Role, SpaceKind
from fieldapp.vault.desks import new_desk_folder
from fieldapp.vault.keystore import create
from fieldapp.vault.pace import FLOOR
from fieldapp.work.opening import open_desk
from sync.client.believing import trust_of
from sync.client.organisation.inviting import Invitee, NewSpace, invite
from sync.protocol.envelopes import Envelope
from sync.protocol.keys import OpeningKey, SigningKey
from sync.server.log import take
from sync.server.opening import KIT, open_centre
from tests.demo.folder import Canary, Folder, Keys
from tests.demo.said import Said
from tests.helpers.clock import StandingClock
from tests.sync.client.carrying import Carrier, carrier_for, share_documents
from tests.sync.client.making import CASE, WORKSHOP, Person, found_by, join_by_files

FAMILY, STORY, PARTICIPANT = "Канарбекова", "Yellowthroat", "Айканыш"


class Seated(Person):
    """Somebody whose desk is opened by a passphrase."""

    def __post_init__(self) -> None:
        vault, code = create(new_desk_folder(self.folder), self.name, f"kettle {self.name} ladder orchard", FLOOR)
        self.keys = Keys(f"kettle {self.name} ladder orchard", code.text)
        self.signing, self.opening = SigningKey(vault.signing_key), OpeningKey(vault.hpke_key)
        self.store = open_desk(vault, self.clock, create=True).store
        vault.close()


def leave_a_demo(folder: Folder) -> None:
    """Four desks, a case and a workshop; all of it sent and received; all that was saved is in the book."""
    folder.prepare()
    people = {
        name: Seated(name, folder.laptop(name).home, StandingClock()) for name in ("maple", "blue", "swallow", "apple")
    }
    founded = found_by(people["maple"])
    _join(people)
    case = people["swallow"].create(CASE, family_name=FAMILY, note=STORY)
    workshop = people["apple"].create(WORKSHOP, note=PARTICIPANT)
    for name, record in (("swallow", case), ("apple", workshop)):
        _tell(folder, people[name], record)
    carrier = carrier_for(people["maple"])
    _carry(carrier, people)
    folder.server.joinpath(KIT).write_bytes(founded.kit)
    _fill_server(folder.server, carrier)
    folder.keep_keys({name: person.keys for name, person in people.items()})
    folder.keep_canaries([Canary(FAMILY, "swallow"), Canary(STORY, "swallow"), Canary(PARTICIPANT, "apple")])
    for person in people.values():
        person.close()


def _join(people: Mapping[str, Seated]) -> None:
    first = people["maple"]
    over = invite(first.station, Invitee(name="Supervisor 1", role=Role.SUPERVISOR))
    cases = NewSpace(kind=SpaceKind.CASELOAD, title="Cases 1", others=(over.worker,))
    courses = NewSpace(kind=SpaceKind.PROGRAMME, title="Workshops 1", others=(over.worker,))
    invited = {
        "blue": over,
        "swallow": invite(first.station, Invitee(name="Worker 1", role=Role.OUTREACH, opens=(cases,))),
        "apple": invite(first.station, Invitee(name="Trainer 1", role=Role.TRAINER, opens=(courses,))),
    }
    for name, each in invited.items():
        join_by_files(first, people[name], each)


def _tell(folder: Folder, person: Person, record: RecordId) -> None:
    with person.store.read() as reader:
        (change,) = (each.id for each in reader.changes(record))
    said = Said(folder.said(person.name))
    said.note(1, {record: [change.writer, change.counter]})
    said.close()


def _carry(carrier: Carrier, people: Mapping[str, Person]) -> None:
    share_documents(carrier, *people.values())
    for person in people.values():
        carrier.fetch(person)
    for person in people.values():
        with person.store.read() as reader:
            spaces = trust_of(reader).readable(person.station.identity().desk)
        for space in spaces:
            carrier.give(person, space)


def _fill_server(path: Path, carrier: Carrier) -> None:
    centre = open_centre(path, None, StandingClock())
    when = centre.clock.now()
    for document in carrier.documents:
        if isinstance(document, Envelope):
            centre.register.add_envelope(document, when)
        else:
            centre.register.add_statement(document, when)
    for row in carrier.rows.values():
        for chunk in row:
            with centre.database.writing() as connection:
                take(connection, chunk, when=when, key=centre.key)
    centre.database.close()
