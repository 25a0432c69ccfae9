"""What was printed is a record: which paper, of what, for whom, and whether it came out of the printer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from fieldapp.domain.answers import Answer
from fieldapp.domain.changes import CREATE
from fieldapp.domain.clock import Moment
from fieldapp.domain.giving_out import PAPER
from fieldapp.domain.ids import NO_SPACE, FieldId, RecordId, SpaceId, new_record_id
from fieldapp.domain.spaces import SpaceKind
from fieldapp.storage.read import Reader
from fieldapp.storage.values import Happened, NewChange, StoredRecord
from fieldapp.storage.write import Write
from fieldapp.work.answered import text
from fieldapp.work.desk import Desk


class CameOut(Enum):
    """What she says after she has looked at the printer; `NOT_SAID` when the program had to lock before she could."""

    ALL = "yes"
    PARTLY = "partly"
    NOTHING = "no"
    NOT_SAID = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPaper:
    """A paper that was printed of a record, and what became of it. `kind` and `came_out` as they are stored."""

    record: RecordId
    kind: str
    recipient: str
    when: Moment
    came_out: CameOut


def was_printed(desk: Desk, kind: str, of: RecordId, came_out: CameOut) -> Happened:
    """Remember, below the record that it shows, that a paper of this kind was printed."""
    change = a_paper(desk, kind, of, came_out)

    def write(writing: Write) -> Happened:
        return writing.save([change], desk.worker, desk.clock.now())

    return desk.store.write_now(write)


def a_paper(
    desk: Desk, kind: str, of: RecordId | None, came_out: CameOut, more: Mapping[FieldId, Answer | None] | None = None
) -> NewChange:
    """The record of one paper, made now. `of` None: an empty one, which shows nobody."""
    fields: dict[FieldId, Answer | None] = {
        FieldId("paper_kind"): kind,
        FieldId("paper_of"): of,
        FieldId("printed_at"): desk.clock.now().text,
        FieldId("came_out"): came_out.value or None,
        **(more or {}),
    }
    return NewChange(
        record=new_record_id(),
        kind=CREATE,
        form=PAPER,
        version=desk.library.form(PAPER).version,
        fields={name: answer for name, answer in fields.items() if answer is not None},
        parent=of,
        space=NO_SPACE if of is not None else _any_space(desk),
    )


def _any_space(desk: Desk) -> SpaceId:
    """An empty paper says nothing of anybody: a trainer, who has no caseload, may remember hers in a programme."""
    order = list(SpaceKind)
    mine = sorted(desk.memberships(), key=lambda each: (order.index(each.kind), not each.opener, each.space))
    return mine[0].space if mine else NO_SPACE


def printed_of(reader: Reader, record: RecordId) -> tuple[PrintedPaper, ...]:
    """The papers that were printed of this record, the newest first."""
    found = [_read(stored) for stored in reader.children(record, form=PAPER)]
    return tuple(sorted(found, key=lambda paper: paper.when.utc, reverse=True))


def _read(stored: StoredRecord) -> PrintedPaper:
    came_out = text(stored.answers, "came_out")
    return PrintedPaper(
        record=stored.id,
        kind=text(stored.answers, "paper_kind"),
        recipient=text(stored.answers, "paper_for"),
        when=stored.created,
        came_out=CameOut(came_out) if came_out in {each.value for each in CameOut} else CameOut.NOT_SAID,
    )
