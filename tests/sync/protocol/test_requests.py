"""Signed requests, as RFC 9421 has them."""

from __future__ import annotations

import base64

import pytest

from fieldapp.domain.ids import DeskId
from sync.protocol.errors import Forged, Malformed
from sync.protocol.keys import SigningKey, VerifyKey
from sync.protocol.requests import marks_of, read_request, sign_request, signature_base
from tests.sync.protocol.house import random_from

KEY = SigningKey.fresh(random_from("request"))
DESK = DeskId("ab" * 16)


def signed() -> dict[str, str]:
    headers = sign_request("POST", "/v1/exchange", desk=DESK, counter=17, begin=b"{}", key=KEY)
    return {name.lower(): value for name, value in headers.items()}


def test_the_base_and_the_signature_are_those_of_rfc_9421_b_2_6() -> None:
    lines = [
        ("date", "Tue, 20 Apr 2021 02:07:55 GMT"),
        ("@method", "POST"),
        ("@path", "/foo"),
        ("@authority", "example.com"),
        ("content-type", "application/json"),
        ("content-length", "18"),
    ]
    covered = " ".join(f'"{name}"' for name, _ in lines)
    base = signature_base(lines, f'({covered});created=1618884473;keyid="test-key-ed25519"')
    expected = "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw=="
    seed = base64.urlsafe_b64decode("n4Ni-HpISpVObnQMW0wOhCKROaIKqKtW_2ZYb2p9KcU=")
    public = base64.urlsafe_b64decode("JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs=")
    assert SigningKey(seed).verify_key.hex == public.hex()
    assert base64.b64encode(SigningKey(seed).sign(base)).decode() == expected
    VerifyKey(public.hex()).check(base64.b64decode(expected), base)


def test_the_server_knows_which_desk_asks() -> None:
    request = read_request("POST", "/v1/exchange", "", signed())
    request.check(KEY.verify_key)
    assert (request.desk, request.counter, request.marks) == (DESK, 17, marks_of(b"{}"))


def test_a_query_is_signed_too() -> None:
    headers = sign_request("GET", "/v1/marks", "since=5", desk=DESK, counter=1, key=KEY)
    read_request("GET", "/v1/marks", "since=5", headers).check(KEY.verify_key)
    with pytest.raises(Forged):
        read_request("GET", "/v1/marks", "since=6", headers).check(KEY.verify_key)


@pytest.mark.parametrize(
    ("method", "path", "query", "change"),
    [
        ("GET", "/v1/exchange", "", {}),
        ("POST", "/v1/join", "", {}),
        ("POST", "/v1/exchange", "a=b", {}),
        ("POST", "/v1/exchange", "", {"fieldapp-desk": "cd" * 16}),
        ("POST", "/v1/exchange", "", {"fieldapp-counter": "18"}),
        ("POST", "/v1/exchange", "", {"fieldapp-marks": marks_of(b"[]")}),
    ],
)
def test_a_request_changed_in_any_part_is_forged(method: str, path: str, query: str, change: dict[str, str]) -> None:
    with pytest.raises(Forged):
        read_request(method, path, query, signed() | change).check(KEY.verify_key)


def test_a_request_signed_by_another_desk_is_forged() -> None:
    with pytest.raises(Forged):
        read_request("POST", "/v1/exchange", "", signed()).check(SigningKey.fresh(random_from("other")).verify_key)


@pytest.mark.parametrize(
    "name", ["fieldapp-desk", "fieldapp-counter", "fieldapp-marks", "signature-input", "signature"]
)
def test_a_request_without_one_of_its_headers_is_malformed(name: str) -> None:
    headers = signed()
    del headers[name]
    with pytest.raises(Malformed):
        read_request("POST", "/v1/exchange", "", headers)


@pytest.mark.parametrize(
    "change",
    [
        {"signature-input": 'fieldapp=("@method" "@path");keyid="x";alg="ed25519"'},
        {"signature-input": "fieldapp=()"},
        {"signature-input": 'other=("@method")'},
        {"signature-input": "x" * 1000},
        {"signature": "fieldapp=:short:"},
        {"signature": "fieldapp=:" + "A" * 85 + "===:"},
        {"fieldapp-counter": "0"},
        {"fieldapp-counter": "-1"},
        {"fieldapp-counter": "٣"},
        {"fieldapp-counter": "9" * 16},
        {"fieldapp-counter": "9" * 5000},
        {"fieldapp-desk": "no desk"},
        {"fieldapp-marks": "AB" * 32},
    ],
)
def test_a_request_signed_in_another_way_is_malformed(change: dict[str, str]) -> None:
    with pytest.raises(Malformed):
        read_request("POST", "/v1/exchange", "", signed() | change)


def test_parameters_of_a_newer_program_are_signed_as_they_came() -> None:
    headers = signed()
    params = headers["signature-input"].removeprefix("fieldapp=") + ';created=1773298800;tag="newer"'
    lines = [
        ("@method", "POST"),
        ("@path", "/v1/exchange"),
        ("@query", "?"),
        *((name, headers[name]) for name in ("fieldapp-desk", "fieldapp-counter", "fieldapp-marks")),
    ]
    signature = base64.b64encode(KEY.sign(signature_base(lines, params))).decode()
    newer = headers | {"signature-input": f"fieldapp={params}", "signature": f"fieldapp=:{signature}:"}
    read_request("POST", "/v1/exchange", "", newer).check(KEY.verify_key)
