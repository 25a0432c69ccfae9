"""What the store keeps of the talks with the server: plain values. What is sealed or signed is opaque to it."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.domain.answers import Json
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import RecordId, SpaceId
from fieldapp.storage.values import Lane


@dataclass(frozen=True, slots=True)
class Unsent:
    """A change that no chunk holds yet: its row (the order of arrival), its record and its canonical JSON."""

    row: int
    record: RecordId
    text: str


@dataclass(frozen=True, slots=True)
class StreamName:
    """Chunks are numbered and chained per incarnation of the desk, space and lane."""

    incarnation: str
    space: SpaceId
    lane: Lane


@dataclass(frozen=True, slots=True)
class Stream:
    """How far a stream is sealed, the hash of its last chunk, and up to which number the server has answered for it."""

    name: StreamName
    last: int
    last_hash: str
    receipted: int
    receipt: bytes | None


@dataclass(frozen=True, slots=True)
class SealedChunk:
    """A chunk made here, kept until the server's receipt."""

    stream: StreamName
    n: int
    hash: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A chunk that waits for its receipt, without its bytes: its size, and of how many records it holds changes."""

    stream: StreamName
    n: int
    hash: str
    size: int
    records: int


@dataclass(frozen=True, slots=True)
class HeldChunk:
    """A chunk that came and cannot be opened: its key is not here yet."""

    space: SpaceId
    seq: int
    epoch: str
    desk: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Parked:
    """What had to be refused, kept to be shown and exported. `number` names it; 0 when it is not kept yet."""

    number: int
    space: SpaceId
    desk: str
    reason: str
    came: Moment
    body: bytes


@dataclass(frozen=True, slots=True)
class KeptStatement:
    """A signed word of the organisation, byte for byte as received."""

    id: str
    kind: str
    body: bytes


@dataclass(frozen=True, slots=True)
class KeptEnvelope:
    """A space's key sealed to a desk. `sent`: the server has it."""

    id: str
    space: SpaceId
    epoch: str
    desk: str
    body: bytes
    sent: bool


@dataclass(frozen=True, slots=True)
class SpaceKey:
    """A space's key of one epoch; `epoch` is its id, `number` its place in the order of epochs."""

    space: SpaceId
    number: int
    epoch: str
    key: bytes


@dataclass(frozen=True, slots=True)
class Reach:
    """How far this desk has read a space's log, and the log's rolling hash there."""

    space: SpaceId
    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A line of the sync page's log: an event's name, with numbers and ids but neither names nor answers."""

    at: Moment
    event: str
    details: Json
