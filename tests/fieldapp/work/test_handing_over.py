"""Handing a case over: who may, what she said, what is told of it until it has left, and after."""

from __future__ import annotations

import pytest

from fieldapp.domain.consent import Within
from fieldapp.domain.ids import RecordId, SpaceId, new_record_id
from fieldapp.domain.spaces import Membership, Role, SpaceKind
from fieldapp.storage.values import Lane
from fieldapp.storage.write import Write
from fieldapp.words import ENGLISH
from fieldapp.work.desk import Desk, remember_memberships
from fieldapp.work.disclosing import CONSENT
from fieldapp.work.filling import GoneMeanwhile, keep_draft, reopen, save
from fieldapp.work.handing_over import MayNotHandOver, Moving, hand_over, handed_over, moving, prepare
from fieldapp.work.looking import GoneFromHere, look
from fieldapp.work.packs import built_in_packs
from fieldapp.work.past import Deed, look_at_past
from fieldapp.work.people import STAFF
from tests.fieldapp.work.conftest import a_case, answer, saved, told

HERS, OTHERS, HOUSE = SpaceId("1a" * 16), SpaceId("2b" * 16), SpaceId("0c" * 16)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """Of an outreach worker with a caseload of her own."""
    found = [Membership(HERS, SpaceKind.CASELOAD, opener=True), Membership(HOUSE, SpaceKind.ORGANISATION, opener=False)]
    remember_memberships(desk.store, desk.worker, found)
    become(desk, Role.OUTREACH)
    names = {"space": OTHERS, "space_title": "Naryn 2", "space_kind": "caseload"}
    write(desk, "space_name", **names)
    return desk


def write(desk: Desk, form: str, **answers: str) -> RecordId:
    """What the coordinator wrote for all."""
    return saved(desk, form, None, **answers)


def become(desk: Desk, role: Role) -> None:
    with desk.store.read() as reader:
        known = list(reader.of_form(STAFF))
    for each in known:
        save(desk, answer(reopen(desk, each.id), staff_role=role.value))
    if not known:
        write(desk, "staff", worker=desk.worker, staff_name="Worker 1", staff_role=role.value)


def says(desk: Desk, case: RecordId, **answers: str) -> None:
    """She is asked again."""
    with desk.store.read() as reader:
        (consent,) = reader.children(case, form=CONSENT)
    save(desk, answer(reopen(desk, consent.id), **answers))


def send_all(desk: Desk) -> None:
    """As if the server had everything."""

    def work(writing: Write) -> None:
        writing._database.execute("DELETE FROM outbox")

    desk.store.write_now(work)


def standing(desk: Desk, case: RecordId) -> Moving | None:
    with desk.store.read() as reader:
        stored = reader.record(case)
        assert stored is not None
        return moving(desk, reader, stored)


def leave(desk: Desk, case: RecordId) -> None:
    """As the talk with the server ends."""

    def work(writing: Write) -> None:
        gone = writing.departing(case, str(told(desk, case, "code")))
        writing.erase([case])
        writing.keep_departed([gone])

    desk.store.write_now(work)


def test_where_she_agreed_her_worker_hands_the_case_over_and_why_stands_in_it(desk: Desk) -> None:
    case = a_case(desk)
    found = prepare(desk, case)
    assert (found.said, found.refused, found.here) == (Within.AGREED, None, frozenset({HERS}))

    hand_over(desk, case, OTHERS, " On leave until May ")

    with desk.store.read() as reader:
        stored = reader.record(case)
        assert stored is not None
        assert stored.space == OTHERS
        assert (OTHERS, Lane.EDITS) in reader.outbox.waiting()
    assert told(desk, case, "handed_over_why") == "On leave until May"
    last = look_at_past(desk, built_in_packs(), case, ENGLISH).edits[0]
    assert last.deed is Deed.MOVED
    assert [each.new for each in last.changed] == ["On leave until May"]


@pytest.mark.parametrize(
    ("answers", "word"),
    [
        ({"consent_supervisor": "false"}, Within.DECLINED),
        ({"consent_for_services": "false"}, Within.DECLINED),
        ({"consent_withdrawn_on": "2026-03-10"}, Within.WITHDRAWN),
    ],
)
def test_where_she_did_not_agree_a_worker_may_not_and_a_supervisor_may(
    desk: Desk, answers: dict[str, str], word: Within
) -> None:
    case = a_case(desk)
    says(desk, case, **answers)
    assert prepare(desk, case).said is word
    with pytest.raises(MayNotHandOver, match="has not agreed"):
        hand_over(desk, case, OTHERS)
    with desk.store.read() as reader:
        assert reader.places(case) == {HERS}

    become(desk, Role.SUPERVISOR)
    assert prepare(desk, case).refused is None
    hand_over(desk, case, OTHERS)
    with desk.store.read() as reader:
        assert reader.places(case) == {OTHERS}


