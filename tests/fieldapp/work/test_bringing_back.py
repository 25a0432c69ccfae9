"""A desk comes back from a copy with her passphrase or recovery code, beside what is there, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from fieldapp.storage.backup import CopyOnStick
from fieldapp.storage.troubles import CopyDamaged, CopyNewer, NoCopyThere, NotItsHome, NotRestored
from fieldapp.vault.desks import desks_in, new_desk_folder
from fieldapp.vault.errors import WrongPassphrase, WrongRecoveryCode
from fieldapp.vault.keystore import Vault, create, open_with_passphrase
from fieldapp.vault.pace import FLOOR
from fieldapp.vault.recovery import RecoveryCode, RecoveryCodeMistyped
from fieldapp.work.bringing_back import BroughtBack, bring_back, find_copies
from fieldapp.work.copying import copy_to_stick
from fieldapp.work.desk import Desk
from fieldapp.work.opening import open_desk
from tests.fieldapp.work.conftest import a_case, told
from tests.helpers.clock import StandingClock

PASSPHRASE = "river lamp seven quiet stone"


@dataclass
class Lost:
    """A laptop with a desk of one case, and a stick with a copy of it."""

    home: Path
    stick: Path
    clock: StandingClock
    code: RecoveryCode
    case: str
    copy: CopyOnStick

    def back(
        self, home: Path, secret: str = PASSPHRASE, *, by_code: bool = False, practice: bool = False
    ) -> BroughtBack:
        """Bring it back into this home."""
        return bring_back(
            home, self.copy, secret, by_code=by_code, practice=practice, clock=self.clock, progress=lambda *_: None
        )


def make(home: Path, stick: Path, clock: StandingClock, *, practice: bool = False) -> Lost:
    """A desk that was used and copied."""
    vault, code = create(new_desk_folder(home), "Swallow", PASSPHRASE, FLOOR)
    desk = open_desk(vault, clock, create=True, practice=practice)
    try:
        case = a_case(desk)
        copy = copy_to_stick(desk, vault.backup_key, stick, lambda *_: None, lambda: True)
    finally:
        shut(desk, vault)
    return Lost(home, stick, clock, code, case, copy)


def shut(desk: Desk, vault: Vault) -> None:
    """Lock it."""
    desk.store.close()
    vault.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "USB"
    folder.mkdir()
    return folder


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """The home on another laptop."""
    folder = tmp_path / "another laptop"
    folder.mkdir()
    return folder


@pytest.fixture
def lost(home: Path, stick: Path, clock: StandingClock) -> Lost:
    return make(home, stick, clock)


def test_her_desk_comes_back_on_another_laptop_and_opens_as_before(lost: Lost, other: Path) -> None:
    back = lost.back(other)
    desk = open_desk(back.vault, lost.clock)
    status = told(desk, lost.case, "status")  # type: ignore[arg-type]
    shut(desk, back.vault)

    assert status == "open"
    assert back.made == lost.copy.made
    assert [each.nickname for each in desks_in(other)] == ["Swallow"]
    open_with_passphrase(desks_in(other)[0].folder, PASSPHRASE).close()


def test_the_recovery_code_brings_it_back_too(lost: Lost, other: Path) -> None:
    back = lost.back(other, lost.code.text.lower(), by_code=True)
    back.vault.close()

    assert len(desks_in(other)) == 1


def test_beside_a_desk_of_the_same_name_it_gets_a_number_and_changes_nothing_there(lost: Lost) -> None:
    (before,) = desks_in(lost.home)
    content = {path.name: path.read_bytes() for path in before.folder.iterdir()}
    lost.back(lost.home).vault.close()
    lost.back(lost.home).vault.close()

    assert [each.nickname for each in desks_in(lost.home)] == ["Swallow", "Swallow 2", "Swallow 3"]
    assert {path.name: path.read_bytes() for path in before.folder.iterdir()} == content


@pytest.mark.parametrize(
    ("secret", "by_code", "error"),
    [
        ("river lamp seven quiet stones", False, WrongPassphrase),
        ("K7QM", True, RecoveryCodeMistyped),
        (RecoveryCode.fresh().text, True, WrongRecoveryCode),
    ],
    ids=["passphrase", "slip", "other paper"],
)
def test_another_secret_leaves_everything_as_it_was(
    lost: Lost, other: Path, secret: str, by_code: bool, error: type[Exception]
) -> None:
    before = {path.name: path.read_bytes() for path in lost.copy.folder.iterdir()}

    with pytest.raises(error):
        lost.back(other, secret, by_code=by_code)

    assert list(other.iterdir()) == []
    assert {path.name: path.read_bytes() for path in lost.copy.folder.iterdir()} == before


@pytest.mark.parametrize("name", ["keystore", "desk.db", "manifest"])
def test_a_damaged_copy_makes_no_desk(lost: Lost, other: Path, name: str) -> None:
    file = lost.copy.folder / name
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)

    with pytest.raises(CopyDamaged):
        lost.back(other)

    assert desks_in(other) == ()


def test_a_copy_without_a_key_file_is_damaged_too(lost: Lost, other: Path) -> None:
    (lost.copy.folder / "keystore").unlink()

    with pytest.raises(CopyDamaged):
        lost.back(other)


def test_a_stick_that_was_pulled_out_meanwhile_is_told_as_that(lost: Lost, other: Path) -> None:
    lost.stick.rename(lost.stick.with_name("in her pocket"))

    with pytest.raises(NotRestored, match="pulled out"):
        lost.back(other)

    assert desks_in(other) == ()


def test_a_copy_that_a_newer_program_made_is_told_when_the_stick_is_looked_at(lost: Lost) -> None:
    manifest = lost.copy.folder / "manifest"
    manifest.write_text(manifest.read_text("utf-8").replace('"v":1', '"v":2'), "utf-8")

    with pytest.raises(CopyNewer):
        find_copies(lost.stick)


def test_a_copy_whose_list_is_damaged_is_told_when_the_stick_is_looked_at(lost: Lost) -> None:
    (lost.copy.folder / "manifest").write_bytes(b"\x00\xff")

    with pytest.raises(CopyDamaged):
        find_copies(lost.stick)


def test_the_stick_tells_whose_copies_it_has(lost: Lost) -> None:
    (found,) = find_copies(lost.stick)

    assert (found.nickname, found.copy) == ("Swallow", lost.copy)


def test_a_stick_without_copies_is_told(stick: Path) -> None:
    with pytest.raises(NoCopyThere):
        find_copies(stick)


def test_what_an_attempt_left_that_was_cut_short_is_cleared_away(lost: Lost, other: Path) -> None:
    left_over = other / "desks" / "0a0a0a0a.restoring"
    left_over.mkdir(parents=True)
    (left_over / "desk.db").write_bytes(b"half")

    lost.back(other).vault.close()

    assert not left_over.exists()


def test_a_copy_of_practice_never_becomes_a_real_desk(
    home: Path, other: Path, stick: Path, clock: StandingClock
) -> None:
    practised = make(home, stick, clock, practice=True)

    with pytest.raises(NotItsHome, match="made-up"):
        practised.back(other)
    assert desks_in(other) == ()
    practised.back(other, practice=True).vault.close()


def test_a_copy_of_real_work_never_becomes_a_sample(lost: Lost, other: Path) -> None:
    with pytest.raises(NotItsHome, match="real work"):
        lost.back(other, practice=True)

    assert desks_in(other) == ()
