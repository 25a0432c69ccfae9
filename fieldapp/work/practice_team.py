"""The three workers of the example at their desks: each records what is hers, and it reaches those who may read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from fieldapp.domain.clock import Clock, Moment
from fieldapp.domain.ids import FieldId, FormId, RecordId, SpaceId, new_space_id
from fieldapp.domain.spaces import Membership
from fieldapp.domain.workshops import Mark
from fieldapp.forms.places import Place
from fieldapp.vault.unlocked import Vault
from fieldapp.words import Language
from fieldapp.work.adding import add
from fieldapp.work.cases import CASE, CONSENT, begin_case, open_case, save_below
from fieldapp.work.desk import Desk, remember_memberships
from fieldapp.work.example import Edit, Example, ExampleSpace, Someone, Written, read_answers
from fieldapp.work.filling import Filling, begin, reopen, save
from fieldapp.work.letterheads import Letterhead, keep_letterhead
from fieldapp.work.packs import built_in_packs
from fieldapp.work.people import STAFF
from fieldapp.work.roll import look_at_roll, mark, mark_others_present
from fieldapp.work.workshops import ATTENDANCE, SESSION

_SPACE_NAME: Final = FormId("space_name")
#: What a case's own record gets from opening and closing it.
_BY_THE_CASE: Final = frozenset({"code", "status", "opened_on", "closed_on", "closing"})


class PastClock:
    """Stands so many days before now, at the same hour: the example was written down little by little."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.days = 0

    def now(self) -> Moment:
        now = self._clock.now()
        return Moment(now.utc + timedelta(self.days), now.offset_minutes)


@dataclass(frozen=True, slots=True)
class Seat:
    """One worker's open desk."""

    desk: Desk
    past: PastClock
    vault: Vault


