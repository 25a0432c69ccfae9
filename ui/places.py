"""Where a record is looked at: most as the form they are, some on a page of their own."""

from __future__ import annotations

from typing import Final

from fieldapp.domain.ids import FormId, RecordId
from ui.screen import Address

#: Forms whose records have a page of their own, and its screen.
PAGES: Final = {FormId("gbv_case"): "case", FormId("gbv_referral"): "referral", FormId("service"): "service"}


def place_of(form: FormId, record: RecordId) -> Address:
    """The page of this record."""
    return Address(PAGES.get(form, "record"), record)
