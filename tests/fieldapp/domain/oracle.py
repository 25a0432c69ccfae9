"""A brute-force merge, written from the design's words alone, to hold `fieldapp.domain.merge` against.

It shares no code with it: sets instead of bit masks, fixed points instead of an order, all pairs instead of one pass.
"""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.domain.answers import Answer
from fieldapp.domain.changes import Change
from fieldapp.domain.ids import ChangeId


@dataclass(frozen=True)
class Truth:
    """What the record is, by the slow way."""

    answers: dict[str, Answer]
    conflicts: dict[str, frozenset[tuple[ChangeId, Answer | None]]]
    heads: frozenset[ChangeId]
    waiting: frozenset[ChangeId]
    deleted: bool
    space: str


def past(change: Change, known: dict[ChangeId, Change]) -> set[ChangeId]:
    """All changes the author of this one had seen, directly or through others."""
    seen: set[ChangeId] = set()
    fresh = set(change.after)
    while fresh:
        seen |= fresh
        fresh = {older for newer in fresh for older in known[newer].after} - seen
    return seen


def known_of(changes: list[Change]) -> dict[ChangeId, Change]:
    """Drop whatever misses an ancestor until nothing more drops; then what is its own ancestor."""
    known = {change.id: change for change in changes}
    while lame := [c.id for c in known.values() if not c.after <= known.keys()]:
        for name in lame:
            del known[name]
    circular = {c.id for c in known.values() if c.id in past(c, known)}
    while True:
        behind = {c.id for c in known.values() if past(c, known) & circular} | circular
        if behind == circular:
            break
        circular = behind
    return {name: change for name, change in known.items() if name not in circular}


def says(change: Change) -> dict[str, Answer | None]:
    """What a change says of the record, being alive and its space included."""
    said: dict[str, Answer | None] = {}
    if change.kind in ("create", "update", "restore", "move"):
        said.update((str(name), answer) for name, answer in change.fields.items())
    if change.kind in ("create", "update", "restore"):
        said["#life"] = "alive"
    if change.kind == "delete":
        said["#life"] = "deleted"
    if change.kind in ("create", "move"):
        said["#space"] = change.space
    return said


def truth(changes: list[Change], protective: dict[str, list[str]]) -> Truth | None:
    """The record by comparing every change with every other."""
    known = known_of(changes)
    if not any(change.kind == "create" for change in known.values()):
        return None
    pasts = {name: past(change, known) for name, change in known.items()}
    fields = {field for change in known.values() for field in says(change)}
    answers: dict[str, Answer] = {}
    conflicts: dict[str, frozenset[tuple[ChangeId, Answer | None]]] = {}
    for field in fields:
        setters = [c for c in known.values() if field in says(c)]
        last = [c for c in setters if not any(c.id in pasts[other.id] for other in setters)]
        values = [(c.id, says(c)[field]) for c in last]
        if field != "#order" and any(a != b for _, a in values for _, b in values):
            conflicts[field] = frozenset(values)
        rank = ["alive", "deleted"] if field == "#life" else protective.get(field)
        standing = max(last, key=lambda c: (-_exposure(says(c)[field], rank), c.lamport, c.id))
        answer = says(standing)[field]
        if answer is not None:
            answers[field] = answer
    life, space = answers.pop("#life"), answers.pop("#space")
    return Truth(
        answers=answers,
        conflicts=conflicts,
        heads=frozenset(name for name in known if not any(name in older for older in pasts.values())),
        waiting=frozenset(c.id for c in changes) - known.keys(),
        deleted=life == "deleted",
        space=str(space),
    )


def _exposure(answer: Answer | None, rank: list[str] | None) -> float:
    """First the most protective value, then whatever the pack did not rank, then the others, then no answer."""
    if rank is None:
        return 0
    if answer is None:
        return float("inf")
    return (rank.index(answer) or -1) if answer in rank else 0.5
