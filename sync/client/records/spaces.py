"""The keys of spaces: opening one's own, making envelopes for colleagues' desks, taking keys out of one's own."""

from __future__ import annotations

from collections.abc import Container, Iterator

from fieldapp.domain.ids import DeskId, SpaceId, WorkerId
from fieldapp.storage.store import Reader, Write
from fieldapp.storage.sync_values import KeptEnvelope
from fieldapp.storage.sync_values import SpaceKey as KeptKey
from sync.client import documents, facts
from sync.client.believing import Speaker
from sync.client.records.heads import head_at
from sync.client.station import Station
from sync.protocol.chunks import Chunk, check_chunk
from sync.protocol.envelopes import Envelope, make_envelope, open_envelope, read_envelope, without_envelope
from sync.protocol.epochs import SpaceKey, open_epoch
from sync.protocol.errors import NotAllowed, Unacceptable
from sync.protocol.keys import SecretKey
from sync.protocol.names import EpochId, StatementId
from sync.protocol.payloads import Payload
from sync.protocol.said import DeskCertificate, Grant, Officer
from sync.protocol.sealing import open_chunk
from sync.protocol.trust import Trust


def keys_of(reader: Reader) -> dict[EpochId, SpaceKey]:
    """The space keys that are here."""
    kept = reader.sync.space_keys()
    return {EpochId(key.epoch): SpaceKey(key.space, EpochId(key.epoch), SecretKey(key.key)) for key in kept}


def open_packet(reader: Reader, trust: Trust, space: SpaceId, chunk: Chunk) -> Payload:
    """What is inside, if it is of this space and its desk signed it and may write there, or once might.

    Raises NotAllowed, and what checking and opening raise.
    """
    if chunk.stream.space != space:
        raise NotAllowed("of another space")
    check_chunk(chunk, trust)
    return open_chunk(chunk, keys_of(reader))


def key_to_seal_with(reader: Reader, trust: Trust, space: SpaceId) -> SpaceKey | None:
    """The key of the space's present epoch; None while it is not here, or the server has not taken the epoch.

    A desk that was shut out hears of no new one: it sends what is left under the newest that it has.
    """
    if facts.identity_in(reader).desk in trust.revoked:
        kept = reader.sync.space_keys(space)
        return keys_of(reader).get(EpochId(kept[-1].epoch)) if kept else None
    epoch = trust.latest_epoch(space)
    if epoch is None or epoch in documents.to_send(reader):
        return None
    return keys_of(reader).get(epoch)


def who_has(reader: Reader, trust: Trust, epoch: EpochId) -> frozenset[WorkerId]:
    """The colleagues who have the epoch's key and belong to its space: the desk of any of them can give it to hers."""
    opened, me = trust.statements.get(StatementId(epoch)), facts.identity_in(reader).desk
    desks = {DeskId(each.desk) for each in reader.sync.envelopes() if each.epoch == epoch}
    if opened is not None and opened.by is not None:
        desks.add(opened.by)
    space = None if opened is None else opened.space
    return frozenset(
        trust.desk(each).worker for each in desks - {me} if space is not None and trust.may_read(each, space)
    )


def keep_envelope(write: Write, envelope: Envelope, *, sent: bool) -> None:
    """Store an envelope: one from the server, or one that was made here or brought by a file, to be sent."""
    if not sent:
        documents.made(write, envelope.id)
    write.sync.keep_envelope(KeptEnvelope(envelope.id, envelope.space, envelope.epoch, envelope.to, envelope.raw, sent))


def epochs_due(trust: Trust, desk: DeskId, read: Container[SpaceId]) -> tuple[SpaceId, ...]:
    """The spaces in which this desk should open an epoch now: the first one where its worker is the opener, the next
    one where somebody was shut out.

    A next one only in spaces that were `read` to their end: what she had sent before must not come to stand behind it.
    """
    return tuple(
        space
        for space in trust.readable(desk)
        if trust.latest_epoch(space) is None
        and trust.may_write(desk, space)
        and (trust.space(space).opener == trust.desk(desk).worker if trust.epoch(space, 1) is None else space in read)
    )


