"""Talks with the server by itself: notices that it is in reach, sends what was saved, fetches what colleagues wrote.

Nothing waits for it: it has a thread of its own, and the records lie in the store before it hears of them.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Final

from fieldapp.domain.clock import Moment
from fieldapp.errors import FieldappError, Trouble
from fieldapp.storage.store import Happened
from fieldapp.words import sentence
from sync.client.bell import Bell, Wake
from sync.client.compacting import Compacting, Step
from sync.client.errors import LinkCut
from sync.client.exchange import Exchange, Outcome
from sync.client.log import note_trouble
from sync.client.pace import POLL_JOINING, Pace
from sync.client.sayings import clock_warning
from sync.client.station import Station
from sync.client.status import Live
from sync.client.transport import PATIENCE, AddressProbe, Patience, own_address

#: How often it is looked whether the laptop has another address: a cable or a Wi-Fi came up.
LOOK_EVERY: Final = 5.0
#: How long it leaves the laptop to others between two steps of gathering a space, in seconds.
BREATH: Final = 0.02
#: The server keeps a connection open a little longer than this after a talk.
_STALE: Final = timedelta(seconds=72)
#: How far a talk has come is told at most so often, in seconds.
_TELL_EVERY: Final = 0.25


class Stumbled(Trouble):
    """Talking broke in a way nobody foresaw; the real error went to `crashed`."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "Something went wrong inside the program while it sent. What you saved is safe, and sending is tried "
                "again by itself."
            )
        )


class Courier:
    """One thread that talks. `tell` and `crashed` are called in it; `live`, `nudge` and `stop` may come from any.

    In practice mode, and without an address, it talks to nobody. After `stop` no thread is left.
    """

    def __init__(
        self,
        station: Station,
        *,
        tell: Callable[[Happened], None],
        crashed: Callable[[BaseException], None] = lambda _: None,
        patience: Patience = PATIENCE,
        bell: Wake | None = None,
        chance: Callable[[], float] = random.random,
        address: AddressProbe = own_address,
    ) -> None:
        self._station = station
        self._tell = tell
        self._crashed = crashed
        self._bell = bell or Bell()
        self._pace = Pace(chance)
        self._probe = address
        self._compacting = Compacting(station)
        self._exchange = Exchange(station, patience, tell=tell, progress=self._progressed)
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._live = Live()
        self._began, self._told = 0.0, 0.0
        self._ended: Moment | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Talk from now on."""
        if self._thread is None and not self._station.practice:
            self._thread = threading.Thread(target=self._run, name="fieldapp-courier", daemon=False)
            self._thread.start()

    def nudge(self) -> None:
        """Something was saved, or she wants it now: talk at once, however long the next wait would have been."""
        self._bell.ring()

    def stop(self, patience: float | None = None) -> bool:
        """Break off what is under way, and end; whether the thread is gone after so many seconds.

        One that is left waits for an answer from the network and no longer touches the store.
        """
        self._stopping.set()
        self._exchange.hang_up()
        self._bell.ring()
        if self._thread is not None:
            self._thread.join(patience)
            if self._thread.is_alive():
                return False
            self._thread = None
        return True

    @property
    def live(self) -> Live:
        """What it does at this moment."""
        with self._lock:
            return self._live

    # In its own thread

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                self._rest(self._talk())
        finally:
            self._exchange.close()

    def _talk(self) -> float:
        """One talk; after how many seconds the next one is due."""
        try:
            if not self._exchange.has_somebody():
                self._show(Live())
                return POLL_JOINING
            self._drop_what_is_stale()
            self._began = self._bell.now()
            self._show(replace(self.live, talking=True, sent=0, of=0, received=0, seconds_left=None, next_try=None))
            outcome = self._exchange.talk()
        except FieldappError as trouble:
            return self._failed(trouble)
        except Exception as error:  # noqa: BLE001 - a fault of ours must not end the talks for good
            self._crashed(error)
            return self._failed(Stumbled())
        self._ended = now = self._station.clock.now()
        clock = clock_warning(now, self._exchange.clock_off)
        self._show(Live(connected=self.live.connected or now, checked=now, clock=clock))
        return self._pace.after_success(joining=outcome is Outcome.ASKED)

    def _failed(self, trouble: FieldappError) -> float:
        if isinstance(trouble, LinkCut) and self._exchange.has_moved:
            return self._pace.after_cut()
        wait = self._pace.after_trouble()
        if not self._stopping.is_set():
            now = self._station.clock.now()
            with suppress(FieldappError):  # the disk may be the trouble
                self._station.store.write_now(lambda write: note_trouble(write, now, trouble))
            next_try = Moment(now.utc + timedelta(seconds=wait), now.offset_minutes)
            self._show(Live(trouble=trouble.sentence, next_try=next_try))
        return wait

    def _rest(self, seconds: float) -> None:
        """Wait so long, but no longer than until it rings, the laptop has another address, or there is something to
        send; meanwhile a space that this desk keeps may be gathered."""
        until, here = self._bell.now() + seconds, self._probe()
        while not self._stopping.is_set() and (left := until - self._bell.now()) > 0:
            step = self._compact()
            if step is Step.TO_SEND:
                return
            pause = BREATH if step is Step.MORE else LOOK_EVERY
            rang, moved = self._bell.wait(min(left, pause)), self._probe() != here
            if moved:
                self._exchange.drop()
            if rang or moved:
                self._pace.reset()
                return

    def _compact(self) -> Step:
        """A little, where the server was reached."""
        if self.live.checked is None:
            return Step.NOTHING
        step = Step.NOTHING
        try:
            step = self._compacting.step()
        except FieldappError:
            self._compacting = Compacting(self._station)  # the disk may be full: the next talk says so
        except Exception as error:  # noqa: BLE001 - a fault of ours must not end the talks for good
            self._compacting = Compacting(self._station)
            self._crashed(error)
        done, of = self._compacting.done, self._compacting.of
        with self._lock:
            ended = self._live.to_gather and not of
            self._live = replace(self._live, gathered=done, to_gather=of)
        if ended or (of and self._bell.now() - self._told >= _TELL_EVERY):
            self._told = self._bell.now()
            self._tell(Happened(sync=True))
        return step

    def _drop_what_is_stale(self) -> None:
        """After the laptop has slept, its connection is dead and would not say so for minutes."""
        if self._ended is not None and abs(self._station.clock.now().utc - self._ended.utc) > _STALE:
            self._exchange.drop()

    def _progressed(self, sent: int, of: int, received: int) -> None:
        now = self._bell.now()
        left = round((now - self._began) * (of - sent) / sent) if sent and of > sent else None
        with self._lock:
            self._live = replace(self._live, sent=sent, of=of, received=received, seconds_left=left)
        if now - self._told >= _TELL_EVERY:
            self._told = now
            self._tell(Happened(sync=True))

    def _show(self, live: Live) -> None:
        with self._lock:
            changed, self._live = self._live != live, live
        if changed:
            self._tell(Happened(sync=True))
