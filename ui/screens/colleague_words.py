"""What is said of colleagues: their roles, their spaces, how far they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from fieldapp.domain.spaces import Role, SpaceKind
from fieldapp.words import Sentence, say, say_number
from sync.client.organisation.people import NamedSpace
from sync.client.organisation.staff import Colleague, Presence
from ui.widgets.said import said

ROLES: Final[Mapping[Role, Sentence]] = {
    Role.OUTREACH: Sentence("outreach worker"),
    Role.TRAINER: Sentence("trainer"),
    Role.SUPERVISOR: Sentence("supervisor"),
    Role.COORDINATOR: Sentence("coordinator"),
}
KINDS: Final[Mapping[SpaceKind, Sentence]] = {
    SpaceKind.CASELOAD: Sentence("caseload"),
    SpaceKind.PROGRAMME: Sentence("programme"),
    SpaceKind.ORGANISATION: Sentence("organisation"),
}
_PRESENCE: Final[Mapping[Presence, Sentence]] = {
    Presence.TWICE: Sentence("her code was used twice"),
    Presence.ASKS: Sentence("asks to be let in"),
    Presence.INVITED: Sentence("invited, has not asked yet"),
    Presence.HERE: Sentence("is in"),
    Presence.LEFT: Sentence("has left"),
}


def called(space: NamedSpace) -> str:
    """A space by its name; by its kind before the name has come."""
    return space.title or said(KINDS[space.kind])


def spaces(of: Iterable[NamedSpace]) -> str:
    """Their names in a row."""
    return ", ".join(map(called, of))


def name(colleague: Colleague) -> str:
    """Her name; where it has not come, that."""
    named = colleague.name or say("a colleague")
    return say("{name} (you)", name=named) if colleague.is_me else named


def role(colleague: Colleague) -> str:
    """What she was hired for."""
    return "" if colleague.role is None else said(ROLES[colleague.role])


def presence(colleague: Colleague) -> str:
    """How far she is, and with how many laptops."""
    if colleague.presence is Presence.HERE and colleague.desks > 1:
        return say_number("is in, with {number} laptop", "is in, with {number} laptops", colleague.desks)
    if colleague.presence is Presence.HERE and not colleague.desks:
        return say("without a laptop")
    return said(_PRESENCE[colleague.presence])
