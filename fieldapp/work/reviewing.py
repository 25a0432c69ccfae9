"""Records that broke a rule of their form only when what two people had written came together: seen, told, mended.

What each wrote was possible where she wrote it. Nobody is asked to choose; whoever may settle the case's differences
looks at the record and corrects it, and then nothing is left of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fieldapp.domain.ids import FieldId, FormId, RecordId
from fieldapp.domain.settling import May, may_choose
from fieldapp.storage.read import Reader
from fieldapp.storage.values import NOTHING, Happened, StoredRecord
from fieldapp.storage.write import Write
from fieldapp.work.deciding import seat_of
from fieldapp.work.desk import Desk
from fieldapp.work.filling import as_it_stands


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfit:
    """A record whose answers do not go together. `mine`: this worker may mend it."""

    record: RecordId
    form: FormId
    root: RecordId
    mine: bool


def review_merged(desk: Desk) -> Happened:
    """Look at what came together since the last time: only at that, so it costs nothing on most days."""
    with desk.store.read() as reader:
        if not reader.look_later():
            return NOTHING

    def write(writing: Write) -> Happened:
        for each in writing.look_later():
            around = _around(writing, each)
            writing.looked_at(each, () if around is None else _wrong(desk, writing, around))
        return NOTHING

    return desk.store.write_now(write)


def unfit(desk: Desk, reader: Reader) -> Iterator[Unfit]:
    """All that were found to be so, each record once; rows count as the record around them."""
    found: dict[RecordId, Unfit] = {}
    for each in reader.unfit():
        around = _around(reader, each)
        if around is not None and not around.gone and around.root is not None:
            mine = may_choose(seat_of(desk, reader, around.id)) is not May.NOTHING
            found[around.id] = Unfit(record=around.id, form=around.form, root=around.root, mine=mine)
    yield from found.values()


def _around(reader: Reader, record: RecordId) -> StoredRecord | None:
    """The record itself, or the one that this row of a repeat stands in."""
    stored = reader.record(record)
    while stored is not None and stored.repeat and stored.parent is not None:
        stored = reader.record(stored.parent)
    return stored


def _wrong(desk: Desk, reader: Reader, record: StoredRecord) -> tuple[FieldId, ...]:
    """The questions whose answers are impossible beside the others."""
    if not desk.library.knows(record.form):
        return ()
    return tuple(dict.fromkeys(place.field for place in as_it_stands(desk, reader, record).problems()))
