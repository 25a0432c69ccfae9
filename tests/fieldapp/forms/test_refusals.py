"""What a form may not do is refused by sheet, row and column, all of it at once, and never left out in silence."""

from __future__ import annotations

import pytest

from fieldapp.forms.problems import FormRefused, FormUnreadable
from fieldapp.words import ENGLISH
from tests.fieldapp.forms.making import form_of


def _problems(markdown: str) -> list[str]:
    with pytest.raises(FormRefused) as refused:
        form_of(markdown)
    return [problem.told(ENGLISH) for problem in refused.value.problems]


def _survey(*rows: str) -> str:
    return "\n".join(["| survey |", *(f"| | {row} |" for row in rows)])


def test_all_problems_are_listed_not_only_the_first() -> None:
    told = _problems(
        """
        | survey |
        | | type | name | label | relevant | media::image | repeat_count | parameters | trigger |
        | | geopoint | place | Place |
        | | text | a b | Name |
        | | select_one nowhere | list | List |
        | | text | a | A | ${b} = | | | | |
        | | text | c | C | | flag.png |
        | | begin_repeat | r | R | | | 3 |
        | | select_one yes or_other | d | D |
        | | end_repeat |
        | | text | e | E | | | | rows=3 |
        | | text | f | F | | | | | ${c} |
        | | text | | Nameless |
        | | | g | Typeless |
        | | begin_group | open | Open |

        | choices |
        | | list_name | name | label | media::audio |
        | | yes | yes | Yes | yes.mp3 |
        | | yes | yes | Again |
        | | yes | | Nameless |

        | settings |
        | | form_id | public_key |
        | | f | ABC |
        """
    )

    assert told == [
        "survey, row 2, type: The type “geopoint” is not supported.",
        "survey, row 3, name: “a b” cannot be a name: letters, digits, “_”, “-” and “.”, beginning with a letter.",
        "survey, row 4, type: There is no choice list “nowhere”.",
        "survey, row 6, media::image: The column “media::image” is not supported.",
        "survey, row 7, control::jr:count: The column “control::jr:count” is not supported.",
        "survey, row 8, type: The type “select_one yes or_other” is not supported.",
        "survey, row 10, parameters: The column “parameters” is not supported.",
        "survey, row 11, trigger: The column “trigger” is not supported.",
        "survey, row 12, name: This row has no name.",
        "survey, row 13, type: This row has no type.",
        "survey, row 14, type: “open” begins here and never ends.",
        "choices, row 2, media::audio: The column “media::audio” is not supported.",
        "choices, row 3, name: The choice “yes” stands twice in its list.",
        "choices, row 4, name: A choice needs a list and a name.",
        "settings, row 2, public_key: The setting “public_key” is not supported.",
    ]


def test_rules_that_cannot_be_used_are_listed_each_in_its_column() -> None:
    told = _problems(
        """
        | survey |
        | | type | name | label | hint | relevant | constraint | required | read_only | calculation | choice_filter | default |
        | | text | a | A ${nobody} | | 1 + | . >= ( | nosuch() | ${x} | | | |
        | | select_one yes | b | B | | | | | | | colour = 1 | concat(${y}) |
        | | calculate | c | | | | | | | ${c} + 1 |

        | choices |
        | | list_name | name | label |
        | | yes | yes | Yes |
        """  # noqa: E501 - a row of a sheet is a line
    )

    assert told == [
        "survey, row 2, relevant: The expression ends where something more should follow.",
        "survey, row 2, label: There is no question named “nobody”.",
        "survey, row 2, read_only: There is no question named “x”.",
        "survey, row 2, required: There is no function nosuch() here.",
        "survey, row 2, constraint: The expression ends where something more should follow.",
        "survey, row 3, default: There is no question named “y”.",
        "survey, row 3, choice_filter: The choice list has no column “colour”.",
        "survey, row 4, calculation: These rules go in a circle: c → c.",
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("image | a | A", "The type “image” is not supported."),
        ("select_one_from_file villages.csv | a | A", "is not supported."),
        ("select_one ${b} | a | A", "is not supported."),
        ("rank list | a | A", "is not supported."),
        ("acknowledge | a | A", "is not supported."),
        ("audit | audit |", "is not supported."),
        ("csv-external | a |", "is not supported."),
        ("calculate | a | A", "There is nothing to calculate."),
        ("end_group | |", "What ends here has not begun."),
        ("begin loop over list | a | A", "is not supported."),
    ],
)
def test_types_that_this_program_does_not_have_are_refused_by_name(row: str, reason: str) -> None:
    assert reason in _problems(_survey("type | name | label", "text | b | B", row))[0]


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("bind::fieldapp:special", "maybe", "“maybe” cannot stand here."),
        ("bind::fieldapp:report", "perhaps", "Here “yes” or “no” must stand."),
        ("bind::fieldapp:partial", "yes", "Only a date can be without its day."),
        ("bind::fieldapp:colour", "red", "The column “bind::fieldapp:colour” is not supported."),
        ("bind::jr:preload", "uid", "The column “bind::jr:preload” is not supported."),
        ("choice_filter", "a = 1", "Only a question with choices can have a choice filter."),
        ("appearance", "ex:org.app", "“ex:org.app” is not supported."),
        ("appearance", "search('villages')", "“search('villages')” is not supported."),
        ("default", "four", "“four” cannot be the answer."),
        ("audio", "a.mp3", "The column “media::audio” is not supported."),
        ("save_to", "age", "is not supported."),
        ("my own column", "x", "The column “my own column” is not supported."),
        ("label::English (en)", "Question ${x", "breaks a rule of XLSForm"),
    ],
)
def test_columns_that_this_program_does_not_have_are_refused_by_name(column: str, cell: str, reason: str) -> None:
    told = _problems(_survey(f"type | name | label | {column}", f"integer | a | A | {cell}"))

    assert len(told) == 1
    assert told[0].startswith("survey, row 2")
    assert reason in told[0]


def test_an_empty_column_of_another_program_harms_nobody() -> None:
    form = form_of(_survey("type | name | label | media::image | my own", "text | a | A | | "))

    assert [question.name for _, question in form.questions()] == ["a"]


@pytest.mark.parametrize(
    ("markdown", "reason"),
    [
        (_survey("type | name | label", "text | a | A", "text | a | B"), "The name “a” stands there twice."),
        (
            _survey("type | name | label | label", "text | a | A | B"),
            "survey, row 1, label: The column “label” stands there twice.",
        ),
        (_survey("type | name | label", "text | a | A | B"), "survey, row 2: This row has more cells"),
        (_survey("kind | name | label", "text | a | A"), "headings"),
        (_survey("type | name | label"), "The form asks nothing."),
        ("| survey |\n| | type | name |\n| | text | a |\n| entities |\n| | list_name |\n| | people |", "entities"),
    ],
)
def test_a_form_that_breaks_a_rule_is_refused_with_that_rule(markdown: str, reason: str) -> None:
    assert reason in _problems(markdown)[0]


def test_groups_within_groups_without_end_are_refused() -> None:
    rows = [f"begin_group | g{n} | G" for n in range(2000)]

    told = _problems(_survey("type | name | label", *rows, "text | a | A", *["end_group | |"] * 2000))

    assert "more groups within groups" in told[0]


@pytest.mark.parametrize(
    "text", ["just words", "# A heading\n\nwith text", "| survey |", "|" * 20, "| a |\n| | b |", ""]
)
def test_markdown_that_is_no_form_is_told_as_such(text: str) -> None:
    with pytest.raises((FormUnreadable, FormRefused)):
        form_of(text)
