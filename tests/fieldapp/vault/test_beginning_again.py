"""The passphrase is forgotten and the paper is lost: what an officer keeps opens the desk, and all is new after it."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldapp.vault import keystore
from fieldapp.vault.errors import (
    KeystoreChanged,
    KeystoreNotWritten,
    WrongPassphrase,
    WrongRecoveryCode,
    WrongUserKey,
)
from fieldapp.vault.keystore import (
    begin_again,
    create,
    open_with_passphrase,
    open_with_recovery,
    open_with_user_key,
    read_keystore,
)
from fieldapp.vault.pace import FLOOR
from fieldapp.vault.passphrases import PassphraseTooWeak
from tests.fieldapp.vault.conftest import PASSPHRASE, Desk, Keys
from tests.fieldapp.vault.forgery import Body, forge

NEW = "correct horse battery staple cloud"


def test_the_user_key_opens_the_desk_as_the_passphrase_does(desk: Desk) -> None:
    user_key = open_with_passphrase(desk.folder, PASSPHRASE).user_key

    assert user_key == desk.user_key
    assert Keys.of(open_with_user_key(desk.folder, user_key)) == desk.keys


def test_beginning_again_gives_a_new_passphrase_and_a_new_code_and_keeps_the_keys(desk: Desk) -> None:
    code = begin_again(open_with_user_key(desk.folder, desk.user_key), NEW)

    assert Keys.of(open_with_passphrase(desk.folder, NEW)) == desk.keys
    assert Keys.of(open_with_recovery(desk.folder, code)) == desk.keys
    with pytest.raises(WrongPassphrase):
        open_with_passphrase(desk.folder, PASSPHRASE)
    with pytest.raises(WrongRecoveryCode):
        open_with_recovery(desk.folder, desk.code)


def test_both_are_written_in_one_step_and_the_revision_grows_by_one(desk: Desk) -> None:
    vault = open_with_user_key(desk.folder, desk.user_key)

    begin_again(vault, NEW)

    assert read_keystore(desk.folder)[0].revision == vault.revision == 2


def test_what_the_officer_keeps_opens_the_desk_again_after_it(desk: Desk) -> None:
    begin_again(open_with_user_key(desk.folder, desk.user_key), NEW)

    assert Keys.of(open_with_user_key(desk.folder, desk.user_key)) == desk.keys


def test_another_desks_user_key_opens_nothing_and_says_so(desk: Desk, tmp_path: Path) -> None:
    other, _ = create(tmp_path / "other", "Apple", NEW, FLOOR)

    with pytest.raises(WrongUserKey, match="does not open this desk"):
        open_with_user_key(desk.folder, other.user_key)
    with pytest.raises(WrongUserKey):
        open_with_user_key(desk.folder, b"short")


def test_a_key_file_that_was_edited_is_not_opened_by_the_user_key_either(desk: Desk) -> None:
    def rename(body: Body) -> None:
        body["nickname"] = "Apple"

    forge(desk.file, rename)

    with pytest.raises(KeystoreChanged):
        open_with_user_key(desk.folder, desk.user_key)


def test_a_weak_passphrase_is_refused_and_nothing_has_changed(desk: Desk) -> None:
    before = desk.file.read_bytes()

    with pytest.raises(PassphraseTooWeak):
        begin_again(open_with_user_key(desk.folder, desk.user_key), "short")

    assert desk.file.read_bytes() == before


def test_if_it_cannot_be_written_the_old_passphrase_and_the_old_code_stand(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pulled_plug(_path: Path, _data: bytes) -> None:
        raise OSError("no disk")

    vault = open_with_user_key(desk.folder, desk.user_key)
    monkeypatch.setattr(keystore, "replace_file", pulled_plug)
    with pytest.raises(KeystoreNotWritten):
        begin_again(vault, NEW)
    monkeypatch.undo()

    assert Keys.of(open_with_passphrase(desk.folder, PASSPHRASE)) == desk.keys
    assert Keys.of(open_with_recovery(desk.folder, desk.code)) == desk.keys


def test_a_closed_vault_gives_no_user_key(desk: Desk) -> None:
    vault = desk.vault()
    vault.close()

    with pytest.raises(RuntimeError):
        _ = vault.user_key