@dataclass(slots=True)
class Team:
    """Everybody of the example. `progress` is told how many records of how many are there."""

    example: Example
    language: Language
    clock: Clock
    progress: Callable[[int, int], None]
    _seats: dict[str, Seat] = field(default_factory=dict)
    _spaces: dict[str, SpaceId] = field(default_factory=dict)
    _records: dict[str, RecordId] = field(default_factory=dict)
    _done: int = 0
    _whole: int = field(init=False)

    def __post_init__(self) -> None:
        self._whole = sum(1 for _ in self.example.everything())

    def sit_down(self, someone: Someone, seat: Seat) -> None:
        """This worker has a desk, and belongs to her spaces."""
        self._seats[someone.key] = seat
        for space in self.example.spaces:
            self._spaces.setdefault(space.key, new_space_id())
        memberships = [
            Membership(self._spaces[space.key], space.kind, space.opener == someone.key)
            for space in self.example.spaces
            if someone.key in space.members
        ]
        remember_memberships(seat.desk.store, seat.desk.worker, memberships)
        keep_letterhead(seat.desk, Letterhead(organisation=self.example.name, worker=someone.name))

    def work(self) -> None:
        """Record everything, tell the others, change something apart, and tell them that too."""
        for space in self.example.spaces:
            if space.key not in self.example.records:
                self._introduce(self._seats[space.opener].desk)
                self._record(self._seats[space.opener], self.example.services)
                self._tell(space)
        for space in self.example.spaces:
            self._record(self._seats[space.opener], self.example.records.get(space.key, ()))
            self._tell(space)
        for edit in self.example.meanwhile:
            self._change(edit)
        for space in self.example.spaces:
            self._tell(space)

    def leave(self) -> None:
        """Lock every desk."""
        for seat in self._seats.values():
            seat.desk.store.close()
            seat.vault.close()

    def _introduce(self, desk: Desk) -> None:
        """Everybody's name, and what the spaces are called."""
        for someone in self.example.workers:
            worker = self._seats[someone.key].desk.worker
            told = {"worker": worker, "staff_name": someone.name, "staff_role": someone.role.value}
            save(desk, _answered(begin(desk, STAFF), told))
        for space in self.example.spaces:
            named = {"space": self._spaces[space.key], "space_title": space.title, "space_kind": space.kind.value}
            save(desk, _answered(begin(desk, _SPACE_NAME), named))

    def _record(self, seat: Seat, roots: tuple[Written, ...]) -> None:
        for root in roots:
            seat.past.days = root.day or 0
            if root.form == CASE:
                self._open_case(seat, root)
            else:
                self._save(seat, root, None)
        seat.past.days = 0

    def _open_case(self, seat: Seat, written: Written) -> None:
        """Consent first, as anybody opens a case; what stands below it follows, day by day."""
        consent, *others = written.below
        assert consent.form == CONSENT
        seat.past.days = min(day for day in (written.day, consent.day) if day is not None)
        opened = open_case(seat.desk, self._typed(begin_case(seat.desk), consent))
        self._keep(consent, opened.case)
        self._keep(written, opened.case)
        said = {name: value for name, value in written.answers.items() if name not in _BY_THE_CASE}
        if said:
            save(seat.desk, self._typed(reopen(seat.desk, opened.case), Written(CASE, "", said, {}, ())))
        for each in others:
            self._save(seat, each, opened.case)

    def _save(self, seat: Seat, written: Written, parent: RecordId | None) -> None:
        if written.day is not None:
            seat.past.days = written.day
        filling = self._typed(add(seat.desk, built_in_packs(), written.form, parent, self.language), written)
        save_below(seat.desk, filling)
        self._keep(written, filling.record)
        if written.form == SESSION:
            self._mark(seat.desk, filling.record, written)
        for each in written.below:
            if each.form != ATTENDANCE:
                self._save(seat, each, filling.record)

    def _mark(self, desk: Desk, session: RecordId, written: Written) -> None:
        """The roll as a trainer does it: those who were not there, then everybody else at once."""
        marks = [
            read_answers(each.answers, self.language, self.clock.now().day, self._records)
            for each in written.below
            if each.form == ATTENDANCE
        ]
        for line in look_at_roll(desk, session).lines:
            said = next((m["mark"] for m in map(_plain, marks) if m["participant"] == line.participant.record), "")
            if said and said != Mark.PRESENT.value:
                mark(desk, session, line, Mark(said))
        if marks:
            mark_others_present(desk, session, look_at_roll(desk, session).lines)
        self._done += len(marks)

    def _change(self, edit: Edit) -> None:
        desk = self._seats[edit.by].desk
        record = self._records[edit.record]
        save(desk, self._typed(reopen(desk, record), Written(CASE, "", edit.answers, {}, ())))

    def _typed(self, filling: Filling, written: Written) -> Filling:
        """The form with these answers, as if somebody had typed them."""
        today = self.clock.now().day
        _answered(filling, _plain(read_answers(written.answers, self.language, today, self._records)))
        for repeat, rows in written.rows.items():
            for row in rows:
                added, _ = filling.session.add_row(Place(None, FieldId(repeat)))
                _answered(filling, _plain(read_answers(row, self.language, today, self._records)), added)
        return filling

    def _keep(self, written: Written, record: RecordId) -> None:
        if written.key:
            self._records[written.key] = record
        self._done += 1
        self.progress(self._done, self._whole)

    def _tell(self, space: ExampleSpace) -> None:
        """What a member has recorded reaches the other members' desks."""
        for one in space.members:
            for other in space.members:
                if one != other:
                    _carry(self._seats[one].desk, self._seats[other].desk, self._spaces[space.key])


def _carry(one: Desk, other: Desk, space: SpaceId) -> None:
    with one.store.read() as reader:
        changes = [change for record, _ in reader.record_hashes(space) for change in reader.changes(record)]
    other.store.write_now(lambda write: write.receive(changes))


def _answered(filling: Filling, answers: Mapping[str, str], row: RecordId | None = None) -> Filling:
    for name, answer in answers.items():
        filling.session.set(Place(row, FieldId(name)), answer)
    return filling


def _plain(answers: Mapping[FieldId, str]) -> dict[str, str]:
    return {str(name): answer for name, answer in answers.items()}
