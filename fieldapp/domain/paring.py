"""What of a record's history need not be kept: answers in whose place somebody who had seen them put a later one.

Every change stays, with its id, what it came after, who made it and when; so a pared history merges with whatever still
comes exactly as the whole one does. The answers that are gone are named in the change: its history says so. Answers
that stood against each other are kept, and what was answered after them: who chose, and between what, is never lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, cast

from fieldapp.domain.answers import Foreign, Json
from fieldapp.domain.changes import CREATE, MOVE, RESTORE, UPDATE, Change
from fieldapp.domain.ids import FieldId
from fieldapp.domain.merge import Known, in_order

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
    setters = dict[FieldId, list[int]]()
    for number, change in enumerate(known.changes):
        for name in change.fields if change.kind in _KNOWN else ():
            setters.setdefault(name, []).append(number)
    gone = dict[int, list[FieldId]]()
    for name, numbers in setters.items():
        for number in _needless(known, numbers):
            gone.setdefault(number, []).append(name)
    pared = {known.changes[number].id: _without(known.changes[number], names) for number, names in gone.items()}
    return tuple(pared.get(change.id, change) for change in whole)


def no_longer_kept(change: Change) -> tuple[FieldId, ...]:
    """The questions it answered, and whose answers were not kept."""
    names = change.more.get(_MARK)
    return tuple(FieldId(name) for name in names if isinstance(name, str)) if isinstance(names, list) else ()


def _needless(known: Known, setters: Sequence[int]) -> Iterator[int]:
    """Of the changes that set a question those that a later one had seen, up to where two knew nothing of each other.

    They stand with ancestors first.
    """
    seen = 0
    for place, number in enumerate(setters):
        seen |= 1 << number
        following = [known.ancestors[later] for later in setters[place + 1 :]]
        if not following or any(ancestors & seen != seen for ancestors in following):
            return
        yield number


def _without(change: Change, names: list[FieldId]) -> Change:
    gone = [name for name in names if not isinstance(change.fields[name], Foreign)]
    if not gone:
        return change
    mark = cast("Json", sorted({*no_longer_kept(change), *gone}))
    left = {name: answer for name, answer in change.fields.items() if name not in gone}
    return replace(change, fields=left, more={**change.more, _MARK: mark})
