"""The example organisation as it is written in resources/packs/practice, whose README says what the values mean."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final, cast

from fieldapp.domain.answers import Json
from fieldapp.domain.codes import new_code
from fieldapp.domain.ids import FieldId, FormId, RecordId
from fieldapp.domain.spaces import Role, SpaceKind
from fieldapp.forms.library import PACKS
from fieldapp.words import Language

_FOLDER: Final = PACKS / "practice"
_Object = Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Someone:
    """A worker of the example."""

    key: str
    role: Role
    nickname: str
    name: str


@dataclass(frozen=True, slots=True)
class ExampleSpace:
    """A set of records, and who belongs to it; `opener` first."""

    key: str
    kind: SpaceKind
    title: str
    opener: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """One record, its answers not yet read: days are counted from today, pointers name the `key` of another."""

    form: FormId
    key: str
    answers: _Object
    rows: Mapping[str, Sequence[_Object]]
    below: tuple[Written, ...]

    @property
    def day(self) -> int | None:
        """How many days ago it was written down, as a negative number: the last day it tells of that has been."""
        days = [days for value in self.answers.values() if (days := _days(value)) is not None and days <= 0]
        return max(days, default=None)

    def within(self) -> Iterator[Written]:
        """It, and all that stands below it."""
        yield self
        for each in self.below:
            yield from each.within()


@dataclass(frozen=True, slots=True)
class Edit:
    """What one worker changed while apart from the others."""

    by: str
    record: str
    answers: _Object


@dataclass(frozen=True, slots=True)
class Example:
    """All of it, in one language."""

    name: str
    workers: tuple[Someone, ...]
    spaces: tuple[ExampleSpace, ...]
    records: Mapping[str, tuple[Written, ...]]
    services: tuple[Written, ...]
    meanwhile: tuple[Edit, ...]

    def everything(self) -> Iterator[Written]:
        """Each record, whatever it stands below."""
        for written in (*self.services, *(root for roots in self.records.values() for root in roots)):
            yield from written.within()


def read_example(language: Language, folder: Path = _FOLDER) -> Example:
    """The example as it is shipped."""
    organisation = json.loads((folder / "organisation.json").read_text("utf-8"))
    services = json.loads((folder / "services.json").read_text("utf-8"))
    return Example(
        name=organisation["name"][language],
        workers=tuple(
            Someone(each["key"], Role(each["role"]), each["nickname"][language], each["name"][language])
            for each in organisation["workers"]
        ),
        spaces=tuple(
            ExampleSpace(
                each["key"], SpaceKind(each["kind"]), each["title"][language], each["opener"], tuple(each["members"])
            )
            for each in organisation["spaces"]
        ),
        records={space: _records(written) for space, written in organisation["records"].items()},
        services=_records(services["records"]),
        meanwhile=tuple(Edit(each["by"], each["record"], each["answers"]) for each in organisation["meanwhile"]),
    )


def read_answers(
    written: _Object, language: Language, today: date, records: Mapping[str, RecordId]
) -> dict[FieldId, str]:
    """What the answers stand for now, as they are stored."""
    return {FieldId(name): _answer(value, language, today, records) for name, value in written.items()}


def _answer(value: Json, language: Language, today: date, records: Mapping[str, RecordId]) -> str:
    if not isinstance(value, dict):
        return str(value)
    if (days := _days(value)) is not None:
        day = str(today + timedelta(days))
        return f"{day}T{value['time']}" if "time" in value else day
    if "code" in value:
        return new_code(secrets.SystemRandom())
    if "record" in value:
        return records[str(value["record"])]
    return str(value[language])


def _days(value: Json) -> int | None:
    days = value.get("days") if isinstance(value, dict) else None
    return days if isinstance(days, int) else None


def _records(written: Json) -> tuple[Written, ...]:
    return tuple(
        Written(
            form=FormId(str(each["form"])),
            key=str(each.get("key", "")),
            answers=cast("_Object", each["answers"]),
            rows=cast("Mapping[str, Sequence[_Object]]", each.get("rows", {})),
            below=_records(each.get("below", [])),
        )
        for each in cast("list[dict[str, Json]]", written)
    )
