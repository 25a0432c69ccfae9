"""What the chunks of a snapshot tell beside changes: how much comes, what was erased for good, what has moved on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from fieldapp.domain import erasing
from fieldapp.domain.answers import Json, canonical
from fieldapp.domain.clock import Moment
from fieldapp.domain.erasing import Erasure, NotAnErasure
from fieldapp.domain.ids import RecordId, SpaceId, WorkerId
from sync.protocol.reading import Fields


@dataclass(frozen=True, slots=True)
class MovedOn:
    """A case that stood in the space and was handed over: by whom, when, and where it went."""

    root: RecordId
    to: SpaceId
    who: WorkerId
    when: Moment

    def to_json(self) -> dict[str, Json]:
        """As it stands in a payload."""
        return {"root": self.root, "to": self.to, "who": self.who, "when": self.when.text}


@dataclass(frozen=True, slots=True)
class Whole:
    """`erased` counts only where a keeper's signed word names the chunk. `roots`: of how many root records the snapshot
    tells in all. `moved_on`: those that are not in it, for whoever has not heard of that yet."""

    erased: tuple[Erasure, ...] = ()
    roots: int = 0
    moved_on: tuple[MovedOn, ...] = ()

    def parts(self) -> dict[str, str]:
        """Its parts as JSON, by their keys; without those that are empty."""
        found = dict[str, str]()
        if self.erased:
            found["erased"] = f"[{','.join(map(erasing.encode, self.erased))}]"
        if self.moved_on:
            found["moved_on"] = canonical([each.to_json() for each in self.moved_on])
        if self.roots:
            found["roots"] = str(self.roots)
        return found


#: Of all chunks but those of snapshots.
NO_WHOLE: Final = Whole()


def read_whole(fields: Fields) -> Whole:
    """The reverse of `parts`. Raises Malformed."""
    roots = fields.number("roots") if "roots" in fields else 0
    return Whole(tuple(_erasures(fields)), roots, tuple(_moved_on(fields)))


def _erasures(fields: Fields) -> Iterator[Erasure]:
    """Those that this program can read."""
    for value in fields.values("erased"):
        with suppress(NotAnErasure):
            yield erasing.from_json(value)


def _moved_on(fields: Fields) -> Iterator[MovedOn]:
    for each in fields.objects("moved_on"):
        yield read_moved_on(each)


def read_moved_on(fields: Fields) -> MovedOn:
    """The reverse of `MovedOn.to_json`. Raises Malformed."""
    return MovedOn(
        RecordId(fields.hex("root", 32)),
        SpaceId(fields.hex("to", 32)),
        WorkerId(fields.hex("who", 32)),
        fields.moment("when"),
    )
