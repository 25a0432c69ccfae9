"""What the references of a form's rules lead to: the same row, all rows, a row by its number."""

from __future__ import annotations

import pytest

from fieldapp.domain.ids import RecordId
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.problems import FormRefused
from tests.fieldapp.forms.making import at, form_of, give, opened

_HOUSEHOLD = """
| survey |
| | type | name | label | calculation | relevant |
| | text | village | Village |
| | begin_group | people | People |
| | begin_repeat | child | Child |
| | text | who | Who |
| | integer | age | Age |
| | calculate | place | | position(..) |
| | calculate | of_all | | count(${child}) |
| | calculate | where | | concat(${who}, ' of ', ${village}) |
| | calculate | older | | indexed-repeat(${age}, ${child}, position(..) - 1) |
| | calculate | so_far | | ${age} + if(position(..) = 1, 0, indexed-repeat(${so_far}, ${child}, position(..) - 1)) |
| | begin_repeat | toy | Toy |
| | text | what | What |
| | calculate | toy_of | | concat(${who}, position(..), '/', position(../..)) |
| | calculate | siblings | | count(${toy}) |
| | calculate | mine | | current()/../what |
| | end_repeat |
| | calculate | toys | | count(${toy}) |
| | end_repeat |
| | end_group |
| | calculate | total | | sum(${age}) |
| | calculate | all_toys | | count(${toy}) |
| | calculate | eldest | | max(${age}) |
| | calculate | names | | join(', ', ${who}) |
| | calculate | answered | | count-non-empty(${who}) |
| | calculate | second | | indexed-repeat(${who}, ${child}, 2) |
| | calculate | second_toy | | indexed-repeat(${what}, ${child}, 1, ${toy}, 2) |
| | calculate | first | | ${child}[1]/who |
| | calculate | adults | | count(${child}[age >= 18]) |
| | calculate | of_village | | count(${child}[who = current()/../village]) |
| | calculate | last | | ${child}[position() = count(${child})]/who |
| | calculate | by_path | | /data/people/child[age < 3]/who |
| | calculate | relative | | ../village |
| | begin_group | numbers | Numbers |
| | integer | one | One |
| | integer | two | Two |
| | end_group |
| | calculate | both | | sum(${numbers}/*) |
| | calculate | great | | sum(/data/numbers/*[. > 3]) |
"""


@pytest.fixture(scope="module")
def household() -> FormSession:
    session = opened(form_of(_HOUSEHOLD))
    give(session, village="Aral", one="3", two="4")
    for who, age in (("A", "9"), ("B", "20"), ("C", "2")):
        row, _ = session.add_row(at("child"))
        session.set(at("who", row), who)
        session.set(at("age", row), age)
        for what in ("ball", "doll")[: len(session.rows(at("child")))]:
            toy, _ = session.add_row(at("toy", row))
            session.set(at("what", toy), what)
    return session


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("total", "31"),
        ("eldest", "20"),
        ("names", "A, B, C"),
        ("answered", "3"),
        ("all_toys", "5"),
        ("second", "B"),
        ("second_toy", None),
        ("first", "A"),
        ("adults", "1"),
        ("of_village", "0"),
        ("last", "C"),
        ("by_path", "C"),
        ("relative", "Aral"),
        ("both", "7"),
        ("great", "4"),
    ],
)
def test_the_record_looks_into_its_rows(household: FormSession, name: str, expected: str | None) -> None:
    assert household.answer(at(name)) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("place", ["1", "2", "3"]),
        ("of_all", ["3", "3", "3"]),
        ("where", ["A of Aral", "B of Aral", "C of Aral"]),
        ("older", ["9", "9", "20"]),
        ("so_far", ["9", "29", "31"]),
        ("toys", ["1", "2", "2"]),
    ],
)
def test_a_row_sees_its_own_answers_and_those_around_it(household: FormSession, name: str, expected: list[str]) -> None:
    assert [household.answer(at(name, row)) for row in household.rows(at("child"))] == expected


def _toys(session: FormSession, child: RecordId, name: str) -> list[object]:
    return [session.answer(at(name, toy)) for toy in session.rows(at("toy", child))]


def test_a_row_within_a_row_sees_both(household: FormSession) -> None:
    _, second, _ = household.rows(at("child"))

    assert _toys(household, second, "toy_of") == ["B1/2", "B2/2"]
    assert _toys(household, second, "siblings") == ["2", "2"]
    assert _toys(household, second, "mine") == ["ball", "doll"]


