"""Choices in an order drawn by chance: the same for a seed here as in ODK Collect, and the same while she works."""

from __future__ import annotations

import pytest

from fieldapp.forms.expressions.shuffling import shuffled
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.model import Choice, Form, Kind
from tests.fieldapp.forms.making import at, form_with, give, opened, question, repeat, resumed

_LETTERS = {"letter": tuple(Choice(letter, columns={"half": "1" if letter < "D" else "2"}) for letter in "ABCDEF")}


def _order(session: FormSession, name: str = "which") -> str:
    return "".join(choice.name for choice in session.choices(at(name)))


@pytest.mark.parametrize(
    ("things", "seed", "order"),
    [
        ("0123456789", 33, "3548201697"),
        ("0123456789", 42, "0591846372"),
        ("ABCDEF", 42, "AFCBDE"),
        ("ABCDEF", -42, "EDAFBC"),
        ("ABCDEF", 1, "BFEACD"),
        ("ABCDEF", 11_111_111, "ACDBFE"),
    ],
)
def test_the_order_that_belongs_to_a_seed_is_that_of_collect(things: str, seed: int, order: str) -> None:
    assert "".join(shuffled(things, float(seed))) == order


def test_a_text_as_seed_has_an_order_of_its_own_and_a_number_written_as_text_is_that_number() -> None:
    assert shuffled("ABCDEF", "42") == shuffled("ABCDEF", 42.0)
    assert shuffled("ABCDEF", "Aral") == shuffled("ABCDEF", "Aral") != shuffled("ABCDEF", "Bulak")
    assert sorted(shuffled("ABCDEF", "")) == list("ABCDEF")


def test_choices_follow_their_seed() -> None:
    form = form_with(
        question("seed", Kind.INTEGER),
        question("which", Kind.SELECT_ONE, choices="letter", randomize=True, seed="${seed}"),
        lists=_LETTERS,
    )
    session = opened(form)
    give(session, seed="42")
    assert _order(session) == "AFCBDE"

    touched = session.set(at("seed"), "1")

    assert at("which") in touched.places
    assert _order(session) == "BFEACD"


@pytest.fixture(scope="module")
def drawn() -> Form:
    return form_with(
        question("half"),
        question("which", Kind.SELECT_ONE, choices="letter", choice_filter="half = ${half}", randomize=True),
        question("all", Kind.SELECT_MULTIPLE, choices="letter", randomize=True),
        repeat("row", question("one", Kind.SELECT_ONE, choices="letter", randomize=True)),
        lists=_LETTERS,
    )


def test_without_a_seed_the_order_is_drawn_once_and_stays_through_answers_languages_and_drafts(drawn: Form) -> None:
    session = opened(drawn)
    give(session, half="1")
    first, every = _order(session), _order(session, "all")
    assert (sorted(first), sorted(every)) == (list("ABC"), list("ABCDEF"))

    give(session, half="2")
    give(session, half="1", all=every[0])
    session.speak(session.language)

    assert (_order(session), _order(session, "all")) == (first, every)
    assert _order(resumed(drawn, session.draft_json()), "all") == every


def test_an_answer_out_of_shuffled_choices_is_judged_as_any_other(drawn: Form) -> None:
    session = opened(drawn)
    give(session, half="1", which="A")
    assert session.problems() == ()

    give(session, half="2")

    assert session.problems() == (at("which"),)
