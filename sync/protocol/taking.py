"""Whose power is taken, and what stands of her word: found from all statements together, so in any order the same.

A statement that takes power has no force if its own maker's power was taken by one that has, and that does not name it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fieldapp.domain.ids import DeskId
from sync.protocol.names import StatementId
from sync.protocol.said import Retirement, Revocation
from sync.protocol.statements import Statement

#: What takes a desk's power.
Takes = Retirement | Revocation


def standing(statements: Iterable[Statement]) -> dict[DeskId, frozenset[StatementId]]:
    """Of each desk whose power was taken, what stands of what it said; all of these must have been believed once.

    Of two who took a desk's power, each had to know what shall stand. Whoever gives her own power up means that, too.
    """
    stands = dict[DeskId, frozenset[StatementId]]()
    for each in _in_force([each for each in statements if isinstance(each.said, Takes)]):
        assert isinstance(each.said, Takes)
        desk, named = each.said.desk, frozenset((*each.said.stands, each.id))
        stands[desk] = named & stands.get(desk, named)
    return stands


def _in_force(takers: Sequence[Statement]) -> list[Statement]:
    """First what nobody makes void, then what those leave; of a circle whoever was believed first."""
    waiting, found = list(takers), list[Statement]()
    while waiting:
        free = [each for each in waiting if not _against(each, waiting)] or [_first_of_a_circle(waiting)]
        found += free
        waiting = [each for each in waiting if each not in free and not _against(each, free)]
    return found


def _against(taker: Statement, others: Iterable[Statement]) -> list[Statement]:
    """Those that make it void."""
    return [
        each
        for each in others
        if isinstance(each.said, Takes)
        and each.said.desk == taker.by
        and each.id != taker.id
        and taker.id not in each.said.stands
    ]


def _first_of_a_circle(takers: Sequence[Statement]) -> Statement:
    """The first that is made void by nothing but what it makes void itself, be it through others."""
    behind = {each.id: _behind(each, takers) for each in takers}
    return next(each for each in takers if all(each.id in behind[other] for other in behind[each.id]))


def _behind(taker: Statement, takers: Sequence[Statement]) -> set[StatementId]:
    found, fresh = set[StatementId](), _against(taker, takers)
    while fresh:
        found |= {each.id for each in fresh}
        fresh = [each for one in fresh for each in _against(one, takers) if each.id not in found]
    return found
