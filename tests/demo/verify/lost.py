"""A lost laptop: all that it had sent is with somebody, and what was sealed since it was shut out it cannot open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from fieldapp.domain.ids import ChangeId, RecordId
from tests.demo.folder import Folder, Keys
from tests.demo.said import told_in
from tests.demo.verify.checks import Check, check
from tests.demo.verify.reopened import Reopened, ServerLeft, reopen

Desks = Mapping[str, Reopened]


def lost(folder: Folder, desks: Desks, server: ServerLeft, scratch: Path) -> Iterator[Check]:
    """For every such laptop, opened with its passphrase, as by a thief who had found that too."""
    for name, keys in folder.keys().items():
        if keys.lost:
            yield from _one(folder, name, keys, desks, server, scratch)


def _one(folder: Folder, name: str, keys: Keys, desks: Desks, server: ServerLeft, scratch: Path) -> Iterator[Check]:
    desk = reopen(folder, name, keys, scratch / f"lost {name}")
    try:
        told = [each for saved in told_in(folder.said(name)) for each in saved.written.items()]
        gone = [each for each in told if not _is_with_somebody(desks, *each)]
        unsent = [each for each in gone if _was_not_sent(desk, each[0])]
        yield check(
            f"what {name} had sent before it was lost is with somebody",
            [f"record {record}, change {tuple(change)}" for record, change in gone if (record, change) not in unsent],
            f"{len(told)} changes, {len(unsent)} of them never sent",
        )
        yield check(f"{name} has no key that its spaces are sealed with now", _keys_of_now(desk, server))
    finally:
        desk.store.close()


def _is_with_somebody(desks: Desks, record: RecordId, change: ChangeId) -> bool:
    return any(each.has(record, change) or each.has_erased(record) for each in desks.values())


def _was_not_sent(desk: Reopened, record: RecordId) -> bool:
    with desk.look() as reader:
        stored = reader.record(record)
        return stored is not None and stored.not_sent


def _keys_of_now(desk: Reopened, server: ServerLeft) -> Iterator[str]:
    with desk.look() as reader:
        keys = reader.sync.space_keys()
    if server.trust.is_certified(desk.desk):
        yield "it was not shut out"
    for key in keys:
        if server.trust.latest_epoch(key.space) in (None, key.epoch):
            yield f"the key of space {key.space} is the one of now"
