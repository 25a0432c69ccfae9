"""Spaces: who may read a set of records, and which records belong where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from fieldapp.domain.ids import FormId, SpaceId


class SpaceKind(Enum):
    """What a space is for."""

    CASELOAD = "caseload"
    PROGRAMME = "programme"
    ORGANISATION = "organisation"


class Role(Enum):
    """What a worker was hired for. Roles open no record: grants do."""

    OUTREACH = "outreach"
    TRAINER = "trainer"
    SUPERVISOR = "supervisor"
    COORDINATOR = "coordinator"


#: Who brings in a form for everybody: those who answer for what is asked.
MAY_SHARE_FORMS: Final = frozenset({Role.SUPERVISOR, Role.COORDINATOR})

#: Who decides, of a space that she belongs to, what becomes of what a desk sent after it had been shut out.
MAY_TAKE_IN: Final = frozenset({Role.SUPERVISOR, Role.COORDINATOR})

#: Who destroys a case for good, in a space that she keeps.
MAY_ERASE: Final = frozenset({Role.SUPERVISOR, Role.COORDINATOR})


@dataclass(frozen=True, slots=True)
class Membership:
    """A space this desk's worker belongs to. `opener`: she opens its first epoch; her new records go there."""

    space: SpaceId
    kind: SpaceKind
    opener: bool


def kind_for(form: FormId) -> SpaceKind:
    """Where the root records of a form belong: cases to a caseload, workshops to a programme, the rest to all."""
    if form.startswith("wks_"):
        return SpaceKind.PROGRAMME
    if form in ("service", "staff", "space_name", "shared_form"):
        return SpaceKind.ORGANISATION
    return SpaceKind.CASELOAD
