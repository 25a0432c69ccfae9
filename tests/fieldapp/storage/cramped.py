"""A worker whose disk takes no more than so many bytes in a file: the system itself refuses her writes."""

from __future__ import annotations

import resource
import signal
import sys
from functools import partial
from pathlib import Path
from typing import BinaryIO

from fieldapp.domain.ids import RecordId
from fieldapp.storage.backup import back_up, copies_on
from fieldapp.storage.troubles import StoreTrouble
from tests.fieldapp.storage.making import CASE, Desk, at, open_desk

#: More than a desk of one case, and less than what is saved or copied then.
ROOM = 1_000_000


def main(what: str, folder: Path) -> None:
    """Lines on stdout: "saved RECORD" for each save that was answered, "refused KIND" for the trouble."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with open_desk(folder) as desk:
        {"save": save, "copy": copy, "attach": attach}[what](desk)
        desk.store.check()


def save(desk: Desk) -> None:
    """Save until the disk refuses; then there is room again."""
    tell("saved", desk.create(CASE, status="open"))
    cramp()
    try:
        while True:
            tell("saved", desk.create(CASE, status="open", story="я" * 20_000))
    except StoreTrouble as trouble:
        tell("refused", type(trouble).__name__)
    ease()
    tell("saved", desk.create(CASE, status="open", story="я" * 20_000))


def attach(desk: Desk) -> None:
    """A file fits; the next one, larger, does not; what she saves then does."""
    folder = desk.store.attachments.folder
    desk.store.attachments.keep(partial(write, b"small"))
    cramp()
    try:
        desk.store.attachments.keep(partial(write, bytes(2 * ROOM)))
    except OSError:
        tell("refused", "OSError")
    tell("left", str(len(list(folder.iterdir()))))
    tell("saved", desk.create(CASE, status="open"))


def write(content: bytes, file: BinaryIO) -> None:
    """Into a file, as the vault does, piece by piece."""
    file.writelines(content[start : start + (1 << 16)] for start in range(0, len(content), 1 << 16))


def copy(desk: Desk) -> None:
    """A copy fits; the next one, of a larger desk, does not."""
    stick = desk.store.path.parent / "USB"
    stick.mkdir()
    (desk.store.path.parent / "keystore").write_bytes(b"her keystore")
    tell("saved", desk.create(CASE, status="open"))
    back_up(desk.store, b"b" * 32, stick, desk.now)
    for _ in range(40):
        tell("saved", desk.create(CASE, status="open", story="я" * 20_000))
    cramp()
    try:
        back_up(desk.store, b"b" * 32, stick, at("2026-03-21T09:00:00.000+06:00"))
    except StoreTrouble as trouble:
        tell("refused", type(trouble).__name__)
    ease()
    tell("copies", str(len(copies_on(stick))))
    tell("left", str(len(list(stick.iterdir()))))


def cramp() -> None:
    """From now on no file grows beyond the room there is."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, resource.RLIM_INFINITY))


def ease() -> None:
    """She has deleted her films."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def tell(what: str, value: RecordId | str) -> None:
    """A line for the parent."""
    print(what, value, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
