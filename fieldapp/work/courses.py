"""The course of an interview, kept beside its record where the form asks for it, and given out as ODK's audit log.

Each saving adds one part, a row of the record in a repeat that no form can have. Who wrote it and when is known of it
as of any change; so only what the history of a record cannot tell is in it: the way through the questions.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection
from typing import Final

from fieldapp.domain.answers import Json, canonical
from fieldapp.domain.attachments import name_in
from fieldapp.domain.changes import CREATE
from fieldapp.domain.ids import FieldId, RecordId, SpaceId, WorkerId, new_record_id
from fieldapp.forms.filling.course import Event, events_from
from fieldapp.forms.model import Form
from fieldapp.storage.read import Reader
from fieldapp.storage.values import NewChange
from fieldapp.work.kept_lists import BESIDE
from fieldapp.work.people import people

COURSE: Final = BESIDE + "audit"
_EVENTS: Final = FieldId("events")
#: Nobody is "you" in a file.
NOBODY: Final = WorkerId("")


def course_kept(form: Form, record: RecordId, space: SpaceId, course: Json) -> list[NewChange]:
    """The part that a saving adds; nothing where the form does not ask for it."""
    if course is None:
        return []
    part = NewChange(
        record=new_record_id(),
        kind=CREATE,
        form=form.id,
        version=form.version,
        fields={_EVENTS: canonical(course)},
        space=space,
        parent=record,
        repeat=COURSE,
    )
    return [part]


def audit_log(reader: Reader, form: Form, record: RecordId, *, withheld: Collection[FieldId] = ()) -> str:
    """The log of a record as CSV, as Collect writes it; "" where nothing was noted.

    `withheld`: questions whose answers are not told here either.
    """
    asked, written = form.audit or {}, io.StringIO()
    silent = {question.name for _, question in form.questions() if question.id in withheld}
    names = people(reader, NOBODY).names
    columns = ["event", "node", "start", "end"]
    columns += ["old-value", "new-value"] if asked.get("track-changes") == "true" else []
    columns += ["user"] if asked.get("identify-user") == "true" else []
    lines = csv.DictWriter(written, columns, extrasaction="ignore", lineterminator="\n")
    lines.writeheader()
    parts = reader.children(record, form=form.id, repeat=COURSE)
    for part in parts:
        events = part.answers.get(_EVENTS)
        if isinstance(events, str):
            user = names.get(part.author, part.author)
            lines.writerows(_cells(event, user, silent) for event in events_from(json.loads(events)))
    return written.getvalue() if parts else ""


def _cells(event: Event, user: str, silent: Collection[str]) -> dict[str, object]:
    is_silent = event.node.rpartition("/")[2] in silent
    return {
        "event": event.what,
        "node": event.node,
        "start": event.start,
        "end": "" if event.end is None else event.end,
        "old-value": "" if is_silent else name_in(event.old),
        "new-value": "" if is_silent else name_in(event.new),
        "user": user,
    }
