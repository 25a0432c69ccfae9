"""A desk with a district's cases for measuring: names put together by chance, nobody's."""

from __future__ import annotations

import hashlib
import random
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from fieldapp.domain.answers import Answer
from fieldapp.domain.changes import CREATE
from fieldapp.domain.clock import Moment
from fieldapp.domain.codes import new_code
from fieldapp.domain.ids import FieldId, FormId, RecordId, SpaceId, WorkerId
from fieldapp.storage.migrate import shipped_steps
from fieldapp.storage.store import Store, Write
from fieldapp.storage.sync_values import SealedChunk, StreamName
from fieldapp.storage.values import ColumnKind, FormFacts, ListFields, NewChange

KEY: Final = "0b" * 32
CASE, SURVIVOR, INCIDENT = FormId("gbv_case"), FormId("gbv_survivor"), FormId("gbv_incident")
SPACES: Final = tuple(SpaceId(f"{number:032x}") for number in range(1, 41))
WORKERS: Final = tuple(WorkerId(f"{number:032x}") for number in range(1, 51))
RISKS: Final = ("high", "medium", "low")
STATUSES: Final = ("open", "open", "open", "closed", "referred")
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


FORMS: Final = (
    FormFacts(
        form=CASE,
        reportable={
            field("status"): ColumnKind.TEXT,
            field("risk"): ColumnKind.TEXT,
            field("opened_on"): ColumnKind.DATE,
        },
        reports=((field("opened_on"), field("status"), field("risk")),),
        listed=ListFields(
            code=field("code"),
            status=field("status"),
            risk=field("risk"),
            risks=RISKS,
            due=field("next_due"),
            opened=field("opened_on"),
        ),
    ),
    FormFacts(
        form=SURVIVOR,
        names=(field("family"), field("given"), field("patronymic")),
        phones=(field("phone"),),
        reportable={field("age"): ColumnKind.INTEGER, field("sex"): ColumnKind.TEXT},
    ),
    FormFacts(
        form=INCIDENT,
        reportable={field("kind"): ColumnKind.TEXT, field("happened_on"): ColumnKind.DATE},
        reports=((field("happened_on"), field("kind")),),
    ),
)


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


def a_case(chance: random.Random, number: int) -> Iterator[NewChange]:
    """A case with its survivor, and with its incident in two of three."""
    case = _id(number, 1)
    opened = date(2022, 1, 1) + timedelta(days=chance.randrange(1500))
    due = str(opened + timedelta(days=chance.randrange(400))) if chance.random() < 0.5 else None
    yield _create(
        case,
        CASE,
        None,
        chance,
        code=str(new_code(chance)),
        status=chance.choice(STATUSES),
        risk=chance.choice(RISKS),
        opened_on=str(opened),
        next_due=due,
    )
    family, given, father = name(chance)
    yield _create(
        _id(number, 2),
        SURVIVOR,
        case,
        chance,
        family=family,
        given=given,
        patronymic=father,
        phone=f"+996{chance.randrange(500_000_000, 999_999_999)}",
        age=str(chance.randrange(14, 80)),
        sex="female" if chance.random() < 0.95 else "male",
        district=f"KG{chance.randrange(1, 41):02}",
        safe_contact=chance.choice(("yes", "no")),
    )
    if number % 3:
        yield _create(
            _id(number, 3),
            INCIDENT,
            case,
            chance,
            kind=f"kind{chance.randrange(8)}",
            happened_on=str(opened - timedelta(days=chance.randrange(60))),
            place=f"place{chance.randrange(12)}",
            story=" ".join(chance.choices(_STORY, k=60)),
        )


def filled(cases: int) -> Path:
    """A closed desk with so many cases, made once and kept in the system's folder for passing things."""
    made_from = Path(__file__).read_bytes() + "".join(step.sql for step in shipped_steps()).encode()
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
    beginning = Moment.from_text("2022-01-01T09:00:00.000+06:00")

    def save(write: Write, first: int, last: int) -> None:
        for number in range(first, last):
            when = Moment(beginning.utc + timedelta(minutes=20 * number), 360)
            write.save(list(a_case(chance, number)), chance.choice(WORKERS), when)

    try:
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
    record: RecordId, form: FormId, parent: RecordId | None, chance: random.Random, **answers: Answer | None
) -> NewChange:
    return NewChange(
        record=record,
        kind=CREATE,
        form=form,
        version="1",
        fields={FieldId(name): answer for name, answer in answers.items() if answer is not None},
        space=chance.choice(SPACES),
        parent=parent,
    )


def _id(number: int, part: int) -> RecordId:
    return RecordId(hashlib.sha256(f"{number} {part}".encode()).hexdigest()[:32])
