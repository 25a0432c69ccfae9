"""What may leave the desk in a file that anyone can open: asked before a byte of it is made.

Records of cases never do: what she released goes out on a paper, and numbers stand in the figures of a month.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from fieldapp.domain.ids import FieldId, FormId
from fieldapp.domain.spaces import SpaceKind
from fieldapp.errors import Refused
from fieldapp.words import sentence

#: A record of this form says that a paper was printed, or a file written.
PAPER: Final = FormId("paper")


class NotGivenOut(Refused):
    """Such records do not leave in a file."""


#: What tells of a participant who it is, or could in a village of a few hundred.
_WHO_SOMEBODY_IS: Final = (
    *("family_name", "given_name", "patronymic", "phone_number"),
    *("village", "organisation", "disability", "trained_by"),
)
#: And where people write down what comes to their minds.
_POINTS_AT_SOMEBODY: Final[Mapping[FormId, frozenset[FieldId]]] = {
    FormId("wks_participant"): frozenset(map(FieldId, _WHO_SOMEBODY_IS)),
    FormId("wks_workshop"): frozenset({FieldId("workshop_notes")}),
    FormId("wks_session"): frozenset({FieldId("session_notes")}),
}
_WORKSHOPS: Final = frozenset(
    map(FormId, ("wks_workshop", "wks_session", "wks_participant", "wks_attendance", "wks_head_count"))
)


def withheld_from_file(form: FormId, *, imported: bool, spaces: Collection[SpaceKind]) -> frozenset[FieldId]:
    """The questions of this form that stay here when its records go out. Raises NotGivenOut when nothing may go.

    `spaces`: the kinds of space she belongs to, none before her desk has joined an organisation.
    """
    if imported:
        return frozenset()
    if form not in _WORKSHOPS:
        raise NotGivenOut(
            sentence(
                "These records do not leave in a file. What she released goes out on a paper, and numbers stand on the "
                "page Reports."
            )
        )
    if spaces and SpaceKind.PROGRAMME not in spaces:
        raise NotGivenOut(sentence("You belong to no programme, so its workshops are not yours to give out."))
    return _POINTS_AT_SOMEBODY.get(form, frozenset())
