"""Which sealed files must be at the server, or come from there: by the spaces of the records that name them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from fieldapp.domain.attachments import SealedId
from fieldapp.domain.ids import SpaceId
from fieldapp.storage.engine import Connection

_NAMED: Final = """
SELECT attached.id, record.space,
       max(EXISTS (SELECT 1 FROM outbox WHERE outbox.record = attached.record)),
       EXISTS (SELECT 1 FROM delivered WHERE delivered.id = attached.id AND delivered.space = record.space)
FROM attached JOIN record ON record.id = attached.record
WHERE record.space <> '' GROUP BY attached.id, record.space ORDER BY attached.id, record.space
"""


@dataclass(frozen=True, slots=True)
class Named:
    """A file that a record of this space names. `waits`: the record itself is not sent yet. `delivered`: the server has
    the file."""

    file: SealedId
    space: SpaceId
    waits: bool
    delivered: bool


class FilePages:
    """Read which there are."""

    def __init__(self, database: Connection) -> None:
        self._database = database

    def named(self) -> tuple[Named, ...]:
        """Every file that records of an organisation name."""
        rows = self._database.execute(_NAMED)
        return tuple(Named(SealedId(file), SpaceId(space), bool(w), bool(d)) for file, space, w, d in rows)

    def is_delivered(self, file: SealedId) -> bool:
        """Whether the server has it, for any space."""
        return self._database.execute("SELECT 1 FROM delivered WHERE id = ?", (file,)).fetchone() is not None


class FileBook(FilePages):
    """Write down what has arrived."""

    def deliver(self, space: SpaceId, files: Iterable[SealedId], receipt: bytes | None = None) -> None:
        """The server has these: it said so in a receipt, or they came from there."""
        self._database.executemany(
            "INSERT OR REPLACE INTO delivered (id, space, receipt) VALUES (?, ?, ?)",
            [(file, space, receipt) for file in files],
        )

    def offer_again(self, space: SpaceId) -> None:
        """The server lost something of the space: nobody knows whether it has its files."""
        self._database.execute("DELETE FROM delivered WHERE space = ?", (space,))
