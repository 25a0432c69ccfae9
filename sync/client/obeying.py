"""What a keeper's word asks of each desk: destroy what was erased, and the keys that opened it, and say that it did."""

from __future__ import annotations

from collections.abc import Container, Iterator

from fieldapp.domain.ids import SpaceId
from fieldapp.storage.burying import KeptErasure
from fieldapp.storage.store import Happened, Reader, Write
from fieldapp.work.erasing import papers_of
from sync.client import documents, outgoing
from sync.client.believing import Speaker, trust_of
from sync.client.erasing import carried_by, is_taken
from sync.client.facts import identity_in
from sync.client.log import Event, note
from sync.client.station import Station
from sync.protocol.chunks import read_chunk
from sync.protocol.errors import Malformed
from sync.protocol.names import EpochId, StatementId
from sync.protocol.said import Done
from sync.protocol.trust import Trust


def obey(station: Station) -> Happened:
    """Do what is to be done by now; nothing happens where nothing is. May be cut short: the rest is done next time."""
    station.identity()
    with station.store.read() as reader:
        trust = trust_of(reader)
        due = [(kept, papers_of(reader, kept.erasure.records)) for kept in _due(reader, trust)]
        if not due and not _void_keys(reader, trust) and not any(_to_confirm(reader, trust)):
            return Happened()
    happened, now = Happened(), station.clock.now()
    for kept, papers in due:
        happened |= station.store.bury([kept.erasure], now, papers=papers)
    return happened | station.store.write_now(lambda write: _tidy_up(write, station, [kept for kept, _ in due]))


def _due(reader: Reader, trust: Trust) -> Iterator[KeptErasure]:
    """What was told, is not done, and counts: a keeper's word that the server has names the chunk that told it."""
    for kept in reader.erasures.every():
        if kept.done is None and any(carried_by(reader, trust, space, kept) for space in kept.erasure.spaces):
            yield kept


def _tidy_up(write: Write, station: Station, done: list[KeptErasure]) -> Happened:
    speaker = Speaker(write, station)
    for epoch in _void_keys(write, speaker.trust):
        documents.forget(write, write.sync.drop_epoch(epoch))
        write.sync.unhold(epoch)
    _unseal(write, speaker.trust)
    _let_go_of_late(write, speaker.trust)
    for kept in done:
        note(write, speaker.when, Event.ERASED, {"worker": kept.erasure.who})
    for statement in list(_to_confirm(write, speaker.trust)):
        speaker.say(Done(what=statement))
    return write.sync_changed()


def _void_keys(reader: Reader, trust: Trust) -> set[EpochId]:
    """Epochs whose key, envelopes or waiting chunks are here, and must not be any more."""
    held = {epoch for _, epoch in reader.sync.held_count()}
    here = {EpochId(each) for each in (*(key.epoch for key in reader.sync.space_keys()), *held)}
    here |= {EpochId(each.epoch) for each in reader.sync.envelopes()}
    return {epoch for epoch in here if StatementId(epoch) in trust.statements and _is_void(reader, trust, epoch)}


def _is_void(reader: Reader, trust: Trust, epoch: EpochId) -> bool:
    """By a word that the server has taken: until then the keeper's own desk may need the key."""
    if not trust.void(epoch):
        return False
    opening = trust.opening(epoch)
    return any(
        said.erases and trust.opening(said.epoch).number > opening.number and is_taken(reader, statement.id)
        for statement, said in trust.snapshots_in(opening.space)
    )


def _unseal(write: Write, trust: Trust) -> None:
    """What is sealed under a key that is destroyed, and has no receipt, is sealed anew: nothing unsent is lost."""
    for chunk in write.outbox.unanswered():
        kept = next(iter(write.outbox.sealed(chunk.stream, chunk.n - 1)), None)
        if kept is not None and _is_void(write, trust, read_chunk(kept.body).epoch):
            outgoing.begin_anew(write)
            return


def _let_go_of_late(write: Write, trust: Trust) -> None:
    """What was put aside under such a key opens no more; whoever kept the space has decided on it."""
    for parked in write.sync.parked():
        try:
            epoch = read_chunk(parked.body).epoch
        except Malformed:
            continue
        if StatementId(epoch) in trust.statements and _is_void(write, trust, epoch):
            write.sync.unpark(parked.number)


def _to_confirm(reader: Reader, trust: Trust) -> Iterator[StatementId]:
    """The erasing snapshots that this desk has obeyed and not said so."""
    me = identity_in(reader).desk
    if not trust.is_certified(me):
        return
    done = {chunk for kept in reader.erasures.every() if kept.done is not None for chunk in kept.chunks}
    reached = {space: _told_upto(trust, space, done) for space in trust.snapshots}
    told = {each.said.what for each in trust.statements.values() if isinstance(each.said, Done) and each.by == me}
    for space in trust.snapshots:
        is_member = trust.may_read(me, space)  # an officer who is none holds envelopes alone, which are gone by now
        for statement, said in trust.snapshots_in(space):
            obeyed = said.head.count <= reached[space] or (trust.is_officer(me) and not is_member)
            if said.erases and obeyed and statement.id not in told and is_taken(reader, statement.id):
                yield statement.id


def _told_upto(trust: Trust, space: SpaceId, done: Container[str]) -> int:
    """How far the log reaches that a snapshot holds whose erasures were done here: it tells of all before it, too."""
    heads = [said.head.count for _, said in trust.snapshots_in(space) if any(chunk in done for chunk in said.chunks)]
    return max(heads, default=0)
