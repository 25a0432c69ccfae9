"""Bring in a directory that the organisation wrote: a table (CSV, as any spreadsheet saves it) or JSON.

Every line goes through the form as if it were typed, so that nothing comes in that could not have been written by
hand. Entries whose name is known already are left alone.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Final, cast

from fieldapp.domain.answers import Json
from fieldapp.domain.ids import FieldId
from fieldapp.domain.names import fold_name
from fieldapp.domain.phones import read_phone
from fieldapp.errors import Mistake
from fieldapp.forms.model import SELECTS, Form, Kind, Question
from fieldapp.forms.places import Place
from fieldapp.forms.reading import read_typed
from fieldapp.storage.values import Happened, NewChange
from fieldapp.storage.write import Write
from fieldapp.words import Sentence, sentence, spoken
from fieldapp.work.desk import Desk
from fieldapp.work.directory import SERVICE, known_names
from fieldapp.work.filling import Filling, begin, changes_of

_NAME: Final = FieldId("service_name")
_CHECKED: Final = FieldId("service_checked_on")
_PHONES: Final = FieldId("service_phones")
_PHONE: Final = FieldId("service_phone")
_NOTE: Final = FieldId("service_phone_note")
_LARGEST: Final = 4 * 2**20
#: How spreadsheets of the region save a table: UTF-8, or the code page of Russian Windows.
_ENCODINGS: Final = ("utf-8-sig", "cp1251")


class NoDirectory(Mistake):
    """The file holds no table and no JSON that could be a directory."""


@dataclass(frozen=True, slots=True)
class Unfit:
    """A line that was not taken: which one, counted as the file counts, and why."""

    line: int
    name: str
    reason: Sentence


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What came of a file. `known` were here already."""

    added: int
    known: int
    unfit: tuple[Unfit, ...]
    happened: Happened = field(default_factory=Happened)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One line of the file: answers as written, and the telephones, each a number and a note."""

    line: int
    answers: Mapping[str, str]
    phones: Sequence[Mapping[str, str]] = ()


def bring_in_directory(desk: Desk, path: Path) -> BroughtIn:
    """Add what is not known yet, all in one save. Raises NoDirectory, NotHerSpace; what does not fit is told."""
    desk.space_for(SERVICE)
    entries = list(_entries(desk, path))
    with desk.store.read() as reader:
        names = set(known_names(reader))
    changes: list[NewChange] = []
    unfit: list[Unfit] = []
    added = known = 0
    for entry in entries:
        name = entry.answers.get(_NAME, "").strip()
        if fold_name(name) in names:
            known += 1
            continue
        try:
            changes += changes_of(desk, _filled(desk, entry))
        except Mistake as mistake:
            unfit.append(Unfit(entry.line, name, mistake.sentence))
            continue
        names.add(fold_name(name))
        added += 1

    def write(writing: Write) -> Happened:
        return writing.save(changes, desk.worker, desk.clock.now())

    happened = desk.store.write_now(write) if changes else Happened()
    return BroughtIn(added, known, tuple(unfit), happened)


def _filled(desk: Desk, entry: _Entry) -> Filling:
    """The form with this entry's answers. Raises Mistake with what cannot be."""
    filling = begin(desk, SERVICE)
    if not entry.answers.get(_NAME, "").strip():
        raise Mistake(sentence("This line has no name of a service."))
    filling.session.set(Place(None, _CHECKED), None)  # typed by hand it was checked today; a file may be old
    _answer(desk, filling, None, entry.answers)
    for phone in entry.phones:
        row, _ = filling.session.add_row(Place(None, _PHONES))
        _answer(desk, filling, Place(row, _NAME), phone)
    for place in filling.session.problems():
        raise Mistake(
            sentence("“{question}”: {reason}"),
            question=filling.session.label(place),
            reason=filling.session.state(place).error,
        )
    return filling


def _answer(desk: Desk, filling: Filling, within: Place | None, told: Mapping[str, str]) -> None:
    questions = {question.id: question for _, question in filling.form.questions()}
    for name, said in told.items():
        question = questions.get(FieldId(name))
        if question is None or not said.strip():
            continue
        place = Place(within.row if within else None, question.id)
        filling.session.set(place, _read(filling.form, question, said.strip(), desk.today()))


