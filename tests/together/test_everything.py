"""Everything that can happen, in any order, to several desks and their server; then quiet: and all is well.

All replicas that may read are equal to each other and to the brute-force merge, every change that somebody was told is
saved is in the history, and nobody holds a key or a byte that no grant gave. `FIELDAPP_SEARCH=500` searches long, each
time elsewhere; without it the same few examples are tried in every run.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import ChangeId, DeskId, RecordId, SpaceId
from fieldapp.domain.merge import SPACE
from sync.client.log import DOUBTS
from sync.protocol.chunks import read_chunk
from sync.protocol.names import StatementId
from sync.protocol.said import EpochOpening
from sync.protocol.trust import Trust
from tests.fieldapp.domain.oracle import truth
from tests.helpers.clock import BEGINNING
from tests.together.near import Fault
from tests.together.seats import NAMES, Made, Seat, make
from tests.together.world import SECRET, World

SEARCH = int(os.environ.get("FIELDAPP_SEARCH", "0"))
EXAMPLES, STEPS = 10, 25

COORDINATORS = st.sampled_from(("first", "second"))
MEMBERS = st.sampled_from(("worker", "supervisor", "trainer"))
HANDS = st.sampled_from(("worker", "colleague", "supervisor", "trainer"))
CLONED = st.sampled_from(("worker", "supervisor"))
ANYBODY = st.sampled_from(NAMES)
QUESTIONS = st.sampled_from(("phone", "note", "where"))
NO_FAULT = st.just(Fault())
CUTS = NO_FAULT | st.builds(Fault, up=st.integers(0, 3000)) | st.builds(Fault, down=st.integers(0, 6000))
FAULTS = CUTS | st.just(Fault(again=True))
WHICH = st.integers(0, 3)

_folders: Iterator[int] = count()


@dataclass
class Place:
    """Where the examples are made."""

    made: Made
    folder: Path


class Everything(RuleBasedStateMachine):
    """A new rule is a method here and one of the same name in `World`."""

    place: Place

    def __init__(self) -> None:
        super().__init__()
        self.world = World.begin(self.place.made, self.place.folder / str(next(_folders)))

    # Work

    @rule(who=HANDS, talks=st.booleans())
    def create(self, who: str, talks: bool) -> None:
        self.world.create(who)
        if talks:
            self.world.seats[who].try_to_talk()

    @precondition(lambda self: self.world.records)
    @rule(who=HANDS, which=WHICH, question=QUESTIONS, newer=st.booleans(), talks=st.booleans())
    def edit(self, who: str, which: int, question: str, newer: bool, talks: bool) -> None:
        self.world.edit(who, self._record(which), question, newer=newer)
        if talks:
            self.world.seats[who].try_to_talk()

    @precondition(lambda self: self.world.records)
    @rule(who=HANDS, which=WHICH, back=st.booleans())
    def remove(self, who: str, which: int, back: bool) -> None:
        self.world.remove(who, self._record(which), back=back)

    @precondition(lambda self: self.world.records)
    @rule(who=HANDS, which=WHICH, talks=st.booleans())
    def move(self, who: str, which: int, talks: bool) -> None:
        self.world.move(who, self._record(which))
        if talks:
            self.world.seats[who].try_to_talk()

    @precondition(lambda self: self.world.records)
    @rule(who=HANDS, which=WHICH, talks=st.booleans())
    def erase(self, who: str, which: int, talks: bool) -> None:
        self.world.erase(who, self._record(which))
        if talks:
            self.world.seats[who].try_to_talk()

    @rule(who=HANDS, talks=st.booleans())
    def take_in(self, who: str, talks: bool) -> None:
        self.world.take_in(who)
        if talks:
            self.world.seats[who].try_to_talk()

    @rule(who=HANDS, steps=st.integers(1, 6), talks=st.booleans())
    def compact(self, who: str, steps: int, talks: bool) -> None:
        self.world.compact(who, steps)
        if talks:
            self.world.seats[who].try_to_talk()

    # Talk

    @rule(who=ANYBODY, fault=FAULTS)
    def talk(self, who: str, fault: Fault) -> None:
        self.world.talk(who, fault)

    @rule(who=ANYBODY, after=st.integers(1, 60), fault=CUTS)
    def kill(self, who: str, after: int, fault: Fault) -> None:
        self.world.kill(who, after, fault)

    # Belong

    @rule(by=COORDINATORS, who=MEMBERS, write=st.booleans(), talks=st.booleans())
    def let_in(self, by: str, who: str, write: bool, talks: bool) -> None:
        self._coordinate(by, lambda: self.world.let_in(by, who, write=write), talks)

    @rule(by=COORDINATORS, who=MEMBERS, talks=st.booleans())
    def take_out(self, by: str, who: str, talks: bool) -> None:
        self._coordinate(by, lambda: self.world.take_out(by, who), talks)

    @rule(by=COORDINATORS, who=ANYBODY, talks=st.booleans())
    def revoke(self, by: str, who: str, talks: bool) -> None:
        if by != who:
            self._coordinate(by, lambda: self.world.revoke(by, who), talks)

    # Misfortune

    @rule(who=ANYBODY, years=st.sampled_from((-20, -1, 1, 20)))
    def set_the_clock(self, who: str, years: int) -> None:
        clock = self.world.seats[who].person.clock
        clock.set(Moment(BEGINNING.utc + timedelta(days=365 * years), BEGINNING.offset_minutes))

    @rule(what=ANYBODY | st.just("server"))
    def copy(self, what: str) -> None:
        self.world.copy(what)

    @rule(what=ANYBODY | st.just("server"))
    def set_back(self, what: str) -> None:
        self.world.set_back(what)

    @rule(who=CLONED)
    def clone(self, who: str) -> None:
        self.world.clone(who)

    @precondition(lambda self: self.world.records and any(name.startswith("twin") for name in self.world.seats))
    @rule(who=CLONED, which=WHICH, question=QUESTIONS, talks=st.booleans())
    def edit_at_the_twin(self, who: str, which: int, question: str, talks: bool) -> None:
        twin = f"twin of {who}"
        if twin in self.world.seats:
            self.world.edit(twin, self._record(which), question)
            if talks:
                self.world.seats[twin].try_to_talk()

    # Quiet

    def teardown(self) -> None:
        try:
            self.world.come_to_rest()
            self.all_who_may_read_are_equal_and_right()
            self.nothing_acknowledged_is_lost()
            self.nobody_holds_what_no_grant_gave()
            self.nobody_is_suspected_for_nothing()
            self.what_was_erased_is_gone()
        finally:
            self.world.end()

    def _coordinate(self, by: str, say: Callable[[], None], talks: bool) -> None:
        if self.world.administers(by):
            say()
        if talks:
            self.world.seats[by].try_to_talk()

    def _record(self, which: int) -> RecordId:
        return self.world.records[which % len(self.world.records)]

    def _trust(self) -> Trust:
        return self.world.server.centre.register.now().trust

    def _readers(self, spaces: set[SpaceId] | None = None) -> dict[str, Seat]:
        """Who may read any of these, or one of the caseloads."""
        trust, made = self._trust(), self.world.made
        wanted = (made.caseload, made.other) if spaces is None else spaces
        return {
            name: seat
            for name, seat in self.world.seats.items()
            if any(trust.may_read(desk_of(seat), space) for space in wanted)
        }

    def all_who_may_read_are_equal_and_right(self) -> None:
        there, late = self.world.by_record(self.world.at_server()), self.world.late_anywhere()
        for record in self.world.kept():
            readers = self._readers(self._places(record))
            known = {name: self._shared(name, record, there) - late for name in readers}
            for name, hers in known.items():
                assert all(hers == other for other in known.values()), name
                assert hers <= there.get(record, set()) or not any(map(self._may_write, readers))
        for seat in self._readers().values():
            changes = self.world.changes_at(seat)
            for record in self.world.kept():
                expected = truth([each for each in changes.values() if each.record == record], {})
                assert (expected is not None) == seat.person.has(record)
                if expected is not None:
                    stored = seat.person.record(record)
                    assert seat.person.answers(record) == expected.answers
                    assert stored.heads == expected.heads
                    assert stored.deleted == expected.deleted
                    assert stored.conflicts == len(expected.conflicts)
                    assert stored.waiting == len(expected.waiting)

    def _places(self, record: RecordId) -> set[SpaceId]:
        """Where it stands by all that desks which read a caseload hold of it; what waits for a person is not that."""
        held = {id_: each for seat in self._readers().values() for id_, each in self.world.changes_at(seat).items()}
        found = truth([each for each in held.values() if each.record == record], {})
        if found is None:
            return set()
        sides = found.conflicts.get(SPACE, frozenset())
        return {SpaceId(str(answer)) for _, answer in sides} or {SpaceId(found.space)}

    def _shared(self, name: str, record: RecordId, there: dict[RecordId, set[ChangeId]]) -> set[ChangeId]:
        """What is at her desk, without what she wrote where she may only read: that stays hers."""
        known = {each.id for each in self.world.changes_at(self.world.seats[name]).values() if each.record == record}
        if self._may_write(name):
            return known
        return {each for each in known if each in there.get(record, ()) or self.world.acknowledged.get(each) != name}

    def nothing_acknowledged_is_lost(self) -> None:
        late, there = self.world.late_anywhere(), {each.id for each in self.world.at_server()}
        here = {
            name: {*self.world.changes_at(seat), *self.world.late_at(seat)} for name, seat in self.world.seats.items()
        }
        record_of = {each.id: each.record for each in self.world.every_change()}
        readers = self._readers()
        for change, name in self.world.acknowledged.items():
            if name in self.world.parted and (self.world.unlucky or name not in readers):
                # What she sent is removed from her desk when she leaves; a server that lost it then lost the last copy.
                assert self.world.unlucky or change in here[name] | there
                continue
            if self.world.unlucky and change not in record_of:
                continue  # the same, where she had handed it over
            record = record_of[change]
            assert change in here[name] or record in self.world.moved, f"{name} was told that {change} is saved"
            if name in readers and self._may_write(name) and change not in late:
                assert change in there
                assert all(change in here[reader] for reader in self._readers(self._places(record)))

    def nobody_holds_what_no_grant_gave(self) -> None:
        trust = self._trust()
        for name, seat in self.world.seats.items():
            desk = desk_of(seat)
            with seat.person.store.read() as reader:
                keys, held = reader.sync.space_keys(), reader.sync.held_count()
            for key in keys:
                assert trust.belonged(desk, key.space), f"{name} has a key of a space that she never belonged to"
                assert not self._was_shut_out(trust, desk, key.epoch), f"{name} has a key that was made to shut her out"
            belonged = {each for each in trust.spaces if trust.belonged(desk, each)}
            assert {space for space, _ in held} <= belonged
            mine = {change for change, by in self.world.acknowledged.items() if by == name}
            for change in self.world.changes_at(seat).values():
                stood = self.world.stood_in(change.record)
                assert change.id in mine or stood & belonged, f"{name} never belonged to where this stood"
        for path in self.world.server.folder.iterdir():
            if path.is_file():
                assert SECRET.encode() not in path.read_bytes()

    def nobody_is_suspected_for_nothing(self) -> None:
        """Broken lines, killed programs, wrong clocks and people who come and go make no server a liar."""
        for name, seat in self.world.seats.items():
            with seat.person.store.read() as reader:
                events = {entry.event for entry in reader.sync.log()}
            doubts = events & {event.value for event in DOUBTS}
            assert not doubts or self.world.unlucky, f"{name} has noted {doubts}"

    def what_was_erased_is_gone(self) -> None:
        """At every desk that reads on and was told; and the server has deleted what its keeper's word has replaced."""
        trust = self._trust()
        for seat in self._readers().values():
            assert self.world.has_obeyed(seat)
        kept = {read_chunk(raw).epoch for raw in self.world.raw_at_server()}
        assert not any(trust.void(epoch) for epoch in kept if StatementId(epoch) in trust.statements)

    def _may_write(self, name: str) -> bool:
        trust, made, desk = self._trust(), self.world.made, desk_of(self.world.seats[name])
        return any(trust.may_write(desk, space) for space in (made.caseload, made.other))

    def _was_shut_out(self, trust: Trust, desk: DeskId, epoch: str) -> bool:
        """Whether the epoch answers that she was shut out, somebody else opened it, and she was not let in again."""
        statement = trust.statements.get(StatementId(epoch))
        if statement is None or not isinstance(statement.said, EpochOpening) or statement.by == desk:
            return False
        return desk in trust.revoked and trust.revoked[desk] in statement.said.heeds


def desk_of(seat: Seat) -> DeskId:
    return seat.person.station.identity().desk


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(tmp_path_factory.mktemp("everything") / "made")


def test_whatever_happens_all_is_well_when_it_is_quiet(made: Made, tmp_path: Path) -> None:
    folder = tmp_path / "examples"
    folder.mkdir()
    Everything.place = Place(made, folder)
    search = settings(max_examples=SEARCH or EXAMPLES, stateful_step_count=STEPS, derandomize=not SEARCH)
    run_state_machine_as_test(Everything, settings=search)
    shutil.rmtree(folder)
