"""The process that a file is checked in: `python -m fieldapp.forms.checking.process MEGABYTES FILE [LIST …]`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from fieldapp.forms.checking.aside import OUT_OF_MEMORY


def main(megabytes: int, path: Path, filled: Sequence[str]) -> int:
    """Write what came of it; see `aside`."""
    _bound(megabytes * 2**20)
    from fieldapp.forms.checking.report import sent  # noqa: PLC0415 - what it loads counts, too
    from fieldapp.forms.checking.whole import check_file  # noqa: PLC0415

    try:
        outcome = sent(check_file(path, _tell, filled))
    except MemoryError:
        return OUT_OF_MEMORY
    sys.stdout.write(f"{outcome}\n")
    sys.stdout.flush()
    return 0


def _tell(share: float) -> None:
    sys.stdout.write(f"{share:.2f}\n")
    sys.stdout.flush()


def _bound(size: int) -> None:
    """No more memory than this, and no file left behind by a crash; where the system knows such limits."""
    try:
        import resource  # noqa: PLC0415 - not there on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_DATA, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    code = main(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
    sys.stdout.flush()
    os._exit(code)  # freeing a great form piece by piece would take longer than reading it
