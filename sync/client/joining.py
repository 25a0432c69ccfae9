"""A desk with a one-time code comes into its organisation: through the server by itself, or by files on a stick.

Recording need not wait for it: what was recorded before moves into her spaces when the welcome is read.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, cast

from fieldapp.domain.answers import Json
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import WorkerId
from fieldapp.domain.spaces import Role, SpaceKind
from fieldapp.storage.store import Happened, Reader, Write
from sync.client import documents, facts
from sync.client.believing import Speaker, keep
from sync.client.errors import AlreadyJoined, CannotBeBelieved, NameMissing, NoCode, OtherDesk
from sync.client.files import kind_of, paper_of
from sync.client.invitations import drop_papers, post
from sync.client.inviting import fingerprint, worker_of
from sync.client.membership import settle_in
from sync.client.people import staff_record
from sync.client.recovery_escrow import say_escrows
from sync.client.recovery_notices import note_said
from sync.client.rules import follow_invitation
from sync.client.spaces import keep_envelope, make_envelopes, open_envelopes, open_epochs
from sync.client.station import Station
from sync.protocol.codes import OneTimeCode
from sync.protocol.errors import NotYet, Unacceptable
from sync.protocol.invitations import (
    Invitation,
    PaperKind,
    SealedPaper,
    Welcome,
    open_invitation,
    open_welcome,
    read_paper,
    seal_request,
)
from sync.protocol.judging import learn
from sync.protocol.names import InvitationId
from sync.protocol.said import Organisation
from sync.protocol.statements import Statement
from sync.protocol.trust import Trust

_JOINING: Final = "sync joining"
_BEGINNING_OF_TIME: Final = Moment(datetime(1970, 1, 1, tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class Joining:
    """A desk on its way in. `request` is its join request, made once; `organisation` is "" until it is known."""

    code: OneTimeCode
    name: str
    organisation: str
    request: SealedPaper = field(repr=False)

    @property
    def invitation(self) -> InvitationId:
        """The name under which its papers lie on the server."""
        return self.code.invitation


def begin(station: Station, code: OneTimeCode | str, *, name: str, address: str = "") -> Joining:
    """She typed her code; `name` is what she wants to be called. Another code takes the place of an earlier one.

    Raises CodeMistyped, NameMissing, AddressWrong, AlreadyJoined.
    """
    if not name.strip():
        raise NameMissing
    known = code if isinstance(code, OneTimeCode) else OneTimeCode.read(code)
    who = station.identity()
    request = seal_request(known, desk=who.desk, key=station.signing, seal=station.opening.seal_key, name=name.strip())
    asked = Joining(known, name.strip(), "", request)

    def write_down(write: Write) -> None:
        if is_joined(write):
            raise AlreadyJoined
        before = joining(write)
        if before is not None:
            drop_papers(write, PaperKind.REQUEST, before.invitation)
        facts.forget_root(write)
        if not _has_recorded(write, who.worker):
            facts.remember_worker(write, worker_of(known))
        if address:
            facts.remember_address(write, address)
        _remember(write, asked)
        post(write, request)
        write.sync_changed()

    station.store.write_now(write_down)
    return asked


def joining(reader: Reader) -> Joining | None:
    """How far this desk is on its way in; None if it is in, or was given no code."""
    kept = reader.recall(_JOINING)
    if kept is None:
        return None
    facts_ = cast("Mapping[str, Json]", kept)
    return Joining(
        OneTimeCode(bytes.fromhex(str(facts_["code"]))),
        str(facts_["name"]),
        str(facts_["organisation"]),
        read_paper(base64.b64decode(str(facts_["request"]))),
    )


def is_joined(reader: Reader) -> bool:
    """Whether this desk belongs to an organisation."""
    return facts.identity_in(reader).root is not None and joining(reader) is None


def own_fingerprint(station: Station) -> tuple[str, ...]:
    """Six groups of four signs, which the coordinator compares before she lets this desk in."""
    return fingerprint(station.identity().desk, station.signing.verify_key, station.opening.seal_key)


def join_request(station: Station) -> bytes:
    """The file for the coordinator. Raises NoCode."""
    with station.store.read() as reader:
        asked = joining(reader)
    if asked is None:
        raise NoCode
    return asked.request.raw


def take_invitation(station: Station, raw: bytes) -> Invitation:
    """Read the invitation, from the server or a file: whose it is and where its server is.

    Raises NoCode, OtherCode, NotThatFile, CannotBeBelieved.
    """
    paper = paper_of(raw, PaperKind.INVITATION)

    def write_down(write: Write) -> Invitation:
        asked = joining(write)
        if asked is None:
            raise NoCode
        try:
            told = open_invitation(asked.code, paper)
        except Unacceptable as wrong:
            raise CannotBeBelieved from wrong
        facts.remember_root(write, told.trust.root)
        if told.address:
            facts.remember_address(write, told.address)
        _bring(write, told.trust.statements.values())
        follow_invitation(write, told.trust)
        _remember(write, Joining(asked.code, asked.name, told.trust.organisation.name, asked.request))
        write.sync_changed()
        return told

    return station.store.write_now(write_down)


def take_welcome(station: Station, raw: bytes) -> Happened:
    """The coordinator let this desk in: its spaces are opened, and what was recorded before moves into them.

    Raises NoCode, OtherCode, OtherDesk, NotThatFile, CannotBeBelieved.
    """
    paper = paper_of(raw, PaperKind.WELCOME)

    def write_down(write: Write) -> Happened:
        asked = joining(write)
        if asked is None:
            raise NoCode
        try:
            return _come_in(write, station, asked, open_welcome(asked.code, paper))
        except Unacceptable as wrong:
            raise CannotBeBelieved from wrong

    return station.store.write_now(write_down) | settle_in(station)


def take_file(station: Station, raw: bytes) -> Happened:
    """A file from the coordinator, whichever of the two it is. Raises what `take_invitation`, `take_welcome` raise."""
    if kind_of(raw) is PaperKind.INVITATION:
        take_invitation(station, raw)
        return Happened(sync=True)
    return take_welcome(station, raw)


def _come_in(write: Write, station: Station, asked: Joining, welcome: Welcome) -> Happened:
    who = facts.identity_in(write)
    trust, _ = learn(_beginning(who, welcome), welcome.statements)
    try:
        mine = trust.desk(who.desk)
    except NotYet as wrong:
        raise OtherDesk from wrong
    if (mine.verify, mine.seal) != (station.signing.verify_key, station.opening.seal_key):
        raise OtherDesk
    facts.remember_root(write, trust.root)
    _bring(write, welcome.statements)
    for envelope in welcome.envelopes:
        keep_envelope(write, envelope, sent=False)
    facts.remember_worker(write, mine.worker)
    write.remember(_JOINING, None)
    drop_papers(write, PaperKind.REQUEST, asked.invitation)
    speaker = Speaker(write, station)
    open_envelopes(write, station, speaker.trust)
    open_epochs(write, station, speaker)
    make_envelopes(write, station, speaker)
    say_escrows(station, speaker)
    note_said(write, speaker.trust, ())
    write.sync.note(speaker.when, "joined")
    return _sign_for_the_past(write, speaker, who.worker, asked.name) | write.sync_changed()


def _bring(write: Write, statements: Iterable[Statement]) -> None:
    """What came by a file may be news to the server, such as this desk's own certificate."""
    for statement in statements:
        if keep(write, statement):
            documents.made(write, statement.id)


