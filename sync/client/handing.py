"""A case that was handed over leaves the desks that do not read the space it went to: they need not know it any more.

It goes once the space it left says so, and nothing of it is unsent, half typed, or a file that the server does not
have. What the desk keeps is its code, where it went, and the ids by which a late edit is recognised. A keeper's
snapshot, which holds no case that left, tells which did: whoever was away meanwhile hears it so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, cast

from fieldapp.domain import departures
from fieldapp.domain.answers import Json
from fieldapp.domain.departures import Departure
from fieldapp.domain.ids import FieldId, RecordId, SpaceId
from fieldapp.storage.moving import Departed
from fieldapp.storage.store import Happened, Reader, Write
from sync.client.believing import trust_of
from sync.client.facts import identity_in
from sync.client.log import Event, note
from sync.client.station import Station

_LEAVING: Final = "sync records leaving"
_TOLD: Final = "sync records told to have left"
_CODE: Final = FieldId("code")


def note_leaving(write: Write, space: SpaceId, records: Iterable[RecordId]) -> None:
    """A space that this desk reads says that these have left it."""
    moved = [write.last_move(record) for record in records]
    _keep_left(write, space, {each.root: each for each in (*left(write, space), *moved)})
    _remember(write, _leaving(write) | {each.root for each in moved})


def left(reader: Reader, space: SpaceId) -> tuple[Departure, ...]:
    """What is known to have left the space, also what has come back since."""
    kept = cast("list[Json]", reader.recall(_left_in(space)) or [])
    return tuple(map(departures.from_json, kept))


def note_left(write: Write, space: SpaceId, gone: Iterable[Departure]) -> None:
    """A snapshot of the space tells that these left it before: what still stands there at this desk is out of date."""
    said = {each.root: each for each in gone}
    if not said:
        return
    _keep_left(write, space, {each.root: each for each in left(write, space)} | said)
    stale = {root: space for root in said if write.record(root) is not None and write.places(root) == {space}}
    _keep_told(write, _told(write) | stale)


def come_back(write: Write, records: Collection[RecordId]) -> None:
    """A move has brought these into a space again, or tells more of them than the snapshot did."""
    told = _told(write)
    if told.keys() & records:
        _keep_told(write, {root: at for root, at in told.items() if root not in records})


def let_go(station: Station) -> Happened:
    """Take out of this desk what was handed over, as far as nothing binds it here; and what came late of it.

    What a power cut interrupts is tidied by the next one.
    """
    with station.store.read() as reader:
        found = _found(reader, station)
    happened = station.store.write_now(lambda write: _let_go(write, station)) if found else Happened()
    station.store.finish_erasing()
    return happened


@dataclass(frozen=True, slots=True)
class _Found:
    """What can be done now. `free`: cases that can go; `late`: those of which something came after they went; `home`:
    cases that stand where this desk reads, whatever was said of them before."""

    free: frozenset[RecordId]
    late: frozenset[RecordId]
    home: frozenset[RecordId]

    def __bool__(self) -> bool:
        return bool(self.free or self.late or self.home)


def _found(reader: Reader, station: Station) -> _Found:
    leaving, departed = _leaving(reader), {each.root: each for each in reader.departed()}
    if not leaving and not departed and not _told(reader):
        return _Found(frozenset(), frozenset(), frozenset())
    trust, me = trust_of(reader), identity_in(reader).desk
    here = {root for root in leaving | departed.keys() if reader.record(root) is not None}
    home = frozenset(root for root in here if any(trust.may_read(me, place) for place in reader.places(root)))
    gone = (root for root in here & leaving - home if reader.places(root) <= trust.spaces.keys())
    stale = (root for root, to in _stale(reader).items() if not trust.may_read(me, to))
    free = frozenset(root for root in (*gone, *stale) if not _is_bound(reader, station, root))
    late = (root for root, gone in departed.items() if root not in here and _is_late(reader, gone))
    return _Found(free, frozenset(late), home - free | (leaving & departed.keys() - here))


def _let_go(write: Write, station: Station) -> Happened:
    found = _found(write, station)
    stale = _stale(write)
    leave = [
        write.departing(_gone(write, root) if root in stale else write.last_move(root), _code(write, root))
        for root in sorted(found.free)
    ]
    happened = write.erase(sorted(found.free)) if found.free else Happened()
    known = [each for each in write.departed() if each.root not in found.free]
    known = [_without_late(write, each) if each.root in found.late else each for each in known]
    write.keep_departed([*leave, *(each for each in known if write.record(each.root) is None)])
    _remember(write, _leaving(write) - found.free - found.home)
    _keep_told(write, {root: space for root, space in _told(write).items() if root in stale and root not in found.free})
    if leave:
        note(write, station.clock.now(), Event.HANDED_OVER, {"number": len(leave)})
    return happened | write.sync_changed()


def _stale(reader: Reader) -> dict[RecordId, SpaceId]:
    """Where those went that a snapshot tells to have left, and that stand at this desk as if they had not."""
    told = _told(reader)
    here = [root for root, space in told.items() if reader.record(root) is not None and reader.places(root) == {space}]
    return {root: _gone(reader, root).to for root in here}


def _gone(reader: Reader, root: RecordId) -> Departure:
    return next(each for each in left(reader, _told(reader)[root]) if each.root == root)


def _is_bound(reader: Reader, station: Station, root: RecordId) -> bool:
    """Whether something of it stands only here."""
    files = station.store.attachments
    return reader.is_bound(root) or any(
        files.has(file) for place in reader.places(root) for file in reader.files_for(root, place)
    )


def _code(reader: Reader, root: RecordId) -> str:
    stored = reader.record(root)
    code = None if stored is None else stored.answers.get(_CODE)
    return code if isinstance(code, str) else ""


def _is_late(reader: Reader, gone: Departed) -> bool:
    """Whether something came of it after it left, and all of that is sent by now."""
    late = reader.late_records(gone)
    return bool(late) and not any(late.values())


def _without_late(write: Write, gone: Departed) -> Departed:
    """That goes too; its ids stay known."""
    late = write.late_records(gone)
    write.erase(late)
    return replace(gone, records=gone.records | late.keys())


def _leaving(reader: Reader) -> set[RecordId]:
    return set(cast("list[RecordId]", reader.recall(_LEAVING) or []))


def _remember(write: Write, records: set[RecordId]) -> None:
    write.remember(_LEAVING, cast("Json", sorted(records)) or None)


def _left_in(space: SpaceId) -> str:
    return f"sync records left {space}"


def _keep_left(write: Write, space: SpaceId, gone: Mapping[RecordId, Departure]) -> None:
    write.remember(_left_in(space), [departures.to_json(each) for _, each in sorted(gone.items())])


def _told(reader: Reader) -> dict[RecordId, SpaceId]:
    return cast("dict[RecordId, SpaceId]", reader.recall(_TOLD) or {})


def _keep_told(write: Write, told: Mapping[RecordId, SpaceId]) -> None:
    write.remember(_TOLD, cast("Json", dict(told)) or None)
