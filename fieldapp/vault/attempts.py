"""How long to wait after wrong passphrases. A speed bump and no lock.

It slows down a colleague at the keyboard. Whoever copies the folder guesses elsewhere, as fast as Argon2id lets him,
and whoever may write in it can delete the count: the passphrase is what protects her.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fieldapp.domain.answers import canonical
from fieldapp.domain.clock import Clock, Moment
from fieldapp.vault.writing import replace_file

_NAME: Final = "attempts"
_WAITS: Final = (1, 2, 4, 8, 16, 32, 60)


@dataclass(frozen=True, slots=True)
class Attempts:
    """Wrong secrets since the desk was last opened, and when the last one was typed."""

    failed: int = 0
    last: Moment | None = None

    def wait(self, now: Moment) -> int:
        """Seconds to wait before the next try: 1, 2, 4 to 60 after each failure, less what has passed.

        A clock that was set back counts as having passed: a wrong clock locks nobody out.
        """
        if self.last is None or now.utc < self.last.utc:
            return 0
        asked = _WAITS[min(self.failed, len(_WAITS)) - 1]
        return max(0, asked - int((now.utc - self.last.utc).total_seconds()))


def attempts_at(folder: Path) -> Attempts:
    """What was counted beside the keystore; a file that cannot be read counts nothing."""
    try:
        kept = json.loads((folder / _NAME).read_text("utf-8"))
        return Attempts(max(int(kept["failed"]), 1), Moment.from_text(kept["last"]))
    except (OSError, ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return Attempts()


def count_failure(folder: Path, clock: Clock) -> Attempts:
    """One more. On a full disk it is not kept: the count must never stand between her and her desk."""
    attempts = Attempts(attempts_at(folder).failed + 1, clock.now())
    kept = canonical({"failed": attempts.failed, "last": attempts.last.text if attempts.last else ""})
    with contextlib.suppress(OSError):
        replace_file(folder / _NAME, kept.encode())
    return attempts


def forget_failures(folder: Path) -> int:
    """The desk is open: start anew, and tell how many wrong ones there were, which may surprise her."""
    failed = attempts_at(folder).failed
    with contextlib.suppress(OSError):
        (folder / _NAME).unlink(missing_ok=True)
    return failed
