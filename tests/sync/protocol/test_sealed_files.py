"""What desk and server say of attached files."""

from __future__ import annotations

import pytest

from fieldapp.domain.attachments import SealedId
from fieldapp.domain.ids import SpaceId
from sync.protocol import limits, paths, signed
from sync.protocol.errors import Forged, Malformed, NotAllowed
from sync.protocol.keys import SigningKey
from sync.protocol.reading import encode
from sync.protocol.sealed_files import (
    Held,
    check_file_receipt,
    encode_files,
    encode_sizes,
    make_file_receipt,
    read_file_receipt,
    read_files,
    read_sizes,
)
from tests.sync.protocol.house import NOON, House, a_house, random_from

FILE, OTHER = SealedId("ab" * 32), SealedId("cd" * 32)
#: What the first receipt said, before its signature.
GOLDEN = (
    b"FAF1\x00\x00\x00\xd9"
    b'{"file":"abababababababababababababababababababababababababababababababab",'
    b'"org":"cfab82f4bb43de6ed1934e2dfc76f375","size":50000,"space":"5356835ea139af7204cf43cc38b253af","v":1,'
    b'"when":"2026-03-12T12:00:00.000+06:00"}'
)


@pytest.fixture
def house() -> House:
    return a_house()


def receipt_by(house: House, key: SigningKey) -> bytes:
    return make_file_receipt(house.trust.organisation_id, house.caseload, FILE, size=50_000, when=NOON, key=key).raw


def test_a_receipt_says_which_file_of_which_space_the_server_has(house: House) -> None:
    receipt = read_file_receipt(receipt_by(house, house.server))

    check_file_receipt(receipt, house.trust, house.caseload, FILE)
    assert (receipt.file, receipt.size, receipt.when) == (FILE, 50_000, NOON)


def test_a_receipt_is_written_as_the_first_one_was(house: House) -> None:
    assert receipt_by(house, house.server)[:-64] == GOLDEN


def test_a_receipt_of_somebody_else_or_for_another_file_is_not_believed(house: House) -> None:
    mallory = SigningKey.fresh(random_from("mallory"))
    receipt = read_file_receipt(receipt_by(house, house.server))

    with pytest.raises(Forged):
        check_file_receipt(read_file_receipt(receipt_by(house, mallory)), house.trust, house.caseload, FILE)
    with pytest.raises(NotAllowed):
        check_file_receipt(receipt, house.trust, house.caseload, OTHER)
    with pytest.raises(NotAllowed):
        check_file_receipt(receipt, house.trust, SpaceId("aa" * 16), FILE)


def test_a_receipt_for_chunks_never_passes_for_one_of_a_file(house: House) -> None:
    body = read_file_receipt(receipt_by(house, house.server)).signed.body

    with pytest.raises(Malformed):
        read_file_receipt(signed.sign(signed.RECEIPT, body, house.server).raw)


def test_how_far_the_server_has_come_is_told_with_its_receipt_or_without(house: House) -> None:
    receipt = read_file_receipt(receipt_by(house, house.server))

    assert Held.decode(Held(7).encode()) == Held(7)
    assert Held.decode(Held(50_000, receipt).encode()) == Held(50_000, receipt)


def test_files_are_asked_for_by_name_and_answered_with_their_sizes() -> None:
    assert read_files(encode_files([FILE, OTHER])) == (FILE, OTHER)
    assert read_sizes(encode_sizes({OTHER: 3, FILE: 2})) == {FILE: 2, OTHER: 3}


@pytest.mark.parametrize(
    "body",
    [
        encode({"v": 2, "size": 1, "receipt": ""}),
        encode({"v": 1, "size": limits.SEALED_FILE + 1, "receipt": ""}),
        encode({"v": 1, "size": -1, "receipt": ""}),
        encode({"v": 1, "size": 1, "receipt": "bm8="}),
    ],
)
def test_an_answer_that_breaks_its_format_is_refused(body: bytes) -> None:
    with pytest.raises(Malformed):
        Held.decode(body)


@pytest.mark.parametrize("files", [["AB" * 32], ["../../etc/passwd"], [7], [None], "ab", [["ab" * 32]]])
def test_a_name_that_is_no_hash_is_refused(files: object) -> None:
    with pytest.raises(Malformed):
        read_files(encode({"v": 1, "files": files}))  # type: ignore[dict-item]  # what strangers send


def test_a_file_has_its_place_below_its_space() -> None:
    space = SpaceId("1a" * 16)

    assert paths.file_from(space, FILE, 7, 9) == f"/v1/files/{space}/{FILE}/7/9"