def _beginning(who: facts.Identity, welcome: Welcome) -> Trust:
    """The organisation met with the invitation; without one, that of the welcome, sealed under the same code."""
    if who.root is not None:
        return Trust(who.root)
    roots = {said.root for each in welcome.statements if isinstance(said := each.said, Organisation)}
    if len(roots) != 1:
        raise CannotBeBelieved
    return Trust(roots.pop())


def _sign_for_the_past(write: Write, speaker: Speaker, before: WorkerId, name: str) -> Happened:
    """What she recorded before she typed a code bears an id that nobody knows: say whose it was."""
    worker = speaker.who.worker
    house = next((s for s, said in speaker.trust.spaces.items() if said.kind == SpaceKind.ORGANISATION.value), None)
    if worker == before or house is None or not _has_recorded(write, before):
        return Happened()
    role = Role.OUTREACH
    for word in speaker.trust.desk(speaker.who.desk).roles:
        role = Role(word) if word in {each.value for each in Role} else role
    return write.save([staff_record(before, name, role, house)], worker, speaker.when)


def _has_recorded(reader: Reader, worker: WorkerId) -> bool:
    return bool(reader.recent(_BEGINNING_OF_TIME, who=worker, limit=1))


def _remember(write: Write, asked: Joining) -> None:
    kept: dict[str, Json] = {
        "code": asked.code.secret.hex(),
        "name": asked.name,
        "organisation": asked.organisation,
        "request": base64.b64encode(asked.request.raw).decode(),
    }
    write.remember(_JOINING, kept)
