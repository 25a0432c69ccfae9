"""What new signed words mean to her: who came, who left, which laptop was shut out. Noted, for her to look it up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from fieldapp.domain.answers import Json
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import DeskId, WorkerId
from fieldapp.domain.spaces import SpaceKind
from fieldapp.storage.store import Reader, Write
from sync.client.facts import Identity, identity_in
from sync.client.log import Event, note
from sync.client.station import Station
from sync.protocol.cleared import Cleared
from sync.protocol.names import StatementId
from sync.protocol.said import (
    Administrator,
    DeskCertificate,
    Done,
    Ending,
    Grant,
    Officer,
    Retirement,
    Revocation,
    Said,
    Snapshot,
)
from sync.protocol.statements import Statement
from sync.protocol.trust import Trust

_HOUSE: Final = SpaceKind.ORGANISATION.value
_News = tuple[Event, dict[str, Json]]


def note_news(write: Write, station: Station, before: Trust, now: Trust) -> None:
    """Of what is believed now and was not before, whatever concerns her or those with whom she works.

    What was said before her desk was let in is history to her.
    """
    me, when = identity_in(write), station.clock.now()
    since = let_in_at(now, me.desk)
    for each in now.statements.values():
        if each.id not in before.statements and each.by != me.desk and since is not None and each.when >= since:
            for event, details in _said(each, before, now, me):
                note(write, when, event, details)


def note_words(write: Write, station: Station, trust: Trust, words: Iterable[Cleared]) -> None:
    """Where she works the server has deleted what a snapshot holds."""
    me, known = identity_in(write), write.sync.words_of_server()
    since = let_in_at(trust, me.desk)
    for word in words:
        told = trust.statements.get(word.snapshot)
        is_new = all(each.id != word.id for each in known) and since is not None and word.when >= since
        is_kept = told is not None and isinstance(told.said, Snapshot) and not told.said.erases
        if is_new and is_kept and trust.grant(me.worker, word.space) is not None:
            note(write, station.clock.now(), Event.PACKED, {"space": word.space, "number": word.chunks})


def withheld(reader: Reader, trust: Trust) -> Iterator[str]:
    """What the server keeps from this desk, of the documents that are here: envelopes of spaces she may not read now,
    once they were sent, and nearly everything if the desk was shut out."""
    me = identity_in(reader).desk
    for statement in reader.sync.statements():
        known = trust.statements.get(StatementId(statement.id))
        if known is not None and not trust.may_know(me, known):
            yield statement.id
    if not (trust.is_certified(me) or trust.is_administrator(me)):
        yield from (word.id for word in reader.sync.words_of_server())
    for envelope in reader.sync.envelopes():
        if envelope.sent and not (trust.may_read(me, envelope.space) or trust.is_officer(me)):
            yield envelope.id


def power_in(said: Said, trust: Trust) -> tuple[Event, WorkerId] | None:
    """Whose power the root key gives or takes, if that is what it says."""
    match said:
        case Administrator(worker=worker):
            return Event.NAMED, worker
        case Officer(worker=worker):
            return Event.NAMED_OFFICER, worker
        case Retirement(desk=desk):
            return Event.RETIRED, whose(trust, desk)
        case _:
            return None


def whose(trust: Trust, desk: DeskId) -> WorkerId:
    """The worker of a desk, let in or named by the root key; "" of a strange one."""
    for named in (trust.desks, trust.officers, trust.administrators):
        if desk in named:
            return named[desk].worker
    return WorkerId("")


def let_in_at(trust: Trust, desk: DeskId) -> Moment | None:
    """When the desk was let in; None for one that was not."""
    every = trust.statements.values()
    said = (each.when for each in every if isinstance(each.said, DeskCertificate) and each.said.desk == desk)
    return min(said, default=None)


def _said(each: Statement, before: Trust, now: Trust, me: Identity) -> Iterator[_News]:
    match each.said:
        case Grant(worker=worker, space=space) if now.space(space).kind != _HOUSE:
            if worker == me.worker or _works_there(now, me, each):
                yield Event.LET_INTO, {"worker": worker, "space": space}
        case Ending(worker=worker, space=space) if now.space(space).kind == _HOUSE:
            yield Event.LEFT, {"worker": worker}
        case Ending(worker=worker, space=space):
            if worker == me.worker or _works_there(before, me, each):
                yield Event.TAKEN_OUT, {"worker": worker, "space": space}
        case Revocation(desk=desk) if desk in now.desks:
            yield Event.SHUT_OUT, {"worker": now.desk(desk).worker}
        case Done(what=what) if each.by is not None and each.by in now.revoked and what in now.statements:
            yield Event.WIPED, {"worker": now.desk(each.by).worker}
        case said:
            if (power := power_in(said, now)) is not None:
                yield power[0], {"worker": power[1]}


def _works_there(trust: Trust, me: Identity, each: Statement) -> bool:
    return each.space is not None and trust.grant(me.worker, each.space) is not None
