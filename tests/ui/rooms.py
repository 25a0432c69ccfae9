"""Screens of an open desk, filled with something to see: each writes what it needs, and says where to look."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from fieldapp.domain.ids import RecordId
from fieldapp.words import ENGLISH
from fieldapp.work.directory_files import bring_in_directory
from fieldapp.work.printed import CameOut
from fieldapp.work.referring import ReferralPrint
from tests.fieldapp.work.conftest import a_case
from tests.ui.at_desk import AtDesk
from tests.ui.case_rooms import CASES
from tests.ui.course_rooms import COURSES
from ui.screen import Address

_SERVICES: Final = Path(__file__).parents[2] / "resources" / "packs" / "practice" / "services.json"
_CENTRE: Final = "Областной центр психологической и социальной помощи «Айымдардын таянычы», город Ош"


def a_referred_case(at_desk: AtDesk) -> RecordId:
    """Somebody with a long name, a release that holds, one that has run out, and a directory."""
    bring_in_directory(at_desk.desk, _SERVICES)
    case = a_case(at_desk.desk)
    at_desk.saved(
        "gbv_survivor", case, family_name="Ғұбайдуллаева-Өмүрбекова", given_name="Oʻgʻiloy", patronymic="Ҷамшед қизи",
        sex="female", age="27", language="ky", address="Нарын облусу, Баетов айылы", address_secret="true",
    )  # fmt: skip
    for recipient, until in ((_CENTRE, "2026-06-10"), ("Clinic No 3", "2026-03-01")):
        at_desk.saved(
            "gbv_release", case, release_recipient=recipient, release_services="health_medical psychosocial",
            release_level="needs", release_date="2026-01-12", release_until=until, release_how="thumbprint",
        )  # fmt: skip
    return case


def recipients(at_desk: AtDesk) -> Address:
    return Address("refer", a_referred_case(at_desk))


def referral(at_desk: AtDesk) -> Address:
    """One that was printed twice and answered."""
    made = at_desk.saved(
        "gbv_referral", a_referred_case(at_desk), agency=_CENTRE, service="health_medical psychosocial",
        priority="urgent", seen_before="2026-03-15T16:00", needs="Врач-женщина, тихая комната.", status="rejected",
        handover="sealed_envelope", responded_at="2026-03-12", rejected_reason="no_place",
    )  # fmt: skip
    for came_out in (CameOut.PARTLY, CameOut.ALL):
        sheet = ReferralPrint(desk=at_desk.desk, referral=made, language=ENGLISH)
        sheet.make()
        sheet.remember(came_out)
    return Address("referral", made)


def referral_refused(at_desk: AtDesk) -> Address:
    made = at_desk.saved("gbv_referral", a_referred_case(at_desk), agency="Clinic No 3", service="health_medical")
    return Address("referral", made)


def referral_urgent(at_desk: AtDesk) -> Address:
    made = at_desk.saved(
        "gbv_referral", a_referred_case(at_desk), agency="Clinic No 3", service="police_other", basis="danger",
        basis_reason="He is at the door.", told_before="true",
    )  # fmt: skip
    return Address("referral", made)


def services(at_desk: AtDesk) -> Address:
    bring_in_directory(at_desk.desk, _SERVICES)
    at_desk.saved("service", None, service_name=_CENTRE, service_kinds="psychosocial", service_checked_on="2025-01-02")
    return Address("services")


def services_none(_at_desk: AtDesk) -> Address:
    return Address("services", "", "nothing of that name")


def service(at_desk: AtDesk) -> Address:
    record = at_desk.saved(
        "service", None, service_name=_CENTRE, service_kinds="psychosocial safehouse", service_oblast="osh_city",
        service_for="Женщинам с детьми до 12 лет, по договорённости, в любое время суток и без документов",
        service_address="улица, которую никто не должен узнать", service_address_secret="true",
        service_languages="ky ru uz", service_hours="круглосуточно", service_checked_on="2025-01-02",
    )  # fmt: skip
    return Address("service", record)


def service_form(_at_desk: AtDesk) -> Address:
    return Address("serviceForm")


def letterhead(_at_desk: AtDesk) -> Address:
    return Address("letterhead")


def blanks(_at_desk: AtDesk) -> Address:
    return Address("blanks")


#: Name and what fills it.
ROOMS: Final[dict[str, Callable[[AtDesk], Address]]] = {
    "recipients": recipients,
    "referral": referral,
    "referral-refused": referral_refused,
    "referral-urgent": referral_urgent,
    "services": services,
    "services-none": services_none,
    "service": service,
    "service-form": service_form,
    "letterhead": letterhead,
    "blanks": blanks,
    **COURSES,
    **CASES,
}
