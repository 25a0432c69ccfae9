"""A desk with a district's cases for measuring: names put together by chance, nobody's."""

from __future__ import annotations

import hashlib
import random
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from fieldapp.domain.answers import Answer
from fieldapp.domain.changes import CREATE
from fieldapp.domain.clock import Moment
from fieldapp.domain.codes import new_code
from fieldapp.domain.ids import FieldId, FormId, RecordId, SpaceId, WorkerId
from fieldapp.domain.spaces import Membership, SpaceKind
from fieldapp.forms.library import Library, form_ids
from fieldapp.storage.migrate import shipped_steps
from fieldapp.storage.store import Store, Write
from fieldapp.storage.sync_values import SealedChunk, StreamName
from fieldapp.storage.values import NewChange
from fieldapp.work.desk import remember_memberships
from fieldapp.work.facts import RISKS, facts_of_all

KEY: Final = "0b" * 32
CASE, SURVIVOR, INCIDENT, REFERRAL = map(FormId, ("gbv_case", "gbv_survivor", "gbv_incident", "gbv_referral"))
SPACES: Final = tuple(SpaceId(f"{number:032x}") for number in range(1, 41))
WORKERS: Final = tuple(WorkerId(f"{number:032x}") for number in range(1, 51))
#: How a case stands in its first months, and later.
RECENT: Final = ("open", "open", "closed")
OLD: Final = ("open", *("closed",) * 22, "transferred")
TODAY: Final = datetime.now(UTC).date()
_BEGIN: Final = "Ай Гүл Нур Бер Жан Кан Мээ Сал Таң Чын Эл Бак Жыл Зар Асыл Дил Мах Периз Рах".split()  # noqa: SIM905
_END: Final = "гүл нура бек жан ай зат кыз ым бүбү ира шат тыгүл дыз ат сулуу мира ида ыкан".split()  # noqa: SIM905
_FATHER: Final = "Асан Токто Бек Иман Кадыр Мамат Осмон Сооронбай Турду Ысак Эркин Юсуп Абды".split()  # noqa: SIM905
_FAMILY: Final = "ова баева бекова кулова алиева мырзаева шева нова раимова гулова".split()  # noqa: SIM905
_LATIN: Final = str.maketrans(
    dict(zip("абвгдезийклмнопрстуфыэөүң", "abvgdeziiklmnoprstufyeoun", strict=True)) | {"ж": "zh", "ч": "ch", "ш": "sh"}
)
_STORY: Final = "обстоятельства описаны со слов пришли вечером дома соседи ушла к родным".split()  # noqa: SIM905


def field(name: str) -> FieldId:
    """The id of a question."""
    return FieldId(name)


#: All that a desk tells its store of the built-in forms when it opens it.
FORMS: Final = facts_of_all(Library().form(form) for form in form_ids())


def name(chance: random.Random) -> tuple[str, str, str]:
    """Family, given and father's name; one in five in Latin letters, as from a passport."""
    parts = (
        chance.choice(_FATHER) + chance.choice(_FAMILY),
        (chance.choice(_BEGIN) + chance.choice(_END)).capitalize(),
        chance.choice(_FATHER) + " кызы",
    )
    if chance.random() < 0.2:
        family, given, father = (part.lower().translate(_LATIN).title() for part in parts)
        return family, given, father
    return parts


def a_case(chance: random.Random, number: int, opened: date = TODAY) -> Iterator[NewChange]:
    """A case with its survivor; a telephone, an incident, a referral in most, two of three, one of five."""
    case, survivor = _id(number, 1), _id(number, 2)
    status = chance.choice(RECENT if (TODAY - opened).days < 120 else OLD)
    due = TODAY + timedelta(days=chance.randrange(-60, 60))
    yield _create(
        case,
        CASE,
        chance,
        code=str(new_code(chance)),
        status=status,
        risk=chance.choice(RISKS),
        opened_on=str(opened),
        next_due=str(due) if status == "open" and chance.random() < 0.8 else None,
        next_step=_words(chance, 5),
    )
    yield _survivor(survivor, case, chance)
    if chance.random() < 0.7:
        phone = f"+996{chance.randrange(500_000_000, 999_999_999)}"
        answers = {"phone_whose": "own", "do_not_call": "false", "phone_when": "после обеда", "phone_number": phone}
        yield _create(_id(number, 3), SURVIVOR, chance, survivor, "phones", **answers)
    if number % 3:
        yield _incident(_id(number, 4), case, chance, opened)
    if number % 5 == 0:
        yield _referral(_id(number, 5), case, chance, opened, "accepted" if status == "open" else "done")


