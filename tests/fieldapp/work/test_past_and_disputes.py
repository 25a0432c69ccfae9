"""What was changed, and what two people changed apart, in the words of the forms."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fieldapp.domain.ids import FieldId, RecordId
from fieldapp.domain.paring import pare
from fieldapp.forms.places import Place
from fieldapp.words import ENGLISH, Language, Sentence
from fieldapp.work.conflicts import settle
from fieldapp.work.desk import Desk
from fieldapp.work.disputes import About, look_at_disputes
from fieldapp.work.filling import GoneMeanwhile, begin, reopen, save
from fieldapp.work.packs import built_in_packs
from fieldapp.work.past import Changed, Deed, look_at_past
from fieldapp.work.undoing import delete_as_mistake, look_at_deleted, restore
from tests.fieldapp.work.conftest import a_case, answer, saved, told
from tests.fieldapp.work.test_conflicts import tell
from tests.helpers.clock import StandingClock

PACKS = built_in_packs()
RUSSIAN = Language("ru")


def test_history_says_old_and_new_in_words_the_last_edit_first(desk: Desk, clock: StandingClock) -> None:
    meeting = saved(desk, "gbv_survivor", a_case(desk), sex="female", age="27")
    clock.pass_(hours=1)
    save(desk, answer(reopen(desk, meeting), age="28"))

    past = look_at_past(desk, PACKS, meeting, ENGLISH)

    corrected, written = past.edits
    assert (corrected.deed, written.deed) == (Deed.CORRECTED, Deed.WRITTEN)
    assert corrected.changed == (Changed("How old is she, if she knows it", "27", "28"),)
    assert corrected.who == Sentence("you")
    assert corrected.when.utc > written.when.utc
    assert past.code
    assert past.name == "First meeting"
    assert look_at_past(desk, PACKS, meeting, RUSSIAN).edits[0].changed[0].question == "Сколько ей лет, если она знает"


def test_history_says_where_an_answer_is_no_longer_kept(desk: Desk, clock: StandingClock) -> None:
    case = a_case(desk)
    meeting = saved(desk, "gbv_survivor", case, sex="female", age="27")
    clock.pass_(hours=1)
    save(desk, answer(reopen(desk, meeting), age="28"))
    with desk.store.read() as reader:
        kept = [*reader.changes(case), *pare(reader.changes(meeting))]

    desk.store.write_now(lambda write: write.erase([case]))
    desk.store.write_now(lambda write: write.receive(kept))  # as a new desk gets it

    corrected, written = look_at_past(desk, PACKS, meeting, ENGLISH).edits
    age = "How old is she, if she knows it"
    assert corrected.changed == (Changed(age, "no longer kept", "28"),)
    assert Changed(age, "", "no longer kept") in written.changed


def test_history_of_a_record_tells_of_its_rows_too(desk: Desk) -> None:
    filling = begin(desk, PACKS.rules[next(f for f in PACKS.rules if f == "gbv_survivor")].form, a_case(desk))
    row, _ = filling.session.add_row(Place(None, FieldId("phones")))
    filling.session.set(Place(row, FieldId("phone_number")), "+996700123456")
    save(desk, filling)

    edits = look_at_past(desk, PACKS, filling.record, ENGLISH).edits

    assert "+996700123456" in {changed.new for edit in edits for changed in edit.changed}


def test_history_of_what_is_not_here_says_so(desk: Desk) -> None:
    with pytest.raises(GoneMeanwhile):
        look_at_past(desk, PACKS, RecordId("0" * 32), ENGLISH)


@pytest.fixture
def apart(make_desk: Callable[[str], Desk]) -> tuple[Desk, Desk, RecordId]:
    """Two desks that know the same meeting."""
    hers, theirs = make_desk("hers"), make_desk("theirs")
    meeting = saved(hers, "gbv_survivor", a_case(hers), age="27")
    tell(hers, theirs, meeting)
    return hers, theirs, meeting


def test_a_dispute_puts_both_answers_side_by_side_with_who_gave_them(apart: tuple[Desk, Desk, RecordId]) -> None:
    hers, theirs, meeting = apart
    save(hers, answer(reopen(hers, meeting), age="28"))
    save(theirs, answer(reopen(theirs, meeting), age="30"))
    tell(theirs, hers, meeting)

    (dispute,) = look_at_disputes(hers, PACKS, None, ENGLISH)

    assert dispute.about is About.ANSWER
    assert dispute.question == "How old is she, if she knows it?"
    assert {each.words for each in dispute.opinions} == {"28", "30"}
    assert sorted(str(each.who) for each in dispute.opinions) == ["a colleague", "you"]
    assert [each.stands for each in dispute.opinions] == [True, False]
    assert dispute.root is not None
    assert look_at_disputes(hers, PACKS, dispute.root, ENGLISH) == (dispute,)
    assert look_at_disputes(hers, PACKS, meeting, ENGLISH) == ()


def test_of_two_texts_both_can_be_kept_one_after_the_other(apart: tuple[Desk, Desk, RecordId]) -> None:
    hers, theirs, meeting = apart
    save(hers, answer(reopen(hers, meeting), address="beside the mill"))
    save(theirs, answer(reopen(theirs, meeting), address="second house"))
    tell(theirs, hers, meeting)

    (dispute,) = look_at_disputes(hers, PACKS, None, ENGLISH)
    settle(hers, dispute.seen, dispute.joined)

    assert dispute.about is About.TEXT
    assert sorted(dispute.joined.splitlines()) == ["beside the mill", "second house"]
    assert told(hers, meeting, "address") == dispute.joined
    assert look_at_disputes(hers, PACKS, None, ENGLISH) == ()


def test_deleted_here_and_changed_there_says_what_would_be_lost(apart: tuple[Desk, Desk, RecordId]) -> None:
    hers, theirs, meeting = apart
    delete_as_mistake(hers, meeting)
    save(theirs, answer(reopen(theirs, meeting), age="30"))
    tell(theirs, hers, meeting)

    (dispute,) = look_at_disputes(hers, PACKS, None, ENGLISH)

    assert dispute.about is About.LIFE
    assert [each.words for each in dispute.opinions] == [
        "Keep it, with what was changed:\nHow old is she, if she knows it? 30",
        "Delete it as a mistake",
    ]


def test_what_was_deleted_is_listed_by_its_case_until_it_is_brought_back(desk: Desk) -> None:
    case = a_case(desk)
    meeting = saved(desk, "gbv_survivor", case, family_name="Someone", age="27")
    delete_as_mistake(desk, meeting)

    (gone,) = look_at_deleted(desk, PACKS, ENGLISH)
    restore(desk, meeting)

    assert (gone.record, gone.label, gone.code) == (meeting, "First meeting", told(desk, case, "code"))
    assert look_at_deleted(desk, PACKS, ENGLISH) == ()
