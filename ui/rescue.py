"""How the screen that brings a copy back reaches the work, which is loaded when it is first needed."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from fieldapp.domain.clock import Clock
from ui.screens.restore import Progress, Rescue

if TYPE_CHECKING:  # the first window does not wait for the store
    from fieldapp.work.bringing_back import BroughtBack
    from fieldapp.work.copying import CopyFound


def rescue_into(home: Path, clock: Clock, *, practice: bool) -> Rescue:
    """Copies come back into this home."""
    return Rescue(
        find=_find,
        by_passphrase=partial(_bring_back, home, clock, by_code=False, practice=practice),
        by_recovery=partial(_bring_back, home, clock, by_code=True, practice=practice),
    )


def _find(folder: Path) -> tuple[CopyFound, ...]:
    from fieldapp.work.bringing_back import find_copies  # noqa: PLC0415  # loaded when it is needed

    return find_copies(folder)


def _bring_back(
    home: Path, clock: Clock, found: CopyFound, secret: str, progress: Progress, *, by_code: bool, practice: bool
) -> BroughtBack:
    from fieldapp.work.bringing_back import bring_back  # noqa: PLC0415  # loaded when it is needed

    return bring_back(home, found.copy, secret, by_code=by_code, practice=practice, clock=clock, progress=progress)
