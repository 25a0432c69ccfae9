"""What two people wrote apart, each rightly, and what together breaks a rule of the form."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fieldapp.domain.ids import FieldId, RecordId, SpaceId
from fieldapp.domain.spaces import Membership, SpaceKind
from fieldapp.forms.places import Place
from fieldapp.words import ENGLISH
from fieldapp.work.conflicts import waiting_for_a_choice
from fieldapp.work.desk import Desk, remember_memberships
from fieldapp.work.filling import reopen, save
from fieldapp.work.looking import look
from fieldapp.work.packs import built_in_packs
from fieldapp.work.today import Why, today
from tests.fieldapp.work.conftest import a_case, answer, saved, told
from tests.fieldapp.work.test_conflicts import tell

PACKS = built_in_packs()
NEXT = "when_follow_up_visit_should_happen"


@pytest.fixture
def apart(make_desk: Callable[[str], Desk]) -> tuple[Desk, Desk, RecordId, RecordId]:
    """Two desks that know the same case with a follow-up."""
    hers, theirs = make_desk("hers"), make_desk("theirs")
    case = a_case(hers)
    visit = saved(
        hers, "gbv_follow_up", case, need_follow_up_visit="true", followup_date="2026-03-01", **{NEXT: "2026-03-10"}
    )
    tell(hers, theirs, visit)
    return hers, theirs, case, visit


def unfit_in_case(desk: Desk, case: RecordId) -> list[RecordId]:
    return [entry.record for entry in look(desk, PACKS, case, ENGLISH).entries if entry.unfit]


def to_mend(desk: Desk) -> list[RecordId]:
    return [todo.record for todo in today(desk).todo if todo.why is Why.UNFIT]


def make_unfit(hers: Desk, theirs: Desk, visit: RecordId) -> None:
    """She moves the visit to a later day, a colleague the next one to an earlier; both days were possible."""
    save(hers, answer(reopen(hers, visit), followup_date="2026-03-09"))
    save(theirs, answer(reopen(theirs, visit), **{NEXT: "2026-03-05"}))
    tell(theirs, hers, visit)
    tell(hers, theirs, visit)


def test_a_rule_that_only_the_merge_breaks_is_told_at_the_case_and_in_the_days_list_of_both(
    apart: tuple[Desk, Desk, RecordId, RecordId],
) -> None:
    hers, theirs, case, visit = apart
    make_unfit(hers, theirs, visit)

    assert waiting_for_a_choice(hers) == (), "nobody disagrees about an answer"
    for desk in (hers, theirs):
        assert to_mend(desk) == [visit]
        assert unfit_in_case(desk, case) == [visit]


def test_once_it_is_mended_it_is_told_no_more_on_any_desk(apart: tuple[Desk, Desk, RecordId, RecordId]) -> None:
    hers, theirs, case, visit = apart
    make_unfit(hers, theirs, visit)
    assert to_mend(hers) == to_mend(theirs) == [visit]

    save(hers, answer(reopen(hers, visit), **{NEXT: "2026-03-20"}))
    tell(hers, theirs, visit)

    for desk in (hers, theirs):
        assert to_mend(desk) == unfit_in_case(desk, case) == []


def test_it_stays_told_when_an_edit_of_something_else_arrives(apart: tuple[Desk, Desk, RecordId, RecordId]) -> None:
    hers, theirs, case, visit = apart
    save(hers, answer(reopen(hers, visit), followup_date="2026-03-09"))
    save(theirs, answer(reopen(theirs, visit), **{NEXT: "2026-03-05"}))
    tell(theirs, hers, visit)
    assert to_mend(hers) == [visit]

    save(theirs, answer(reopen(theirs, visit), **{NEXT: "2026-03-04"}))
    tell(theirs, hers, visit)

    assert to_mend(hers) == unfit_in_case(hers, case) == [visit]


def test_edits_apart_that_go_together_are_not_told(apart: tuple[Desk, Desk, RecordId, RecordId]) -> None:
    hers, theirs, case, visit = apart
    save(hers, answer(reopen(hers, visit), followup_date="2026-03-02"))
    save(theirs, answer(reopen(theirs, visit), **{NEXT: "2026-03-20"}))
    tell(theirs, hers, visit)

    assert to_mend(hers) == unfit_in_case(hers, case) == []


def test_whoever_may_not_mend_it_sees_it_at_the_case_and_has_nothing_to_do(
    apart: tuple[Desk, Desk, RecordId, RecordId],
) -> None:
    hers, theirs, case, visit = apart
    make_unfit(hers, theirs, visit)
    remember_memberships(
        theirs.store, theirs.worker, [Membership(SpaceId("ca" * 16), SpaceKind.CASELOAD, opener=False)]
    )

    assert to_mend(theirs) == []
    assert unfit_in_case(theirs, case) == [visit]


def test_what_is_worked_out_stands_in_no_change_and_is_worked_out_from_what_both_wrote(
    make_desk: Callable[[str], Desk],
) -> None:
    hers, theirs = make_desk("hers"), make_desk("theirs")
    count = saved(hers, "wks_head_count", None, female_18_25="5", male_18_25="3")
    tell(hers, theirs, count)
    save(hers, answer(reopen(hers, count), female_18_25="7"))
    save(theirs, answer(reopen(theirs, count), male_18_25="1"))
    tell(theirs, hers, count)
    tell(hers, theirs, count)

    with hers.store.read() as reader:
        written = {field for change in reader.changes(count) for field in change.fields}
    assert not written & {"female_total", "male_total", "head_total"}
    for desk in (hers, theirs):
        assert told(desk, count, "head_total") is None
        assert reopen(desk, count).session.answer(Place(None, FieldId("head_total"))) == "8"
