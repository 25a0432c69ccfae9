"""What a screen of an open desk can reach: the desk itself, what the packs say, and what the program lends."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.vault.unlocked import Vault
from fieldapp.work.desk import Desk
from fieldapp.work.packs import Packs
from sync.client.station import Station
from sync.client.talk.courier import Courier
from ui.board import Board
from ui.jobs import Jobs
from ui.office import Parts


@dataclass(frozen=True, slots=True)
class Room:
    """Lives from unlock to lock. `courier`: what talks with the server, if anything does."""

    desk: Desk
    packs: Packs
    vault: Vault
    parts: Parts
    courier: Courier | None = None

    @property
    def station(self) -> Station:
        """The desk as its colleagues see it."""
        return Station.of(self.desk, self.vault)

    @property
    def jobs(self) -> Jobs:
        """The door to the background."""
        return self.parts.jobs

    @property
    def board(self) -> Board:
        """Where everybody learns that something changed."""
        return self.parts.board
