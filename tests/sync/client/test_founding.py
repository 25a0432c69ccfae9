"""A new organisation, offline."""

from __future__ import annotations

import pytest

from fieldapp.domain.spaces import SpaceKind
from sync.client.believing import trust_of
from sync.client.documents import to_send
from sync.client.errors import AlreadyJoined, NameMissing, NotCoordinator
from sync.client.founding import found, server_kit
from sync.client.people import colleagues, space_titles
from sync.client.shares import join
from sync.client.spaces import keys_of
from sync.protocol.kits import read_kit
from tests.sync.client.conftest import Seat
from tests.sync.client.making import SERVICE, found_by


def test_an_organisation_is_founded_without_any_connection(seat: Seat) -> None:
    coordinator = seat("coordinator")
    early = coordinator.create(SERVICE, service_name="Clinic")

    founded = found_by(coordinator)

    with coordinator.store.read() as reader:
        trust = trust_of(reader)
        assert len(keys_of(reader)) == 1
        assert list(colleagues(reader).values()) == ["Coordinator 1"]
        assert list(space_titles(reader).values()) == ["Example organisation"]
        assert to_send(reader) >= set(trust.statements)
    assert trust.organisation_id == founded.organisation
    assert trust.is_administrator(coordinator.station.identity().desk)
    assert [each.kind for each in coordinator.desk.memberships()] == [SpaceKind.ORGANISATION]
    assert coordinator.record(early).space == coordinator.desk.memberships()[0].space


def test_two_papers_bring_back_the_root_key_that_signed(seat: Seat) -> None:
    coordinator = seat("coordinator")
    founded = found_by(coordinator)

    root = join(founded.shares[1], founded.shares[2])

    assert root.verify_key == coordinator.station.identity().root


def test_neither_the_root_key_nor_any_part_of_it_stays_on_the_laptop(seat: Seat) -> None:
    coordinator = seat("coordinator")
    founded = found_by(coordinator)
    secrets = {part for share in founded.shares for part in share.parts}
    secrets.add(join(founded.shares[0], founded.shares[1]).seed)

    with coordinator.store.read() as reader:
        rows = [row for (name,) in tables(reader) for row in reader._database.execute(f"SELECT * FROM {name}")]

    text = repr(rows).lower()
    assert rows
    assert not any(secret.hex() in text or repr(secret)[2:-1].lower() in text for secret in secrets)


def tables(reader: object) -> list[tuple[str]]:
    """Every table of the store that holds rows of its own."""
    database = reader._database  # type: ignore[attr-defined]
    named: list[tuple[str]] = database.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'found_%'"
    ).fetchall()
    return named


def test_the_kit_makes_a_server_and_can_be_saved_again(seat: Seat) -> None:
    coordinator = seat("coordinator")
    founded = found_by(coordinator)

    kit = read_kit(founded.kit)

    assert kit.trust.organisation_id == founded.organisation
    assert kit.trust.is_administrator(coordinator.station.identity().desk)
    assert server_kit(coordinator.station) == founded.kit


def test_a_desk_founds_once_and_only_with_names(seat: Seat) -> None:
    coordinator, stranger = seat("coordinator"), seat("stranger")
    found_by(coordinator)

    with pytest.raises(AlreadyJoined):
        found_by(coordinator)
    with pytest.raises(NameMissing):
        found(stranger.station, organisation=" ", name="Coordinator 2")
    with pytest.raises(NotCoordinator):
        server_kit(stranger.station)
