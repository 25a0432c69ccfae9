"""A form as an XLSForm again: pyxform converts it, and read again it is the same form."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyxform.xls2xform import convert

from fieldapp.domain.answers import Special
from fieldapp.domain.ids import FieldId, FormId
from fieldapp.exports.form_sheets import sheets_of
from fieldapp.exports.markdown import NotInMarkdown
from fieldapp.forms.encoding import form_to_json
from fieldapp.forms.library import form_ids, load_form
from fieldapp.forms.model import Choice, Form, Group, Item, Kind, Question, Repeat, Text
from fieldapp.forms.xlsform import read_xlsform
from fieldapp.work.export_files import write_form
from tests.fieldapp.exports.making import HOUSEHOLD
from tests.fieldapp.forms.making import form_of

EACH_ENDING = pytest.mark.parametrize("ending", [".xlsx", ".md"])


def said(form: Form) -> object:
    """All that the form says, but for the numbers of its rows."""
    return _without_rows(json.loads(form_to_json(form)))


def _without_rows(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_rows(each) for key, each in value.items() if key != "row"}
    return [_without_rows(each) for each in value] if isinstance(value, list) else value


def again(form: Form, ending: str = ".xlsx") -> Form:
    """Written, converted by pyxform, and read."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{form.id}{ending}"
        write_form(form, path)
        convert(path, validate=False)
        return read_xlsform(path)


@EACH_ENDING
@pytest.mark.parametrize("form", form_ids())
def test_each_form_of_the_program_comes_back_the_same(form: FormId, ending: str) -> None:
    assert said(again(load_form(form), ending)) == said(load_form(form))


FEATURES: Mapping[str, str] = {
    "repeats in groups in repeats": HOUSEHOLD,
    "rules and messages": r"""
| survey |
| | type | name | label | required | required_message | relevant | constraint | constraint_message | read_only |
| | integer | age | How old? | yes | Say it. | | . > 0 and . < 120 | Not possible. | |
| | text | job | Which job? | ${age} > 15 | | ${age} > 6 | regex(., '^a\\|b  c$') | | yes |
""",
    "hints and guidance": """
| survey |
| | type | name | label::English (en) | label::ru | hint::English (en) | guidance_hint::ru |
| | text | a | A? | А? | Say a. | Спросите. |
""",
    "defaults, calculations and appearances": """
| survey |
| | type | name | label | default | calculation | appearance |
| | date | day | When? | today() | | |
| | integer | n | How many? | 5 | | |
| | calculate | twice | | | ${n} * 2 | |
| | hidden | secret | | x | | |
| | text | note | What? | | | multiline |
| | begin_group | g | Group | | | field-list |
| | note | n1 | Twice is ${twice}. | | | |
| | end_group |
""",
    "what the program notes by itself": """
| survey |
| | type | name | label |
| | start | start | |
| | end | end | |
| | today | today | |
| | username | username | |
| | deviceid | deviceid | |
| | text | a | A? |
""",
    "choices with columns and filters": """
| survey |
| | type | name | label | choice_filter |
| | select_one district | district | Which? | |
| | select_one village | village | Which? | district = ${district} |

| choices |
| | list_name | name | label | district |
| | district | north | North | |
| | district | south | South | |
| | village | v1 | One | north |
| | village | v2 | Two | south |
""",
    "columns of this program": """
| survey |
| | type | name | label | bind::fieldapp:special | bind::fieldapp:protective | bind::fieldapp:partial |
| | date | a | A? | no | any | yes |
| | text | b | B? | declined | | |
| | select_one yn | c | C? | | no yes | |

| choices |
| | list_name | name | label |
| | yn | yes | Yes |
| | yn | no | No |

| settings |
| | form_id | namespaces |
| | ours | fieldapp="urn:fieldapp:xlsform" |
""",
    "scales, orders, places, files and pictures": """
| survey |
| | type | name | label | parameters | appearance |
| | range | mood | How? | start=1 end=5 step=1 | |
| | rank animal | first | Order? | randomize=true seed=42 | |
| | geopoint | at | Where? | capture-accuracy=10 | maps |
| | image | photo | Photo? | max-pixels=1024 | |
| | file | paper | File? | | |
| | barcode | code | Code? | | |
| | acknowledge | ok | Agreed? | | |
| | select_multiple animal or_other | has | Which? | | |

| choices |
| | list_name | name | label |
| | animal | cow | Cow |
| | animal | sheep | Sheep |
""",
    "triggers, counted repeats and an audit": """
| survey |
| | type | name | label | calculation | trigger | repeat_count | parameters |
| | audit | audit | | | | | track-changes=true |
| | integer | number | How many? | | | | |
| | dateTime | asked | Asked | now() | ${number} | | |
| | begin_repeat | people | People | | | ${number} | |
| | text | name | Name | | | | |
| | end_repeat |
""",
    "what is written into lists": """
| survey |
| | type | name | label | save_to |
| | text | species | Which tree? | species |
| | begin_repeat | nest | Nest | |
| | text | bird | Which bird? | |
| | end_repeat |

| entities |
| | list_name | label | create_if |
| | trees | ${species} | ${species} != '' |
""",
    "choices that stand twice": """
| survey |
| | type | name | label | choice_filter |
| | select_one place | a | Where? | in = 'x' |

| choices |
| | list_name | name | label | in |
| | place | p | P | x |
| | place | p | P | y |

| settings |
| | form_id | allow_choice_duplicates |
| | twice | yes |
""",
    "names of the same kind in several groups": """
| survey |
| | type | name | label |
| | begin_group | mother | Mother |
| | text | name | Name |
| | end_group |
| | begin_group | father | Father |
| | text | name | Name |
| | end_group |
""",
}


