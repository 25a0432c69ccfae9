"""What is here and cannot be opened yet: chunks of spaces whose key has not come, and whose desk can give it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fieldapp.domain.ids import SpaceId, WorkerId
from fieldapp.storage.store import Reader
from sync.client.records.spaces import who_has
from sync.protocol.names import EpochId, StatementId
from sync.protocol.trust import Trust


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyWait:
    """Chunks of a space that wait for its key; `givers`: the colleagues whose desks have it and can give it, as far as
    their names are known."""

    space: SpaceId
    title: str
    chunks: int
    givers: tuple[str, ...]


def key_waits(
    reader: Reader, trust: Trust | None, titles: Mapping[SpaceId, str], called: Mapping[WorkerId, str]
) -> tuple[KeyWait, ...]:
    """Each space of which something waits for its key."""
    counted: dict[SpaceId, int] = {}
    givers: dict[SpaceId, set[WorkerId]] = {}
    for (space, epoch), number in reader.sync.held_count().items():
        if trust is None or not _has_key(reader, trust, EpochId(epoch)):
            counted[space] = counted.get(space, 0) + number
            givers.setdefault(space, set()).update(who_has(reader, trust, EpochId(epoch)) if trust else ())
    return tuple(
        KeyWait(
            space=space,
            title=titles.get(space, ""),
            chunks=number,
            givers=tuple(sorted(name for each in givers[space] if (name := called.get(each, "")))),
        )
        for space, number in counted.items()
    )


def _has_key(reader: Reader, trust: Trust, epoch: EpochId) -> bool:
    """Then what waits, waits for something else: a statement, or a newer program."""
    return StatementId(epoch) in trust.statements and any(key.epoch == epoch for key in reader.sync.space_keys())
