"""Whatever stands in a cell, the parser gives a tree or one kind of error, and soon."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import example, given, settings
from hypothesis import strategies as st

from fieldapp.forms.expressions.errors import ExpressionWrong
from fieldapp.forms.expressions.parser import parse
from tests.fieldapp.forms.making import worked_out

_TOKENS = (
    "( ) [ ] , . .. / // + - * = != < <= > >= and or div mod not( if( concat( selected( date( number( round( "
    "'a' \"b\" '' 1 2.5 .5 ${age} ${ } $ @ :: | true() today() count( sum( position( /data/age current()/.. "
    "regex( '[' substr( translate( pow( checklist( format-date( '%Y' uuid( digest( ' \n өү \x00 😀 1e9 99999999"
)
_PIECES = st.sampled_from(_TOKENS.split(" "))


@settings(max_examples=400)
@given(st.text(max_size=60))
@example("\x00")
@example("${" * 50)
@example("'" * 101)
def test_any_text_is_parsed_or_refused(text: str) -> None:
    with suppress(ExpressionWrong):
        parse(text)


@settings(max_examples=400)
@given(st.lists(_PIECES, max_size=14).map(" ".join))
def test_any_row_of_tokens_is_worked_out_or_refused(text: str) -> None:
    with suppress(ExpressionWrong):
        worked_out(text)


def test_brackets_without_end_are_refused_before_they_fill_the_memory() -> None:
    for hostile in ("(" * 50_000, "not(" * 10_000, "-" * 60_000 + "1", "1" + "+1" * 30_000, "[" * 9_000, "a/" * 30_000):
        with suppress(ExpressionWrong):
            parse(hostile)


def test_a_rule_with_a_thousand_alternatives_still_works() -> None:
    assert worked_out(" or ".join(["1 = 2"] * 1000)) is False
    assert worked_out(" + ".join(["1"] * 1000)) == 1000.0


def test_nested_choices_of_fifty_districts_still_work() -> None:
    expression = "0"
    for number in range(50):
        expression = f"if('d' = 'd{number}', {number}, {expression})"
    assert worked_out(expression) == 0.0
