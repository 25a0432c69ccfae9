"""Alembic's way in: it runs the steps inside the transaction that `database.Database.migrate` has begun."""

from __future__ import annotations

from alembic import context

from sync.server.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
