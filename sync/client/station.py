"""A desk as its colleagues see it: a place that signs, opens what was sealed to it, and keeps a store."""

from __future__ import annotations

from dataclasses import dataclass, field

from fieldapp.domain.clock import Clock
from fieldapp.storage.store import Store
from fieldapp.vault.unlocked import Vault
from fieldapp.work.desk import Desk
from sync.client.facts import Identity, identity
from sync.protocol.keys import OpeningKey, SigningKey


@dataclass(frozen=True, slots=True)
class Station:
    """What the sync needs of an open desk. Its printed form shows no key. In practice mode it talks to nobody.

    `vault`: what opened the desk, so that recovery officers can be given what opens it; None where there is none.
    """

    store: Store
    clock: Clock
    signing: SigningKey = field(repr=False)
    opening: OpeningKey = field(repr=False)
    practice: bool = False
    vault: Vault | None = field(default=None, repr=False)

    @classmethod
    def of(cls, desk: Desk, vault: Vault) -> Station:
        """That of an unlocked desk."""
        keys = SigningKey(vault.signing_key), OpeningKey(vault.hpke_key)
        return cls(desk.store, desk.clock, *keys, practice=desk.practice, vault=vault)

    def identity(self) -> Identity:
        """Who this desk is."""
        return identity(self.store)
