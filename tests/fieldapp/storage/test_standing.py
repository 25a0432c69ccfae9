"""What the start page tells of the desk."""

from __future__ import annotations

from fieldapp.storage.store import Write
from tests.fieldapp.storage.making import CASE, COLLEAGUE, HOME, INCIDENT, SURVIVOR, WORKER, WORKSHOP, Desk, at


def test_recent_work_is_told_once_a_record_the_last_first(desk: Desk) -> None:
    case = desk.create(code="K7QM3ZTP4H")
    workshop = desk.create(WORKSHOP, topic="Укук")
    desk.now = at("2026-03-12T16:00:00.000+06:00")
    incident = desk.create(INCIDENT, parent=case)
    desk.now = at("2026-03-12T17:00:00.000+06:00")
    desk.change(case, status="open")

    with desk.look() as reader:
        edits = reader.recent(at("2026-03-12T00:00:00.000+06:00"))

    assert [edit.record for edit in edits] == [case, incident, workshop]
    assert (edits[0].when, edits[0].code, edits[0].form, edits[0].who) == (desk.now, "K7QM3ZTP4H", CASE, WORKER)
    assert (edits[1].root, edits[1].root_form, edits[1].code) == (case, CASE, "K7QM3ZTP4H")
    assert edits[2].title == "Укук"


def test_recent_work_is_hers_and_of_its_day(desk: Desk) -> None:
    mine = desk.create()
    desk.who = COLLEAGUE
    hers = desk.create()
    desk.now, desk.who = at("2026-03-13T08:00:00.000+06:00"), WORKER
    today = desk.create()
    midnight = at("2026-03-13T00:00:00.000+06:00")

    with desk.look() as reader:
        assert [edit.record for edit in reader.recent(midnight)] == [today]
        yesterday = reader.recent(at("2026-03-12T00:00:00.000+06:00"), midnight)
        assert {edit.record for edit in yesterday} == {mine, hers}
        assert [e.record for e in reader.recent(at("2026-03-12T00:00:00.000+06:00"), midnight, who=WORKER)] == [mine]
        assert len(reader.recent(at("2026-03-01T00:00:00.000+06:00"), limit=2)) == 2


def test_recent_work_leaves_out_what_was_deleted(desk: Desk) -> None:
    case = desk.create()
    desk.create(SURVIVOR, parent=case)
    desk.delete(case)

    with desk.look() as reader:
        assert reader.recent(at("2026-03-12T00:00:00.000+06:00")) == ()


def test_the_start_page_counts_records_and_not_edits(desk: Desk) -> None:
    case = desk.create()
    desk.change(case, status="open")
    desk.change(case, status="closed")
    desk.create(INCIDENT, parent=case)

    with desk.look() as reader:
        standing = reader.standing()

    assert (standing.not_sent, standing.only_here, standing.last_copy) == (2, 2, None)


def test_an_empty_desk_has_nothing_to_tell(desk: Desk) -> None:
    with desk.look() as reader:
        standing = reader.standing()
        assert reader.recent(at("2026-03-12T00:00:00.000+06:00")) == ()
        assert reader.agreement(HOME).records == 0

    assert not any(
        (standing.not_sent, standing.only_here, standing.drafts, standing.conflicts, standing.waiting, standing.held)
    )


def test_desks_with_one_different_answer_do_not_agree(desk: Desk, colleague: Desk) -> None:
    case = desk.create(status="open")
    colleague.receive(desk.changes())
    with desk.look() as mine, colleague.look() as theirs:
        assert mine.agreement(HOME) == theirs.agreement(HOME)

    desk.change(case, status="closed")

    with desk.look() as mine, colleague.look() as theirs:
        assert mine.agreement(HOME) != theirs.agreement(HOME)
        assert [record for record, _ in mine.record_hashes(HOME)] == [case]


def test_the_desk_remembers_facts_and_forgets_them(desk: Desk) -> None:
    def remember(write: Write) -> None:
        write.remember("memberships", [["a", 1, True, None]])
        write.remember("worker", "x")
        write.remember("worker", None)

    desk.store.write_now(remember)

    with desk.look() as reader:
        assert reader.recall("memberships") == [["a", 1, True, None]]
        assert reader.recall("worker") is None
