"""What of a form is without effect here is told with its place, and hinders nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldapp.forms.model import Kind
from tests.fieldapp.forms.making import at, opened, question_of, read_of, told_of


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("phonenumber", Kind.PHONENUMBER),
        ("email", Kind.EMAIL),
        ("simserial", Kind.SIMSERIAL),
        ("subscriberid", Kind.SUBSCRIBERID),
        ("start-geopoint", Kind.START_GEOPOINT),
    ],
)
def test_what_a_laptop_does_not_know_of_itself_stays_empty_and_istold_of(
    tmp_path: Path, written: str, kind: Kind
) -> None:
    read = read_of(tmp_path, "type | name | label", f"{written} | a |", "text | b | B")
    session = opened(read.form)

    assert question_of(read.form, "a").kind is kind
    assert session.answer(at("a")) is None
    assert at("a") not in tuple(session.asked())
    assert told_of(read) == ["survey, row 2, type: A laptop does not know this: the question stays without an answer."]


def test_choices_may_be_without_labels_or_stand_twice_where_the_settings_allow_it(tmp_path: Path) -> None:
    more = """
    | choices |
    | | list_name | name | label | region |
    | | places | osh | | south |
    | | places | osh | | north |
    | | | | only a remark |
    | | | lost | Lost |

    | settings |
    | | allow_choice_duplicates |
    | | yes |
    """
    read = read_of(tmp_path, "type | name | label", "select_one places | place | Place", more=more)

    assert [choice.name for choice in read.form.lists["places"]] == ["osh", "osh"]
    assert told_of(read) == [
        "choices, row 2, label: Choices of “places” have no label: their names are shown.",
        "choices, row 5, list_name: This line belongs to no list and is left out.",
    ]


@pytest.mark.parametrize(
    ("column", "cell", "told"),
    [
        ("my own column", "x", "my own column: The column “my own column” is not known and has no effect."),
        ("media::image", "a.png", "media::image: Pictures beside questions are not shown: the words must do."),
        ("appearance", "sparkling", "appearance: “sparkling” is not known and has no effect."),
        ("appearance", "ethiopian", "appearance: “ethiopian”: dates are shown by the common calendar."),
        ("parameters", "rows=3", "parameters: The parameter “rows” has no effect here."),
    ],
)
def test_what_is_without_effect_is_told_and_hinders_nobody(tmp_path: Path, column: str, cell: str, told: str) -> None:
    read = read_of(tmp_path, f"type | name | label | {column}", f"date | a | A | {cell}")

    assert told_of(read) == [f"survey, row 2, {told}"]


@pytest.mark.parametrize("setting", ["submission_url", "auto_send", "auto_delete"])
def test_where_telephones_would_send_records_is_told_to_be_without_effect(tmp_path: Path, setting: str) -> None:
    more = f"| settings |\n| | {setting} |\n| | https://example.org |"
    read = read_of(tmp_path, "type | name | label", "text | a | A", more=more)

    assert told_of(read) == [
        f"settings, row 2, {setting}: “{setting}” has no effect: records go to your organisation's server alone."
    ]


@pytest.mark.parametrize(
    "appearance",
    [
        *("multiline", "numbers", "url", "thousands-sep", "bearing", "masked", "minimal", "autocomplete", "search"),
        *("quick", "quickcompact", "compact", "compact-2", "columns", "columns-4", "columns-pack", "columns-flex"),
        *("no-buttons", "label", "list", "list-nolabel", "likert", "image-map", "map", "no-calendar", "month-year"),
        *("year", "placement-map", "maps", "signature", "draw", "annotate", "picker", "rating", "field-list", "w2 h3"),
    ],
)
def test_looks_are_taken_without_a_word(tmp_path: Path, appearance: str) -> None:
    read = read_of(tmp_path, "type | name | label | appearance", f"text | a | A | {appearance}")

    assert question_of(read.form, "a").appearance == appearance
    assert read.warnings == ()
