"""What a running server has: its organisation, its database, its key, and a clock for what people read."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from fieldapp.domain.clock import Clock
from fieldapp.domain.ids import OrganisationId
from sync.protocol.keys import SigningKey
from sync.server.database import Database
from sync.server.files import Files
from sync.server.register import Register


@dataclass(frozen=True, slots=True, kw_only=True)
class Centre:
    """All that answers are made from. Nothing of a desk is held between two requests; several servers may share it.

    `folder`: where its operator's notes lie. `patience`: for how many seconds a body may bring nothing before it counts
    as broken off.
    """

    database: Database
    register: Register
    files: Files
    key: SigningKey = field(repr=False)
    clock: Clock
    folder: Path
    patience: float = 120.0

    @property
    def organisation(self) -> OrganisationId:
        """Whose server it is."""
        return self.register.organisation
