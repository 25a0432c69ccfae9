"""What a check finds in a form that other programs let pass, each with its place and a way to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldapp.forms.checking.outcome import Checked
from fieldapp.forms.checking.whole import MOST, check_file
from fieldapp.forms.problems import Problem, Severity
from fieldapp.words import Language

_CHOICES = """
| choices |
| | list_name | name | label | region |
| | yn | yes | Yes | |
| | yn | no | No | |
| | village | aksuu | Ak-Suu | north |
| | village | batken | Batken | south |
| | signs | bruise | A bruise | |
| | signs | burn | A burn | |
"""
_BEFORE = """
| survey |
| | type | name | label | relevant | constraint | calculation | choice_filter | required | appearance |
| | integer | age | How old? | | . >= 0 and . <= 120 | | | | |
| | select_one yn | hurt | Is she hurt? | | | | | | |
| | select_multiple signs | signs | What can be seen? | | | | | | |
| | date | day | When? | | | | | | |
| | select_one village | village | Where? | | | | | | |
| | text | story | What happened? | | | | | | |
"""
#: The row that a test writes is this one of its sheet.
_ROW = 8


def checked(tmp_path: Path, text: str) -> Checked:
    """What a check of this form finds."""
    path = tmp_path / "form.md"
    path.write_text(text, encoding="utf-8")
    return check_file(path)


def told(tmp_path: Path, *rows: str, choices: str = _CHOICES) -> list[Problem]:
    """What is wrong with these rows, after a few questions with which nothing is wrong."""
    text = _BEFORE + "".join(f"| | {row} |\n" for row in rows) + choices
    return list(checked(tmp_path, text).problems)


def one(tmp_path: Path, *rows: str, choices: str = _CHOICES) -> tuple[Severity, str, str, str]:
    """The only thing that is wrong: how badly, where, what, and how to mend it."""
    problems = told(tmp_path, *rows, choices=choices)
    assert [problem.row for problem in problems] == [_ROW], [problem.told() for problem in problems]
    (problem,) = problems
    return problem.severity, problem.column, str(problem.sentence), str(problem.mend)


def relevant(expression: str) -> str:
    """A question that is asked if this holds."""
    return f"text | more | More? | {expression} | | | | |"


def test_a_form_with_which_nothing_is_wrong_can_be_used(tmp_path: Path) -> None:
    row = relevant("${age} > 12 and selected(${signs}, 'burn')")
    result = checked(tmp_path, f"{_BEFORE}| | {row} |\n{_CHOICES}")

    assert result.problems == ()
    assert result.form is not None
    assert (result.id, result.readable) == ("form", True)


@pytest.mark.parametrize(
    ("expression", "reason", "mend"),
    [
        ("${age} >= (", "The expression ends where something more should follow.", "Something is missing at the end"),
        ("${age} > > 5", "“>” (character 10) cannot stand there.", "Look at the brackets, quotes and commas"),
        ("${age} > 5 #", "From character 12 on this cannot be understood: “#”", "Look at the brackets"),
        ("agee(${age})", "There is no function agee() here.", "Look up how XLSForm calls it"),
        ("strng-length(${story}) > 5", "There is no function strng-length() here.", "Did you mean “string-length”?"),
        ("count-selected() > 1", "count-selected() does not take 0 values", "Look at the commas and brackets"),
        ("${agge} > 5", "There is no question named “agge”.", "Did you mean “age”?"),
        ("${nobody} > 5", "There is no question named “nobody”.", "Look for its name in the column “name”"),
        (
            "${аge} > 5",
            "There is no question named “аge”.",
            "in Latin letters: letter 1 here is the Cyrillic “а”",
        ),
        ("${Age} > 5", "There is no question named “Age”.", "“age” is there: large and small letters are told apart."),
        ("${age} – 5 > 3", "Character 8, “–”, is a dash, not a minus.", "Type the minus of the keyboard"),
        ("${story} = «yes»", "Character 12, “«”, is a curly quotation mark", "Type straight ones"),
        ("${age} ≥ 5", "Character 8, “≥”, is no sign of an expression.", "Write >= in its place."),
        ("${age}\u200b > 5", "Character 7 cannot be seen (U+200B).", "Type the expression again by hand."),
        ("${hurt} = 'yess'", "“yess” is none of the choices of “hurt”.", "Did you mean “yes”?"),
        ("'maybe' = ${hurt}", "“maybe” is none of the choices of “hurt”.", "It has: yes, no."),
        ("selected(${signs}, 'cut')", "“cut” is none of the choices of “signs”.", "It has: bruise, burn."),
        ("${age} = 'old'", "“age” is a number, “old” is none", "Compare it with a number without quotes."),
        ("${day} > '2026-03-12'", "“day” is a date, “2026-03-12” is a text", "Write the day as date('2026-03-12')."),
        ("${day} = '12.03.2026'", "“day” is a date, “12.03.2026” is a text", "Write the day as date('2026-03-12')."),
        ("today() > '2026-03-12'", "“2026-03-12” is no number: nothing is greater or less than it.", "or with a day"),
        ("${story} < 'b'", "“b” is no number: nothing is greater or less than it.", "Compare with a number"),
        ("${age} div 0 > 3", "This divides by nought", "Divide by another value"),
        ("${age} mod (2 - 2) = 1", "This divides by nought", "Divide by another value"),
    ],
)
def test_what_is_wrong_with_a_condition_is_told_with_a_way_to_mend_it(
    tmp_path: Path, expression: str, reason: str, mend: str
) -> None:
    severity, column, sentence, way = one(tmp_path, relevant(expression))

    assert (severity, column) == (Severity.ERROR, "relevant")
    assert reason in sentence
    assert mend in way


@pytest.mark.parametrize(
    "expression",
    [
        "${age} > 10 and ${age} < 5",
        "${age} > 10 and not(${age} >= 3)",
        "${age} > 4 and ${age} < 5",
        "${age} = 121",
        "${hurt} = 'yes' and ${hurt} = 'no'",
        "${hurt} = 'yes' and (${hurt} = 'no' or not(${hurt} != 'no'))",
        "${hurt} != 'yes' and ${hurt} != 'no' and ${hurt} != ''",
        "selected(${signs}, 'burn') and not(selected(${signs}, 'burn'))",
        "selected(${signs}, 'burn') and ${signs} = 'bruise'",
        "${story} = 'a' and ${story} = 'b'",
        "${day} > date('2026-03-12') and ${day} < date('2026-03-13')",
        "${day} > today() and ${day} <= today()",
        "string-length(${story}) > 5 and not(string-length(${story}) > 5)",
        "${age} > 5 and false()",
    ],
)
def test_a_question_that_no_answers_can_reach_is_found(tmp_path: Path, expression: str) -> None:
    _, column, sentence, _ = one(tmp_path, relevant(expression))

    assert (column, sentence.startswith("“more” is never asked")) == ("relevant", True)


@pytest.mark.parametrize(
    "expression",
    [
        "${age} > 5 and ${age} < 10",
        "not(${age} > 5) and not(${age} < 5)",
        "${age} = 120 or ${age} = 200",
        "${hurt} != 'yes' and ${hurt} != 'no'",
        "${hurt} = 'yes' or ${hurt} = 'no'",
        "selected(${signs}, 'burn') and selected(${signs}, 'bruise')",
        "${signs} = 'burn bruise'",
        "${day} > today() or ${day} <= today()",
        "random() > 0.5 and not(random() > 0.5)",
        "${story} = '' or ${story} = 'a'",
        "if(${age} > 5, true(), false())",
        "(${age} > 1 or ${age} < 9) and (${age} > 2 or ${age} < 8) and (${age} > 3 or ${age} < 7)",
    ],
)
def test_a_question_that_some_answers_reach_is_left_alone(tmp_path: Path, expression: str) -> None:
    assert told(tmp_path, relevant(expression)) == []


def test_a_question_behind_one_that_is_never_asked_is_never_asked(tmp_path: Path) -> None:
    problems = told(
        tmp_path,
        "text | first | First? | ${hurt} = 'yes' | | | | |",
        "text | second | Second? | ${hurt} = 'no' and ${first} = 'a' | | | | |",
        "text | third | Third? | ${second} = 'b' | | | | |",
    )

    assert [(problem.row, problem.column) for problem in problems] == [(_ROW + 1, "relevant"), (_ROW + 2, "relevant")]


def test_a_group_that_is_never_asked_is_told_once(tmp_path: Path) -> None:
    problems = told(
        tmp_path,
        "begin_group | g | G | ${age} > 200 | | | | |",
        "text | inside | Inside? | ${hurt} = 'yes' | | | | |",
        "end_group | | | | | | | |",
    )

    assert [(problem.row, str(problem.sentence)) for problem in problems] == [
        (_ROW, "“g” is never asked: no answers can make this condition true.")
    ]


def test_a_condition_that_is_always_false_may_be_meant(tmp_path: Path) -> None:
    severity, _, sentence, _ = one(tmp_path, relevant("false()"))

    assert severity is Severity.WARNING
    assert sentence == "“more” is never asked: this condition is always false."


@pytest.mark.parametrize("constraint", [". > 10 and . < 5", ". < 0 and . > 0", "false()", ". = 1 and . = 2"])
def test_a_rule_that_refuses_every_answer_is_found(tmp_path: Path, constraint: str) -> None:
    severity, column, sentence, _ = one(tmp_path, f"integer | n | N? | | {constraint} | | | |")

    assert (severity, column) == (Severity.ERROR, "constraint")
    assert sentence == "“n” can have no answer: this rule refuses every one."


def test_rules_that_go_in_a_circle_are_named(tmp_path: Path) -> None:
    _, column, sentence, mend = one(
        tmp_path, "calculate | one | | | | ${two} + 1 | | |", "calculate | two | | | | ${one} + 1 | | |"
    )

    assert (column, sentence) == ("calculation", "These rules go in a circle: one → two → one.")
    assert mend.startswith("One of them must not look at the others")


@pytest.mark.parametrize(
    ("condition", "reason", "mend"),
    [
        ("regoin = 'north'", "The choice list has no column “regoin”.", "Did you mean “region”?"),
        (
            "region = 'nort'",
            "“nort” stands nowhere in the column “region”.",
            "Did you mean “north”?",
        ),
        (
            "region = ${hurt}",
            "the column “region” holds none of the choices of “hurt”.",
            "such as “no”",
        ),
    ],
)
def test_a_choice_filter_that_leaves_nothing_is_found(tmp_path: Path, condition: str, reason: str, mend: str) -> None:
    _, column, sentence, way = one(tmp_path, f"select_one village | v | Which? | | | | {condition} | |")

    assert column == "choice_filter"
    assert sentence.endswith(reason)
    assert mend in way


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (relevant("selected(${hurt}, 'yes')"), "relevant", "selected() is for questions with several answers"),
        (relevant("${hurt} != 'maybe'"), "relevant", "“maybe” is none of the choices of “hurt”."),
        ("note | n | Read this | | | | | yes |", "required", "“n” is a note: nobody can answer it"),
        ("text | Age | Again? | | | | | |", "name", "“Age” looks like “age”, and is another name."),
        ("text | аge | Again? | | | | | |", "name", "“аge” looks like “age”, and is another name."),
        ("text | bare | | | | | | |", "label", "“bare” is asked without a word."),
    ],
)
def test_what_may_be_meant_but_seldom_is_gets_a_warning_and_the_form_can_be_used(
    tmp_path: Path, row: str, column: str, reason: str
) -> None:
    severity, where, sentence, _ = one(tmp_path, row)

    assert (severity, where) == (Severity.WARNING, column)
    assert reason in sentence


def test_a_page_without_a_title_and_a_repeat_on_one_page_get_a_warning(tmp_path: Path) -> None:
    problems = told(
        tmp_path,
        "begin_group | page | | | | | | | field-list",
        "begin_repeat | child | Children | | | | | |",
        "text | name_of | Which name? | | | | | |",
        "end_repeat | | | | | | | |",
        "end_group | | | | | | | |",
    )

    assert [(problem.row, problem.column, problem.severity) for problem in problems] == [
        (_ROW, "label", Severity.WARNING),
        (_ROW + 1, "type", Severity.WARNING),
    ]


def test_a_list_that_nobody_chooses_from_is_told_where_it_begins(tmp_path: Path) -> None:
    (problem,) = told(tmp_path, choices=_CHOICES + "| | old | a | A | |\n| | old | b | B | |\n")

    assert problem.told() == "choices, row 8, list_name: No question chooses from the list “old”."
    assert problem.severity is Severity.WARNING


def test_what_is_not_said_in_a_language_is_told_row_by_row_for_questions_and_choices(tmp_path: Path) -> None:
    result = checked(
        tmp_path,
        """
        | survey |
        | | type | name | label::English (en) | label::Русский (ru) | hint::English (en) | hint::Русский (ru) |
        | | select_one yn | hurt | Is she hurt? | | Ask kindly. | |
        | | text | story | What happened? | Что случилось? | | |
        | choices |
        | | list_name | name | label::English (en) | label::Русский (ru) |
        | | yn | yes | Yes | Да |
        | | yn | no | | Нет |
        """,
    )

    assert [problem.told() for problem in result.problems] == [
        "survey, row 2, label::Русский (ru): This is not said in Русский (ru).",
        "survey, row 2, hint::Русский (ru): This is not said in Русский (ru).",
        "choices, row 3, label::English (en): This is not said in English (en).",
    ]
    assert result.errors == 0
    assert result.form is not None


def test_columns_without_a_language_are_the_forms_own_language(tmp_path: Path) -> None:
    result = checked(
        tmp_path,
        """
        | survey |
        | | type | name | label | label::Русский (ru) |
        | | text | a | Only here | |
        | | text | b | | Только здесь |
        """,
    )

    assert [problem.told() for problem in result.problems] == [
        "survey, row 2, label::Русский (ru): This is not said in Русский (ru).",
        "survey, row 3, label: This is not said in the form's own language.",
    ]


def test_a_language_that_is_missing_in_many_rows_is_told_once(tmp_path: Path) -> None:
    rows = "".join(f"| | text | t{number} | Text {number} | |\n" for number in range(20))
    result = checked(
        tmp_path,
        f"| survey |\n| | type | name | label::English (en) | label::Русский (ru) |\n{rows}| | text | u | U | У |\n",
    )

    assert [problem.told() for problem in result.problems] == [
        "survey, row 2, label::Русский (ru): In 20 rows this is not said in Русский (ru): 2–21."
    ]


def test_everything_is_told_at_once_in_the_order_of_the_sheets(tmp_path: Path) -> None:
    problems = told(
        tmp_path,
        "txet | a | A? | | | | | |",
        "text | b | B? | ${a} = 'x' and ${c} = 'y' | | | | |",
        "integer | d | D? | | . >= ( | | | |",
        "select_one nowhere | e | E? | | | | | |",
        choices=_CHOICES + "| | yn | yes | Again | |\n",
    )

    assert [(problem.sheet, problem.row, problem.column) for problem in problems] == [
        ("survey", _ROW, "type"),
        ("survey", _ROW + 1, "relevant"),
        ("survey", _ROW + 2, "constraint"),
        ("survey", _ROW + 3, "type"),
        ("choices", 8, "name"),
    ]
    assert all(problem.mend is not None for problem in problems)


def test_of_thousands_of_problems_the_first_are_told_and_the_others_counted(tmp_path: Path) -> None:
    rows = [f"txet | a{number} | A? | | | | | |" for number in range(MOST + 20)]
    problems = told(tmp_path, *rows)

    assert len(problems) == MOST + 1
    assert str(problems[-1].sentence) == "And 20 more."


def test_every_sentence_and_way_to_mend_can_be_said_in_russian(tmp_path: Path) -> None:
    problems = told(
        tmp_path,
        relevant("${agge} = 'yess'"),
        "integer | n | N? | | . > 10 and . < 5 | | | |",
        "note | m | M | | | | | yes |",
    )

    russian = Language("ru")
    for problem in problems:
        assert problem.mend is not None
        assert problem.sentence.said(russian) != str(problem.sentence)
        assert problem.mend.said(russian) != str(problem.mend)
