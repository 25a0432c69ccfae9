"""A file as an answer in a form: what expressions, labels and histories see of it is its name."""

from __future__ import annotations

import pytest

from fieldapp.domain.attachments import Attachment, SealedId, to_text
from fieldapp.domain.ids import FieldId
from fieldapp.forms.model import Kind, Question
from fieldapp.forms.showing import shown
from fieldapp.forms.typed import value_of, well_formed
from fieldapp.words import ENGLISH
from tests.fieldapp.forms.making import at, form_of, opened
from tests.helpers.clock import StandingClock

PHOTO = to_text(Attachment(SealedId("ab" * 32), bytes(32), 6, "image/jpeg", "Справка 2.jpg"))
FORM = form_of("| survey |\n| | type | name | label |\n| | text | a | A |\n")


def question(kind: Kind) -> Question:
    return Question(id=FieldId("q"), name="q", kind=kind)


@pytest.mark.parametrize("kind", [Kind.IMAGE, Kind.FILE])
def test_expressions_and_people_see_the_name_of_a_file(kind: Kind) -> None:
    zone = StandingClock().now().local.tzinfo
    assert zone is not None
    assert value_of(question(kind), PHOTO, zone) == "Справка 2.jpg"
    assert shown(FORM, question(kind), PHOTO, ENGLISH) == "Справка 2.jpg, 1 KB", "two of one name are told apart"


def test_a_name_that_a_form_works_out_is_no_answer() -> None:
    form = form_of(
        "| survey |\n| | type | name | label | default |\n| | image | photo | P | concat('house', '.png') |\n"
    )

    assert opened(form).answer(at("photo")) is None
    assert not opened(form).problems()


@pytest.mark.parametrize("kind", [Kind.IMAGE, Kind.FILE])
def test_nothing_but_a_file_is_the_answer_to_a_question_for_one(kind: Kind) -> None:
    assert well_formed(question(kind), PHOTO)
    assert not well_formed(question(kind), "photo.jpg")
