"""The roll of a session: one mark for each participant, saved at once, changed at any time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from fieldapp.domain.answers import Answer
from fieldapp.domain.changes import CREATE, UPDATE
from fieldapp.domain.ids import ChangeId, FieldId, RecordId
from fieldapp.domain.names import fold_name
from fieldapp.domain.workshops import Mark, RollCount, count_roll
from fieldapp.storage.read import Reader
from fieldapp.storage.values import Happened, NewChange, StoredRecord
from fieldapp.storage.write import Write
from fieldapp.work.answered import text
from fieldapp.work.desk import Desk
from fieldapp.work.filling import Filling, save
from fieldapp.work.workshops import (
    ATTENDANCE,
    Participant,
    Session,
    Workshop,
    marks,
    participants,
    read_mark,
    session,
    standing,
    workshop_of,
)

_MARK: Final = FieldId("mark")


@dataclass(frozen=True, slots=True, kw_only=True)
class RollLine:
    """One participant and the mark of this session. `seen` are the heads of the mark's record as it was shown.

    `said`: the marks that were given apart, the one that stands first, until one is chosen; else empty.
    """

    number: int
    participant: Participant
    mark: Mark | None = None
    seen: frozenset[ChangeId] = frozenset()
    said: tuple[Mark | None, ...] = ()

    @property
    def disputed(self) -> bool:
        """Whether two people marked otherwise without knowing of each other."""
        return bool(self.said)


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
        return Roll(
            workshop=workshop,
            session=session(reader, stored, people),
            lines=tuple(
                _line(reader, place, each, *marked.get(each.record, (None, None)))
                for place, each in enumerate(people, 1)
            ),
        )


def mark(desk: Desk, session: RecordId, line: RollLine, mark: Mark | None) -> Happened:
    """Give one participant this mark, or take the mark back. What was marked before stays in the history."""
    return _mark(desk, session, [line], mark, leave_marked=False)


def mark_others_present(desk: Desk, session: RecordId, lines: Iterable[RollLine]) -> Happened:
    """Everybody who bears no mark yet was there: one save for all of them, whole or not at all."""
    return _mark(desk, session, [line for line in lines if line.mark is None], Mark.PRESENT, leave_marked=True)


def join(desk: Desk, session: RecordId, filling: Filling) -> Happened:
    """Somebody who was there and stood on no list: on the list of the workshop now, and present, in one save.

    `filling` is the new participant. Raises GoneMeanwhile, Impossible.
    """
    with desk.store.read() as reader:
        held = standing(reader, session)
    present = _change(desk, held, filling.record, frozenset(), None, Mark.PRESENT)
    return save(desk, filling, besides=[present])


def find_on_roll(lines: Iterable[RollLine], sought: str) -> tuple[RollLine, ...]:
    """Those whose name begins so, in any spelling; all of them when nothing is sought."""
    words = fold_name(sought).split()
    return tuple(line for line in lines if _fits(fold_name(line.participant.name).split(), words))


def _fits(name: list[str], words: list[str]) -> bool:
    return all(any(part.startswith(word) for part in name) for word in words)


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
            disputed = stored is not None and bool(_said(writing, stored))
            if (standing_mark == mark and not disputed) or (leave_marked and standing_mark is not None):
                continue
            changes.append(_change(desk, held, line.participant.record, line.seen, stored, mark))
        return writing.save(changes, desk.worker, desk.clock.now()) if changes else Happened()

    return desk.store.write_now(write)


def _change(
    desk: Desk,
    session: StoredRecord,
    participant: RecordId,
    seen: frozenset[ChangeId],
    stored: StoredRecord | None,
    mark: Mark | None,
) -> NewChange:
    """After what she saw, and after what she did herself since: of a colleague's mark unseen it is no ancestor."""
    own = {head for head in (stored.heads if stored else ()) if head.writer == desk.store.writer}
    after = seen | own
    fields: dict[FieldId, Answer | None] = {_MARK: mark.value if mark else None}
    if not after:
        fields[FieldId("participant")] = participant
        fields[FieldId("day")] = text(session.answers, "session_date") or None
    return NewChange(
        record=stored.id if stored else record_of_mark(session.id, participant),
        kind=UPDATE if after else CREATE,
        form=ATTENDANCE,
        version=desk.library.form(ATTENDANCE).version,
        fields={name: answer for name, answer in fields.items() if after or answer is not None},
        after=after,
        parent=None if after else session.id,
    )


def _line(
    reader: Reader, number: int, participant: Participant, stored: StoredRecord | None, mark: Mark | None
) -> RollLine:
    if stored is None:
        return RollLine(number=number, participant=participant)
    return RollLine(number=number, participant=participant, mark=mark, seen=stored.heads, said=_said(reader, stored))


def _said(reader: Reader, stored: StoredRecord) -> tuple[Mark | None, ...]:
    """The marks that stand against each other."""
    found = reader.conflicts(record=stored.id) if stored.conflicts else ()
    sides = [side.answer for each in found if each.conflict.field == _MARK for side in each.conflict.sides]
    return tuple(dict.fromkeys(map(read_mark, sides)))
