"""The roll of a session: one mark for each participant, saved at once, changed at any time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from fieldapp.domain.answers import Answer
from fieldapp.domain.changes import CREATE, UPDATE
from fieldapp.domain.ids import ChangeId, FieldId, RecordId
from fieldapp.domain.workshops import Mark, RollCount, count_roll
from fieldapp.storage.values import Happened, NewChange, StoredRecord
from fieldapp.storage.write import Write
from fieldapp.work.answered import text
from fieldapp.work.desk import Desk
from fieldapp.work.workshops import (
    ATTENDANCE,
    Participant,
    Session,
    Workshop,
    marks,
    participants,
    session,
    standing,
    workshop_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RollLine:
    """One participant and the mark of this session. `seen` are the heads of the mark's record as it was shown."""

    number: int
    participant: Participant
    mark: Mark | None = None
    seen: frozenset[ChangeId] = frozenset()
    disputed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Roll:
    """What a trainer sees: the session, everybody on the list of the workshop, how many bear each mark."""

    workshop: Workshop
    session: Session
    lines: tuple[RollLine, ...]

    @property
    def count(self) -> RollCount:
        """The head line."""
        return count_roll(line.mark for line in self.lines)


def look_at_roll(desk: Desk, record: RecordId) -> Roll:
    """The roll as it stands. Raises GoneMeanwhile."""
    with desk.store.read() as reader:
        stored = standing(reader, record)
        workshop = workshop_of(reader, stored)
        people = participants(reader, workshop.record)
        marked = marks(reader, record)
        held = session(reader, stored, people)
    return Roll(
        workshop=workshop,
        session=held,
        lines=tuple(_line(place, each, *marked.get(each.record, (None, None))) for place, each in enumerate(people, 1)),
    )


def mark(desk: Desk, session: RecordId, line: RollLine, mark: Mark | None) -> Happened:
    """Give one participant this mark, or take the mark back. What was marked before stays in the history."""
    return _mark(desk, session, [line], mark, leave_marked=False)


def mark_others_present(desk: Desk, session: RecordId, lines: Iterable[RollLine]) -> Happened:
    """Everybody who bears no mark yet was there: one save for all of them, whole or not at all."""
    return _mark(desk, session, [line for line in lines if line.mark is None], Mark.PRESENT, leave_marked=True)


def record_of_mark(session: RecordId, participant: RecordId) -> RecordId:
    """The same on every desk, so that two people who mark one participant apart meet in one record."""
    return RecordId(sha256(f"attendance:{session}:{participant}".encode()).hexdigest()[:32])


def _mark(desk: Desk, record: RecordId, lines: list[RollLine], mark: Mark | None, *, leave_marked: bool) -> Happened:
    def write(writing: Write) -> Happened:
        held = standing(writing, record)
        known = marks(writing, record)
        changes: list[NewChange] = []
        for line in lines:
            stored, standing_mark = known.get(line.participant.record, (None, None))
            stored = stored or writing.record(record_of_mark(record, line.participant.record))
            if standing_mark == mark or (leave_marked and standing_mark is not None):
                continue
            changes.append(_change(desk, held, line, stored, mark))
        return writing.save(changes, desk.worker, desk.clock.now()) if changes else Happened()

    return desk.store.write_now(write)


def _change(
    desk: Desk, session: StoredRecord, line: RollLine, stored: StoredRecord | None, mark: Mark | None
) -> NewChange:
    """After what she saw, and after what she did herself since: of a colleague's mark unseen it is no ancestor."""
    own = {head for head in (stored.heads if stored else ()) if head.writer == desk.store.writer}
    after = frozenset(line.seen | own)
    fields: dict[FieldId, Answer | None] = {FieldId("mark"): mark.value if mark else None}
    if not after:
        fields[FieldId("participant")] = line.participant.record
        fields[FieldId("day")] = text(session.answers, "session_date") or None
    return NewChange(
        record=stored.id if stored else record_of_mark(session.id, line.participant.record),
        kind=UPDATE if after else CREATE,
        form=ATTENDANCE,
        version=desk.library.form(ATTENDANCE).version,
        fields={name: answer for name, answer in fields.items() if after or answer is not None},
        after=after,
        parent=None if after else session.id,
    )


def _line(number: int, participant: Participant, stored: StoredRecord | None, mark: Mark | None) -> RollLine:
    if stored is None:
        return RollLine(number=number, participant=participant)
    return RollLine(
        number=number, participant=participant, mark=mark, seen=stored.heads, disputed=bool(stored.conflicts)
    )
