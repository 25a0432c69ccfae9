"""Looks again at what a demo left in a folder, and says what is as it should be and what is not."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.demo.folder import Folder
from tests.demo.verify.agreeing import agreeing
from tests.demo.verify.apart import apart
from tests.demo.verify.checks import Check
from tests.demo.verify.closed import closed
from tests.demo.verify.erased import erased
from tests.demo.verify.leaks import leaks
from tests.demo.verify.lost import lost
from tests.demo.verify.reopened import reopened, reopened_server
from tests.demo.verify.withheld import withheld


def main() -> int:
    """0 when everything is as it should be."""
    parser = argparse.ArgumentParser("verify")
    parser.add_argument("folder", type=Path, help="what a demo was told as --out")
    folder = Folder(parser.parse_args().folder)
    if not (folder.path / "keys.json").exists():
        print(f"{folder.path} is not what a demo leaves. Say the folder that it was told as --out.")
        return 2
    failed = []
    for each in checks(folder):
        print(*each.lines(), sep="\n", flush=True)
        failed += [each.name] if each.faults else []
    print("Not as it should be: " + "; ".join(failed) + "." if failed else "All is as it should be.")
    return 1 if failed else 0


def checks(folder: Folder) -> Iterator[Check]:
    """Everything that is looked at. Nothing in the folder is changed."""
    with tempfile.TemporaryDirectory(prefix="verify-") as place:
        scratch = Path(place)
        with reopened(folder, scratch) as desks, reopened_server(folder, scratch / "server") as server:
            yield from agreeing(folder, desks, server)
            yield from apart(desks, server)
            yield from erased(folder, desks, server)
            yield from closed(folder)
            yield from lost(folder, desks, server, scratch)
            yield from withheld(desks)
            yield from leaks(folder, desks, scratch)


if __name__ == "__main__":
    raise SystemExit(main())
