"""Whether there is anything new, in one word that both ends work out for themselves."""

from __future__ import annotations

from fieldapp.domain.ids import DeskId, SpaceId
from sync.protocol.head import EMPTY, head_of
from sync.protocol.names import ChunkHash
from sync.protocol.news import digest_of_all

DESK, SPACE = DeskId("ab" * 16), SpaceId("cd" * 16)
HEAD = head_of([ChunkHash("ef" * 32)])


def test_any_chunk_or_document_more_is_news() -> None:
    held = digest_of_all(DESK, {SPACE: HEAD}, 3)

    others = [
        digest_of_all(DESK, {SPACE: HEAD.after(ChunkHash("ef" * 32))}, 3),
        digest_of_all(DESK, {SPACE: HEAD}, 4),
        digest_of_all(DESK, {SpaceId("dc" * 16): HEAD}, 3),
        digest_of_all(DESK, {}, 3),
        digest_of_all(DeskId("ba" * 16), {SPACE: HEAD}, 3),
    ]

    assert held not in others
    assert len({held, *others}) == 6


def test_a_space_without_chunks_is_no_news() -> None:
    assert digest_of_all(DESK, {SPACE: HEAD, SpaceId("dc" * 16): EMPTY}, 3) == digest_of_all(DESK, {SPACE: HEAD}, 3)
