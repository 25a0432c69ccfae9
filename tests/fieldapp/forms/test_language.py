"""What a form of the field may hold: its types, columns and settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldapp.forms.encoding import form_from_json, form_to_json
from fieldapp.forms.model import Choice, Entity, Group, Kind, Repeat, Text
from tests.fieldapp.forms.making import at, form_of, give, opened, question_of, read_of, told_of

_YES_NO = """
| choices |
| | list_name | name | label |
| | yes_no | yes | Yes |
| | yes_no | no | No |
"""


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("acknowledge", Kind.ACKNOWLEDGE),
        ("trigger", Kind.ACKNOWLEDGE),
        ("range", Kind.RANGE),
        ("barcode", Kind.BARCODE),
        ("geopoint", Kind.GEOPOINT),
        ("gps", Kind.GEOPOINT),
        ("image", Kind.IMAGE),
        ("photo", Kind.IMAGE),
        ("file", Kind.FILE),
        ("rank yes_no", Kind.RANK),
        ("select_one yes_no", Kind.SELECT_ONE),
        ("select one yes_no", Kind.SELECT_ONE),
        ("select_multiple yes_no", Kind.SELECT_MULTIPLE),
        ("dateTime", Kind.DATETIME),
        ("percentage", Kind.INTEGER),
    ],
)
def test_a_type_is_known_by_all_its_names(tmp_path: Path, written: str, kind: Kind) -> None:
    read = read_of(tmp_path, "type | name | label", f"{written} | a | A", more=_YES_NO)

    assert question_of(read.form, "a").kind is kind
    assert read.warnings == ()


def test_a_type_with_a_rule_brings_it_along_unless_the_row_has_its_own() -> None:
    form = form_of(
        """
        | survey |
        | | type | name | label | constraint |
        | | percentage | a | A |
        | | percentage | b | B | . < 50 |
        """
    )
    session = opened(form)
    give(session, a="101", b="60")

    assert session.problems() == (at("a"), at("b"))
    give(session, a="100", b="49")
    assert session.problems() == ()


def test_parameters_find_their_place(tmp_path: Path) -> None:
    read = read_of(
        tmp_path,
        "type | name | label | parameters | appearance",
        "range | mood | Mood | start=0 end=5 step=0.5 | vertical",
        "image | face | Picture | max-pixels=1024 | signature",
        "geopoint | here | Here | capture-accuracy=5, warning-accuracy=10 | placement-map",
        "text | story | Story | rows=5 | multiline",
        "select_one yes_no | order | Order | randomize=true; seed=${Story} | columns-3 no-buttons",
        "text | Story | Other |",
        more=_YES_NO,
    )
    order = question_of(read.form, "order")

    assert question_of(read.form, "mood").parameters == {"start": "0", "end": "5", "step": "0.5"}
    assert question_of(read.form, "face").parameters == {"max-pixels": "1024"}
    assert question_of(read.form, "here").parameters == {"capture-accuracy": "5", "warning-accuracy": "10"}
    assert question_of(read.form, "story").parameters == {"rows": "5"}
    assert (order.randomize, order.seed, order.parameters) == (True, "${Story}", {})
    assert read.warnings == ()


def test_a_question_is_set_anew_by_those_its_trigger_names(tmp_path: Path) -> None:
    read = read_of(
        tmp_path,
        "type | name | label | trigger | calculation",
        "integer | a | A |",
        "integer | b | B |",
        "text | c | C | ${a}, ${b} | now()",
        "calculate | d | | ${a} | ${a} + 1",
    )
    c, d = question_of(read.form, "c"), question_of(read.form, "d")

    assert (c.trigger, c.calculation, c.calculated, c.asked) == (("a", "b"), "now()", False, True)
    assert (d.trigger, d.kind, d.kept) == (("a",), Kind.CALCULATE, True)


def test_or_other_adds_a_choice_and_a_question_in_the_languages_of_the_form() -> None:
    form = form_of(
        """
        | survey |
        | | type | name | label::English (en) | label::Русский (ru) |
        | | begin_group | g | G | Г |
        | | select_multiple help or_other | needs | Needs | Нужно |
        | | end_group |
        | | text | last | Last | Последнее |

        | choices |
        | | list_name | name | label::English (en) | label::Русский (ru) |
        | | help | food | Food | Еда |
        """
    )
    session = opened(form)
    named = [question.name for _, question in form.questions()]

    assert form.lists["help"][-1] == Choice("other", Text({"en": "Other", "ru": "Другое"}))
    assert named == ["needs", "needs_other", "last"]
    assert not session.state(at("needs_other")).relevant
    give(session, needs="food other")
    assert session.state(at("needs_other")).relevant
    assert session.label(at("needs_other")) == "Specify other."
    assert question_of(form, "needs_other").label.said("ru") != "Specify other."


def test_a_list_that_has_other_keeps_its_own(tmp_path: Path) -> None:
    more = "| choices |\n| | list_name | name | label |\n| | help | other | Something else |"
    read = read_of(tmp_path, "type | name | label", "select_one help or_other | needs | Needs", more=more)

    assert [choice.label.said("") for choice in read.form.lists["help"]] == ["Something else"]


def test_an_external_list_is_a_list_like_others_and_may_be_called_like_one(tmp_path: Path) -> None:
    more = """
    | choices |
    | | list_name | name | label |
    | | places | here | Here |
    | external_choices |
    | | list_name | name | label | region |
    | | places | osh | Osh | south |
    | | places | osh | Osh | north |
    | | places | talas | Talas | north |
    """
    read = read_of(
        tmp_path,
        "type | name | label | choice_filter",
        "text | region | Region |",
        "select_one_external places | place | Place | region=${region}",
        "select_one places | other | Other |",
        more=more,
    )
    session = opened(read.form)
    give(session, region="south")

    assert [choice.name for choice in session.choices(at("place"))] == ["osh"]
    assert [choice.name for choice in session.choices(at("other"))] == ["here"]
    assert len(read.form.lists[question_of(read.form, "place").choices]) == 3


def test_a_repeat_may_say_how_many_rows_it_has(tmp_path: Path) -> None:
    read = read_of(
        tmp_path,
        "type | name | label | repeat_count",
        "integer | children | Children |",
        "begin_repeat | child | Child | ${children}",
        "text | called | Name |",
        "end_repeat | | |",
    )
    repeat = read.form.children[1]

    assert isinstance(repeat, Repeat)
    assert repeat.count == "${children}"


def test_an_audit_is_no_question_but_asks_about_the_interview(tmp_path: Path) -> None:
    parameters = (
        "track-changes=true identify-user=false track-changes-reasons=on-form-edit "
        "location-priority=balanced location-min-interval=60 location-max-age=120"
    )
    read = read_of(tmp_path, "type | name | label | parameters", f"audit | audit | | {parameters}", "text | a | A |")

    assert read.form.audit == {
        "track-changes": "true",
        "identify-user": "false",
        "track-changes-reasons": "on-form-edit",
    }
    assert [question.name for _, question in read.form.questions()] == ["a"]
    assert "survey, row 2, parameters: “location-priority”: where a person is, is not followed." in told_of(read)


_ENTITIES = """
| entities |
| | list_name | label | entity_id | create_if | update_if |
| | homes | ${street} | | ${new} = 'yes' |
| | people | ${called} | ${known} | ${known} = '' | ${known} != '' |
"""


def test_what_a_record_writes_into_lists_is_read_with_the_rows_that_write_it(tmp_path: Path) -> None:
    read = read_of(
        tmp_path,
        "type | name | label | save_to",
        "text | street | Street | homes#street",
        "select_one yes_no | new | New? |",
        "begin_repeat | person | Person |",
        "text | called | Name | people#called",
        "text | known | Known as |",
        "end_repeat | | |",
        more=_YES_NO + _ENTITIES,
    )
    street, called = question_of(read.form, "street"), question_of(read.form, "called")

    assert read.form.entities == (
        Entity(list="homes", label="${street}", create_if="${new} = 'yes'", row=2),
        Entity(
            list="people",
            label="${called}",
            id="${known}",
            create_if="${known} = ''",
            update_if="${known} != ''",
            repeat=read.form.children[2].id,
            row=3,
        ),
    )
    assert (street.entity, street.save_to) == ("homes", "street")
    assert (called.entity, called.save_to) == ("people", "called")


def test_a_list_that_records_fill_needs_no_file(tmp_path: Path) -> None:
    more = "| entities |\n| | list_name | entity_id |\n| | people | ${who} |"
    read = read_of(
        tmp_path,
        "type | name | label | save_to",
        "select_one_from_file people.csv | who | Who? |",
        "integer | age | Age | age",
        more=more,
    )

    assert (question_of(read.form, "who").choices, read.form.lists) == ("people", {"people": ()})


def test_groups_stand_in_groups_and_repeats_in_repeats(tmp_path: Path) -> None:
    read = read_of(
        tmp_path,
        "type | name | label | appearance",
        "begin_group | a | A | field-list",
        "begin repeat | b | B |",
        "begin group | c | C | table-list",
        "select_one yes_no | d | D |",
        "end group | | |",
        "begin_repeat | e | E |",
        "text | f | F |",
        "end_repeat | | |",
        "end repeat | | |",
        "end_group | | |",
        more=_YES_NO,
    )
    (a,) = read.form.children
    assert isinstance(a, Group)
    (b,) = a.children
    assert isinstance(b, Repeat)
    c, e = b.children
    assert isinstance(c, Group)
    assert isinstance(e, Repeat)
    assert (c.appearance, e.children[0].id) == ("table-list", "f")


def test_names_may_be_cyrillic_and_columns_may_be_with_and_without_a_language() -> None:
    form = form_of(
        """
        | survey |
        | | type | name | label | label::Кыргызча (ky) | hint::English (en) |
        | | integer | жашы | Age | Жашы | In years |
        | | text | аты | Name \u202bاسم\u202c | | |
        """
    )
    age, name = question_of(form, "жашы"), question_of(form, "аты")

    assert dict(age.label.by_language) == {"": "Age", "ky": "Жашы"}
    assert (age.label.said("ky"), age.label.said("ru"), age.hint.said("ky")) == ("Жашы", "Age", "In years")
    assert form.languages == {"ky": "Кыргызча (ky)", "en": "English (en)"}
    assert "\u202bاسم\u202c" in name.label.said("ky")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_may_be_defaults(day: str) -> None:
    form = form_of(f"| survey |\n| | type | name | label | default |\n| | date | a | A | {day} |")
    session = opened(form)

    assert session.answer(at("a")) == day
    assert session.problems() == ()


def test_all_of_it_survives_being_compiled(tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text("code,said\nosh,Osh\n", encoding="utf-8")
    read = read_of(
        tmp_path,
        "type | name | label | parameters | trigger | calculation | save_to | repeat_count",
        "audit | audit |",
        "range | mood | Mood | start=1 end=5 | | | mood |",
        "select_one_from_file places.csv | place | Place | value=code label=said randomize=true seed=${mood} |",
        "text | set | Set | | ${mood} | now() |",
        "begin_repeat | r | R | | | | | 3",
        "text | inner | Inner |",
        "end_repeat | | |",
        more="| entities |\n| | list_name | label |\n| | moods | ${mood} |",
    )
    again = form_from_json(form_to_json(read.form))

    assert form_to_json(again) == form_to_json(read.form)
    assert again.children == read.form.children
    assert (again.entities, again.audit, again.lists) == (read.form.entities, {}, read.form.lists)


def test_a_day_that_excel_wrote_with_a_time_is_a_day() -> None:
    form = form_of(
        """
        | survey |
        | | type | name | label | default |
        | | date | a | A | 2026-04-03 00:00:00 |
        | | dateTime | b | B | 2026-04-03 09:30:00 |
        """
    )

    assert [question.default for _, question in form.questions()] == ["2026-04-03", "2026-04-03T09:30:00"]


def test_an_id_may_stand_under_both_its_headings(tmp_path: Path) -> None:
    more = "| settings |\n| | form_id | id_string |\n| | one | another |"

    assert read_of(tmp_path, "type | name | label", "text | a | A", more=more).form.id == "one"


def test_an_order_must_have_all_choices(tmp_path: Path) -> None:
    session = opened(read_of(tmp_path, "type | name | label", "rank yes_no | a | A", more=_YES_NO).form)

    give(session, a="no")
    assert session.problems() == (at("a"),)
    give(session, a="no yes")
    assert session.problems() == ()


def test_one_language_may_be_written_in_two_kinds_of_letters() -> None:
    form = form_of(
        """
        | survey |
        | | type | name | label::O‘zbekcha (uz-Latn) | label::Ўзбекча (uz-Cyrl) | label::English (en-GB) |
        | | text | a | Ism | Исм | Name |
        """
    )
    label = question_of(form, "a").label

    assert set(form.languages) == {"uz-latn", "uz-cyrl", "en"}
    assert (label.said("uz-cyrl"), label.said("uz"), label.said("en"), label.said("ru")) == (
        "Исм",
        "Ism",
        "Name",
        "Ism",
    )


def test_a_scale_brings_the_words_beside_its_marks_and_a_file_says_what_it_accepts(tmp_path: Path) -> None:
    more = "| choices |\n| | list_name | name | label |\n| | marks | 1 | Bad |\n| | marks | 5 | Good |"
    read = read_of(
        tmp_path,
        "type | name | label | parameters | body::accept",
        "range | mood | Mood | start=1 end=5 step=1 tick_interval=2 tick_labelset=marks |",
        "file | letter | Letter | | application/pdf",
        more=more,
    )

    assert [choice.name for choice in read.form.lists["marks"]] == ["1", "5"]
    assert question_of(read.form, "letter").parameters == {"accept": "application/pdf"}


def test_a_form_of_old_names_its_languages_after_one_colon() -> None:
    form = form_of(
        """
        | survey |
        | | type | name | label:English | label:Русский | constraint message:English |
        | | text | a | Name | Имя | No |
        """
    )

    assert form.languages == {"en": "English", "ru": "Русский"}
    assert question_of(form, "a").label.said("ru") == "Имя"
    assert question_of(form, "a").constraint_message.said("en") == "No"
