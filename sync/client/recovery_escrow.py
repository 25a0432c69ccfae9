"""What opens this desk, for the day its passphrase is forgotten: said once for each recovery officer, sealed to her."""

from __future__ import annotations

from fieldapp.domain.ids import DeskId
from sync.client.believing import Speaker
from sync.client.station import Station
from sync.protocol.resets import seal_escrow
from sync.protocol.said import Escrow, Officer
from sync.protocol.trust import Trust


def say_escrows(station: Station, speaker: Speaker) -> int:
    """One for each officer who has none for this keystore yet; how many were said.

    None is said for this desk's own officer's key, which lies behind the same lock.
    """
    vault, me = station.vault, speaker.who.desk
    if vault is None or not speaker.trust.is_certified(me):
        return 0
    missing = _without_escrow(speaker.trust, me, vault.identity)
    for officer in missing:
        speaker.say(seal_escrow(speaker.trust.organisation_id, me, vault.identity, vault.user_key, officer))
    return len(missing)


def _without_escrow(trust: Trust, desk: DeskId, keystore: str) -> list[Officer]:
    served = {
        each.said.officer
        for each in trust.statements.values()
        if isinstance(each.said, Escrow) and (each.by, each.said.keystore) == (desk, keystore)
    }
    officers = [each for each in trust.officers.values() if trust.is_officer(each.desk)]
    return [each for each in officers if each.desk != desk and each.desk not in served]
