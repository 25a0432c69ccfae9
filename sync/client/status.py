"""How sending and receiving stand, as values: for the sync page, and in short for the bar above every screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import DeskId, SpaceId, WorkerId
from fieldapp.domain.spaces import SpaceKind
from fieldapp.storage.store import Reader
from fieldapp.storage.sync_values import LogEntry
from fieldapp.words import Sentence
from fieldapp.work.telling import code_of
from sync.client.aside import PutAside, put_aside
from sync.client.attachments import NO_FILES, FilesWaiting, files_waiting
from sync.client.believing import trust_of
from sync.client.compacting import Packed, packed
from sync.client.facts import identity_in
from sync.client.inviting import Asking, who_asks
from sync.client.joining import is_joined, joining
from sync.client.key_waits import KeyWait, key_waits
from sync.client.leaving import Left, left
from sync.client.log import KNOWN, Event, roots_in, space_in, worker_in
from sync.client.outgoing import stopped
from sync.client.people import colleagues, space_titles
from sync.client.rules import rules_warning
from sync.client.sayings import why_stopped
from sync.client.starting import Loading, loading
from sync.client.station import Station
from sync.client.talks import Talks, talks
from sync.client.wiping import OwnEnd, own_end_in
from sync.protocol.trust import Trust

_LINES: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """What a courier does at this moment; the store does not know it.

    `sent` of `of` records have gone out in this talk, `received` have come in, it takes about `seconds_left` more.
    `connected`: since when the server answers, `checked`: when it did last and nothing was left. `trouble`: why it does
    not; `next_try`: when it is tried again. `clock`: this laptop's clock is wrong, or the server's. `gathered` records
    of `to_gather` of a space that is put together.
    """

    talking: bool = False
    sent: int = 0
    of: int = 0
    received: int = 0
    seconds_left: int | None = None
    connected: Moment | None = None
    checked: Moment | None = None
    trouble: Sentence | None = None
    next_try: Moment | None = None
    clock: Sentence | None = None
    gathered: int = 0
    to_gather: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """The bar. `not_sent`: records with changes that the server has not answered for. `all_sent`: when all was sent.

    `files`: attached ones, which go after everything else. `loading`: the spaces of which only a part is here yet.
    """

    joined: bool
    practice: bool
    address: str
    not_sent: int
    all_sent: Moment | None
    live: Live
    files: FilesWaiting = NO_FILES
    loading: tuple[Loading, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceStatus:
    """One space. `title` is "" until its name has come, `kind` None for one that this program does not know.

    `agreed` chunks of it were the same here and on the server at `agreed_at`. Of this desk's own chunks `receipted`
    have the server's receipt and `unanswered` wait for it. `not_sent`: records. `stopped`: why it takes nothing.
    `packed`: how it stands with putting its packets together.
    """

    space: SpaceId
    title: str
    kind: SpaceKind | None
    agreed: int
    agreed_at: Moment | None
    receipted: int
    unanswered: int
    not_sent: int
    stopped: Sentence | None
    packed: Packed


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """A line of the log. `number`: how many records were sent or received. `why`: the trouble. `title`: of a space.
    `name`: of a colleague. `by`: of who did it. `codes`: of cases."""

    at: Moment
    event: Event
    number: int = 0
    title: str = ""
    name: str = ""
    by: str = ""
    codes: tuple[str, ...] = ()
    why: Sentence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The whole page. `organisation` is "" until it is known; `asks`: this desk has typed a code and is not in yet.

    `asking`: desks that want in, at a coordinator's desk. `end`: this desk was shut out. `left`: spaces that are not
    hers any more. `rules`: what must be said of the organisation's. `log`: the newest line first.
    """

    glance: Glance
    organisation: str
    asks: bool
    last_receipt: Moment | None
    spaces: tuple[SpaceStatus, ...]
    keys: tuple[KeyWait, ...]
    aside: tuple[PutAside, ...]
    asking: tuple[Asking, ...]
    log: tuple[LogLine, ...]
    end: OwnEnd | None = None
    left: tuple[Left, ...] = ()
    rules: Sentence | None = None