@EACH_ENDING
@pytest.mark.parametrize("feature", FEATURES)
def test_what_a_form_says_comes_back(feature: str, ending: str) -> None:
    form = form_of(FEATURES[feature])

    assert said(again(form, ending)) == said(form)


def test_files_that_a_form_chooses_from_are_written_beside_it_and_read_again(tmp_path: Path) -> None:
    there, here = tmp_path / "there", tmp_path / "here"
    (there / "form-media").mkdir(parents=True)
    here.mkdir()
    (there / "form-media" / "villages.csv").write_text("name,label,region\nv1,Ак-Суу,north\nv2,=1+1,south\n", "utf-8")
    (there / "form-media" / "wells.geojson").write_text(
        json.dumps(
            {
                "type": "FeatureCollection",
                "features": [
                    {
                        "type": "Feature",
                        "properties": {"id": "w1", "title": "Well"},
                        "geometry": {"type": "Point", "coordinates": [76.5, 41.25]},
                    }
                ],
            }
        ),
        "utf-8",
    )
    (there / "form-media" / "prices.csv").write_text("name,price\nbread,30\n", "utf-8")
    path = there / "form.md"
    path.write_text(
        """
| survey |
| | type | name | label |
| | select_one_from_file villages.csv | village | Where? |
| | select_one_from_file wells.geojson | well | Which? |
| | csv-external | prices | |
""",
        "utf-8",
    )
    form = read_xlsform(path)
    write_form(form, here / "form.xlsx")
    convert(here / "form.xlsx", validate=False)

    assert said(read_xlsform(here / "form.xlsx")) == said(form)
    assert sorted(each.name for each in (here / "form-media").iterdir()) == [
        *("prices.csv", "villages.csv", "wells.geojson"),
    ]


def test_a_language_without_a_single_word_is_still_there() -> None:
    form = form_of("""
| survey |
| | type | name | label::English (en) | label::Кыргызча (ky) |
| | text | a | A? | |
""")

    assert again(form).languages == {"en": "English (en)", "ky": "Кыргызча (ky)"}


def test_only_columns_that_hold_something_are_written() -> None:
    survey = sheets_of(form_of("| survey |\n| | type | name | label | hint |\n| | text | a | A? | |"))["survey"]

    assert survey == [["type", "name", "label"], ["text", "a", "A?"]]


def test_a_text_of_several_lines_goes_into_a_workbook_and_not_into_markdown(tmp_path: Path) -> None:
    asked = Question(id=FieldId("a"), name="a", kind=Kind.TEXT, label=Text({"": "One\ntwo"}))
    form = Form(id=FormId("f"), title="f", children=(asked,))

    assert said(again(form)) == said(form)
    with pytest.raises(NotInMarkdown, match="several lines"):
        write_form(form, tmp_path / "f.md")
    assert list(tmp_path.iterdir()) == []


# Small forms of any shape: what they say is drawn, that they are forms at all is kept to.

_LANGUAGES = {"en": "English (en)", "ru": "Русский (ru)"}
_SIGNS = st.text(st.sampled_from("abc Жё,.!?|\\#=+-&<>'\"05"), min_size=1, max_size=12)
_WORDS = _SIGNS.map(lambda text: " ".join(text.split()) or "x")
_TEXTS = st.dictionaries(st.sampled_from(sorted(_LANGUAGES)), _WORDS, min_size=1).map(Text)
_MAYBE = st.one_of(st.just(Text()), _TEXTS)
_CONDITIONS = st.sampled_from(["", "${q} = 'a' or  ${q} = ''"])
_RULES = st.one_of(_CONDITIONS, st.just(". != 'x|y'"))
_KINDS = st.sampled_from([Kind.TEXT, Kind.INTEGER, Kind.DATE, Kind.SELECT_ONE, Kind.SELECT_MULTIPLE, Kind.NOTE])
_SPECIALS = st.lists(st.sampled_from(list(Special)), unique=True).map(tuple)


