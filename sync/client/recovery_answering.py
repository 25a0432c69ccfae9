"""A colleague has forgotten her passphrase: what a recovery officer's desk answers to her locked one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fieldapp.domain.ids import DeskId, WorkerId
from fieldapp.storage.store import Happened, Reader, Write
from fieldapp.words import sentence
from sync.client.believing import Speaker, trust_of
from sync.client.errors import CannotBeBelieved, DeskShutOut, NotOfficer, NotThatFile
from sync.client.facts import identity_in
from sync.client.log import Event, note
from sync.client.people import colleagues
from sync.client.station import Station
from sync.protocol.errors import Unacceptable
from sync.protocol.recovery_keys import RecoveryOpening
from sync.protocol.resets import OtherRequest, ResetAnswer, ResetRequest, hear_request, open_escrow, read_request
from sync.protocol.said import Escrow, Reset
from sync.protocol.trust import Trust


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetWanted:
    """A locked desk asks, and this officer's desk can answer."""

    request: ResetRequest
    desk: DeskId
    worker: WorkerId
    name: str


@dataclass(frozen=True, slots=True)
class ResetGiven:
    """The answer, to be read out or saved."""

    answer: ResetAnswer
    happened: Happened


def require_officer(station: Station) -> None:
    """Raises NotOfficer, NotJoined."""
    with station.store.read() as reader:
        _officers_trust(reader)


def heard(station: Station, typed: str, worker: WorkerId | None = None) -> ResetWanted:
    """A request by telephone: of one colleague's desk, or of whichever it fits.

    Raises NotOfficer, Misheard, OtherRequest (of no desk that this one can help), DeskShutOut.
    """
    with station.store.read() as reader:
        left = _left_here(reader, worker)
        return _wanted(reader, station, left, hear_request(typed, {said.keystore for _, said in left}))


def read(station: Station, raw: bytes, worker: WorkerId | None = None) -> ResetWanted:
    """A request from a file. Raises NotOfficer, NotThatFile, OtherRequest, DeskShutOut."""
    try:
        request = read_request(raw)
    except Unacceptable as wrong:
        raise NotThatFile(
            sentence("This file is no request for a new passphrase, or only a part of it was copied. Choose another.")
        ) from wrong
    with station.store.read() as reader:
        return _wanted(reader, station, _left_here(reader, worker), request)


def answer(station: Station, wanted: ResetWanted) -> ResetGiven:
    """Open what the colleague's desk left here, seal it to her request, and say that this was done.

    Raises NotOfficer, DeskShutOut, OtherRequest, CannotBeBelieved.
    """

    def write_down(write: Write) -> ResetGiven:
        speaker, request = Speaker(write, station), wanted.request
        left = [each for each in _left_here(write, wanted.worker) if each[0] == wanted.desk]
        _wanted(write, station, left, request)
        said = next(said for _, said in left if said.keystore == request.keystore)
        try:
            made = request.answer(_opened(station, speaker.trust, wanted.desk, said))
        except Unacceptable as wrong:
            raise CannotBeBelieved from wrong
        speaker.say(Reset(desk=wanted.desk))
        note(write, speaker.when, Event.RESET, {"worker": wanted.worker, "by": speaker.who.worker})
        return ResetGiven(made, write.sync_changed())

    return station.store.write_now(write_down)


def _left_here(reader: Reader, worker: WorkerId | None) -> list[tuple[DeskId, Escrow]]:
    """What desks have left with this officer."""
    trust, me = _officers_trust(reader), identity_in(reader).desk
    said = [(each.by, each.said) for each in trust.statements.values() if each.by is not None]
    return [
        (by, escrow)
        for by, escrow in said
        if isinstance(escrow, Escrow)
        and escrow.officer == me
        and by in trust.desks
        and worker in (None, trust.desks[by].worker)
    ]


def _officers_trust(reader: Reader) -> Trust:
    trust = trust_of(reader)
    if not trust.is_officer(identity_in(reader).desk):
        raise NotOfficer
    return trust


def _wanted(
    reader: Reader, station: Station, left: Iterable[tuple[DeskId, Escrow]], request: ResetRequest
) -> ResetWanted:
    """The desk whose word for this keystore opens: what one says of another's does not."""
    trust = trust_of(reader)
    for desk, escrow in left:
        if escrow.keystore == request.keystore and _opens(station, trust, desk, escrow):
            if not trust.is_certified(desk):
                raise DeskShutOut
            worker = trust.desks[desk].worker
            return ResetWanted(request=request, desk=desk, worker=worker, name=colleagues(reader).get(worker, ""))
    raise OtherRequest(sentence("This request comes from no desk that you can help here. Ask who sent it."))


def _opens(station: Station, trust: Trust, desk: DeskId, escrow: Escrow) -> bool:
    try:
        return bool(_opened(station, trust, desk, escrow))
    except Unacceptable:
        return False


def _opened(station: Station, trust: Trust, desk: DeskId, escrow: Escrow) -> bytes:
    return open_escrow(trust.organisation_id, desk, escrow, RecoveryOpening.of_desk(station.opening))
