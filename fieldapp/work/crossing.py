"""A record or draft of one version of a form is opened in another: what has no place there, and what is told of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import cast

from fieldapp.domain.answers import Answers
from fieldapp.domain.ids import FieldId, RecordId
from fieldapp.forms.filling.drafts import read_draft
from fieldapp.forms.filling.opening import Strange
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.model import UNSEEN, Form
from fieldapp.forms.places import ITSELF, SavedRow
from fieldapp.forms.versions.lineage import Lineage
from fieldapp.forms.versions.mapping import Spot
from fieldapp.storage.read import Reader
from fieldapp.storage.values import Draft, StoredRecord
from fieldapp.storage.write import Write

#: A row as the session names it, its record, its repeat, and its saved answers.
_Row = tuple[RecordId | None, RecordId, FieldId, Answers]


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer that has no place in the form of now, in the words of the version in which it was given.

    `where`: what the row it stands in is called, "" for the record itself.
    """

    where: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """A record or draft of another version, before it opens: what is told first. `asked`: new, and required."""

    version: str
    now: str
    kept: tuple[KeptAnswer, ...]
    asked: tuple[str, ...]

    def __bool__(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.kept or self.asked)


def strange_in_record(lineage: Lineage, reader: Reader, stored: StoredRecord, rows: Sequence[SavedRow]) -> Strange:
    """The record's answers, and its rows', whose question was of another kind when they were given."""
    if not lineage.strange:
        return {}
    of_rows = [(row.record, row.record, row.repeat, row.answers) for row in rows]
    return _strange(lineage, reader, [(None, stored.id, ITSELF, stored.answers), *of_rows])


def strange_in_draft(lineage: Lineage, reader: Reader, draft: Draft) -> Strange:
    """Of what was saved, as it was saved; of what was typed since, by the draft's own version."""
    if not lineage.strange:
        return {}
    rows = read_draft(draft.body, draft.form).rows
    saved = _strange(
        lineage, reader, [(row.record, row.record or draft.record, row.repeat, row.opened or {}) for row in rows]
    )
    typed = lineage.strange.get(draft.version, frozenset())
    found: dict[RecordId | None, set[FieldId]] = {}
    for row in rows:
        for field, answer in row.answers.items():
            was_saved = answer == (row.opened or {}).get(field)
            if field in saved.get(row.record, ()) if was_saved else Spot(row.repeat, field) in typed:
                found.setdefault(row.record, set()).add(field)
    return found


def kept_answers(lineage: Lineage, session: FormSession) -> tuple[KeptAnswer, ...]:
    """What the session keeps beside the form, in words of its language."""
    language = session.language
    numbers: dict[RecordId | None, str] = {None: ""}
    of_repeat: Counter[FieldId] = Counter()
    found: list[tuple[int, int, KeptAnswer]] = []
    for each in session.kept():
        asked = lineage.asked(each.repeat, each.field, each.answer, beside=True)
        if asked is not None and asked[1].kind in UNSEEN:
            continue
        if each.row not in numbers:
            of_repeat[each.repeat] += 1
            numbers[each.row] = f"{lineage.repeat_label(each.repeat, language)} {of_repeat[each.repeat]}"
        question, answer = lineage.told(asked, each.field, language), lineage.words(asked, each.answer, language)
        place = list(numbers).index(each.row), asked[1].row if asked is not None else 0
        found.append((*place, KeptAnswer(numbers[each.row], question, answer)))
    return tuple(kept for _, _, kept in sorted(found, key=itemgetter(0, 1)))


def crossing_of(lineage: Lineage, version: str, session: FormSession) -> Crossing | None:
    """What to tell before answers of this version open; None where they are of the form as it is."""
    if version == lineage.now.version:
        return None
    new = {each.spot for each in lineage.comparisons[version].new} if version in lineage.comparisons else set()
    missing = dict.fromkeys(place.field for place in session.missing() if Spot(ITSELF, place.field) in new)
    asked = tuple(lineage.label("", field, session.language) for field in missing)
    return Crossing(version=version, now=lineage.now.version, kept=kept_answers(lineage, session), asked=asked)


def _given_in(reader: Reader, record: RecordId) -> Mapping[FieldId, str]:
    """For each answer the version of the form in which it was given last."""
    edits = (edit for edit in reader.history(record) if not edit.waiting)
    return {each.field: edit.version for edit in edits for each in edit.fields}


def _strange(lineage: Lineage, reader: Reader, rows: Iterable[_Row]) -> Strange:
    return {
        row: frozenset(
            field
            for field, version in _given_in(reader, record).items()
            if Spot(repeat, field) in lineage.strange.get(version, ()) and field in saved
        )
        for row, record, repeat, saved in rows
    }


def is_told(reader: Reader, form: Form, record: RecordId) -> bool:
    """Whether she has seen what this version of the form makes of the record."""
    version, *records = _told(reader, form)
    return version == form.version and record in records


def note_told(write: Write, form: Form, record: RecordId) -> None:
    """She has seen it, and need not see it again."""
    version, *records = _told(write, form)
    known = records if version == form.version else []
    write.remember(_key(form), [form.version, *(each for each in known if each != record), record])


def _told(reader: Reader, form: Form) -> list[str]:
    return cast("list[str]", reader.recall(_key(form)) or [""])


def _key(form: Form) -> str:
    return f"form crossings {form.id}"
