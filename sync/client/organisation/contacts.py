"""When each colleague's laptop sent something last, as the server says: asked now and then by a coordinator's desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final, cast

from fieldapp.domain.answers import Json
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import DeskId
from fieldapp.storage.store import Happened, Reader, Write
from sync.client.believing import trust_of
from sync.client.facts import identity_in
from sync.client.station import Station
from sync.client.talk.calling import Caller
from sync.protocol import paths
from sync.protocol.contacts import read_contacts
from sync.protocol.errors import Malformed

_CONTACTS: Final = "sync contacts"
_ASKED: Final = "sync contacts asked"
_EVERY: Final = timedelta(hours=1)


def contacts(reader: Reader) -> dict[DeskId, Moment]:
    """As they were told last."""
    kept = cast("dict[str, str]", reader.recall(_CONTACTS) or {})
    return {DeskId(desk): Moment.from_text(when) for desk, when in kept.items()}


def fetch_contacts(station: Station, caller: Caller, tell: Callable[[Happened], None]) -> None:
    """Ask, at an administrator's desk and not too often; an older server says no. Raises Connection."""
    now = station.clock.now()
    with station.store.read() as reader:
        asked, trust = reader.recall(_ASKED), trust_of(reader)
        if not trust.is_administrator(identity_in(reader).desk):
            return
    if isinstance(asked, str) and abs(now.utc - Moment.from_text(asked).utc) < _EVERY:
        return
    reply = caller.ask("GET", paths.CONTACTS, trust)
    try:
        found = read_contacts(reply.body) if reply.status == 200 else {}
    except Malformed:
        found = {}  # it is for reading alone

    def keep(write: Write) -> Happened:
        kept: dict[str, Json] = {desk: when.text for desk, when in found.items()}
        write.remember(_ASKED, now.text)
        write.remember(_CONTACTS, kept or None)
        return write.sync_changed()

    tell(station.store.write_now(keep))
