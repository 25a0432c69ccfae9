"""A case that moves: whole to its new space first, and known by its ids after it has left the desk."""

from __future__ import annotations

from fieldapp.domain.changes import CREATE, MOVE, UPDATE, Change, decode
from fieldapp.domain.ids import ChangeId, RecordId, SpaceId, WriterId
from fieldapp.storage.store import Write
from fieldapp.storage.sync_values import SealedChunk, StreamName
from fieldapp.storage.values import Lane, NewChange
from tests.fieldapp.storage.making import CASE, COLLEAGUE, ELSEWHERE, HOME, INCIDENT, Desk, fields
from tests.helpers.clock import BEGINNING

FAR = SpaceId("9f" * 16)
LEFT = (HOME, Lane.LEAVING)
THERE = (ELSEWHERE, Lane.EDITS)


def heads(desk: Desk, record: RecordId) -> frozenset[ChangeId]:
    with desk.look() as reader:
        stored = reader.record(record)
    assert stored is not None
    return stored.heads


def move(desk: Desk, case: RecordId, to: SpaceId) -> ChangeId:
    """Hand it over."""
    change = NewChange(record=case, kind=MOVE, form=CASE, version="1", after=heads(desk, case), space=to)
    return desk.save(change).written[case]


def send(desk: Desk, space: SpaceId, lane: Lane, *, answered: bool = True) -> list[str]:
    """Seal all that may go there now; the kinds of changes."""

    def work(write: Write) -> list[str]:
        name = StreamName(write.outbox.incarnation(), space, lane)
        rows, n = write.outbox.unsent(space, lane, 100), write.outbox.stream(name).last + 1
        write.outbox.seal(SealedChunk(name, n, f"hash{n}", b"body"), [row.row for row in rows])
        if answered:
            write.outbox.receipted(name, n, b"signed")
        return [decode(row.text).kind for row in rows]

    return desk.store.write_now(work)


def name_of(write: Write, space: SpaceId) -> StreamName:
    return StreamName(write.outbox.incarnation(), space, Lane.EDITS)


def sent_case(desk: Desk) -> tuple[RecordId, RecordId]:
    """A case with an incident that the server has."""
    case = desk.create(code="A")
    incident = desk.create(INCIDENT, parent=case)
    send(desk, HOME, Lane.EDITS)
    return case, incident


def colleagues_move(case: RecordId, after: ChangeId, to: SpaceId) -> Change:
    """Somebody else handed it over at the same time."""
    return Change(
        id=ChangeId(WriterId("ff" * 8), 1),
        record=case,
        kind=MOVE,
        form=CASE,
        version="1",
        after=frozenset({after}),
        lamport=99,
        who=COLLEAGUE,
        when=BEGINNING,
        space=to,
    )


def test_that_a_case_left_is_sent_only_when_the_server_has_all_of_it_for_the_other_space(desk: Desk) -> None:
    case, _ = sent_case(desk)
    move(desk, case, ELSEWHERE)

    with desk.look() as reader:
        assert reader.outbox.waiting() == {THERE: 3}
        assert reader.outbox.unsent(HOME, Lane.LEAVING, 10) == ()
    assert send(desk, ELSEWHERE, Lane.EDITS, answered=False) == ["create", "create", "move"]
    with desk.look() as reader:
        assert reader.outbox.waiting() == {}

    desk.store.write_now(lambda write: write.outbox.receipted(name_of(write, ELSEWHERE), 1, b"signed"))

    with desk.look() as reader:
        assert reader.outbox.waiting() == {LEFT: 1}
    assert send(desk, HOME, Lane.LEAVING) == ["move"]
    with desk.look() as reader:
        assert not reader.is_bound(case)


def test_what_is_sealed_anew_after_a_restore_keeps_that_order(desk: Desk) -> None:
    case, _ = sent_case(desk)
    move(desk, case, ELSEWHERE)
    send(desk, ELSEWHERE, Lane.EDITS, answered=False)

    desk.store.write_now(lambda write: write.outbox.begin_incarnation())

    with desk.look() as reader:
        assert reader.outbox.waiting() == {THERE: 3}


def test_an_urgent_chunk_does_not_bring_along_that_the_case_left(desk: Desk) -> None:
    case = desk.create(code="A")
    move(desk, case, ELSEWHERE)
    desk.save(NewChange(record=case, kind=UPDATE, form=CASE, version="1", after=heads(desk, case)), lane=Lane.URGENT)
    desk.store.write_now(lambda write: write.pass_on(next(iter(heads(desk, case))), HOME, Lane.URGENT))

    with desk.look() as reader:
        kinds = [decode(row.text).kind for row in reader.outbox.unsent(HOME, Lane.URGENT, 10)]
    assert kinds == ["create", "update"]


def test_while_two_places_are_claimed_for_a_case_what_is_saved_goes_to_both(desk: Desk) -> None:
    case, incident = sent_case(desk)
    (created,) = heads(desk, case)
    move(desk, case, ELSEWHERE)
    desk.store.write_now(lambda write: write.receive([colleagues_move(case, created, FAR)]))
    with desk.look() as reader:
        assert reader.places(case) == reader.places(incident) == {ELSEWHERE, FAR}

    edit = desk.change(incident, what="y")

    with desk.look() as reader:
        for space in (ELSEWHERE, FAR):
            assert edit in {decode(row.text).id for row in reader.outbox.unsent(space, Lane.EDITS, 100)}
    move(desk, case, FAR)
    with desk.look() as reader:
        assert reader.places(case) == {FAR}
        assert (ELSEWHERE, Lane.LEAVING) not in reader.outbox.waiting()  # not before all of it is there


def test_a_case_that_left_is_known_by_its_ids_and_what_comes_late_of_it_goes_after_it(desk: Desk) -> None:
    case, incident = sent_case(desk)
    move(desk, case, ELSEWHERE)
    send(desk, ELSEWHERE, Lane.EDITS)
    send(desk, HOME, Lane.LEAVING)
    seen = heads(desk, case)

    def leave(write: Write) -> None:
        gone = write.departing(case, "A")
        write.erase([case])
        write.keep_departed([gone])

    desk.store.write_now(leave)
    with desk.look() as reader:
        (gone,) = reader.departed()
        assert (gone.code, gone.to, gone.records) == ("A", ELSEWHERE, frozenset({case, incident}))
        assert reader.places(incident) == {ELSEWHERE}
        assert reader.late_records(gone) == {}

    desk.save(
        NewChange(record=case, kind=UPDATE, form=CASE, version="1", fields=fields(note="typed"), after=seen),
        NewChange(record=RecordId("ee" * 16), kind=CREATE, form=INCIDENT, version="1", parent=case),
    )
    with desk.look() as reader:
        assert reader.outbox.waiting() == {THERE: 2}
        assert reader.late_records(gone) == {case: True, RecordId("ee" * 16): True}
    send(desk, ELSEWHERE, Lane.EDITS)
    with desk.look() as reader:
        assert set(reader.late_records(gone).values()) == {False}


def test_no_number_is_given_to_two_changes_though_the_first_was_erased(desk: Desk) -> None:
    kept = desk.create(code="A")
    (first,) = heads(desk, kept)
    desk.store.write_now(lambda write: write.erase([kept]))

    (second,) = heads(desk, desk.create(code="B"))

    assert second.counter > first.counter
