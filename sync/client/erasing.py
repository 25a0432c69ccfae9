"""An erasure on its way: done here at once, then in the space, where a new key and a snapshot without the records take
the place of all before, then told by every desk and by the server.

    erased here → a new epoch → a snapshot sealed under it → the server holds it → the keeper's signed word

Each step is taken when the one before has come through, in as many talks as the line needs.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, cast

from fieldapp.domain.answers import Json
from fieldapp.domain.attachments import SealedId
from fieldapp.domain.erasing import Erasure, WhyErased
from fieldapp.domain.ids import RecordId, SpaceId
from fieldapp.storage.burying import KeptErasure
from fieldapp.storage.store import Reader, Write
from fieldapp.words import sentence
from fieldapp.work.desk import Desk
from fieldapp.work.erasing import Erased, erase_case
from sync.client import documents
from sync.client.believing import Speaker, trust_of
from sync.client.errors import NotYours
from sync.client.facts import identity_in
from sync.client.gathering import Gathering, Interrupted
from sync.client.joining import is_joined
from sync.client.snapshots import Sealed, erased_in, holds_all, is_with_server
from sync.client.spaces import key_to_seal_with, make_envelopes, open_next_epoch
from sync.client.station import Station
from sync.protocol.epochs import SpaceKey
from sync.protocol.names import ChunkHash, StatementId
from sync.protocol.said import Snapshot
from sync.protocol.statements import Statement
from sync.protocol.trust import Trust

_WANTED: Final = "sync erasing"
_COVERED: Final = "sync erasing covered"

#: Erasures by their number, each with how many late changes of it were dropped by then.
Late = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A space that must be cleared, because of these erasures. `after`: the number of its last epoch when they were
    done; `sealed`: the snapshot, once made; `said`: its signed word, once said."""

    after: int
    late: Late
    sealed: Sealed | None = None
    said: str = ""


def erase(station: Station, desk: Desk, case: RecordId, why: WhyErased, typed: str) -> Erased:
    """Destroy a case here; the next talks see to it everywhere. Raises NotYours, and what `erase_case` raises."""
    station.identity()
    with station.store.read() as reader:
        if is_joined(reader):
            _require_keeper(reader, case)
    return erase_case(desk, case, why, typed)


def has_begun(reader: Reader) -> bool:
    """Whether this desk still has a space to clear."""
    if _wanted(reader):
        return True
    due = _due(reader)
    return bool(due) and any(trust_of(reader).may_keep(identity_in(reader).desk, space) for space in due)


def is_clearing(reader: Reader, space: SpaceId) -> bool:
    """Whether the space is to be cleared by this desk, or is being so."""
    return space in _wanted(reader) or space in _due(reader)


def go_on(station: Station, read: Container[SpaceId], cleared: set[SpaceId]) -> bool:
    """Take the next steps; whether there is something to send now.

    `read`: the spaces that were read to their end. `cleared`: those of which a snapshot was sealed in this talk.
    """
    with station.store.read() as reader:
        if not has_begun(reader):
            return False
        due = list(_to_gather(reader, read, cleared))
    gathered = {key.space: made for key, erased in due if (made := _gathered(station, key, erased)) is not None}
    return station.store.write_now(lambda write: _go_on(write, station, read, cleared, gathered))


def _to_gather(
    reader: Reader, read: Container[SpaceId], cleared: Container[SpaceId]
) -> Iterator[tuple[SpaceKey, tuple[Erasure, ...]]]:
    """The spaces of which a snapshot can be sealed now, and what it must tell."""
    for space, want in _with_due(reader).items():
        key = _new_key(reader, space, want)
        open_ = not want.said and want.sealed is None and space in read and space not in cleared
        if key is not None and open_ and holds_all(reader, space):
            yield key, erased_in(reader, space)


def _gathered(station: Station, key: SpaceKey, erased: tuple[Erasure, ...]) -> Gathering | None:
    """None where something else came in between."""
    try:
        made = Gathering(station, key, erased)
        while made.step():
            pass
    except Interrupted:
        return None
    return made


def _require_keeper(reader: Reader, case: RecordId) -> None:
    stored, trust = reader.record(case), trust_of(reader)
    if stored is not None and stored.space and not trust.may_keep(identity_in(reader).desk, stored.space):
        raise NotYours(
            sentence("You do not keep this space. Ask your coordinator to let you into it anew, as its supervisor.")
        )


def _due(reader: Reader) -> dict[SpaceId, Late]:
    """Per space the erasures of this desk that its log was not cleared of, or that something came late for: a change
    that a colleague had sent before she knew lies there, sealed under a key that is still in use."""
    covered, now = _covered(reader), dict[SpaceId, dict[str, int]]()
    for kept in reader.erasures.every():
        number, late = str(kept.erasure.number), kept.counted.late
        for space in kept.erasure.spaces if kept.done and kept.counted.own else ():
            if covered.get(space, {}).get(number, -1) < late:
                now.setdefault(space, {})[number] = late
    return dict(now)


def _go_on(
    write: Write,
    station: Station,
    read: Container[SpaceId],
    cleared: set[SpaceId],
    gathered: Mapping[SpaceId, Gathering],
) -> bool:
    more, now = False, _with_due(write)
    for space, want in list(now.items()):
        after = _step(write, station, space, want, gathered.get(space))
        if after is not None and after.sealed is not None and want.sealed is None:
            cleared.add(space)
        if after is None:
            _cover(write, space, want.late)
            del now[space]
        elif after != want:
            now[space], more = after, True
        else:
            more |= _opens_key(write, station, space, want, may_open=space in read)
    kept: dict[str, Json] = {space: _to_json(want) for space, want in now.items()}
    write.remember(_WANTED, kept or None)
    return more


