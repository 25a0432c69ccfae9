"""Holds the built-in forms to GBVIMS+: each of its fields is asked, or its absence is accounted for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.resources.sheets import all_forms, form, words

DECISION = Path(__file__).resolve().parents[2] / "build" / "decisions" / "0007-gbv-fields.md"

_SERVICES = {
    "safehouse": "location",
    "medical": "location",
    "psycho": "service_location",
    "legal": "location",
    "police": "location",
    "livelihoods": "location",
    "protection": "location",
}
_SHARED = "security psychosocial health safehouse legal protection livelihoods"
_GOALS = "safety health psychosocial justice"
_REASONS = """closure_needs_met closure_no_contact closure_survivor_request closure_left_area closure_transferred
    closure_funding closure_safety_plan closure_case_plan_complete closure_no_further_support
    closure_resume_notification closure_supervisor_review"""

FIELDS: dict[str, list[str]] = {
    "b1 survivor information": words("""
        case_id short_id marked_for_mobile status name survivor_code_no age date_of_birth sex
        gbv_ethnicity country_of_origin gbv_nationality gbv_religion maritial_status dependents_no occupation
        gbv_displacement_status gbv_disability_type unaccompanied_separated_status survivor_lives_alone
        survivor_caretaker survivor_caretaker_other caretaker_marital_status caretaker_occupation"""),
    "b2 consent": [
        *words("""consent_for_services consent_reporting other_details consent_to_share_info_by_other
        consent_to_share_info_by_other_details interview_subject consent_for_tracing disclosure_other_orgs
        consent_info_sharing disclosure_deny_details withholding_info_reason unhcr_export_opt_in
        legitimate_basis"""),
        *(f"consent_to_share_info_by_{kind}" for kind in words(_SHARED)),
        *(f"consent_to_share_{kind}_organization" for kind in words(_SHARED)),
    ],
    "b3 incident": [
        *words("""
        incident_id short_id incident_code incidentid_ir status consent_reporting date_of_first_report incident_date
        incident_description displacement_incident incident_timeofday incident_location_type incident_location
        incident_county incident_district incident_camp_town survivor_code sex date_of_birth age estimated
        gbv_ethnicity gbv_nationality gbv_religion country_of_origin gbv_displacement_status maritial_status
        gbv_disability_type unaccompanied_separated_status gbv_sexual_violence_type non_gbv_type_notes
        harmful_traditional_practice goods_money_exchanged abduction_status_time_of_incident gbv_reported_elsewhere
        gbv_reported_elsewhere_subform gbv_reported_elsewhere_organization_type
        gbv_reported_elsewhere_organization_provider gbv_previous_incidents alleged_perpetrator primary_perpetrator
        perpetrator_sex former_perpetrator perpetrator_nationality perpetrator_ethnicity age_group age_type
        perpetrator_relationship perpetrator_occupation service_referred_from service_referred_from_other
        pursue_legal_action elapsed_reporting_time number_of_perpetrators gbv_case_context"""),
        *(
            f"service_{kind}_{what}"
            for kind, place in _SERVICES.items()
            for what in ("referral", "appointment_date", "appointment_time", "provider", place, "referral_notes")
        ),
    ],
    "b6 action plan": words("""action_plan_section service_type action_plan_description service_referral
        service_referral_written_consent service_appointment_date service_appointment_time service_provider
        service_location service_referral_notes service_referral_mandatory_reporting
        service_referral_mandatory_reporting_inform_survivor service_referral_case_action_plan_timing
        incident_links"""),
    "b7 follow-up": [
        *words("""service_type_provided followup_date followup_service_type action_taken_already action_taken_details
        service_provided_date need_follow_up_visit when_follow_up_visit_should_happen follow_up_comments
        follow_up_survivor_share_needs survivor_needs_met referred_for_another_appointment recommend_case_closed
        case_action_plan_implementation_timing gbv_assessment_other_goals gbv_assessment_other_goals_list
        gbv_assessment_other_goals_text followup_type followup_assessment_type followup_needed_by_date"""),
        *(f"gbv_assessment_progress_{goal}" for goal in words(_GOALS)),
        *(f"gbv_assessment_progress_{goal}_text" for goal in words(_GOALS)),
    ],
    "b9 referral": words("""
        consent_overridden remote type_of_recipient authorized_role service agency location recipient
        allow_case_creation notes status transitioned_to transitioned_by transitioned_to_agency
        transitioned_by_user_groups record_owner service_record_id rejected_reason rejection_note responded_at
        created_at priority"""),
    "b10 closure": [
        *words("""created_at date_closure status closure_assessment closure_timing closure_reason approval_requested_for
        approval_status"""),
        *words(_REASONS),
        *(f"{reason}_explain" for reason in words(_REASONS)),
    ],
}

#: The codes of GBVIMS for the lists that we offer whole: question → (form, its codes).
CODES = {
    "sex": ("gbv_survivor", "female male"),
    "maritial_status": ("gbv_survivor", "single married_cohabitating divorced_separated widowed"),
    "caretaker_marital_status": (
        "gbv_survivor",
        "single married_cohabitating divorced_separated widowed unknown_not_applicable",
    ),
    "gbv_displacement_status": (
        "gbv_survivor",
        "resident idp refugee stateless_person returnee foreign_national asylum_seeker",
    ),
    "gbv_disability_type": ("gbv_survivor", "no mental_disability physical_disability both"),
    "unaccompanied_separated_status": (
        "gbv_survivor",
        "no unaccompanied_minor separated_child other_vulnerable_child",
    ),
    "status": ("gbv_incident", "open closed duplicate"),
    "incident_timeofday": ("gbv_incident", "morning afternoon evening_night unknown"),
    "incident_location_type": (
        "gbv_incident",
        """forest garden school road clients_home perpetrators_home other market streamside beach farm latrine
        perpetrators_friends_home entertainment_centre unfinished_house guest_house_hotel""",
    ),
    "displacement_incident": (
        "gbv_incident",
        "not_displaced pre_displacement during_flight during_refuge during_return_transit post_displacement",
    ),
    "gbv_sexual_violence_type": (
        "gbv_incident",
        """rape sexual_assault physical_assault forced_marriage denial_of_resources_opportunities_or_services
        psychological_emotional_abuse non-gbv""",
    ),
    "harmful_traditional_practice": (
        "gbv_incident",
        "no type_of_practice_1 type_of_practice_2 type_of_practice_3 type_of_practice_4 type_of_practice_5",
    ),
    "abduction_status_time_of_incident": (
        "gbv_incident",
        "none forced_conscription trafficked other_abduction_kidnapping",
    ),
    "gbv_reported_elsewhere": ("gbv_incident", "no gbvims-org non-gbvims-org"),
    "goods_money_exchanged": ("gbv_incident", "true false"),
    "pursue_legal_action": ("gbv_incident", "true false undecided"),
    "primary_perpetrator": ("gbv_incident", "primary secondary"),
    "age_group": ("gbv_incident", "0_11 12_17 18_25 26_40 41_60 61+ unknown"),
    "age_type": ("gbv_incident", "adult minor unknown"),
    "perpetrator_relationship": (
        "gbv_incident",
        """intimate_partner_former_partner primary_caregiver family_other_than_spouse_or_caregiver supervisor_employer
        schoolmate teacher_school_official service_provider cotenant_housemate family_friend_neighbor
        other_refugee_idp_returnee other_resident_community_member other no_relation unknown""",
    ),
    "service_medical_referral": (
        "gbv_incident",
        """referred service_provided_by_your_agency services_already_received_from_another_agency
        service_not_applicable referral_declined_by_survivor service_unavailable""",
    ),
    "service_type": (
        "gbv_action_plan",
        """safehouse health_medical psychosocial police_other legal_assistance livelihoods child_protection
        family_reunification education nfi_clothes_shoes water_sanitation registration food other""",
    ),
    "service_referral_case_action_plan_timing": (
        "gbv_action_plan",
        "less_than_15_minutes 16_30_minutes 31_minutes_1_hour 1_2_hours more_than_2_hours",
    ),
    "gbv_assessment_progress_safety": ("gbv_follow_up", "n_a in_progress met"),
    "risk": ("gbv_case", "high medium low"),
}


@pytest.mark.parametrize("section", FIELDS)
def test_every_gbvims_field_is_asked_or_its_absence_is_explained(section: str) -> None:
    asked = {row["name"] for sheets in all_forms() for row in sheets.questions()}
    explained = _left_out(section.split(maxsplit=1)[0])
    assert [field for field in FIELDS[section] if field not in asked and field not in explained] == []


@pytest.mark.parametrize("section", FIELDS)
def test_no_field_is_explained_away_that_gbvims_does_not_have(section: str) -> None:
    assert _left_out(section.split(maxsplit=1)[0]) <= set(FIELDS[section])


@pytest.mark.parametrize("question", CODES)
def test_choices_bear_the_codes_of_gbvims(question: str) -> None:
    where, codes = CODES[question]
    assert set(form(where).codes(question)) == set(words(codes))


def test_family_mediation_is_offered_nowhere() -> None:
    assert not [row for sheets in all_forms() for row in sheets.choices if "mediation" in row["name"]]


def _left_out(section: str) -> set[str]:
    """The ids in the first cell of a line of the table, provided that its last cell gives a reason."""
    lines = (line.split("|") for line in DECISION.read_text("utf-8").splitlines() if line.startswith("|"))
    return {
        name
        for cells in lines
        if len(cells) == 5 and cells[1].strip() == section and len(cells[3].split()) >= 3
        for name in re.findall(r"`(\w+)`", cells[2])
    }
