"""Hand a case over to a colleague's caseload: who may, what she agreed to, what is on its way, and what has left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fieldapp.domain.changes import CREATE, MOVE
from fieldapp.domain.clock import Moment
from fieldapp.domain.consent import Within, within
from fieldapp.domain.ids import NO_SPACE, FieldId, FormId, RecordId, SpaceId
from fieldapp.domain.spaces import Role
from fieldapp.errors import Refused
from fieldapp.storage.read import Reader
from fieldapp.storage.values import Happened, NewChange, StoredRecord
from fieldapp.storage.write import Write
from fieldapp.words import Sentence, sentence
from fieldapp.work.answered import text
from fieldapp.work.desk import Desk
from fieldapp.work.disclosing import CONSENT, standing_consent
from fieldapp.work.filling import GoneMeanwhile
from fieldapp.work.people import people, role_of

_SPACE_NAME: Final = FormId("space_name")
_WHY: Final = FieldId("handed_over_why")
#: They may whatever she said: somebody must be able to go on when her worker cannot.
_DECIDE: Final = frozenset({Role.SUPERVISOR, Role.COORDINATOR})


class MayNotHandOver(Refused):
    """Not by this worker, or not before she has agreed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """A case that is to be handed over. `here`: the spaces where it stands now. `half_typed`: forms of it that are not
    saved; `files_missing`: attached files that have not come to this laptop. `refused`: why she may not."""

    case: RecordId
    code: str
    here: frozenset[SpaceId]
    said: Within
    decides: bool
    half_typed: int
    files_missing: int
    refused: Sentence | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moving:
    """A case that was handed over and is still here. `to`: what the caseload is called, "" before the name has come.

    `records` wait to be sent. `stays`: she reads where it goes, so it does not leave this laptop.
    """

    to: str
    records: int
    half_typed: int
    stays: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """A case that has left, or is about to. `arrived`: the server has all of it for the caseload it goes to."""

    case: RecordId
    code: str
    to: str
    who: str | Sentence
    when: Moment
    arrived: bool


def prepare(desk: Desk, case: RecordId) -> HandOver:
    """What must be known before. Raises GoneMeanwhile."""
    with desk.store.read() as reader:
        stored = _stored(reader, case)
        said, decides = _said(reader, case), role_of(reader, desk.worker) in _DECIDE
        here = reader.places(case)
        files = reader.files_for(case, NO_SPACE)
        return HandOver(
            case=case,
            code=text(stored.answers, "code"),
            here=here,
            said=said,
            decides=decides,
            half_typed=_half_typed(reader, case),
            files_missing=sum(not desk.store.attachments.has(file) for file in files),
            refused=Sentence(refused) if (refused := _refused(desk, said, here, decides=decides)) else None,
        )


def hand_over(desk: Desk, case: RecordId, to: SpaceId, why: str = "") -> Happened:
    """It stands in that caseload from now on, and goes there whole with the next connection.

    Raises MayNotHandOver, GoneMeanwhile. Where it stands already nothing happens.
    """

    def write(writing: Write) -> Happened:
        stored = _stored(writing, case)
        decides = role_of(writing, desk.worker) in _DECIDE
        here = writing.places(case)
        refused = _refused(desk, _said(writing, case), here, decides=decides)
        if refused is not None:
            raise MayNotHandOver(refused)
        if here == {to}:
            return Happened()
        move = NewChange(
            record=case,
            kind=MOVE,
            form=stored.form,
            version=desk.library.form(stored.form).version,
            fields={_WHY: why.strip() or None},
            after=stored.heads,
            space=to,
        )
        return writing.save([move], desk.worker, desk.clock.now())

    return desk.store.write_now(write)


def moving(desk: Desk, reader: Reader, case: StoredRecord) -> Moving | None:
    """How far it is with a case that was handed over; None where nothing of that is left to say."""
    places, hers = reader.places(case.id), {each.space for each in desk.memberships()}
    records, leaves = reader.on_its_way(case.id)
    stays = bool(places & hers) or not hers
    if not leaves and (stays or not _was_moved(reader, case.id)):
        return None
    to = ", ".join(sorted(filter(None, (titles(reader).get(place, "") for place in places - {NO_SPACE}))))
    return Moving(to=to, records=records, half_typed=_half_typed(reader, case.id), stays=stays)


def handed_over(desk: Desk) -> tuple[HandedOver, ...]:
    """The cases that have left this laptop, the last one first."""
    with desk.store.read() as reader:
        names, called = people(reader, desk.worker), titles(reader)
        return tuple(
            HandedOver(
                case=each.root,
                code=each.code,
                to=called.get(each.to, ""),
                who=names.called(each.who),
                when=each.when,
                arrived=not any(reader.late_records(each).values()),
            )
            for each in sorted(reader.departed(), key=lambda each: each.when.utc, reverse=True)
        )


def titles(reader: Reader) -> dict[SpaceId, str]:
    """What spaces are called, as far as their names have come."""
    found = reader.of_form(_SPACE_NAME)
    return {SpaceId(text(each.answers, "space")): text(each.answers, "space_title") for each in found}


def _was_moved(reader: Reader, case: RecordId) -> bool:
    """Whether it has stood in more than one space; what was recorded before joining stood in none."""
    stood = {change.space for change in reader.changes(case) if change.kind in (CREATE, MOVE)}
    return len(stood - {NO_SPACE}) > 1


def _stored(reader: Reader, case: RecordId) -> StoredRecord:
    stored = reader.record(case)
    if stored is None or stored.gone:
        raise GoneMeanwhile(sentence("This record is not here any more. It may have been deleted meanwhile."))
    return stored


def _said(reader: Reader, case: RecordId) -> Within:
    return within(standing_consent(reader.children(case, form=CONSENT)))


def _half_typed(reader: Reader, case: RecordId) -> int:
    def is_of_it(record: RecordId) -> bool:
        stored = reader.record(record)
        return record == case or (stored is not None and stored.root == case)

    return sum(is_of_it(each.record) or (each.root is not None and is_of_it(each.root)) for each in reader.drafts())


def _refused(desk: Desk, said: Within, here: frozenset[SpaceId], *, decides: bool) -> str | None:
    hers = {each.space for each in desk.memberships()}
    if not hers:
        return sentence("This laptop belongs to no organisation yet, so there is nobody to hand the case over to.")
    if not here & hers:
        return sentence("This case stands in a caseload that is not yours any more. Whoever has it can hand it over.")
    if decides or said is Within.AGREED:
        return None
    return sentence(
        "She has not agreed that others here see her record. Ask her first and record it as her consent, or let your "
        "supervisor hand it over."
    )
