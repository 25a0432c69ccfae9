"""Attached files go to the server and come from there: after everything else, piece by piece, never instead of it.

A piece is small, so that what she saves meanwhile waits ten seconds at most. What has arrived on either side stays
there when the line breaks, and when the program ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Final

from fieldapp.domain.attachments import SealedId
from fieldapp.domain.ids import DeskId, SpaceId
from fieldapp.storage.attachments import Attachments
from fieldapp.storage.carried import Named
from fieldapp.storage.store import Happened, Reader, Write
from sync.client.believing import trust_of
from sync.client.errors import FilesNotKept, NoRoomForFiles, ServerNonsense
from sync.client.facts import identity_in
from sync.client.station import Station
from sync.client.talk.beginning import has_something
from sync.client.talk.calling import Caller, Declined, declined
from sync.client.talk.transport import Reply
from sync.protocol import limits, paths
from sync.protocol.errors import Forged, Malformed, NotAllowed
from sync.protocol.sealed_files import Held, check_file_receipt, encode_files, read_sizes
from sync.protocol.trust import Trust

#: A file that the server did not have is not asked for again in the next so many talks.
_PAUSE: Final = 5
#: Of what comes, so much is lost at most when the program is killed.
_WRITE_EVERY: Final = 8 * 1024
#: Not taken, and not taken a moment later either.
_FOR_GOOD: Final = (401, 403, 404, 405, 413)
_OTHER_PIECE: Final = 409


@dataclass(frozen=True, slots=True)
class FilesWaiting:
    """`to_send` files, `size` bytes in all, are to go to the server; `to_come` are to come from colleagues."""

    to_send: int = 0
    size: int = 0
    to_come: int = 0


NO_FILES: Final = FilesWaiting()


def files_waiting(reader: Reader, files: Attachments) -> FilesWaiting:
    """What stands only here, and what is not here yet."""
    named = reader.files.named()
    here = files.here() if named else frozenset()
    out = {each.file for each in named if each.file in here and not each.delivered}
    sizes = [files.path(file).stat().st_size for file in out if files.has(file)]
    return FilesWaiting(len(out), sum(sizes), len({each.file for each in named if each.file not in here}))


def files_to_send(reader: Reader, files: Attachments, trust: Trust, desk: DeskId) -> tuple[Named, ...]:
    """What stands only here and may go there: into every space of the organisation, unless the desk was shut out."""
    named = reader.files.named()
    here = files.here() if named else frozenset()
    out = (each for each in named if each.file in here and not (each.delivered or each.waits))
    return tuple(each for each in out if trust.may_bring(desk, each.space))


class Carrying:
    """Carries the files of one desk. `has_moved`: some bytes have got through in the last `carry`."""

    def __init__(self, station: Station, tell: Callable[[Happened], None]) -> None:
        self._station = station
        self._files = station.store.attachments
        self._tell = tell
        self._passed_over: set[tuple[SpaceId, SealedId]] = set()
        self._missed: frozenset[SealedId] = frozenset()
        self._pause = 0
        self.has_moved = False

    def carry(self, caller: Caller) -> bool:
        """Until nothing is left: False; or until something else waits to be sent: True.

        Raises Connection, NoRoomForFiles, FilesNotKept.
        """
        self.has_moved = False
        with self._station.store.read() as reader:
            named, trust, desk = reader.files.named(), trust_of(reader), identity_in(reader).desk
            out = files_to_send(reader, self._files, trust, desk)
        if not named:
            return False
        here, left = self._files.here(), [each for each in named if (each.space, each.file) not in self._passed_over]
        missing = [each for each in left if each.file not in here and trust.may_read(desk, each.space)]
        out = tuple(each for each in out if each in left)
        for _ in self._steps(caller, trust, out, missing):
            self.has_moved = True
            with self._station.store.read() as reader:
                if has_something(reader):
                    return True
        return False

    def _steps(self, caller: Caller, trust: Trust, out: Sequence[Named], missing: Sequence[Named]) -> Iterator[None]:
        """Between two of them everything else may come first."""
        for each in out:
            yield from self._send(caller, trust, each.space, each.file)
        wanted = frozenset(each.file for each in missing)
        if not wanted or (self._pause and wanted == self._missed):
            self._pause = max(0, self._pause - 1)
            return
        for space, group in groupby(sorted(missing, key=attrgetter("space")), attrgetter("space")):
            files = [each.file for each in group]
            for first in range(0, len(files), limits.FILES):
                there = _which(caller, trust, space, files[first : first + limits.FILES])
                for file, size in there.items():
                    yield from self._fetch(caller, trust, space, file, size)
        self._missed, self._pause = wanted, _PAUSE

    def _send(self, caller: Caller, trust: Trust, space: SpaceId, file: SealedId) -> Iterator[None]:
        reply = caller.ask("GET", paths.file(space, file), trust)
        while (held := self._held(reply, space, file)) is not None:
            if held.receipt is not None:
                self._take_receipt(held, trust, space, file)
                return
            size, piece = self._piece(file, held.size)
            if held.size > size or not piece:
                return  # it was swept away meanwhile, or the server has more than there is
            reply = caller.ask("POST", paths.file_from(space, file, held.size, size), trust, body=piece)
            yield

    def _held(self, reply: Reply, space: SpaceId, file: SealedId) -> Held | None:
        """How far the server has come; None where it goes no further now."""
        if reply.status == 200:
            try:
                return Held.decode(reply.body)
            except Malformed as wrong:
                raise ServerNonsense from wrong
        if reply.status in _FOR_GOOD:
            self._passed_over.add((space, file))
        elif reply.status != _OTHER_PIECE:
            raise declined(reply.status, reply.body).told()
        return None

    def _take_receipt(self, held: Held, trust: Trust, space: SpaceId, file: SealedId) -> None:
        assert held.receipt is not None
        try:
            check_file_receipt(held.receipt, trust, space, file)
        except (Forged, NotAllowed) as wrong:
            raise ServerNonsense from wrong
        self._note(space, file, held.receipt.raw)

    def _piece(self, file: SealedId, offset: int) -> tuple[int, bytes]:
        """How large the file is, and its bytes from there; none where it is gone."""
        try:
            with self._files.path(file).open("rb") as sealed:
                size = sealed.seek(0, 2)
                sealed.seek(min(offset, size))
                return size, sealed.read(limits.FILE_PIECE)
        except FileNotFoundError:
            return 0, b""
        except OSError as wrong:
            raise FilesNotKept from wrong

    def _fetch(self, caller: Caller, trust: Trust, space: SpaceId, file: SealedId, size: int) -> Iterator[None]:
        while (at := self._files.begun(file)) < size:
            if not self._files.has_room(size - at):
                raise NoRoomForFiles
            try:
                with caller.fetch(paths.file_from(space, file, at, limits.FILE_PIECE), trust) as reply:
                    self._write(file, reply.pieces, size - at)
            except Declined as no:
                if no.status in _FOR_GOOD:
                    return
                raise no.told() from no
            if self._files.begun(file) == at:
                return
            yield
        try:
            if self._files.finish(file):
                self._note(space, file, None)
            else:
                self._passed_over.add((space, file))
        except OSError as wrong:
            raise FilesNotKept from wrong

    def _write(self, file: SealedId, pieces: Iterator[bytes], most: int) -> None:
        came = bytearray()
        try:
            for piece in pieces:
                came += piece
                if len(came) > most:
                    raise ServerNonsense
                if len(came) >= _WRITE_EVERY:
                    most -= self._keep(file, came)
        finally:
            self._keep(file, came)

    def _keep(self, file: SealedId, came: bytearray) -> int:
        size = len(came)
        if size:
            try:
                self._files.add(file, bytes(came))
            except OSError as wrong:
                raise FilesNotKept from wrong
            self.has_moved = True
            came.clear()
        return size

    def _note(self, space: SpaceId, file: SealedId, receipt: bytes | None) -> None:
        def note(write: Write) -> Happened:
            write.files.deliver(space, [file], receipt)
            return write.sync_changed()

        self._tell(self._station.store.write_now(note))


def _which(caller: Caller, trust: Trust, space: SpaceId, files: Sequence[SealedId]) -> dict[SealedId, int]:
    """Those of them that are at the server, and how large they are."""
    reply = caller.ask("POST", paths.files(space), trust, body=encode_files(files))
    if reply.status in _FOR_GOOD:
        return {}
    if reply.status != 200:
        raise declined(reply.status, reply.body).told()
    try:
        found = read_sizes(reply.body)
    except Malformed as wrong:
        raise ServerNonsense from wrong
    return {file: size for file, size in found.items() if file in files}
