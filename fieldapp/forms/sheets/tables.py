"""Files that a form chooses from or looks things up in: .csv, .geojson and .xml, each line as its columns.

They lie beside the form, in its folder “NAME-media”, or are handed in. Nothing in them is trusted.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Final, cast
from xml.etree import ElementTree as ET

from fieldapp.errors import Mistake
from fieldapp.words import sentence

_REMARK: Final = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>", re.DOTALL)

Line = Mapping[str, str]

ENDINGS: Final = frozenset({".csv", ".geojson", ".xml"})
_FILE_LIMIT: Final = 8 * 2**20
_LINES_LIMIT: Final = 100_000
_COLUMNS_LIMIT: Final = 200
#: What a text in Cyrillic as old Windows wrote it holds beyond Latin letters.
_OLD_CYRILLIC: Final = re.compile(r"[\x00-\x7f\u0410-\u044fЁё№«»–—“”„’…°\u00a0]*")
_MIXED_WORD: Final = re.compile(r"[A-Za-z][\u0410-\u044fЁё]|[\u0410-\u044fЁё][A-Za-z]")


class TableUnreadable(Mistake):
    """The file is not there, or is not what its name says."""


class Tables:
    """The files that came with a form."""

    def __init__(self, form: Path, files: Sequence[Path] = ()) -> None:
        self._given = {path.name: path for path in files}
        self._folders = (form.parent, form.parent / f"{form.stem}-media")

    def find(self, name: str) -> Path | None:
        """The file of that name, None where there is none."""
        if Path(name).name != name or name.startswith(".") or "\\" in name:
            return None
        paths = (self._given.get(name), *(folder / name for folder in self._folders))
        return next((path for path in paths if path is not None and path.is_file()), None)

    def lines(self, name: str) -> tuple[Line, ...]:
        """All its lines. Raises TableUnreadable."""
        path = self.find(name)
        if path is None:
            raise TableUnreadable(
                sentence("The file “{file}” is missing. Put it beside the form and choose the form again."), file=name
            )
        text = _text(path)
        read = {".csv": _from_csv, ".geojson": _from_geojson, ".xml": _from_xml}[path.suffix.lower()]
        lines = tuple(islice(read(name, text), _LINES_LIMIT + 1))
        if len(lines) > _LINES_LIMIT:
            raise _too_large(name)
        return lines


def _too_large(name: str) -> TableUnreadable:
    return TableUnreadable(
        sentence("“{file}” is larger than a list of choices should be, and was not opened."), file=name
    )


def _text(path: Path) -> str:
    """The text of a file in UTF-8, in UTF-16 that says so, or in the Cyrillic of old Windows, which is told by it."""
    try:
        if path.stat().st_size > _FILE_LIMIT:
            raise _too_large(path.name)
        data = path.read_bytes()
    except OSError as wrong:
        raise TableUnreadable(sentence("“{file}” cannot be opened. Is it still there?"), file=path.name) from wrong
    try:
        marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        text = data.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError as wrong:
        text = data.decode("cp1251", "replace")
        if not _OLD_CYRILLIC.fullmatch(text) or _MIXED_WORD.search(text):
            raise _unknown_letters(path.name) from wrong
    if "\x00" in text:
        raise _unknown_letters(path.name)
    return text


def _unknown_letters(name: str) -> TableUnreadable:
    return TableUnreadable(
        sentence("The letters of “{file}” cannot be read. Save it again as “CSV UTF-8” and choose the form again."),
        file=name,
    )


def _from_csv(name: str, text: str) -> Iterator[Line]:
    header = text.partition("\n")[0]
    divider = max(",;\t", key=header.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=divider)
    try:
        columns = [column.strip() for column in next(rows, [])]
        named = [column for column in columns if column]
        if len(set(named)) < len(named) or not named:
            raise TableUnreadable(
                sentence("The first line of “{file}” must name its columns, each in its own way."), file=name
            )
        if len(columns) > _COLUMNS_LIMIT:
            raise _too_large(name)
        for row in rows:
            if any(cell.strip() for cell in row):
                yield {column: cell.strip() for column, cell in zip(columns, row, strict=False) if column}
    except csv.Error as wrong:
        raise _damaged(name) from wrong


def _from_geojson(name: str, text: str) -> Iterator[Line]:
    """Each place with its properties, and its point as `geometry`."""
    try:
        features = cast("list[dict[str, object]]", json.loads(text)["features"])
        for feature in features:
            properties = cast("dict[str, object]", feature.get("properties") or {})
            line = {str(key): _plain(value) for key, value in properties.items()}
            if "id" in feature:
                line["id"] = _plain(feature["id"])
            yield line | {"geometry": _point(cast("dict[str, object]", feature["geometry"] or {}))}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as wrong:
        raise _damaged(name) from wrong


def _plain(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _point(geometry: Mapping[str, object]) -> str:
    if geometry.get("type") != "Point":
        return ""
    longitude, latitude, *rest = cast("list[float]", geometry["coordinates"])
    return f"{latitude} {longitude} {rest[0] if rest else 0} 0"


def _from_xml(name: str, text: str) -> Iterator[Line]:
    if "<!" in _REMARK.sub("", text):
        raise _damaged(name)
    try:
        root = ET.fromstring(text)  # noqa: S314 - it declares nothing, so nothing in it can unfold
    except ET.ParseError as wrong:
        raise _damaged(name) from wrong
    for item in root:
        yield {part.tag: (part.text or "").strip() for part in item}


def _damaged(name: str) -> TableUnreadable:
    return TableUnreadable(sentence("“{file}” is damaged, or is not what its name says."), file=name)
