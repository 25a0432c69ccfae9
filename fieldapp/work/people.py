"""Who wrote it: colleagues by the name that the organisation's list of staff gives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from fieldapp.domain.ids import FieldId, FormId, WorkerId
from fieldapp.domain.spaces import Role
from fieldapp.storage.read import Reader
from fieldapp.words import Sentence

STAFF: Final = FormId("staff")
_WORKER: Final = FieldId("worker")
_NAME: Final = FieldId("staff_name")
_ROLE: Final = FieldId("staff_role")


@dataclass(frozen=True, slots=True)
class People:
    """Everybody whose name has come here."""

    me: WorkerId
    names: Mapping[WorkerId, str] = field(default_factory=dict)

    def called(self, who: WorkerId) -> str | Sentence:
        """ "you", the colleague's name, or "a colleague" before the name has arrived."""
        if who == self.me:
            return Sentence("you")
        return self.names.get(who) or Sentence("a colleague")


def role_of(reader: Reader, who: WorkerId) -> Role | None:
    """What somebody does here, as the list of staff says; None while it does not."""
    roles = {role.value: role for role in Role}
    for record in reader.of_form(STAFF):
        if record.answers.get(_WORKER) == who:
            return roles.get(str(record.answers.get(_ROLE)))
    return None


def people(reader: Reader, me: WorkerId) -> People:
    """As the list of staff stands now."""
    found: dict[WorkerId, str] = {}
    for record in reader.of_form(STAFF):
        worker, name = record.answers.get(_WORKER), record.answers.get(_NAME)
        if isinstance(worker, str) and isinstance(name, str):
            found[WorkerId(worker)] = name
    return People(me, found)
