"""How the page of a forgotten passphrase reaches the work; loaded when it is first needed."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from fieldapp.vault.keystore import Vault
from sync.client import files
from sync.client.recovery_asking import ask, asked, take_file, take_spoken, withdraw
from ui.jobs import Jobs
from ui.screen import Address
from ui.screens.forgotten import ForgottenScreen, Helpline


def forgotten_screen(address: Address, folder: Path, jobs: Jobs) -> ForgottenScreen:
    """For the desk in this folder."""
    line = Helpline(
        asked=partial(asked, folder),
        ask=partial(ask, folder),
        withdraw=partial(withdraw, folder),
        by_groups=partial(take_spoken, folder),
        by_file=partial(_by_file, folder),
        save=files.save,
    )
    return ForgottenScreen(address, line, jobs)


def _by_file(folder: Path, path: Path) -> Vault:
    return take_file(folder, files.load(path))
