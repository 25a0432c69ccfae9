"""Reading XLSForms as the field writes them."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from fieldapp.domain.answers import Special
from fieldapp.forms.encoding import CompiledFormUnreadable, form_from_json, form_to_json
from fieldapp.forms.model import Form, Group, Kind, Question, Repeat
from fieldapp.forms.xlsform import read_xlsform
from tests.fieldapp.forms.making import at, form_of, give, only, opened

Cell = str | int | float | bool | None


def a_workbook(path: Path, **sheets: list[list[Cell]]) -> Path:
    """A workbook with these sheets, saved as Excel would."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


@pytest.fixture
def standard(tmp_path: Path) -> Path:
    """A form built as the case data standards of UN agencies are: bare, without languages, with empty settings."""
    return a_workbook(
        tmp_path / "case_standard.xlsx",
        survey=[
            ["type", "name", "label", "required", "calculation"],
            ["start", "start"],
            ["end", "end"],
            ["select_one consent", "con_Consent", "Consent", "false"],
            ["text", "prs_First_Name", "First Name", False],
            ["date", "prs_Birthdate", "Birthdate", "false"],
            ["select_multiple methods", "vic_Methods", "Methods of Control", "false"],
            ["calculate", "__version__", None, None, "'vSmt4'"],
        ],
        choices=[
            ["list_name", "name", "label"],
            ["consent", "Yes", "Yes\u00a0"],
            ["consent", "No", "No"],
            ["methods", "DebtBondage", "Debt Bondage / Earnings"],
            ["methods", 2, 2],
            ["unused", "X", "X"],
        ],
        settings=[["version"], ["vSmt4"]],
        Notes=[["This sheet is", "for people"]],
    )


def test_a_bare_workbook_of_an_agency_opens_unchanged_and_can_be_filled_in(standard: Path) -> None:
    form = read_xlsform(standard)
    session = opened(form)
    give(session, con_Consent="Yes", prs_First_Name="A", vic_Methods="DebtBondage 2")

    assert (form.id, form.version, form.title) == ("case_standard", "vSmt4", "case_standard")
    assert [question.kind for _, question in form.questions()] == [
        Kind.START,
        Kind.END,
        Kind.SELECT_ONE,
        Kind.TEXT,
        Kind.DATE,
        Kind.SELECT_MULTIPLE,
        Kind.CALCULATE,
    ]
    assert set(form.lists) == {"consent", "methods"}
    assert session.problems() == session.missing() == ()
    assert session.calculated() == {"__version__": "vSmt4"}
    assert set(only(session.delta()).fields) == {"start", "end", "con_Consent", "prs_First_Name", "vic_Methods"}
    assert session.label(at("vic_Methods")) == "Methods of Control"


_EVERYTHING = """
A line above the tables is for people.

| survey |
| | type | name | label::English (en) | label::Русский (ru) | hint::English (en) | guidance_hint::English (en) | required | required_message::English (en) | relevant | constraint | constraint_message::English (en) | read_only | default | calculation | choice_filter | appearance | bind::fieldapp:special | bind::fieldapp:protective | bind::fieldapp:report | bind::fieldapp:partial | bind::fieldapp:secret | bind::fieldapp:search | bind::fieldapp:unlikely | bind::fieldapp:unlikelyMsg::English (en) | bind::fieldapp:phone | $kuid | notes |
| | begin group | who | Who | Кто | As she says it | | | | | | | | | | | field-list |
| | text | name | Name | Имя | Family name first | Ask kindly | yes | Please ask | | string-length(.) < 99 | Too long | | | | | | no | | | | yes | yes | . = 'x' | Really? | | k1 | for us |
| | date | born | Born | Родилась | | | | | | | | | | | | | | | | yes |
| | text | phone | Phone | Телефон | | | | | | | | | | | | | | | | | | | | | yes |
| | end group | who |
| | select_one yes_no | safe | Safe to call? | Можно звонить? | | | | | | | | | | | | minimal | not_known | no yes | yes |
| | begin_repeat | child | Child | Ребёнок | | | | | ${safe} = 'yes' |
| | integer | age | Age | Возраст | | | | | | | | | 3 |
| | begin group | who | Who | Кто |
| | decimal | weight | Weight | Вес |
| | end group |
| | end_repeat |
| | dateTime | seen | Seen | Осмотрена |
| | time | hour | Hour | Час |
| | hidden | source |
| | calculate | copied | | | | | | | | | | | today() |
| | | | | | | | | | | | | | | | | | | | | | | | | | | | a remark alone |

| choices |
| | list_name | name | label::English (en) | label::Русский (ru) | order |
| | yes_no | no | No | Нет | 2 |
| | yes_no | yes | Yes | Да | 1 |

| settings |
| | form_title | form_id | version | default_language | namespaces | instance_name | style |
| | A household | household | 4 | English (en) | fieldapp="urn:fieldapp:xlsform" | ${name} | pages |
"""  # noqa: E501 - a row of a sheet is a line


