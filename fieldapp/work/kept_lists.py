"""Lists that records fill: what a form writes into them is saved with it, and other forms choose from them.

A line of a list is a row of the record that first wrote it, in a repeat that no form can have ("#households"): it
stands in that record's space, and is sent, deleted and erased with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Final
from weakref import WeakKeyDictionary

from fieldapp.domain.changes import CREATE, UPDATE
from fieldapp.domain.ids import FieldId, RecordId, SpaceId
from fieldapp.forms.filling.written import LABEL, Written
from fieldapp.forms.library import Library
from fieldapp.forms.model import Choice, Form, Text
from fieldapp.forms.versions.lineage import Lineage
from fieldapp.storage.encoding import ids_from_text, ids_to_text
from fieldapp.storage.read import Reader
from fieldapp.storage.values import NamedRow, NewChange, StoredRecord

#: Begins the repeat of what stands beside a record and is no row of its form.
BESIDE: Final = "#"
_UUID: Final = re.compile(r"[0-9a-f]{32}")

#: The heads that she saw of a line, as text.
Seen = Mapping[RecordId, str]


@dataclass(frozen=True, slots=True)
class KeptList:
    """The lines of a list as they stand. `stamp` tells whether they still do."""

    stamp: str = ""
    columns: tuple[FieldId, ...] = ()
    rows: Mapping[RecordId, NamedRow] = field(default_factory=dict)
    choices: Mapping[RecordId, Choice] = field(default_factory=dict)


@dataclass(slots=True)
class _Known:
    """What was read before, of one desk: lists by name, forms with their lists."""

    lists: dict[str, KeptList] = field(default_factory=dict)
    forms: WeakKeyDictionary[Form, tuple[tuple[str, ...], Form]] = field(default_factory=WeakKeyDictionary)


_KNOWN: Final[WeakKeyDictionary[Library, _Known]] = WeakKeyDictionary()


def with_lists(library: Library, reader: Reader, form: Form) -> Form:
    """The form with the lines that records wrote into the lists it takes from files."""
    names = sorted(_taken_from_files(form))
    found = {name: kept_list(library, reader, name) for name in names}
    if not any(kept.choices for kept in found.values()):
        return form
    stamps = tuple(found[name].stamp for name in names)
    forms = _KNOWN.setdefault(library, _Known()).forms
    known = forms.get(form)
    if known is None or known[0] != stamps:
        lists = {name: _both(form.lists.get(name, ()), kept.choices.values()) for name, kept in found.items()}
        known = forms[form] = (stamps, replace(form, lists={**form.lists, **lists}))
    return known[1]


def told_with_lists(library: Library, reader: Reader, lineage: Lineage) -> Lineage:
    """The same versions of a form; what was chosen from such lists is told in the words of its line."""
    now = with_lists(library, reader, lineage.now)
    return lineage if now is lineage.now else replace(lineage, now=now)


def kept_list(library: Library, reader: Reader, name: str) -> KeptList:
    """A list as records on this desk fill it; without lines where none does."""
    known, stamp = _KNOWN.setdefault(library, _Known()).lists, reader.stamp_of_rows(BESIDE + name)
    before = known.get(name, KeptList())
    if before.stamp != stamp:
        known[name] = _read_again(reader, name, stamp, before)
    return known.get(name, before)


def _read_again(reader: Reader, name: str, stamp: str, before: KeptList) -> KeptList:
    """What changed is read anew; of ten thousand lines the others stay what they are."""
    rows = {row.id: row for row in reader.rows_called(BESIDE + name, before.rows)}
    columns = tuple(dict.fromkeys(column for row in rows.values() for column in row.answers if column != LABEL))
    kept = before.choices if columns == before.columns else {}
    choices = {
        row.id: kept[row.id] if row.id in kept and before.rows[row.id] is row else _choice(row.id, row.answers, columns)
        for row in rows.values()
    }
    return KeptList(stamp, columns, rows, choices)


def seen_lines(library: Library, reader: Reader, form: Form, record: RecordId, rows: Iterable[RecordId]) -> Seen:
    """What she sees, when the form is opened, of the lines that it may change."""
    seen: dict[RecordId, str] = {}
    for entity in form.entities:
        if entity.id:
            seen |= {row.id: row.told for row in kept_list(library, reader, entity.list).rows.values()}
        else:
            own = (reader.record(own_line(entity.list, source)) for source in (record, *rows))
            seen |= {line.id: ids_to_text(line.heads) for line in own if line is not None}
    return seen


def changes_of_lists(
    reader: Reader,
    form: Form,
    record: RecordId,
    space: SpaceId,
    written: Iterable[Written],
    before: Iterable[Written],
    seen: Seen,
) -> list[NewChange]:
    """What a record writes into lists. A correction writes what it corrects, and leaves what others wrote since."""
    earlier = {(line.list, line.row, line.id): line for line in before}
    changes: dict[RecordId, NewChange] = {}
    for line in written:
        source = line.row or record
        target = _named(line) if line.id else own_line(line.list, source)
        stored = reader.record(target)
        if stored is None:
            if line.creates:
                changes[target] = NewChange(
                    record=target,
                    kind=CREATE,
                    form=form.id,
                    version=form.version,
                    fields={name: answer for name, answer in line.fields.items() if answer is not None},
                    space=space,
                    parent=source,
                    repeat=BESIDE + line.list,
                )
        elif stored.repeat == BESIDE + line.list and not stored.gone and (line.updates or not line.id):
            so_far = changes[target].fields if target in changes else {}
            fields = {**so_far, **dict(_corrected(line, earlier.get((line.list, line.row, line.id)), stored))}
            if fields:
                changes[target] = NewChange(
                    record=target,
                    kind=UPDATE,
                    form=stored.form,
                    version=stored.version,
                    fields=fields,
                    after=ids_from_text(seen[target]) if target in seen else stored.heads,
                )
    return list(changes.values())


def _corrected(line: Written, before: Written | None, stored: StoredRecord) -> Iterator[tuple[FieldId, str | None]]:
    for name, answer in line.fields.items():
        said_before = before is not None and name in before.fields and before.fields[name] == answer
        if not said_before and stored.answers.get(name) != answer:
            yield name, answer


def _taken_from_files(form: Form) -> set[str]:
    """The lists of a form that are not written in its own sheets."""
    from_sheets: set[str] = set()
    from_files: set[str] = set()
    for _, question in form.questions():
        (from_files if question.file else from_sheets).add(question.choices)
    return (from_files | set(form.lists)) - from_sheets - {""}


def _both(of_file: Iterable[Choice], of_records: Iterable[Choice]) -> tuple[Choice, ...]:
    """The lines of the file that came with the form, then those of records; who stands in both is as in the record."""
    kept = {choice.name: choice for choice in of_records}
    return (*(choice for choice in of_file if choice.name not in kept), *kept.values())


def _choice(record: RecordId, answers: Mapping[FieldId, object], columns: Iterable[FieldId]) -> Choice:
    """Every line has all columns of its list: a filter may name any of them."""
    label = answers.get(LABEL)
    name = f"{record[:8]}-{record[8:12]}-{record[12:16]}-{record[16:20]}-{record[20:]}"
    held = {str(column): answer if isinstance(answer := answers.get(column, ""), str) else "" for column in columns}
    return Choice(name, Text({"": label if isinstance(label, str) else name}), held)


def own_line(name: str, source: RecordId) -> RecordId:
    """The line that a record, or a row, writes for itself: the same each time it is saved, on whatever desk."""
    return _drawn(f"{name}\n{source}")


def _named(line: Written) -> RecordId:
    plain = line.id.strip().lower().replace("-", "")
    return RecordId(plain) if _UUID.fullmatch(plain) else _drawn(f"{line.list}\n#{line.id}")


def _drawn(text: str) -> RecordId:
    return RecordId(sha256(text.encode()).hexdigest()[:32])