def _with_due(reader: Reader) -> dict[SpaceId, Wanted]:
    """What is under way, and what is to be begun; where more is due than was, a still newer key is needed."""
    trust, me, now = trust_of(reader), identity_in(reader).desk, _wanted(reader)
    for space, late in _due(reader).items():
        if space in trust.spaces and trust.may_keep(me, space) and (space not in now or now[space].late != late):
            now[space] = Wanted(_last(trust, space), late)
    return now


def _step(write: Write, station: Station, space: SpaceId, want: Wanted, gathered: Gathering | None) -> Wanted | None:
    """How it stands after the next step; None once the server has taken the keeper's word."""
    if want.said:
        return _answered(write, want)
    key, sealed = _new_key(write, space, want), want.sealed
    if key is None:
        return want
    if sealed is None:
        return want if gathered is None else _sealed(write, key, want, gathered)
    if (sealed.incarnation, sealed.epoch) != (write.outbox.incarnation(), key.epoch):
        return Wanted(want.after, want.late)
    return _said(write, station, space, want, sealed) if is_with_server(write, space, sealed) else want


def _new_key(reader: Reader, space: SpaceId, want: Wanted) -> SpaceKey | None:
    """The space's present key, if it is newer than the erasures."""
    trust = trust_of(reader)
    key = key_to_seal_with(reader, trust, space)
    return key if key is not None and trust.opening(key.epoch).number > want.after else None


def _answered(write: Write, want: Wanted) -> Wanted | None:
    """Refused, something came meanwhile: all of it once more."""
    if want.said in documents.refused(write):
        return Wanted(_after(write, want), want.late)
    return want if want.said in documents.to_send(write) else None


def _after(reader: Reader, want: Wanted) -> int:
    """The number of the key that the next one must be newer than: where another keeper has put the space together under
    this one, not knowing what was erased, it must not stay."""
    assert want.sealed is not None
    trust = trust_of(reader)
    here = trust.opening(want.sealed.epoch)
    others = (said for _, said in trust.snapshots_in(here.space) if said.chunks != want.sealed.chunks)
    return here.number if any(trust.opening(said.epoch).number >= here.number for said in others) else want.after


def _sealed(write: Write, key: SpaceKey, want: Wanted, gathered: Gathering) -> Wanted:
    """What was gathered goes out, if it is still true."""
    if not gathered.stands(write, key):
        return want
    sealed = gathered.finish(write)
    for each in gathered.erased:
        write.erasures.tell(each.number, sealed.chunks[0])
    return replace(want, sealed=sealed)


def _said(write: Write, station: Station, space: SpaceId, want: Wanted, sealed: Sealed) -> Wanted:
    files = {file for each in write.erasures.every() if each.erasure.number in want.late for file in each.counted.named}
    said = Snapshot(
        space=space,
        head=sealed.head,
        epoch=sealed.epoch,
        chunks=sealed.chunks,
        erases=True,
        files=tuple(sorted(map(SealedId, files))),
    )
    return replace(want, said=Speaker(write, station).say(said).id)


def _opens_key(write: Write, station: Station, space: SpaceId, want: Wanted, *, may_open: bool) -> bool:
    """Whether a new epoch was opened, because none came after the records were erased."""
    speaker = Speaker(write, station)
    is_there = want.said or _last(speaker.trust, space) > want.after
    if is_there or not may_open or not speaker.trust.may_keep(speaker.who.desk, space):
        return False
    open_next_epoch(write, station, speaker, space)
    make_envelopes(write, station, speaker)
    return True


def _last(trust: Trust, space: SpaceId) -> int:
    return max((number for of, number in trust.epochs if of == space), default=0)


def carried_by(reader: Reader, trust: Trust, space: SpaceId, kept: KeptErasure) -> Statement | None:
    """The keeper's word that carries it through the space, once the server has taken it."""
    found = (trust.snapshot_of(space, ChunkHash(chunk)) for chunk in kept.chunks)
    return next((word for word in found if word is not None and is_taken(reader, word.id)), None)


def is_taken(reader: Reader, statement: StatementId) -> bool:
    """Whether the server has this statement: it came from there, or was taken."""
    return statement not in documents.to_send(reader) and statement not in documents.refused(reader)


def _wanted(reader: Reader) -> dict[SpaceId, Wanted]:
    kept = cast("dict[str, list[Json]]", reader.recall(_WANTED) or {})
    return {SpaceId(space): _from_json(value) for space, value in kept.items()}


def _covered(reader: Reader) -> dict[SpaceId, dict[str, int]]:
    return cast("dict[SpaceId, dict[str, int]]", reader.recall(_COVERED) or {})


def _cover(write: Write, space: SpaceId, late: Late) -> None:
    covered = _covered(write)
    write.remember(_COVERED, cast("Json", {**covered, space: {**covered.get(space, {}), **late}}))


def _to_json(want: Wanted) -> Json:
    sealed = None if want.sealed is None else want.sealed.to_json()
    return [want.after, cast("dict[str, Json]", dict(want.late)), sealed, want.said]


def _from_json(value: list[Json]) -> Wanted:
    after, late, sealed, said = value
    return Wanted(
        after=cast("int", after),
        late=cast("dict[str, int]", late),
        sealed=None if sealed is None else Sealed.from_json(sealed),
        said=str(said),
    )
