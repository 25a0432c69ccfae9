"""What could not be used: given out as a file for whoever can look at it, or let go."""

from __future__ import annotations

from fieldapp.storage.store import Happened, Write
from sync.client.station import Station


def file_of(station: Station, number: int) -> bytes:
    """The bytes as they came; b"" when it was let go meanwhile."""
    with station.store.read() as reader:
        return next((each.body for each in reader.sync.parked() if each.number == number), b"")


def let_go(station: Station, number: int) -> Happened:
    """It was looked at and is not wanted any more."""

    def write_down(write: Write) -> Happened:
        write.sync.unpark(number)
        return write.sync_changed()

    return station.store.write_now(write_down)
