"""Who chooses between answers that stand against each other. Everybody who may read them sees them.

The one who knows the woman and the one who answers for the work choose: the worker whose caseload it is and her
supervisor, the trainer whose programme or workshop it is and her supervisor, for what all share a supervisor or
coordinator. Away from a protective answer that holds (consent, safe contact, risk) a supervisor alone decides:
a second pair of eyes before anything becomes less careful. Whoever has asked the woman again needs no choice: her new
answer is written down as any other, and settles it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from fieldapp.domain.answers import Answer
from fieldapp.domain.merge import Conflict, exposure
from fieldapp.domain.spaces import Role, SpaceKind
from fieldapp.errors import Refused
from fieldapp.words import sentence

#: The values of a protective question, the most protective first; None for any other question.
Ranks = Sequence[str] | None

_ANSWER_FOR: Final = {
    SpaceKind.CASELOAD: frozenset({Role.SUPERVISOR}),
    SpaceKind.PROGRAMME: frozenset({Role.SUPERVISOR}),
    SpaceKind.ORGANISATION: frozenset({Role.SUPERVISOR, Role.COORDINATOR}),
}


class May(Enum):
    """What somebody may choose."""

    ANY = "any"
    CAREFUL = "careful"  # what is protected holds; all else is hers
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """From where somebody looks at a conflict. `kind` of the space it stands in, None while nothing is shared.

    `hers`: her own caseload or programme, or a workshop that she began. `role` as the list of staff has it.
    """

    kind: SpaceKind | None
    hers: bool = False
    role: Role | None = None


class NotHersToSettle(Refused):
    """Somebody else chooses here."""


class OnlySupervisor(NotHersToSettle):
    """A careful answer holds, and she would let it go."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "The careful answer holds. Another one is for a supervisor to choose. If you have asked her again, "
                "correct the record with what she said; nothing was changed."
            )
        )


#: What is said to those who may not choose, by where it stands.
_WHO: Final = {
    SpaceKind.CASELOAD: sentence("The worker whose case it is or a supervisor chooses here."),
    SpaceKind.PROGRAMME: sentence("The trainer whose workshop it is or a supervisor chooses here."),
    SpaceKind.ORGANISATION: sentence("A supervisor or coordinator chooses here."),
}


def may_choose(seat: Seat) -> May:
    """By role and by whose record it is."""
    if seat.kind is None:
        return May.ANY
    if seat.role in _ANSWER_FOR[seat.kind]:
        return May.ANY
    return May.CAREFUL if seat.hers and seat.kind is not SpaceKind.ORGANISATION else May.NOTHING


def who_chooses(kind: SpaceKind | None) -> str:
    """The sentence, in English, that names them; "" where everybody may."""
    return "" if kind is None else _WHO[kind]


def check_choice(seat: Seat, conflict: Conflict, answer: Answer | None, ranks: Ranks) -> None:
    """Raises NotHersToSettle, OnlySupervisor."""
    may = may_choose(seat)
    if may is May.NOTHING:
        raise NotHersToSettle(who_chooses(seat.kind))
    if may is May.CAREFUL and is_less_careful(conflict, answer, ranks):
        raise OnlySupervisor


def is_less_careful(conflict: Conflict, answer: Answer | None, ranks: Ranks) -> bool:
    """Whether a careful answer that holds would be let go for one that protects less."""
    return ranks is not None and exposure(answer, ranks) > exposure(conflict.sides[0].answer, ranks)
