"""What of a record's history need not be kept: answers in whose place somebody who had seen them put a later one.

Every change stays, with its id, what it came after, who made it and when; so a pared history merges with whatever still
comes exactly as the whole one does. The answers that are gone are named in the change: its history says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final, cast

from fieldapp.domain.answers import Foreign, Json
from fieldapp.domain.changes import CREATE, MOVE, RESTORE, UPDATE, Change
from fieldapp.domain.ids import FieldId
from fieldapp.domain.merge import in_order

#: The key of a change that lists the questions whose answers it does not hold any more.
_MARK: Final = "pared"
#: Kinds of changes whose answers this program understands; those of a newer one are kept whole.
_KNOWN: Final = (CREATE, UPDATE, RESTORE, MOVE)


def pare(changes: Iterable[Change]) -> tuple[Change, ...]:
    """These changes of one record, in their order, without the answers that can never stand again.

    With any further changes they fold to the same record as before. What waits for something is left as it is.
    """
    whole = tuple(changes)
    known = in_order(whole)
    later = dict[FieldId, int]()  # for each question a bit mask of all that some setter of it had seen
    for change, seen in zip(known.changes, known.ancestors, strict=True):
        for name in change.fields if change.kind in _KNOWN else ():
            later[name] = later.get(name, 0) | seen
    pared = {
        change.id: _without(change, [name for name in change.fields if later.get(name, 0) >> number & 1])
        for number, change in enumerate(known.changes)
        if change.kind in _KNOWN
    }
    return tuple(pared.get(change.id, change) for change in whole)


def no_longer_kept(change: Change) -> tuple[FieldId, ...]:
    """The questions it answered, and whose answers were not kept."""
    names = change.more.get(_MARK)
    return tuple(FieldId(name) for name in names if isinstance(name, str)) if isinstance(names, list) else ()


def _without(change: Change, names: list[FieldId]) -> Change:
    gone = [name for name in names if not isinstance(change.fields[name], Foreign)]
    if not gone:
        return change
    mark = cast("Json", sorted({*no_longer_kept(change), *gone}))
    left = {name: answer for name, answer in change.fields.items() if name not in gone}
    return replace(change, fields=left, more={**change.more, _MARK: mark})
