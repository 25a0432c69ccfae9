"""What keeps a record from being saved, as lines that name the question and lead to it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from fieldapp.domain.ids import FieldId, RecordId
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.places import Place
from fieldapp.words import say
from ui.forms.sheet_places import number_of, rows_around
from ui.forms.sheet_view import SheetView
from ui.forms.wording import briefly
from ui.widgets.summary import Wrong


def all_wrong(session: FormSession, views: Sequence[SheetView]) -> list[Wrong]:
    """All of it: what the form finds impossible, and what cannot be read on these pages."""
    found = {place: session.state(place).error for place in session.problems()}
    for view in views:
        found |= view.standing_wrong()
    return [
        Wrong(json.dumps([place.row, place.field]), _named(session, place, words)) for place, words in found.items()
    ]


def _where(place: Place) -> str:
    return json.dumps([place.row, place.field])


def place_named(where: str) -> Place:
    """The question that such a line leads to."""
    row, field = json.loads(where)
    return Place(RecordId(row) if row else None, FieldId(field))


def _named(session: FormSession, place: Place, words: str) -> str:
    """What is wrong where: in a row with its number."""
    label = briefly(session.label(place)) or str(place.field)
    around = rows_around(session, place.row)
    if not around:
        return f"{label} – {words}"
    number = number_of(session, around[-1])
    return say("Row {number}, {question} – {words}", number=number, question=label, words=words)
