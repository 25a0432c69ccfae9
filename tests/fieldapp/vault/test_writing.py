"""The key file is replaced whole or not at all, whatever happens on the way."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fieldapp.vault.errors import KeystoreNotWritten, NoRoomForKeystore
from fieldapp.vault.keystore import Vault, change_passphrase, create, open_with_passphrase, read_keystore
from fieldapp.vault.pace import FLOOR
from tests.fieldapp.vault.conftest import PASSPHRASE, Desk, Keys

NEW = "correct horse battery staple cloud"


class PlugPulled(BaseException):
    """The program stops here; nothing of it runs any more."""


def fails(error: BaseException, at: int = 1) -> Callable[..., None]:
    """Something that fails when it is called for the `at`-th time, and does nothing before."""
    calls = iter(range(1, 100))

    def call(*arguments: object, **named: object) -> None:
        if next(calls) == at:
            raise error

    return call


@pytest.mark.parametrize(("number", "error"), [(errno.ENOSPC, NoRoomForKeystore), (errno.EIO, KeystoreNotWritten)])
def test_a_full_or_failing_disk_is_told_and_the_old_keystore_stands(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, number: int, error: type[Exception]
) -> None:
    before, vault = desk.file.read_bytes(), desk.vault()

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fails(OSError(number, os.strerror(number))))
        with pytest.raises(error, match="old one is as it was"):
            change_passphrase(vault, NEW)

    assert desk.file.read_bytes() == before
    assert [path.name for path in desk.folder.iterdir()] == ["keystore"]
    assert vault.revision == 1


@pytest.mark.parametrize("step", ["fsync of the file", "rename", "fsync of the folder"])
def test_a_plug_pulled_at_any_step_leaves_a_keystore_that_opens(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    vault = desk.vault()
    with monkeypatch.context() as patch:
        if step == "rename":
            patch.setattr(Path, "replace", fails(PlugPulled()))
        else:
            patch.setattr(os, "fsync", fails(PlugPulled(), at=1 if step == "fsync of the file" else 2))
        with pytest.raises(PlugPulled):
            change_passphrase(vault, NEW)

    stands = NEW if step == "fsync of the folder" else PASSPHRASE
    assert Keys.of(open_with_passphrase(desk.folder, stands)) == desk.keys


def test_what_a_power_cut_left_behind_is_cleared_away_by_the_next_change(desk: Desk) -> None:
    (desk.folder / "keystore.new").write_bytes(b"half a key file")

    change_passphrase(desk.vault(), NEW)

    assert [path.name for path in desk.folder.iterdir()] == ["keystore"]
    assert read_keystore(desk.folder)[0].revision == 2


def test_the_bytes_are_on_the_disk_before_they_get_the_name(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def noted_fsync(handle: int) -> None:
        done.append("fsync")
        fsync(handle)

    def noted_replace(path: Path, target: Path) -> Path:
        done.append("rename")
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(Path, "replace", noted_replace)
    change_passphrase(desk.vault(), NEW)

    assert done[:2] == ["fsync", "rename"]


def test_a_desk_that_cannot_be_written_is_not_made(tmp_path: Path) -> None:
    (tmp_path / "in the way").write_text("a file", "utf-8")

    with pytest.raises(KeystoreNotWritten):
        create(tmp_path / "in the way" / "desk", "Ирис", PASSPHRASE, FLOOR)


WRITER = """
import sys
from pathlib import Path
from fieldapp.vault.writing import replace_file
path, number = Path(sys.argv[1]), 0
while True:
    number += 1
    replace_file(path, (b"%06d " % number) * 3000)
    print(number, flush=True)
"""


def test_a_killed_program_leaves_the_last_file_or_the_next_and_never_half_of_one(tmp_path: Path) -> None:
    file = tmp_path / "keystore"
    for kill in range(5):
        with subprocess.Popen([sys.executable, "-c", WRITER, str(file)], stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            lines = [writer.stdout.readline() for _ in range(3 + kill)]
            writer.kill()
            lines += writer.stdout.readlines()
        acknowledged = int([line for line in lines if line.endswith("\n")][-1])
        data = file.read_bytes()
        assert int(data[:6]) in (acknowledged, acknowledged + 1)
        assert data == data[:7] * 3000


def test_a_new_keystore_may_be_read_by_its_owner_alone(made: Desk) -> None:
    mode = (made.folder / "keystore").stat().st_mode

    assert sys.platform == "win32" or mode & 0o077 == 0
    assert isinstance(made.vault(), Vault)
