"""A save is one transaction: the change, the record, its place in lists and search, and what waits to be sent."""

from __future__ import annotations

import pytest

from fieldapp.domain.answers import Foreign, Special
from fieldapp.domain.changes import CREATE, LAMPORT_LIMIT, MOVE, UPDATE
from fieldapp.domain.ids import NO_SPACE, ChangeId, FormId, new_record_id, new_writer_id
from fieldapp.storage.list_values import ListQuery
from fieldapp.storage.store import Write
from fieldapp.storage.values import Lane, NewChange
from tests.fieldapp.storage.making import (
    CASE,
    COLLEAGUE,
    ELSEWHERE,
    FORMS,
    HOME,
    INCIDENT,
    SURVIVOR,
    WORKER,
    Desk,
    at,
    field,
    open_desk,
)


def test_a_saved_record_reads_as_it_was_written(desk: Desk) -> None:
    case = desk.create(code="K7QM3ZTP4H", status="open")
    desk.now = at("2026-03-13T09:00:00.000+06:00")

    change = desk.change(case, status="closed", risk=None, note=Special.DECLINED, strange=Foreign('{"x":1}'))

    with desk.look() as reader:
        stored = reader.record(case)
    assert stored is not None
    assert stored.answers == {
        "code": "K7QM3ZTP4H",
        "status": "closed",
        "note": Special.DECLINED,
        "strange": Foreign('{"x":1}'),
    }
    assert (stored.form, stored.root, stored.space, stored.author) == (CASE, case, HOME, WORKER)
    assert stored.created == at("2026-03-12T14:02:05.000+06:00")
    assert stored.changed == desk.now
    assert stored.heads == {change}
    assert stored.not_sent


def test_every_save_has_its_own_id_and_a_greater_lamport(desk: Desk) -> None:
    case = desk.create()
    first, second = desk.change(case, a="1"), desk.change(case, a="2")

    changes = desk.changes()

    assert [change.id for change in changes] == [ChangeId(desk.store.writer, number) for number in (1, 2, 3)]
    assert (first.counter, second.counter) == (2, 3)
    assert [change.lamport for change in changes] == [1, 2, 3]


def test_a_desk_opened_again_writes_under_a_fresh_name(desk: Desk) -> None:
    desk.create()
    before = desk.store.writer
    path = desk.store.path
    desk.store.close()

    with open_desk(path.parent) as again:
        case = again.create()

        assert again.store.writer != before
        with again.look() as reader:
            assert reader.changes(case)[0].lamport == 2


def test_what_happened_names_all_that_a_screen_may_show(desk: Desk) -> None:
    case = desk.create()
    survivor = desk.create(SURVIVOR, parent=case, given="Айгүл")

    happened = desk.happened

    assert happened.records == {survivor}
    assert happened.forms == {SURVIVOR}
    assert happened.roots == {case}
    assert happened.spaces == {HOME}
    assert happened.sync
    assert happened.written == {survivor: ChangeId(desk.store.writer, 2)}


def test_a_transaction_tells_all_that_it_did(desk: Desk) -> None:
    def work(write: Write) -> Write:
        write.save([NewChange(record=new_record_id(), kind=CREATE, form=CASE, version="1")], WORKER, desk.now)
        write.save([NewChange(record=new_record_id(), kind=CREATE, form=INCIDENT, version="1")], WORKER, desk.now)
        return write

    assert desk.store.write_now(work).happened.forms == {CASE, INCIDENT}


def test_a_failing_transaction_leaves_nothing(desk: Desk) -> None:
    def work(write: Write) -> None:
        write.save([NewChange(record=new_record_id(), kind=CREATE, form=CASE, version="1")], WORKER, desk.now)
        write.remember("worker", "someone")
        raise LookupError

    with pytest.raises(LookupError):
        desk.store.write_now(work)

    assert desk.changes() == []
    with desk.look() as reader:
        assert reader.recall("worker") is None
        assert reader.count(ListQuery(form=CASE)) == 0
    desk.create()
    assert desk.changes()[0].id.counter == 1


