"""Somebody edits the key file of a laptop that was left alone, and mends its checksum."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest

from fieldapp.vault.errors import (
    KdfRefused,
    KeystoreChanged,
    KeystoreDamaged,
    KeystoreForeign,
    KeystoreNewer,
    WrongPassphrase,
)
from fieldapp.vault.keyfile import decode
from fieldapp.vault.keystore import change_passphrase, create, open_with_passphrase, open_with_recovery
from fieldapp.vault.pace import CEILING, FLOOR, Pace
from tests.fieldapp.vault.conftest import PASSPHRASE, Desk, Keys
from tests.fieldapp.vault.forgery import Body, forge, forged, with_checksum

TOO_CHEAP = [replace(FLOOR, memory_kib=FLOOR.memory_kib - 1), replace(FLOOR, passes=2), replace(FLOOR, lanes=3)]
TOO_DEAR = [replace(CEILING, memory_kib=2**32 - 1), replace(CEILING, passes=11), replace(CEILING, lanes=255)]


@pytest.mark.usefixtures("argon2_never_runs")
@pytest.mark.parametrize("pace", [*TOO_CHEAP, *TOO_DEAR], ids=str)
@pytest.mark.parametrize("number", [0, 1], ids=["passphrase", "recovery"])
def test_unlocking_that_is_too_cheap_or_too_dear_is_refused_before_it_runs(desk: Desk, pace: Pace, number: int) -> None:
    def change(body: Body) -> None:
        body["slots"][number].update(memory_kib=pace.memory_kib, passes=pace.passes, lanes=pace.lanes)

    forge(desk.file, change)

    with pytest.raises(KdfRefused, match="not tried"):
        _ = open_with_recovery(desk.folder, desk.code) if number else open_with_passphrase(desk.folder, PASSPHRASE)


def test_a_pace_within_the_bounds_that_is_not_the_slots_own_opens_nothing(desk: Desk) -> None:
    forge(desk.file, lambda body: body["slots"][0].update(passes=4))

    with pytest.raises(WrongPassphrase):
        open_with_passphrase(desk.folder, PASSPHRASE)


def _remove_recovery(body: Body) -> None:
    del body["slots"][1]


def _add_a_passphrase(body: Body) -> None:
    body["slots"].append(deepcopy(body["slots"][0]))


def _swap_slots(body: Body) -> None:
    body["slots"].reverse()


def _remove_a_key(body: Body) -> None:
    del body["keys"]["signing"]


def _empty_the_nickname(body: Body) -> None:
    body["nickname"] = ""


def _add_what_no_version_knows(body: Body) -> None:
    body["keys"]["other"] = body["keys"]["vault"]


@pytest.mark.usefixtures("argon2_never_runs")
@pytest.mark.parametrize(
    "change",
    [
        _remove_recovery,
        _add_a_passphrase,
        _swap_slots,
        _remove_a_key,
        _empty_the_nickname,
        _add_what_no_version_knows,
    ],
)
def test_slots_and_keys_cannot_be_removed_added_or_swapped(desk: Desk, change: Callable[[Body], None]) -> None:
    forge(desk.file, change)

    with pytest.raises(KeystoreDamaged):
        open_with_passphrase(desk.folder, PASSPHRASE)


def _rename(body: Body) -> None:
    body["nickname"] = "Ирис"


def _count_on(body: Body) -> None:
    body["revision"] += 1


def _swap_keys(body: Body) -> None:
    keys = body["keys"]
    keys["signing"], keys["hpke"] = keys["hpke"], keys["signing"]


def _add_a_reset(body: Body) -> None:
    body["slots"].append({"kind": "reset", "sealed": "00"})


def _take_the_other_nonce(body: Body) -> None:
    body["slots"][1]["wrapped"]["nonce"] = "00" * 12


@pytest.mark.parametrize("change", [_rename, _count_on, _swap_keys, _add_a_reset, _take_the_other_nonce])
def test_what_her_secret_does_not_touch_is_noticed_all_the_same(desk: Desk, change: Callable[[Body], None]) -> None:
    forge(desk.file, change)

    with pytest.raises(KeystoreChanged, match="something other than this program"):
        desk.vault()


def test_an_edited_keystore_is_noticed_when_it_is_opened_with_the_right_passphrase(desk: Desk) -> None:
    forge(desk.file, _rename)

    with pytest.raises(KeystoreChanged):
        open_with_passphrase(desk.folder, PASSPHRASE)


def test_an_edited_keystore_is_noticed_by_an_open_vault_before_it_writes(desk: Desk) -> None:
    vault = desk.vault()
    forge(desk.file, _rename)

    with pytest.raises(KeystoreChanged):
        change_passphrase(vault, "correct horse battery staple cloud")


def test_a_slot_of_another_desk_with_a_known_passphrase_opens_nothing(desk: Desk, tmp_path: Path) -> None:
    known = "river candle orbit walnut piano"
    create(tmp_path / "other", "Ирис", known, FLOOR)
    other = (tmp_path / "other" / "keystore").read_bytes()
    taken: list[Body] = []
    forged(other, lambda body: taken.append(body["slots"][0]))
    forge(desk.file, lambda body: body["slots"].__setitem__(0, taken[0]))

    with pytest.raises(WrongPassphrase):
        open_with_passphrase(desk.folder, known)


def test_a_slot_cannot_pass_for_one_of_another_kind(desk: Desk) -> None:
    def relabel(body: Body) -> None:
        body["slots"][0] = {**body["slots"][1], "kind": "passphrase"}

    forge(desk.file, relabel)

    with pytest.raises(WrongPassphrase):
        open_with_passphrase(desk.folder, desk.code.text)


@pytest.mark.usefixtures("argon2_never_runs")
def test_a_flipped_bit_anywhere_is_damage_and_not_a_wrong_passphrase(desk: Desk) -> None:
    data = desk.file.read_bytes()

    for place in range(len(data)):
        flipped = data[:place] + bytes([data[place] ^ 1 << place % 8]) + data[place + 1 :]
        with pytest.raises((KeystoreDamaged, KeystoreForeign)):
            decode(flipped)


@pytest.mark.usefixtures("argon2_never_runs")
def test_a_file_cut_anywhere_is_damage(desk: Desk) -> None:
    data = desk.file.read_bytes()

    for length in range(len(data)):
        with pytest.raises((KeystoreDamaged, KeystoreForeign)):
            decode(data[:length])
    with pytest.raises(KeystoreDamaged):
        decode(data + b"\n")


@pytest.mark.parametrize("name", ["vault", "signing", "hpke"])
@pytest.mark.parametrize("part", ["nonce", "sealed"])
def test_a_flipped_bit_in_a_wrapped_key_is_noticed_even_with_a_mended_checksum(
    desk: Desk, name: str, part: str
) -> None:
    data = desk.file.read_bytes()
    length = {"nonce": 12, "sealed": 48}[part]

    for place in range(length):

        def flip(body: Body, place: int = place) -> None:
            value = bytearray.fromhex(body["keys"][name][part])
            value[place] ^= 1 << place % 8
            body["keys"][name][part] = value.hex()

        desk.file.write_bytes(forged(data, flip))
        with pytest.raises(KeystoreChanged):
            desk.vault()


def test_a_flipped_bit_in_the_mac_is_noticed_even_with_a_mended_checksum(desk: Desk) -> None:
    keyfile, mac = decode(desk.file.read_bytes())
    vault = desk.vault()

    for place in range(32):
        wrong = mac[:place] + bytes([mac[place] ^ 1 << place % 8]) + mac[place + 1 :]
        with pytest.raises(KeystoreChanged):
            vault.verify(keyfile, wrong)


@pytest.mark.usefixtures("argon2_never_runs")
def test_a_keystore_of_a_newer_version_is_refused_with_what_to_do(desk: Desk) -> None:
    def from_the_future(body: Body) -> None:
        body.update(version=2, slots={"another": "shape"})

    forge(desk.file, from_the_future)

    with pytest.raises(KeystoreNewer, match="Install the newer version"):
        open_with_passphrase(desk.folder, PASSPHRASE)


@pytest.mark.usefixtures("argon2_never_runs")
def test_a_version_that_only_a_bad_disk_wrote_is_damage_and_not_news(desk: Desk) -> None:
    desk.file.write_bytes(desk.file.read_bytes().replace(b'"version":1', b'"version":3'))

    with pytest.raises(KeystoreDamaged):
        open_with_passphrase(desk.folder, PASSPHRASE)


def test_an_administrators_slot_written_by_a_later_version_is_kept_through_a_change_of_passphrase(desk: Desk) -> None:
    vault = desk.vault()
    keyfile, _ = decode(desk.file.read_bytes())
    with_reset = replace(keyfile, reset='{"kind":"reset","recipient":"ab","sealed":"cd"}')
    forge(desk.file, lambda body: body["slots"].append({"kind": "reset", "recipient": "ab", "sealed": "cd"}))
    body, _, _ = desk.file.read_bytes().splitlines()
    assert body == with_reset.body
    desk.file.write_bytes(with_checksum(body, vault.mac_of(with_reset).hex().encode()))

    change_passphrase(vault, "correct horse battery staple cloud")

    assert decode(desk.file.read_bytes())[0].reset == with_reset.reset


def test_an_old_keystore_goes_on_opening_with_the_old_passphrase_but_shows_its_age(desk: Desk) -> None:
    """A known limit, written down in build/decisions/: only a new vault key shuts an old passphrase out."""
    old = desk.file.read_bytes()
    vault = desk.vault()
    change_passphrase(vault, "correct horse battery staple cloud")
    desk.file.write_bytes(old)

    opened = open_with_passphrase(desk.folder, PASSPHRASE)

    assert Keys.of(opened) == desk.keys
    assert opened.revision < vault.revision
