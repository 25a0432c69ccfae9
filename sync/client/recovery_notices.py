"""What she must hear of a way in that somebody gave, of keys that were opened, of a colleague's laptop that is lost.

Each stands on her start page until she has read it, and in the log for good: nobody opens anything in silence.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Final, cast

from fieldapp.domain.answers import Json
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import DeskId, FormId, SpaceId, WorkerId
from fieldapp.domain.spaces import SpaceKind
from fieldapp.storage.list_values import ListQuery
from fieldapp.storage.store import Happened, Reader, Write
from sync.client.believing import trust_of
from sync.client.facts import Identity, identity_in
from sync.client.hearing import let_in_at, whose
from sync.client.log import Event, note
from sync.client.people import colleagues
from sync.client.recovery_spaces import lacks_keys
from sync.client.station import Station
from sync.client.talks import talks
from sync.protocol.names import StatementId
from sync.protocol.said import Recovery, Reset, Revocation
from sync.protocol.statements import Statement
from sync.protocol.trust import Trust

_READ: Final = "sync recovery read"
_BEGUN_AGAIN: Final = "sync begun again"
_FIRST: Final = Moment(datetime(1970, 1, 1, tzinfo=UTC))
_CASE, _WORKSHOP = FormId("gbv_case"), FormId("wks_workshop")


class Told(Enum):
    """What a notice is about, the most urgent first."""

    RESET = "reset"  # an officer gave this desk's worker a new way in, and it was used
    ANSWERED = "answered"  # an officer gave a way in that was not used here
    BEGUN_AGAIN = "begun again"  # the same, while her word has not come yet
    BROUGHT_BACK = "brought back"  # an officer opened the spaces of a lost laptop for this one
    WAITS = "waits"  # a colleague's new laptop lacks keys that this officer's desk can open
    LOST = "lost"  # a colleague's laptop was shut out that held what this desk reads


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """`name`: of the officer, or of the colleague whose laptop was lost; "" while it is not known.

    `cases`, `workshops`: how many are back. `until`: her last change that had reached the server from the lost laptop,
    None if none had. `arriving`: there may be more to come. `desk`: the lost one.
    """

    told: Told
    ids: tuple[str, ...]
    at: Moment
    name: str
    cases: int = 0
    workshops: int = 0
    until: Moment | None = None
    arriving: bool = False
    desk: DeskId | None = None


def note_said(write: Write, trust: Trust, known: Container[StatementId]) -> None:
    """Into the log, of what was not known before: what officers said of this desk, and of spaces that it reads; at the
    desks of those who lead, all that officers said since they came."""
    me = identity_in(write).desk
    leads, since = trust.is_administrator(me) or trust.is_officer(me), let_in_at(trust, me)
    for each in trust.statements.values():
        if each.id in known or each.by is None or each.by == me:
            continue
        by, answers_for = whose(trust, each.by), leads and since is not None and each.when >= since
        match each.said:
            case Reset(desk=desk) if desk == me or answers_for:
                note(write, each.when, Event.RESET, {"worker": whose(trust, desk), "by": by})
            case Recovery(desk=desk, space=space) if desk == me or trust.may_read(me, space) or answers_for:
                note(write, each.when, Event.KEYS_OPENED, {"worker": whose(trust, desk), "by": by, "space": space})


def note_begun_again(station: Station) -> None:
    """This desk was just opened with what an officer sent; her signed word of it may come later, or never."""

    def write_down(write: Write) -> None:
        now = station.clock.now()
        write.remember(_BEGUN_AGAIN, now.text)
        note(write, now, Event.BEGUN_AGAIN)

    station.store.write_now(write_down)


def notices(station: Station) -> tuple[Notice, ...]:
    """What she has not read yet, the most urgent first."""
    station.identity()
    with station.store.read() as reader:
        read, begun = _read(reader), reader.recall(_BEGUN_AGAIN)
        found = list[Notice]()
        if identity_in(reader).root is not None:
            found = _said(reader, trust_of(reader), read, Told.ANSWERED if begun is None else Told.RESET)
        if begun is not None and not any(each.told is Told.RESET for each in found):
            found.append(Notice(told=Told.BEGUN_AGAIN, ids=(), at=Moment.from_text(str(begun)), name=""))
    order = list(Told)
    return tuple(sorted(found, key=lambda each: (order.index(each.told), each.at.utc)))


def have_read(station: Station, notice: Notice) -> Happened:
    """She has read it."""

    def write_down(write: Write) -> Happened:
        write.remember(_READ, cast("Json", sorted(_read(write) | set(notice.ids))) or None)
        if notice.told in (Told.RESET, Told.BEGUN_AGAIN):
            write.remember(_BEGUN_AGAIN, None)
        return write.sync_changed()

    return station.store.write_now(write_down)


def _said(reader: Reader, trust: Trust, read: set[str], answered: Told) -> list[Notice]:
    me, called = identity_in(reader), colleagues(reader)
    unread = [each for each in trust.statements.values() if each.by is not None and each.id not in read]
    found = [
        Notice(told=answered, ids=(each.id,), at=each.when, name=_officer(trust, each, called))
        for each in unread
        if isinstance(each.said, Reset) and each.said.desk == me.desk
    ]
    opened = [each for each in unread if isinstance(each.said, Recovery) and each.said.desk == me.desk]
    if opened:
        found.append(_brought_back(reader, me, opened, _officer(trust, opened[0], called)))
    return [*found, *_lost(trust, me, unread, called), *_waiting(reader, trust, me, called)]


def _lost(trust: Trust, me: Identity, unread: list[Statement], called: dict[WorkerId, str]) -> list[Notice]:
    """What was said before this desk was let in is history to it."""
    since = let_in_at(trust, me.desk)
    gone = [(each, each.said.desk) for each in unread if isinstance(each.said, Revocation) and each.by != me.desk]
    return [
        Notice(told=Told.LOST, ids=(each.id,), at=each.when, name=called.get(trust.desks[desk].worker, ""), desk=desk)
        for each, desk in gone
        if _concerns(trust, me, desk) and since is not None and each.when >= since
    ]


def _waiting(reader: Reader, trust: Trust, me: Identity, called: dict[WorkerId, str]) -> list[Notice]:
    """While that is so it is told, read or not."""
    if not trust.is_officer(me.desk):
        return []
    lost = {trust.desks[desk].worker: desk for desk in trust.revoked if desk in trust.desks}
    new = [each for each in trust.desks.values() if each.worker in lost and trust.is_certified(each.desk)]
    return [
        Notice(
            told=Told.WAITS,
            ids=(),
            at=trust.statements[trust.revoked[lost[each.worker]]].when,
            name=called.get(each.worker, ""),
            desk=lost[each.worker],
        )
        for each in new
        if lacks_keys(reader, trust, each.desk)
    ]


def _brought_back(reader: Reader, me: Identity, opened: list[Statement], name: str) -> Notice:
    spaces = frozenset(SpaceId(each.space or "") for each in opened)
    at = min((each.when for each in opened), key=lambda when: when.utc)
    before = reader.recent(_FIRST, at, who=me.worker, limit=1)
    return Notice(
        told=Told.BROUGHT_BACK,
        ids=tuple(each.id for each in opened),
        at=at,
        name=name,
        cases=reader.count(ListQuery(form=_CASE, spaces=spaces)),
        workshops=reader.count(ListQuery(form=_WORKSHOP, spaces=spaces)),
        until=before[0].when if before else None,
        arriving=not spaces <= talks(reader).agreed.keys(),
    )


def _concerns(trust: Trust, me: Identity, desk: DeskId) -> bool:
    """Whether the desk held cases that this one reads too, and belonged to somebody else."""
    if desk not in trust.desks or trust.desks[desk].worker == me.worker:
        return False
    caseloads = (space for space, said in trust.spaces.items() if said.kind == SpaceKind.CASELOAD.value)
    return any(trust.belonged(desk, space) and trust.may_read(me.desk, space) for space in caseloads)


def _officer(trust: Trust, said: Statement, called: dict[WorkerId, str]) -> str:
    return "" if said.by is None else called.get(whose(trust, said.by), "")


def _read(reader: Reader) -> set[str]:
    return {str(each) for each in cast("list[Json]", reader.recall(_READ) or [])}
