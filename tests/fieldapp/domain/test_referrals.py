"""What goes out on a referral, and what stays."""

from __future__ import annotations

from datetime import date

from fieldapp.domain.consent import Basis, How, Level, Release, Urgent
from fieldapp.domain.ids import RecordId
from fieldapp.domain.referrals import Asked, Disclosure, Person, Priority, consent_line, disclose

PERSON = Person(
    code="K7QM-3ZTP-4H",
    sex="female",
    age_band="26-35",
    name="a name",
    phone="+996555123456",
    safe_contact="evenings, say the library",
    address="an address",
    address_secret=False,
)
ASKED = Asked(recipient="Clinic No 3", services=("health_medical",), priority=Priority.URGENT, needs="an examination")


def release(level: Level) -> Release:
    return Release(
        record=RecordId("01" * 16), recipient="Clinic No 3", level=level, services=frozenset({"health_medical"}),
        how=How.SIGNATURE, given_on=date(2026, 3, 12), until=date(2026, 6, 12),
    )  # fmt: skip


def going_out(disclosure: Disclosure) -> set[str]:
    return {line.name for line in disclosure.goes_out}


def test_a_release_of_the_code_lets_out_no_name_and_no_way_to_find_her() -> None:
    assert going_out(disclose(PERSON, ASKED, release(Level.CODE))) == {"code", "sex", "age_band"}


def test_a_release_of_contact_adds_her_name_and_how_to_reach_her_but_not_what_she_needs() -> None:
    out = going_out(disclose(PERSON, ASKED, release(Level.CONTACT)))

    assert {"name", "phone", "safe_contact", "address"} <= out
    assert "needs" not in out


def test_a_secret_address_stays_whatever_was_released() -> None:
    secret = Person(code="K7QM-3ZTP-4H", name="a name", address="an address", address_secret=True)

    disclosure = disclose(secret, ASKED, release(Level.NEEDS))

    assert "address" not in going_out(disclosure)
    assert "she keeps it secret" in {str(held.reason) for held in disclosure.stays}


def test_an_urgent_basis_lets_out_her_contact_and_never_what_she_needs() -> None:
    urgent = Urgent(basis=Basis.DANGER, recipient="Police 102", reason="he is at the door", told_before=True)

    out = going_out(disclose(PERSON, ASKED, urgent))

    assert "name" in out
    assert "needs" not in out


def test_what_happened_stays_on_every_sheet_and_is_said_to_stay() -> None:
    for level in Level:
        stays = {str(held.label) for held in disclose(PERSON, ASKED, release(level)).stays}
        assert "What happened, and when" in stays


def test_a_sheet_with_only_a_code_says_that_consent_is_kept_and_bears_no_release_line() -> None:
    coded = disclose(PERSON, ASKED, release(Level.CODE))
    named = disclose(PERSON, ASKED, release(Level.CONTACT))

    assert not coded.named
    assert str(consent_line(coded)) == "Consent of 12.03.2026 is kept by the referring organisation."
    assert str(consent_line(named)) == "She released this to Clinic No 3 until 12.06.2026, in writing."
