"""What a check claims of conditions is true: made-up conditions are tried with every answer there is."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Final

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldapp.domain.ids import FieldId
from fieldapp.forms.checking.report import received, sent
from fieldapp.forms.checking.whole import check_file
from fieldapp.forms.places import Place
from tests.fieldapp.forms.making import opened

_FACTS: Final = (
    *("${n} = 1", "${n} != 2", "${n} > 1", "2 >= ${n}", "${n} < 9", "${n} = 7", "${n} > ${o}", "${n} <= ${o}"),
    *("${c} = 'a'", "'b' = ${c}", "${c} != 'a'", "${c} = ''", "${c} != ''", "${o} = 0", "${o} >= 1"),
    *("selected(${m}, 'x')", "selected(${m}, 'y')", "${m} = 'x'", "${m} = 'y x'", "true()", "false()", "1 < 2"),
    *("string-length(${c}) > 0", "count-selected(${m}) = 2", "${n} + 1 = 2", "${last} = 'k'", "${last} != ''"),
)
_ANSWERS: Final = {
    "n": (None, "0", "1", "2", "3"),
    "o": (None, "0", "1"),
    "c": (None, "a", "b"),
    "m": (None, "x", "y", "x y", "y x"),
}
_conditions: Final = st.recursive(
    st.sampled_from(_FACTS),
    lambda inner: st.one_of(
        inner.map(lambda one: f"not({one})"),
        st.tuples(inner, st.sampled_from(("and", "or")), inner).map(lambda parts: f"({' '.join(parts)})"),
    ),
    max_leaves=6,
)


def _form(path: Path, first: str, second: str) -> Path:
    path.write_text(
        f"""
        | survey |
        | | type | name | label | relevant | constraint |
        | | integer | n | N? | | . >= 0 and . <= 3 |
        | | integer | o | O? | | . = 0 or . = 1 |
        | | select_one abc | c | C? | | |
        | | select_multiple xyz | m | M? | | |
        | | text | last | L? | {first} | |
        | | text | more | More? | {second} | |
        | choices |
        | | list_name | name | label |
        | | abc | a | A |
        | | abc | b | B |
        | | xyz | x | X |
        | | xyz | y | Y |
        """,
        encoding="utf-8",
    )
    return path


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=_conditions, second=_conditions)
def test_a_question_that_is_said_to_be_never_asked_is_never_asked(tmp_path: Path, first: str, second: str) -> None:
    checked = check_file(_form(tmp_path / "form.md", first.replace("${last}", "${c}"), second))
    assert checked.form is not None
    never = {problem.row for problem in checked.problems if "is never asked" in problem.sentence.text}

    session = opened(checked.form)
    for answers in product(*_ANSWERS.values()):
        for name, answer in zip(_ANSWERS, answers, strict=True):
            session.set(Place(None, FieldId(name)), answer)
        for last in (None, "k"):
            if Place(None, FieldId("last")) in set(session.asked()):
                session.set(Place(None, FieldId("last")), last)
            asked = {place.field for place in session.asked()}
            assert not ("last" in asked and 6 in never), answers
            assert not ("more" in asked and 7 in never), answers


_CELLS: Final = st.sampled_from(
    (
        *(
            "",
            "yes",
            "${a}",
            "${a} = 'x'",
            "${b} div 0",
            ". > 5 and . < 3",
            "selected(${c}, 'zz')",
            "${nobody} + ${аb}",
        ),
        *(
            "((",
            "“x”",
            "not(not(${a}))",
            "position(..)",
            "${c}/../a",
            "1 = 1",
            "instance('l')/root/item[name = ${a}]/label",
        ),
        *("today() - 1 < ${b}", "${last-saved#a}", "x[1 = 2]", "is", "-", "a or b", "'", "if(${a}, 1, 2)", "l = ${c}"),
    )
)
_TYPES: Final = (
    *("text", "integer", "date", "select_one l", "select_multiple l", "note", "calculate", "rank l", "range"),
    *("begin_group", "end_group", "begin_repeat", "end_repeat", "hidden", "txt", "select_one nowhere", ""),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(_TYPES), st.sampled_from(("a", "b", "c", "A", "", "а")), *[_CELLS] * 5), max_size=8
    )
)
def test_whatever_a_form_says_everything_wrong_is_told_with_a_way_to_mend_it(
    tmp_path: Path, rows: list[tuple[str, ...]]
) -> None:
    lines = "".join(f"| | {' | '.join(row)} |\n" for row in rows)
    path = tmp_path / "any.md"
    path.write_text(
        "| survey |\n| | type | name | label | relevant | constraint | calculation | choice_filter |\n"
        f"{lines}| choices |\n| | list_name | name | label | l |\n| | l | x | X | x |\n",
        encoding="utf-8",
    )

    checked = check_file(path)

    assert all(problem.mend is not None and str(problem.mend) and problem.told() for problem in checked.problems)
    assert received(sent(checked)).problems == checked.problems
