"""Workshops: the course, its meetings, the people who take part. No case is ever linked with them."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.domain.answers import Answer
from fieldapp.domain.changes import CREATE
from fieldapp.domain.ids import FieldId, FormId, RecordId, new_record_id
from fieldapp.domain.workshops import Mark, RollCount, count_roll
from fieldapp.storage.read import Reader
from fieldapp.storage.values import Happened, NewChange, StoredRecord
from fieldapp.storage.write import Write
from fieldapp.words import sentence
from fieldapp.work.answered import Answers, number, person, text
from fieldapp.work.desk import Desk
from fieldapp.work.filling import GoneMeanwhile

WORKSHOP = FormId("wks_workshop")
SESSION = FormId("wks_session")
PARTICIPANT = FormId("wks_participant")
ATTENDANCE = FormId("wks_attendance")
HEAD_COUNT = FormId("wks_head_count")

_UNDER_18 = ("0_11", "12_17")


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """A course or event. Days are as stored, "" where nobody said."""

    record: RecordId
    title: str
    starts_on: str
    ends_on: str
    oblast: str
    district: str
    place: str
    trainers: str
    sessions_planned: int | None
    not_sent: bool = False
    conflicts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Someone who takes part. `name` only as far as it was told; `listed`: it may stand on the attendance sheet.

    `guardian_missing`: under 18, and nobody has said yet that a parent or guardian agrees.
    """

    record: RecordId
    name: str
    sex: str
    age_band: str
    comes_from: str
    listed: bool
    guardian_missing: bool


