"""Invite a colleague, and let her desk in: what a coordinator does, by the server or by files on a stick."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from typing import Final

from fieldapp.domain.crockford import ALPHABET
from fieldapp.domain.ids import DeskId, SpaceId, WorkerId, new_space_id
from fieldapp.domain.spaces import MAY_ERASE, Role, SpaceKind
from fieldapp.storage.store import Happened, Write
from fieldapp.words import sentence
from sync.client import facts
from sync.client.believing import Speaker, trust_of
from sync.client.errors import CannotBeBelieved, CodeUsed, NameMissing, NotThatFile, UnknownInvitation
from sync.client.files import paper_of
from sync.client.invitations import (
    OpenInvitation,
    drop_papers,
    forget_invitation,
    invitation,
    invitations,
    keep_invitation,
    post,
)
from sync.client.people import roles, space_record, staff_record
from sync.client.recovery_spaces import bring_back, was_lost
from sync.client.spaces import make_envelopes
from sync.client.station import Station
from sync.protocol.codes import OneTimeCode
from sync.protocol.envelopes import read_envelope
from sync.protocol.errors import Malformed, Unacceptable
from sync.protocol.invitations import (
    JoinRequest,
    PaperKind,
    SealedPaper,
    Welcome,
    open_request,
    seal_invitation,
    seal_welcome,
)
from sync.protocol.keys import SealKey, VerifyKey, context
from sync.protocol.names import InvitationId
from sync.protocol.said import (
    Administrator,
    DeskCertificate,
    EpochOpening,
    Grant,
    Officer,
    Organisation,
    Policy,
    Recovery,
    Space,
)
from sync.protocol.statements import Statement
from sync.protocol.trust import Trust

_FINGERPRINT_GROUPS: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSpace:
    """A space made for the invited colleague, who opens it; `others` belong to it too, such as her supervisor."""

    kind: SpaceKind
    title: str
    others: tuple[WorkerId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitee:
    """Whom to invite. `joins`: spaces that are there already. `worker`: a colleague who gets one more desk.

    Everybody belongs to the organisation's space without saying so.
    """

    name: str
    role: Role
    opens: tuple[NewSpace, ...] = ()
    joins: tuple[SpaceId, ...] = ()
    worker: WorkerId | None = None


@dataclass(frozen=True, slots=True)
class Invited:
    """The code, for paper and telephone, and the invitation, which also goes to the server by itself."""

    code: OneTimeCode
    paper: SealedPaper
    worker: WorkerId
    spaces: tuple[SpaceId, ...]
    happened: Happened


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A desk that wants in. The coordinator compares the fingerprint with what her colleague's screen shows."""

    invitation: InvitationId
    invited: str
    calls_herself: str
    role: Role
    request: JoinRequest

    @property
    def fingerprint(self) -> tuple[str, ...]:
        """Six groups of four signs."""
        return fingerprint(self.request.desk, self.request.verify, self.request.seal)


def worker_of(code: OneTimeCode) -> WorkerId:
    """The id of the worker whom a code invites first: known at her desk before it has met anybody."""
    return WorkerId(code.key.derive(context("fieldapp invitation v1", "worker"), 16).hex())


def fingerprint(desk: DeskId, verify: VerifyKey, seal: SealKey) -> tuple[str, ...]:
    """What two people compare on the telephone before one lets the other's desk in."""
    digest = hashlib.sha256(context("fieldapp desk fingerprint v1", desk, verify.hex, seal.hex)).digest()
    signs = "".join(ALPHABET[byte & 31] for byte in digest[: 4 * _FINGERPRINT_GROUPS])
    return tuple(signs[start : start + 4] for start in range(0, len(signs), 4))


def invite(station: Station, invitee: Invitee) -> Invited:
    """Spaces and grants for a colleague, and the code that lets her desk in. Raises NotCoordinator, NameMissing."""
    if not invitee.name.strip() or not all(each.title.strip() for each in invitee.opens):
        raise NameMissing
    code = OneTimeCode.fresh()

    def write_down(write: Write) -> Invited:
        speaker = Speaker(write, station)
        speaker.require_coordinator()
        worker = invitee.worker or worker_of(code)
        house = _house(speaker.trust)
        made = [(new_space_id(), each) for each in invitee.opens]
        for space, each in made:
            speaker.say(Space(space=space, kind=each.kind.value, opener=worker))
        granted = [(worker, space) for space in (house, *invitee.joins, *(space for space, _ in made))]
        granted += [(other, space) for space, each in made for other in each.others]
        posts = {**roles(write), worker: invitee.role}
        for who, space in granted:
            if speaker.trust.grant(who, space) is None:
                keeper = space != house and posts.get(who) in MAY_ERASE
                speaker.say(Grant(worker=who, space=space, from_epoch=1, write=True, keeper=keeper))
        names = [space_record(space, each.title.strip(), each.kind, house) for space, each in made]
        if invitee.worker is None:
            names.append(staff_record(worker, invitee.name.strip(), invitee.role, house))
        happened = write.save(names, speaker.who.worker, speaker.when) if names else write.sync_changed()
        opened = OpenInvitation(
            code=code, worker=worker, role=invitee.role, name=invitee.name.strip(), made=speaker.when
        )
        paper = _sealed(opened, speaker.trust, speaker.who.address)
        keep_invitation(write, opened)
        post(write, paper)
        write.sync.note(speaker.when, "invited", {"role": invitee.role.value})
        return Invited(code, paper, worker, tuple(space for space, _ in made), happened)

    return station.store.write_now(write_down)


def invitation_again(station: Station, wanted: InvitationId) -> SealedPaper:
    """The invitation for one more file, with what is known by now. Raises UnknownInvitation, NotJoined."""
    with station.store.read() as reader:
        known = invitation(reader, wanted)
        if known is None:
            raise UnknownInvitation
        return _sealed(known, trust_of(reader), facts.identity_in(reader).address)


