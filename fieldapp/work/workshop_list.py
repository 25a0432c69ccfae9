"""The list of workshops: what comes next before what was, with how many sessions and people each has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from fieldapp.storage.list_values import FigureQuery, Line, ListQuery, Mark, Order
from fieldapp.storage.read import Reader
from fieldapp.work.desk import Desk
from fieldapp.work.workshops import PARTICIPANT, SESSION, WORKSHOP, Workshop, read_workshop


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopLine:
    """A workshop in the list of them all. `workshop.not_sent`: it, or something below it, is not on the server yet."""

    workshop: Workshop
    sessions: int
    participants: int


def list_workshops(desk: Desk, sought: str = "") -> tuple[WorkshopLine, ...]:
    """All of them, or those whose title fits, the nearest day first. A programme holds hundreds at most."""
    today = desk.today().isoformat()
    with desk.store.read() as reader:
        lines = list(_lines(reader, sought))
        coming = sorted((line for line in lines if line.opened > today), key=lambda line: (line.opened, line.id))
        begun = sorted((line for line in lines if line.opened <= today), key=lambda line: line.opened, reverse=True)
        sessions = reader.count_by_root(FigureQuery(form=SESSION))
        participants = reader.count_by_root(FigureQuery(form=PARTICIPANT))
        stored = [(reader.record(line.id), line) for line in (*coming, *begun)]
    return tuple(
        WorkshopLine(
            workshop=replace(read_workshop(record), not_sent=line.not_sent, conflicts=line.conflicts),
            sessions=sessions.get(line.id, 0),
            participants=participants.get(line.id, 0),
        )
        for record, line in stored
        if record is not None
    )


def _lines(reader: Reader, sought: str) -> Iterator[Line]:
    query = ListQuery(form=WORKSHOP, order=Order.TITLE, text=sought)
    after: Mark | None = None
    while True:
        page = reader.page(query, after, 200)
        yield from page.lines
        after = page.next
        if after is None:
            return
