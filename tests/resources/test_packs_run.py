"""Fills the built-in forms in: all of it can be reached, what cannot be is refused, what is odd is asked about."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from fieldapp.domain.answers import Special
from fieldapp.domain.ids import RecordId
from fieldapp.errors import Mistake
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.model import Group, Item, Kind, Question, Repeat
from fieldapp.forms.places import Place
from fieldapp.words import Language
from tests.resources.running import Filled, read
from tests.resources.sheets import Sheets, all_forms

each_form = pytest.mark.parametrize("sheets", all_forms(), ids=lambda sheets: sheets.form)
ROUNDS = 400
SAMPLES = {
    Kind.INTEGER: ("0", "3", "16", "17", "30", "64"),
    Kind.RANGE: ("0", "64", "100"),
    Kind.DATE: ("2026-03-12", "2026-03-11", "2026-01-02", "2009-05-05", "1990-01-01"),
    Kind.TIME: ("09:00", "11:30"),
    Kind.DATETIME: ("2026-03-13T16:00",),
    Kind.TEXT: ("0555 123 456",),
    Kind.HIDDEN: ("camp ethnicity religion", ""),
}


@each_form
def test_every_form_opens_with_nothing_wrong_in_it(sheets: Sheets) -> None:
    filled = Filled(sheets.form)
    assert filled.problems() == set()
    assert filled.session.faults() == ()


@each_form
def test_every_question_can_be_reached_and_every_choice_be_chosen(sheets: Sheets) -> None:
    form = read(sheets.form)
    wanted = {item.id for item in _items(form.children)}
    wanted_choices = {(q.id, choice.name) for _, q in form.questions() for choice in form.lists.get(q.choices, ())}
    seen: set[str] = set()
    offered: set[tuple[str, str]] = set()
    chance = Random(4)
    for _ in range(ROUNDS):
        session = _filled_by_chance(sheets.form, chance)
        assert session.faults() == ()
        for place, item in _places(session, form.children, None):
            if session.state(place).relevant:
                seen.add(item.id)
                if isinstance(item, Question) and item.choices:
                    offered |= {(item.id, choice.name) for choice in session.choices(place)}
        if seen == wanted and offered == wanted_choices:
            return
    assert (wanted - seen, wanted_choices - offered) == (set(), set())


@each_form
def test_the_whole_form_speaks_the_language_of_the_screen(sheets: Sheets) -> None:
    english, russian = Filled(sheets.form).session, Filled(sheets.form, Language("ru")).session
    for place, item in _places(english, read(sheets.form).children, None):
        if item.label and item.label.said("en") != item.label.said("ru"):
            assert english.label(place) == item.label.said("en")
            assert russian.label(place) == item.label.said("ru")


IMPOSSIBLE = [
    ("gbv_survivor", "age", "111"),
    ("gbv_survivor", "age", "-1"),
    ("gbv_survivor", "date_of_birth", "2026-03-13"),
    ("gbv_survivor", "date_of_birth", "2026-04"),
    ("gbv_survivor", "date_of_birth", "2027"),
    ("gbv_survivor", "dependents_no", "41"),
    ("gbv_incident", "incident_date", "2026-03-13"),
    ("gbv_incident", "incident_date", "2026-12"),
    ("gbv_incident", "date_of_first_report", "2026-03-13"),
    ("gbv_consent", "limits_read", "false"),
    ("gbv_consent", "consent_date", "2026-03-13"),
    ("gbv_consent", "consent_until", "2026-03-11"),
    ("gbv_release", "release_until", "2026-03-11"),
    ("gbv_referral", "seen_before", "2026-03-11T10:00"),
    ("gbv_follow_up", "followup_date", "2026-03-13"),
    ("gbv_closure", "date_closure", "2026-03-13"),
    ("gbv_contact_count", "district", "a district with a story, a village and a name in it"),
    ("wks_workshop", "ends_on", "2026-03-11"),
    ("wks_workshop", "sessions_planned", "0"),
    ("wks_head_count", "female_0_11", "-1"),
    ("wks_head_count", "with_disability", "1"),
    ("staff", "staff_phone", "call me"),
]


@pytest.mark.parametrize(("form", "question", "answer"), IMPOSSIBLE)
def test_what_cannot_be_is_refused_with_a_sentence_in_either_language(form: str, question: str, answer: str) -> None:
    errors = {}
    for language in ("en", "ru"):
        filled = Filled(form, Language(language)).give(**{question: answer})
        assert question in filled.problems()
        errors[language] = filled.state(question).error
    assert len(errors["en"]) > 10
    assert errors["en"] != errors["ru"]


POSSIBLE = [
    ("gbv_survivor", "age", "34"),
    ("gbv_survivor", "date_of_birth", "2026-03-12"),
    ("gbv_survivor", "date_of_birth", "2026-03"),
    ("gbv_survivor", "date_of_birth", "1998"),
    ("gbv_incident", "incident_date", "2026-02"),
    ("gbv_incident", "incident_date", "2026"),
    ("gbv_incident", "incident_date", Special.NOT_KNOWN),
    ("gbv_survivor", "family_name", Special.DECLINED),
    ("gbv_referral", "seen_before", "2026-03-12T16:00"),
    ("gbv_release", "release_until", "2026-03-12"),
    ("staff", "staff_phone", "+996 (555) 123-456"),
    ("service", "service_checked_on", "2026-03-12"),
]


@pytest.mark.parametrize(("form", "question", "answer"), POSSIBLE)
def test_what_may_be_is_taken_without_a_word(form: str, question: str, answer: str | Special) -> None:
    filled = Filled(form).give(**{question: answer})
    assert filled.problems() == set()
    assert filled.state(question).unlikely == ""


UNLIKELY = [
    ("gbv_case", "next_due", "2026-08-01"),
    ("gbv_survivor", "age", "97"),
    ("gbv_survivor", "age", "2"),
    ("gbv_survivor", "dependents_no", "13"),
    ("gbv_incident", "incident_date", "1990"),
    ("gbv_release", "release_until", "2027-06-01"),
    ("wks_session", "session_date", "2024-03-12"),
    ("service", "service_checked_on", "2025-03-12"),
]


@pytest.mark.parametrize(("form", "question", "answer"), UNLIKELY)
def test_what_is_odd_is_asked_about_and_may_stand(form: str, question: str, answer: str) -> None:
    filled = Filled(form).give(**{question: answer})
    assert filled.state(question).unlikely.endswith("?")
    assert filled.problems() == set()


def test_an_age_that_does_not_fit_the_birthday_is_asked_about() -> None:
    filled = Filled("gbv_survivor", date_of_birth="1998-05-01", age="27")
    assert filled.state("age").unlikely == ""
    assert filled.give(age="37").state("age").unlikely != ""


def test_bride_kidnapping_without_a_kidnapping_is_asked_about() -> None:
    filled = Filled("gbv_incident", harmful_traditional_practice="type_of_practice_1")
    filled.give(abduction_status_time_of_incident="none")
    assert "kidnapping" in filled.state("abduction_status_time_of_incident").unlikely


@pytest.mark.parametrize(
    ("given", "band"),
    [
        ({}, None),
        ({"age": "11"}, "0_11"),
        ({"age": "12"}, "12_17"),
        ({"age": "18"}, "18_25"),
        ({"age": "26"}, "26_35"),
        ({"age": "45"}, "36_45"),
        ({"age": "60"}, "46_60"),
        ({"age": "61"}, "61_plus"),
        ({"date_of_birth": "1998"}, "26_35"),
        ({"date_of_birth": "2008-03-13"}, "12_17"),
        ({"date_of_birth": "2008-03-12"}, "18_25"),
        ({"age": Special.NOT_KNOWN}, None),
    ],
)
def test_the_age_group_follows_from_the_age_or_the_birthday(given: dict[str, str | Special], band: str | None) -> None:
    assert (Filled("gbv_survivor").give(**given).worked_out("age_band") or None) == band


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({"age": "17"}, True),
        ({"age": "18"}, False),
        ({"age": "19", "estimated": "true"}, True),
        ({"date_of_birth": "2008"}, True),
        ({}, False),
    ],
)
def test_the_questions_about_a_child_come_whenever_she_may_be_one(given: dict[str, str], *, asked: bool) -> None:
    assert Filled("gbv_survivor").give(**given).state("survivor_caretaker").relevant is asked


@pytest.mark.parametrize(
    ("day", "days", "band"),
    [
        ("2026-03-12", "0", "0_3_days"),
        ("2026-03-09", "3", "0_3_days"),
        ("2026-03-08", "4", "4_5_days"),
        ("2026-03-06", "6", "6_14_days"),
        ("2026-02-25", "15", "2_weeks_1_month"),
        ("2026-01-01", "70", "over_1_month"),
        ("2026-03", "11", "6_14_days"),
        ("", None, None),
    ],
)
def test_time_until_the_report_is_counted_in_the_bands_of_gbvims(day: str, days: str | None, band: str | None) -> None:
    filled = Filled("gbv_incident", incident_date=day)
    assert (filled.worked_out("elapsed_reporting_days") or None) == days
    assert (filled.worked_out("elapsed_reporting_time") or None) == band


@pytest.mark.parametrize(
    ("day", "shown"), [("2026-03-07", True), ("2026-03-06", False), ("2026-03", True), ("2026-01", False), ("", True)]
)
def test_early_health_care_is_spoken_of_whenever_it_may_still_help(day: str, *, shown: bool) -> None:
    filled = Filled("gbv_incident", gbv_sexual_violence_type="rape", incident_date=day)
    assert filled.state("urgent_note").relevant is shown


def test_perpetrators_are_counted_exactly_up_to_three() -> None:
    filled = Filled("gbv_incident")
    counts = []
    for _ in range(5):
        counts.append(filled.worked_out("number_of_perpetrators") or None)
        filled.add("alleged_perpetrator")
    assert counts == [None, "equal_to_1", "equal_to_2", "equal_to_3", "more_than_3"]


def test_the_context_of_an_incident_follows_from_the_answers_as_the_gbvims_guide_says() -> None:
    filled = Filled("gbv_incident", gbv_sexual_violence_type="rape", age="16", goods_money_exchanged="false")
    filled.give(abduction_status_time_of_incident="none", harmful_traditional_practice="no")
    assert filled.worked_out("gbv_case_context") == "child_sexual_abuse"
    filled.add("alleged_perpetrator", perpetrator_relationship="unknown")
    filled.add("alleged_perpetrator", perpetrator_relationship="intimate_partner_former_partner")
    assert filled.worked_out("gbv_case_context") == "intimate_partner_violence child_sexual_abuse"
    filled.give(gbv_sexual_violence_type="forced_marriage", harmful_traditional_practice="type_of_practice_1")
    assert filled.worked_out("gbv_case_context") == (
        "intimate_partner_violence early_marriage harmful_traditional_practice"
    )


def test_camp_ethnic_group_and_religion_are_off_until_switched_on() -> None:
    filled = Filled("gbv_incident")
    switched = ("displacement_incident", "incident_camp_town", "gbv_ethnicity", "gbv_religion")
    assert [filled.state(name).relevant for name in switched] == [False] * 4
    assert "refugee" not in filled.offered("gbv_displacement_status")
    filled.give(switched_on="camp ethnicity religion")
    assert [filled.state(name).relevant for name in switched] == [True] * 4
    assert "refugee" in filled.offered("gbv_displacement_status")


def test_a_relative_is_named_by_the_words_of_the_region_under_the_code_of_gbvims() -> None:
    filled = Filled("gbv_incident")
    row = filled.add("alleged_perpetrator", perpetrator_relationship="family_other_than_spouse_or_caregiver")
    assert {"mother_in_law", "co_wife"} <= filled.offered("perpetrator_relationship_detail", row)
    filled.give(row, perpetrator_relationship="intimate_partner_former_partner")
    assert "former_husband" in filled.offered("perpetrator_relationship_detail", row)
    assert "mother_in_law" not in filled.offered("perpetrator_relationship_detail", row)


def test_consent_is_incomplete_until_each_answer_is_given() -> None:
    filled = Filled("gbv_consent")
    assert filled.missing() == {"limits_read", "consent_for_services", "consent_keep_record", "consent_how"}
    filled.give(limits_read="true", consent_for_services="true", consent_keep_record="true", consent_how="spoken")
    assert filled.missing() == {"consent_supervisor", "consent_reporting"}
    filled.give(consent_supervisor="true", consent_reporting="false")
    assert filled.missing() == set()


def test_a_child_is_asked_herself_and_a_carer_or_a_reason_why_not() -> None:
    filled = Filled("gbv_consent", consent_under_18="true")
    assert {"child_assent", "caregiver_consent"} <= filled.missing()
    filled.give(child_assent="true", caregiver_consent="false")
    assert filled.state("caregiver_why_not").relevant
    assert not filled.state("caregiver_who").relevant


def test_whoever_wants_no_record_is_shown_the_way_to_none() -> None:
    filled = Filled("gbv_consent", consent_keep_record="false")
    assert filled.state("no_record_note").relevant
    assert not filled.state("consent_supervisor").relevant


def test_a_release_ends_after_ninety_days_unless_she_says_otherwise() -> None:
    filled = Filled("gbv_release")
    assert filled.state("release_date").answer == "2026-03-12"
    assert filled.state("release_until").answer == "2026-06-10"


def test_an_exception_from_her_release_must_be_accounted_for() -> None:
    filled = Filled("gbv_referral")
    assert filled.missing() == set()
    filled.give(basis="danger")
    assert filled.missing() == {"basis_reason", "told_before"}


def test_a_score_lies_between_nothing_and_all_and_one_below_the_first_is_asked_about() -> None:
    filled = Filled("wks_participant", score_before="60", score_after="40")
    with pytest.raises(Mistake):
        filled.give(score_before="101")
    assert filled.problems() == set()
    assert filled.state("score_after").unlikely.endswith("?")
    assert filled.give(score_after="80").state("score_after").unlikely == ""


def test_heads_are_added_up() -> None:
    filled = Filled("wks_head_count", female_0_11="2", female_61_plus="3", male_18_25="4", male_0_11=Special.NOT_KNOWN)
    assert [filled.worked_out(name) for name in ("female_total", "male_total", "head_total")] == ["5", "4", "9"]


def _items(children: tuple[Item, ...]) -> Iterator[Item]:
    for child in children:
        yield child
        if isinstance(child, Group | Repeat):
            yield from _items(child.children)


def _places(
    session: FormSession, children: tuple[Item, ...], row: RecordId | None
) -> Iterator[tuple[Place, Question | Group | Repeat]]:
    for child in children:
        place = Place(row, child.id)
        yield place, child
        if isinstance(child, Group):
            yield from _places(session, child.children, row)
        elif isinstance(child, Repeat):
            for each in session.rows(place):
                yield from _places(session, child.children, each)


def _filled_by_chance(name: str, chance: Random) -> FormSession:
    """Each question answered by chance, or left out, from the top down; one row in each repeat."""
    session = Filled(name).session
    for place, item in list(_places(session, session.form.children, None)):
        if isinstance(item, Repeat):
            session.add_row(place)
    for place, item in list(_places(session, session.form.children, None)):
        if isinstance(item, Question) and not item.calculated and item.kind is not Kind.NOTE:
            names = [choice.name for choice in session.choices(place)] if item.choices else SAMPLES[item.kind]
            if names and chance.random() < 0.9:
                session.set(place, chance.choice(names) or None)
    return session
