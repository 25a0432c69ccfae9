"""The figures of a month, for a report: none that points at a person, none of somebody who did not agree to figures.

Of cases only those are counted whose consent stands and says that they may be (consent_reporting). Incidents count in
the month in which they were told first, as GBVIMS counts them; not those recorded twice, nor those that an
organisation counts which uses the same system. Sessions are no people: their number is never hidden.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from fieldapp.domain.figures import Table, give_away, give_away_one
from fieldapp.domain.ids import FieldId, FormId, RecordId
from fieldapp.domain.spaces import SpaceKind
from fieldapp.domain.workshops import Mark
from fieldapp.forms.model import Form
from fieldapp.storage.list_values import FigureQuery, TypedRow
from fieldapp.storage.read import Reader
from fieldapp.work.desk import Desk
from fieldapp.work.disclosing import CASE, CONSENT, REFERRAL, standing_consent
from fieldapp.work.workshops import ATTENDANCE, HEAD_COUNT, PARTICIPANT, SESSION

INCIDENT: Final = FormId("gbv_incident")
WITHOUT_RECORD: Final = FormId("gbv_contact_count")
WOMEN, MEN, NOT_SAID = "female", "male", ""
SEXES: Final = (WOMEN, MEN, NOT_SAID)

_STATUS: Final = FieldId("status")
_TWICE, _DRAFT, _ELSEWHERE = "duplicate", "draft", "gbvims-org"
_REACHED: Final = {Mark.PRESENT.value, Mark.LATE.value}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFigures:
    """None is a number from 1 to 4."""

    opened: int | None
    incidents: int | None
    referrals: int | None
    without_record: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseFigures:
    """`people`: participants who came, each once in a workshop. `counted`: people without a list, each time they came.

    Rows are `SEXES`, columns the age bands of the form and `NOT_SAID`.
    """

    sessions: int
    people: Table
    counted: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthFigures:
    """What this desk's records say of a month; None for work that it has no part in."""

    month: date
    cases: CaseFigures | None
    courses: CourseFigures | None


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def month_before(month: date) -> date:
    """The month before."""
    return month_of(month - timedelta(days=1))


def month_after(month: date) -> date:
    """The month after."""
    return month_of(month + timedelta(days=31))


def month_figures(desk: Desk, month: date) -> MonthFigures:
    """The figures of this month, up to today."""
    kinds = {each.kind for each in desk.memberships()} or set(SpaceKind)
    with desk.store.read() as reader:
        return MonthFigures(
            month=month,
            cases=_cases(reader, month) if SpaceKind.CASELOAD in kinds else None,
            courses=_courses(desk, reader, month) if SpaceKind.PROGRAMME in kinds else None,
        )


def age_bands(form: Form) -> tuple[str, ...]:
    """As they are stored, the youngest first."""
    return tuple(choice.name for choice in form.lists.get("age_band", ()))


def _cases(reader: Reader, month: date) -> CaseFigures:
    agreed = _Agreed(reader)
    cases = reader.typed_rows(_in(month, CASE, "opened_on"), _STATUS)
    elsewhere = FieldId("gbv_reported_elsewhere")
    incidents = reader.typed_rows(_in(month, INCIDENT, "date_of_first_report"), _STATUS, elsewhere)
    referrals = reader.typed_rows(_in(month, REFERRAL, "created_at"), _STATUS)
    (contacts,) = reader.count_by(_in(month, WITHOUT_RECORD, "contact_date"))
    return CaseFigures(
        opened=agreed.count(row for row in cases if row.answers[0] != _TWICE),
        incidents=agreed.count(row for row in incidents if row.answers[0] != _TWICE and row.answers[1] != _ELSEWHERE),
        referrals=agreed.count(row for row in referrals if row.answers[0] != _DRAFT),
        without_record=give_away_one(contacts.number),
    )


class _Agreed:
    """Counts only what belongs to a case that may be counted."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._known: dict[RecordId, bool] = {}

    def count(self, rows: Iterable[TypedRow]) -> int | None:
        return give_away_one(sum(self._may_count(row.root) for row in rows))

    def _may_count(self, case: RecordId) -> bool:
        if case not in self._known:
            consent = standing_consent(self._reader.children(case, form=CONSENT))
            self._known[case] = consent is not None and consent.stands and consent.statistics is True
        return self._known[case]


def _courses(desk: Desk, reader: Reader, month: date) -> CourseFigures:
    held = list(reader.typed_rows(_in(month, SESSION, "session_date", upto=desk.today())))
    sessions = frozenset(row.record for row in held)
    workshops = frozenset(row.root for row in held)
    bands = age_bands(desk.library.form(PARTICIPANT))
    return CourseFigures(
        sessions=len(sessions),
        people=give_away(_reached(reader, sessions, workshops, bands), SEXES, (*bands, NOT_SAID)),
        counted=give_away(_counted(reader, sessions, bands), SEXES, (*bands, NOT_SAID)),
    )


def _reached(
    reader: Reader, sessions: frozenset[RecordId], workshops: frozenset[RecordId], bands: tuple[str, ...]
) -> Counter[tuple[str, str]]:
    """Who was present or late at one session at least."""
    marks = reader.typed_rows(FigureQuery(form=ATTENDANCE, below=sessions), FieldId("participant"), FieldId("mark"))
    came = {row.answers[0] for row in marks if row.answers[1] in _REACHED}
    people = reader.typed_rows(FigureQuery(form=PARTICIPANT, below=workshops), FieldId("sex"), FieldId("age_band"))
    return Counter((_said(row, 0, SEXES), _said(row, 1, bands)) for row in people if row.record in came)


def _counted(reader: Reader, sessions: frozenset[RecordId], bands: tuple[str, ...]) -> Counter[tuple[str, str]]:
    """All head counts added up."""
    places = [(sex, band) for sex in (WOMEN, MEN) for band in bands]
    fields = [FieldId(f"{sex}_{band}") for sex, band in places]
    counted: Counter[tuple[str, str]] = Counter()
    for row in reader.typed_rows(FigureQuery(form=HEAD_COUNT, below=sessions), *fields):
        for place, number in zip(places, row.answers, strict=True):
            counted[place] += number if isinstance(number, int) else 0
    return counted


def _said(row: TypedRow, place: int, known: tuple[str, ...]) -> str:
    answer = row.answers[place]
    return answer if isinstance(answer, str) and answer in known else NOT_SAID


def _in(month: date, form: FormId, question: str, *, upto: date | None = None) -> FigureQuery:
    """The records of a form whose day is in the month; a day not known, "2026-03", belongs to it."""
    last = month_after(month) - timedelta(days=1)
    if upto is not None:
        last = min(last, upto)
    return FigureQuery(form=form, when=FieldId(question), first=f"{month:%Y-%m}", last=last.isoformat())
