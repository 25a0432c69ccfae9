"""What comes from colleagues may come in any order and twice: the desk ends up the same."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.domain.answers import Answer
from fieldapp.domain.changes import CREATE, DELETE, MOVE, RESTORE, UPDATE, Change
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import ChangeId, FieldId, FormId, RecordId, SpaceId, WorkerId, WriterId
from fieldapp.domain.merge import fold
from fieldapp.storage.encoding import answers_from_text, ids_from_text
from fieldapp.storage.list_values import FigureQuery, ListQuery
from fieldapp.storage.values import Happened
from tests.fieldapp.storage.making import CASE, ELSEWHERE, FORMS, HOME, SURVIVOR, Desk, field, open_desk
from tests.helpers.clock import BEGINNING

ROOT, CHILD, GRANDCHILD, OTHER = (RecordId(f"{number:032x}") for number in (1, 2, 3, 4))
TREE = {
    ROOT: (CASE, None, ""),
    CHILD: (SURVIVOR, ROOT, ""),
    GRANDCHILD: (SURVIVOR, CHILD, "contacts"),
    OTHER: (CASE, None, ""),
}
ANSWERS: dict[FormId, dict[str, list[Answer | None]]] = {
    CASE: {"code": ["K7QM3ZTP4H", "ABCDEFGHJK"], "status": ["open", "closed", None], "safe": ["yes", "no"]},
    SURVIVOR: {"given": ["Айгүл", "Гүлнара", None], "age": ["27", "28", "x"], "phone": ["+996555123456"]},
}


def test_a_colleagues_case_is_read_like_ones_own(desk: Desk, colleague: Desk) -> None:
    case = colleague.create(code="K7QM3ZTP4H", status="open")
    survivor = colleague.create(SURVIVOR, parent=case, given="Айгүл")

    happened = desk.receive(colleague.changes())

    assert happened.records == {case, survivor}
    assert happened.roots == {case}
    assert desk.answers(case) == colleague.answers(case)
    with desk.look() as reader, colleague.look() as theirs:
        assert reader.agreement(HOME) == theirs.agreement(HOME)
        assert not reader.outbox.waiting()
        assert reader.standing().not_sent == 0


def test_what_comes_a_second_time_changes_nothing(desk: Desk, colleague: Desk) -> None:
    colleague.create()
    desk.receive(colleague.changes())

    assert desk.receive(colleague.changes()) == Happened()
    assert len(desk.changes()) == 1


def test_a_change_whose_forerunner_is_not_here_waits_and_is_counted(desk: Desk, colleague: Desk) -> None:
    case = colleague.create(status="open")
    colleague.change(case, status="closed")
    created, edited = colleague.changes()

    desk.receive([edited])
    with desk.look() as reader:
        assert reader.record(case) is None
        assert reader.standing().waiting == 1
        assert [edit.waiting for edit in reader.history(case)] == [True]
    desk.receive([created])

    with desk.look() as reader:
        assert reader.standing().waiting == 0
    assert desk.answers(case) == {"status": "closed"}


def test_a_record_that_is_here_says_how_many_of_its_changes_wait(desk: Desk, colleague: Desk) -> None:
    case = colleague.create(status="open")
    colleague.change(case, status="closed")
    colleague.change(case, status="referred")
    created, _, last = colleague.changes()

    desk.receive([created, last])

    with desk.look() as reader:
        stored = reader.record(case)
    assert stored is not None
    assert (stored.waiting, stored.answers) == (1, {"status": "open"})


def test_a_child_that_comes_before_its_case_appears_when_the_case_does(desk: Desk, colleague: Desk) -> None:
    case = colleague.create()
    survivor = colleague.create(SURVIVOR, parent=case, given="Айгүл", age="27")
    contact = colleague.create(SURVIVOR, parent=survivor, repeat="contacts", given="Гүлнара")
    changes = {change.record: change for change in colleague.changes()}

    desk.receive([changes[contact], changes[survivor]])
    with desk.look() as reader:
        assert reader.standing().rootless == 2
        assert not reader.search("Айгүл").hits
        assert reader.count_by(FigureQuery(form=SURVIVOR))[0].number == 0
    happened = desk.receive([changes[case]])

    assert happened.records == {case, survivor, contact}
    with desk.look() as reader:
        assert reader.standing().rootless == 0
        assert {record.id for record in reader.below(case)} == {survivor, contact}
        assert [hit.record for hit in reader.search("Гульнара").hits] == [contact]
        assert reader.count_by(FigureQuery(form=SURVIVOR))[0].number == 1


def test_a_change_made_after_a_colleagues_has_a_greater_lamport(desk: Desk, colleague: Desk) -> None:
    case = colleague.create()
    for number in range(5):
        colleague.change(case, note=str(number))
    desk.receive(colleague.changes())

    desk.change(case, note="mine")

    assert desk.changes()[-1].lamport == 7


def test_a_kind_of_change_from_the_future_is_kept_and_passed_on(desk: Desk, colleague: Desk) -> None:
    case = colleague.create()
    (created,) = colleague.changes()
    future = Change(
        id=ChangeId(WriterId("9" * 16), 1),
        record=case,
        kind="link",
        form=CASE,
        version="7",
        after=frozenset({created.id}),
        lamport=2,
        who=WorkerId("8" * 32),
        when=BEGINNING,
        more={"linked": ["a", 1]},
    )

    desk.receive([created, future])

    assert future in desk.changes()


def test_records_that_stand_below_each_other_do_no_harm(desk: Desk) -> None:
    def ring(record: RecordId, parent: RecordId, counter: int) -> Change:
        return Change(
            id=ChangeId(WriterId("9" * 16), counter),
            record=record,
            kind=CREATE,
            form=SURVIVOR,
            version="1",
            lamport=1,
            who=WorkerId("8" * 32),
            when=BEGINNING,
            parent=parent,
        )

    desk.receive([ring(ROOT, CHILD, 1), ring(CHILD, ROOT, 2), ring(OTHER, OTHER, 3)])

    with desk.look() as reader:
        assert reader.standing().rootless == 3


@st.composite
def changes_of_a_tree(draw: st.DrawFn) -> list[Change]:
    """What three desks wrote about four records, each seeing some of what was written before."""
    made: list[Change] = []
    for record in draw(st.permutations(list(TREE))):
        space = draw(st.sampled_from([HOME, ELSEWHERE]))
        made.append(_change(draw, made, record, CREATE, (), space))
    for _ in range(draw(st.integers(0, 12))):
        record = draw(st.sampled_from(list(TREE)))
        of_record = [change for change in made if change.record == record]
        seen = draw(st.lists(st.sampled_from(of_record), min_size=1, max_size=2, unique_by=lambda change: change.id))
        kind = draw(st.sampled_from([UPDATE, UPDATE, UPDATE, DELETE, RESTORE, MOVE, "newer"]))
        made.append(_change(draw, made, record, kind, seen, draw(st.sampled_from([HOME, ELSEWHERE]))))
    return made


def _change(
    draw: st.DrawFn,
    made: list[Change],
    record: RecordId,
    kind: str,
    seen: list[Change] | tuple[Change, ...],
    space: SpaceId,
) -> Change:
    form, parent, repeat = TREE[record]
    desk = draw(st.integers(1, 3))
    creating = kind == CREATE
    return Change(
        id=ChangeId(WriterId(f"{desk:016x}"), 1 + sum(change.id.writer == f"{desk:016x}" for change in made)),
        record=record,
        kind=kind,
        form=form,
        version="1",
        fields={} if kind == DELETE else {FieldId(n): draw(st.sampled_from(v)) for n, v in ANSWERS[form].items()},
        after=frozenset(change.id for change in seen),
        lamport=1 + max((change.lamport for change in seen), default=0),
        who=WorkerId(f"{desk:032x}"),
        when=Moment(BEGINNING.utc, 60 * len(made)),
        space=space if kind in (CREATE, MOVE) else SpaceId(""),
        parent=parent if creating else None,
        repeat=repeat if creating else "",
    )


@settings(max_examples=40)
@given(data=st.data(), changes=changes_of_a_tree())
def test_whatever_order_and_doubling_two_desks_are_the_same(data: st.DataObject, changes: list[Change]) -> None:
    shuffled = data.draw(st.permutations(changes + data.draw(st.lists(st.sampled_from(changes), max_size=4))))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(shuffled)), max_size=5)))
    with (
        tempfile.TemporaryDirectory() as folder,
        open_desk(Path(folder) / "a") as first,
        open_desk(Path(folder) / "b") as second,
        open_desk(Path(folder) / "c") as third,
    ):
        first.receive(changes)
        for begin, end in zip([0, *cuts], [*cuts, len(shuffled)], strict=True):
            second.receive(shuffled[begin:end])

        for change in changes:
            third.receive([change])

        assert _everything(first) == _everything(second) == _everything(third)
        _agrees_with_the_fold(second, changes)


def _everything(desk: Desk) -> list[object]:
    """All that is worked out from changes, in an order of its own."""
    with desk.look() as reader:
        return [
            [reader.agreement(space) for space in (HOME, ELSEWHERE)],
            sorted(reader.page(ListQuery(form=CASE)).lines, key=lambda line: line.id),
            sorted(hit.record for hit in reader.search("Айгуль").hits),
            sorted(hit.record for hit in reader.search("996555123456").hits),
            reader.count_by(FigureQuery(form=SURVIVOR), field("age")),
            reader.count_by(FigureQuery(form=CASE), field("status")),
            sorted(map(repr, reader.conflicts())),
            sorted(record.id for record in reader.below(ROOT)),
            reader.standing(),
        ]


def _agrees_with_the_fold(desk: Desk, changes: list[Change]) -> None:
    for record, (form, _, repeat) in TREE.items():
        facts = next(facts for facts in FORMS if (facts.form, facts.repeat) == (form, repeat))
        folded = fold([change for change in changes if change.record == record], facts.protective)
        assert folded is not None
        with desk.look() as reader:
            answers, heads, deleted, own_space = reader._database.execute(
                "SELECT answers, heads, deleted, own_space FROM record WHERE id = ?", (record,)
            ).fetchone()
        assert answers_from_text(answers) == folded.answers
        assert ids_from_text(heads) == folded.heads
        assert (bool(deleted), own_space) == (folded.deleted, folded.space)
