"""What colleagues and spaces are called: sealed records in the organisation's space, which the server cannot read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fieldapp.domain.answers import Answer
from fieldapp.domain.changes import CREATE, UPDATE
from fieldapp.domain.ids import FieldId, FormId, SpaceId, WorkerId, new_record_id
from fieldapp.domain.spaces import Role, SpaceKind
from fieldapp.forms.library import load_form
from fieldapp.storage.store import Reader
from fieldapp.storage.values import NewChange
from sync.protocol.trust import Trust

STAFF: Final = FormId("staff")
SPACE_NAME: Final = FormId("space_name")
_WORKER, _NAME, _ROLE, _ACTIVE = map(FieldId, ("worker", "staff_name", "staff_role", "staff_active"))
_SPACE, _TITLE, _KIND = map(FieldId, ("space", "space_title", "space_kind"))


@dataclass(frozen=True, slots=True)
class NamedSpace:
    """A space with its name, "" while that has not come."""

    space: SpaceId
    kind: SpaceKind
    title: str


def staff_record(worker: WorkerId, name: str, role: Role, organisation: SpaceId) -> NewChange:
    """A new colleague's name, for all."""
    return _record(STAFF, {_WORKER: worker, _NAME: name, _ROLE: role.value, _ACTIVE: "true"}, organisation)


def space_record(space: SpaceId, title: str, kind: SpaceKind, organisation: SpaceId) -> NewChange:
    """A new space's name, for all."""
    return _record(SPACE_NAME, {_SPACE: space, _TITLE: title, _KIND: kind.value}, organisation)


def staff_left(reader: Reader, worker: WorkerId) -> list[NewChange]:
    """She works here no more, for all: whatever stands in the directory of her."""
    return [
        NewChange(
            record=stored.id,
            kind=UPDATE,
            form=STAFF,
            version=stored.version,
            fields={_ACTIVE: "false"},
            after=stored.heads,
        )
        for stored in reader.of_form(STAFF)
        if stored.answers.get(_WORKER) == worker and stored.answers.get(_ACTIVE) != "false"
    ]


def colleagues(reader: Reader) -> dict[WorkerId, str]:
    """Everybody's name, as far as it has come."""
    return {WorkerId(each): name for each, name in _pairs(reader, STAFF, _WORKER, _NAME)}


def roles(reader: Reader) -> dict[WorkerId, Role]:
    """What everybody was hired for, as far as it has come and this program knows the role."""
    known = {role.value: role for role in Role}
    return {WorkerId(each): known[role] for each, role in _pairs(reader, STAFF, _WORKER, _ROLE) if role in known}


def space_titles(reader: Reader) -> dict[SpaceId, str]:
    """Every space's name, as far as it has come."""
    return {SpaceId(each): title for each, title in _pairs(reader, SPACE_NAME, _SPACE, _TITLE)}


def named_spaces(reader: Reader, trust: Trust, worker: WorkerId | None = None) -> tuple[NamedSpace, ...]:
    """The spaces there are, or those of one worker, but for the one that everybody shares."""
    kinds, titles = {kind.value: kind for kind in (SpaceKind.CASELOAD, SpaceKind.PROGRAMME)}, space_titles(reader)
    found = [
        NamedSpace(space, kinds[said.kind], titles.get(space, ""))
        for space, said in trust.spaces.items()
        if said.kind in kinds and (worker is None or trust.grant(worker, space) is not None)
    ]
    return tuple(sorted(found, key=lambda each: (each.kind.value, each.title.casefold(), each.space)))


def _record(form: FormId, answers: Mapping[FieldId, Answer | None], space: SpaceId) -> NewChange:
    version = load_form(form).version
    return NewChange(record=new_record_id(), kind=CREATE, form=form, version=version, fields=answers, space=space)


def _pairs(reader: Reader, form: FormId, key: FieldId, value: FieldId) -> list[tuple[str, str]]:
    answers = [stored.answers for stored in reader.of_form(form)]
    return [
        (named, said)
        for each in answers
        if isinstance(named := each.get(key), str) and isinstance(said := each.get(value), str)
    ]
