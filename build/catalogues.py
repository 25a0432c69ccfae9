"""Reads catalogues of sentences (.po) and compiles them to what gettext loads (.mo), with Python alone.

Set-up compiles, so that the program needs no library for it. Only what we write is read: no obsolete entries,
no encodings but UTF-8. An entry that is fuzzy or untranslated is left out, and the program then says it in English.
"""

from __future__ import annotations

import ast
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Entry:
    """One sentence of a catalogue: its context, its English forms, its translated forms."""

    context: str | None = None
    english: list[str] = field(default_factory=list)  # one, or singular and plural
    translated: list[str] = field(default_factory=list)
    fuzzy: bool = False

    @property
    def complete(self) -> bool:
        """Every form is translated and a person has looked at it."""
        return bool(self.translated) and all(self.translated) and not self.fuzzy

    @property
    def key(self) -> str:
        """As gettext looks it up."""
        before = "" if self.context is None else f"{self.context}\x04"
        return before + "\0".join(self.english)


def read(text: str) -> list[Entry]:
    """The entries of a .po file, the header (whose English is empty) first."""
    entries: list[Entry] = []
    for block in text.split("\n\n"):
        entry = _entry(block)
        if entry.english:
            entries.append(entry)
    return entries


def _entry(block: str) -> Entry:
    entry = Entry()
    for keyword, text in _strings(block):
        match keyword:
            case "#,":
                entry.fuzzy = "fuzzy" in text
            case "msgctxt":
                entry.context = text
            case "msgid" | "msgid_plural":
                entry.english.append(text)
            case _:
                entry.translated.append(text)
    return entry


def _strings(block: str) -> Iterator[tuple[str, str]]:
    """Each keyword with its text, whose pieces may stand on several lines."""
    keyword, pieces = "", list[str]()
    for line in block.splitlines():
        if line.startswith('"'):
            pieces.append(ast.literal_eval(line))
            continue
        if pieces:
            yield keyword, "".join(pieces)
            pieces = []
        if line.startswith("#,"):
            yield "#,", line
        elif not line.startswith("#") and line:
            keyword, _, quoted = line.partition(" ")
            pieces = [ast.literal_eval(quoted)]
    if pieces:
        yield keyword, "".join(pieces)


def compiled(entries: list[Entry]) -> bytes:
    """The bytes of a .mo file (GNU gettext, little-endian, revision 0, without a hash table)."""
    pairs = sorted((one.key.encode(), "\0".join(one.translated).encode()) for one in entries if one.complete)
    keys, values, strings = b"", b"", b""
    start = 28 + 16 * len(pairs)
    for key, _ in pairs:
        keys += struct.pack("<II", len(key), start + len(strings))
        strings += key + b"\0"
    for _, value in pairs:
        values += struct.pack("<II", len(value), start + len(strings))
        strings += value + b"\0"
    head = struct.pack("<IIIIIII", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, start)
    return head + keys + values + strings


def compile_all(folder: Path) -> Iterator[Path]:
    """Compile each catalogue that is newer than its .mo; gives the files that were written."""
    for source in sorted(folder.glob("*.po")):
        target = folder / source.stem / "LC_MESSAGES" / "fieldapp.mo"
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(compiled(read(source.read_text("utf-8"))))
        yield target
