"""When the server's folder was last copied away: its operator says so, for nobody else can know.

`python -m sync.server --data DIR --note-backup` writes the moment into a file beside the database; it belongs at the
end of whatever makes the backup.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from fieldapp.domain.clock import Moment

NOTE: Final = "last-backup"


def note_backup(folder: Path, when: Moment) -> None:
    """A backup was made."""
    (folder / NOTE).write_text(when.text + "\n", encoding="utf-8")


def last_backup(folder: Path) -> Moment | None:
    """When the last one was made; None if nobody ever said so."""
    try:
        return Moment.from_text((folder / NOTE).read_text(encoding="utf-8").strip())
    except (OSError, ValueError):
        return None
