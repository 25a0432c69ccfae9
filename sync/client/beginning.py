"""What a desk says of itself: whole when an exchange begins, in a word when it only asks whether there is news."""

from __future__ import annotations

from fieldapp.storage.store import Reader
from sync.client import documents
from sync.client.answering import Partial
from sync.client.facts import identity_in
from sync.client.heads import begun, head_at, heads
from sync.client.outgoing import has_to_send, waiting_chunks
from sync.client.starting import may_begin
from sync.protocol import paths
from sync.protocol.beginning import Begin, Fetched
from sync.protocol.names import IncarnationId, Lane
from sync.protocol.news import digest_of_all
from sync.protocol.trust import Trust


def begin_from(reader: Reader, trust: Trust, partial: Partial | None) -> Begin:
    """How far this desk has come with everything."""
    return Begin(
        organisation=trust.organisation_id,
        desk=identity_in(reader).desk,
        incarnation=IncarnationId(reader.outbox.incarnation()),
        cursors={space: head.count for space, head in heads(reader).items()},
        documents=documents.what_is_here(reader),
        receipts={
            (chunk.stream.space, Lane(chunk.stream.lane.value)): reader.outbox.stream(chunk.stream).receipted
            for chunk in waiting_chunks(reader)
        },
        snapshots={space: (each.snapshot, each.chunks) for space, each in begun(reader).items()},
        fetched=None if partial is None else Fetched(partial.space, partial.seq, len(partial.growing.data)),
    )


def still_next(reader: Reader, partial: Partial | None) -> Partial | None:
    """The beginning of a chunk, if that is the next one of its space, or may be of the snapshot that the desk begins
    with; it is not after the space was begun anew."""
    wanted = partial is not None and (
        partial.seq == head_at(reader, partial.space).count + 1 or may_begin(reader, partial.space, partial.seq)
    )
    return partial if wanted else None


def has_something(reader: Reader) -> bool:
    """Whether this desk has anything to give, or to be given what it has sent."""
    return has_to_send(reader) or bool(documents.to_send(reader)) or not documents.are_given(reader)


def news_path(reader: Reader, trust: Trust) -> str:
    """Where to ask whether there is more than this desk has."""
    desk, held = identity_in(reader).desk, heads(reader)
    readable = {space: held[space] for space in trust.readable(desk) if space in held}
    return paths.news(desk, digest_of_all(desk, readable, documents.cursor(reader)))
