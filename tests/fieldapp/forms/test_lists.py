"""What rules ask the lists and files of a form: a column of a line, how many lines fit, the words of a choice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from fieldapp.domain.ids import FieldId, FormId
from fieldapp.forms.expressions.compiler import compile_tree
from fieldapp.forms.expressions.errors import ExpressionWrong, Mismatch
from fieldapp.forms.expressions.here import Here, World
from fieldapp.forms.expressions.parser import parse
from fieldapp.forms.expressions.rows import Row
from fieldapp.forms.expressions.values import Value
from fieldapp.forms.model import Choice, Form, Kind, Question, Text
from fieldapp.forms.rules.layout import Layout
from fieldapp.forms.rules.lines import Lines
from fieldapp.forms.rules.names import FormNames
from fieldapp.forms.xlsform import read_xlsform
from fieldapp.words import Language
from tests.fieldapp.forms.making import at, form_of, give, opened
from tests.helpers.clock import StandingClock

_FORM = """
| survey |
| | type | name | label | calculation | choice_filter |
| | select_one district | district | District |
| | select_one village | village | Village | | district = ${district} |
| | integer | number | Number |
| | calculate | said | | jr:choice-name(${village}, '${village}') |
| | begin_repeat | visit | Visit |
| | select_one village | where | Where | | district = ${district} |
| | calculate | people | | instance('village')/root/item[name = current()/../where and district = ${district}]/people |
| | end_repeat |
| | calculate | all_people | | sum(${people}) |
| choices |
| | list_name | name | label::English (en) | label::Русский (ru) | district | people |
| | district | osh | Osh | Ош |
| | district | naryn | Naryn | Нарын |
| | village | kara | Kara-Suu of Osh | Кара-Суу Ош | osh | 900 |
| | village | ak | Ak-Suu | Ак-Суу | osh | 1200 |
| settings |
| | default_language |
| | English (en) |
"""


def _form() -> Form:
    """Two villages of one name are in two districts."""
    form = form_of(_FORM)
    words = Text({"en": "Kara-Suu of Naryn", "ru": "Кара-Суу Нарын"})
    other = Choice("kara", words, {"district": "naryn", "people": "310"})
    return replace(form, lists={**form.lists, "village": (*form.lists["village"], other)})


def _asked(expression: str, **answers: str | float) -> Value:
    """What an expression gives in a form with these answers, a list of villages and a file of prices."""
    form = Form(
        id=_ID,
        default_language="en",
        lists={
            "village": (
                Choice("kara", Text({"en": "Kara-Suu", "ru": "Кара-Суу"}), {"district": "osh", "people": "900"}),
                Choice("ak", Text({"en": "Ak-Suu"}), {"district": "osh", "people": "1200"}),
                Choice("at", Text({"en": "At-Bashy"}), {"district": "naryn", "people": "310.0"}),
            ),
            "prices": (
                Choice("1", columns={"code": "1", "bread": "30", "label": "Monday"}),
                Choice("02", columns={"code": "02", "bread": "32"}),
            ),
        },
        children=tuple(
            Question(id=FieldId(name), name=name, kind=Kind.TEXT) for name in ("district", "code", "number")
        ),
    )
    layout = Layout(form)
    row = Row(record=None, scope=0)
    row.values.update({layout.by_id[0, FieldId(name)]: value for name, value in answers.items()})
    world = World(StandingClock(), Random(1), last_saved={FieldId("district"): "osh", FieldId("number"): None})
    context = layout.by_id[0, FieldId("code")]
    return compile_tree(parse(expression), FormNames(form, layout, context))(Here(world, row))


_ID = FormId("asked")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("instance('village')/root/item[name = 'ak']/people", "1200"),
        ("instance('village')/root/item[name = ${code}]/label", "Ak-Suu"),
        ("instance('village')/root/item[./name = current()/.]/label", "Ak-Suu"),
        ("instance('village')/root/item[name = current()/../code]/label", "Ak-Suu"),
        ("instance('village')/root/item[name = 'nowhere']/people", ""),
        ("instance('village')/root/item[2]/name", "ak"),
        ("instance('village')/root/item[position() = 3]/name", "at"),
        ("instance('village')/root/item[district = 'osh'][2]/name", "ak"),
        ("instance('village')/root/item[2][district = 'osh']/name", "ak"),
        ("instance('village')/root/item[position() = 2 and district = 'naryn']/name", ""),
        ("instance('village')/root/item[people = 310]/name", "at"),
        ("instance('village')/root/item[people = ${number}]/name", "at"),
        ("instance('village')/root/item[people > 1000]/name", "ak"),
        ("instance('village')/root/item[label = 'At-Bashy']/name", "at"),
        ("instance('village')/root/item[starts-with(name, 'k') and district = 'osh']/name", "kara"),
        ("instance('village')/root/item[name = 'kara' or name = 'none']/people", "900"),
        ("instance('village')/root/item[name = instance('village')/root/item[people = 900]/name]/district", "osh"),
        ("count(instance('village')/root/item)", 3.0),
        ("count(instance('village')/root/item[district = 'osh'])", 2.0),
        ("sum(instance('village')/root/item[district = 'osh']/people)", 2100.0),
        ("max(instance('village')/root/item/people)", 1200.0),
        ("join(', ', instance('village')/root/item/label)", "Kara-Suu, Ak-Suu, At-Bashy"),
        ("join('', randomize(instance('village')/root/item/name, 42))", "karaakat"),
        ("count(randomize(instance('village')/root/item))", 3.0),
        ("pulldata('prices', 'bread', 'code', '02')", "32"),
        ("pulldata('prices.csv', 'bread', 'code', 1)", "30"),
        ("pulldata('prices', 'label', 'code', 1)", "Monday"),
        ("pulldata('prices', concat('bre', 'ad'), 'code', '02')", "32"),
        ("pulldata('prices', concat('no', 'thing'), 'code', '02')", ""),
        ("pulldata('prices', 'bread', 'code', 2)", ""),
        ("${last-saved#district}", "osh"),
        ("concat(${ last-saved#number }, '-', ${code})", "-ak"),
    ],
)
def test_a_rule_asks_a_list(expression: str, expected: Value) -> None:
    assert _asked(expression, code="ak", number=310.0) == expected


@pytest.mark.parametrize(
    "expression",
    [
        "instance('nothing')/root/item/name",
        "instance(${code})/root/item/name",
        "instance('village')",
        "instance('village')/root",
        "instance('village')/root/item[name = 'ak']/colour",
        "instance('village')/root/item[colour = 'red']/name",
        "instance('village')/root/item/name[1]",
        "instance('village')/item/name",
        "instance('village')/root/item/../item",
        "instance()/root/item",
        "position(instance('village')/root/item)",
        "pulldata('nothing', 'a', 'b', 'c')",
        "pulldata('prices', 'milk', 'code', '1')",
        "pulldata(${code}, 'bread', 'code', '1')",
        "pulldata('prices', 'bread', 'code')",
        "randomize('a b')",
        "${last-saved#nobody}",
        "${last-saved#}",
        "${last-saved#district}/name",
        "count(${last-saved#district})",
    ],
)
def test_what_no_list_can_answer_is_refused_at_import(expression: str) -> None:
    with pytest.raises(ExpressionWrong) as refused:
        _asked(expression)
    assert not isinstance(refused.value, Mismatch)


def test_a_rule_that_finds_several_lines_where_one_should_be_says_so() -> None:
    with pytest.raises(Mismatch, match="Several lines of the list fit"):
        _asked("instance('village')/root/item[district = 'osh']/name")


def test_a_choice_is_told_in_the_language_of_the_session_and_by_the_filter_where_its_name_stands_twice() -> None:
    session = opened(_form())
    give(session, district="naryn", village="kara")
    assert session.answer(at("said")) == "Kara-Suu of Naryn"

    give(session, district="osh")
    assert session.answer(at("said")) == "Kara-Suu of Osh"

    session.speak(Language("ru"))
    assert session.answer(at("said")) == "Кара-Суу Ош"


def test_a_row_asks_a_list_and_is_asked_again_when_what_the_condition_looks_at_changes() -> None:
    session = opened(_form())
    give(session, district="osh")
    for village in ("kara", "ak"):
        row, _ = session.add_row(at("visit"))
        session.set(at("where", row), village)
    first, second = session.rows(at("visit"))
    assert [session.answer(at("people", row)) for row in (first, second)] == ["900", "1200"]
    assert session.answer(at("all_people")) == "2100"

    give(session, district="naryn")

    assert [session.answer(at("people", row)) for row in (first, second)] == ["310", None]
    assert session.answer(at("all_people")) == "310"


def test_a_line_is_looked_up_among_ten_thousand_and_never_searched() -> None:
    class Counted(Choice):
        """A line that counts how often it is looked at."""

        looked = 0

        def __getattribute__(self, name: str) -> object:
            if name == "columns":
                Counted.looked += 1
            return super().__getattribute__(name)

    lines = Lines(tuple(Counted(f"v{number}", columns={"code": str(number)}) for number in range(10_000)))
    assert [line.name for line in lines.where([("code", "77")])] == ["v77"]
    assert [line.name for line in lines.where([("code", 77.0)])] == ["v77"]
    assert [line.name for line in lines.where([("name", "v77")])] == ["v77"]
    Counted.looked = 0

    assert [line.name for line in lines.where([("code", "4711")])] == ["v4711"]
    assert [line.name for line in lines.where([("code", 4711.0), ("name", "v4711")])] == ["v4711"]
    assert Counted.looked < 10


def test_the_order_of_a_seed_is_that_of_collect() -> None:
    letters = Form(id=_ID, lists={"letters": tuple(Choice(letter) for letter in "ABCDEF")})
    names = FormNames(letters, Layout(letters), 0)
    world = World(StandingClock(), Random(1))

    def order(seed: str) -> Value:
        expression = f"join('', randomize(instance('letters')/root/item/name, {seed}))"
        return compile_tree(parse(expression), names)(Here(world, Row(record=None, scope=0)))

    assert [order(seed) for seed in ("42", "'42'", "-42", "1", "11111111", "1.1", "0", "''")] == [
        *("AFCBDE", "AFCBDE", "EDAFBC", "BFEACD", "ACDBFE", "BFEACD", "CBEAFD", "CBEAFD"),
    ]


def test_a_file_without_lines_offers_nothing_and_breaks_nothing() -> None:
    form = form_of(_FORM)
    empty = opened(replace(form, lists={**form.lists, "village": ()}))
    give(empty, district="osh")

    assert empty.choices(at("village")) == ()
    assert empty.answer(at("all_people")) == "0"


def test_a_form_looks_things_up_in_files_beside_it_whose_lines_need_no_names(tmp_path: Path) -> None:
    (tmp_path / "villages.csv").write_text("name;label;people\nak;Ак-Суу;900\nat;Ат-Башы;310\n", encoding="utf-8")
    (tmp_path / "prices.csv").write_text("code_key,bread\n1,30\n02,32\n", encoding="utf-8")
    (tmp_path / "house.md").write_text(
        """
        | survey |
        | | type | name | label | calculation | default |
        | | text | district | District | | ${last-saved#district} |
        | | select_one_from_file villages.csv | village | Village | | |
        | | calculate | people | | instance('villages')/root/item[name = ${village}]/people | |
        | | calculate | words | | jr:choice-name(${village}, '${village}') | |
        | | calculate | dear | | pulldata('prices', 'bread', 'code_key', '02') | |
        | | calculate | cheap | | pulldata('prices.csv', 'bread', 'code_key', 1) | |
        """,
        encoding="utf-8",
    )
    session = opened(read_xlsform(tmp_path / "house.md"))
    give(session, village="at")

    answers = [session.answer(at(name)) for name in ("district", "people", "words", "dear", "cheap")]
    assert answers == [None, "310", "Ат-Башы", "32", "30"]
