"""Invitations, join requests and welcomes: carried from one to the other, sealed under a code that never comes here."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import OrganisationId
from sync.protocol.invitations import PaperKind, SealedPaper
from sync.protocol.names import InvitationId
from sync.server import schema
from sync.server.database import insert_new


def leave(connection: Connection, organisation: OrganisationId, paper: SealedPaper, when: Moment) -> None:
    """Keep the paper, in the place of an earlier one of its kind."""
    row = schema.paper
    values = {"raw": paper.raw, "came": when.text}
    names = {"organisation": organisation, "invitation": paper.invitation, "kind": paper.kind.value}
    if not insert_new(connection, row, {**names, **values}):
        where = (row.c.organisation == organisation, row.c.invitation == paper.invitation)
        connection.execute(update(row).where(*where, row.c.kind == paper.kind.value).values(values))


def find(
    connection: Connection, organisation: OrganisationId, invitation: InvitationId, kind: PaperKind
) -> bytes | None:
    """The paper of this kind that lies under the invitation."""
    row = schema.paper
    where = (row.c.organisation == organisation, row.c.invitation == invitation, row.c.kind == kind.value)
    raw = connection.execute(select(row.c.raw).where(*where)).scalar()
    return None if raw is None else bytes(raw)