def open_epochs(write: Write, station: Station, speaker: Speaker, read: Container[SpaceId] = ()) -> None:
    """Open those that are due.

    Of two members who do so at the same time the server takes the first; the other's is refused and forgotten.
    """
    for space in epochs_due(speaker.trust, speaker.who.desk, read):
        open_next_epoch(write, station, speaker, space)


def open_next_epoch(write: Write, station: Station, speaker: Speaker, space: SpaceId) -> None:
    """Open the next one: somebody was shut out, or records were erased for good."""
    trust, me, head = speaker.trust, speaker.who.desk, head_at(write, space)
    opening, key = open_epoch(trust, space, by=me, when=speaker.when, key=station.signing, head=head)
    speaker.publish(opening)
    _keep_key(write, speaker.trust, key)


def forget_epoch(write: Write, epoch: EpochId) -> None:
    """The server took another one of its number: nothing was sealed under this, and its key is not wanted."""
    documents.forget(write, write.sync.drop_epoch(epoch))


def make_envelopes(write: Write, station: Station, speaker: Speaker) -> int:
    """Seal every key that is here to each member's desk that has no envelope; how many were made."""
    trust, me = speaker.trust, speaker.who.desk
    missing = list(_missing(write, trust, me))
    for key, desk in missing:
        envelope = make_envelope(trust.organisation_id, key, to=desk, by=me, key=station.signing)
        keep_envelope(write, envelope, sent=False)
    return len(missing)


def lacks_envelopes(reader: Reader, trust: Trust, me: DeskId) -> bool:
    """Whether `make_envelopes` would make any."""
    return any(True for _ in _missing(reader, trust, me))


def _missing(reader: Reader, trust: Trust, me: DeskId) -> Iterator[tuple[SpaceKey, DeskCertificate | Officer]]:
    """Keys that are here, with those who have no envelope of them."""
    envelopes = [read_envelope(kept.body) for kept in reader.sync.envelopes()]
    for epoch, key in keys_of(reader).items():
        if trust.epoch(key.space, _number(trust, epoch)) != epoch or trust.void(epoch):
            continue
        is_member = trust.may_read(me, key.space)
        for desk in without_envelope(trust, key.space, epoch, envelopes):
            grant = trust.grant(desk.worker, key.space)
            if not is_member and not _takes_over(grant):
                continue
            if isinstance(desk, Officer) or (grant is not None and grant.from_epoch <= _number(trust, epoch)):
                yield key, desk


def open_envelopes(write: Write, station: Station, trust: Trust) -> tuple[EpochId, ...]:
    """Take the keys out of envelopes to this desk; which epochs can be read now that could not before."""
    me = facts.identity_in(write).desk
    known, opened = set(keys_of(write)), list[EpochId]()
    for kept in write.sync.envelopes():
        envelope = read_envelope(kept.body)
        if kept.desk != me or kept.epoch in known or envelope.is_for_recovery:
            continue
        try:
            key = open_envelope(envelope, station.opening, trust)
        except Unacceptable:
            continue  # what it builds on may still come; a wrong key never fits its epoch, and another envelope may
        _keep_key(write, trust, key)
        known.add(key.epoch)
        opened.append(key.epoch)
    return tuple(opened)


def _takes_over(grant: Grant | None) -> bool:
    """Whether it was handed to her: perhaps nobody but those whose it was can give her its keys."""
    return grant is not None and grant.keeper


def _keep_key(write: Write, trust: Trust, key: SpaceKey) -> None:
    write.sync.keep_key(KeptKey(key.space, _number(trust, key.epoch), key.epoch, key.secret.raw))


def _number(trust: Trust, epoch: EpochId) -> int:
    return trust.opening(epoch).number if StatementId(epoch) in trust.statements else 0
