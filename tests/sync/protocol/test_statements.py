"""Statements: what is said, signed, and kept as it came."""

from __future__ import annotations

import json

import pytest

from fieldapp.domain.ids import SpaceId
from sync.protocol import signed
from sync.protocol.errors import Malformed
from sync.protocol.said import Foreign
from sync.protocol.statements import Statement, read_statement
from tests.sync.protocol.house import House, a_house


@pytest.fixture
def house() -> House:
    return a_house()


def test_a_statement_comes_back_as_it_was_said(house: House) -> None:
    for statement in house.statements:
        assert read_statement(statement.raw) == statement


def test_each_kind_of_statement_is_made_in_the_house(house: House) -> None:
    kinds = {type(statement.said).__name__ for statement in house.statements}
    assert kinds == {"Organisation", "Administrator", "DeskCertificate", "Space", "Grant", "EpochOpening"}


def test_a_statement_is_named_by_all_its_bytes(house: House) -> None:
    assert len({statement.id for statement in house.statements}) == len(house.statements)


def test_no_name_of_a_person_or_a_space_stands_in_a_statement(house: House) -> None:
    keys = {key for each in house.statements for key in json.loads(each.signed.body)}
    assert keys == set(
        "v kind organisation by when name root server worker desk verify roles seal "  # noqa: SIM905
        "space space_kind opener from_epoch write number commitment box".split()
    )
    named = [each for each in house.statements if "name" in json.loads(each.signed.body)]
    assert [json.loads(each.signed.body)["kind"] for each in named] == ["organisation"]


def foreign(house: House, **keys: object) -> Statement:
    body = {
        "v": 1,
        "kind": "revocation",
        "organisation": house.trust.organisation_id,
        "by": house.coordinator.desk,
        "when": "2026-03-12T12:00:00.000+06:00",
        **keys,
    }
    return read_statement(signed.sign(signed.STATEMENT, json.dumps(body).encode(), house.coordinator.key).raw)


def test_a_kind_that_is_not_known_is_kept_with_its_bytes(house: House) -> None:
    statement = foreign(house, space="ab" * 16, anything=[1, {"deep": None}])
    assert statement.said == Foreign(kind="revocation", space=SpaceId("ab" * 16))
    assert read_statement(statement.raw).raw == statement.raw


def test_a_known_kind_of_a_newer_version_is_kept_and_not_misread(house: House) -> None:
    statement = foreign(house, kind="desk", v=2, desk="a new way to say it")
    assert statement.said == Foreign(kind="desk", space=None)


def test_unknown_keys_of_a_known_kind_are_kept(house: House) -> None:
    statement = foreign(house, kind="grant", worker="ab" * 16, space="cd" * 16, from_epoch=1, write=True, until=5)
    assert b'"until"' in read_statement(statement.raw).raw


@pytest.mark.parametrize(
    "keys",
    [
        {"kind": "grant", "worker": "short", "space": "ab" * 16, "from_epoch": 1},
        {"kind": "grant", "worker": "ab" * 16, "space": "ab" * 16, "from_epoch": 0},
        {"kind": "desk"},
        {"kind": ""},
        {"v": 0},
        {"v": "1"},
        {"by": "root"},
        {"organisation": ""},
        {"when": ""},
    ],
)
def test_a_known_statement_that_breaks_its_format_is_malformed(house: House, keys: dict[str, object]) -> None:
    with pytest.raises(Malformed):
        foreign(house, **keys)


def test_bytes_before_or_after_a_statement_are_malformed(house: House) -> None:
    raw = house.statements[0].raw
    for wrong in (raw[:-1], raw + b"\0", b"\0" + raw, b"FAR1" + raw[4:], b"", raw[:8]):
        with pytest.raises(Malformed):
            read_statement(wrong)
