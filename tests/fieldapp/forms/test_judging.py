"""What is said about answers that are marks, orders, steps of a scale, places and files."""

from __future__ import annotations

import pytest

from fieldapp.forms.model import Choice, Form, Kind, Text
from fieldapp.forms.typed import NotAnAnswer
from tests.fieldapp.forms.making import at, form_with, give, opened, question

_FRUIT = {
    "fruit": tuple(Choice(name, Text({"": name.title()}), {"sour": name[:1]}) for name in ("apple", "lemon", "plum"))
}


@pytest.fixture(scope="module")
def survey() -> Form:
    return form_with(
        question("sour"),
        question("order", Kind.RANK, choices="fruit", required="true()"),
        question("some", Kind.RANK, choices="fruit", choice_filter="sour != ${sour}"),
        question("agreed", Kind.ACKNOWLEDGE, required="true()"),
        question("pain", Kind.RANGE, parameters={"start": "0", "end": "10", "step": "1"}, constraint=". != 7"),
        question("place", Kind.GEOPOINT, constraint="number(selected-at(., 3)) < 20 or selected-at(., 3) = ''"),
        lists=_FRUIT,
    )


def test_an_order_names_each_choice_once(survey: Form) -> None:
    session = opened(survey)
    assert at("order") in session.missing()

    give(session, order="plum apple")
    assert session.state(at("order")).error == "Put all choices in order, each once."
    give(session, order="plum apple pear")
    assert session.state(at("order")).error.startswith("This choice is not in the list")
    with pytest.raises(NotAnAnswer):
        give(session, order="plum apple plum")
    give(session, order="plum apple lemon")

    assert session.state(at("order")).error == ""
    assert at("order") not in session.missing()


def test_an_order_is_asked_for_again_when_other_choices_are_offered(survey: Form) -> None:
    session = opened(survey)
    give(session, some="plum apple lemon", sour="x")
    assert session.problems() == ()

    give(session, sour="l")

    assert session.problems() == (at("some"),)
    give(session, some="plum apple")
    assert session.problems() == ()


def test_a_mark_that_is_required_is_missing_until_it_is_made(survey: Form) -> None:
    session = opened(survey)
    assert at("agreed") in session.missing()

    give(session, agreed="OK")

    assert at("agreed") not in session.missing()


def test_a_step_of_a_scale_is_judged_by_its_rule_and_no_other_number_is_taken(survey: Form) -> None:
    session = opened(survey)
    give(session, pain="7")
    assert session.problems() == (at("pain"),)

    for odd in ("11", "2.5", "-1"):
        with pytest.raises(NotAnAnswer):
            give(session, pain=odd)


def test_a_place_is_judged_by_how_exact_it_is(survey: Form) -> None:
    session = opened(survey)

    give(session, place="42.87 74.59 0 35")
    assert session.problems() == (at("place"),)
    give(session, place="42.87 74.59 0 5")
    assert session.problems() == ()
