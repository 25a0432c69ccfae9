"""Runs one measurement by its name, or all: `python -m tests.bench [NAME] [--json]`, each in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path


def names() -> list[str]:
    """Every measurement there is."""
    return sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))


def main(arguments: list[str]) -> int:
    """The worst exit code of those that ran."""
    asked = [part for part in arguments if not part.startswith("-")]
    unknown = [name for name in asked if name not in names()]
    if unknown:
        print(f"There is no measurement called {unknown[0]}. There are: {', '.join(names())}.", file=sys.stderr)
        return 2
    options = [part for part in arguments if part.startswith("-")]
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:  # what one makes for measuring, the next ones use
        environment = {**os.environ, "TMPDIR": folder, "TEMP": folder, "TMP": folder}
        return max(
            subprocess.run(
                [sys.executable, "-m", f"tests.bench.{name}", *options], check=False, env=environment
            ).returncode
            for name in asked or names()
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