def withdraw(station: Station, gone: InvitationId) -> Happened:
    """The code lets nobody in any more; a desk that is in already stays. Raises NotCoordinator."""

    def write_down(write: Write) -> Happened:
        Speaker(write, station).require_coordinator()
        forget_invitation(write, gone)
        drop_papers(write, PaperKind.INVITATION, gone)
        return write.sync_changed()

    return station.store.write_now(write_down)


def who_asks(station: Station) -> tuple[Asking, ...]:
    """Desks whose requests came by the server and that are not in; also one that uses a code a second time."""
    with station.store.read() as reader:
        waiting = [(each, each.request) for each in invitations(reader) if each.request is not None]
    asking = [(each.desk, _asking(each, paper_of(request, PaperKind.REQUEST))) for each, request in waiting]
    return tuple(each for let_in, each in asking if each.request.desk != let_in)


def read_request(station: Station, raw: bytes) -> Asking:
    """A request from a file. Raises NotThatFile, UnknownInvitation, CannotBeBelieved."""
    paper = paper_of(raw, PaperKind.REQUEST)
    with station.store.read() as reader:
        known = invitation(reader, paper.invitation)
    if known is None:
        raise UnknownInvitation
    return _asking(known, paper)


def let_in(station: Station, asking: Asking) -> SealedPaper:
    """Certify the desk. The welcome goes to the server by itself, or as a file. The same desk may be let in again.

    A recovery officer lets in a desk in the place of a lost one together with the keys of its spaces.

    Raises CodeUsed, UnknownInvitation (it was withdrawn), NotCoordinator.
    """

    def write_down(write: Write) -> SealedPaper:
        speaker = Speaker(write, station)
        speaker.require_coordinator()
        known = invitation(write, asking.invitation)
        if known is None:
            raise UnknownInvitation
        if known.desk not in (None, asking.request.desk):
            raise CodeUsed
        if known.desk is None:
            speaker.say(asking.request.certificate(known.worker, (known.role.value,)))
            keep_invitation(write, replace(known, desk=asking.request.desk, request=None))
            make_envelopes(write, station, speaker)
            if was_lost(speaker.trust, known.worker) and speaker.trust.is_officer(speaker.who.desk):
                bring_back(write, station, speaker, asking.request.desk)
            write.sync.note(speaker.when, "let in", {"desk": asking.request.desk})
        envelopes = [read_envelope(kept.body) for kept in write.sync.envelopes()]
        mine = tuple(each for each in envelopes if each.to == asking.request.desk)
        paper = seal_welcome(known.code, Welcome(tuple(_about(speaker.trust, known.worker, asking.request.desk)), mine))
        post(write, paper)
        write.sync_changed()
        return paper

    return station.store.write_now(write_down)


def organisation_space(station: Station) -> SpaceId:
    """The space that everybody shares. Raises NotJoined."""
    with station.store.read() as reader:
        return _house(trust_of(reader))


def set_address(station: Station, address: str) -> Happened:
    """Where the server is, for this desk and for those invited from now on; "" for nowhere. Raises AddressWrong."""

    def write_down(write: Write) -> Happened:
        facts.remember_address(write, address)
        return write.sync_changed()

    return station.store.write_now(write_down)


def _sealed(opened: OpenInvitation, trust: Trust, mine: str) -> SealedPaper:
    """With the address that holds for everybody, even if this desk goes by another; its own where none was said."""
    address = (trust.rules.address if trust.rules is not None else "") or mine
    return seal_invitation(
        opened.code,
        tuple(_about(trust, opened.worker)),
        address=address,
        worker=opened.worker,
        roles=(opened.role.value,),
        name=opened.name,
        when=opened.made,
    )


def _house(trust: Trust) -> SpaceId:
    return next(space for space, said in trust.spaces.items() if said.kind == SpaceKind.ORGANISATION.value)


def _about(trust: Trust, worker: WorkerId, desk: DeskId | None = None) -> Iterator[Statement]:
    """What a new desk must be told to believe what is said of its worker; the rest comes with its first exchange."""
    spaces = {space for space in trust.spaces if trust.grant(worker, space) is not None}
    openers = {trust.space(space).opener for space in spaces} | set(_makers_of_keys(trust, spaces))
    for statement in trust.statements.values():
        match statement.said:
            case Organisation() | Administrator() | Officer():
                yield statement
            case Policy() if statement.said == trust.rules:
                yield statement
            case Space(space=space) | EpochOpening(space=space) if space in spaces:
                yield statement
            case Grant(worker=of, space=space) if space in spaces and of in {worker, *openers}:
                yield statement
            case DeskCertificate(desk=of_desk, worker=of) if of in openers or of_desk == desk:
                yield statement
            case Recovery(desk=of_desk) if of_desk == desk:
                yield statement


def _makers_of_keys(trust: Trust, spaces: Container[SpaceId]) -> Iterator[WorkerId]:
    """Of any of their keys: after somebody left or something was erased it is another member than who opened them."""
    for statement in trust.statements.values():
        if isinstance(statement.said, EpochOpening) and statement.said.space in spaces and statement.by is not None:
            yield trust.desk(statement.by).worker


def _asking(known: OpenInvitation, paper: SealedPaper) -> Asking:
    try:
        request = open_request(known.code, paper)
    except Malformed as wrong:
        raise NotThatFile(sentence("This request comes from a newer program. Install the newest one here.")) from wrong
    except Unacceptable as wrong:
        raise CannotBeBelieved from wrong
    return Asking(invitation=known.id, invited=known.name, calls_herself=request.name, role=known.role, request=request)