def _read(form: Form, question: Question, said: str, today: date) -> str | None:
    """As it is stored: a choice by its code or its words in any language, a day as people write it."""
    if question.phone:
        return read_phone(said)
    if question.kind not in SELECTS:
        return read_typed(question, said, today)
    codes = {choice.name: choice.name for choice in form.lists.get(question.choices, ())}
    for choice in form.lists.get(question.choices, ()):
        codes |= {words.casefold(): choice.name for words in choice.label.by_language.values()}
    if question.kind is Kind.SELECT_ONE:
        return _code(codes, said)
    parts = said.split() if all(part in codes for part in said.split()) else said.replace(",", ";").split(";")
    if said.casefold() in codes:  # words with a comma in them
        parts = [said]
    return " ".join(dict.fromkeys(_code(codes, part.strip()) for part in parts if part.strip()))


def _code(codes: Mapping[str, str], said: str) -> str:
    found = codes.get(said) or codes.get(said.casefold())
    if found is None:
        raise Mistake(sentence("“{word}” is none of the choices that the form has."), word=said)
    return found


def _entries(desk: Desk, path: Path) -> Iterator[_Entry]:
    try:
        if path.stat().st_size > _LARGEST:
            raise NoDirectory(sentence("“{file}” is too large for a directory of services."), file=path.name)
        data = path.read_bytes()
    except OSError as wrong:
        raise NoDirectory(sentence("“{file}” cannot be opened. Is it still there?"), file=path.name) from wrong
    words = _decoded(data)
    if words is None or not words.strip():
        raise _strange(path)
    if path.suffix.lower() == ".json":
        return _from_json(desk, path, words)
    return _from_table(desk, path, words)


def _decoded(data: bytes) -> str | None:
    for encoding in _ENCODINGS:
        try:
            words = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in words else words
    return None


def _from_table(desk: Desk, path: Path, words: str) -> Iterator[_Entry]:
    """The first line names the questions, by their names in the form or as the form asks them."""
    delimiter = max(";,\t", key=words.partition("\n")[0].count)
    rows = csv.reader(StringIO(words), delimiter=delimiter)
    named = _columns(desk.library.form(SERVICE))
    try:
        columns = [named.get(heading.strip().casefold(), "") for heading in next(rows, [])]
        if _NAME not in columns:
            raise _strange(path)
        for cells in rows:
            told = [(name, cell) for name, cell in zip(columns, cells, strict=False) if name and cell.strip()]
            answers = {name: cell for name, cell in told if name not in (_PHONE, _NOTE)}
            if answers:
                yield _Entry(rows.line_num, answers, list(_telephones(told)))
    except csv.Error as wrong:
        raise _strange(path) from wrong


def _telephones(told: Sequence[tuple[str, str]]) -> Iterator[dict[str, str]]:
    """Several numbers may stand in one cell, or in columns of the same name."""
    notes = [cell for name, cell in told if name == _NOTE]
    phones = [part.strip() for name, cell in told if name == _PHONE for part in cell.split(";") if part.strip()]
    for number, phone in enumerate(phones):
        yield {_PHONE: phone, _NOTE: notes[number] if number < len(notes) else ""}


def _columns(form: Form) -> dict[str, str]:
    named: dict[str, str] = {"name": _NAME}
    for _, question in form.questions():
        named[question.id.casefold()] = question.id
        named |= {words.casefold(): question.id for words in question.label.by_language.values()}
    return named


def _from_json(desk: Desk, path: Path, words: str) -> Iterator[_Entry]:
    """As `resources/packs/practice/services.json` writes it."""
    try:
        records = cast("dict[str, Json]", json.loads(words))["records"]
        listed = [cast("dict[str, dict[str, Json]]", each) for each in cast("list[Json]", records)]
        for number, record in enumerate(listed, 1):
            if cast("object", record.get("form", SERVICE)) != SERVICE:
                continue
            rows = cast("list[dict[str, Json]]", record.get("rows", {}).get(_PHONES) or [])
            yield _Entry(number, _plain(desk, record["answers"]), [_plain(desk, row) for row in rows])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as wrong:
        raise _strange(path) from wrong


def _plain(desk: Desk, answers: Mapping[str, Json]) -> dict[str, str]:
    return {name: _said(desk, value) for name, value in answers.items()}


def _said(desk: Desk, value: Json) -> str:
    """A text, the text of the language spoken, or a day so many days from today."""
    if isinstance(value, dict):
        if isinstance(days := value.get("days"), int):
            return (desk.today() + timedelta(days=days)).isoformat()
        spoken_here = value.get(spoken(), value.get("en"))
        return spoken_here if isinstance(spoken_here, str) else ""
    return value if isinstance(value, str) else ""


def _strange(path: Path) -> NoDirectory:
    return NoDirectory(
        sentence(
            "“{file}” is no directory of services. Save the table as CSV with a column called service_name, or choose "
            "another file. Nothing was changed."
        ),
        file=path.name,
    )