def test_a_case_and_what_stands_below_it_can_be_created_in_one_breath(desk: Desk) -> None:
    case, survivor = new_record_id(), new_record_id()

    desk.save(
        NewChange(record=case, kind=CREATE, form=CASE, version="1", space=HOME),
        NewChange(record=survivor, kind=CREATE, form=SURVIVOR, version="1", parent=case),
    )

    with desk.look() as reader:
        assert [record.id for record in reader.below(case)] == [survivor]
    assert {change.space for change in desk.changes()} == {HOME}


@pytest.mark.parametrize(
    ("kind", "after"),
    [(CREATE, True), (UPDATE, False)],
)
def test_a_creation_comes_after_nothing_and_an_edit_after_something(desk: Desk, kind: str, after: bool) -> None:
    case = desk.create()
    heads = frozenset({ChangeId(desk.store.writer, 1)} if after else ())

    with pytest.raises(ValueError, match="after"):
        desk.save(NewChange(record=case, kind=kind, form=CASE, version="1", after=heads))


def test_an_edit_cannot_come_after_what_is_not_here(desk: Desk) -> None:
    case = desk.create()

    with pytest.raises(ValueError, match="not here"):
        desk.change(case, after=[ChangeId(new_writer_id(), 1)])


def test_a_record_is_changed_once_in_a_save(desk: Desk) -> None:
    case = desk.create()
    edit = NewChange(
        record=case, kind=UPDATE, form=CASE, version="1", after=frozenset({ChangeId(desk.store.writer, 1)})
    )

    with pytest.raises(ValueError, match="once"):
        desk.save(edit, edit)


def test_an_edit_made_from_an_older_state_is_a_conflict(desk: Desk) -> None:
    case = desk.create(status="open")
    with desk.look() as reader:
        seen = reader.changes(case)[0].id
    desk.change(case, status="closed")

    desk.change(case, after=[seen], status="referred")

    with desk.look() as reader:
        (conflict,) = reader.conflicts()
        stored = reader.record(case)
        assert reader.conflicts(case) == reader.conflicts(record=case) == (conflict,)
        assert reader.standing().conflicts == 1
    assert stored is not None
    assert stored.conflicts == 1
    assert (conflict.record, conflict.root, conflict.form) == (case, case, CASE)
    assert [side.answer for side in conflict.conflict.sides] == ["referred", "closed"]
    assert len(stored.heads) == 2


def test_a_choice_after_both_sides_settles_the_conflict(desk: Desk) -> None:
    case = desk.create(status="open")
    with desk.look() as reader:
        seen = reader.changes(case)[0].id
    desk.change(case, status="closed")
    desk.change(case, after=[seen], status="referred")

    desk.change(case, status="closed")

    with desk.look() as reader:
        assert reader.conflicts() == ()
        assert reader.page(ListQuery(form=CASE)).lines[0].conflicts == 0
    assert desk.answers(case)[field("status")] == "closed"


def test_while_two_disagree_the_protective_answer_stands(desk: Desk) -> None:
    case = desk.create(safe="yes")
    with desk.look() as reader:
        seen = reader.changes(case)[0].id
    desk.change(case, safe="no")

    desk.change(case, after=[seen], safe="yes")

    assert desk.answers(case)[field("safe")] == "no"


def test_history_tells_who_when_old_and_new(desk: Desk) -> None:
    case = desk.create(status="open")
    desk.now, desk.who = at("2026-03-14T10:00:00.000+06:00"), COLLEAGUE
    desk.change(case, status="closed", risk="low")

    with desk.look() as reader:
        created, edited = reader.history(case)

    assert (created.kind, created.who) == (CREATE, WORKER)
    assert (edited.kind, edited.who, edited.when) == (UPDATE, COLLEAGUE, desk.now)
    assert {(edit.field, edit.old, edit.new) for edit in edited.fields} == {
        ("status", "open", "closed"),
        ("risk", None, "low"),
    }


