"""What a desk sends in an exchange: judged frame by frame, and stored as it comes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from sync.protocol import limits
from sync.protocol.beginning import Begin
from sync.protocol.chunks import Chunk, Place, check_chunk
from sync.protocol.envelopes import read_envelope
from sync.protocol.errors import Forged, Malformed, NotAllowed, NotYet, Unacceptable, Void
from sync.protocol.frames import Decoder, Frame, FrameType
from sync.protocol.keys import sha256
from sync.protocol.names import ChunkHash
from sync.protocol.pieces import Growing, Piece
from sync.protocol.refusals import FORKED, GAP, OTHER_PIECE, TOO_BIG, Refusal, What
from sync.protocol.requests import SignedRequest, marks_of
from sync.protocol.said import Snapshot
from sync.protocol.statements import read_statement
from sync.protocol.streams import Stream
from sync.server import log, partials
from sync.server.backups import last_backup
from sync.server.centre import Centre
from sync.server.clearing import Clearing
from sync.server.gate import Declined, declined, let_in

#: What a desk that is not known may send to make itself known.
INTRODUCTION: Final = 1024 * 1024
#: After how many more bytes the beginning of a chunk is saved though the link still holds.
_SAVE_EVERY: Final = 4096


@dataclass(slots=True)
class Taken:
    """What has become of an exchange's way in: the streams whose chunks are stored, the statements and envelopes that
    are in the register, and what was refused."""

    documents: set[str] = field(default_factory=set)
    streams: dict[Stream, None] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    chunks: int = 0


class Incoming:
    """One exchange's way in. Each chunk is durable before the next is looked at; what is refused stops nothing else.

    `feed` whatever has come, then `end`, or `broke_off`. Declined is raised until the desk is known and has begun;
    from then on everything that is wrong is a refusal.
    """

    def __init__(self, centre: Centre, asked: SignedRequest) -> None:
        self._centre = centre
        self._asked = asked
        self._decoder = Decoder()
        self._begin: Begin | None = None
        self._known = False
        self._fed = 0
        self._saved = 0
        self.taken = Taken()
        self.over = False

    def open(self) -> None:
        """Judge the request by its headers, before any of its body. Raises Declined."""
        try:
            let_in(self._centre, self._asked)
            self._known = True
        except NotYet:
            return  # it may make itself known
        except Unacceptable as wrong:
            raise declined(wrong) from wrong

    def feed(self, data: bytes) -> None:
        """More of the body, cut anywhere. Raises Declined."""
        self._fed += len(data)
        if not self._known and self._fed > INTRODUCTION:
            raise Declined(413, TOO_BIG)
        try:
            while (arrived := self._decoder.feed(data)) and not self.over:
                self._take(arrived)
                data = b""
        except Unacceptable as wrong:
            self._stop(wrong)
        if self._decoder.waiting - self._saved >= _SAVE_EVERY:
            self._save()

    def end(self) -> Begin:
        """The body has ended; how it began. Raises Declined if the desk never came to begin."""
        if not self.over:
            self._save()
            self._stop(Malformed("the body ended without END"))
        assert self._begin is not None
        self._clearing().finish()
        return self._begin

    def broke_off(self) -> None:
        """The link has broken: keep what came of the last chunk."""
        self._save()

    def _stop(self, wrong: Unacceptable) -> None:
        if self._begin is None:
            raise declined(wrong) from wrong
        if not self._known:
            raise declined(NotYet("nobody knows this desk")) from wrong
        self.over = True
        self.taken.refusals.append(Refusal.of(What.EXCHANGE, "", wrong))

    # How it begins

    def _take(self, arrived: list[Frame]) -> None:
        self._saved = 0
        for frame in arrived:
            if not self.over:
                self._frame(frame)

    def _frame(self, frame: Frame) -> None:
        if self._begin is None:
            self._begin = self._begun(frame)
        elif not self._known and frame.type not in {FrameType.STATEMENT, FrameType.ENVELOPE}:
            raise NotYet("nobody knows this desk")
        elif frame.type == FrameType.STATEMENT:
            self._statement(frame.body)
        elif frame.type == FrameType.ENVELOPE:
            self._envelope(frame.body)
        elif frame.type == FrameType.PIECE:
            self._piece(frame.body)
        elif frame.type == FrameType.END:
            self.over = True

    def _begun(self, frame: Frame) -> Begin:
        if frame.type != FrameType.BEGIN:
            raise Malformed("an exchange begins with BEGIN")
        if marks_of(frame.body) != self._asked.marks:
            raise Forged("another BEGIN than was signed")
        begin = Begin.decode(frame.body)
        if (begin.organisation, begin.desk) != (self._centre.organisation, self._asked.desk):
            raise NotAllowed("another desk's BEGIN")
        return begin

    # What is sent

    def _statement(self, raw: bytes) -> None:
        try:
            clearing = self._clearing()
            statement = read_statement(raw)
            self._centre.register.add_statement(statement, clearing.when, clearing.obey)
            if isinstance(statement.said, Snapshot) and statement.said.erases:
                self._centre.database.forget()
            self.taken.documents.add(statement.id)
        except Unacceptable as wrong:
            self._refuse(Refusal.of(What.STATEMENT, sha256(raw), wrong))
        if not self._known:
            self.open()

    def _clearing(self) -> Clearing:
        return Clearing(self._centre, self._centre.clock.now(), last_backup(self._centre.folder))

    def _envelope(self, raw: bytes) -> None:
        try:
            envelope = read_envelope(raw)
            self._centre.register.add_envelope(envelope, self._centre.clock.now())
            self.taken.documents.add(envelope.id)
        except Unacceptable as wrong:
            self._refuse(Refusal.of(What.ENVELOPE, sha256(raw), wrong))

    def _piece(self, body: bytes) -> None:
        name = ChunkHash("")
        try:
            piece = Piece.decode(body)
            name = piece.chunk
            before = self._before(piece)
            if before is None:
                self._refuse(Refusal(What.CHUNK, name, OTHER_PIECE))
                return
            grown = before.with_more(piece.offset, piece.data)
            chunk = grown.whole()
            if chunk is None:
                self._keep(name, grown)
            else:
                self._chunk(name, chunk)
        except Unacceptable as wrong:
            self._forget(name)
            self._refuse(Refusal.of(What.CHUNK, name, wrong))

    def _before(self, piece: Piece) -> Growing | None:
        """What is here of the chunk, as far as the piece goes on from it; None if it does not."""
        if piece.offset == 0:
            return Growing()
        with self._centre.database.reading() as connection:
            kept = partials.kept(connection, self._centre.organisation, self._asked.desk)
        if kept is None or kept.chunk != piece.chunk or piece.offset > len(kept.growing.data):
            return None
        return Growing(kept.growing.data[: piece.offset])

    def _chunk(self, name: ChunkHash, chunk: Chunk) -> None:
        if chunk.hash != name:
            raise Forged("another chunk than was announced")
        centre = self._centre
        trust = centre.register.now().trust
        check_chunk(chunk, trust)
        if trust.void(chunk.epoch):
            raise Void("its epoch's key was destroyed")
        with centre.database.writing() as connection:
            partials.drop(connection, centre.organisation, self._asked.desk, name)
            found = log.take(connection, chunk, when=centre.clock.now(), key=centre.key)
        if found in {Place.NEXT, Place.REPEATED}:
            self.taken.streams[chunk.stream] = None
            self.taken.chunks += found is Place.NEXT
        else:
            self._refuse(Refusal(What.CHUNK, name, FORKED if found is Place.FORKED else GAP))

    def _refuse(self, refusal: Refusal) -> None:
        if len(self.taken.refusals) >= limits.ENTRIES:
            raise Malformed("too much of this cannot be taken")
        self.taken.refusals.append(refusal)

    # The chunk that is half here

    def _save(self) -> None:
        """Keep what has come of the chunk that is under way."""
        rest = self._decoder.unfinished() if self._known and not self.over else None
        self._saved = self._decoder.waiting
        if rest is None or rest.type != FrameType.PIECE:
            return
        try:
            piece = Piece.decode(rest.body)
            before = self._before(piece)
            if before is not None and piece.data:
                self._keep(piece.chunk, before.with_more(piece.offset, piece.data))
        except Malformed:
            return  # it is refused when all of it has come

    def _keep(self, name: ChunkHash, growing: Growing) -> None:
        organisation, asked = self._centre.organisation, self._asked
        with self._centre.database.writing() as connection:
            partial = partials.Partial(name, growing)
            partials.keep(connection, organisation, asked.desk, partial, counter=asked.counter)

    def _forget(self, name: ChunkHash) -> None:
        with self._centre.database.writing() as connection:
            partials.drop(connection, self._centre.organisation, self._asked.desk, name)
