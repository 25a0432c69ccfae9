"""People of a small organisation at their desks, as the state machine finds them; and how a process ends.

Two coordinators, two workers with a caseload each and the supervisor of both, a trainer who is let in and out. Real
stores, the real server's code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fieldapp.domain.ids import SpaceId
from fieldapp.domain.spaces import Role, SpaceKind
from fieldapp.storage.store import Write
from sync.client.believing import Speaker
from sync.client.calling import Caller
from sync.client.errors import Connection
from sync.client.exchange import Exchange
from sync.client.facts import remember_address
from sync.client.founding import found
from sync.client.inviting import Invitee, NewSpace, invite
from sync.client.transport import Patience
from sync.protocol.keys import SigningKey
from sync.protocol.said import Administrator
from sync.protocol.statements import state
from tests.helpers.clock import StandingClock
from tests.sync.client.making import Person, join_by_files
from tests.together.near import ADDRESS, Fault, NearLine, NearServer

NAMES = ("first", "second", "worker", "colleague", "supervisor", "trainer")


class Killed(Exception):
    """The process ends here."""


@dataclass(frozen=True)
class Made:
    """An organisation that has met its server, as files: each example begins with a copy."""

    folder: Path
    people: Mapping[str, Person]
    kit: bytes
    caseload: SpaceId
    other: SpaceId
    programme: SpaceId


def make(folder: Path) -> Made:
    """Everybody has joined and has her keys."""
    people = {name: Person(name, folder / name) for name in NAMES}
    first, root = people["first"], SigningKey.fresh()
    founded = found(first.station, root, organisation="Example organisation", name="Coordinator 1", address=ADDRESS)
    over = invite(first.station, Invitee(name="Supervisor 1", role=Role.SUPERVISOR))
    caseload = NewSpace(kind=SpaceKind.CASELOAD, title="Cases 1", others=(over.worker,))
    other = NewSpace(kind=SpaceKind.CASELOAD, title="Cases 2", others=(over.worker,))
    programme = NewSpace(kind=SpaceKind.PROGRAMME, title="Workshops 1", others=(over.worker,))
    invited = {
        "supervisor": over,
        "worker": invite(first.station, Invitee(name="Worker 1", role=Role.OUTREACH, opens=(caseload,))),
        "colleague": invite(first.station, Invitee(name="Worker 2", role=Role.OUTREACH, opens=(other,))),
        "trainer": invite(first.station, Invitee(name="Trainer 1", role=Role.TRAINER, opens=(programme,))),
        "second": invite(first.station, Invitee(name="Coordinator 2", role=Role.COORDINATOR)),
    }
    for name, paper in invited.items():
        join_by_files(first, people[name], paper)
    appoint(first, people["second"], root)
    server = NearServer(founded.kit, folder / "server", StandingClock())
    for person in (*people.values(), *people.values()):
        Seat(person, server).talk()
    server.close()
    for person in people.values():
        person.close()
    caseload_at, other_at, programme_at = (invited[name].spaces[0] for name in ("worker", "colleague", "trainer"))
    return Made(folder, people, founded.kit, caseload_at, other_at, programme_at)


def appoint(first: Person, second: Person, root: SigningKey) -> None:
    """The root says that a second desk may do what the first may."""

    def write_down(write: Write) -> None:
        speaker, who = Speaker(write, first.station), second.station.identity()
        said = Administrator(worker=who.worker, desk=who.desk, verify=second.signing.verify_key)
        organisation = speaker.trust.organisation_id
        speaker.publish(state(said, organisation=organisation, by=None, when=speaker.when, key=root))

    first.store.write_now(write_down)


class Seat:
    """Somebody's desk and its line. After `reopen` everything that only a process knew is forgotten."""

    def __init__(self, person: Person, server: NearServer) -> None:
        self.person, self._server = person, server
        self.wake()

    def wake(self) -> None:
        self.line = NearLine(self._server)
        self.person.store.write_now(lambda write: remember_address(write, ADDRESS))
        self._exchange = _Near(self.person, self.line)

    def talk(self, fault: Fault | None = None) -> None:
        if fault is not None:
            self.line.fault = fault
        self._exchange.talk()

    def try_to_talk(self, fault: Fault | None = None) -> bool:
        """Whether it came to its end."""
        try:
            self.talk(fault)
        except Connection:
            return False
        return True

    def end(self) -> None:
        """The program ends."""
        self._exchange.close()
        self.person.close()

    def reopen(self) -> None:
        """The program ends and starts again."""
        self.end()
        self.person.__post_init__()
        self.wake()


class _Near(Exchange):
    def __init__(self, person: Person, line: NearLine) -> None:
        super().__init__(person.station, Patience(), tell=lambda _: None, progress=lambda *_: None)
        self._line, self._caller = line, Caller(person.station, line)


@contextmanager
def dying(person: Person, after: int) -> Iterator[None]:
    """Before the so many-th statement to her store the process is killed; what was not committed never happened."""
    writer = person.store._writer
    run, left = writer.run, [after]

    class Dying:
        def __init__(self, database: Any) -> None:
            self._database = database

        def execute(self, *arguments: Any) -> Any:
            left[0] -= 1
            if left[0] <= 0:
                raise Killed
            return self._database.execute(*arguments)

        def __getattr__(self, name: str) -> Any:
            return getattr(self._database, name)

    def run_dying(work: Any, *rest: Any) -> Any:
        return run(lambda database: work(Dying(database)), *rest)

    writer.run = run_dying  # type: ignore[method-assign, assignment]  # the process ends where it says
    try:
        yield
    finally:
        writer.run = run  # type: ignore[method-assign]  # the process ends where it says
