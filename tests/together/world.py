"""Everything that can happen to a small organisation: what the state machine does, in words."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from sqlalchemy import select

from fieldapp.domain.changes import CREATE, DELETE, MOVE, RESTORE, UPDATE, Change
from fieldapp.domain.codes import new_code
from fieldapp.domain.erasing import WhyErased
from fieldapp.domain.ids import ChangeId, FieldId, RecordId, SpaceId
from fieldapp.errors import Refused
from fieldapp.storage.values import NewChange
from fieldapp.work.desk import NotHerSpace
from sync.client.aside import LATE
from sync.client.believing import Speaker, trust_of
from sync.client.compacting import Compacting, Step, wish
from sync.client.erasing import erase
from sync.client.errors import Connection
from sync.client.spaces import keys_of
from sync.client.taking_in import take_in
from sync.protocol.chunks import read_chunk
from sync.protocol.epochs import SpaceKey
from sync.protocol.errors import Unacceptable
from sync.protocol.judging import powers
from sync.protocol.names import EpochId
from sync.protocol.said import Ending, Grant, Revocation, Said
from sync.protocol.sealing import open_chunk
from sync.protocol.trust import Trust
from sync.server import schema
from tests.helpers.clock import StandingClock
from tests.sync.client.making import CASE, Person
from tests.together.near import Fault, NearServer
from tests.together.seats import NAMES, Killed, Made, Seat, dying

SECRET = "canary"


@dataclass
class World:
    """One example. `acknowledged`: of each change that somebody was told is saved, at which seat it was made; but for
    what that disk has lost since.

    `copies`: of each disk, the one to which it can be set back; at first everything as it began. `unlucky`: something
    happened that no honest server can explain. `parted`: who was taken out or shut out at some time. `moved`,
    `erased`: what somebody handed over, or erased for good.
    """

    made: Made
    folder: Path
    seats: dict[str, Seat] = field(default_factory=dict)
    acknowledged: dict[ChangeId, str] = field(default_factory=dict)
    copies: dict[str, Path] = field(default_factory=dict)
    records: list[RecordId] = field(default_factory=list)
    moved: set[RecordId] = field(default_factory=set)
    erased: set[RecordId] = field(default_factory=set)
    steps: int = 0
    unlucky: bool = False
    parted: set[str] = field(default_factory=set)
    _keys: dict[EpochId, SpaceKey] = field(default_factory=dict)

    @classmethod
    def begin(cls, made: Made, folder: Path) -> World:
        shutil.copytree(made.folder, folder, dirs_exist_ok=True)
        world = cls(made, folder)
        world.copies = {name: made.folder / name for name in (*NAMES, "server")}
        world.server = NearServer(made.kit, folder / "server", StandingClock())
        for name, person in made.people.items():
            world.seats[name] = Seat(replace(person, folder=folder / name, clock=StandingClock()), world.server)
        return world

    server: NearServer = field(init=False)

    def end(self) -> None:
        for seat in self.seats.values():
            seat.end()
        self.server.close()
        shutil.rmtree(self.folder)

    # What people do

    def write(self, name: str, *changes: NewChange) -> None:
        person = self.seats[name].person
        for change in person.save(*changes).values():
            self.acknowledged[change] = name

    def create(self, name: str) -> None:
        """A new case, if she has somewhere to put it."""
        person = self.seats[name].person
        self.steps += 1
        try:
            record = person.create(CASE, code=_code(self.steps), note=f"{SECRET} {self.steps}")
        except NotHerSpace:
            return
        self.records.append(record)
        for each in changes_at(person, record):
            self.acknowledged[each.id] = name

    def edit(self, name: str, record: RecordId, field_: str, *, newer: bool = False) -> None:
        """After what she sees; `newer`: by a program that knows a question more."""
        person = self.seats[name].person
        if person.has(record):
            self.steps += 1
            stored = person.record(record)
            fields = {FieldId(field_): f"{SECRET} {name} {self.steps}"}
            if newer:
                fields[FieldId("question_of_version_2")] = f"{SECRET} {self.steps}"
            self.write(
                name,
                NewChange(
                    record=record,
                    kind=UPDATE,
                    form=stored.form,
                    version="2" if newer else "1",
                    fields=dict(fields),
                    after=stored.heads,
                ),
            )

    def remove(self, name: str, record: RecordId, *, back: bool) -> None:
        """Delete, or bring back."""
        person = self.seats[name].person
        if person.has(record):
            stored = person.record(record)
            kind = RESTORE if back else DELETE
            self.write(name, NewChange(record=record, kind=kind, form=stored.form, version="1", after=stored.heads))

    def move(self, name: str, record: RecordId) -> None:
        """To the other caseload, if it is hers to give."""
        seat = self.seats[name]
        if not seat.person.has(record):
            return
        stored, desk = seat.person.record(record), seat.person.station.identity().desk
        to = self.made.other if stored.space == self.made.caseload else self.made.caseload
        if self.trust(name).may_write(desk, stored.space):
            self.moved.add(record)
            self.write(
                name,
                NewChange(record=record, kind=MOVE, form=stored.form, version="1", after=stored.heads, space=to),
            )

    def erase(self, name: str, record: RecordId) -> None:
        """For good, if she may."""
        person = self.seats[name].person
        if person.has(record):
            code = str(person.answers(record)["code"])
            with suppress(Refused):
                erase(person.station, person.desk, record, WhyErased.ASKED, code)
                self.erased.add(record)

    def compact(self, name: str, steps: int) -> None:
        """Put her caseloads together, as far as she comes before something else has her program begin anew."""
        station = self.seats[name].person.station
        for space in (self.made.caseload, self.made.other):
            with suppress(Refused):
                wish(station, space)
        compacting = Compacting(station)
        for _ in range(steps):
            if compacting.step() is not Step.MORE:
                return

    def take_in(self, name: str) -> None:
        """All that was sent late, if she may."""
        person = self.seats[name].person
        with person.store.read() as reader:
            late = [each.number for each in reader.sync.parked() if each.reason == LATE]
        for number in late:
            with suppress(Refused):
                take_in(person.station, number)

    # What coordinators do

    def say(self, name: str, said: Said) -> None:
        person = self.seats[name].person
        person.clock.pass_(seconds=1)
        person.store.write_now(lambda write: Speaker(write, person.station).say(said))

    def administers(self, name: str) -> bool:
        seat = self.seats[name]
        return self.trust(name).is_administrator(seat.person.station.identity().desk)

    def let_in(self, name: str, who: str, *, write: bool) -> None:
        worker = self.seats[who].person.worker
        keeps = write and who == "supervisor"
        self.say(name, Grant(worker=worker, space=self.made.caseload, from_epoch=1, write=write, keeper=keeps))

    def take_out(self, name: str, who: str) -> None:
        trust, worker = self.trust(name), self.seats[who].person.worker
        live = [id_ for id_, each in trust.given.items() if (each.worker, each.space) == (worker, self.made.caseload)]
        grants = tuple(each for each in live if each not in trust.ended)
        self.parted |= {who, f"twin of {who}"}
        if grants:
            self.say(name, Ending(worker=worker, space=self.made.caseload, grants=grants))

    def revoke(self, name: str, who: str) -> None:
        desk = self.seats[who].person.station.identity().desk
        self.parted |= {who, f"twin of {who}"}
        if desk not in self.trust(name).revoked:
            self.say(name, Revocation(desk=desk, wipe=False, stands=powers(self.trust(name), desk)))

    # What befalls them

    def talk(self, name: str, fault: Fault) -> None:
        self.unlucky |= fault.again
        self._remember_keys()
        self.seats[name].try_to_talk(fault)

    def kill(self, name: str, after: int, fault: Fault | None = None) -> None:
        """While it talks, the process ends before the so many-th statement to its store."""
        seat = self.seats[name]
        with dying(seat.person, after), suppress(Killed, Connection):
            seat.talk(fault)
        seat.reopen()

    def copy(self, name: str) -> None:
        """The disk is copied while the program does not run."""
        with self._asleep(name) as folder:
            self.steps += 1
            self.copies[name] = Path(shutil.copytree(folder, self.folder / f"copy {self.steps}"))

    def set_back(self, name: str) -> None:
        """The disk is what it was when it was copied."""
        with self._asleep(name) as folder:
            shutil.rmtree(folder)
            shutil.copytree(self.copies[name], folder)
        self.unlucky = True
        self.forget_what_is_gone()

    def clone(self, name: str) -> None:
        """The copy is used beside her desk."""
        twin = f"twin of {name}"
        if twin not in self.seats:
            folder = Path(shutil.copytree(self.copies[name], self.folder / twin))
            person = replace(self.seats[name].person, folder=folder, clock=StandingClock())
            self.seats[twin] = Seat(person, self.server)
            self.unlucky = True

    @contextmanager
    def _asleep(self, name: str) -> Iterator[Path]:
        if name == "server":
            self.server.close()
            yield self.server.folder
            self.server.open()
        else:
            seat = self.seats[name]
            seat.end()
            yield seat.person.folder
            seat.person.__post_init__()
            seat.wake()

    def forget_what_is_gone(self) -> None:
        """A disk was lost: what stood nowhere else cannot come back."""
        kept = {name: self.changes_at(seat).keys() for name, seat in self.seats.items()}
        self.acknowledged = {change: name for change, name in self.acknowledged.items() if change in kept.get(name, ())}

    # How it stands

    def trust(self, name: str) -> Trust:
        with self.seats[name].person.store.read() as reader:
            return trust_of(reader)

    def changes_at(self, seat: Seat) -> dict[ChangeId, Change]:
        """All of the records of this example that are at her desk, but for what was erased."""
        with seat.person.store.read() as reader:
            return {each.id: each for record in self.kept() for each in reader.changes(record)}

    def late_at(self, seat: Seat) -> dict[ChangeId, Change]:
        """Those that wait at her desk for a person, because whoever sent them was shut out."""
        with seat.person.store.read() as reader:
            keys, late = keys_of(reader), [each.body for each in reader.sync.parked() if each.reason == LATE]
        return {
            each.id: each
            for raw in late
            for each in open_chunk(read_chunk(raw), keys).changes
            if each.record not in self.erased
        }

    def late_anywhere(self) -> set[ChangeId]:
        """What waits for a person at some desk."""
        return {change for seat in self.seats.values() for change in self.late_at(seat)}

    def every_change(self) -> tuple[Change, ...]:
        """All of what was not erased, wherever it is."""
        found = {each.id: each for each in self.at_server() if each.record not in self.erased}
        for seat in self.seats.values():
            found |= {**self.late_at(seat), **self.changes_at(seat)}
        return tuple(found.values())

    def stood_in(self, record: RecordId) -> set[SpaceId]:
        """Where it ever stood, as far as anybody knows."""
        every = (each for each in self.every_change() if each.record == record)
        return {each.space for each in every if each.kind in (CREATE, MOVE)}

    def by_record(self, changes: Iterable[Change]) -> dict[RecordId, set[ChangeId]]:
        found: dict[RecordId, set[ChangeId]] = {}
        for each in changes:
            found.setdefault(each.record, set()).add(each.id)
        return found

    def at_server(self) -> Iterator[Change]:
        """All changes that lie there, opened with the keys that anybody ever had."""
        self._remember_keys()
        for raw in self.raw_at_server():
            try:
                yield from open_chunk(read_chunk(raw), self._keys).changes
            except Unacceptable:
                continue

    def raw_at_server(self) -> list[bytes]:
        """All chunks that lie there; of those that a snapshot replaced only the hashes do."""
        with self.server.centre.database.reading() as connection:
            return [bytes(raw) for (raw,) in connection.execute(select(schema.chunk.c.raw)) if raw]

    def has_obeyed(self, seat: Seat) -> bool:
        """Whether nothing that was erased, by a word that the server has, is here, nor a key that opened it."""
        trust = self.server.centre.register.now().trust
        with seat.person.store.read() as reader:
            done = {record for each in reader.erasures.every() if each.done for record in each.erasure.records}
            left = [record for record in self.erased & done if reader.changes(record)]
            return not left and not any(trust.void(EpochId(key.epoch)) for key in reader.sync.space_keys())

    def kept(self) -> list[RecordId]:
        return [record for record in self.records if record not in self.erased]

    def _remember_keys(self) -> None:
        """Who leaves destroys hers; to know what lies at the server, the test keeps them."""
        for seat in self.seats.values():
            with seat.person.store.read() as reader:
                self._keys |= keys_of(reader)

    def come_to_rest(self) -> None:
        """Everybody talks until nobody has anything to say."""
        for _ in range(12):
            self._remember_keys()
            before = self.standing()
            for seat in self.seats.values():
                seat.reopen()  # begins with a whole exchange
                seat.try_to_talk()
            if self.standing() == before:
                return
        raise AssertionError("they never come to an end")

    def standing(self) -> object:
        found: list[object] = []
        for seat in self.seats.values():
            with seat.person.store.read() as reader:
                found.append((reader.sync.reaches(), len(reader.sync.statements()), reader.outbox.not_sent()))
        return found


def _code(number: int) -> str:
    return str(new_code(Random(number)))


def changes_at(person: Person, record: RecordId) -> tuple[Change, ...]:
    with person.store.read() as reader:
        return reader.changes(record)
