"""A laptop is lost: it is shut out, its worker is invited anew, and her records come back at her new desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import DeskId, FormId, RecordId, SpaceId, WorkerId
from fieldapp.domain.spaces import Role, SpaceKind
from fieldapp.storage.list_values import ListQuery
from fieldapp.storage.store import Happened, Reader, Write
from sync.client.believing import Speaker, trust_of
from sync.client.contacts import contacts
from sync.client.errors import NoSuchDesk, NotCoordinator, NotOfficer
from sync.client.facts import identity_in
from sync.client.inviting import Invited, Invitee, invite
from sync.client.members import revoke
from sync.client.people import NamedSpace, colleagues, named_spaces, roles
from sync.client.recovery_spaces import BroughtBack, bring_back, lacks_keys
from sync.client.shut_out import shut_out_of
from sync.client.station import Station
from sync.protocol.envelopes import read_envelope
from sync.protocol.trust import Trust

_CASE: Final = FormId("gbv_case")
_PAGE: Final = 5000
#: Stands on the invitation of somebody whose name has not come.
_NAMELESS: Final = "…"


@dataclass(frozen=True, slots=True)
class CaseOnIt:
    """By its code alone."""

    case: RecordId
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LostLaptop:
    """A colleague's desk that may be lost, or that was shut out already. `spaces`: what she works in.

    `alone`: of these, the ones whose keys neither this officer's desk nor any other is known to have, so that what is
    in them would not come back. `is_officer`: this desk can open her spaces for a new one; `waits`: the one that lacks
    their keys now. `has_new`: she is in at another one. `may_replace`: this desk may shut the lost one out and invite
    its worker anew. `cases`: all that was on it, the most urgent first, as far as this desk reads; `unread`: how many
    of her caseloads it does not. `last`: when it sent something last, as the server says, else the last thing of hers
    that is here.
    """

    desk: DeskId
    worker: WorkerId
    name: str
    shut_out: Moment | None
    is_here: bool
    waits: DeskId | None
    has_new: bool
    is_officer: bool
    may_replace: bool
    spaces: tuple[NamedSpace, ...]
    alone: tuple[NamedSpace, ...]
    cases: tuple[CaseOnIt, ...]
    unread: int
    last: Moment | None


def lost_laptop(station: Station, desk: DeskId) -> LostLaptop:
    """What is known of it. Raises NotCoordinator (unless this desk reads a space of hers), NotJoined, NoSuchDesk."""
    with station.store.read() as reader:
        trust, me = trust_of(reader), identity_in(reader)
        if desk not in trust.desks:
            raise NoSuchDesk
        worker = trust.desks[desk].worker
        spaces = named_spaces(reader, trust, worker)
        caseloads = [
            space
            for space, said in trust.spaces.items()
            if said.kind == SpaceKind.CASELOAD.value and trust.belonged(desk, space)
        ]
        read = [space for space in caseloads if trust.may_read(me.desk, space)]
        if not (trust.is_administrator(me.desk) or trust.is_officer(me.desk) or read):
            raise NotCoordinator
        out = shut_out_of(trust, desk)
        gone = None if out is None else out.at
        return LostLaptop(
            desk=desk,
            worker=worker,
            name=colleagues(reader).get(worker, ""),
            shut_out=gone,
            is_here=desk == me.desk,
            waits=_waits(reader, trust, me.desk, desk),
            has_new=bool(_others(trust, desk)),
            is_officer=trust.is_officer(me.desk),
            may_replace=trust.is_administrator(me.desk) and desk != me.desk and gone is None,
            spaces=spaces,
            alone=tuple(each for each in spaces if not _comes_back(reader, trust, me.desk, desk, each.space)),
            cases=_cases(reader, read, gone),
            unread=len(caseloads) - len(read),
            last=contacts(reader).get(desk) or reader.last_change_of(worker),
        )


def replace_laptop(station: Station, desk: DeskId) -> Invited:
    """Shut the lost desk out, let it destroy what it holds at its next contact, and invite its worker anew.

    Raises NotCoordinator, OwnDesk, NoSuchDesk.
    """

    with station.store.read() as reader:
        trust = trust_of(reader)
        if desk not in trust.desks:
            raise NoSuchDesk
        worker = trust.desk(desk).worker
        name, role = colleagues(reader).get(worker) or _NAMELESS, _role(reader, trust, desk)
    revoke(station, desk, wipe=True)
    return invite(station, Invitee(name=name, role=role, worker=worker))


def open_spaces(station: Station, desk: DeskId) -> tuple[BroughtBack, Happened]:
    """At the desk of an officer who did not let the new desk in herself. Raises NotOfficer."""

    def write_down(write: Write) -> tuple[BroughtBack, Happened]:
        speaker = Speaker(write, station)
        if not speaker.trust.is_officer(speaker.who.desk):
            raise NotOfficer
        return bring_back(write, station, speaker, desk), write.sync_changed()

    return station.store.write_now(write_down)


def _role(reader: Reader, trust: Trust, desk: DeskId) -> Role:
    """What she was hired for; where that has not come, what her desk was let in as."""
    worker, known = trust.desk(desk).worker, {each.value: each for each in Role}
    said = [known[word] for word in trust.desk(desk).roles if word in known]
    return roles(reader).get(worker) or next(iter(said), Role.OUTREACH)


def _waits(reader: Reader, trust: Trust, me: DeskId, lost: DeskId) -> DeskId | None:
    if lost not in trust.revoked or not trust.is_officer(me):
        return None
    return next((desk for desk in _others(trust, lost) if lacks_keys(reader, trust, desk)), None)


def _others(trust: Trust, lost: DeskId) -> list[DeskId]:
    """Its worker's other desks that are let in."""
    hers = (each.desk for each in trust.desks.values() if each.worker == trust.desks[lost].worker)
    return [desk for desk in hers if desk != lost and trust.is_certified(desk)]


def _comes_back(reader: Reader, trust: Trust, me: DeskId, lost: DeskId, space: SpaceId) -> bool:
    """Whether somebody can give the keys of the space to a new desk: another member's desk, or an officer's."""
    if any(each.desk != lost for each in trust.members(space)):
        return True
    epochs = {epoch for (of, _), epoch in trust.epochs.items() if of == space}
    envelopes = [read_envelope(kept.body) for kept in reader.sync.envelopes()]
    mine = {each.epoch for each in envelopes if each.is_for_recovery and each.to == me}
    return bool(epochs) and epochs <= mine


def _cases(reader: Reader, spaces: list[SpaceId], until: Moment | None) -> tuple[CaseOnIt, ...]:
    """All that was opened before it was shut out."""
    if not spaces:
        return ()
    lines = reader.page(ListQuery(form=_CASE, spaces=frozenset(spaces)), size=_PAGE).lines
    last = "" if until is None else until.day.isoformat()
    return tuple(CaseOnIt(line.id, line.code) for line in lines if not last or line.opened[:10] <= last)
