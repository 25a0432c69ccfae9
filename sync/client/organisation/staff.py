"""Who belongs to the organisation, who was invited, who asks to be let in: what a coordinator sees."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from fieldapp.domain.ids import WorkerId
from fieldapp.domain.spaces import Role
from fieldapp.storage.store import Happened, Reader, Write
from sync.client.believing import trust_of
from sync.client.errors import NotCoordinator
from sync.client.facts import identity_in
from sync.client.files import paper_of
from sync.client.organisation.colleague import has_left
from sync.client.organisation.invitations import OpenInvitation, invitations, note_request
from sync.client.organisation.inviting import Asking, read_request, who_asks
from sync.client.organisation.people import NamedSpace, colleagues, named_spaces, roles
from sync.client.station import Station
from sync.protocol.invitations import PaperKind
from sync.protocol.names import InvitationId
from sync.protocol.trust import Trust


class Presence(Enum):
    """How far a colleague is: the most urgent first. `TWICE`: another desk has used her code after hers."""

    TWICE = "twice"
    ASKS = "asks"
    INVITED = "invited"
    HERE = "here"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Somebody of the organisation. `invitation`: the one that is to be looked at, None when nothing is open."""

    worker: WorkerId
    name: str
    role: Role | None
    spaces: tuple[NamedSpace, ...]
    desks: int
    presence: Presence
    invitation: InvitationId | None
    is_me: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A desk's request, and whether it is to be let in (ASKS), is in (HERE) or came second (TWICE)."""

    asking: Asking
    presence: Presence


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """Everybody, who needs the coordinator first; and the spaces there are, but for the one that all share."""

    organisation: str
    colleagues: tuple[Colleague, ...]
    spaces: tuple[NamedSpace, ...]


def staff(station: Station) -> Staff:
    """As far as this desk knows. Raises NotCoordinator, NotJoined."""
    asking = {asked.invitation for asked in who_asks(station)}
    with station.store.read() as reader:
        trust = _require_coordinator(reader)
        names, hers, invited = colleagues(reader), roles(reader), _invitations_by_worker(reader)
        me = identity_in(reader).worker
        everybody = {*names, *(each.worker for each in trust.desks.values()), *invited}
        found = [
            Colleague(
                worker=worker,
                name=names.get(worker, ""),
                role=hers.get(worker),
                spaces=named_spaces(reader, trust, worker),
                desks=sum(each.worker == worker and trust.is_certified(each.desk) for each in trust.desks.values()),
                presence=Presence.LEFT if has_left(trust, worker) else _presence(invited.get(worker), asking),
                invitation=_open_one(invited.get(worker), asking),
                is_me=worker == me,
            )
            for worker in everybody
        ]
        spaces = named_spaces(reader, trust)
    order = list(Presence)
    found.sort(key=lambda each: (order.index(each.presence), each.name.casefold(), each.worker))
    return Staff(organisation=trust.organisation.name, colleagues=tuple(found), spaces=spaces)


def invited_with(station: Station, wanted: InvitationId) -> OpenInvitation | None:
    """An invitation and its code, to be shown again; None when it was withdrawn. Raises NotCoordinator, NotJoined."""
    with station.store.read() as reader:
        _require_coordinator(reader)
        return next((each for each in invitations(reader) if each.id == wanted), None)


def asked_with(station: Station, wanted: InvitationId) -> Asked | None:
    """The desk whose request came with this invitation, last; None if none did. Raises NotCoordinator, NotJoined."""
    invited = invited_with(station, wanted)
    if invited is None or invited.request is None:
        return None
    asking = read_request(station, invited.request)
    if invited.desk is None:
        return Asked(asking, Presence.ASKS)
    return Asked(asking, Presence.HERE if invited.desk == asking.request.desk else Presence.TWICE)


def take_request(station: Station, raw: bytes) -> tuple[Asking, Happened]:
    """A request from a file asks from now on as if the server had brought it.

    Raises NotThatFile, UnknownInvitation, CannotBeBelieved.
    """
    asking = read_request(station, raw)
    paper = paper_of(raw, PaperKind.REQUEST)

    def write_down(write: Write) -> Happened:
        note_request(write, paper)
        return write.sync_changed()

    return asking, station.store.write_now(write_down)


def _require_coordinator(reader: Reader) -> Trust:
    trust = trust_of(reader)
    if not trust.is_administrator(identity_in(reader).desk):
        raise NotCoordinator
    return trust


def _invitations_by_worker(reader: Reader) -> dict[WorkerId, list[OpenInvitation]]:
    found: dict[WorkerId, list[OpenInvitation]] = {}
    for each in invitations(reader):
        found.setdefault(each.worker, []).append(each)
    return found


def _presence(invited: list[OpenInvitation] | None, asking: set[InvitationId]) -> Presence:
    one = _chosen(invited, asking)
    if one is None:
        return Presence.HERE
    if one.id not in asking:
        return Presence.INVITED
    return Presence.ASKS if one.desk is None else Presence.TWICE


def _open_one(invited: list[OpenInvitation] | None, asking: set[InvitationId]) -> InvitationId | None:
    one = _chosen(invited, asking)
    return None if one is None else one.id


def _chosen(invited: list[OpenInvitation] | None, asking: set[InvitationId]) -> OpenInvitation | None:
    """The one with which somebody asks, else the latest that nobody has used."""
    asked = [each for each in invited or [] if each.id in asking]
    unused = [each for each in invited or [] if each.desk is None]
    return next(iter([*asked, *reversed(unused)]), None)
