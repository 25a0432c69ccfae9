"""Reads from a Linux library which others it asks for (the DT_NEEDED entries of an ELF file)."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Final

_DYNAMIC: Final = 6  # the section type SHT_DYNAMIC
_NEEDED: Final = 1  # the tag DT_NEEDED


def needed(file: Path) -> list[str]:
    """The names of the libraries that this one cannot do without; 64-bit little-endian files alone."""
    content = file.read_bytes()
    if content[:6] != b"\x7fELF\x02\x01":
        raise ValueError(f"{file.name} is no 64-bit library of Linux")
    start, size, count = (*struct.unpack_from("<Q", content, 0x28), *struct.unpack_from("<HH", content, 0x3A))
    sections = [struct.unpack_from("<IIQQQQIIQQ", content, start + number * size) for number in range(count)]
    dynamic = next(section for section in sections if section[1] == _DYNAMIC)
    strings = sections[dynamic[6]]
    entries = [struct.unpack_from("<QQ", content, dynamic[4] + at) for at in range(0, dynamic[5], 16)]
    return [_text(content, strings[4] + value) for tag, value in entries if tag == _NEEDED]


def _text(content: bytes, start: int) -> str:
    return content[start : content.index(b"\0", start)].decode("ascii")
