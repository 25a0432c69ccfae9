"""Records given out in tests, and what is in the files."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from fieldapp.domain.giving_out import PAPER
from fieldapp.domain.ids import FieldId, FormId, RecordId
from fieldapp.forms.places import Place
from fieldapp.storage.values import StoredRecord
from fieldapp.words import ENGLISH
from fieldapp.work.desk import Desk
from fieldapp.work.export_files import FileKind, Wording
from fieldapp.work.exporting import (
    GivenOut,
    Wanted,
    Which,
    export_records,
)
from fieldapp.work.filling import begin, save
from fieldapp.work.importing import bring_in_form
from fieldapp.work.packs import built_in_packs
from tests.fieldapp.exports.making import HOUSEHOLD
from tests.fieldapp.work.conftest import answer

PACKS = built_in_packs()

#: A form with a secret, of which two things are worked out.
OURS = """
| survey |
| | type | name | label | bind::fieldapp:secret | calculation |
| | text | where | Where does she live? | yes | |
| | text | what | What? | | |
| | calculate | told | | | concat(${where}, '!') |

| settings |
| | form_id | namespaces | instance_name |
| | ours | fieldapp="urn:fieldapp:xlsform" | ${where} |
"""
#: What is left of its settings without the secret.
SETTINGS = '\n| | ours | fieldapp="urn:fieldapp:xlsform" | |\n'
#: A form with a picture, whose answers are followed.
PHOTOS = """
| survey |
| | type | name | label | parameters |
| | audit | audit | | track-changes=true |
| | image | photo | Photo? | |
"""
#: A form whose records fill a list.
TREES = """
| survey |
| | type | name | label | save_to |
| | text | species | Which tree? | species |

| entities |
| | list_name | label |
| | trees | ${species} |
"""


def wanted(form: str = "visit", **more: Any) -> Wanted:
    usual = {"which": Which.ALL, "kind": FileKind.EXCEL, "wording": Wording.NAMES, "language": ENGLISH}
    return Wanted(form=FormId(form), **{**usual, **more})


def given(desk: Desk, path: Path, what: Wanted) -> GivenOut:
    return export_records(desk, PACKS, what, path, lambda _done, _whole: None, lambda: True)


def lines(path: Path, sheet: str) -> list[dict[str, Any]]:
    """The lines of a sheet by their headings."""
    book = load_workbook(path)
    rows = [[cell.value for cell in row] for row in book[sheet].iter_rows()]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def notes(desk: Desk) -> list[StoredRecord]:
    """What is remembered of papers and files."""
    with desk.store.read() as reader:
        return list(reader.of_form(PAPER))


def a_household(desk: Desk, tmp_path: Path) -> RecordId:
    """One with two people, the second of whom has a passport."""
    path = tmp_path / "household.md"
    path.write_text(HOUSEHOLD, "utf-8")
    bring_in_form(desk, path)
    filling = answer(begin(desk, FormId("household")), visited="2026-03-12", rooms="0", water="well")
    people = Place(None, FieldId("people"))
    for name in ("Айгүл", "Бермет"):
        row, _ = filling.session.add_row(people)
        filling.session.set(Place(row, FieldId("name")), name)
    paper, _ = filling.session.add_row(Place(row, FieldId("papers")))
    filling.session.set(Place(paper, FieldId("paper")), "passport")
    save(desk, filling)
    return filling.record


def all_text(path: Path) -> str:
    """Everything that a file says, also what is packed into it."""
    data = path.read_bytes()
    if not zipfile.is_zipfile(path):
        return data.decode("utf-8-sig")
    with zipfile.ZipFile(path) as package:
        return "".join(package.read(name).decode("utf-8-sig") for name in package.namelist())
