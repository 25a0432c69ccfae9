"""What is sealed into a chunk: changes, and what their sender had seen when sealing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from fieldapp.domain.answers import Json, canonical
from fieldapp.domain.changes import Change, NotAChange, encode, from_json
from sync.protocol import limits
from sync.protocol.beginning import digest_of
from sync.protocol.dictionary import CHANGES, compress
from sync.protocol.head import Head
from sync.protocol.names import StatementId
from sync.protocol.reading import Fields, parse
from sync.protocol.standings import Standing, read_standing
from sync.protocol.wholes import NO_WHOLE, Whole, read_whole

#: Room for `seen` and what the newest program may set beside it.
_ROOM: Final = 8192
_HEAD_DIGITS: Final = 32
#: How many times the target is tried out to see how these changes compress.
_SAMPLE: Final = 8


@dataclass(frozen=True, slots=True)
class Seen:
    """What the sender held when sealing: how a server that shows two people two histories is found out.

    The space's log up to `seq` had the rolling hash `head` (its first 32 digits). Of the organisation's words the
    server had given her `told` that concern the space, and `policy` is their digest; the first programs did not count.
    `standing`: what the sender held of the space's records; older programs do not say.
    """

    seq: int
    head: str
    policy: str
    told: int | None = None
    standing: Standing | None = None

    @classmethod
    def at(cls, head: Head, words: Collection[StatementId]) -> Seen:
        """What to seal: the space's head as this desk knows it, and what the server has told it (see `Trust.told`)."""
        return cls(head.count, head.hash[:_HEAD_DIGITS], digest_of(words), len(words))

    def agrees_with(self, head: Head) -> bool:
        """Whether the sender saw the same log as we; `head` is ours at `seq`. False says that somebody was deceived."""
        return (self.seq, self.head) == (head.count, head.hash[:_HEAD_DIGITS])

    def was_told(self, words: Collection[StatementId]) -> bool:
        """Whether the sender was told exactly this."""
        return (self.told, self.policy) == (len(words), digest_of(words))


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A change in a good chunk that breaks the format of changes: to be parked, named and shown, not dropped."""

    json: str
    why: str


@dataclass(frozen=True, slots=True)
class Payload:
    """The inside of one chunk. `unreadable` is empty in what this program seals, `whole` in all but snapshots."""

    seen: Seen
    changes: tuple[Change, ...]
    unreadable: tuple[Unreadable, ...] = ()
    whole: Whole = NO_WHOLE


class TooBig(ValueError):
    """A single change is greater than a chunk may hold: it must be parked."""


def write_payload(seen: Seen, changes: Sequence[Change], whole: Whole = NO_WHOLE) -> bytes:
    """Canonical JSON of the payload. Raises TooBig."""
    facts: dict[str, Json] = {"seq": seen.seq, "head": seen.head, "policy": seen.policy}
    if seen.told is not None:
        facts["told"] = seen.told
    if seen.standing is not None:
        facts["standing"] = seen.standing.to_json()
    beside = "".join(f'"{key}":{part},' for key, part in whole.parts().items())
    raw = f'{{"changes":[{",".join(map(encode, changes))}],{beside}"seen":{canonical(facts)}}}'.encode()
    if len(raw) > limits.PAYLOAD:
        raise TooBig(f"{len(raw)} bytes of changes")
    return raw


def read_payload(raw: bytes) -> Payload:
    """The reverse of `write_payload`. Raises Malformed; a single change that is none is set aside as unreadable."""
    fields = Fields(parse(raw, limits.PAYLOAD, "payload"), "payload")
    changes, unreadable = list[Change](), list[Unreadable]()
    for value in fields.values("changes"):
        try:
            changes.append(from_json(value))
        except NotAChange as why:
            unreadable.append(Unreadable(canonical(value), str(why)))
    return Payload(
        _seen(fields.inner("seen")),
        tuple(changes),
        tuple(unreadable),
        read_whole(fields),
    )


def _seen(fields: Fields) -> Seen:
    told = fields.number("told") if "told" in fields else None
    standing = read_standing(fields.inner("standing")) if "standing" in fields else None
    return Seen(fields.number("seq"), fields.hex("head", _HEAD_DIGITS), fields.hex("policy", 32), told, standing)


def cut(
    changes: Sequence[Change], dictionary: str = CHANGES, target: int = limits.CHUNK_TARGET
) -> Iterator[tuple[Change, ...]]:
    """The changes, in their order, in batches that make chunks of about `target` bytes.

    A change that is greater than a chunk may hold comes as a batch of its own, which the sealer then refuses.
    """
    written = [encode(change).encode() for change in changes]
    room = _room(written, dictionary, target)
    start, used = 0, 0
    for number, text in enumerate(written):
        if used and used + len(text) > room:
            yield tuple(changes[start:number])
            start, used = number, 0
        used += len(text) + 1
    if start < len(changes):
        yield tuple(changes[start:])


def _room(written: Sequence[bytes], dictionary: str, target: int) -> int:
    """How many bytes of changes make a chunk of `target` bytes, going by how the first ones compress."""
    sample = bytearray()
    for text in written:
        if len(sample) >= target * _SAMPLE:
            break
        sample += text[: limits.PAYLOAD]
    ratio = len(sample) / len(compress(bytes(sample), dictionary))
    return min(int(target * ratio), limits.PAYLOAD - _ROOM)