def test_history_shows_what_the_author_had_seen_and_not_what_came_between(desk: Desk) -> None:
    case = desk.create(status="open")
    with desk.look() as reader:
        seen = reader.changes(case)[0].id
    desk.change(case, status="closed")
    desk.change(case, after=[seen], status="referred")

    with desk.look() as reader:
        assert [(edit.fields[0].old, edit.fields[0].new) for edit in reader.history(case)[1:]] == [
            ("open", "closed"),
            ("open", "referred"),
        ]


def test_deleting_a_case_hides_what_stands_below_it_and_restoring_brings_it_back(desk: Desk) -> None:
    case = desk.create(code="K7QM3ZTP4H")
    survivor = desk.create(SURVIVOR, parent=case, given="Айгүл")
    contact = desk.create(SURVIVOR, parent=survivor, repeat="contacts", given="Нургүл")

    desk.delete(case)

    with desk.look() as reader:
        stored = reader.record(contact)
        assert stored is not None
        assert (stored.deleted, stored.gone) == (False, True)
        assert reader.below(case) == ()
        assert reader.search("Айгуль").hits == ()
        assert [record.id for record in reader.deleted(since=at("2026-03-01T00:00:00.000+06:00"))] == [case]

    desk.restore(case)

    with desk.look() as reader:
        assert [record.id for record in reader.below(case)] == [survivor, contact]
        assert [hit.record for hit in reader.search("нургуль").hits] == [contact]
        assert reader.deleted(since=at("2026-03-01T00:00:00.000+06:00")) == ()


def test_what_was_deleted_before_its_case_stays_deleted_when_the_case_comes_back(desk: Desk) -> None:
    case = desk.create()
    incident = desk.create(INCIDENT, parent=case)
    desk.delete(incident)
    desk.delete(case)

    with desk.look() as reader:
        assert [record.id for record in reader.deleted(at("2026-03-01T00:00:00.000+06:00"))] == [case]
    desk.restore(case)

    with desk.look() as reader:
        assert reader.below(case) == ()
        assert [record.id for record in reader.deleted(at("2026-03-01T00:00:00.000+06:00"))] == [incident]


def test_what_was_deleted_long_ago_is_not_offered(desk: Desk) -> None:
    desk.delete(desk.create())

    with desk.look() as reader:
        assert reader.deleted(since=at("2026-03-13T00:00:00.000+06:00")) == ()


def test_rows_of_a_repeat_stand_in_their_order(desk: Desk) -> None:
    survivor = desk.create(SURVIVOR, parent=desk.create())
    for given, order in (("second", "b"), ("third", "c"), ("first", "a")):
        desk.create(SURVIVOR, parent=survivor, repeat="contacts", order=order, given=given)
    desk.create(INCIDENT, parent=survivor)

    with desk.look() as reader:
        rows = reader.children(survivor, repeat="contacts")
        assert [row.answers[field("given")] for row in rows] == ["first", "second", "third"]
        assert [row.form for row in reader.children(survivor)] == [INCIDENT, SURVIVOR, SURVIVOR, SURVIVOR]
        assert len(reader.children(survivor, form=INCIDENT)) == 1


def test_records_of_a_form_are_read_without_its_repeats_rows(desk: Desk) -> None:
    survivor = desk.create(SURVIVOR, parent=desk.create())
    desk.create(SURVIVOR, parent=survivor, repeat="contacts")

    with desk.look() as reader:
        assert [record.id for record in reader.of_form(SURVIVOR)] == [survivor]


def test_a_form_the_store_was_never_told_of_is_kept_all_the_same(desk: Desk) -> None:
    record = desk.create(FormId("something_new"), answer="42")

    assert desk.answers(record) == {"answer": "42"}


