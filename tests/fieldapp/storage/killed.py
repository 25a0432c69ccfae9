"""A worker who saves and saves until her process is killed; each save is told to her parent once it is done."""

from __future__ import annotations

import random
import secrets
import sys
from pathlib import Path
from typing import BinaryIO

from fieldapp.domain.attachments import Attachment, to_text
from fieldapp.domain.ids import RecordId
from tests.fieldapp.storage.making import INCIDENT, Desk, open_desk

HALF_TYPED = RecordId("ee" * 16)


def main(folder: Path, seed: int) -> None:
    """Lines on stdout: "record note" for a save, "draft body" for a draft."""
    chance = random.Random(seed)
    with open_desk(folder) as desk:
        print("open", flush=True)
        case = desk.create(note=f"{seed}")
        print(f"{case} {seed}", flush=True)
        for number in range(1_000_000):
            note = f"{seed}-{number}"
            paper = _attached(desk, chance.randrange(300_000))
            story = "я" * chance.randrange(20_000)
            if chance.random() < 0.5:
                record = desk.create(INCIDENT, parent=case, note=note, story=story, paper=paper)
            else:
                desk.change(record := case, note=note, story=story, paper=paper)
            print(f"{record} {note}", flush=True)
            desk.keep_draft(HALF_TYPED, note)
            print(f"draft {note}", flush=True)


def _attached(desk: Desk, size: int) -> str:
    """The answer that names a sealed file, which is on the disk by then."""

    def fill(file: BinaryIO) -> None:
        file.write(secrets.token_bytes(size + 1))

    return to_text(Attachment(desk.store.attachments.keep(fill), bytes(32), size, "application/pdf", "paper.pdf"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
