"""What is inside something that was put aside, for whoever must decide on it: codes and forms, never a name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from fieldapp.domain.changes import CREATE, DELETE, MOVE, RESTORE, Change
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import FieldId, RecordId
from fieldapp.storage.read import Reader
from fieldapp.words import Language, Sentence
from fieldapp.work.desk import Desk
from fieldapp.work.packs import Packs
from fieldapp.work.past import Deed
from fieldapp.work.people import people
from fieldapp.work.telling import code_of

_CODE: Final = FieldId("code")
_DEEDS: Final = {CREATE: Deed.WRITTEN, DELETE: Deed.DELETED, RESTORE: Deed.RESTORED, MOVE: Deed.MOVED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """One change in it: of which case ("" where that is not known here), what, by whom, and when by her clock."""

    code: str
    label: str
    deed: Deed
    who: str | Sentence
    when: Moment


def tell_inside(
    desk: Desk, packs: Packs, reader: Reader, changes: Iterable[Change], language: Language
) -> tuple[Inside, ...]:
    """Each change in a line, in the order they were made in."""
    names, every = people(reader, desk.worker), tuple(changes)
    created = {change.record: change for change in every if change.kind == CREATE}
    return tuple(
        Inside(
            code=_code(reader, created, change.record),
            label=packs.rule(change.form, desk.library).called(language),
            deed=_DEEDS.get(change.kind, Deed.CORRECTED),
            who=names.called(change.who),
            when=change.when,
        )
        for change in every
    )


def _code(reader: Reader, created: Mapping[RecordId, Change], record: RecordId) -> str:
    """Of the case around it, known here or created in the same packet."""
    seen = set[RecordId]()
    while record not in seen:
        seen.add(record)
        stored = reader.record(record)
        if stored is not None:
            return code_of(reader, stored.root or stored.id)
        change = created.get(record)
        if change is None:
            return ""
        if change.parent is None:
            return str(change.fields.get(_CODE) or "")
        record = change.parent
    return ""
