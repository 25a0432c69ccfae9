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
        | | type | name | label | relevant | media::audio | repeat_count | parameters | trigger |
        | | geotrace | path | Path |
        | | text | a b | Name |
        | | select_one nowhere | list | List |
        | | text | a | A | ${b} = | | | | |
        | | text | c | C | | words.mp3 |
        | | begin_repeat | r | R | | | 3 |
        | | select_one yes or_other | d | D |
        | | end_repeat |
        | | text | e | E | | | | rows=many |
        | | text | f | F | | | | | c |
        | | text | | Nameless |
        | | | g | Typeless |
        | | begin_group | open | Open |

        | choices |
        | | list_name | name | label | media::video |
        | | yes | yes | Yes | yes.mp4 |
        | | yes | yes | Again |
        | | yes | | Nameless |

        | settings |
        | | form_id | public_key |
        | | f | ABC |
        """
    )

    media = "No sound or film is played: put the words into the label."
    assert told == [
        (
            "survey, row 2, type: The type “geotrace” is not supported. "
            "Lines and areas are not drawn here: ask for one place (“geopoint”)."
        ),
        "survey, row 3, name: “a b” cannot be a name: letters, digits, “_”, “-” and “.”, beginning with a letter.",
        "survey, row 4, type: There is no choice list “nowhere”.",
        f"survey, row 6, media::audio: The column “media::audio” is not supported. {media}",
        "survey, row 10, parameters: “many” cannot be the value of “rows”.",
        "survey, row 11, trigger: Here the questions that set this one must stand, written as in an expression.",
        "survey, row 12, name: This row has no name.",
        "survey, row 13, type: This row has no type.",
        "survey, row 14, type: “open” begins here and never ends.",
        f"choices, row 2, media::video: The column “media::video” is not supported. {media}",
        "choices, row 3, name: The choice “yes” stands twice in its list.",
        "choices, row 4, name: A choice needs a list and a name.",
        (
            "settings, row 2, public_key: The setting “public_key” is not supported. "
            "Take it out: this program encrypts all records itself."
        ),
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
        ("audio | a | A", "The type “audio” is not supported. Sound is not recorded here"),
        ("background-audio | a |", "The type “background-audio” is not supported."),
        ("video | a | A", "The type “video” is not supported. Films are not taken here"),
        ("geotrace | a | A", "The type “geotrace” is not supported. Lines and areas are not drawn here"),
        ("geoshape | a | A", "The type “geoshape” is not supported."),
        ("background-geopoint | a |", "The type “background-geopoint” is not supported."),
        ("osm | a | A", "The type “osm” is not supported. Ask for a place with a choice list"),
        ("osm tags | a | A", "The type “osm tags” is not supported."),
        ("include | other_form |", "The type “include” is not supported. Copy the rows of the other form"),
        ("begin loop over list | a | A", "The type “begin loop over list” is not supported. Use a repeat"),
        ("cascading_select places | a | A", "a select_one with a choice filter for each step"),
        ("begin_kobomatrix | a | A", "Use a group with the appearance “table-list”."),
        ("form_id | a |", "Write this into the sheet “settings”."),
        ("select_one ${b} | a | A", "Choices cannot come from other answers"),
        ("select_one_from_file villages.csv | a | A", "The file “villages.csv” is missing."),
        ("select_one_from_file villages.txt | a | A", "“villages.txt” is no .csv, .geojson or .xml file."),
        ("select_one_from_file ../villages.csv | a | A", "The file “../villages.csv” is missing."),
        ("select_one_external places | a | A", "There is no choice list “places”."),
        ("csv-external | a |", "The file “a.csv” is missing."),
        ("rank list | a | A", "There is no choice list “list”."),
        ("thermometer | a | A", "The type “thermometer” is not supported."),
        ("calculate | a | A", "There is nothing to calculate."),
        ("end_group | |", "What ends here has not begun."),
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
        ("appearance", "printer:org.app", "“printer:org.app” is not supported. It asks for another program"),
        ("intent", "ex:org.app", "“intent” is not supported. It asks for another program"),
        ("sms_field", "a", "“sms_field” is not supported. Forms are not sent by SMS here."),
        ("compact_tag", "a", "“instance::odk:tag” is not supported. Forms are not sent by SMS here."),
        ("instance::own", "a", "The column “instance::own” is not supported."),
        ("bind::type", "string", "The column “bind::type” is not supported."),
        ("body::accept", "application/pdf", "Only a question for a file can say which it accepts."),
        ("save_to", "age", "“age” leads to no list of the sheet “entities”."),
        ("parameters", "start", "Parameters are written so: “start=1 end=5”."),
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
        (
            _survey("type | name | label::English | label::English (en)", "text | a | A | B"),
            "“label::English” and “label::English (en)” are for the same language. Leave one of them.",
        ),
        (_survey("kind | name | label", "text | a | A"), "headings"),
        (_survey("type | name | jr", "text | a | A"), "headings"),
        (_survey("type | name | label"), "The form asks nothing."),
        ("| survey |\n| | type | name |\n| | text | a |\n| osm |\n| | list_name | name |\n| | a | b |", "osm"),
    ],
)
def test_a_form_that_breaks_a_rule_is_refused_with_that_rule(markdown: str, reason: str) -> None:
    assert reason in _problems(markdown)[0]


@pytest.mark.parametrize(
    ("kind", "parameters", "reason"),
    [
        ("range", "start=a", "“a” cannot be the value of “start”."),
        ("range", "start=1 end=5 step=0", "A range from 1 to 5 cannot go by 0."),
        ("range", "start=1 end=5 step=9", "A range from 1 to 5 cannot go by 9."),
        ("range", "end=inf", "“inf” cannot be the value of “end”."),
        ("range", "end=1e999999", "“1e999999” cannot be the value of “end”."),
        ("range", "colour=red", "The parameter “colour” has no effect here."),
        ("image", "max-pixels=big", "“big” cannot be the value of “max-pixels”."),
        ("geopoint", "capture-accuracy=high", "“high” cannot be the value of “capture-accuracy”."),
        ("select_one yes", "randomize=maybe", "“maybe” cannot be the value of “randomize”."),
        ("select_one yes", "seed=3", "A “seed” needs “randomize=true” beside it."),
        ("select_one yes", "randomize=true seed=now()", "“now()” cannot be the value of “seed”."),
        ("audit", "track-changes=often", "“often” cannot be the value of “track-changes”."),
    ],
)
def test_parameters_that_cannot_be_are_told(kind: str, parameters: str, reason: str) -> None:
    name = "" if kind == "audit" else "a"
    rows = _survey("type | name | label | parameters", "text | b | B", f"{kind} | {name} | A | {parameters}")
    told = _problems(f"{rows}\n| choices |\n| | list_name | name | label |\n| | yes | yes | Yes |")

    assert told == [f"survey, row 3, parameters: {reason}"]


@pytest.mark.parametrize(
    ("setting", "value", "reason"),
    [
        ("public_key", "ABC", "this program encrypts all records itself."),
        ("sms_keyword", "abc", "“sms_keyword” is not supported. Forms are not sent by SMS here."),
        ("prefix", "abc", "Forms are not sent by SMS here."),
        ("add_none_option", "yes", "Write the choice “none” into the lists."),
    ],
)
def test_settings_that_would_change_what_happens_are_refused(setting: str, value: str, reason: str) -> None:
    rows = _survey("type | name | label", "text | a | A")
    (told,) = _problems(f"{rows}\n| settings |\n| | {setting} |\n| | {value} |")

    assert told.startswith(f"settings, row 2, {setting}: ")
    assert reason in told


@pytest.mark.parametrize("name", ["a\u200bb", "\u202eab", "a\u0007b"])
def test_signs_that_nobody_sees_are_refused_in_names(name: str) -> None:
    survey = _survey("type | name | label", "select_one list | a | A")
    told = _problems(f"{survey}\n| choices |\n| | list_name | name | label |\n| | list | {name} | A |")

    assert told == [f"choices, row 2, name: “{name}” holds signs that cannot be seen. Type it again."]
    assert "cannot be a name" in _problems(_survey("type | name | label", f"text | {name} | A"))[0]


def test_a_cell_with_more_than_a_cell_can_hold_is_refused_with_its_place() -> None:
    told = _problems(_survey("type | name | label", f"text | a | {'Why? ' * 2_000_000}"))

    assert told == ["survey, row 2, label: This cell holds more text than a form can show."]


def test_choices_of_another_sheet_need_a_filter() -> None:
    survey = _survey("type | name | label", "select_one_external places | a | A")
    told = _problems(f"{survey}\n| external_choices |\n| | list_name | name | label |\n| | places | osh | Osh |")

    assert told == ["survey, row 2, choice_filter: Choices of another sheet need a choice filter."]


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
