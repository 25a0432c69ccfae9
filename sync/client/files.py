"""Papers on a USB stick: invitations, requests, welcomes, the server's kit."""

from __future__ import annotations

import os
from pathlib import Path

from fieldapp.words import sentence
from sync.client.errors import FileNotRead, FileNotSaved, NotThatFile
from sync.protocol import limits
from sync.protocol.errors import Unacceptable
from sync.protocol.invitations import PaperKind, SealedPaper, read_paper


def save(path: Path, raw: bytes) -> None:
    """Write the file and make sure it is on the stick before she pulls it out. Raises FileNotSaved."""
    try:
        with path.open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
    except OSError as wrong:
        raise FileNotSaved(wrong.strerror or type(wrong).__name__) from wrong


def load(path: Path, most: int = limits.SEALED_PAPER) -> bytes:
    """The file, or so much of it that it is seen to be none of ours. Raises FileNotRead."""
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as wrong:
        raise FileNotRead(wrong.strerror or type(wrong).__name__) from wrong


def kind_of(raw: bytes) -> PaperKind | None:
    """What the file is; None if it is none of ours."""
    try:
        return read_paper(raw).kind
    except Unacceptable:
        return None


def paper_of(raw: bytes, kind: PaperKind) -> SealedPaper:
    """What the file holds. Raises NotThatFile, which says what it is instead."""
    try:
        paper = read_paper(raw)
    except Unacceptable as wrong:
        raise NotThatFile(
            sentence("This file is none of this program's, or only a part of it was copied. Choose another one.")
        ) from wrong
    if paper.kind is not kind:
        raise NotThatFile(_OTHERS[paper.kind])
    return paper


_OTHERS = {
    PaperKind.INVITATION: sentence("This file is an invitation. It is read at the desk of whoever was invited."),
    PaperKind.REQUEST: sentence("This file is a request to join. The coordinator reads it at her desk."),
    PaperKind.WELCOME: sentence("This file lets a desk in. It is read at the desk that asked."),
}