def test_a_rule_that_meets_several_answers_is_noted_and_breaks_nothing() -> None:
    form = form_of(
        """
        | survey |
        | | type | name | label | calculation | relevant |
        | | begin_repeat | child | Child |
        | | integer | age | Age |
        | | end_repeat |
        | | calculate | doubled | | ${age} * 2 |
        | | text | note | Note | | ${age} > 5 |
        """
    )
    session = opened(form)
    first, _ = session.add_row(at("child"))
    session.set(at("age", first), "4")
    assert session.answer(at("doubled")) == "8"
    assert not session.state(at("note")).relevant

    session.add_row(at("child"))

    assert session.answer(at("doubled")) is None
    assert session.state(at("note")).relevant, "what cannot be decided is not hidden"
    assert {fault.place.field for fault in session.faults()} == {"doubled", "note"}


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("${nobody}", "There is no question named “nobody”."),
        ("../nobody", "There is no question named “nobody” at this place."),
        ("../../../age", "This path leads out of the form."),
        ("sum(${age}/*)", "Nothing stands there that “*” could mean."),
        ("sum(/*)", "Nothing stands there that “*” could mean."),
        ("${people}/*", "There is no question named “*” at this place."),
        ("/data/nobody", "There is no question named “nobody” at this place."),
        ("indexed-repeat(${age}, ${people}, 1)", "indexed-repeat() asks for a repeat that its question stands in."),
        ("indexed-repeat(${age}, ${child})", "indexed-repeat() does not take 2 values between its brackets."),
        ("jr:choice-name('a', '${age}')", "jr:choice-name() asks for a question with choices."),
        ("jr:choice-name('a', ${age})", "jr:choice-name() takes the reference to its question in quotes."),
        ("sum(today())", "Between these brackets a reference to a question must stand."),
        ("${child}[nobody = 1]/age", "There is no question named “nobody” at this place."),
    ],
)
def test_references_to_nothing_are_found_at_import(expression: str, reason: str) -> None:
    with pytest.raises(FormRefused) as refused:
        form_of(
            f"""
            | survey |
            | | type | name | label | calculation |
            | | begin_group | people | People |
            | | begin_repeat | child | Child |
            | | integer | age | Age |
            | | end_repeat |
            | | end_group |
            | | calculate | result | | {expression} |
            """
        )
    assert [(p.sheet, p.row, p.column) for p in refused.value.problems] == [("survey", 7, "calculation")]
    assert reason in str(refused.value.problems[0].sentence)


@pytest.mark.parametrize(
    ("first", "second", "names"),
    [
        ("${b} + 1", "${a} + 1", "a → b → a"),
        ("${a} + 1", "1", "a → a"),
        ("string-length(.)", "1", "a → a"),
    ],
)
def test_rules_that_go_in_a_circle_are_found_at_import(first: str, second: str, names: str) -> None:
    with pytest.raises(FormRefused) as refused:
        form_of(
            f"""
            | survey |
            | | type | name | label | calculation |
            | | calculate | a | | {first} |
            | | calculate | b | | {second} |
            """
        )
    assert f"These rules go in a circle: {names}." in str(refused.value)


def test_of_a_long_circle_the_beginning_and_the_end_are_named() -> None:
    rules = "\n".join(f"| | calculate | c{number} | | ${{c{(number + 1) % 40}}} |" for number in range(40))
    with pytest.raises(FormRefused) as refused:
        form_of(f"| survey |\n| | type | name | label | calculation |\n{rules}\n| | text | ask | Ask |")

    told = str(refused.value)
    assert "c0 → c39 → " in told
    assert "→ … →" in told
    assert told.count("→") < 20


def test_a_group_that_is_shown_by_an_answer_within_it_is_a_circle() -> None:
    with pytest.raises(FormRefused) as refused:
        form_of(
            """
            | survey |
            | | type | name | label | relevant |
            | | begin_group | inner | Inner | ${a} = 'x' |
            | | text | a | A |
            | | end_group |
            """
        )
    assert "circle" in str(refused.value)


def test_a_condition_is_asked_again_when_the_answer_it_looks_at_changes() -> None:
    session = opened(
        form_of(
            """
            | survey |
            | | type | name | label | calculation |
            | | begin_repeat | child | Child |
            | | integer | age | Age |
            | | calculate | place | | position(..) |
            | | end_repeat |
            | | calculate | adult | | ${child}[age > 17]/place |
            """
        )
    )
    row, _ = session.add_row(at("child"))
    assert session.answer(at("adult")) is None

    touched = session.set(at("age", row), "18")

    assert session.answer(at("adult")) == "1"
    assert at("adult") in touched.places