@pytest.fixture(scope="module")
def everything() -> Form:
    return form_of(_EVERYTHING)


def _question(form: Form, name: str) -> Question:
    return next(question for _, question in form.questions() if question.name == name)


def test_all_columns_find_their_place(everything: Form) -> None:
    name, safe = _question(everything, "name"), _question(everything, "safe")

    assert (everything.id, everything.version, everything.title) == ("household", "4", "A household")
    assert everything.languages == {"en": "English (en)", "ru": "Русский (ru)"}
    assert everything.default_language == "en"
    assert (everything.instance_name, everything.ours) == ("${name}", True)
    assert (name.label.said("ru"), name.hint.said("ru"), name.guidance.said("en")) == (
        "Имя",
        "Family name first",
        "Ask kindly",
    )
    assert (name.required, name.required_message.said("en")) == ("true()", "Please ask")
    assert (name.constraint, name.constraint_message.said("en")) == ("string-length(.) < 99", "Too long")
    assert (name.unlikely, name.unlikely_message.said("en")) == (". = 'x'", "Really?")
    assert (name.secret, name.search, name.report, name.row) == (True, True, False, 3)
    assert (safe.appearance, safe.choices, safe.report, safe.protective) == ("minimal", "yes_no", True, ("no", "yes"))
    assert _question(everything, "born").partial
    assert _question(everything, "phone").phone
    assert everything.lists["yes_no"][0].columns == {"order": "2"}


def test_questions_of_our_own_take_all_special_answers_unless_they_say_which(everything: Form) -> None:
    assert _question(everything, "born").specials == tuple(Special)
    assert _question(everything, "safe").specials == (Special.NOT_KNOWN,)
    assert _question(everything, "name").specials == ()
    assert _question(everything, "source").specials == ()


def test_a_form_of_others_takes_no_special_answers() -> None:
    form = form_of("| survey |\n| | type | name | label |\n| | text | a | A |")

    assert _question(form, "a").specials == ()


def test_a_default_that_is_an_expression_is_told_from_a_text(everything: Form) -> None:
    assert (_question(everything, "age").default, _question(everything, "age").default_runs) == ("3", False)
    assert _question(everything, "copied").kind is Kind.HIDDEN
    assert _question(everything, "copied").default_runs


def test_the_tree_of_groups_and_repeats_is_kept(everything: Form) -> None:
    who, safe, child, *_ = everything.children

    assert isinstance(who, Group)
    assert (who.id, who.appearance, who.hint.said("en")) == ("who/", "field-list", "As she says it")
    assert isinstance(safe, Question)
    assert isinstance(child, Repeat)
    assert (child.id, child.relevant) == ("child", "${safe} = 'yes'")
    assert [inner.id for inner in child.children] == ["age", "who/"]


def test_an_id_is_the_name_within_its_repeat_with_its_groups_only_where_the_name_is_not_alone() -> None:
    form = form_of(
        """
        | survey |
        | | type | name | label |
        | | begin_group | home | Home |
        | | text | phone | Phone |
        | | text | street | Street |
        | | end_group |
        | | begin_group | work | Work |
        | | begin_group | inner | Inner |
        | | text | phone | Phone |
        | | end_group |
        | | end_group |
        | | begin_repeat | friend | Friend |
        | | begin_group | home | Home |
        | | text | phone | Phone |
        | | end_group |
        | | end_repeat |
        """
    )

    assert [question.id for _, question in form.questions()] == ["home/phone", "street", "work/inner/phone", "phone"]


def test_what_was_compiled_is_the_form_again(everything: Form) -> None:
    compiled = form_to_json(everything)
    again = form_from_json(compiled)

    assert form_to_json(again) == compiled
    assert again.children == everything.children
    assert again.lists == everything.lists


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format":999}', '{"format":1}', "null", "\x00"])
def test_a_damaged_compiled_form_is_told_as_such(text: str) -> None:
    with pytest.raises(CompiledFormUnreadable):
        form_from_json(text)


def test_markdown_and_workbook_give_the_same_form(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["type", "name", "label::Русский"], ["text", "имя", "Имя"], ["integer", "age", "Возраст"]]
    book = read_xlsform(a_workbook(tmp_path / "same.xlsx", survey=rows))
    lines = "\n".join("| | " + " | ".join(map(str, row)) + " |" for row in rows)

    assert form_to_json(book) == form_to_json(form_of(f"| survey |\n{lines}", "same.md"))
    assert book.languages == {"ru": "Русский"}
