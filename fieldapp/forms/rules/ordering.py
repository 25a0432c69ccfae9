"""An order in which each rule stands after those it looks at, or the circle that makes it impossible."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")


def in_order(items: Sequence[T], before: Callable[[T], Iterable[T]]) -> tuple[list[T], list[T]]:
    """All items, each after those before it; and a circle of items, () if there is none, when that cannot be."""
    waits_for = {item: set(before(item)) for item in items}
    followers: dict[T, list[T]] = {}
    for item, earlier in waits_for.items():
        for one in earlier:
            followers.setdefault(one, []).append(item)
    missing = {item: len(earlier) for item, earlier in waits_for.items()}
    ready = [item for item in items if not missing[item]]
    for item in ready:
        for follower in followers.get(item, ()):
            missing[follower] -= 1
            if not missing[follower]:
                ready.append(follower)
    if len(ready) == len(items):
        return ready, []
    stuck = {item: [one for one in waits_for[item] if missing[one]] for item in items if missing[item]}
    return ready, _circle(stuck)


def _circle(stuck: dict[T, list[T]]) -> list[T]:
    """Who waits for whom, round and round; each of `stuck` waits for another of them."""
    path: list[T] = []
    item = next(iter(stuck))
    while item not in path:
        path.append(item)
        item = stuck[item][0]
    return [*path[path.index(item) :], item]
