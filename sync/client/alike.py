"""Desks that share a space hold the same records: compared with every chunk, found where they do not, and mended.

After each exchange that leaves nothing open a desk notes what it holds, as one number; its next chunk takes that along.
Whoever noted another number at the same place of the log holds something else. One such difference may pass by itself
(a case is on its way between two spaces); a second one is told, and the desk asks its colleagues by telling the number
in 256 parts. Whoever differs works out anew the records of those parts, offers what it has of them, and tells its own
parts in turn; so both come to hold all that either had.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from enum import Enum
from typing import Final, cast

from fieldapp.domain.answers import Json
from fieldapp.domain.ids import RecordId, SpaceId
from fieldapp.storage.store import Happened, Reader, Write
from sync.client.heads import head_at, is_read_anew
from sync.client.log import Event, note
from sync.client.station import Station
from sync.protocol.head import Head
from sync.protocol.standings import Standing, shown

#: So many notes of a space are kept to compare with what colleagues say they held.
_KEPT: Final = 32
#: A difference is told when it is seen for the second time; while it lasts, colleagues are asked again now and then.
_SURE: Final = 2
_AGAIN: Final = 16
#: So many cases or workshops are named.
_NAMED: Final = 20
_DOUBTS: Final = "sync doubts"


class Says(Enum):
    """What this desk's next chunk tells of the parts."""

    NOTHING = ""
    ASKS = "asks"
    ANSWERS = "answers"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A space in which a colleague holds something else: seen so many times, last at `seq`; `told` in the log."""

    seq: int = 0
    times: int = 0
    told: bool = False
    says: str = Says.NOTHING.value


def is_to_note(reader: Reader, space: SpaceId, *, all_placed: bool) -> bool:
    """Whether the log went on since the last note, this desk has sent everything, and waits for nothing. Elsewhere
    nothing is noted, and so nothing is compared."""
    head, notes = head_at(reader, space), _notes(reader, space)
    is_new = bool(head.count) and not (notes and notes[-1][0] == head.count)
    return is_new and all_placed and _is_quiet(reader, space)


def note_standing(write: Write, space: SpaceId) -> None:
    """What this desk holds of a space at the end of an exchange."""
    notes = [*_notes(write, space), (head_at(write, space).count, write.agreed(space))]
    write.remember(_place(space), cast("Json", notes[-_KEPT:]))


def standing_to_seal(write: Write, space: SpaceId) -> Standing | None:
    """What the next chunk takes along; the parts once, when they were asked for."""
    doubt = doubt_of(write, space)
    if doubt is not None and doubt.says:
        _remember(write, space, replace(doubt, says=Says.NOTHING.value))
        held = Head(head_at(write, space).count, write.agreed(space))
        return Standing(held.count, held.hash, shown(write.parts(space)), asks=doubt.says == Says.ASKS.value)
    notes = _notes(write, space)
    return Standing(*notes[-1]) if notes else None


def spaces_to_tell(reader: Reader) -> tuple[SpaceId, ...]:
    """Where a chunk is to go out even without changes."""
    doubts = cast("dict[str, dict[str, Json]]", reader.recall(_DOUBTS) or {})
    return tuple(SpaceId(space) for space, kept in doubts.items() if kept["says"])


def compare_standings(write: Write, station: Station, space: SpaceId, told: Standing) -> Happened:
    """A colleague's chunk is taken in, and what it says of its author's records is compared with this desk's."""
    if told.parts:
        return _compare_parts(write, station, space, told)
    doubt = doubt_of(write, space)
    mine = dict(_notes(write, space)).get(told.seq)
    if mine == told.held and doubt is not None:
        if doubt.told:
            note(write, station.clock.now(), Event.ALIKE, {"space": space})
        _remember(write, space, None)
    if mine not in (None, told.held):
        _differs(write, station, space, told.seq, doubt or Doubt())
    return Happened()


def name_mended(write: Write, station: Station, space: SpaceId, came: Happened) -> None:
    """What a colleague offered again brought something that was missing here."""
    doubt = doubt_of(write, space)
    if doubt is not None and doubt.told and came.records:
        _name(write, station, space, came.roots)


def doubt_of(reader: Reader, space: SpaceId) -> Doubt | None:
    """Whether a colleague was seen to hold something else."""
    kept = cast("dict[str, dict[str, Json]]", reader.recall(_DOUBTS) or {}).get(space)
    return None if kept is None else Doubt(**kept)  # type: ignore[arg-type]  # as `asdict` wrote it


def _differs(write: Write, station: Station, space: SpaceId, seq: int, doubt: Doubt) -> None:
    if seq <= doubt.seq:
        return  # the same was said before
    times = doubt.times + 1
    if times == _SURE and not doubt.told:
        note(write, station.clock.now(), Event.DIFFERENT, {"space": space})
    asks = times % _AGAIN == _SURE
    says = Says.ASKS.value if asks else doubt.says
    _remember(write, space, Doubt(seq, times, doubt.told or times >= _SURE, says))


def _compare_parts(write: Write, station: Station, space: SpaceId, told: Standing) -> Happened:
    """First this desk's own house: what was worked out wrongly here. Then whoever lacks something gets it."""
    differing = told.differing(write.parts(space))
    if not differing:
        return Happened()
    doubt = doubt_of(write, space) or Doubt()
    if not doubt.told:
        note(write, station.clock.now(), Event.DIFFERENT, {"space": space})
    mended = write.put_right(differing, space)
    if mended.records:
        _name(write, station, space, mended.roots)
    for part in told.differing(write.parts(space)):
        write.outbox.offer_part(space, part)
    write.remember(_place(space), None)
    says = Says.ANSWERS.value if told.asks else doubt.says
    _remember(write, space, Doubt(told.seq, max(doubt.times, _SURE), told=True, says=says))
    return mended


def _name(write: Write, station: Station, space: SpaceId, roots: Collection[RecordId]) -> None:
    """What had not been the same is the same now; older notes of this desk hold no more."""
    write.remember(_place(space), None)
    details: dict[str, Json] = {"space": space, "number": len(roots), "roots": cast("Json", sorted(roots)[:_NAMED])}
    note(write, station.clock.now(), Event.PUT_RIGHT, details)


def _is_quiet(reader: Reader, space: SpaceId) -> bool:
    """Whether nothing of the space is on its way, held for a key, put aside, or read anew."""
    return not (
        is_read_anew(reader, space)
        or space in reader.outbox.not_sent()
        or any(held == space for held, _ in reader.sync.held_count())
        or any(aside.space == space for aside in reader.sync.parked())
    )


def _notes(reader: Reader, space: SpaceId) -> list[tuple[int, str]]:
    kept = cast("list[tuple[int, str]]", reader.recall(_place(space)) or [])
    return [(seq, held) for seq, held in kept]


def _remember(write: Write, space: SpaceId, doubt: Doubt | None) -> None:
    doubts = cast("dict[str, Json]", write.recall(_DOUBTS) or {})
    doubts.pop(space, None)
    if doubt is not None:
        doubts[space] = asdict(doubt)
    write.remember(_DOUBTS, cast("Json", doubts) or None)


def _place(space: SpaceId) -> str:
    return f"sync standing {space}"
