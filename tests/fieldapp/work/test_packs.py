"""What packs say about their forms, and what can be added to a case."""

from __future__ import annotations

from fieldapp.domain.ids import FieldId, FormId, RecordId
from fieldapp.domain.spaces import SpaceKind
from fieldapp.forms.library import form_ids
from fieldapp.forms.places import Place
from fieldapp.words import Language
from fieldapp.work.adding import add, offered
from fieldapp.work.desk import Desk
from fieldapp.work.packs import built_in_packs
from tests.fieldapp.work.conftest import a_case, saved

CASE = FormId("gbv_case")
RUSSIAN = Language("ru")


def test_every_built_in_form_has_a_name_for_one_record_and_for_several_in_both_languages() -> None:
    packs = built_in_packs()

    for form in form_ids():
        rule = packs.rules[form]
        assert rule.called(RUSSIAN) != rule.called(Language("en"))
        assert rule.called_many(RUSSIAN)


def test_every_name_a_pack_gives_is_a_question_of_that_form(desk: Desk) -> None:
    for rule in built_in_packs().rules.values():
        names = {question.id for _, question in desk.library.form(rule.form).questions()}
        told = {*rule.title, *rule.shown, *rule.copies, *([rule.when] if rule.when else [])}

        assert told <= names


def test_roots_say_where_they_go_and_what_stands_below_says_below_what() -> None:
    rules = built_in_packs().rules

    assert rules[CASE].space is SpaceKind.CASELOAD
    assert rules[FormId("wks_session")].below == "wks_workshop"
    assert all((rule.space is None) == (rule.below is not None) for rule in rules.values())


def test_before_consent_only_consent_can_be_added() -> None:
    assert [rule.form for rule in built_in_packs().offered(CASE, ())] == ["gbv_consent"]


def test_a_form_that_there_is_one_of_is_not_offered_twice(desk: Desk) -> None:
    case = a_case(desk)
    before = _offered(desk, case)
    saved(desk, "gbv_survivor", case)

    assert "gbv_survivor" in before
    assert "gbv_survivor" not in _offered(desk, case)
    assert "gbv_incident" in _offered(desk, case)


def test_a_referral_is_offered_once_there_is_a_release(desk: Desk) -> None:
    case = a_case(desk)
    before = _offered(desk, case)
    saved(desk, "gbv_release", case, release_recipient="Clinic No 3")

    assert "gbv_referral" not in before
    assert "gbv_referral" in _offered(desk, case)


def test_an_incident_starts_with_what_is_known_of_her(desk: Desk) -> None:
    case = a_case(desk)
    saved(desk, "gbv_survivor", case, sex="female", age="27")
    filling = add(desk, built_in_packs(), FormId("gbv_incident"), case)
    with desk.store.read() as reader:
        stored = reader.record(case)

    assert stored is not None
    assert filling.session.answer(Place(None, FieldId("sex"))) == "female"
    assert filling.session.answer(Place(None, FieldId("age"))) == "27"
    assert filling.session.answer(Place(None, FieldId("survivor_code"))) == stored.answers[FieldId("code")]


def test_an_imported_form_is_called_by_its_own_title(desk: Desk) -> None:
    assert built_in_packs().rule(FormId("gbv_consent"), desk.library).called(Language("en")) == "Consent"
    assert built_in_packs().rule(FormId("strange")).called(Language("en")) == "strange"


def _offered(desk: Desk, case: RecordId) -> list[str]:
    with desk.store.read() as reader:
        return [rule.form for rule in offered(built_in_packs(), reader, case, CASE)]
