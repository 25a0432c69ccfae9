"""Who changed what in a record, when, from what to what: in the words of its form, the last edit first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from fieldapp.domain.changes import CREATE, DELETE, MOVE, RESTORE
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import RecordId
from fieldapp.domain.merge import LIFE, SPACE
from fieldapp.forms.model import ORDER
from fieldapp.storage.read import Reader
from fieldapp.storage.sides import Choices
from fieldapp.storage.values import Edit, StoredRecord
from fieldapp.words import Language, Sentence, say, sentence
from fieldapp.work.asked import Wording, called
from fieldapp.work.desk import Desk
from fieldapp.work.filling import GoneMeanwhile
from fieldapp.work.kept_lists import BESIDE, told_with_lists
from fieldapp.work.packs import Packs
from fieldapp.work.people import people
from fieldapp.work.telling import code_of, tell
from fieldapp.work.versions import lineage_of

#: So many edits are shown; more are nobody's reading.
MOST: Final = 200


class Deed(Enum):
    """What an edit did."""

    WRITTEN = "written"
    CORRECTED = "corrected"
    DELETED = "deleted"
    RESTORED = "restored"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Changed:
    """One answer before and after, "" where there was none. `question` stands before a colon.

    `between`: it was a choice, and between these.
    """

    question: str
    old: str
    new: str
    between: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PastEdit:
    """One edit. `waiting`: what it builds on has not arrived, so it is not in the record yet.

    `settled`: two had deleted and changed it apart, or moved it to different places, and this was the choice.
    """

    deed: Deed
    who: str | Sentence
    when: Moment
    changed: tuple[Changed, ...]
    waiting: bool
    settled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A record's history. `earlier`: how many older edits are left out."""

    name: str
    code: str
    edits: tuple[PastEdit, ...]
    earlier: int


_DEEDS: Final = {CREATE: Deed.WRITTEN, DELETE: Deed.DELETED, RESTORE: Deed.RESTORED, MOVE: Deed.MOVED}


def look_at_past(desk: Desk, packs: Packs, record: RecordId, language: Language) -> Past:
    """The history of a record and of the rows in it. Raises GoneMeanwhile."""
    with desk.store.read() as reader:
        stored = reader.record(record)
        if stored is None:
            raise GoneMeanwhile(sentence("This record is not here any more. It may have been deleted meanwhile."))
        names = people(reader, desk.worker)
        lineage = told_with_lists(desk.library, reader, lineage_of(desk, reader, stored.form))
        words = Wording(lineage.now, language, lineage)
        rule = packs.rule(stored.form, desk.library)
        found = [
            (edit, _told(edit, each, words, names.called(edit.who), chosen.get(edit.change, {})))
            for each in _parts(reader, stored)
            for chosen in (reader.choices(each.id),)
            for edit in reader.history(each.id)
        ]
        found.sort(key=lambda pair: (pair[0].when.utc, pair[0].change), reverse=True)
        edits = tuple(told for _, told in found if told.changed or told.deed is not Deed.CORRECTED)
        code, title = code_of(reader, stored.root), tell(words.form, rule, stored, language).title
        return Past(
            name=called(stored.form, rule.called(language), "" if title == code else title),
            code=code,
            edits=edits[:MOST],
            earlier=max(len(edits) - MOST, 0),
        )


def _parts(reader: Reader, stored: StoredRecord) -> Iterator[StoredRecord]:
    """The record, and the rows of its repeats at any depth."""
    yield stored
    for row in reader.children(stored.id, form=stored.form):
        if row.repeat and not row.repeat.startswith(BESIDE):
            yield from _parts(reader, row)


def _told(edit: Edit, record: StoredRecord, words: Wording, who: str | Sentence, chosen: Choices) -> PastEdit:
    gone = say("no longer kept", language=words.language)
    return PastEdit(
        deed=_DEEDS.get(edit.kind, Deed.CORRECTED),
        who=who,
        when=edit.when,
        changed=tuple(
            Changed(
                words.question(each.field, record.repeat, edit.version).rstrip("?: "),
                words.answer(each.field, record.repeat, each.old) if each.old_kept else gone,
                words.answer(each.field, record.repeat, each.new, edit.version) if each.new_kept else gone,
                tuple(words.answer(each.field, record.repeat, one) for one in chosen.get(each.field, ())),
            )
            for each in edit.fields
            if each.field != ORDER and words.is_seen(each.field, record.repeat)
        ),
        waiting=edit.waiting,
        settled=LIFE in chosen or SPACE in chosen,
    )
