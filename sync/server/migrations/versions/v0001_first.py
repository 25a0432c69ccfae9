"""The first tables: documents, the logs of spaces, marks, and how desks join."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, LargeBinary, PrimaryKeyConstraint, String, UniqueConstraint

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "head",
        Column("organisation", String(32), nullable=False),
        Column("space", String(32), nullable=False),
        Column("count", BigInteger, nullable=False),
        Column("hash", String(64), nullable=False),
        PrimaryKeyConstraint("organisation", "space"),
    )
    op.create_table(
        "document",
        Column("organisation", String(32), nullable=False),
        Column("space", String(32), nullable=False),
        Column("id", String(64), nullable=False),
        Column("number", BigInteger, nullable=False),
        Column("kind", String(16), nullable=False),
        Column("raw", LargeBinary, nullable=False),
        Column("came", String(40), nullable=False),
        PrimaryKeyConstraint("organisation", "space", "id"),
        UniqueConstraint("organisation", "number", name="document_number"),
    )
    op.create_table(
        "chunk",
        Column("organisation", String(32), nullable=False),
        Column("space", String(32), nullable=False),
        Column("seq", BigInteger, nullable=False),
        Column("desk", String(32), nullable=False),
        Column("incarnation", String(16), nullable=False),
        Column("lane", String(40), nullable=False),
        Column("n", BigInteger, nullable=False),
        Column("hash", String(64), nullable=False),
        Column("raw", LargeBinary, nullable=False),
        Column("came", String(40), nullable=False),
        PrimaryKeyConstraint("organisation", "space", "seq"),
        UniqueConstraint("organisation", "space", "desk", "incarnation", "lane", "n", name="chunk_in_stream"),
    )
    op.create_table(
        "stream",
        Column("organisation", String(32), nullable=False),
        Column("space", String(32), nullable=False),
        Column("desk", String(32), nullable=False),
        Column("incarnation", String(16), nullable=False),
        Column("lane", String(40), nullable=False),
        Column("n", BigInteger, nullable=False),
        Column("hash", String(64), nullable=False),
        Column("receipt", LargeBinary, nullable=False),
        PrimaryKeyConstraint("organisation", "space", "desk", "incarnation", "lane"),
    )
    op.create_table(
        "caller",
        Column("organisation", String(32), nullable=False),
        Column("desk", String(32), nullable=False),
        Column("counter", BigInteger, nullable=False),
        PrimaryKeyConstraint("organisation", "desk"),
    )
    op.create_table(
        "partial",
        Column("organisation", String(32), nullable=False),
        Column("desk", String(32), nullable=False),
        Column("counter", BigInteger, nullable=False),
        Column("chunk", String(64), nullable=False),
        Column("bytes", LargeBinary, nullable=False),
        PrimaryKeyConstraint("organisation", "desk"),
    )
    op.create_table(
        "paper",
        Column("organisation", String(32), nullable=False),
        Column("invitation", String(32), nullable=False),
        Column("kind", String(16), nullable=False),
        Column("raw", LargeBinary, nullable=False),
        Column("came", String(40), nullable=False),
        PrimaryKeyConstraint("organisation", "invitation", "kind"),
    )
