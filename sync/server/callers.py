"""The counters of signed requests: whoever recorded one and sends it again is told from the desk that made it."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from fieldapp.domain.ids import DeskId, OrganisationId
from sync.server import schema
from sync.server.database import insert_new


def use_counter(connection: Connection, organisation: OrganisationId, desk: DeskId, counter: int) -> bool:
    """Use a counter up; False if it is not greater than all that the desk has used."""
    row = schema.caller
    insert_new(connection, row, {"organisation": organisation, "desk": desk, "counter": 0})
    used = connection.execute(
        update(row)
        .where(row.c.organisation == organisation, row.c.desk == desk, row.c.counter < counter)
        .values(counter=counter)
    )
    return used.rowcount == 1


def last_counter(connection: Connection, organisation: OrganisationId, desk: DeskId) -> int:
    """The greatest counter that the desk has used; 0 before its first."""
    row = schema.caller
    where = (row.c.organisation == organisation, row.c.desk == desk)
    return connection.execute(select(row.c.counter).where(*where)).scalar() or 0
