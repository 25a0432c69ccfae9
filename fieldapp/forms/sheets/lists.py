"""The choice lists of a form: those of its sheets, and those of files, each read once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import PurePath
from typing import Final

from fieldapp.forms.model import Choice, Text
from fieldapp.forms.problems import Findings
from fieldapp.forms.reading import unseen_in
from fieldapp.forms.sheets.columns import Cells
from fieldapp.forms.sheets.tables import ENDINGS, Line, Tables, TableUnreadable
from fieldapp.words import Language, say, sentence

#: The choice that "or_other" adds.
OTHER: Final = "other"
_OTHER: Final = sentence("Other")


class Lists:
    """All lists of one form, by name; `found` learns what is wrong with them."""

    def __init__(self, findings: Findings, tables: Tables) -> None:
        self._findings = findings
        self._tables = tables
        self._lists: dict[str, list[Choice]] = {}
        self._external: dict[str, str] = {}
        self._names: set[tuple[str, str]] = set()
        self._files: dict[str, tuple[Line, ...] | None] = {}
        #: Which file a list is made of, by which columns.
        self._of_files: dict[str, tuple[str, str, str]] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._lists

    def of(self, name: str) -> tuple[Choice, ...]:
        """The choices of a list, () if there is no such list."""
        return tuple(self._lists.get(name, ()))

    def used(self, names: Iterable[str]) -> dict[str, tuple[Choice, ...]]:
        """Those of these lists that there are."""
        wanted = set(names)
        return {name: tuple(choices) for name, choices in self._lists.items() if name in wanted}

    def read_sheet(self, rows: Iterable[Cells], *, duplicates: bool) -> None:
        """Take the lines of the sheet “choices”. `duplicates`: a name may stand twice in its list."""
        self._read_sheet(rows, duplicates=duplicates)

    def read_external(self, rows: Iterable[Cells]) -> None:
        """Take the lines of the sheet “external_choices”, whose lists may be called as others are."""
        inner = set(self._lists)
        for list_name in self._read_sheet(rows, duplicates=True, aside=inner):
            self._external[list_name] = _aside(list_name, inner)

    def external(self, name: str) -> str:
        """The name under which a list of “external_choices” is kept, "" if there is none."""
        return self._external.get(name, "")

    def _read_sheet(self, rows: Iterable[Cells], *, duplicates: bool, aside: Collection[str] = ()) -> Iterable[str]:
        """The names of its lists. Lists called as one of `aside` are kept under another name."""
        first: dict[str, Cells] = {}
        bare: dict[str, Cells] = {}
        for cells in rows:
            list_name, name = cells.take("list name"), cells.take("name")
            if not list_name and not name:
                continue
            if not list_name:
                self._findings.note(cells, "list_name", sentence("This line belongs to no list and is left out."))
            elif not name:
                self._findings.wrong(cells, "name", sentence("A choice needs a list and a name."))
            elif self._named(cells, kept := _aside(list_name, aside), name, duplicates=duplicates):
                choice = self._choice(cells, name)
                first.setdefault(list_name, cells)
                if not choice.label:
                    bare.setdefault(list_name, cells)
                self._lists[kept].append(choice)
        for list_name, cells in bare.items():
            self._findings.note(
                cells, "label", sentence("Choices of “{list}” have no label: their names are shown."), list=list_name
            )
        return first

    def _named(self, cells: Cells, list_name: str, name: str, *, duplicates: bool) -> bool:
        self._lists.setdefault(list_name, [])
        if (list_name, name) in self._names and not duplicates:
            self._findings.wrong(cells, "name", sentence("The choice “{name}” stands twice in its list."), name=name)
        elif unseen_in(name):
            self._findings.wrong(
                cells, "name", sentence("“{name}” holds signs that cannot be seen. Type it again."), name=name
            )
        else:
            self._names.add((list_name, name))
            return True
        return False

    def _choice(self, cells: Cells, name: str) -> Choice:
        label = cells.take_text("label")
        take_media(cells, self._findings)
        columns = cells.columns()
        for column in columns:
            if column.startswith("sms_"):
                self._findings.wrong(
                    cells,
                    column,
                    sentence("“{heading}” is not supported. Forms are not sent by SMS here."),
                    heading=column,
                )
        return Choice(name, label, columns)

    def add_other(self, name: str, languages: Iterable[str]) -> None:
        """The list gets the choice “other”, unless it has one."""
        choices = self._lists[name]
        if any(choice.name == OTHER for choice in choices):
            return
        labelled = dict.fromkeys(code for choice in choices for code in choice.label.by_language)
        labelled = labelled or dict.fromkeys(languages) or {"": None}
        choices.append(Choice(OTHER, Text({code: in_words(_OTHER, code) for code in labelled})))

    def take_file(self, cells: Cells, file: str, parameters: Mapping[str, str]) -> str:
        """The name of the list that a file's lines make; it is that of the file, if no other use of it has that."""
        path = PurePath(file)
        if path.suffix.lower() not in ENDINGS:
            self._findings.wrong(cells, "type", sentence("“{file}” is no .csv, .geojson or .xml file."), file=file)
            return ""
        kept_as = ("id", "title") if path.suffix.lower() == ".geojson" else ("name", "label")
        value = parameters.get("value", kept_as[0])
        use = (file, value, parameters.get("label", kept_as[1]))
        for name in (path.stem, ":".join(use)):
            if self._of_files.get(name) == use:
                return name
            if name not in self._of_files and name not in self._lists:
                self._of_files[name] = use
                self._lists[name] = list(self._lines(cells, *use))
                return name
        self._findings.wrong(
            cells, "type", sentence("A choice list and a file are both called “{list}”."), list=path.stem
        )
        return ""

    def take_table(self, cells: Cells, file: str) -> str:
        """The name of the list of a file that rules only look things up in: its lines need no names."""
        name = PurePath(file).stem
        if name not in self._lists:
            self._lists[name] = [
                Choice(line.get("name", ""), Text({"": line["label"]}) if line.get("label") else Text(), dict(line))
                for line in self._table(cells, file)
            ]
        return name

    def expect(self, name: str) -> None:
        """A list that records fill: its file need not be there."""
        for ending in ENDINGS:
            if self._tables.find(name + ending) is None:
                self._files[name + ending] = ()

    def _lines(self, cells: Cells, file: str, value: str, label: str) -> Iterable[Choice]:
        lines = self._table(cells, file)
        if lines and not any(value in line for line in lines):
            self._findings.wrong(cells, "type", sentence("“{file}” has no column “{column}”."), file=file, column=value)
            return
        for line in lines:
            name = line.get(value, "")
            if name:
                yield Choice(name, Text({"": line[label]}) if line.get(label) else Text(), dict(line))

    def _table(self, cells: Cells, file: str) -> tuple[Line, ...]:
        if file not in self._files:
            try:
                self._files[file] = self._tables.lines(file)
            except TableUnreadable as wrong:
                self._findings.wrong(cells, "type", wrong.sentence.text, **wrong.sentence.values)
                self._files[file] = None
        return self._files[file] or ()


def _aside(name: str, others: Collection[str]) -> str:
    return f"external:{name}" if name in others else name


def in_words(text: str, code: str) -> str:
    """A sentence of the program as a text of the form, in one of its languages."""
    return say(text, language=Language(code or "en"))


def take_media(cells: Cells, findings: Findings) -> None:
    """Pictures of labels are passed over; sound and film, which carry the words for some, are refused."""
    for column in ("image", "big-image"):
        if cells.take_text("media", column):
            tell = findings.note_once if cells.sheet == "choices" else findings.note
            tell(cells, f"media::{column}", sentence("Pictures beside questions are not shown: the words must do."))
    for column in ("audio", "video"):
        if cells.take_text("media", column):
            findings.wrong(
                cells,
                f"media::{column}",
                sentence(
                    "The column “{heading}” is not supported. No sound or film is played: put the words into the label."
                ),
                heading=f"media::{column}",
            )
    cells.take("control", "autoplay")
