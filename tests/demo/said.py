"""What a program had told as saved, written down by another process so that a kill cannot take it back."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fieldapp.domain.ids import ChangeId, RecordId, WriterId


@dataclass(frozen=True, slots=True)
class Told:
    """One save that had returned: which change each record got."""

    pid: int
    written: dict[RecordId, ChangeId]


class Said:
    """The book of one desk. What `note` was given is on the disk when it returns."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("a", encoding="utf-8")
        self.saves = 0

    def note(self, pid: int, saved: dict[str, list[object]]) -> None:
        """Write down what the process told."""
        self.saves += 1
        self._file.write(json.dumps({"pid": pid, "saved": saved}) + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Nothing more is told."""
        self._file.close()


def told_in(path: Path) -> Iterator[Told]:
    """All that was written down."""
    if not path.exists():
        return
    for line in path.read_text("utf-8").splitlines():
        said = json.loads(line)
        written = {
            RecordId(record): ChangeId(WriterId(writer), counter) for record, (writer, counter) in said["saved"].items()
        }
        yield Told(said["pid"], written)
