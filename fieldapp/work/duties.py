"""What a worker has to do with: cases, workshops. It decides what is offered to her; what she may, spaces decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fieldapp.domain.spaces import SpaceKind
from fieldapp.work.desk import Desk


@dataclass(frozen=True, slots=True)
class Duties:
    """`trains`: she belongs to a programme, while `workshops` alone may mean that nobody knows yet."""

    cases: bool
    workshops: bool
    trains: bool


#: Before her desk has joined an organisation nothing is kept from her.
UNKNOWN: Final = Duties(cases=True, workshops=True, trains=False)


def duties(desk: Desk) -> Duties:
    """By the spaces she belongs to now."""
    kinds = {membership.kind for membership in desk.memberships()}
    trains = SpaceKind.PROGRAMME in kinds
    return Duties(cases=SpaceKind.CASELOAD in kinds, workshops=trains, trains=trains) if kinds else UNKNOWN
