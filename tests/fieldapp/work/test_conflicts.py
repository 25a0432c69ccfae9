"""Two desks, one record: nothing vanishes unseen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from fieldapp.domain.ids import RecordId
from fieldapp.storage.values import NewChange
from fieldapp.work import filling
from fieldapp.work.conflicts import ChangedMeanwhile, settle, waiting_for_a_choice
from fieldapp.work.desk import Desk
from fieldapp.work.filling import Filling, reopen, save
from tests.fieldapp.work.conftest import a_case, answer, saved, told


def tell(giver: Desk, taker: Desk, record: RecordId) -> None:
    """What the giver knows of a record and what is around it reaches the taker."""
    with giver.store.read() as reader:
        stored = reader.record(record)
        assert stored is not None
        changes = [change for each in {stored.root or record, record} for change in reader.changes(each)]
    taker.store.write_now(lambda writing: writing.receive(changes))


@pytest.fixture
def apart(make_desk: Callable[[str], Desk]) -> tuple[Desk, Desk, RecordId]:
    """Two desks that know the same meeting."""
    hers, theirs = make_desk("hers"), make_desk("theirs")
    meeting = saved(hers, "gbv_survivor", a_case(hers), age="27")
    tell(hers, theirs, meeting)
    return hers, theirs, meeting


def test_a_colleagues_edit_that_arrives_while_she_types_is_not_known_to_her(apart: tuple[Desk, Desk, RecordId]) -> None:
    hers, theirs, meeting = apart
    open_form = answer(reopen(hers, meeting), age="28")
    save(theirs, answer(reopen(theirs, meeting), age="30"))
    tell(theirs, hers, meeting)

    save(hers, open_form)

    (conflict,) = waiting_for_a_choice(hers)
    assert {side.answer for side in conflict.conflict.sides} == {"28", "30"}


def test_were_after_taken_at_saving_this_would_be_noticed(
    apart: tuple[Desk, Desk, RecordId], monkeypatch: pytest.MonkeyPatch
) -> None:
    at_opening = filling.changes_of

    def at_saving(desk: Desk, open_form: Filling) -> list[NewChange]:
        with desk.store.read() as reader:
            now = {each.record: reader.record(each.record) for each in at_opening(desk, open_form)}
        return [
            each if (stored := now[each.record]) is None else replace(each, after=stored.heads)
            for each in at_opening(desk, open_form)
        ]

    monkeypatch.setattr(filling, "changes_of", at_saving)

    with pytest.raises(ValueError, match="not enough values"):  # no conflict to look at
        test_a_colleagues_edit_that_arrives_while_she_types_is_not_known_to_her(apart)


def test_different_fields_edited_apart_both_stand(apart: tuple[Desk, Desk, RecordId]) -> None:
    hers, theirs, meeting = apart
    save(hers, answer(reopen(hers, meeting), age="28"))
    save(theirs, answer(reopen(theirs, meeting), occupation="teacher"))
    tell(theirs, hers, meeting)

    assert waiting_for_a_choice(hers) == ()
    assert (told(hers, meeting, "age"), told(hers, meeting, "occupation")) == ("28", "teacher")


def test_a_choice_settles_the_conflict_on_every_desk(apart: tuple[Desk, Desk, RecordId]) -> None:
    hers, theirs, meeting = apart
    save(hers, answer(reopen(hers, meeting), age="28"))
    save(theirs, answer(reopen(theirs, meeting), age="30"))
    tell(theirs, hers, meeting)
    (conflict,) = waiting_for_a_choice(hers)

    settle(hers, conflict, "30")
    tell(hers, theirs, meeting)

    assert waiting_for_a_choice(hers) == waiting_for_a_choice(theirs) == ()
    assert told(hers, meeting, "age") == told(theirs, meeting, "age") == "30"


def test_a_choice_between_sides_that_are_no_longer_all_is_asked_again(apart: tuple[Desk, Desk, RecordId]) -> None:
    hers, theirs, meeting = apart
    save(hers, answer(reopen(hers, meeting), age="28"))
    save(theirs, answer(reopen(theirs, meeting), age="30"))
    tell(theirs, hers, meeting)
    (conflict,) = waiting_for_a_choice(hers)
    save(theirs, answer(reopen(theirs, meeting), age="31"))
    tell(theirs, hers, meeting)

    with pytest.raises(ChangedMeanwhile):
        settle(hers, conflict, "28")
