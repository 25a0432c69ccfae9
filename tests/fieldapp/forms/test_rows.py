"""Rows of repeats: records of their own that come, go and change places."""

from __future__ import annotations

import pytest

from fieldapp.domain.changes import CREATE, DELETE, UPDATE
from fieldapp.domain.ids import ChangeId, FieldId, RecordId, WriterId
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.model import ORDER, Form
from fieldapp.forms.places import SavedRow
from tests.fieldapp.forms.making import at, form_of, give, opened, resumed

_HEADS = frozenset({ChangeId(WriterId("00" * 8), 4)})


@pytest.fixture(scope="module")
def family() -> Form:
    return form_of(
        """
        | survey |
        | | type | name | label | relevant | default | required |
        | | select_one yes_no | children | Children? |
        | | begin_repeat | child | Child | ${children} != 'no' |
        | | text | who | Who | | | yes |
        | | date | seen | Seen | | today() |
        | | begin_repeat | toy | Toy |
        | | text | what | What |
        | | end_repeat |
        | | end_repeat |

        | choices |
        | | list_name | name | label |
        | | yes_no | yes | Yes |
        | | yes_no | no | No |
        """
    )


def _row(number: int, who: str, order: str) -> SavedRow:
    return SavedRow(
        record=RecordId(f"{number:032x}"),
        repeat=FieldId("child"),
        order=order,
        answers={FieldId("who"): who},
        after=_HEADS,
    )


_SAVED = (_row(1, "A", "F"), _row(2, "B", "V"), _row(3, "C", "k"))


def _names(session: FormSession) -> list[object]:
    return [session.answer(at("who", row)) for row in session.rows(at("child"))]


def test_a_new_form_has_no_rows_and_a_row_begins_with_its_defaults(family: Form) -> None:
    session = opened(family)
    assert session.rows(at("child")) == ()

    row, touched = session.add_row(at("child"))

    assert session.answer(at("seen", row)) == "2026-03-12"
    assert at("child") in touched.repeats
    assert session.missing() == (at("who", row),)


def test_rows_are_saved_as_records_below_the_record_parents_first(family: Form) -> None:
    session = opened(family)
    row, _ = session.add_row(at("child"))
    toy, _ = session.add_row(at("toy", row))
    session.set(at("what", toy), "ball")

    root, child, inner = session.delta()

    assert (root.record, root.kind, root.repeat) == (None, CREATE, "")
    assert (child.record, child.kind, child.repeat, child.parent) == (row, CREATE, "child", None)
    assert (inner.record, inner.repeat, inner.parent, inner.fields) == (toy, "toy", row, {"what": "ball"})
    assert child.order == "V"


def test_saved_rows_open_in_order_and_leave_nothing_to_save(family: Form) -> None:
    session = opened(family, answers={}, rows=_SAVED[::-1])

    assert _names(session) == ["A", "B", "C"]
    assert session.delta() == ()


def test_a_corrected_row_is_saved_alone_with_its_own_heads(family: Form) -> None:
    session = opened(family, answers={}, rows=_SAVED)
    session.set(at("who", _SAVED[1].record), "D")

    (delta,) = session.delta()

    assert (delta.record, delta.kind, delta.after) == (_SAVED[1].record, UPDATE, _HEADS)
    assert delta.fields == {"who": "D"}


def test_a_row_put_between_two_others_gets_a_key_between_theirs(family: Form) -> None:
    session = opened(family, answers={}, rows=_SAVED)

    row, _ = session.add_row(at("child"), 1)

    (delta,) = session.delta()
    assert session.rows(at("child"))[1] == row
    assert "F" < delta.order < "V"


def test_a_moved_row_is_saved_with_its_new_key_and_opens_there(family: Form) -> None:
    session = opened(family, answers={}, rows=_SAVED)

    session.move_row(_SAVED[2].record, 0)

    (delta,) = session.delta()
    assert _names(session) == ["C", "A", "B"]
    assert (delta.record, delta.kind, set(delta.fields)) == (_SAVED[2].record, UPDATE, {ORDER})
    moved = SavedRow(
        record=delta.record or RecordId(""),
        repeat=FieldId("child"),
        order="k",
        answers={**_SAVED[2].answers, **delta.fields},
    )
    assert _names(opened(family, answers={}, rows=(*_SAVED[:2], moved))) == ["C", "A", "B"]


def test_rows_that_two_desks_gave_the_same_key_can_still_be_parted(family: Form) -> None:
    twins = (_row(1, "A", "V"), _row(2, "B", "V"), _row(3, "C", "V"))
    session = opened(family, answers={}, rows=twins)

    row, _ = session.add_row(at("child"), 1)
    session.set(at("who", row), "new")

    assert _names(session) == ["A", "new", "B", "C"]
    saved = {delta.record: delta for delta in session.delta()}
    orders = ["V", saved[row].order, *(str(saved[twin.record].fields[ORDER]) for twin in twins[1:])]
    assert orders == sorted(set(orders))


def test_a_removed_row_is_deleted_with_the_rows_inside_it_and_a_new_one_leaves_no_trace(family: Form) -> None:
    toy = SavedRow(record=RecordId("f" * 32), repeat=FieldId("toy"), parent=_SAVED[0].record, after=_HEADS)
    session = opened(family, answers={}, rows=(*_SAVED, toy))
    new, _ = session.add_row(at("child"))

    session.remove_row(_SAVED[0].record)
    session.remove_row(new)

    assert _names(session) == ["B", "C"]
    assert {(delta.record, delta.kind, delta.repeat, delta.after) for delta in session.delta()} == {
        (_SAVED[0].record, DELETE, "child", _HEADS),
        (toy.record, DELETE, "toy", _HEADS),
    }


def test_rows_of_a_repeat_that_is_not_asked_any_more_are_kept_while_she_works_and_not_saved(family: Form) -> None:
    session = opened(family, answers={}, rows=_SAVED)
    new, _ = session.add_row(at("child"))

    give(session, children="no")

    assert {(delta.record, delta.kind) for delta in session.delta()} == {
        (None, UPDATE),
        *((row.record, DELETE) for row in _SAVED),
    }
    give(session, children="yes")
    assert {(delta.record, delta.kind) for delta in session.delta()} == {(None, UPDATE), (new, CREATE)}


def test_rows_that_the_form_has_no_repeat_for_are_left_as_they_are(family: Form) -> None:
    stranger = SavedRow(record=RecordId("e" * 32), repeat=FieldId("uncle"))
    lost = SavedRow(record=RecordId("d" * 32), repeat=FieldId("toy"), parent=stranger.record)
    session = opened(family, answers={}, rows=(*_SAVED, stranger, lost))

    assert {row.saved.record for row in session.lost} == {stranger.record, lost.record}
    assert session.delta() == ()


def test_a_draft_goes_on_where_it_was_left(family: Form) -> None:
    session = opened(family, answers={FieldId("children"): "yes"}, rows=_SAVED, after=_HEADS)
    new, _ = session.add_row(at("child"), 0)
    toy, _ = session.add_row(at("toy", new))
    session.set(at("what", toy), "ball")
    session.remove_row(_SAVED[0].record)
    session.move_row(_SAVED[2].record, 0)
    give(session, children="no")

    again = resumed(family, session.draft_json())

    assert again.draft_json() == session.draft_json()
    assert again.delta() == session.delta()
    give(again, children="yes")
    give(session, children="yes")
    assert again.delta() == session.delta()
    assert again.rows(at("child")) == session.rows(at("child"))
