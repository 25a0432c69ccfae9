"""The server's tables.

Every key begins with the organisation, and with the space where there is one: the same schema runs on SQLite, on one
PostgreSQL and spread over many. Nothing is ever told apart by a clock or a global sequence. `migrations` makes these
tables; a test holds the two together.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, LargeBinary, MetaData, String, Table, UniqueConstraint

metadata: Final = MetaData()

#: The row of numbers of a space: how many chunks its log has, and the rolling hash over them. Its row is locked last
#: in a transaction, so numbers appear in their order and without gaps. The space "" counts the documents.
head: Final = Table(
    "head",
    metadata,
    Column("organisation", String(32), primary_key=True),
    Column("space", String(32), primary_key=True),
    Column("count", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
)

#: Statements and envelopes as they came, in one dense row; `space` is "" for what concerns the whole organisation.
document: Final = Table(
    "document",
    metadata,
    Column("organisation", String(32), primary_key=True),
    Column("space", String(32), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("raw", LargeBinary, nullable=False),
    Column("came", String(40), nullable=False),
    UniqueConstraint("organisation", "number", name="document_number"),
)

#: The log of each space.
chunk: Final = Table(
    "chunk",
    metadata,
    Column("organisation", String(32), primary_key=True),
    Column("space", String(32), primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("desk", String(32), nullable=False),
    Column("incarnation", String(16), nullable=False),
    Column("lane", String(40), nullable=False),
    Column("n", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("raw", LargeBinary, nullable=False),
    Column("came", String(40), nullable=False),
    UniqueConstraint("organisation", "space", "desk", "incarnation", "lane", "n", name="chunk_in_stream"),
)

#: How far each stream has come, and the receipt for its last chunk.
stream: Final = Table(
    "stream",
    metadata,
    Column("organisation", String(32), primary_key=True),
    Column("space", String(32), primary_key=True),
    Column("desk", String(32), primary_key=True),
    Column("incarnation", String(16), primary_key=True),
    Column("lane", String(40), primary_key=True),
    Column("n", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("receipt", LargeBinary, nullable=False),
)

#: The greatest counter that a desk has signed a request with.
caller: Final = Table(
    "caller",
    metadata,
    Column("organisation", String(32), primary_key=True),
    Column("desk", String(32), primary_key=True),
    Column("counter", BigInteger, nullable=False),
)

#: The one chunk of which a desk has sent the beginning, and the counter of the request that brought it.
partial: Final = Table(
    "partial",
    metadata,
    Column("organisation", String(32), primary_key=True),
    Column("desk", String(32), primary_key=True),
    Column("counter", BigInteger, nullable=False),
    Column("chunk", String(64), nullable=False),
    Column("bytes", LargeBinary, nullable=False),
)

#: Invitations, join requests and welcomes, sealed under a code that never comes here.
paper: Final = Table(
    "paper",
    metadata,
    Column("organisation", String(32), primary_key=True),
    Column("invitation", String(32), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("raw", LargeBinary, nullable=False),
    Column("came", String(40), nullable=False),
)