@dataclass(frozen=True, slots=True)
class HeadCount:
    """People counted on one day without being listed."""

    record: RecordId
    day: str
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One meeting of a workshop, and how its roll stands.

    `head_counts`: who came without being on any list. `disputed`: marks that two people gave apart. `not_sent`: it, or
    something on its roll, is not on the server yet.
    """

    record: RecordId
    workshop: RecordId
    number: int | None
    title: str
    day: str
    starts_at: str
    ends_at: str
    place: str
    trainers: str
    count: RollCount
    head_counts: tuple[HeadCount, ...] = ()
    disputed: int = 0
    not_sent: bool = False

    @property
    def counted(self) -> int:
        """How many were there without being on any list."""
        return sum(each.people for each in self.head_counts)


@dataclass(frozen=True, slots=True)
class Course:
    """A workshop with everything that stands below it."""

    workshop: Workshop
    sessions: tuple[Session, ...]
    participants: tuple[Participant, ...]


def look_at_workshop(desk: Desk, record: RecordId) -> Course:
    """The workshop with its sessions, the last first, and its participants. Raises GoneMeanwhile."""
    with desk.store.read() as reader:
        workshop = read_workshop(standing(reader, record))
        people = participants(reader, record)
        sessions = [session(reader, each, people) for each in reader.children(record, form=SESSION)]
    sessions.sort(key=lambda each: (each.day, each.starts_at, each.number or 0), reverse=True)
    return Course(workshop, tuple(sessions), people)


def begin_session(desk: Desk, workshop: RecordId) -> tuple[RecordId, Happened]:
    """A new meeting, today, with the next number; everybody on the list stands on its roll."""
    record = new_record_id()

    def write(writing: Write) -> Happened:
        stored = standing(writing, workshop)
        before = writing.children(workshop, form=SESSION)
        numbers = [number(each.answers, "session_number") or 0 for each in before]
        fields: dict[FieldId, Answer | None] = {
            FieldId("session_number"): str(max([len(before), *numbers]) + 1),
            FieldId("session_date"): desk.today().isoformat(),
        }
        change = NewChange(
            record=record,
            kind=CREATE,
            form=SESSION,
            version=desk.library.form(SESSION).version,
            fields=fields,
            parent=stored.id,
        )
        return writing.save([change], desk.worker, desk.clock.now())

    return record, desk.store.write_now(write)


def standing(reader: Reader, record: RecordId) -> StoredRecord:
    """The record, if it is here and was not deleted. Raises GoneMeanwhile."""
    stored = reader.record(record)
    if stored is None or stored.gone:
        raise GoneMeanwhile(sentence("This record is not here any more. It may have been deleted meanwhile."))
    return stored


def participants(reader: Reader, workshop: RecordId) -> tuple[Participant, ...]:
    """Who is on the list, in the order in which they were put there: the number on the sheet is the one on the roll."""
    return tuple(_participant(each) for each in reader.children(workshop, form=PARTICIPANT))


def read_workshop(stored: StoredRecord) -> Workshop:
    """What its record says."""
    answers = stored.answers
    return Workshop(
        record=stored.id,
        title=text(answers, "workshop_title"),
        starts_on=text(answers, "starts_on"),
        ends_on=text(answers, "ends_on"),
        oblast=text(answers, "oblast"),
        district=text(answers, "district"),
        place=text(answers, "place"),
        trainers=text(answers, "trainers"),
        sessions_planned=number(answers, "sessions_planned"),
        not_sent=stored.not_sent,
        conflicts=stored.conflicts,
    )


def workshop_of(reader: Reader, stored: StoredRecord) -> Workshop:
    """The workshop around a session. Raises GoneMeanwhile."""
    return read_workshop(standing(reader, stored.parent or RecordId("")))


def session(reader: Reader, stored: StoredRecord, people: tuple[Participant, ...]) -> Session:
    """A session and the counts of its roll."""
    marked = marks(reader, stored.id)
    counts = reader.children(stored.id, form=HEAD_COUNT)
    records = [record for record, _ in marked.values()]
    answers = stored.answers
    return Session(
        record=stored.id,
        workshop=stored.parent or RecordId(""),
        number=number(answers, "session_number"),
        title=text(answers, "session_title"),
        day=text(answers, "session_date"),
        starts_at=text(answers, "starts_at")[:5],
        ends_at=text(answers, "ends_at")[:5],
        place=text(answers, "session_place"),
        trainers=text(answers, "session_trainers"),
        count=count_roll(marked[each.record][1] if each.record in marked else None for each in people),
        head_counts=tuple(HeadCount(each.id, text(each.answers, "day"), _counted(each.answers)) for each in counts),
        disputed=sum(record.conflicts > 0 for record in records),
        not_sent=any(each.not_sent for each in (stored, *records, *counts)),
    )


def marks(reader: Reader, session: RecordId) -> dict[RecordId, tuple[StoredRecord, Mark | None]]:
    """For each participant the record of the mark in this session, and the mark."""
    found: dict[RecordId, tuple[StoredRecord, Mark | None]] = {}
    for each in sorted(reader.children(session, form=ATTENDANCE), key=lambda each: each.id):
        mark = read_mark(each.answers.get(FieldId("mark")))
        found.setdefault(RecordId(text(each.answers, "participant")), (each, mark))
    return found


def read_mark(answer: Answer | None) -> Mark | None:
    """The mark that is stored so; None for none, and for one of a newer program."""
    return Mark(answer) if answer in {mark.value for mark in Mark} else None


def _participant(stored: StoredRecord) -> Participant:
    answers = stored.answers
    return Participant(
        record=stored.id,
        name=person(answers),
        sex=text(answers, "sex"),
        age_band=text(answers, "age_band"),
        comes_from=", ".join(filter(None, (text(answers, "village"), text(answers, "organisation")))),
        listed=text(answers, "consent_to_list") == "true",
        guardian_missing=text(answers, "age_band") in _UNDER_18 and text(answers, "guardian_agrees") != "true",
    )


def _counted(answers: Answers) -> int:
    """Everybody a head count counted; the form's own totals are worked out, not stored."""
    return sum(number(answers, name) or 0 for name in answers if name.startswith(("female_", "male_")))
