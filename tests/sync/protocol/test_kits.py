"""The kit that makes a server the organisation's."""

from __future__ import annotations

import pytest

from sync.protocol.errors import Forged, Malformed
from sync.protocol.kits import read_kit, write_kit
from tests.sync.protocol.house import House, a_house


@pytest.fixture
def house() -> House:
    return a_house()


def test_a_server_knows_from_its_kit_whose_it_is(house: House) -> None:
    kit = read_kit(write_kit(house.statements[:2], house.server))
    assert kit.trust.organisation_id == house.trust.organisation_id
    assert kit.trust.is_administrator(house.coordinator.desk)
    assert kit.key.verify_key == house.trust.server
    assert kit.statements == house.statements[:2]


def test_a_printed_kit_does_not_show_the_key(house: House) -> None:
    assert house.server.seed.hex() not in repr(read_kit(write_kit(house.statements[:2], house.server)))


def test_a_kit_with_another_key_than_the_organisation_names_is_forged(house: House) -> None:
    with pytest.raises(Forged):
        write_kit(house.statements[:2], house.root)


def test_a_kit_without_its_organisation_is_malformed(house: House) -> None:
    with pytest.raises(Malformed):
        write_kit(house.statements[1:2], house.server)


@pytest.mark.parametrize("raw", [b"", b"FAK1", b"FAK1{}", b'{"v":1}', b'FAK1{"v":1,"statements":[],"seed":""}'])
def test_a_file_that_is_no_kit_is_malformed(raw: bytes) -> None:
    with pytest.raises(Malformed):
        read_kit(raw)
