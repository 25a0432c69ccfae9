"""A process killed at any moment around a save loses nothing that it had told as saved."""

from __future__ import annotations

import random
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from fieldapp.domain.attachments import attachment_in
from fieldapp.domain.ids import RecordId
from fieldapp.storage.attachments import hash_of
from tests.fieldapp.storage.killed import HALF_TYPED
from tests.fieldapp.storage.making import Desk, open_desk
from tests.fieldapp.storage.making import field as question

ROOT = Path(__file__).resolve().parents[3]
KILLS = 20
PAPER = question("paper")


@dataclass
class Told:
    """What her process had told as saved when it died."""

    notes: dict[RecordId, str] = field(default_factory=dict)
    saves: int = 0
    draft: str = ""

    def hear(self, line: str) -> None:
        what, _, note = line.strip().partition(" ")
        if what == "draft":
            self.draft = note
        elif note:
            self.notes[RecordId(what)] = note
            self.saves += 1


def work_until_killed(folder: Path, seed: int, told: Told) -> None:
    """Let her save some times, then kill her while she goes on."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.fieldapp.storage.killed", str(folder), str(seed)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        for _ in range(random.Random(seed).randrange(2, 30)):
            told.hear(process.stdout.readline())
        process.kill()
        lines = process.stdout.read().splitlines(keepends=True)
        for line in lines:
            if line.endswith("\n"):
                told.hear(line)


def test_nothing_told_as_saved_is_missing_after_twenty_kills(home: Path) -> None:
    folder, told = home / "0a0a0a0a", Told()

    for seed in range(KILLS):
        work_until_killed(folder, seed, told)

    with open_desk(folder) as desk:
        assert told.saves > KILLS
        missing = {record for record, note in told.notes.items() if not _holds(desk, record, note)}
        assert missing == set()
        with desk.look() as reader:
            draft = reader.draft(HALF_TYPED)
            assert draft is not None
            assert _number(draft.body) >= _number(told.draft)
        desk.store.check()


def test_each_answer_that_was_saved_has_its_file_whole_and_nothing_half_stays_after_kills(home: Path) -> None:
    folder = home / "0a0a0a0a"
    for seed in range(100, 100 + KILLS // 2):
        work_until_killed(folder, seed, Told())

    with open_desk(folder) as desk:
        named = {attachment.id for change in desk.changes() if (attachment := attachment_in(change.fields.get(PAPER)))}
        files = desk.store.attachments
        assert len(named) > KILLS
        assert all(hash_of(files.path(name)) == name for name in named)
        desk.store.sweep()
        assert {path.name for path in files.folder.iterdir()} == named


def _holds(desk: Desk, record: RecordId, note: str) -> bool:
    """The note, or a later one of the same process whose telling the kill cut off."""
    stands = desk.answers(record).get(question("note"), "")
    return isinstance(stands, str) and _number(stands) >= _number(note)


def _number(note: str) -> tuple[int, int]:
    seed, _, number = note.partition("-")
    return int(seed), int(number or -1)