def test_of_somebody_who_was_not_asked_nothing_is_taken_for_granted(desk: Desk) -> None:
    case = saved(desk, "gbv_case", None, risk="low")
    assert prepare(desk, case).said is Within.NOT_ASKED
    with pytest.raises(MayNotHandOver):
        hand_over(desk, case, OTHERS)


def test_a_case_that_is_not_hers_any_more_and_one_of_no_organisation_stay(desk: Desk) -> None:
    case = a_case(desk)
    hand_over(desk, case, OTHERS)
    with pytest.raises(MayNotHandOver, match="not yours any more"):
        hand_over(desk, case, HERS)

    alone = a_case(desk)
    remember_memberships(desk.store, desk.worker, [])
    with pytest.raises(MayNotHandOver, match="belongs to no organisation"):
        hand_over(desk, alone, OTHERS)


def test_a_case_that_is_gone_is_told(desk: Desk) -> None:
    with pytest.raises(GoneMeanwhile):
        prepare(desk, new_record_id())


def test_until_it_has_left_the_page_of_the_case_says_how_far_it_is(desk: Desk) -> None:
    case = a_case(desk)
    saved(desk, "gbv_incident", case)
    assert standing(desk, case) is None
    hand_over(desk, case, OTHERS)

    found = standing(desk, case)
    assert found is not None
    assert (found.to, found.records, found.half_typed, found.stays) == ("Naryn 2", 3, 0, False)

    send_all(desk)
    keep_draft(desk, reopen(desk, case))
    found = standing(desk, case)
    assert found is not None
    assert (found.records, found.half_typed) == (0, 1)


def test_whoever_reads_the_other_caseload_is_told_only_until_it_is_sent(desk: Desk) -> None:
    become(desk, Role.SUPERVISOR)
    both = [Membership(each, SpaceKind.CASELOAD, opener=each == HERS) for each in (HERS, OTHERS)]
    remember_memberships(desk.store, desk.worker, both)
    case = a_case(desk)
    hand_over(desk, case, OTHERS)
    found = standing(desk, case)
    assert found is not None
    assert found.stays

    send_all(desk)
    assert standing(desk, case) is None


def test_half_typed_forms_and_files_that_have_not_come_are_counted_before(desk: Desk) -> None:
    case = a_case(desk)
    keep_draft(desk, answer(reopen(desk, saved(desk, "gbv_incident", case))))
    assert prepare(desk, case).half_typed == 1
    assert prepare(desk, case).files_missing == 0


def test_a_case_that_has_left_is_listed_by_its_code(desk: Desk) -> None:
    case = a_case(desk)
    code = told(desk, case, "code")
    hand_over(desk, case, OTHERS)
    send_all(desk)
    leave(desk, case)

    (gone,) = handed_over(desk)
    assert (gone.case, gone.code, gone.to, str(gone.who), gone.arrived) == (case, code, "Naryn 2", "you", True)
    with pytest.raises(GoneFromHere, match="was handed over"):
        look(desk, built_in_packs(), case, ENGLISH)


def test_a_form_that_stood_open_when_the_case_left_is_saved_and_goes_after_it(desk: Desk) -> None:
    case = a_case(desk)
    meeting = saved(desk, "gbv_survivor", case, age="27")
    open_form = answer(reopen(desk, meeting), age="28")
    hand_over(desk, case, OTHERS)
    send_all(desk)
    leave(desk, case)

    save(desk, open_form)

    with desk.store.read() as reader:
        (change,) = reader.outbox.unsent(OTHERS, Lane.EDITS, 10)
        assert change.record == meeting
        assert '"age":"28"' in change.text
    (gone,) = handed_over(desk)
    assert not gone.arrived


def test_a_case_of_a_space_that_she_was_taken_out_of_is_not_said_to_be_handed_over(desk: Desk) -> None:
    case = a_case(desk)
    house = Membership(HOUSE, SpaceKind.ORGANISATION, opener=False)

    remember_memberships(desk.store, desk.worker, [house])

    assert standing(desk, case) is None
    refused = prepare(desk, case).refused
    assert refused is not None
    assert "not yours any more" in str(refused)
