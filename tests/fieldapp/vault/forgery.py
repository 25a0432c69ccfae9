"""What somebody without a secret can do to a key file: change anything, and mend its checksum."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fieldapp.domain.answers import canonical

Body = dict[str, Any]  # whatever JSON an attacker writes


def with_checksum(body: bytes, mac: bytes) -> bytes:
    vouched = body + b"\n" + mac + b"\n"
    return vouched + hashlib.sha256(vouched).hexdigest().encode() + b"\n"


def forged(data: bytes, change: Callable[[Body], None]) -> bytes:
    """The file with its body changed, the MAC as it was, and a checksum that fits."""
    body, mac, _ = data.splitlines()
    value: Body = json.loads(body)
    change(value)
    return with_checksum(canonical(value).encode(), mac)


def forge(file: Path, change: Callable[[Body], None]) -> None:
    file.write_bytes(forged(file.read_bytes(), change))
