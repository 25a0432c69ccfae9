"""A real server that can be stopped and started, and desks that talk with it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest
from sqlalchemy import func, select

from fieldapp.domain.ids import SpaceId
from fieldapp.storage.list_values import Agreement
from fieldapp.storage.store import Happened
from sync.client.errors import Connection, LinkCut
from sync.client.exchange import Exchange, Outcome
from sync.client.facts import remember_address
from sync.client.heads import heads
from sync.client.log import Event
from sync.client.transport import Patience
from sync.protocol.head import Head
from sync.server import log, schema
from sync.server.running import Seal
from tests.sync.client.making import Person
from tests.sync.server.served import running

#: Nothing takes so long on this computer, and a test that is wrong ends.
PATIENCE = Patience(connect=10.0, answer=10.0, exchange=20.0)


class Server:
    """Runs in a thread. After `stop` and `start` it stands at the same port, with the same folder."""

    def __init__(self, kit: bytes, folder: Path, seal: Seal | None = None) -> None:
        self.kit = kit
        self.seal = seal
        self.folder = folder
        self.port = 0
        self._stack = ExitStack()

    @property
    def url(self) -> str:
        return f"{'http' if self.seal is None else 'https'}://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.centre, self.port, self.broken = self._stack.enter_context(
            running(self.kit, self.folder, port=self.port, seal=self.seal)
        )

    def stop(self) -> None:
        self._stack.close()

    def heads(self) -> dict[SpaceId, Head]:
        """What it holds of each space that has chunks."""
        trust = self.centre.register.now().trust
        with self.centre.database.reading() as connection:
            held = log.heads(connection, self.centre.organisation, list(trust.spaces))
        return {space: head for space, head in held.items() if head.count}

    def size(self, space: SpaceId) -> int:
        """How many bytes it keeps of a space."""
        chunk = schema.chunk
        with self.centre.database.reading() as connection:
            found = select(func.sum(func.length(chunk.c.raw))).where(chunk.c.space == space)
            return int(connection.execute(found).scalar_one())

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class Talker:
    """A desk and its talks. `happened` is all that screens would have heard."""

    def __init__(self, person: Person, url: str, patience: Patience = PATIENCE) -> None:
        self.person = person
        self.happened = Happened()
        self.progress: list[tuple[int, int, int]] = []
        self.heard: Callable[[], object] = bool  # is called when something has come
        person.store.write_now(lambda write: remember_address(write, url))
        self._exchange = Exchange(person.station, patience, tell=self._tell, progress=self._progressed)

    def talk(self) -> Outcome:
        return self._exchange.talk()

    def breaks_off(self, error: type[Connection] = LinkCut) -> Connection:
        """A talk that ends in trouble."""
        with pytest.raises(error) as told:
            self._exchange.talk()
        return told.value

    def hang_up(self) -> None:
        self._exchange.hang_up()

    def heads(self) -> dict[SpaceId, Head]:
        with self.person.store.read() as reader:
            return heads(reader)

    def agreement(self, space: SpaceId) -> Agreement:
        with self.person.store.read() as reader:
            return reader.agreement(space)

    def not_sent(self) -> int:
        with self.person.store.read() as reader:
            return reader.standing().not_sent

    def log(self) -> list[str]:
        """The events, the newest first."""
        with self.person.store.read() as reader:
            return [entry.event for entry in reader.sync.log()]

    def has_noted(self, event: Event) -> bool:
        return event.value in self.log()

    def _tell(self, happened: Happened) -> None:
        self.happened |= happened
        self.heard()

    def _progressed(self, sent: int, of: int, received: int) -> None:
        self.progress.append((sent, of, received))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._exchange.close()
