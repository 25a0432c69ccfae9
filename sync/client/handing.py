"""A case that was handed over leaves the desks that do not read the space it went to: they need not know it any more.

It goes once the space it left says so, and nothing of it is unsent, half typed, or a file that the server does not
have. What the desk keeps is its code, where it went, and the ids by which a late edit is recognised.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, cast

from fieldapp.domain.answers import Json
from fieldapp.domain.ids import FieldId, RecordId
from fieldapp.storage.moving import Departed
from fieldapp.storage.store import Happened, Reader, Write
from sync.client.believing import trust_of
from sync.client.facts import identity_in
from sync.client.log import Event, note
from sync.client.moved_on import forget_stale, stale
from sync.client.station import Station
from sync.protocol.wholes import MovedOn

_LEAVING: Final = "sync records leaving"
_CODE: Final = FieldId("code")


def note_leaving(write: Write, records: Iterable[RecordId]) -> None:
    """A space that this desk reads says that these have left it."""
    _remember(write, _leaving(write) | set(records))


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
    cases that stand where this desk reads, whatever was said of them before; `told`: those that can go because a
    snapshot says that they have left."""

    free: frozenset[RecordId] = frozenset()
    late: frozenset[RecordId] = frozenset()
    home: frozenset[RecordId] = frozenset()
    told: tuple[MovedOn, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.free or self.late or self.home or self.told)


def _found(reader: Reader, station: Station) -> _Found:
    leaving, departed = _leaving(reader), {each.root: each for each in reader.departed()}
    told = _told(reader, station)
    if not leaving and not departed:
        return _Found(told=told)
    trust, me = trust_of(reader), identity_in(reader).desk
    here = {root for root in leaving | departed.keys() if reader.record(root) is not None}
    home = frozenset(root for root in here if any(trust.may_read(me, place) for place in reader.places(root)))
    gone = (root for root in here & leaving - home if reader.places(root) <= trust.spaces.keys())
    free = frozenset(root for root in gone if not _is_bound(reader, station, root))
    late = (root for root, gone in departed.items() if root not in here and _is_late(reader, gone))
    return _Found(free, frozenset(late), home | (leaving & departed.keys() - here), told)


def _told(reader: Reader, station: Station) -> tuple[MovedOn, ...]:
    found = list(stale(reader))
    if not found:
        return ()
    trust, me = trust_of(reader), identity_in(reader).desk
    gone = (each for _, each in found if not trust.may_read(me, each.to))
    return tuple(each for each in gone if not _is_bound(reader, station, each.root))


def _let_go(write: Write, station: Station) -> Happened:
    found = _found(write, station)
    leave = [write.departing(root, _code(write, root)) for root in sorted(found.free)]
    leave += [_departed(write, each) for each in found.told]
    gone = {each.root for each in leave}
    happened = write.erase(sorted(gone)) if gone else Happened()
    forget_stale(write, gone)
    known = [each for each in write.departed() if each.root not in gone]
    known = [_without_late(write, each) if each.root in found.late else each for each in known]
    write.keep_departed([*leave, *(each for each in known if write.record(each.root) is None)])
    _remember(write, _leaving(write) - found.free - found.home)
    if leave:
        note(write, station.clock.now(), Event.HANDED_OVER, {"number": len(leave)})
    return happened | write.sync_changed()


def _departed(write: Write, told: MovedOn) -> Departed:
    """As a snapshot tells of it: this desk never saw the move."""
    return Departed(
        root=told.root,
        code=_code(write, told.root),
        to=told.to,
        who=told.who,
        when=told.when,
        records=frozenset(change.record for change in write.changes_of_tree(told.root)),
        stood=write.places(told.root),
    )


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
