"""One real keystore for all tests of a run, since unlocking is slow on purpose; each test gets a copy of its folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from fieldapp.vault import pace
from fieldapp.vault.keystore import Vault, create, read_keystore
from fieldapp.vault.pace import FLOOR
from fieldapp.vault.recovery import RecoveryCode
from fieldapp.vault.slots import open_slot

PASSPHRASE = "тюлень Качели мята обложка ёлка"


@dataclass(frozen=True, slots=True)
class Keys:
    """All that a vault gives out."""

    database: str
    backup: bytes
    audit: bytes
    signing: bytes
    hpke: bytes

    @classmethod
    def of(cls, vault: Vault) -> Keys:
        return cls(vault.database_key, vault.backup_key, vault.audit_key, vault.signing_key, vault.hpke_key)


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk that was made with `PASSPHRASE`, and what is known of it."""

    folder: Path
    code: RecoveryCode
    keys: Keys
    user_key: bytes

    @property
    def file(self) -> Path:
        return self.folder / "keystore"

    def vault(self) -> Vault:
        """What unlocking leads to, without the slow part."""
        keyfile, mac = read_keystore(self.folder)
        return Vault(self.folder, keyfile, mac, bytearray(self.user_key))


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("made") / "desk"
    vault, code = create(folder, "Тюльпан", PASSPHRASE, FLOOR)
    keyfile, _ = read_keystore(folder)
    user_key = open_slot(keyfile.identity, keyfile.recovery, code.text.encode())
    return Desk(folder, code, Keys.of(vault), bytes(user_key))


@pytest.fixture
def desk(made: Desk, tmp_path: Path) -> Desk:
    shutil.copytree(made.folder, tmp_path / "desk")
    return Desk(tmp_path / "desk", made.code, made.keys, made.user_key)


class _NeverRun:
    def __init__(self, **numbers: object) -> None:
        raise AssertionError(f"Argon2id was about to run with {numbers}")


@pytest.fixture
def argon2_never_runs(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setattr(pace, "Argon2id", _NeverRun)
        yield