def _survivor(record: RecordId, case: RecordId, chance: random.Random) -> NewChange:
    family, given, father = name(chance)
    return _create(
        record,
        SURVIVOR,
        chance,
        case,
        family_name=family,
        given_name=given,
        patronymic=father,
        sex="female" if chance.random() < 0.95 else "male",
        age=str(chance.randrange(14, 80)),
        estimated="false",
        contact_allowed=chance.choice(("true", "true", "false")),
        oblast=f"KG-{chance.randrange(1, 9)}",
        address=_words(chance, 4),
        address_secret=chance.choice(("true", "false")),
        language="ky",
        maritial_status=chance.choice(("single", "married_cohabitating", "divorced_separated", "widowed")),
        dependents_no=str(chance.randrange(6)),
        occupation=_words(chance, 2),
        gbv_disability_type="no",
    )


def _incident(record: RecordId, case: RecordId, chance: random.Random, opened: date) -> NewChange:
    return _create(
        record,
        INCIDENT,
        chance,
        case,
        date_of_first_report=str(opened),
        incident_date=str(opened - timedelta(days=chance.randrange(60))),
        incident_timeofday=chance.choice(("morning", "afternoon", "evening")),
        incident_location_type=f"place{chance.randrange(12)}",
        incident_oblast=f"KG-{chance.randrange(1, 9)}",
        incident_description=_words(chance, 60),
        gbv_sexual_violence_type=f"kind{chance.randrange(8)}",
        gbv_previous_incidents=chance.choice(("true", "false")),
        service_medical_referral=chance.choice(("referred", "declined")),
        service_psycho_referral=chance.choice(("referred", "declined")),
        sex="female",
        age=str(chance.randrange(14, 80)),
        status="open",
    )


def _referral(record: RecordId, case: RecordId, chance: random.Random, opened: date, status: str) -> NewChange:
    made = str(opened + timedelta(days=chance.randrange(1, 9)))
    return _create(
        record,
        REFERRAL,
        chance,
        case,
        created_at=made,
        agency=_words(chance, 2),
        service="health",
        priority="high",
        needs=_words(chance, 8),
        status=status,
        slip=str(new_code(chance)),
        responded_at=made,
    )


def filled(cases: int) -> Path:
    """A closed desk with so many cases, made once and kept in the system's folder for passing things."""
    made_from = Path(__file__).read_bytes() + f"{FORMS}{[step.sql for step in shipped_steps()]}".encode()
    folder = Path(tempfile.gettempdir()) / f"fieldapp-bench-{hashlib.sha256(made_from).hexdigest()[:12]}-{cases}"
    path = folder / "desk.db"
    if not (folder / "whole").exists():
        folder.mkdir(exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        _fill(path, cases)
        (folder / "whole").touch()
    return path


def _fill(path: Path, cases: int) -> None:
    chance = random.Random(20260312)
    store = Store.open(path, KEY, forms=FORMS, create=True)
    beginning = datetime.now(UTC) - timedelta(minutes=20 * cases)
    memberships = [Membership(space, SpaceKind.CASELOAD, opener=False) for space in SPACES]

    def save(write: Write, first: int, last: int) -> None:
        for number in range(first, last):
            when = Moment(beginning + timedelta(minutes=20 * number), 360)
            write.save(list(a_case(chance, number, when.day)), chance.choice(WORKERS), when)

    try:
        remember_memberships(store, WORKERS[0], memberships)
        for first in range(0, cases, 1000):
            store.write_now(lambda write, first=first: save(write, first, min(first + 1000, cases)))  # type: ignore[misc]
            if first + 1000 < cases:
                store.write_now(_send)  # all but the last cases have long been sent
    finally:
        store.close()


def _send(write: Write) -> None:
    for space, lane in write.outbox.waiting():
        stream = write.outbox.stream(StreamName("0f" * 8, space, lane))
        rows = [unsent.row for unsent in write.outbox.unsent(space, lane, 100_000)]
        write.outbox.seal(SealedChunk(stream.name, stream.last + 1, "", b""), rows)
        write.outbox.receipted(stream.name, stream.last + 1, b"")


def _create(
    record: RecordId,
    form: FormId,
    chance: random.Random,
    parent: RecordId | None = None,
    repeat: str = "",
    **answers: Answer | None,
) -> NewChange:
    return NewChange(
        record=record,
        kind=CREATE,
        form=form,
        version="1",
        fields={FieldId(name): answer for name, answer in answers.items() if answer is not None},
        space=chance.choice(SPACES),
        parent=parent,
        repeat=repeat,
    )


def _words(chance: random.Random, number: int) -> str:
    return " ".join(chance.choices(_STORY, k=number))


def _id(number: int, part: int) -> RecordId:
    return RecordId(hashlib.sha256(f"{number} {part}".encode()).hexdigest()[:32])
