"""One talk with the server: what waits goes out, what is new comes in, until nothing is left on either side.

Everything may break off at any byte. What the server has answered for is answered for, what has come in is stored, and
the next talk goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from enum import Enum
from threading import Lock
from typing import Final

from fieldapp.storage.store import Happened
from sync.client import documents
from sync.client.answering import Answer, Partial
from sync.client.attachments import Carrying
from sync.client.beginning import begin_from, has_something, news_path, still_next
from sync.client.believing import trust_of
from sync.client.calling import Caller, Declined
from sync.client.contacts import fetch_contacts
from sync.client.erasing import go_on, has_begun
from sync.client.errors import LinkCut
from sync.client.facts import identity_in
from sync.client.handing import let_go
from sync.client.incoming import open_held
from sync.client.joining import is_joined, joining
from sync.client.leaving import leave
from sync.client.membership import settle_in
from sync.client.mending import is_restored, note_restored
from sync.client.obeying import obey
from sync.client.outgoing import waiting_chunks
from sync.client.posting import Newcomer, carry_papers
from sync.client.rules import follow, renew, vouchers
from sync.client.sending import Sending, There
from sync.client.settling import settle
from sync.client.station import Station
from sync.client.tally import Tally, note_tally
from sync.client.transport import Line, Patience, clean_address
from sync.client.wiping import say_done
from sync.protocol.refusals import What
from sync.protocol.trust import Trust

#: Told while talking: how many records have gone out, of how many, and how many have come in.
Progress = Callable[[int, int, int], None]


#: A whole exchange, with heads that the server signs, takes place at least every so many talks.
_IN_SHORT: Final = 10


class Outcome(Enum):
    """How a talk ended that came to its end."""

    DONE = "done"
    ASKED = "asked"  # this desk waits to be let in


class Exchange:
    """Talks, one at a time, over one line that stays open. `hang_up` may come from any thread and is for good.

    `has_moved`: the last talk has brought something nearer to its end, even if it broke off.
    """

    def __init__(
        self, station: Station, patience: Patience, *, tell: Callable[[Happened], None], progress: Progress
    ) -> None:
        self._station = station
        self._patience = patience
        self._tell = tell
        self._progress = progress
        self._lock = Lock()
        self._hung_up = False
        self._line: Line | None = None
        self._caller: Caller | None = None
        self._newcomer = Newcomer(station, tell)
        self._carrying = Carrying(station, tell)
        self._partial: Partial | None = None
        self._was_cut = True  # for all that this process knows
        self._known = There()
        self.has_moved = False
        self._has_begun = False
        self._in_short = _IN_SHORT  # a process begins with a whole exchange

    @property
    def clock_off(self) -> timedelta:
        """How far the server's clock is before this laptop's."""
        return timedelta(0) if self._caller is None else self._caller.clock_off

    def has_somebody(self) -> bool:
        """Whether there is a server to talk to."""
        self._station.identity()
        with self._station.store.read() as reader:
            belongs = is_joined(reader) or joining(reader) is not None
            return belongs and bool(identity_in(reader).address)

    def talk(self) -> Outcome:
        """Until nothing is left. Raises the errors of `errors`, and what the store raises; nothing is lost by it."""
        self.has_moved = False
        while True:
            line, caller = self._reach()
            with self._station.store.read() as reader:
                joined = is_joined(reader)
            if joined:
                self._talk_as_member(line, caller)
                while self._carry_files(caller) or say_done(self._station):
                    self._talk_as_member(line, caller)
                self._tidy_up()
                return Outcome.DONE
            if not self._newcomer.goes_on(line, caller):
                return Outcome.ASKED

    def hang_up(self) -> None:
        """Break off, and talk no more."""
        with self._lock:
            self._hung_up = True
            if self._line is not None:
                self._line.hang_up()

    def close(self) -> None:
        """Give the line back."""
        if self._line is not None:
            self._line.close()

    def drop(self) -> None:
        """What is open may be dead: make a new connection for the next talk."""
        if self._line is not None:
            self._line.close()

    def _reach(self) -> tuple[Line, Caller]:
        address = clean_address(self._station.identity().address)
        with self._station.store.read() as reader:
            vouching = vouchers(reader)
        with self._lock:
            if self._hung_up:
                raise LinkCut
            line, caller = self._line, self._caller
            if line is None or caller is None or (line.address, line.vouchers) != (address, vouching):
                self.close()
                self._line = line = Line(address, self._patience, vouching)
                self._caller = caller = Caller(self._station, line)
            return line, caller

    def _talk_as_member(self, line: Line, caller: Caller) -> None:
        tally, was_open, again = Tally(), line.proven, True
        if not self._has_begun:
            self._begin_run()
        renew(self._station)
        try:
            while again:
                try:
                    again = (tally.begun or self._has_news(caller)) and self._exchange(line, caller, tally)
                except LinkCut:
                    if not was_open or tally.heard or self._hung_up:
                        raise  # else it was closed while nobody talked: that is no trouble
                was_open = False
                again |= self._settle_in(tally)
                again |= self._erase(tally)
        finally:
            note_tally(self._station, tally)
            self._settle_in(tally)
        carry_papers(self._station, caller, self._tell)
        if tally.begun:
            fetch_contacts(self._station, caller, self._tell)

    def _carry_files(self, caller: Caller) -> bool:
        """Last of all; whether something else must go first."""
        try:
            return self._carrying.carry(caller)
        finally:
            self.has_moved |= self._carrying.has_moved

    def _tidy_up(self) -> None:
        """What is not hers any more goes, now that it was sent."""
        happened = let_go(self._station) | leave(self._station)
        if happened:
            self._tell(happened)

    def _settle_in(self, tally: Tally) -> bool:
        """She may belong to more spaces now; whether something moved into one that is to be sent."""
        if not tally.documents_came:
            return False
        tally.documents_came = False
        happened = settle_in(self._station) | follow(self._station)
        if happened:
            self._tell(happened)
        return bool(happened.records)

    def _erase(self, tally: Tally) -> bool:
        """What was erased for good goes here too, and an erasure of one's own goes on; whether that is to be sent."""
        happened = obey(self._station)
        if happened:
            self._tell(happened)
        return go_on(self._station, tally.read, tally.cleared) or bool(happened)

    def _has_news(self, caller: Caller) -> bool:
        """Whether there is anything to exchange. The server's short answer is not signed, so not always asked for."""
        with self._station.store.read() as reader:
            trust, mine = trust_of(reader), has_something(reader) or has_begun(reader)
            path = news_path(reader, trust)
        self._in_short += 1
        if mine or self._partial is not None or self._in_short >= _IN_SHORT:
            self._in_short = 0
            return True
        return caller.has_news(path, trust)

    def _begin_run(self) -> None:
        """What is done once in each run of the program: it may be newer now, or the desk may have been restored."""
        station, self._has_begun = self._station, True
        with station.store.read() as reader:
            restored, drawn = is_restored(reader), reader.outbox.incarnation()
        if restored:
            station.store.write_now(lambda write: note_restored(write, station))
        elif not drawn:
            station.store.write_now(lambda write: write.outbox.incarnation())
        happened = open_held(station)
        if happened:
            self._tell(happened)

    def _exchange(self, line: Line, caller: Caller, tally: Tally) -> bool:
        """One POST and its answer; whether another would bring more."""
        station, tally.begun = self._station, True
        with station.store.read() as reader:
            trust = trust_of(reader)
        there = self._there(caller, trust)
        with station.store.read() as reader:
            self._partial = still_next(reader, self._partial)
            begin, not_sent = begin_from(reader, trust, self._partial), reader.standing().not_sent
        answer = Answer(station=station, trust=trust, tell=self._tell, partial=self._partial)

        def progress() -> None:
            gone = tally.sent + sending.records
            self._progress(gone, max(gone, tally.sent + not_sent), len(tally.received) + len(answer.received))

        sending = Sending(
            station=station,
            begin=begin.encode(),
            cursor=begin.documents.cursor,
            there=there,
            closed=tally.closed,
            later=tally.later,
            is_answered=line.is_heard,
            progress=progress,
        )
        try:
            self._send_and_hear(caller, trust, sending, answer)
        except Declined as no:
            if not no.is_stranger or tally.introduced:
                raise no.told() from no
            tally.introduced = True
            station.store.write_now(documents.offer_all)
            return True
        except Exception:
            self.has_moved |= bool(sending.sent) and not there.asked
            self._was_cut |= bool(sending.sent)
            raise
        finally:
            self.has_moved |= bool(answer.answered or answer.received) or answer.partial != self._partial
            self._partial = answer.partial
            tally.take(answer)
        self._was_cut = any(refusal.what is What.EXCHANGE for refusal in answer.refusals)
        if self._was_cut:
            raise LinkCut  # what went out did not come in as it was
        return settle(station, tally, sending, answer)

    def _send_and_hear(self, caller: Caller, trust: Trust, sending: Sending, answer: Answer) -> None:
        with caller.talk(trust, sending.begin, sending.body) as reply:
            try:
                for data in reply.pieces:
                    before = len(answer.received)
                    answer.feed(data)
                    if len(answer.received) > before:
                        sending.progress()
            finally:
                answer.break_off()
            answer.end()

    def _there(self, caller: Caller, trust: Trust) -> There:
        """Asked only where something may be there that this desk does not know of."""
        with self._station.store.read() as reader:
            asks, who = self._was_cut and bool(waiting_chunks(reader)), identity_in(reader)
        if not asks:
            return There()
        marks = caller.marks(trust)
        streams = {stream: mark.n for stream, mark in marks.streams.items() if stream.desk == who.desk}
        there = There(asked=True, streams=streams, kept=marks.kept)
        self.has_moved |= there != self._known
        self._known = there
        return there