def test_what_is_below_a_case_goes_where_the_case_goes(desk: Desk) -> None:
    case = desk.create()
    incident = desk.create(INCIDENT, parent=case)
    with desk.look() as reader:
        heads = reader.changes(case)[0].id

    desk.save(NewChange(record=case, kind=MOVE, form=CASE, version="1", after=frozenset({heads}), space=ELSEWHERE))

    with desk.look() as reader:
        stored = reader.record(incident)
        assert stored is not None
        assert stored.space == ELSEWHERE
        assert [line.space for line in reader.page(ListQuery(form=CASE)).lines] == [ELSEWHERE]
        assert reader.outbox.waiting() == {(HOME, Lane.EDITS): 2, (ELSEWHERE, Lane.EDITS): 3}


def test_what_was_recorded_before_joining_moves_into_her_space_and_is_sent_there_alone(desk: Desk) -> None:
    desk.space = NO_SPACE
    case, workshop = desk.create(), desk.create(FormId("wks_workshop"))
    incident = desk.create(INCIDENT, parent=case)

    happened = desk.store.write_now(
        lambda write: write.adopt_space(HOME, WORKER, desk.now, belongs=lambda form: form == CASE)
    )

    with desk.look() as reader:
        stored = [reader.record(record) for record in (case, incident, workshop)]
        assert [record.space for record in stored if record] == [HOME, HOME, NO_SPACE]
        assert reader.outbox.waiting() == {(HOME, Lane.EDITS): 3, (NO_SPACE, Lane.EDITS): 1}
    assert happened.records == {case, incident}


def test_adopting_a_space_with_nothing_recorded_does_nothing(desk: Desk) -> None:
    assert not desk.store.write_now(lambda write: write.adopt_space(HOME, WORKER, desk.now))


def test_the_greatest_lamport_there_is_does_not_stop_the_desk(desk: Desk, colleague: Desk) -> None:
    case = colleague.create()
    (change,) = colleague.changes()
    desk.receive([change])
    desk.store.write_now(lambda write: write._saving._count_to("lamport", LAMPORT_LIMIT))

    desk.change(case, status="closed")

    assert desk.answers(case)[field("status")] == "closed"


def test_a_new_choice_of_questions_is_worked_out_for_records_that_are_here(desk: Desk) -> None:
    case = desk.create(code="K7QM3ZTP4H", status="open", secret_name="Айгүл")
    told = FORMS[0]

    desk.store.learn([type(told)(form=CASE, names=(field("secret_name"),), listed=told.listed)])

    with desk.look() as reader:
        assert [hit.record for hit in reader.search("Aigul").hits] == [case]


def test_a_field_that_becomes_protective_changes_which_side_stands(desk: Desk) -> None:
    case = desk.create(told="yes")
    with desk.look() as reader:
        seen = reader.changes(case)[0].id
    desk.change(case, told="no")
    desk.change(case, after=[seen], told="yes")
    assert desk.answers(case) == {"told": "yes"}

    told = FORMS[0]
    desk.store.learn([type(told)(form=CASE, protective={field("told"): ("no", "yes")}, listed=told.listed)])

    assert desk.answers(case)[field("told")] == "no"


def test_what_was_told_of_forms_is_known_at_the_next_opening(desk: Desk) -> None:
    case = desk.create(code="K7QM3ZTP4H")
    path = desk.store.path
    desk.store.close()

    with open_desk(path.parent, forms=()) as again:
        survivor = again.create(SURVIVOR, parent=case, given="Айгүл")
        with again.look() as reader:
            assert [hit.record for hit in reader.search("aygul").hits] == [survivor]


def test_an_empty_edit_of_a_field_takes_the_answer_back(desk: Desk) -> None:
    case = desk.create(status="open")

    desk.change(case, status=None)

    assert desk.answers(case) == {}
