"""Invitations, requests and welcomes by the server: what a stick carries otherwise."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from fieldapp.errors import Mistake
from fieldapp.storage.store import Happened, Write
from sync.client.believing import trust_of
from sync.client.errors import OtherDesk, ServerNonsense
from sync.client.facts import identity_in
from sync.client.files import paper_of
from sync.client.log import Event, note
from sync.client.organisation.invitations import invitations, note_request, papers_to_post, posted
from sync.client.organisation.joining import joining, take_invitation, take_welcome
from sync.client.station import Station
from sync.client.talk.calling import Caller, declined
from sync.client.talk.transport import Line, Reply
from sync.protocol import paths
from sync.protocol.errors import Contradicts
from sync.protocol.invitations import PaperKind, SealedPaper
from sync.protocol.names import InvitationId
from sync.protocol.refusals import NOT_FOUND
from sync.protocol.trust import Trust


class Newcomer:
    """A desk that was given a code comes in by itself."""

    def __init__(self, station: Station, tell: Callable[[Happened], None]) -> None:
        self._station = station
        self._tell = tell
        self._asked: bytes | None = None

    def goes_on(self, line: Line, caller: Caller) -> bool:
        """Fetch the invitation, or else post the request and fetch the welcome. False while others must do theirs.

        Raises Connection, and OtherDesk where the code has let another desk in.
        """
        with self._station.store.read() as reader:
            asked, root = joining(reader), identity_in(reader).root
            trust = None if root is None else trust_of(reader)
        if asked is None:
            return False
        if trust is None:
            return self._take(
                _found(line.ask("GET", paths.paper(asked.invitation, PaperKind.INVITATION.value), headers={})),
                take_invitation,
            )
        self._post(caller, trust, asked.request)
        return self._take(_fetch(caller, trust, asked.invitation, PaperKind.WELCOME), take_welcome)

    def _post(self, caller: Caller, trust: Trust, request: SealedPaper) -> None:
        """Once in each run of the program: a server that was set back has lost it."""
        if self._asked == request.raw:
            return
        reply = caller.ask("POST", paths.JOIN, trust, body=request.raw, signed=False)
        no = declined(reply.status, reply.body)
        if (no.status, no.why) == (404, NOT_FOUND):
            return  # the coordinator's desk has not posted the invitation yet
        if reply.status != 201 and (no.status, no.why) != (409, Contradicts.code):
            raise no.told()
        self._asked = request.raw
        self._station.store.write_now(lambda write: posted(write, request))

    def _take(self, raw: bytes | None, take: Callable[[Station, bytes], object]) -> bool:
        if raw is None:
            return False
        try:
            happened = take(self._station, raw)
        except OtherDesk:
            raise
        except Mistake as wrong:
            raise ServerNonsense from wrong
        self._tell(happened if isinstance(happened, Happened) else Happened(sync=True))
        return True


def carry_papers(station: Station, caller: Caller, tell: Callable[[Happened], None]) -> None:
    """At a coordinator's desk: post what waits, and see who asks to come in. Raises Connection."""
    with station.store.read() as reader:
        waiting, trust = papers_to_post(reader), trust_of(reader)
        open_ = [each.id for each in invitations(reader) if each.desk is None]
    for paper in waiting:
        reply = caller.ask("POST", paths.JOIN, trust, body=paper.raw)
        if reply.status != 201:
            raise declined(reply.status, reply.body).told()
        station.store.write_now(partial(posted, paper=paper))
    for invitation in open_:
        raw = _fetch(caller, trust, invitation, PaperKind.REQUEST)
        if raw is not None:
            _take_request(station, raw, tell)


def _take_request(station: Station, raw: bytes, tell: Callable[[Happened], None]) -> None:
    try:
        paper = paper_of(raw, PaperKind.REQUEST)
    except Mistake as wrong:
        raise ServerNonsense from wrong

    def write_down(write: Write) -> Happened:
        if not note_request(write, paper):
            return Happened()
        note(write, station.clock.now(), Event.ASKED)
        return write.sync_changed()

    happened = station.store.write_now(write_down)
    if happened:
        tell(happened)


def _fetch(caller: Caller, trust: Trust, invitation: InvitationId, kind: PaperKind) -> bytes | None:
    return _found(caller.ask("GET", paths.paper(invitation, kind.value), trust, signed=False))


def _found(reply: Reply) -> bytes | None:
    """The paper; None while it does not lie there."""
    if reply.status == 200:
        return reply.body
    no = declined(reply.status, reply.body)
    if (no.status, no.why) == (404, NOT_FOUND):
        return None
    raise no.told()
