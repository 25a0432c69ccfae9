"""What a record is: the fold of its changes, whatever order they came in.

One pure function, `fold`. Two changes of a field conflict when neither is an ancestor of the other in the record's
graph and their values differ. Being alive or deleted, and the space, follow the same rule as any field.
Wall clocks decide nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from fieldapp.domain.answers import Answer
from fieldapp.domain.changes import CREATE, DELETE, MOVE, RESTORE, UPDATE, Change
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import ChangeId, FieldId, FormId, RecordId, SpaceId, WorkerId

#: Fields of the program itself; no question can bear such a name.
LIFE: Final = FieldId("#life")
SPACE: Final = FieldId("#space")
#: Where a row stands among its sisters: two who move it apart are not asked, the later place holds.
ORDER: Final = FieldId("#order")
ALIVE: Final = "alive"
DELETED: Final = "deleted"

#: For each protective question its values, the most protective first: while two people disagree that one holds.
Protective = Mapping[FieldId, Sequence[str]]
NOTHING_PROTECTIVE: Final[Protective] = {}
_ALWAYS_PROTECTIVE: Final[Protective] = {LIFE: (ALIVE, DELETED)}
#: A change by its number in the order of ancestors, and what it sets a field to.
_Setter = tuple[int, Answer | None]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the answers that stand against each other, and who gave it."""

    change: ChangeId
    answer: Answer | None
    who: WorkerId
    when: Moment


@dataclass(frozen=True, slots=True)
class Conflict:
    """Changes of one field that did not know each other; `sides[0]` stands until a person chooses."""

    field: FieldId
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """Changes in an order in which each stands after its ancestors; `ancestors[i]` is a bit mask over this order."""

    changes: tuple[Change, ...]
    ancestors: tuple[int, ...]
    waiting: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """A record as its known changes make it. `created` and `changed` are for reading."""

    record: RecordId
    form: FormId
    version: str
    parent: RecordId | None
    repeat: str
    order: str
    space: SpaceId
    deleted: bool
    answers: Mapping[FieldId, Answer]
    heads: frozenset[ChangeId]
    conflicts: tuple[Conflict, ...]
    waiting: frozenset[ChangeId]
    lamport: int
    author: WorkerId
    created: Moment
    changed: Moment


def fold(changes: Iterable[Change], protective: Protective = NOTHING_PROTECTIVE) -> Folded | None:
    """The record that these changes of one record make; None while its creation has not arrived.

    Changes whose `after` is not here yet are counted in `waiting` and change nothing.
    """
    known = in_order(changes)
    creations = [change for change in known.changes if change.kind == CREATE]
    if not creations:
        return None
    ranks = {**protective, **_ALWAYS_PROTECTIVE}
    answers: dict[FieldId, Answer] = {}
    conflicts: list[Conflict] = []
    for name, setters in _setters(known).items():
        sides = _sides(known, _undominated(known, setters), ranks.get(name))
        if len(sides) > 1 and name != ORDER and len({side.answer for side in sides}) > 1:
            conflicts.append(Conflict(name, sides))
        if sides[0].answer is not None:
            answers[name] = sides[0].answer
    first, last = min(creations, key=_weight), max(known.changes, key=_weight)
    life, space = answers.pop(LIFE), answers.pop(SPACE)
    return Folded(
        record=first.record,
        form=first.form,
        version=last.version,
        parent=first.parent,
        repeat=first.repeat,
        order=first.order,
        space=SpaceId(str(space)),
        deleted=life == DELETED,
        answers=answers,
        heads=heads(known),
        conflicts=tuple(sorted(conflicts, key=lambda conflict: conflict.field)),
        waiting=frozenset(change.id for change in known.waiting),
        lamport=last.lamport,
        author=first.who,
        created=first.when,
        changed=last.when,
    )


def follow(record: Folded, change: Change) -> Folded:
    """The record after a change that knew all of it, where nothing waits and nobody disagrees: as `fold` has it."""
    answers: dict[FieldId, Answer | None] = {**record.answers, **_values(change)}
    life, space = answers.pop(LIFE, None), answers.pop(SPACE, None)
    return replace(
        record,
        version=change.version,
        space=record.space if space is None else SpaceId(str(space)),
        deleted=record.deleted if life is None else life == DELETED,
        answers={name: answer for name, answer in answers.items() if answer is not None},
        heads=frozenset({change.id}),
        lamport=change.lamport,
        changed=change.when,
    )


