"""An erasure on its way: done here at once, then in the space, where a new key and a snapshot without the records take
the place of all before, then told by every desk and by the server.

    erased here → a new epoch → a snapshot sealed under it → the server holds it → the keeper's signed word

Each step is taken when the one before has come through, in as many talks as the line needs.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Final, cast

from fieldapp.domain.answers import Json
from fieldapp.domain.attachments import SealedId
from fieldapp.domain.erasing import WhyErased
from fieldapp.domain.ids import RecordId, SpaceId
from fieldapp.storage.store import Reader, Write
from fieldapp.words import sentence
from fieldapp.work.desk import Desk
from fieldapp.work.erasing import Erased, erase_case
from sync.client import documents
from sync.client.believing import Speaker, trust_of
from sync.client.errors import NotYours
from sync.client.facts import identity_in
from sync.client.joining import is_joined
from sync.client.snapshots import Sealed, holds_all, is_with_server, seal_snapshot
from sync.client.spaces import key_to_seal_with, make_envelopes, open_next_epoch
from sync.client.station import Station
from sync.protocol.epochs import SpaceKey
from sync.protocol.names import StatementId
from sync.protocol.said import Snapshot
from sync.protocol.trust import Trust

_WANTED: Final = "sync erasing"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A space that must be cleared. `after`: the number of its last epoch when the records were erased here; `files`:
    theirs; `sealed`: the snapshot, once made; `said`: its signed word, once said."""

    after: int
    files: tuple[SealedId, ...]
    sealed: Sealed | None = None
    said: str = ""


def erase(station: Station, desk: Desk, case: RecordId, why: WhyErased, typed: str) -> Erased:
    """Destroy a case here, and see to it everywhere. Raises NotYours, and what `fieldapp.work.erasing` raises."""
    station.identity()
    with station.store.read() as reader:
        joined = is_joined(reader)
        if joined:
            _require_keeper(reader, case)
        files = reader.erasures.files(case)
    erased = erase_case(desk, case, why, typed)
    if joined and erased.erasure.spaces:
        station.store.write_now(lambda write: _want(write, erased.erasure.spaces, files))
    return erased


def wanted(reader: Reader) -> dict[SpaceId, Wanted]:
    """The spaces that this desk still has to clear."""
    kept = cast("dict[str, list[Json]]", reader.recall(_WANTED) or {})
    return {SpaceId(space): _from_json(value) for space, value in kept.items()}


def go_on(station: Station, read: Container[SpaceId], cleared: set[SpaceId]) -> bool:
    """Take the next steps; whether there is something to send now.

    `read`: the spaces that were read to their end. `cleared`: those of which a snapshot was sealed in this talk.
    """
    with station.store.read() as reader:
        if not wanted(reader):
            return False
    return station.store.write_now(lambda write: _go_on(write, station, read, cleared))


def _require_keeper(reader: Reader, case: RecordId) -> None:
    stored, trust = reader.record(case), trust_of(reader)
    if stored is not None and stored.space and not trust.may_keep(identity_in(reader).desk, stored.space):
        raise NotYours(
            sentence("You do not keep this space. Ask your coordinator to let you into it anew, as its supervisor.")
        )


def _want(write: Write, spaces: tuple[SpaceId, ...], files: tuple[SealedId, ...]) -> None:
    trust, me = trust_of(write), identity_in(write).desk
    now = wanted(write)
    for space in spaces:
        if space in trust.spaces and trust.may_keep(me, space):
            before = now.get(space, Wanted(0, ()))
            numbers = [number for of, number in trust.epochs if of == space]
            now[space] = Wanted(max(numbers, default=0), tuple({*before.files, *files}))
    _remember(write, now)


def _go_on(write: Write, station: Station, read: Container[SpaceId], cleared: set[SpaceId]) -> bool:
    more, now = False, wanted(write)
    for space, want in list(now.items()):
        after = _step(write, station, space, want, may_seal=space in read and space not in cleared)
        if after is not None and after.sealed is not None and want.sealed is None:
            cleared.add(space)
        if after is None:
            del now[space]
        elif after != want:
            now[space], more = after, True
        else:
            more |= _opens_key(write, station, space, want, may_open=space in read)
    _remember(write, now)
    return more


def _step(write: Write, station: Station, space: SpaceId, want: Wanted, *, may_seal: bool) -> Wanted | None:
    """How it stands after the next step; None once the server has taken the keeper's word."""
    if want.said:
        return _answered(write, want)
    trust, sealed = trust_of(write), want.sealed
    key = key_to_seal_with(write, trust, space)
    if key is None or trust.opening(key.epoch).number <= want.after:
        return want
    if sealed is None:
        return _sealed(write, station, trust, key, want) if may_seal and holds_all(write, space) else want
    if (sealed.incarnation, sealed.epoch) != (write.outbox.incarnation(), key.epoch):
        return Wanted(want.after, want.files)
    return _said(write, station, space, want, sealed) if is_with_server(write, space, sealed) else want


def _answered(write: Write, want: Wanted) -> Wanted | None:
    """Refused, something came meanwhile: all of it once more."""
    if want.said in documents.refused(write):
        return Wanted(want.after, want.files)
    return want if want.said in documents.to_send(write) else None


def _sealed(write: Write, station: Station, trust: Trust, key: SpaceKey, want: Wanted) -> Wanted:
    erased = [each.erasure for each in write.erasures.every() if key.space in each.erasure.spaces and each.done]
    sealed = seal_snapshot(write, station, trust, key, erased)
    for each in erased:
        write.erasures.tell(each.number, sealed.chunks[0])
    return Wanted(want.after, want.files, sealed)


def _said(write: Write, station: Station, space: SpaceId, want: Wanted, sealed: Sealed) -> Wanted:
    said = Snapshot(
        space=space, head=sealed.head, epoch=sealed.epoch, chunks=sealed.chunks, erases=True, files=want.files
    )
    return Wanted(want.after, want.files, sealed, Speaker(write, station).say(said).id)


def _opens_key(write: Write, station: Station, space: SpaceId, want: Wanted, *, may_open: bool) -> bool:
    """Whether a new epoch was opened, because none came after the records were erased."""
    speaker = Speaker(write, station)
    numbers = [number for of, number in speaker.trust.epochs if of == space]
    if want.said or not may_open or max(numbers, default=0) > want.after or not _may(speaker.trust, station, space):
        return False
    open_next_epoch(write, station, speaker, space)
    make_envelopes(write, station, speaker)
    return True


def _may(trust: Trust, station: Station, space: SpaceId) -> bool:
    return trust.may_keep(station.identity().desk, space)


def is_taken(reader: Reader, statement: StatementId) -> bool:
    """Whether the server has this statement: it came from there, or was taken."""
    return statement not in documents.to_send(reader) and statement not in documents.refused(reader)


def _remember(write: Write, now: dict[SpaceId, Wanted]) -> None:
    kept: dict[str, Json] = {space: _to_json(want) for space, want in now.items()}
    write.remember(_WANTED, kept or None)


def _to_json(want: Wanted) -> Json:
    sealed = None if want.sealed is None else want.sealed.to_json()
    return [want.after, cast("list[Json]", list(want.files)), sealed, want.said]


def _from_json(value: list[Json]) -> Wanted:
    after, files, sealed, said = value
    return Wanted(
        after=cast("int", after),
        files=tuple(SealedId(str(each)) for each in cast("list[Json]", files)),
        sealed=None if sealed is None else Sealed.from_json(sealed),
        said=str(said),
    )
