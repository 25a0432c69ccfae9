"""She decides: what a release allows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fieldapp.domain.consent import (
    Consent,
    ConsentMissing,
    How,
    Level,
    Release,
    read_consent,
    read_release,
    release_for,
)
from fieldapp.domain.ids import FieldId, RecordId

TODAY = date(2026, 3, 14)
CONSENT = Consent(services=True, keep_record=True)
RELEASE = Release(
    record=RecordId("01" * 16),
    recipient="Clinic No 3",
    level=Level.CODE,
    services=frozenset({"health_medical"}),
    how=How.SIGNATURE,
    given_on=date(2026, 3, 12),
    until=date(2026, 6, 12),
)
HEALTH = frozenset({"health_medical"})


def test_a_live_release_to_this_recipient_for_these_services_lets_a_paper_out() -> None:
    assert release_for(CONSENT, [RELEASE], "clinic  no 3", HEALTH, TODAY) is RELEASE


@pytest.mark.parametrize(
    "consent", [None, Consent(services=None), Consent(services=False), replace(CONSENT, withdrawn_on=TODAY)]
)
def test_without_consent_to_services_nothing_goes_out_whatever_was_released(consent: Consent | None) -> None:
    with pytest.raises(ConsentMissing):
        release_for(consent, [RELEASE], "Clinic No 3", HEALTH, TODAY)


@pytest.mark.parametrize(
    "release",
    [
        replace(RELEASE, recipient="Clinic No 4"),
        replace(RELEASE, recipient=""),
        replace(RELEASE, until=date(2026, 3, 13)),
        replace(RELEASE, until=None),
        replace(RELEASE, given_on=None),
        replace(RELEASE, given_on=date(2026, 3, 15)),
        replace(RELEASE, withdrawn_on=date(2026, 3, 13)),
        replace(RELEASE, services=frozenset({"legal_assistance"})),
    ],
)
def test_a_release_to_another_run_out_endless_withdrawn_or_for_another_service_lets_nothing_out(
    release: Release,
) -> None:
    with pytest.raises(ConsentMissing):
        release_for(CONSENT, [release], "Clinic No 3", HEALTH, TODAY)


def test_a_referral_that_asks_for_no_service_is_released_by_nothing() -> None:
    with pytest.raises(ConsentMissing):
        release_for(CONSENT, [RELEASE], "Clinic No 3", frozenset(), TODAY)


def test_of_several_live_releases_the_widest_counts() -> None:
    wide = replace(RELEASE, level=Level.NEEDS)

    assert release_for(CONSENT, [RELEASE, wide], "Clinic No 3", HEALTH, TODAY) is wide


def test_the_last_day_of_a_release_still_counts() -> None:
    assert release_for(CONSENT, [RELEASE], "Clinic No 3", HEALTH, date(2026, 6, 12)) is RELEASE


def test_what_was_not_answered_is_not_consent() -> None:
    consent = read_consent({})
    release = read_release(RELEASE.record, {FieldId("release_recipient"): "Clinic No 3"})

    assert (consent.services, consent.keep_record, consent.statistics) == (None, None, None)
    assert release.level is Level.CODE
    assert release.services == frozenset()
