"""Locks a finished paper with a passphrase, for the rare file that leaves the laptop."""

from __future__ import annotations

import unicodedata
from io import BytesIO
from typing import Final

from pypdf import PdfReader, PdfWriter

from fieldapp.errors import Mistake
from fieldapp.words import sentence

_LONGEST: Final = 127  # bytes of UTF-8: what PDF 2.0 lets a passphrase have; readers cut the rest without a word


class PassphraseUnfit(Mistake):
    """Nothing, or more than a PDF can take."""


def protect(pdf: bytes, passphrase: str) -> bytes:
    """The paper under AES-256 (revision 6). Without the passphrase nobody reads a word of it, nor its title."""
    folded = unicodedata.normalize("NFKC", passphrase)
    if not folded.strip():
        raise PassphraseUnfit(sentence("Type a passphrase. Without one the file would lie open."))
    if len(folded.encode()) > _LONGEST:
        raise PassphraseUnfit(sentence("This passphrase is too long for a PDF file. Take five or six words."))
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf)))
    writer.metadata = None
    writer.encrypt(user_password=folded, algorithm="AES-256")
    locked = BytesIO()
    writer.write(locked)
    return locked.getvalue()
