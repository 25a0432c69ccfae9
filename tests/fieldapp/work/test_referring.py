"""Referral papers: no release, no bytes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import cast

import pytest
from pypdf import PdfReader

from fieldapp.domain.consent import Basis, ConsentMissing, Urgent
from fieldapp.domain.ids import FieldId, RecordId
from fieldapp.domain.referrals import Asked, Disclosure, Person, Priority, disclose
from fieldapp.papers.referral import referral_form
from fieldapp.papers.referral_paper import Party, ReferralPaper
from fieldapp.words import ENGLISH, Language
from fieldapp.work.desk import Desk
from fieldapp.work.disclosing import Preview, preview
from fieldapp.work.filling import reopen, save
from fieldapp.work.letterheads import Letterhead
from fieldapp.work.preparing import answers_of, try_out
from fieldapp.work.printed import CameOut, printed_of
from fieldapp.work.referring import (
    NotSafeToCarry,
    ReferralPrint,
    draw_referral,
    paper_was_printed,
    print_referral,
    slip_of,
)
from tests.fieldapp.work.conftest import a_case, answer, saved, told
from tests.helpers.clock import StandingClock

HEAD = Letterhead(organisation="Field office", worker="outreach desk 1")


def released(desk: Desk, case: RecordId, level: str = "contact", until: str = "2026-06-10") -> RecordId:
    return saved(
        desk, "gbv_release", case, release_recipient="Clinic No 3", release_services="health_medical",
        release_level=level, release_date="2026-03-12", release_until=until, release_how="signature",
    )  # fmt: skip


def referral_of(desk: Desk, case: RecordId, **more: str) -> RecordId:
    return saved(desk, "gbv_referral", case, agency="Clinic No 3", service="health_medical", **more)


def met(desk: Desk, case: RecordId) -> RecordId:
    return saved(
        desk, "gbv_survivor", case, family_name="Canaryname", given_name="Given", sex="female", age="27",
        address="Canary street", address_secret="true",
    )  # fmt: skip


def words(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_without_a_release_there_are_no_bytes(desk: Desk) -> None:
    case = a_case(desk)
    met(desk, case)

    with pytest.raises(ConsentMissing):
        print_referral(desk, referral_of(desk, case), HEAD, ENGLISH)


def test_a_release_of_contact_prints_her_name_and_never_her_secret_address(desk: Desk) -> None:
    case = a_case(desk)
    met(desk, case)
    released(desk, case)

    said = words(print_referral(desk, referral_of(desk, case), HEAD, ENGLISH))

    assert "Canaryname" in said
    assert "Canary street" not in said


def test_a_release_of_the_code_prints_no_name(desk: Desk) -> None:
    case = a_case(desk)
    met(desk, case)
    released(desk, case, level="code")

    pdf = print_referral(desk, referral_of(desk, case), HEAD, Language("ru"))

    assert "Canaryname" not in words(pdf)
    assert b"Canaryname" not in pdf


def test_a_withdrawn_consent_stops_the_next_paper(desk: Desk) -> None:
    case = a_case(desk)
    met(desk, case)
    released(desk, case)
    referral = referral_of(desk, case)
    preview(desk, referral)
    with desk.store.read() as reader:
        consent = reader.children(case)[0].id

    save(desk, answer(reopen(desk, consent), consent_withdrawn_on="2026-03-12"))

    with pytest.raises(ConsentMissing):
        print_referral(desk, referral, HEAD, ENGLISH)


def test_a_release_that_has_run_out_stops_the_paper(desk: Desk, clock: StandingClock) -> None:
    case = a_case(desk)
    met(desk, case)
    released(desk, case)
    referral = referral_of(desk, case)
    clock.pass_(days=timedelta(days=120).days)

    with pytest.raises(ConsentMissing):
        print_referral(desk, referral, HEAD, ENGLISH)


def test_danger_to_life_lets_a_named_body_be_told_with_a_reason_and_not_without(desk: Desk) -> None:
    case = a_case(desk)
    met(desk, case)
    bare = referral_of(desk, case, basis="danger")
    reasoned = referral_of(desk, case, basis="danger", basis_reason="he is at the door", told_before="true")

    with pytest.raises(ConsentMissing):
        preview(desk, bare)

    assert isinstance(preview(desk, reasoned).disclosure.basis, Urgent)


def test_a_referral_keeps_the_slip_code_of_its_first_print_and_what_was_printed_is_a_record(desk: Desk) -> None:
    case = a_case(desk)
    released(desk, case)
    referral = referral_of(desk, case)
    seen = preview(desk, referral)
    print_referral(desk, referral, HEAD, ENGLISH)

    paper_was_printed(desk, referral, seen, came_out=CameOut.ALL, safe_to_carry=False)

    assert slip_of(desk, referral) == slip_of(desk, referral)
    with desk.store.read() as reader:
        (paper,) = reader.children(referral)
    assert paper.answers[FieldId("paper_for")] == "Clinic No 3"
    assert paper.answers[FieldId("safe_to_carry")] == "false"


def test_no_way_leads_to_a_sheet_without_a_release(desk: Desk) -> None:
    case = a_case(desk)
    met(desk, case)
    referral = referral_of(desk, case)
    asked = Asked(recipient="Clinic No 3", services=("health_medical",), priority=Priority.NORMAL)
    slip = slip_of(desk, referral)
    elsewhere = Urgent(basis=Basis.DANGER, recipient="Police 102", reason="he is at the door", told_before=True)
    nothing = cast("Disclosure", None)
    forged = disclose(Person(code="K7QM-3ZTP-4H", name="Canaryname"), asked, elsewhere)
    press = ReferralPrint(desk=desk, referral=referral, language=ENGLISH)

    ways: list[Callable[[], object]] = [
        lambda: preview(desk, referral),
        lambda: print_referral(desk, referral, HEAD, ENGLISH),
        press.make,
        lambda: draw_referral(desk, Preview(referral, asked, nothing), slip, HEAD, ENGLISH),
        lambda: draw_referral(desk, Preview(referral, asked, forged), slip, HEAD, ENGLISH),
        lambda: referral_form(
            ReferralPaper(disclosure=forged, asked=asked, made=desk.today(), sent_by=Party("x"), slip=slip), ENGLISH
        ),
    ]
    for way in ways:
        with pytest.raises(ConsentMissing):
            way()
    assert try_out(desk, referral, case, answers_of(reopen(desk, referral)), ENGLISH).pdf == b""


def test_a_sheet_that_she_carries_needs_somebody_to_say_that_it_is_safe(desk: Desk) -> None:
    case = a_case(desk)
    released(desk, case)
    carried = referral_of(desk, case, handover="by_her")
    brought = referral_of(desk, case, handover="by_worker")

    for unsafe in (None, False):
        with pytest.raises(NotSafeToCarry):
            ReferralPrint(desk=desk, referral=carried, language=ENGLISH, safe_to_carry=unsafe).make()
        with pytest.raises(NotSafeToCarry):
            ReferralPrint(desk=desk, referral=brought, language=ENGLISH, her_copy=True, safe_to_carry=unsafe).make()
    assert ReferralPrint(desk=desk, referral=carried, language=ENGLISH, safe_to_carry=True).make()
    assert ReferralPrint(desk=desk, referral=brought, language=ENGLISH).make()


@pytest.mark.parametrize(
    ("handover", "came_out", "status"),
    [
        ("by_her", CameOut.ALL, "sent"),
        ("phone", CameOut.ALL, "sent"),
        ("sealed_envelope", CameOut.ALL, "draft"),
        ("by_her", CameOut.NOTHING, "draft"),
        ("by_her", CameOut.NOT_SAID, "draft"),
    ],
)
def test_a_sheet_counts_as_handed_over_once_she_has_it(
    desk: Desk, handover: str, came_out: CameOut, status: str
) -> None:
    case = a_case(desk)
    released(desk, case)
    referral = referral_of(desk, case, handover=handover)
    sheet = ReferralPrint(desk=desk, referral=referral, language=ENGLISH, safe_to_carry=True)
    sheet.make()

    sheet.remember(came_out)

    assert told(desk, referral, "status") == status
    with desk.store.read() as reader:
        (paper,) = printed_of(reader, referral)
    assert (paper.recipient, paper.came_out) == ("Clinic No 3", came_out)
