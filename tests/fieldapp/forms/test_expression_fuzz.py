"""Whatever stands in a cell and whatever she answers: a value, or one kind of error, and soon."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fieldapp.domain.ids import FieldId, FormId
from fieldapp.forms.expressions.compiler import FUNCTION_NAMES, compile_tree
from fieldapp.forms.expressions.errors import ExpressionWrong, Mismatch
from fieldapp.forms.expressions.here import Here, World
from fieldapp.forms.expressions.parser import parse
from fieldapp.forms.expressions.rows import Row
from fieldapp.forms.expressions.values import Value, to_bool, to_number, to_text
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.model import Choice, Form, Kind, Question, Repeat
from fieldapp.forms.rules.layout import Layout
from fieldapp.forms.rules.names import FormNames
from tests.fieldapp.forms.making import at, form_of, opened, worked_out
from tests.helpers.clock import StandingClock

_TOKENS = (
    "( ) [ ] , . .. / // + - * = != < <= > >= and or div mod not( if( concat( selected( date( number( round( "
    "'a' \"b\" '' 1 2.5 .5 ${age} ${ } $ @ :: | true() today() count( sum( position( /data/age current()/.. "
    "regex( '[' substr( translate( pow( checklist( format-date( '%Y' uuid( digest( ' \n өү \x00 😀 1e9 99999999"
)
_PIECES = st.sampled_from(_TOKENS.split(" "))

_ODD = (
    *("''", "' '", "'\u200b'", "'\u202eabc'", "'\ud800'", "'Ө́'", "'😀'", "'NaN'", "'-'", "','", "'1e400'", "'(a+)+$'"),
    *("'0001-01-01'", "'9999-12-31T23:59:59.999-14:00'", "'0001-01-01T00:00+14:00'", "'24:00'", "'12:00:00+99:99'"),
    *("'%Y%b%%%'", "'SHA-256'", "'hex'", "'0 0;0 1;1 1'", "'90 180'", "'village'", "'name'", "'${age}'", "'Osh'"),
    *("0", "-0", "-1", "1 div 0", "0 div 0", "1000000000000000000000000000000", "0.0000000000000000001", "9" * 400),
    *("true()", "today()", "now()", "date('0001-01-01')", "date-time('9999-12-31T23:59:59')", "random()"),
    *(
        "${age}",
        "${who}",
        "${child}",
        "${children}",
        "../age",
        ".",
        "..",
        "/data/children/child/who",
        "who",
        "${nobody}",
    ),
    *("${child}[1]/who", "${child}[who = current()/../age]/who", "instance('village')/root/item/name"),
    *("instance('village')/root/item[name = ${age}]", "${last-saved#age}", "current()", "current()/../who"),
)
_OPERATORS = ("+", "-", "*", " div ", " mod ", "=", "!=", "<", ">=", " and ", " or ")
_EXPRESSIONS = st.recursive(
    st.sampled_from(_ODD),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(sorted(FUNCTION_NAMES)), st.lists(inner, max_size=4)).map(
            lambda call: f"{call[0]}({', '.join(call[1])})"
        ),
        st.tuples(
            inner, st.sampled_from(("+", "-", "*", " div ", " mod ", "=", "!=", "<", ">=", " and ", " or ")), inner
        )
        .map("".join)
        .map("({})".format),
        inner.map("-{}".format),
    ),
    max_leaves=8,
)


@cache
def _family() -> tuple[Form, Layout, Row]:
    """A form with a repeat and a list, and a record with two rows."""
    age, who = (Question(id=FieldId(name), name=name, kind=Kind.TEXT) for name in ("age", "who"))
    child = Repeat(id=FieldId("child"), name="child", children=(who,))
    form = Form(
        id=FormId("family"),
        lists={"village": (Choice("Osh", columns={"people": "9"}), Choice("", columns={"people": "x"}))},
        children=(age, child),
    )
    layout = Layout(form)
    root = Row(record=None, scope=0)
    repeat = layout.by_name["child"][0]
    root.rows[repeat] = [Row(record=None, scope=repeat, parent=root) for _ in range(2)]
    return form, layout, root


def _tried(text: str, value: Value) -> None:
    """Where it is compiled it may be refused, where it runs it may not match; whatever it gives has each form."""
    form, layout, root = _family()
    (age,), (who,), (child,) = (layout.by_name[name] for name in ("age", "who", "child"))
    root.values = {age: value}
    root.rows[child][0].values = {who: value}
    world = World(StandingClock(), Random(1), last_saved={FieldId("age"): "4"})
    for node, row in ((age, root), (who, root.rows[child][0])):
        try:
            run = compile_tree(parse(text), FormNames(form, layout, node))
        except ExpressionWrong:
            continue
        with suppress(Mismatch):
            given = run(Here(world, row))
            assert isinstance(to_text(given) + str(to_number(given)) + str(to_bool(given)), str)


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


@settings(max_examples=500, deadline=None)
@given(
    _EXPRESSIONS,
    st.one_of(st.floats(), st.text(max_size=12), st.booleans(), st.dates(), st.datetimes(), st.times()),
)
@example("sum(${who})", float("-inf"))
@example("digest('\ud800', 'MD5')", "")
@example("format-date(${age}, '%a %b %W %e')", "")
def test_any_function_of_any_values_is_worked_out_or_refused(text: str, value: Value) -> None:
    _tried(text, value)


@pytest.mark.parametrize("name", sorted(FUNCTION_NAMES))
def test_every_function_takes_every_odd_value(name: str) -> None:
    for odd in _ODD:
        for count in range(5):
            _tried(f"{name}({', '.join([odd] * count)})", odd)
            _tried(f"{name}({', '.join(['${age}', odd, *['1'] * count][:count])})", float("inf"))


def test_brackets_without_end_are_refused_before_they_fill_the_memory() -> None:
    for hostile in ("(" * 50_000, "not(" * 10_000, "-" * 60_000 + "1", "1" + "+1" * 30_000, "[" * 9_000, "a/" * 30_000):
        with suppress(ExpressionWrong):
            parse(hostile)


@pytest.mark.parametrize(
    "around",
    [
        *("({})", "-({})", "not({})", "if(1, {}, 2)", "if(0, 1, {})", "coalesce('', {})", "concat({})", "max(1, {})"),
        *("1 or 1 and 1 = 1 < 1 + 1 * ({})", "if(1 = 1 and 2 + 3 * {} > 1, 1, 2)", "checklist(1, 2, {})", "once({})"),
        *("count(${{child}}[{}])", "instance('village')/root/item[{}]/name", "format-date({}, '%Y')", "round(1, {})"),
    ],
)
def test_what_may_be_nested_at_all_can_be_worked_out(around: str) -> None:
    text, deeper = "1", around.format("1")
    while deeper != text:
        text = deeper
        _tried(text, "")
        with suppress(ExpressionWrong):
            parse(around.format(text))
            deeper = around.format(text)

    with pytest.raises(ExpressionWrong, match="within"):
        parse(around.format(text))


def test_a_rule_with_a_thousand_alternatives_still_works() -> None:
    assert worked_out(" or ".join(["1 = 2"] * 1000)) is False
    assert worked_out(" + ".join(["1"] * 1000)) == 1000.0


def test_nested_choices_of_fifty_districts_still_work() -> None:
    expression = "0"
    for number in range(50):
        expression = f"if('d' = 'd{number}', {number}, {expression})"
    assert worked_out(expression) == 0.0


def test_rows_that_each_double_the_text_before_them_stop_before_they_fill_the_memory() -> None:
    session: FormSession = opened(
        form_of(
            """
            | survey |
            | | type | name | label | calculation |
            | | begin_repeat | row | Row |
            | | text | said | Said |
            | | calculate | all | | if(position(..) = 1, ${said}, concat({before}, {before})) |
            | | end_repeat |
            """.replace("{before}", "indexed-repeat(${all}, ${row}, position(..) - 1)")
        )
    )
    for number in range(40):
        row, _ = session.add_row(at("row"))
        if number == 0:
            session.set(at("said", row), "0123456789")

    assert "The text that is put together here is too long." in {str(fault.reason) for fault in session.faults()}
    assert max(len(str(session.answer(at("all", row)) or "")) for row in session.rows(at("row"))) <= 1_000_000
