"""An organisation for the tests: a coordinator, an outreach worker, her supervisor, a trainer, and three spaces.

Everything is drawn from one seed, so that the golden vectors can be made again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from functools import cache

from fieldapp.domain.changes import CREATE, Change
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import ChangeId, DeskId, FieldId, FormId, RecordId, SpaceId, WorkerId, WriterId
from sync.protocol.chunks import Chunk
from sync.protocol.epochs import SpaceKey, open_epoch
from sync.protocol.judging import believe, learn
from sync.protocol.keys import OpeningKey, Random, SigningKey
from sync.protocol.names import EDITS, EpochId, IncarnationId, Lane
from sync.protocol.payloads import Seen
from sync.protocol.said import Administrator, DeskCertificate, EpochOpening, Grant, Organisation, Said, Space
from sync.protocol.sealing import Sealer
from sync.protocol.statements import Statement, organisation_id, state
from sync.protocol.streams import START, Mark, Stream
from sync.protocol.trust import Trust

NOON = Moment.from_text("2026-03-12T12:00:00.000+06:00")
SEEN = Seen(0, "0" * 32, "0" * 32)


def random_from(seed: str) -> Random:
    """Random bytes that are the same for the same seed."""
    number = 0

    def draw(size: int) -> bytes:
        nonlocal number
        number += 1
        return hashlib.shake_256(f"{seed} {number}".encode()).digest(size)

    return draw


@dataclass(frozen=True)
class Person:
    """A worker and her desk with its keys."""

    worker: WorkerId
    desk: DeskId
    incarnation: IncarnationId
    key: SigningKey
    opening: OpeningKey
    role: str

    @property
    def certificate(self) -> DeskCertificate:
        return DeskCertificate(
            desk=self.desk,
            worker=self.worker,
            roles=(self.role,),
            verify=self.key.verify_key,
            seal=self.opening.seal_key,
        )

    def stream(self, space: SpaceId, lane: Lane = EDITS) -> Stream:
        return Stream(self.desk, self.incarnation, space, lane)


def person(role: str, random: Random) -> Person:
    return Person(
        WorkerId(random(16).hex()),
        DeskId(random(16).hex()),
        IncarnationId(random(8).hex()),
        SigningKey.fresh(random),
        OpeningKey.fresh(random),
        role,
    )


@dataclass(frozen=True)
class House:
    """The organisation, as its coordinator's desk knows it."""

    root: SigningKey
    server: SigningKey
    coordinator: Person
    worker: Person
    supervisor: Person
    trainer: Person
    caseload: SpaceId
    programme: SpaceId
    statements: tuple[Statement, ...]
    trust: Trust
    keys: dict[EpochId, SpaceKey] = field(default_factory=dict)

    def say(self, said: Said, by: Person | None = None) -> Statement:
        """A statement by a person's desk, or by the root."""
        organisation = organisation_id(self.root.verify_key)
        key = by.key if by else self.root
        return state(said, organisation=organisation, by=by.desk if by else None, when=NOON, key=key)

    def key_of(self, space: SpaceId) -> SpaceKey:
        return next(key for key in self.keys.values() if key.space == space)

    def sealer(self, person: Person, space: SpaceId, seed: str = "nonce") -> Sealer:
        return Sealer(
            organisation=self.trust.organisation_id,
            space_key=self.key_of(space),
            key=person.key,
            random=random_from(seed),
        )

    def chunk(self, number: int = 1, after: Mark = START, *, by: Person | None = None, size: int = 1) -> Chunk:
        """A chunk of the caseload from the worker's desk (or that of `by`)."""
        person = by or self.worker
        changes = [change(number * 100 + step) for step in range(size)]
        sealer = self.sealer(person, self.caseload, f"chunk {number}")
        return sealer.seal(changes, SEEN, person.stream(self.caseload), after)

    def chunks(self, count: int, size: int = 1) -> list[Chunk]:
        """That many chunks of one stream."""
        made, mark = list[Chunk](), START
        for number in range(1, count + 1):
            made.append(self.chunk(number, mark, size=size))
            mark = made[-1].mark
        return made


def change(number: int, note: str = "Она говорит, что всё спокойно.") -> Change:
    """One creation of a record."""
    return Change(
        id=ChangeId(WriterId("00" * 8), number),
        record=RecordId(hashlib.sha256(str(number).encode()).hexdigest()[:32]),
        kind=CREATE,
        form=FormId("gbv_follow_up"),
        version="1",
        fields={FieldId("follow_up_comments"): f"{note} {number}", FieldId("safe_now"): "true"},
        lamport=number,
        who=WorkerId("11" * 16),
        when=NOON,
    )


@cache
def a_house(*, first: bool = False) -> House:
    """The same organisation each time; nobody changes it. `first`: as the first programs made it, without boxes."""
    random = random_from("house")
    root, server = SigningKey.fresh(random), SigningKey.fresh(random)
    people = [person(role, random) for role in ("coordinator", "outreach", "supervisor", "trainer")]
    coordinator, worker, supervisor, trainer = people
    caseload, programme = SpaceId(random(16).hex()), SpaceId(random(16).hex())
    bare = House(
        root, server, coordinator, worker, supervisor, trainer, caseload, programme, (), Trust(root.verify_key)
    )
    charter = Organisation(name="Example organisation", root=root.verify_key, server=server.verify_key)
    head = Administrator(worker=coordinator.worker, desk=coordinator.desk, verify=coordinator.key.verify_key)
    members = ((caseload, worker), (caseload, supervisor), (programme, trainer), (programme, supervisor))
    said: list[Said] = [
        *(each.certificate for each in people),
        Space(space=caseload, kind="caseload", opener=worker.worker),
        Space(space=programme, kind="programme", opener=trainer.worker),
        *(Grant(worker=each.worker, space=space, from_epoch=1, write=True) for space, each in members),
    ]
    statements = [bare.say(charter), bare.say(head), *(bare.say(each, coordinator) for each in said)]
    trust, refused = learn(bare.trust, statements)
    assert not refused
    keys = dict[EpochId, SpaceKey]()
    for space, opener in ((caseload, worker), (programme, trainer)):
        opened, key = open_epoch(trust, space, by=opener.desk, when=NOON, key=opener.key, random=random)
        if first:
            assert isinstance(opened.said, EpochOpening)
            opened = bare.say(replace(opened.said, box=None), opener)
            key = replace(key, epoch=EpochId(opened.id))
        trust, keys[key.epoch] = believe(trust, opened), key
        statements.append(opened)
    return House(
        root, server, coordinator, worker, supervisor, trainer, caseload, programme, tuple(statements), trust, keys
    )
