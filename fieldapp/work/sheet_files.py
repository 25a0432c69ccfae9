"""Write a sheet into a file, for the rare one that leaves other than on paper: locked, under a neutral name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fieldapp.domain.codes import Code, show_code
from fieldapp.errors import Trouble
from fieldapp.words import sentence


class SheetNotWritten(Trouble):
    """The disk or the stick did not take the file."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            sentence("“{file}” could not be written. Is there room, and is the stick still in? Nothing else is lost."),
            file=path.name,
        )


def neutral_name(slip: Code) -> str:
    """The code of the slip says nothing of anybody."""
    return f"{show_code(slip)}.pdf"


def write_sheet(make: Callable[[], bytes], path: Path, passphrase: str) -> None:
    """The sheet under AES-256, or open where `passphrase` is "". Raises what `make` refuses, and SheetNotWritten."""
    from fieldapp.papers.protection import protect  # noqa: PLC0415 - start-up does not wait for it

    pdf = make()
    kept = protect(pdf, passphrase) if passphrase else pdf
    try:
        path.write_bytes(kept)
    except OSError as wrong:
        raise SheetNotWritten(path) from wrong
