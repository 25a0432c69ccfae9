"""The files that a form takes its choices from, or looks things up in, written beside it as they were read."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path, PurePath
from typing import IO, Final
from xml.etree import ElementTree as ET

from fieldapp.exports.form_sheets import lists_of_files
from fieldapp.exports.new_file import NewFile, make_folder
from fieldapp.forms.model import Choice, Form

_Line = Mapping[str, str]


def write_files_beside(form: Form, path: Path) -> None:
    """Into the folder NAME-media, where ODK's tools look for them. Raises NotWritten."""
    files = lists_of_files(form)
    if not files:
        return
    folder = path.with_name(f"{path.stem}-media")
    make_folder(folder)
    for name, choices in files.items():
        file = NewFile(folder / PurePath(name).name)
        write = _WAYS.get(PurePath(name).suffix.lower(), _as_csv)
        file.write(partial(_write, write([_line(choice) for choice in choices])))
        file.take_place()


def _write(data: bytes, file: IO[bytes]) -> None:
    file.write(data)


def _line(choice: Choice) -> _Line:
    """As it stood in the file; of one that never stood in a file its name and label."""
    return choice.columns or {"name": choice.name, "label": choice.label.said("")}


def _columns(lines: Iterable[_Line]) -> Sequence[str]:
    return list(dict.fromkeys(column for line in lines for column in line))


def _as_csv(lines: Sequence[_Line]) -> bytes:
    """For ODK's tools, not for Excel: commas, and nothing in front of what looks like a formula."""
    text = io.StringIO(newline="")
    columns = _columns(lines) or ["name", "label"]
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([line.get(column, "") for column in columns] for line in lines)
    return text.getvalue().encode()


def _as_geojson(lines: Sequence[_Line]) -> bytes:
    whole = {"type": "FeatureCollection", "features": [_feature(line) for line in lines]}
    return json.dumps(whole, ensure_ascii=False).encode()


def _feature(line: _Line) -> dict[str, object]:
    latitude, longitude, *_ = (*line.get("geometry", "").split(), "", "")
    point = {"type": "Point", "coordinates": [float(longitude), float(latitude)]} if longitude else None
    properties = {name: said for name, said in line.items() if name != "geometry"}
    return {"type": "Feature", "properties": properties, "geometry": point}


def _as_xml(lines: Sequence[_Line]) -> bytes:
    root = ET.Element("root")
    for line in lines:
        item = ET.SubElement(root, "item")
        for name, said in line.items():
            ET.SubElement(item, name).text = said
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


_WAYS: Final[Mapping[str, Callable[[Sequence[_Line]], bytes]]] = {".geojson": _as_geojson, ".xml": _as_xml}
