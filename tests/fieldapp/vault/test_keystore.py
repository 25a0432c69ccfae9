"""Her keystore: what opens it, what does not, and what changes when the passphrase does."""

from __future__ import annotations

import base64
import re
import unicodedata
from contextlib import closing
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from fieldapp.vault.errors import (
    KeystoreDamaged,
    KeystoreExists,
    KeystoreForeign,
    KeystoreMissing,
    KeystoreNotRead,
    WrongPassphrase,
    WrongRecoveryCode,
)
from fieldapp.vault.keystore import (
    Vault,
    change_passphrase,
    change_recovery_code,
    create,
    open_with_passphrase,
    open_with_recovery,
    read_keystore,
    rename,
)
from fieldapp.vault.nicknames import NicknameRefused
from fieldapp.vault.pace import FLOOR, Pace
from fieldapp.vault.passphrases import PassphraseTooWeak
from fieldapp.vault.recovery import RecoveryCode, RecoveryCodeMistyped
from tests.fieldapp.vault.conftest import PASSPHRASE, Desk, Keys

NEW = "correct horse battery staple cloud"


def every_file(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_the_passphrase_opens_the_desk_and_gives_the_same_keys_each_time(desk: Desk) -> None:
    vault = open_with_passphrase(desk.folder, PASSPHRASE)

    assert Keys.of(vault) == desk.keys
    assert (vault.nickname, vault.revision) == ("Тюльпан", 1)


def test_the_passphrase_may_be_typed_with_e_for_yo_decomposed_letters_and_stray_spaces(desk: Desk) -> None:
    typed = "  " + unicodedata.normalize("NFD", PASSPHRASE).replace(" ", "\u00a0 ", 1)

    assert Keys.of(open_with_passphrase(desk.folder, typed)) == desk.keys


def test_a_wrong_passphrase_opens_nothing_and_says_where_to_look(desk: Desk) -> None:
    with pytest.raises(WrongPassphrase, match="Caps Lock"):
        open_with_passphrase(desk.folder, PASSPHRASE.lower())


def test_the_recovery_code_opens_the_desk_and_a_new_passphrase_can_be_set(desk: Desk) -> None:
    vault = open_with_recovery(desk.folder, desk.code.text.lower().replace("-", " "))
    change_passphrase(vault, NEW)

    assert Keys.of(vault) == desk.keys
    assert Keys.of(open_with_passphrase(desk.folder, NEW)) == desk.keys


def test_another_desks_recovery_code_opens_nothing(desk: Desk) -> None:
    with pytest.raises(WrongRecoveryCode, match="does not open this desk"):
        open_with_recovery(desk.folder, RecoveryCode.fresh())


@pytest.mark.usefixtures("argon2_never_runs")
def test_a_mistyped_recovery_code_is_refused_at_once_and_its_group_named(desk: Desk) -> None:
    groups = [*desk.code.groups[:2], "UUUU", *desk.code.groups[3:]]

    with pytest.raises(RecoveryCodeMistyped, match="Group 3 "):
        open_with_recovery(desk.folder, "-".join(groups))


def test_after_a_change_only_the_new_passphrase_opens_the_desk_and_no_key_has_changed(desk: Desk) -> None:
    vault = desk.vault()
    change_passphrase(vault, NEW)

    with pytest.raises(WrongPassphrase):
        open_with_passphrase(desk.folder, PASSPHRASE)
    opened = open_with_passphrase(desk.folder, NEW)
    assert Keys.of(opened) == desk.keys
    assert opened.revision == vault.revision == 2


def test_a_changed_passphrase_costs_a_guesser_no_less_than_the_old_one_did(desk: Desk) -> None:
    slower = Pace(memory_kib=FLOOR.memory_kib, passes=4, lanes=4)
    change_passphrase(desk.vault(), NEW, slower)
    change_passphrase(desk.vault(), PASSPHRASE)

    assert read_keystore(desk.folder)[0].passphrase.pace == slower


def test_after_a_change_only_the_new_recovery_code_opens_the_desk(desk: Desk) -> None:
    code = change_recovery_code(desk.vault())

    with pytest.raises(WrongRecoveryCode):
        open_with_recovery(desk.folder, desk.code)
    assert Keys.of(open_with_recovery(desk.folder, code)) == desk.keys


def test_a_desk_that_is_called_otherwise_opens_as_before(desk: Desk) -> None:
    with closing(desk.vault()) as vault:
        rename(vault, "Тюльпан 2")
        assert vault.nickname == "Тюльпан 2"

    with closing(open_with_passphrase(desk.folder, PASSPHRASE)) as again:
        assert (again.nickname, Keys.of(again)) == ("Тюльпан 2", desk.keys)
        with pytest.raises(NicknameRefused):
            rename(again, " ")
        assert again.nickname == "Тюльпан 2"


def test_a_weak_passphrase_is_refused_and_the_old_one_stands(desk: Desk) -> None:
    before = desk.file.read_bytes()

    with pytest.raises(PassphraseTooWeak, match="Too short"):
        change_passphrase(desk.vault(), "мята")
    with pytest.raises(PassphraseTooWeak, match="Too easy to guess"):
        change_passphrase(desk.vault(), "тюльпан тюльпан 2024")  # the nickname
    assert desk.file.read_bytes() == before


@pytest.mark.usefixtures("argon2_never_runs")
def test_a_desk_is_not_made_with_a_weak_passphrase_or_without_a_nickname(tmp_path: Path) -> None:
    with pytest.raises(PassphraseTooWeak):
        create(tmp_path / "desk", "Тюльпан", "йцукенгшщзхъ", FLOOR)
    with pytest.raises(NicknameRefused):
        create(tmp_path / "desk", " ", PASSPHRASE, FLOOR)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("argon2_never_runs")
def test_a_desk_is_never_made_over_another(desk: Desk) -> None:
    before = desk.file.read_bytes()

    with pytest.raises(KeystoreExists):
        create(desk.folder, "Ирис", PASSPHRASE, FLOOR)
    assert desk.file.read_bytes() == before


def test_the_keys_are_what_the_other_parts_need(desk: Desk) -> None:
    keys = desk.keys

    assert re.fullmatch("[0-9a-f]{64}", keys.database)
    assert len({keys.database, keys.backup.hex(), keys.audit.hex(), keys.signing.hex(), keys.hpke.hex()}) == 5
    Ed25519PrivateKey.from_private_bytes(keys.signing).sign(b"statement")
    X25519PrivateKey.from_private_bytes(keys.hpke).public_key()


def test_the_folder_never_holds_a_key_or_a_secret_in_clear(desk: Desk) -> None:
    change_passphrase(desk.vault(), NEW)
    change_recovery_code(desk.vault())
    on_disk = every_file(desk.folder)
    secrets = [desk.user_key, desk.keys.backup, desk.keys.audit, desk.keys.signing, desk.keys.hpke]

    for secret in [*secrets, bytes.fromhex(desk.keys.database)]:
        assert secret not in on_disk
        assert secret.hex().encode() not in on_disk
        assert base64.b64encode(secret)[:40] not in on_disk
    for text in (PASSPHRASE, NEW, desk.code.text, desk.code.groups[0]):
        assert text.encode() not in on_disk


def test_an_open_vault_shows_nothing_and_a_closed_one_gives_nothing(desk: Desk) -> None:
    vault = desk.vault()
    assert repr(vault) == str(vault) == "<Vault, open>"

    vault.close()

    assert repr(vault) == "<Vault, closed>"
    assert not any(vault._user + vault._vault + vault._signing + vault._hpke)
    for name in ("database_key", "backup_key", "audit_key", "signing_key", "hpke_key"):
        with pytest.raises(RuntimeError, match="closed"):
            getattr(vault, name)
    with pytest.raises(RuntimeError, match="closed"):
        change_passphrase(vault, NEW)


def test_a_recovery_code_does_not_show_itself() -> None:
    assert repr(RecoveryCode.fresh()) == "RecoveryCode()"


@pytest.mark.usefixtures("argon2_never_runs")
@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", KeystoreDamaged),
        (bytes(1251), KeystoreDamaged),  # what NTFS leaves after a power cut
        (b"%PDF-1.7 a letter\n", KeystoreForeign),
        (b'{"format":"another keystore","version":1}\n', KeystoreForeign),
        (b"x" * 100_000, KeystoreForeign),
        (b'{"format":"fieldapp keystore",', KeystoreDamaged),
    ],
)
def test_what_is_no_keystore_is_told_from_a_damaged_one(
    tmp_path: Path, content: bytes, error: type[KeystoreDamaged] | type[KeystoreForeign]
) -> None:
    (tmp_path / "keystore").write_bytes(content)

    with pytest.raises(error):
        open_with_passphrase(tmp_path, PASSPHRASE)
    assert (tmp_path / "keystore").read_bytes() == content


def test_a_missing_keystore_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(KeystoreMissing, match="last backup"):
        open_with_passphrase(tmp_path, PASSPHRASE)


def test_a_keystore_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "keystore").mkdir()

    with pytest.raises(KeystoreNotRead, match="could not be read"):
        open_with_passphrase(tmp_path, PASSPHRASE)


def test_a_vault_is_of_no_use_for_another_keystore(desk: Desk, tmp_path: Path) -> None:
    vault = desk.vault()

    assert isinstance(vault, Vault)
    desk.file.unlink()
    with pytest.raises(KeystoreMissing):
        change_passphrase(vault, NEW)
