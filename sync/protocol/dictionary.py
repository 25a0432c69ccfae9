"""Compression of changes: zstd with a dictionary that comes with the program.

The dictionary knows the field names of the packs and common words, so that even one small edit compresses. It never
changes under its name; a better one gets a new name, and old chunks still name the old one.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import zstandard

from sync.protocol.errors import Malformed, NotYet

#: The dictionary to seal with. "" is none.
CHANGES: Final = "changes-v1"
NO_DICTIONARY: Final = ""

_FOLDER: Final = Path(__file__).resolve().parents[2] / "resources" / "sync"
_KNOWN: Final = frozenset({CHANGES})
_LEVEL: Final = 15
#: More than any payload needs to look back; a frame that asks for more is refused before memory is taken.
_WINDOW: Final = 2 * 1024 * 1024


def compress(raw: bytes, dictionary: str) -> bytes:
    """One zstd frame, without what the chunk says already: size, checksum, dictionary id."""
    compressor = zstandard.ZstdCompressor(
        level=_LEVEL,
        dict_data=_dictionary(dictionary),
        write_content_size=False,
        write_checksum=False,
        write_dict_id=False,
    )
    return compressor.compress(raw)


def decompress(packed: bytes, dictionary: str, limit: int) -> bytes:
    """What one frame holds, at most `limit` bytes, never taking much more memory than that.

    Raises Malformed, or NotYet for a dictionary that this program does not have.
    """
    decompressor = zstandard.ZstdDecompressor(dict_data=_dictionary(dictionary), max_window_size=_WINDOW)
    opened = bytearray()
    try:
        with decompressor.stream_reader(packed, read_across_frames=False) as reader:
            while len(opened) <= limit and (piece := reader.read(min(65536, limit + 1 - len(opened)))):
                opened += piece
    except zstandard.ZstdError as wrong:
        raise Malformed("does not decompress") from wrong
    if len(opened) > limit:
        raise Malformed(f"decompresses to more than {limit} bytes")
    return bytes(opened)


@cache
def _dictionary(name: str) -> zstandard.ZstdCompressionDict | None:
    if name == NO_DICTIONARY:
        return None
    if name not in _KNOWN:
        raise NotYet(f"the dictionary {name} came with a newer program")
    return zstandard.ZstdCompressionDict((_FOLDER / f"{name}.dict").read_bytes())
