"""What was printed is a record: which paper, of what, for whom, and whether it came out of the printer."""

from __future__ import annotations

from enum import Enum

from fieldapp.domain.answers import Answer
from fieldapp.domain.changes import CREATE
from fieldapp.domain.ids import FieldId, FormId, RecordId, new_record_id
from fieldapp.storage.values import Happened, NewChange
from fieldapp.storage.write import Write
from fieldapp.work.desk import Desk

PAPER = FormId("paper")


class CameOut(Enum):
    """What she says after she has looked at the printer; `NOT_SAID` when the program had to lock before she could."""

    ALL = "yes"
    PARTLY = "partly"
    NOTHING = "no"
    NOT_SAID = ""


def was_printed(desk: Desk, kind: str, of: RecordId, came_out: CameOut) -> Happened:
    """Remember, below the record that it shows, that a paper of this kind was printed."""
    fields: dict[FieldId, Answer | None] = {
        FieldId("paper_kind"): kind,
        FieldId("paper_of"): of,
        FieldId("printed_at"): desk.clock.now().text,
        FieldId("came_out"): came_out.value or None,
    }
    change = NewChange(
        record=new_record_id(),
        kind=CREATE,
        form=PAPER,
        version=desk.library.form(PAPER).version,
        fields={name: answer for name, answer in fields.items() if answer is not None},
        parent=of,
    )

    def write(writing: Write) -> Happened:
        return writing.save([change], desk.worker, desk.clock.now())

    return desk.store.write_now(write)
