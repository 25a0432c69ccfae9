"""The page she begins with: what waits for her, what she did lately, drafts, and what exists only here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from itertools import islice
from typing import Final

from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import FieldId, FormId, RecordId
from fieldapp.storage.list_values import FigureQuery, ListQuery, RecentEdit, Standing
from fieldapp.storage.read import Reader
from fieldapp.storage.values import StoredRecord
from fieldapp.work.answered import text
from fieldapp.work.desk import Desk
from fieldapp.work.duties import Duties, duties
from fieldapp.work.facts import RISKS
from fieldapp.work.reviewing import review_merged, unfit
from fieldapp.work.shared_forms import SHARED
from fieldapp.work.telling import code_of
from fieldapp.work.workshops import ATTENDANCE

CASE: Final = FormId("gbv_case")
REFERRAL: Final = FormId("gbv_referral")
#: Cases in one of these states are worked on.
OPEN: Final = frozenset({"open"})
#: A referral that nobody has answered for so long is asked after.
NO_ANSWER_AFTER: Final = timedelta(days=7)
#: "Lately" goes back to the beginning of last week at most.
LATELY: Final = timedelta(days=7)
MOST: Final = 60
_STATUS, _ANSWERED = FieldId("status"), FieldId("responded_at")
_WAITING: Final = ("draft", "sent", "accepted")


class Why(Enum):
    """Why something waits for her; in this order."""

    SEEN_BEFORE = "seen before"
    HIGH_RISK_DUE = "high risk, due"
    NO_NEXT_STEP = "high risk, and no next step"
    UNFIT = "answers do not go together"
    DUE = "due"
    NO_ANSWER = "no answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """Something that waits. `when`: the day or time it is for (ISO), "" for none; `slip`: the referral's code."""

    why: Why
    case: RecordId
    record: RecordId
    code: str
    when: str
    slip: str = ""

    @property
    def urgent(self) -> bool:
        """Whether it cannot wait."""
        return self.why in (Why.SEEN_BEFORE, Why.HIGH_RISK_DUE, Why.NO_NEXT_STEP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lately:
    """A record she changed. `code`, `title`: of the case or workshop it belongs to."""

    record: RecordId
    form: FormId
    root: RecordId
    root_form: FormId
    code: str
    title: str
    when: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """A draft to go on with. `code` of its case, "" for something new."""

    record: RecordId
    form: FormId
    code: str
    place: str
    kept: Moment


@dataclass(frozen=True, slots=True)
class Today:
    """All of the page, as it stands now."""

    day: date
    todo: tuple[ToDo, ...]
    lately: tuple[Lately, ...]
    drafts: tuple[Unfinished, ...]
    standing: Standing
    duties: Duties


def today(desk: Desk) -> Today:
    """Look at everything that the page shows."""
    hers = duties(desk)
    review_merged(desk)
    with desk.store.read() as reader:
        return Today(
            day=desk.today(),
            todo=_most_urgent([*_unfit(reader, desk), *_waiting_for_her(reader, desk.clock.now())]),
            lately=_lately(reader, desk),
            drafts=tuple(_unfinished(reader)),
            standing=reader.standing(),
            duties=hers,
        )


def todo(reader: Reader, now: Moment) -> tuple[ToDo, ...]:
    """Of that what stands in the records themselves: who must be seen, called, asked after."""
    return _most_urgent(_waiting_for_her(reader, now))


def _most_urgent(found: Iterable[ToDo]) -> tuple[ToDo, ...]:
    order = list(Why)
    return tuple(sorted(found, key=lambda one: (order.index(one.why), one.when, one.code))[:MOST])


def _waiting_for_her(reader: Reader, now: Moment) -> Iterator[ToDo]:
    yield from _referrals(reader, now)
    yield from islice(_cases(reader, now.day), MOST)


def _unfit(reader: Reader, desk: Desk) -> Iterator[ToDo]:
    """Records that two people's answers made impossible, for whoever may mend them."""
    for each in unfit(desk, reader):
        code = code_of(reader, each.root)
        if each.mine and code:
            yield ToDo(why=Why.UNFIT, case=each.root, record=each.record, code=code, when="")


def _cases(reader: Reader, day: date) -> Iterator[ToDo]:
    """Open cases that wait, what matters most first; the rest is not looked up when enough has been found."""
    today, high, *others = day.isoformat(), *range(len(RISKS) + 1)  # the last are those that nobody has judged
    yield from _waiting(reader, high, today, Why.HIGH_RISK_DUE)
    yield from _waiting(reader, high, "", Why.NO_NEXT_STEP)  # nobody would be reminded of them
    for risk in others:
        yield from _waiting(reader, risk, today, Why.DUE)


def _waiting(reader: Reader, risk: int, due_by: str, why: Why) -> Iterator[ToDo]:
    query = ListQuery(form=CASE, statuses=OPEN, risks=frozenset({risk}), due_by=due_by)
    for line in reader.page(query, size=MOST).lines:
        yield ToDo(why=why, case=line.id, record=line.id, code=line.code, when=line.due)


def _referrals(reader: Reader, now: Moment) -> Iterator[ToDo]:
    """Those to be seen before an hour of today, and those that nobody answered for days."""
    waiting = FigureQuery(form=REFERRAL, answers={_STATUS: _WAITING, _ANSWERED: ()})
    cases = dict.fromkeys(row.root for row in reader.typed_rows(waiting))
    for case in islice(cases, 4 * MOST):
        code = code_of(reader, case)
        for referral in reader.children(case, form=REFERRAL):
            todo = _about(referral, case, code, now)
            if todo is not None:
                yield todo


def _about(referral: StoredRecord, case: RecordId, code: str, now: Moment) -> ToDo | None:
    status, before = text(referral.answers, "status"), text(referral.answers, "seen_before")
    if status not in _WAITING or text(referral.answers, "responded_at"):
        return None
    slip, made = text(referral.answers, "slip"), text(referral.answers, "created_at")
    until = _time(before)
    if until is not None and until.date() == now.day:
        return ToDo(why=Why.SEEN_BEFORE, case=case, record=referral.id, code=code, when=before, slip=slip)
    missed = until is not None and until.date() < now.day
    late = status == "sent" and made and made <= (now.day - NO_ANSWER_AFTER).isoformat()
    if missed or late:
        return ToDo(why=Why.NO_ANSWER, case=case, record=referral.id, code=code, when=made, slip=slip)
    return None


def _time(said: str) -> datetime | None:
    try:
        return datetime.fromisoformat(said)
    except ValueError:
        return None


def _lately(reader: Reader, desk: Desk) -> tuple[Lately, ...]:
    """What she changed, each record once; rows of a repeat and marks of a roll count as the record around them."""
    now = desk.clock.now()
    edits = reader.recent(Moment(now.utc - LATELY, now.offset_minutes), who=desk.worker, limit=4 * MOST)
    found: dict[RecordId, Lately] = {}
    for edit in edits:
        record = _around(reader, edit)
        if record is not None and record.form != SHARED and record.id not in found:
            found[record.id] = Lately(
                record=record.id,
                form=record.form,
                root=edit.root,
                root_form=edit.root_form,
                code=edit.code,
                title=edit.title,
                when=edit.when,
            )
    told = {(one.root, one.when.utc) for one in found.values() if one.record != one.root}
    kept = [one for one in found.values() if one.record != one.root or (one.root, one.when.utc) not in told]
    return tuple(kept[:MOST])


def _around(reader: Reader, edit: RecentEdit) -> StoredRecord | None:
    record = reader.record(edit.record)
    while record is not None and record.parent is not None and (record.repeat or record.form == ATTENDANCE):
        record = reader.record(record.parent)
    return record


def _unfinished(reader: Reader) -> Iterator[Unfinished]:
    for draft in reader.drafts():
        saved = reader.record(draft.record)
        root = saved.root if saved is not None else draft.root
        yield Unfinished(
            record=draft.record, form=draft.form, code=code_of(reader, root), place=draft.place, kept=draft.kept
        )
