"""At the end of an exchange: what the server refused, whether both hold the same, and whether there is more to do."""

from __future__ import annotations

from dataclasses import replace

from fieldapp.domain.ids import SpaceId
from fieldapp.storage.store import Reader, Write
from fieldapp.storage.sync_values import StreamName
from sync.client import documents
from sync.client.believing import Speaker, trust_of
from sync.client.facts import identity_in
from sync.client.log import Event, note
from sync.client.organisation.hearing import withheld
from sync.client.records import heads
from sync.client.records.alike import is_to_note, note_standing
from sync.client.records.incoming import use_keys
from sync.client.records.outgoing import all_placed, forget_places, seal_more, stop, waiting_chunks
from sync.client.records.spaces import epochs_due, forget_epoch, lacks_envelopes, make_envelopes, open_epochs
from sync.client.station import Station
from sync.client.talk.answering import Answer
from sync.client.talk.mending import agree, note_twin
from sync.client.talk.sending import Sending
from sync.client.talk.tally import Tally
from sync.protocol.agreement import Heads
from sync.protocol.errors import Forged, Malformed, NotYet, Void
from sync.protocol.names import EpochId
from sync.protocol.refusals import FORKED, GAP, OTHER_PIECE, Refusal, What


def settle(station: Station, tally: Tally, sending: Sending, answer: Answer) -> bool:
    """Whether another exchange would bring more. Writes nothing where all is well."""
    tally.tried |= sending.sent.keys()
    with station.store.read() as reader:
        assert answer.heads is not None
        well, tally.read = _is_well(reader, answer), _read(reader, answer.heads)
        more = well and _is_more(reader, tally, sending)
    if not well:
        more = station.store.write_now(lambda write: _settle(write, station, tally, sending, answer))
    if well and not more:
        _note_standings(station, answer)
    keys_may_have_come = bool(sending.sent or sending.documents) or answer.documents_came
    may_follow = keys_may_have_come or answer.answered > 0  # that a record left is told once all of it has arrived
    return more or (may_follow and seal_more(station) > 0)


def _is_well(reader: Reader, answer: Answer) -> bool:
    assert answer.heads is not None
    trust, me = trust_of(reader), identity_in(reader).desk
    return not (
        answer.refusals
        or answer.twin
        or documents.to_send(reader)
        or not documents.are_given(reader)
        or answer.heads.differing(heads.heads(reader))
        or any(heads.is_read_anew(reader, space) for space in answer.heads.spaces)
        or epochs_due(trust, me, _read(reader, answer.heads))
        or lacks_envelopes(reader, trust, me)
    )


def _settle(write: Write, station: Station, tally: Tally, sending: Sending, answer: Answer) -> bool:
    assert answer.heads is not None
    _note_sent(write, sending, answer)
    documents.all_given(write)
    twin = _take_refusals(write, station, tally, sending, answer) or answer.twin
    reading = {space for space in answer.heads.spaces if heads.is_read_anew(write, space)}
    differing = agree(write, station, answer.heads)
    if twin and not differing:
        note_twin(write, station)
    again = (twin or bool(differing)) and not tally.anew
    tally.anew |= twin or bool(differing)
    read = {space for space in reading if not heads.is_read_anew(write, space)}
    _open_next(write, station, answer.heads)
    return again or bool(read) or _is_more(write, tally, sending)


def _note_sent(write: Write, sending: Sending, answer: Answer) -> None:
    """The server has the envelopes that went out; those of a space that this desk has left it does not give back."""
    gone = sending.documents - {refusal.id for refusal in answer.refusals}
    for envelope in write.sync.envelopes():
        if envelope.id in gone and not envelope.sent:
            write.sync.keep_envelope(replace(envelope, sent=True))
    documents.withhold(write, withheld(write, trust_of(write)))


def _note_standings(station: Station, answer: Answer) -> None:
    """Both hold the same, and nothing is left: a good moment to note what that is."""
    assert answer.heads is not None
    said = answer.heads

    def write_down(write: Write) -> None:
        if _has_all(write, said):
            forget_places(write)
        for space in due(write):  # asked once more: she may have saved something since
            note_standing(write, space)

    def due(reader: Reader) -> list[SpaceId]:
        placed = all_placed(reader) or _has_all(reader, said)
        return [space for space in _read(reader, said) if is_to_note(reader, space, all_placed=placed)]

    with station.store.read() as reader:
        any_due = bool(due(reader))
    if any_due:
        station.store.write_now(write_down)


def _has_all(reader: Reader, said: Heads) -> bool:
    """Whether nothing is on its way, neither from this desk nor to it."""
    return not waiting_chunks(reader) and len(_read(reader, said)) == len(said.spaces)


def _read(reader: Reader, said: Heads) -> frozenset[SpaceId]:
    """The spaces of which all that the server holds has been read."""
    return frozenset(space for space, head in said.spaces.items() if head == heads.head_at(reader, space))


def _open_next(write: Write, station: Station, said: Heads) -> None:
    """A new key where somebody was shut out, and envelopes for those who stay."""
    speaker, read = Speaker(write, station), _read(write, said)
    if epochs_due(speaker.trust, speaker.who.desk, read):
        open_epochs(write, station, speaker, read)
    make_envelopes(write, station, speaker)


def _is_more(reader: Reader, tally: Tally, sending: Sending) -> bool:
    if documents.to_send(reader) - tally.later - sending.documents:
        return True
    return bool(sending.sent or sending.documents) and any(
        chunk.hash not in tally.tried and chunk.stream.space not in tally.closed for chunk in waiting_chunks(reader)
    )


def _take_refusals(write: Write, station: Station, tally: Tally, sending: Sending, answer: Answer) -> bool:
    """Whether this desk must begin a new row of chunks."""
    assert answer.heads is not None
    knows_all = documents.are_given(write) and answer.heads.documents >= sending.cursor
    streams, anew = set[StreamName](), False
    for refusal in answer.refusals:
        chunk = sending.sent.get(refusal.id)
        if refusal.what in (What.STATEMENT, What.ENVELOPE):
            _take_documents_refusal(write, station, tally, refusal)
        elif chunk is not None and chunk.stream not in streams:  # what follows it is refused because of it
            streams.add(chunk.stream)
            anew |= _take_chunks_refusal(write, station, tally, refusal, chunk.stream.space, knows_all=knows_all)
    return anew


def _take_documents_refusal(write: Write, station: Station, tally: Tally, refusal: Refusal) -> None:
    if refusal.why == NotYet.code:
        tally.later.add(refusal.id)
        return
    documents.refuse(write, refusal.id)
    if any(key.epoch == refusal.id for key in write.sync.space_keys()):
        forget_epoch(write, EpochId(refusal.id))
        use_keys(write, station)


def _take_chunks_refusal(
    write: Write, station: Station, tally: Tally, refusal: Refusal, space: SpaceId, *, knows_all: bool
) -> bool:
    if refusal.why in (FORKED, GAP):
        return True
    if refusal.why == OTHER_PIECE:
        tally.tried.discard(refusal.id)
        return False
    if refusal.why == Void.code:
        return False  # it is sealed anew as soon as the present key is here
    if refusal.why in (Forged.code, Malformed.code) and not tally.anew:
        return True  # its bytes may have been damaged here
    tally.closed.add(space)
    if refusal.why != NotYet.code and knows_all:
        stop(write, space, refusal.why)
        note(write, station.clock.now(), Event.STOPPED, {"space": space, "why": refusal.why})
    return False
