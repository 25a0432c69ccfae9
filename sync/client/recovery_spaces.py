"""The spaces of a lost laptop for its worker's new one: what a recovery officer opens, and says that she has opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fieldapp.domain.ids import DeskId, SpaceId, WorkerId
from fieldapp.storage.store import Reader, Write
from sync.client.believing import Speaker
from sync.client.errors import NotOfficer
from sync.client.log import Event, note
from sync.client.spaces import keep_envelope
from sync.client.station import Station
from sync.protocol.envelopes import Envelope, make_envelope, open_envelope, read_envelope
from sync.protocol.epochs import SpaceKey
from sync.protocol.errors import Unacceptable
from sync.protocol.names import EpochId
from sync.protocol.recovery_keys import RecoveryOpening
from sync.protocol.said import Recovery
from sync.protocol.trust import Trust


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """`opened`: spaces whose keys the new desk was given. `missing`: those with a key that no officer was ever given;
    a colleague's desk gives it."""

    opened: tuple[SpaceId, ...] = ()
    missing: tuple[SpaceId, ...] = ()


def was_lost(trust: Trust, worker: WorkerId) -> bool:
    """Whether a desk of the worker was shut out."""
    return any(trust.desks[desk].worker == worker for desk in trust.revoked if desk in trust.desks)


def lacks_keys(reader: Reader, trust: Trust, desk: DeskId) -> bool:
    """Whether something that its worker may read has no envelope for the desk."""
    kept = [read_envelope(each.body) for each in reader.sync.envelopes()]
    return any(any(_unserved(trust, desk, space, kept)) for space in trust.readable(desk))


def bring_back(write: Write, station: Station, speaker: Speaker, desk: DeskId) -> BroughtBack:
    """Envelopes for the new desk, out of those to this officer, for all that its worker's grants cover and that no
    member's desk has given it. Each space that is opened so is said, for all to see. Raises NotOfficer."""
    if not speaker.trust.is_officer(speaker.who.desk):
        raise NotOfficer
    kept = [read_envelope(each.body) for each in write.sync.envelopes()]
    opened, missing = list[SpaceId](), list[SpaceId]()
    for space in speaker.trust.readable(desk):
        for epoch in _unserved(speaker.trust, desk, space, kept):
            key = _key_from(station, speaker, epoch, kept)
            if key is None:
                missing.append(space)
                continue
            if space not in opened:
                opened.append(space)
                _say(write, speaker, desk, space)
            _give(write, station, speaker, desk, key)
    return BroughtBack(tuple(opened), tuple(dict.fromkeys(missing)))


def _unserved(trust: Trust, desk: DeskId, space: SpaceId, kept: list[Envelope]) -> Iterator[EpochId]:
    """The epochs that its worker may read and for which the desk has no envelope, the first one first."""
    grant = trust.grant(trust.desk(desk).worker, space)
    assert grant is not None  # it is readable
    served = {each.epoch for each in kept if each.to == desk and not each.is_for_recovery}
    numbered = sorted((number, epoch) for (of, number), epoch in trust.epochs.items() if of == space)
    return (epoch for number, epoch in numbered if number >= grant.from_epoch and epoch not in served)


def _key_from(station: Station, speaker: Speaker, epoch: EpochId, kept: list[Envelope]) -> SpaceKey | None:
    recovery = RecoveryOpening.of_desk(station.opening)
    for envelope in kept:
        if (envelope.epoch, envelope.to, envelope.is_for_recovery) == (epoch, speaker.who.desk, True):
            try:
                return open_envelope(envelope, recovery, speaker.trust)
            except Unacceptable:
                continue  # a wrong key never fits its epoch, and another envelope may
    return None


def _say(write: Write, speaker: Speaker, desk: DeskId, space: SpaceId) -> None:
    if (desk, space) in speaker.trust.recoveries:
        return
    speaker.say(Recovery(desk=desk, space=space))
    worker = speaker.trust.desk(desk).worker
    note(write, speaker.when, Event.KEYS_OPENED, {"worker": worker, "by": speaker.who.worker, "space": space})


def _give(write: Write, station: Station, speaker: Speaker, desk: DeskId, key: SpaceKey) -> None:
    to, organisation = speaker.trust.desk(desk), speaker.trust.organisation_id
    envelope = make_envelope(organisation, key, to=to, by=speaker.who.desk, key=station.signing)
    keep_envelope(write, envelope, sent=False)
