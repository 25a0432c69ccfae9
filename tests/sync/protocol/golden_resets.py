"""The golden vectors of a forgotten passphrase: made once from fixed keys, opened by every later program.

`python -m tests.sync.protocol.golden_resets` writes them where there are none.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from sync.protocol.keys import OpeningKey
from sync.protocol.recovery_keys import RecoveryOpening
from sync.protocol.resets import ResetRequest, seal_escrow
from sync.protocol.said import Officer
from tests.sync.protocol.house import a_house, random_from

PATH: Final = Path(__file__).resolve().parents[2] / "golden" / "sync" / "reset-v1.json"


def vectors() -> dict[str, str]:
    """In hex, groups as they are read out."""
    house, random = a_house(), random_from("golden reset")
    keystore, user_key, one_time = random(16).hex(), random(32), OpeningKey.fresh(random)
    opening = RecoveryOpening.of_desk(house.supervisor.opening)
    officer = Officer(
        worker=house.supervisor.worker,
        desk=house.supervisor.desk,
        verify=house.supervisor.key.verify_key,
        recovery=opening.recovery_key,
    )
    request = ResetRequest(keystore, one_time.seal_key)
    answer = request.answer(user_key)
    return {
        "organisation": house.trust.organisation_id,
        "desk": house.worker.desk,
        "officer": officer.desk,
        "officer opening": house.supervisor.opening.raw.hex(),
        "recovery key": opening.recovery_key.hex,
        "keystore": keystore,
        "user key": user_key.hex(),
        "one-time": one_time.raw.hex(),
        "request": request.raw.hex(),
        "request groups": "-".join(request.groups),
        "answer": answer.raw.hex(),
        "answer groups": "-".join(answer.groups),
        "escrow": seal_escrow(house.trust.organisation_id, house.worker.desk, keystore, user_key, officer).sealed.hex(),
    }


def main() -> None:
    if not PATH.exists():
        PATH.write_text(json.dumps(vectors(), indent=1) + "\n", "utf-8", newline="\n")


if __name__ == "__main__":
    main()
