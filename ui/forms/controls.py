"""Which control a question gets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.model import SELECTS, Kind, Question
from fieldapp.forms.places import Place
from ui.forms.attachment import AttachmentControl
from ui.forms.confirmed import ConfirmControl
from ui.forms.control import Control
from ui.forms.picked import ListedControl, SearchedControl, is_searched
from ui.forms.ranked import RankControl
from ui.forms.reading import Today
from ui.forms.scaled import ScaleControl, is_scale
from ui.forms.written import written

#: Kinds that have one control, whatever else the form says.
_OWN: Final[Mapping[Kind, Callable[[FormSession, Question, Place], Control]]] = {
    Kind.RANK: RankControl,
    Kind.ACKNOWLEDGE: ConfirmControl,
    Kind.IMAGE: AttachmentControl,
    Kind.FILE: AttachmentControl,
}


def control_for(session: FormSession, question: Question, place: Place, today: Today, *, grid: bool = False) -> Control:
    """The control of this question. `grid`: its choices stand under the heading of a grid."""
    if grid:
        return ListedControl(session, question, place, grid=True)
    if question.kind in SELECTS:
        searched = is_searched(session, question)
        return SearchedControl(session, question, place) if searched else ListedControl(session, question, place)
    if question.kind in _OWN:
        return _OWN[question.kind](session, question, place)
    if question.kind is Kind.RANGE and is_scale(question):
        return ScaleControl(session, question, place)
    return written(session, question, place, today)