@st.composite
def _questions(draw: st.DrawFn) -> Question:
    kind = draw(_KINDS)
    asked, chosen = kind is not Kind.NOTE, kind in (Kind.SELECT_ONE, Kind.SELECT_MULTIPLE)
    return Question(
        id=FieldId(""),
        name="",
        kind=kind,
        label=draw(_TEXTS),
        hint=draw(_MAYBE),
        guidance=draw(_MAYBE),
        required=draw(st.one_of(st.just("true()"), _CONDITIONS)) if asked else "",
        required_message=draw(_MAYBE),
        relevant=draw(_CONDITIONS),
        constraint=draw(_RULES) if asked else "",
        constraint_message=draw(_MAYBE),
        read_only=draw(st.one_of(st.just("true()"), _CONDITIONS)) if asked else "",
        default=draw(st.sampled_from(["", "5"])) if kind in (Kind.INTEGER, Kind.TEXT) else "",
        appearance=draw(st.sampled_from(["", "minimal", "w1"])),
        choices="list" if chosen else "",
        choice_filter=draw(st.sampled_from(["", "kind = ${q}"])) if chosen else "",
        specials=draw(_SPECIALS) if asked else (),
        protective=draw(st.sampled_from([None, (), ("a", "b")])) if chosen else None,
        partial=kind is Kind.DATE and draw(st.booleans()),
        report=asked and draw(st.booleans()),
        secret=asked and draw(st.booleans()),
        unlikely=draw(_RULES),
        unlikely_message=draw(_MAYBE),
    )


def _around(children: st.SearchStrategy[Item]) -> st.SearchStrategy[Item]:
    """A group or a repeat around some of these."""
    some = st.lists(children, min_size=1, max_size=3).map(tuple)
    groups = st.builds(Group, id=st.just(""), name=st.just(""), label=_TEXTS, children=some)
    repeats = st.builds(
        Repeat,
        id=st.just(""),
        name=st.just(""),
        label=_TEXTS,
        relevant=st.sampled_from(["", "${q} = 'a'"]),
        children=some,
    )
    return st.one_of(groups, repeats)


_ITEMS: st.SearchStrategy[Item] = st.recursive(_questions(), _around, max_leaves=6)


def _named(children: tuple[Item, ...], path: tuple[str, ...], numbers: Iterator[int]) -> Iterator[Item]:
    """Each with a name and the id that the reader would give it."""
    for child in children:
        name = f"n{next(numbers)}"
        if isinstance(child, Question):
            yield replace(child, id=FieldId(name), name=name)
        elif isinstance(child, Repeat):
            inner = tuple(_named(child.children, (), numbers))
            yield replace(child, id=FieldId(name), name=name, children=inner)
        else:
            inner = tuple(_named(child.children, (*path, name), numbers))
            yield replace(child, id=FieldId("/".join((*path, name)) + "/"), name=name, children=inner)


@st.composite
def _forms(draw: st.DrawFn) -> Form:
    first = Question(id=FieldId("q"), name="q", kind=Kind.TEXT, label=Text({"en": "Q"}), specials=tuple(Special))
    chosen = Question(id=FieldId("c"), name="c", kind=Kind.SELECT_ONE, label=Text({"en": "C"}), choices="list")
    items = tuple(draw(st.lists(_ITEMS, max_size=4)))
    choices = tuple(Choice(name, draw(_TEXTS), {"kind": "x"}) for name in "ab")
    return Form(
        id=FormId("drawn"),
        version=draw(st.sampled_from(["", "2026031201"])),
        title=draw(_WORDS),
        languages=_LANGUAGES,
        default_language=draw(st.sampled_from(["", "en", "ru"])),
        instance_name=draw(st.sampled_from(["", "concat(${q}, ' |')"])),
        ours=True,
        children=(first, chosen, *_named(items, (), count())),
        lists={"list": choices},
    )


@settings(max_examples=25, deadline=None)
@given(_forms(), st.sampled_from([".xlsx", ".md"]))
def test_any_form_comes_back(form: Form, ending: str) -> None:
    assert said(again(form, ending)) == said(form)
