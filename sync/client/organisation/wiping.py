"""This desk was shut out, and shall delete what it holds: after it has sent what is unsent, and said that it does.

Believed because of an administrator's signature, by this desk's own judgement: a server cannot make it up. The
destroying itself needs the store closed, and is `fieldapp.vault.closing`.
"""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import DeskId
from fieldapp.storage.store import Reader, Write
from sync.client import documents
from sync.client.believing import Speaker, trust_of
from sync.client.facts import identity_in
from sync.client.organisation.shut_out import ShutOut, shut_out_of
from sync.client.records.attachments import files_to_send
from sync.client.records.outgoing import has_to_send
from sync.client.station import Station
from sync.protocol.names import StatementId
from sync.protocol.said import Done, Revocation
from sync.protocol.statements import read_statement
from sync.protocol.trust import Trust


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnEnd:
    """This desk was shut out at `at` by this organisation. `wipe`: it must be deleted; `is_due`: now, for all is sent,
    and the server knows that it is done."""

    organisation: str
    at: Moment
    wipe: bool
    is_due: bool


def own_end(station: Station) -> OwnEnd | None:
    """None while this desk belongs to its organisation, or to none."""
    with station.store.read() as reader:
        return own_end_in(reader)


def own_end_in(reader: Reader) -> OwnEnd | None:
    """The same, inside a transaction."""
    who = identity_in(reader)
    if who.root is None or not _is_spoken_of(reader, who.desk):
        return None
    trust = trust_of(reader)
    out = shut_out_of(trust, who.desk)
    if out is None:
        return None
    said = _said(trust, reader, out)
    is_due = out.wipe and said is not None and said not in documents.to_send(reader)
    return OwnEnd(organisation=trust.organisation.name, at=out.at, wipe=out.wipe, is_due=is_due)


def say_done(station: Station) -> bool:
    """Say that this desk deletes what it holds, if it must and nothing is left to send; whether that goes out now."""
    with station.store.read() as reader:
        who = identity_in(reader)
        if not _is_spoken_of(reader, who.desk):
            return False
        trust = trust_of(reader)
        out = shut_out_of(trust, who.desk)
        if out is None or not out.wipe or _said(trust, reader, out) is not None:
            return False
        if has_to_send(reader) or files_to_send(reader, station.store.attachments, trust, who.desk):
            return False

    def say(write: Write) -> None:
        Speaker(write, station).say(Done(what=out.revocation))
        write.sync_changed()

    station.store.write_now(say)
    return True


def _is_spoken_of(reader: Reader, desk: DeskId) -> bool:
    """Whether anybody says so at all: judging all that was ever said takes a while, and the unlock does not wait."""
    spoken = (read_statement(each.body).said for each in reader.sync.statements("revoked"))
    return any(isinstance(each, Revocation) and each.desk == desk for each in spoken)


def _said(trust: Trust, reader: Reader, out: ShutOut) -> StatementId | None:
    me = identity_in(reader).desk
    wanted = Done(what=out.revocation)
    return next((each.id for each in trust.statements.values() if each.by == me and each.said == wanted), None)
