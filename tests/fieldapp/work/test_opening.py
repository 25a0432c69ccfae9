"""Opening a desk after the unlock."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldapp.domain.ids import new_space_id
from fieldapp.domain.spaces import Membership, SpaceKind
from fieldapp.storage.troubles import NotItsHome, StoreMissing
from fieldapp.vault.desks import new_desk_folder
from fieldapp.vault.keystore import create
from fieldapp.vault.pace import FLOOR
from fieldapp.vault.unlocked import Vault
from fieldapp.work.desk import remember_memberships
from fieldapp.work.opening import desk_file, open_desk
from tests.fieldapp.work.conftest import a_case
from tests.helpers.clock import StandingClock


@pytest.fixture
def vault(home: Path) -> Vault:
    made, _ = create(new_desk_folder(home), "Swallow", "river lamp seven quiet stone", FLOOR)
    return made


def test_a_new_desk_knows_the_built_in_forms_and_draws_a_worker_of_its_own(vault: Vault, clock: StandingClock) -> None:
    desk = open_desk(vault, clock, create=True)
    case = a_case(desk)
    with desk.store.read() as reader:
        stored = reader.record(case)
    desk.store.close()

    assert stored is not None
    assert stored.author == desk.worker
    assert len(desk.worker) == 32


def test_the_same_worker_sits_there_after_the_next_unlock(vault: Vault, clock: StandingClock) -> None:
    first = open_desk(vault, clock, create=True)
    first.store.close()
    second = open_desk(vault, clock)
    second.store.close()

    assert second.worker == first.worker
    assert second.device == first.device


def test_a_desk_that_joined_is_its_workers_of_that_organisation(vault: Vault, clock: StandingClock) -> None:
    first = open_desk(vault, clock, create=True)
    remember_memberships(first.store, first.worker, [Membership(new_space_id(), SpaceKind.CASELOAD, opener=True)])
    first.store.close()
    second = open_desk(vault, clock)
    memberships = second.memberships()
    second.store.close()

    assert [each.kind for each in memberships] == [SpaceKind.CASELOAD]


def test_records_that_are_gone_from_the_disk_are_not_replaced_by_an_empty_file(
    vault: Vault, clock: StandingClock
) -> None:
    open_desk(vault, clock, create=True).store.close()
    desk_file(vault).unlink()

    with pytest.raises(StoreMissing):
        open_desk(vault, clock)
    assert not desk_file(vault).exists()


def test_a_desk_of_practice_opens_in_practice_alone_and_a_real_one_never_there(
    vault: Vault, home: Path, clock: StandingClock
) -> None:
    open_desk(vault, clock, create=True).store.close()
    made_up, _ = create(new_desk_folder(home), "Apple", "river lamp seven quiet stone", FLOOR)
    open_desk(made_up, clock, create=True, practice=True).store.close()

    with pytest.raises(NotItsHome, match="taken for a sample"):
        open_desk(vault, clock, practice=True)
    with pytest.raises(NotItsHome, match="made-up people"):
        open_desk(made_up, clock)
    open_desk(made_up, clock, practice=True).store.close()