def in_order(changes: Iterable[Change]) -> Known:
    """Ancestors first; what misses an ancestor (or claims to be its own) is waiting. Doubles count once."""
    left = {change.id: change for change in changes}
    number: dict[ChangeId, int] = {}
    known: list[Change] = []
    ancestors: list[int] = []
    ready = sorted((c for c in left.values() if not c.after), key=_weight)
    followers: dict[ChangeId, list[Change]] = {}
    for change in left.values():
        for parent in change.after:
            followers.setdefault(parent, []).append(change)
    while ready:
        change = ready.pop()
        if change.id in number:
            continue
        mask = 0
        for parent in change.after:
            mask |= ancestors[number[parent]] | 1 << number[parent]
        number[change.id] = len(known)
        known.append(change)
        ancestors.append(mask)
        ready.extend(
            follower for follower in followers.get(change.id, ()) if all(parent in number for parent in follower.after)
        )
    waiting = tuple(change for change in left.values() if change.id not in number)
    return Known(tuple(known), tuple(ancestors), waiting)


def heads(known: Known) -> frozenset[ChangeId]:
    """The changes that no other known change comes after."""
    covered = 0
    for mask in known.ancestors:
        covered |= mask
    return frozenset(change.id for number, change in enumerate(known.changes) if not covered >> number & 1)


def is_ancestor(known: Known, earlier: int, later: int) -> bool:
    """Whether the author of change number `later` had seen change number `earlier`."""
    return bool(known.ancestors[later] >> earlier & 1)


def seen_by(known: Known, number: int) -> tuple[Change, ...]:
    """All that the author of change `number` had seen: what the record was to her."""
    return tuple(change for earlier, change in enumerate(known.changes) if is_ancestor(known, earlier, number))


def _setters(known: Known) -> dict[FieldId, list[_Setter]]:
    """For each field the changes that set it, by number, and to what."""
    setters: dict[FieldId, list[_Setter]] = {LIFE: [], SPACE: []}
    for number, change in enumerate(known.changes):
        for name, answer in _values(change).items():
            setters.setdefault(name, []).append((number, answer))
    return setters


def _values(change: Change) -> dict[FieldId, Answer | None]:
    """What a change sets. To save a record is also to say that it lives; an unknown kind sets nothing."""
    if change.kind == CREATE:
        return {**change.fields, LIFE: ALIVE, SPACE: change.space}
    if change.kind in (UPDATE, RESTORE):
        return {**change.fields, LIFE: ALIVE}
    if change.kind == DELETE:
        return {LIFE: DELETED}
    if change.kind == MOVE:
        return {**change.fields, SPACE: change.space}
    return {}


def _undominated(known: Known, setters: Sequence[_Setter]) -> Sequence[_Setter]:
    if len(setters) == 1:
        return setters
    return [
        setter
        for setter in setters
        if not any(is_ancestor(known, setter[0], other) for other, _ in setters if other != setter[0])
    ]


def _sides(known: Known, setters: Sequence[_Setter], ranks: Sequence[str] | None) -> tuple[Side, ...]:
    """The standing side first: by protection where the pack asks for it, then by (lamport, writer)."""
    standing = [(known.changes[number], answer) for number, answer in setters]
    if len(standing) > 1:
        standing.sort(key=lambda setter: _weight(setter[0]), reverse=True)
        if ranks is not None:
            standing.sort(key=lambda setter: exposure(setter[1], ranks))
    return tuple(Side(change.id, answer, change.who, change.when) for change, answer in standing)


def exposure(answer: Answer | None, ranks: Sequence[str]) -> int:
    """The smaller the more protective. An answer the pack did not rank ("declined", a free text) protects less than
    the most protective value alone; no answer protects least.
    """
    if answer is None:
        return 2 * len(ranks) + 2
    return 2 * ranks.index(answer) if isinstance(answer, str) and answer in ranks else 1


def _weight(change: Change) -> tuple[int, ChangeId]:
    return change.lamport, change.id
