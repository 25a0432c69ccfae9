"""Members come and go: a colleague is let into a space or taken out of it, a desk is shut out, somebody leaves.

What an administrator's desk says; the members' desks answer it with a new key at their next talk. Two who say something
at the same time lose nothing by it: an ending is over for the grants that it names, and for no other.
"""

from __future__ import annotations

from fieldapp.domain.ids import DeskId, SpaceId, WorkerId
from fieldapp.domain.spaces import MAY_ERASE
from fieldapp.storage.store import Happened, Write
from sync.client.believing import Speaker
from sync.client.errors import OwnDesk, OwnPlace
from sync.client.log import Event, note
from sync.client.organisation.invitations import drop_papers, forget_invitation, invitations
from sync.client.organisation.people import roles, staff_left
from sync.client.organisation.shut_out import shut_out_of
from sync.client.records.spaces import make_envelopes
from sync.client.station import Station
from sync.protocol.invitations import PaperKind
from sync.protocol.judging import powers
from sync.protocol.said import Ending, Grant, Revocation


def let_into(station: Station, worker: WorkerId, space: SpaceId) -> Happened:
    """From now on she reads all of the space and writes to it; nothing happens if she does. Raises NotCoordinator."""

    def write_down(write: Write) -> Happened:
        speaker = _coordinator(write, station)
        if speaker.trust.grant(worker, space) is None:
            keeper = roles(write).get(worker) in MAY_ERASE
            speaker.say(Grant(worker=worker, space=space, from_epoch=1, write=True, keeper=keeper))
            make_envelopes(write, station, speaker)
            note(write, speaker.when, Event.LET_INTO, {"worker": worker, "space": space})
        return write.sync_changed()

    return station.store.write_now(write_down)


def take_out(station: Station, worker: WorkerId, space: SpaceId) -> Happened:
    """All that was granted to her in the space, as far as it is known here, is over. Raises NotCoordinator."""

    def write_down(write: Write) -> Happened:
        _end(write, _coordinator(write, station), worker, space)
        return write.sync_changed()

    return station.store.write_now(write_down)


def revoke(station: Station, desk: DeskId, *, wipe: bool) -> Happened:
    """The desk reads and writes nothing any more; `wipe`: at its next contact it deletes what it holds.

    What it sent before stays, what it still sends waits for a person. Raises NotCoordinator, OwnDesk.
    """

    def write_down(write: Write) -> Happened:
        _revoke(write, _coordinator(write, station), desk, wipe=wipe)
        return write.sync_changed()

    return station.store.write_now(write_down)


def part_with(station: Station, worker: WorkerId) -> Happened:
    """She has left the organisation: all her grants are over, her desks delete what they hold, her codes are void.

    Raises NotCoordinator, OwnPlace.
    """

    def write_down(write: Write) -> Happened:
        speaker = _coordinator(write, station)
        if speaker.who.worker == worker:
            raise OwnPlace
        for invited in invitations(write):
            if invited.worker == worker:
                forget_invitation(write, invited.id)
                drop_papers(write, PaperKind.INVITATION, invited.id)
        for each in sorted(space for of, space in speaker.trust.grants if of == worker):
            _end(write, speaker, worker, each)
        for desk in sorted(each.desk for each in speaker.trust.desks.values() if each.worker == worker):
            _revoke(write, speaker, desk, wipe=True)
        note(write, speaker.when, Event.LEFT, {"worker": worker})
        gone = staff_left(write, worker)
        return (write.save(gone, speaker.who.worker, speaker.when) if gone else Happened()) | write.sync_changed()

    return station.store.write_now(write_down)


def _coordinator(write: Write, station: Station) -> Speaker:
    speaker = Speaker(write, station)
    speaker.require_coordinator()
    return speaker


def _end(write: Write, speaker: Speaker, worker: WorkerId, space: SpaceId) -> None:
    trust = speaker.trust
    live = sorted(
        each
        for each, said in trust.given.items()
        if (said.worker, said.space) == (worker, space) and each not in trust.ended
    )
    if live:
        speaker.say(Ending(worker=worker, space=space, grants=tuple(live)))
        note(write, speaker.when, Event.TAKEN_OUT, {"worker": worker, "space": space})


def _revoke(write: Write, speaker: Speaker, desk: DeskId, *, wipe: bool) -> None:
    """One that is shut out already may still be told to delete what it holds."""
    if desk == speaker.who.desk:
        raise OwnDesk
    before = shut_out_of(speaker.trust, desk)
    if before is not None and (before.wipe or not wipe):
        return
    worker = speaker.trust.desk(desk).worker
    speaker.say(Revocation(desk=desk, wipe=wipe, stands=powers(speaker.trust, desk)))
    note(write, speaker.when, Event.SHUT_OUT, {"worker": worker})
