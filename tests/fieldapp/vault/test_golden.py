"""Files of version 1 that every later program opens, and vectors of the standards they stand on."""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from fieldapp.vault.keyfile import decode, encode
from fieldapp.vault.keystore import Vault, open_with_passphrase, open_with_recovery
from fieldapp.vault.recovery import RecoveryCode
from fieldapp.vault.sealing import derive
from fieldapp.vault.streams import open_stream

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "vault"
KEYSTORE = json.loads((GOLDEN / "keystore-v1.json").read_text("utf-8"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(GOLDEN / "keystore-v1", tmp_path / "desk"))


def holds_the_golden_keys(vault: Vault) -> bool:
    given = {
        "nickname": vault.nickname,
        "identity": vault.identity,
        "revision": vault.revision,
        "database_key": vault.database_key,
        "backup_key": vault.backup_key.hex(),
        "audit_key": vault.audit_key.hex(),
        "signing_key": vault.signing_key.hex(),
        "hpke_key": vault.hpke_key.hex(),
    }
    return {name: KEYSTORE[name] for name in given} == given


@pytest.mark.parametrize("typed", ["passphrase", "typed_otherwise"])
def test_a_keystore_of_version_1_opens_with_its_passphrase_for_ever(folder: Path, typed: str) -> None:
    assert holds_the_golden_keys(open_with_passphrase(folder, KEYSTORE[typed]))


def test_a_keystore_of_version_1_opens_with_its_recovery_code_for_ever(folder: Path) -> None:
    assert holds_the_golden_keys(open_with_recovery(folder, KEYSTORE["recovery_code"]))


def test_a_keystore_of_version_1_is_encoded_to_the_same_bytes() -> None:
    data = (GOLDEN / "keystore-v1" / "keystore").read_bytes()

    assert encode(*decode(data)) == data


def test_a_recovery_code_of_version_1_is_read_for_ever() -> None:
    assert RecoveryCode.read(KEYSTORE["recovery_code"]).text == KEYSTORE["recovery_code"]


def by_the_letter_of_rfc_5869(key: bytes, info: bytes) -> bytes:
    pseudorandom = hmac.digest(bytes(32), key, "sha256")
    return hmac.digest(pseudorandom, info + b"\x01", "sha256")


@pytest.mark.parametrize(
    ("name", "info"),
    [
        ("database_key", b"fieldapp database key v1"),
        ("backup_key", b"fieldapp backup key v1"),
        ("audit_key", b"fieldapp audit MAC v1"),
    ],
)
def test_the_derived_keys_can_be_worked_out_by_hand(name: str, info: bytes) -> None:
    vault_key = bytes.fromhex(KEYSTORE["vault_key"])

    assert by_the_letter_of_rfc_5869(vault_key, info).hex() == KEYSTORE[name] == derive(vault_key, info).hex()


def test_the_keystores_mac_can_be_worked_out_by_hand() -> None:
    body, mac, _ = (GOLDEN / "keystore-v1" / "keystore").read_bytes().splitlines()
    key = by_the_letter_of_rfc_5869(bytes.fromhex(KEYSTORE["vault_key"]), b"fieldapp keystore MAC v1")

    assert hmac.new(key, body, hashlib.sha256).hexdigest().encode() == mac


def test_a_stream_of_version_1_opens_for_ever(tmp_path: Path) -> None:
    said = json.loads((GOLDEN / "stream-v1.json").read_text("utf-8"))
    sealed = io.BytesIO((GOLDEN / "stream-v1").read_bytes())

    open_stream(bytes.fromhex(said["key"]), said["context"].encode(), sealed, tmp_path / "opened")

    opened = (tmp_path / "opened").read_bytes()
    assert (len(opened), hashlib.sha256(opened).hexdigest()) == (said["plain_bytes"], said["plain_sha256"])


def test_argon2id_is_that_of_rfc_9106() -> None:
    """Section 5.3."""
    argon2id = Argon2id(
        salt=b"\x02" * 16, length=32, iterations=3, lanes=4, memory_cost=32, ad=b"\x04" * 12, secret=b"\x03" * 8
    )

    expected = "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"
    assert argon2id.derive(b"\x01" * 32).hex() == expected


def test_hkdf_is_that_of_rfc_5869() -> None:
    """Appendix A.1."""
    hkdf = HKDF(algorithm=SHA256(), length=42, salt=bytes(range(13)), info=bytes(range(0xF0, 0xFA)))

    expected = "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
    assert hkdf.derive(b"\x0b" * 22).hex() == expected
