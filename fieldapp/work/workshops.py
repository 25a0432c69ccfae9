"""Workshops: the course, its meetings, the people who take part. No case is ever linked with them."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.domain.answers import Answer
from fieldapp.domain.changes import CREATE
from fieldapp.domain.ids import FieldId, FormId, RecordId, new_record_id
from fieldapp.domain.workshops import Mark, RollCount, count_roll
from fieldapp.storage.list_values import Line, ListQuery, Order
from fieldapp.storage.list_values import Mark as PageMark
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One meeting of a workshop, and how its roll stands; `counted` came without being on any list."""

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
    counted: int
    not_sent: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """A workshop with everything that stands below it."""

    workshop: Workshop
    sessions: tuple[Session, ...]
    participants: tuple[Participant, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopLine:
    """A workshop in the list of them all."""

    workshop: Workshop
    sessions: int
    participants: int


def list_workshops(desk: Desk, sought: str = "") -> tuple[Line, ...]:
    """All of them: what comes next before what was, the nearest day first. A programme holds hundreds at most."""
    lines: list[Line] = []
    after: PageMark | None = None
    query = ListQuery(form=WORKSHOP, order=Order.TITLE, text=sought)
    with desk.store.read() as reader:
        while True:
            page = reader.page(query, after, 200)
            lines += page.lines
            after = page.next
            if after is None:
                break
    today = desk.today().isoformat()
    coming = sorted((line for line in lines if line.opened > today), key=lambda line: (line.opened, line.id))
    begun = sorted((line for line in lines if line.opened <= today), key=lambda line: line.opened, reverse=True)
    return (*coming, *begun)


def tell(reader: Reader, record: RecordId) -> WorkshopLine | None:
    """One line of the list; None when it has gone meanwhile."""
    stored = reader.record(record)
    if stored is None or stored.gone:
        return None
    sessions = reader.children(record, form=SESSION)
    return WorkshopLine(
        workshop=_workshop(stored),
        sessions=len(sessions),
        participants=len(reader.children(record, form=PARTICIPANT)),
    )


def look_at_workshop(desk: Desk, record: RecordId) -> Course:
    """The workshop with its sessions, the last first, and its participants. Raises GoneMeanwhile."""
    with desk.store.read() as reader:
        workshop = _workshop(standing(reader, record))
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


def workshop_of(reader: Reader, stored: StoredRecord) -> Workshop:
    """The workshop around a session. Raises GoneMeanwhile."""
    return _workshop(standing(reader, stored.parent or RecordId("")))


def session(reader: Reader, stored: StoredRecord, people: tuple[Participant, ...]) -> Session:
    """A session and the counts of its roll."""
    marked = {participant: mark for participant, (_, mark) in marks(reader, stored.id).items()}
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
        count=count_roll(marked.get(each.record) for each in people),
        counted=sum(_counted(each.answers) for each in reader.children(stored.id, form=HEAD_COUNT)),
        not_sent=stored.not_sent,
    )


def marks(reader: Reader, session: RecordId) -> dict[RecordId, tuple[StoredRecord, Mark | None]]:
    """For each participant the record of the mark in this session, and the mark."""
    found: dict[RecordId, tuple[StoredRecord, Mark | None]] = {}
    for each in sorted(reader.children(session, form=ATTENDANCE), key=lambda each: each.id):
        said = text(each.answers, "mark")
        mark = Mark(said) if said in {mark.value for mark in Mark} else None
        found.setdefault(RecordId(text(each.answers, "participant")), (each, mark))
    return found


def _workshop(stored: StoredRecord) -> Workshop:
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
