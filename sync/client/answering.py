"""The server's answer to an exchange, taken in as it comes: what was taken in stays, wherever the line breaks.

Receipts, heads and documents are believed because of their signatures. What was refused is looked at once the whole
answer is here.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial as bound

from fieldapp.domain.ids import RecordId, SpaceId
from fieldapp.storage.store import Happened, Write
from sync.client.believing import trust_of
from sync.client.documents import cursor, is_lost, refuse, refused
from sync.client.errors import LinkCut, ServerNonsense, ServerNotOurs
from sync.client.gone import take_gone
from sync.client.incoming import Given, Hole, Twin, take_documents, take_placed, take_unreadable
from sync.client.log import Event, note
from sync.client.outgoing import take_receipt
from sync.client.starting import take_delivered
from sync.client.station import Station
from sync.protocol.agreement import Heads, check_heads, read_heads
from sync.protocol.chunks import Chunk, check_chunk
from sync.protocol.cleared import Cleared, check_cleared, read_cleared
from sync.protocol.envelopes import Envelope, read_envelope
from sync.protocol.errors import Forged, Malformed, Unacceptable
from sync.protocol.frames import Decoder, Frame, FrameType
from sync.protocol.pieces import Delivery, Growing, Placed
from sync.protocol.receipts import Receipt, check_receipt, read_receipt
from sync.protocol.refusals import Refusal
from sync.protocol.statements import Statement, read_statement
from sync.protocol.trust import Trust


@dataclass(frozen=True, slots=True)
class Partial:
    """The beginning of a chunk that broke off on its way here: where it stands, and what has come of it."""

    space: SpaceId
    seq: int
    growing: Growing


@dataclass(slots=True, kw_only=True)
class Answer:
    """Feed it what comes. `heads` is the last that came, `partial` what the next exchange goes on from.

    `answered`: how many records' changes the server has given receipts for. `twin`: a copy of this desk sends too.
    """

    station: Station
    trust: Trust
    tell: Callable[[Happened], None]
    partial: Partial | None = None
    heads: Heads | None = None
    refusals: list[Refusal] = field(default_factory=list)
    answered: int = 0
    received: set[RecordId] = field(default_factory=set)
    twin: bool = False
    documents_came: bool = False
    fed: bool = False
    ended: bool = False
    _decoder: Decoder = field(default_factory=Decoder)
    _receipts: list[Receipt] = field(default_factory=list)
    _statements: list[Statement] = field(default_factory=list)
    _envelopes: list[Envelope] = field(default_factory=list)
    _cleared: list[Cleared] = field(default_factory=list)
    _taken: list[str] = field(default_factory=list)
    _shut: set[SpaceId] = field(default_factory=set)

    def feed(self, data: bytes) -> None:
        """More of the answer, cut anywhere. Raises ServerNonsense, ServerNotOurs, and what the store raises."""
        self.fed = True
        try:
            while arrived := self._decoder.feed(data):
                for frame in arrived:
                    self._frame(frame)
                data = b""
        except Malformed as wrong:
            raise ServerNonsense from wrong
        except Unacceptable as wrong:
            raise ServerNotOurs from wrong

    def end(self) -> None:
        """Nothing more comes. Raises LinkCut unless the answer is whole."""
        self.break_off()
        if not self.ended:
            raise LinkCut
        if self.heads is None:
            raise ServerNonsense

    def break_off(self) -> None:
        """Keep what has come so far, of the last chunk too."""
        self._take_receipts()
        with suppress(Malformed):  # then it is asked for from its beginning
            rest = self._decoder.unfinished()
            if rest is not None and rest.type == FrameType.CHUNK:
                self._keep_partial(Delivery.decode(rest.body))

    def _frame(self, frame: Frame) -> None:
        if frame.type not in (FrameType.RECEIPT, FrameType.REFUSED):
            self._take_receipts()
        match frame.type:
            case FrameType.RECEIPT:
                receipt = read_receipt(frame.body)
                check_receipt(receipt, self.trust)
                self._receipts.append(receipt)
            case FrameType.REFUSED:
                self.refusals.append(Refusal.decode(frame.body))
            case FrameType.HEADS:
                self._take_heads(read_heads(frame.body))
            case FrameType.END:
                self.ended = True
            case FrameType.STATEMENT | FrameType.ENVELOPE | FrameType.CLEARED | FrameType.TAKEN:
                self._document(frame)
            case _:
                self._part_of_log(frame)

    def _document(self, frame: Frame) -> None:
        """Kept until the heads say up to which number they go."""
        match frame.type:
            case FrameType.STATEMENT:
                self._statements.append(read_statement(frame.body))
            case FrameType.ENVELOPE:
                self._envelopes.append(read_envelope(frame.body))
            case FrameType.CLEARED:
                cleared = read_cleared(frame.body)
                check_cleared(cleared, self.trust)
                self._cleared.append(cleared)
            case FrameType.TAKEN:
                self._taken.append(frame.body.hex())

    def _part_of_log(self, frame: Frame) -> None:
        match frame.type:
            case FrameType.CHUNK:
                self._take_delivery(Delivery.decode(frame.body))
            case FrameType.PLACED:
                placed = Placed.decode(frame.body)
                self._take(placed.space, lambda: take_placed(self.station, placed))
            case FrameType.GONE:
                gone = Placed.decode(frame.body)
                self._take(gone.space, lambda: take_gone(self.station, gone))

    # What this desk has sent

    def _take_receipts(self) -> None:
        """All that have come, in one transaction."""
        receipts, self._receipts = self._receipts, []
        if not receipts:
            return

        def write_down(write: Write) -> tuple[Happened, int, bool]:
            before = sum(chunk.records for chunk in write.outbox.unanswered())
            found = [take_receipt(write, receipt) for receipt in receipts]
            after = sum(chunk.records for chunk in write.outbox.unanswered())
            return write.sync_changed(), before - after, -1 in found

        happened, number, twin = self.station.store.write_now(write_down)
        self.answered += number
        self.twin |= twin
        self.tell(happened)

    # What colleagues have sent

    def _take_heads(self, heads: Heads) -> None:
        check_heads(heads, self.trust)
        self.heads = heads
        has_lost = self._lose()
        documents = (tuple(self._statements), tuple(self._envelopes), heads.documents)
        given = Given(*documents, tuple(self._cleared), tuple(self._taken))
        self._statements, self._envelopes, self._cleared, self._taken = [], [], [], []
        with self.station.store.read() as reader:
            if not has_lost and not given.is_something and cursor(reader) == given.upto:
                return
        self._heard(take_documents(self.station, given))
        self.documents_came |= given.is_something
        with self.station.store.read() as reader:
            self.trust = trust_of(reader)

    def _lose(self) -> bool:
        """Give up what the server will never take of this desk's own; whether that is new. Another word came before it,
        which is believed from now on, and what waited for it can be opened."""
        lost = {each.id for each in self.refusals if is_lost(each)}
        with self.station.store.read() as reader:
            lost -= refused(reader)
        for each in lost:
            self.station.store.write_now(bound(refuse, document=each))
        return bool(lost)

    def _take_delivery(self, part: Delivery) -> None:
        """A chunk, or the rest of one."""
        station, chunk = self.station, self._whole(part)
        self.partial = None
        if chunk is None:
            self._take(part.space, lambda: take_unreadable(station, part.space, part.seq, part.data))
        else:
            self._take(part.space, lambda: take_delivered(station, part.space, part.seq, chunk))

    def _whole(self, part: Delivery) -> Chunk | None:
        """None for what is no chunk. Raises LinkCut where its beginning was another's: then it is asked for anew."""
        chunk = None
        try:
            chunk = self._begun(part).with_more(part.offset, part.data).whole()
            if chunk is not None and part.offset:
                check_chunk(chunk, self.trust)
        except (Malformed, Forged):
            chunk = None
        except Unacceptable:
            return chunk  # whoever takes it in looks at its rights
        if chunk is None and part.offset:
            self.partial = None
            raise LinkCut
        return chunk

    def _take(self, space: SpaceId, take: Callable[[], Happened]) -> None:
        """Nothing is taken behind a hole."""
        if space in self._shut:
            return
        try:
            self._heard(take())
        except Hole:
            self._shut.add(space)
            now = self.station.clock.now()
            self.station.store.write_now(lambda write: note(write, now, Event.HOLE, {"space": space}))
        except Twin:
            self._shut.add(space)
            self.twin = True

    def _heard(self, happened: Happened) -> None:
        self.received |= happened.records
        if happened:
            self.tell(happened)

    def _keep_partial(self, part: Delivery) -> None:
        grown = self._begun(part).with_more(part.offset, part.data)
        if grown.data:
            self.partial = Partial(part.space, part.seq, grown)

    def _begun(self, part: Delivery) -> Growing:
        kept = self.partial if part.offset else None
        return kept.growing if kept is not None and (kept.space, kept.seq) == (part.space, part.seq) else Growing()