def glance(station: Station, live: Live = Live()) -> Glance:
    """In short: a few numbers, read in a millisecond."""
    station.identity()
    with station.store.read() as reader:
        return _glance(reader, station, live, talks(reader))


def status(station: Station, live: Live = Live()) -> Status:
    """The whole page."""
    station.identity()
    asking, gone = who_asks(station), left(station)
    with station.store.read() as reader:
        kept, asked = talks(reader), joining(reader)
        who = identity_in(reader)
        trust = None if who.root is None else trust_of(reader)
        titles, called = space_titles(reader), colleagues(reader)
        return Status(
            glance=_glance(reader, station, live, kept),
            organisation=asked.organisation if asked else _organisation(trust),
            asks=asked is not None,
            last_receipt=kept.receipt,
            spaces=_spaces(reader, trust, who.desk, titles, kept, live),
            keys=key_waits(reader, trust, titles, called),
            aside=put_aside(reader, trust),
            asking=asking,
            end=own_end_in(reader),
            left=gone,
            rules=None if trust is None else rules_warning(reader, trust, who.desk, station.clock.now()),
            log=tuple(filter(None, (_line(reader, entry, titles, called) for entry in reader.sync.log(_LINES)))),
        )


def _glance(reader: Reader, station: Station, live: Live, kept: Talks) -> Glance:
    return Glance(
        joined=is_joined(reader),
        practice=station.practice,
        address=identity_in(reader).address,
        not_sent=reader.standing().not_sent,
        all_sent=kept.all_sent,
        live=live,
        files=files_waiting(reader, station.store.attachments),
        loading=loading(reader),
    )


def _organisation(trust: Trust | None) -> str:
    return "" if trust is None or trust.charter is None else trust.charter.name


def _spaces(
    reader: Reader, trust: Trust | None, desk: DeskId, titles: Mapping[SpaceId, str], kept: Talks, live: Live
) -> tuple[SpaceStatus, ...]:
    if trust is None:
        return ()
    kinds, shut, not_sent = {kind.value: kind for kind in SpaceKind}, stopped(reader), reader.outbox.not_sent()
    streams, waiting = reader.outbox.streams(), reader.outbox.unanswered()
    found = [
        SpaceStatus(
            space=space,
            title=titles.get(space, ""),
            kind=kinds.get(trust.space(space).kind),
            agreed=kept.agreed[space].count if space in kept.agreed else 0,
            agreed_at=(live.checked or kept.agreed[space].at) if space in kept.agreed else None,
            receipted=sum(stream.receipted for stream in streams if stream.name.space == space),
            unanswered=sum(chunk.stream.space == space for chunk in waiting),
            not_sent=not_sent.get(space, 0),
            stopped=why_stopped(shut[space]) if space in shut else None,
            packed=packed(reader, trust, desk, space),
        )
        for space in trust.readable(desk)
    ]
    return tuple(sorted(found, key=lambda each: (each.title.casefold(), each.space)))


def _line(
    reader: Reader, entry: LogEntry, titles: Mapping[SpaceId, str], called: Mapping[WorkerId, str]
) -> LogLine | None:
    event = KNOWN.get(entry.event)
    if event is None:
        return None
    details = entry.details if isinstance(entry.details, dict) else {}
    number, space, why = details.get("number"), space_in(details), str(details.get("why", ""))
    worker, by = worker_in(details), worker_in(details, "by")
    return LogLine(
        at=entry.at,
        event=event,
        number=number if isinstance(number, int) else 0,
        title=titles.get(space, "") if space else "",
        name=called.get(worker, "") if worker else "",
        by=called.get(by, "") if by else "",
        codes=tuple(filter(None, (code_of(reader, root) for root in roots_in(details)))),
        why=Sentence(why) if why else None,
    )
