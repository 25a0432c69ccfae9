"""What may leave in a file: every form of the program is decided on, and so is every question about a participant."""

from __future__ import annotations

import pytest

from fieldapp.domain.giving_out import NotGivenOut, withheld_from_file
from fieldapp.domain.ids import FormId
from fieldapp.domain.spaces import SpaceKind
from fieldapp.forms.library import form_ids, load_form

#: What may be told of somebody: nobody is known by it.
HARMLESS = {"sex", "age_band", "guardian_agrees", "consent_to_list", "active_trainer", "score_before", "score_after"}
EVERYWHERE = frozenset(SpaceKind)


@pytest.mark.parametrize("form", form_ids())
def test_of_the_forms_of_the_program_only_those_of_workshops_go_out(form: FormId) -> None:
    if form.startswith("wks_"):
        assert withheld_from_file(form, imported=False, spaces=EVERYWHERE) is not None
    else:
        with pytest.raises(NotGivenOut):
            withheld_from_file(form, imported=False, spaces=EVERYWHERE)


def test_every_question_about_a_participant_is_harmless_or_stays() -> None:
    form = FormId("wks_participant")
    asked = {question.id for _, question in load_form(form).questions()}

    assert asked - withheld_from_file(form, imported=False, spaces=EVERYWHERE) == HARMLESS


@pytest.mark.parametrize("kind", [SpaceKind.CASELOAD, SpaceKind.ORGANISATION])
def test_workshops_are_given_out_by_members_of_a_programme_alone(kind: SpaceKind) -> None:
    with pytest.raises(NotGivenOut, match="no programme"):
        withheld_from_file(FormId("wks_session"), imported=False, spaces={kind})


def test_a_form_that_nobody_knows_does_not_go_out() -> None:
    with pytest.raises(NotGivenOut):
        withheld_from_file(FormId("wks_of_tomorrow"), imported=False, spaces=EVERYWHERE)


def test_imported_forms_go_out_whole_whoever_asks() -> None:
    assert withheld_from_file(FormId("visit"), imported=True, spaces=()) == frozenset()
