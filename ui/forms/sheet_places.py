"""Where the questions of a page stand: in the record, in rows of its repeats, in rows within rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from fieldapp.domain.ids import RecordId
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.model import Group, Item, Question, Repeat
from fieldapp.forms.places import Place


def inside(session: FormSession, items: Iterable[Item], row: RecordId | None) -> Iterator[Place]:
    """Every question in these items, those in rows included."""
    for item in items:
        if isinstance(item, Question):
            yield Place(row, item.id)
        elif isinstance(item, Group):
            yield from inside(session, item.children, row)
        else:
            for inner in session.rows(Place(row, item.id)):
                yield from inside(session, item.children, inner)


class Around(NamedTuple):
    """One of the rows that one stands in: its repeat, which of its rows it is, and where the repeat stands."""

    repeat: Repeat
    row: RecordId
    place: Place


def rows_around(session: FormSession, sought: RecordId | None) -> tuple[Around, ...]:
    """The rows down to this one, the outermost first; () for the record itself, and for a row that is gone."""
    return _down(session, session.form.children, None, sought) if sought else ()


def _down(session: FormSession, items: Iterable[Item], row: RecordId | None, sought: RecordId) -> tuple[Around, ...]:
    for item in items:
        if isinstance(item, Group):
            if found := _down(session, item.children, row, sought):
                return found
        elif isinstance(item, Repeat):
            place = Place(row, item.id)
            for inner in session.rows(place):
                if inner == sought:
                    return (Around(item, inner, place),)
                if deeper := _down(session, item.children, inner, sought):
                    return (Around(item, inner, place), *deeper)
    return ()


def number_of(session: FormSession, around: Around) -> int:
    """Which of its rows it is, counted from 1."""
    return session.rows(around.place).index(around.row) + 1
