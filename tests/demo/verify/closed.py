"""A desk that its organisation closed has left nothing on its laptop."""

from __future__ import annotations

from collections.abc import Iterator

from fieldapp.vault.desks import desk_folders
from tests.demo.folder import Folder
from tests.demo.verify.checks import Check, check


def closed(folder: Folder) -> Iterator[Check]:
    """For every desk of which the demo says so."""
    names = [name for name, keys in folder.keys().items() if keys.closed]
    yield check(
        "a desk that was closed left nothing on its laptop",
        [
            f"{name}: {path.name}"
            for name in names
            for desk in desk_folders(folder.laptop(name).home)
            for path in desk.iterdir()
        ],
        f"{len(names)} desks",
    )
