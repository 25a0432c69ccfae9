"""Where a record is looked at: most as the form they are, some on a page of their own."""

from __future__ import annotations

from typing import Final

from fieldapp.domain.ids import FormId, RecordId
from ui.screen import Address

#: Forms whose records have a page of their own, and its screen.
PAGES: Final = {
    FormId("gbv_case"): "case",
    FormId("gbv_referral"): "referral",
    FormId("service"): "service",
    FormId("wks_workshop"): "workshop",
    FormId("wks_session"): "session",
}

#: Forms that are filled in on a page of their own.
TYPED: Final = {FormId("gbv_referral"): "referral", FormId("service"): "serviceForm"}


def place_of(form: FormId, record: RecordId) -> Address:
    """The page of this record."""
    return Address(PAGES.get(form, "record"), record)


def place_to_type(form: FormId, record: RecordId, where: str = "") -> Address:
    """Where she goes on with this draft: on the page that its form has, or in the form itself."""
    return Address(TYPED.get(form, "record"), record, where)
