"""A new organisation, offline."""

from __future__ import annotations

import pytest

from fieldapp.domain.spaces import SpaceKind
from sync.client.believing import trust_of
from sync.client.documents import to_send
from sync.client.errors import AddressWrong, AlreadyJoined, NameMissing, NotCoordinator
from sync.client.organisation.founding import Founded, found, server_kit
from sync.client.organisation.people import colleagues, space_titles
from sync.client.organisation.shares import Papers, draw_papers
from sync.client.records.spaces import keys_of
from sync.protocol.keys import SigningKey
from sync.protocol.kits import read_kit
from tests.sync.client.conftest import Seat
from tests.sync.client.making import SERVICE, Person, found_by


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


def test_the_root_key_that_signs_comes_from_two_of_three_papers(seat: Seat) -> None:
    coordinator = seat("coordinator")
    papers = draw_papers()

    founded = found_with(coordinator, papers)

    assert founded.organisation == papers.organisation
    assert papers.bring_back(papers.shares[2], papers.shares[0]).verify_key == coordinator.station.identity().root


def test_neither_the_root_key_nor_any_part_of_it_stays_on_the_laptop(seat: Seat) -> None:
    coordinator = seat("coordinator")
    papers = draw_papers()
    found_with(coordinator, papers)
    secrets = {part for share in papers.shares for part in share.parts}
    secrets.add(papers.bring_back(papers.shares[0], papers.shares[1]).seed)

    with coordinator.store.read() as reader:
        rows = [row for (name,) in tables(reader) for row in reader._database.execute(f"SELECT * FROM {name}")]

    text = repr(rows).lower()
    assert rows
    assert not any(secret.hex() in text or repr(secret)[2:-1].lower() in text for secret in secrets)


def found_with(coordinator: Person, papers: Papers) -> Founded:
    """As the coordinator does: two papers are typed back, and their key signs."""
    root = papers.bring_back(papers.shares[1], papers.shares[2])
    return found(coordinator.station, root, organisation="Example organisation", name="Coordinator 1")


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
        found(stranger.station, SigningKey.fresh(), organisation=" ", name="Coordinator 2")
    with pytest.raises(AddressWrong):
        found(
            stranger.station, SigningKey.fresh(), organisation="Other", name="Coordinator 2", address="not an address"
        )
    with pytest.raises(NotCoordinator):
        server_kit(stranger.station)
