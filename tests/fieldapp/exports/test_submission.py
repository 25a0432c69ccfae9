"""ODK's own XML: each element stands where pyxform's model of the same form has it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import pytest

from fieldapp.domain.answers import Answer, Special
from fieldapp.domain.attachments import Attachment, SealedId, to_text
from fieldapp.domain.ids import FieldId, FormId
from fieldapp.exports.filled import Filled
from fieldapp.exports.form_sheets import sheets_of
from fieldapp.exports.harmless import Washed
from fieldapp.exports.markdown import markdown_of
from fieldapp.exports.submission import folder_of, submission
from fieldapp.forms.library import form_ids, load_form
from fieldapp.forms.model import Form, Group, Item, Kind, Question, Repeat
from tests.fieldapp.exports.making import HOUSEHOLD, a_record, model_of, paths
from tests.fieldapp.forms.making import form_of

_SPECIAL: Final = "{urn:fieldapp:xlsform}special"
_KNOWN: Final = "{urn:fieldapp:xlsform}known"


@pytest.fixture(scope="module")
def household() -> Form:
    return form_of(HOUSEHOLD)


def xml_of(form: Form, record: Filled) -> ET.Element:
    return ET.fromstring(submission(form, record, Washed()))


def only(kind: Kind, answer: Answer, *, partial: bool = False) -> ET.Element:
    """The element of one question."""
    asked = Question(id=FieldId("it"), name="it", kind=kind, partial=partial)
    found = xml_of(Form(id=FormId("f"), children=(asked,)), a_record(it=answer)).find("it")
    assert found is not None
    return found


def full() -> Filled:
    """A household with everything in it."""
    papers = {FieldId("papers"): (a_record(4, paper="passport"),)}
    people = (a_record(2, name="A", age="40"), replace(a_record(3, name="B"), rows=papers))
    record = a_record(visited="2026-03-12", rooms="2", water="well", animals="cow sheep", heads="2")
    return replace(record, rows={FieldId("people"): people}, name="well 2")


def test_each_element_stands_where_pyxforms_model_of_the_form_has_it(household: Form, tmp_path: Path) -> None:
    model, ours = model_of(HOUSEHOLD, tmp_path), xml_of(household, full())

    assert set(paths(ours)) <= set(paths(model))
    assert set(paths(model)) - set(paths(ours)) == set()
    assert (ours.get("id"), ours.get("version")) == (model.get("id"), model.get("version")) == ("household", "3")


@pytest.mark.parametrize("form", form_ids())
def test_each_form_of_the_program_makes_xml_that_pyxforms_model_of_it_has_places_for(
    form: FormId, tmp_path: Path
) -> None:
    asked = load_form(form)
    record = replace(a_record(), rows=one_row_each(asked.children))

    assert set(paths(xml_of(asked, record))) <= set(paths(model_of(markdown_of(sheets_of(asked)), tmp_path)))


def one_row_each(children: tuple[Item, ...]) -> dict[FieldId, tuple[Filled, ...]]:
    """An empty row in every repeat."""
    found: dict[FieldId, tuple[Filled, ...]] = {}
    for child in children:
        if isinstance(child, Repeat):
            found[child.id] = (replace(a_record(2), rows=one_row_each(child.children)),)
        elif isinstance(child, Group):
            found |= one_row_each(child.children)
    return found


def test_rows_stand_within_what_they_belong_to(household: Form) -> None:
    people = xml_of(household, full()).findall("home/people")

    assert [person.findtext("name") for person in people] == ["A", "B"]
    assert [person.findtext("papers/paper") for person in people] == [None, "passport"]


def test_a_record_is_called_the_same_each_time_and_by_what_its_form_says(household: Form) -> None:
    ours = xml_of(household, full())

    assert ours.findtext("meta/instanceID") == "uuid:00000000-0000-0000-0000-000000000001"
    assert ours.findtext("meta/instanceName") == "well 2"
    assert submission(household, full(), Washed()) == submission(household, full(), Washed())
    assert folder_of(full()) == "instances/uuid00000000-0000-0000-0000-000000000001/submission.xml"


def test_what_is_not_relevant_is_left_out(household: Form) -> None:
    record = replace(full(), hidden=frozenset(map(FieldId, ("story", "people"))))
    ours = set(paths(xml_of(household, record)))

    assert "/data/home/rooms" in ours
    assert not {"/data/home/story", "/data/home/people"} & ours


@pytest.mark.parametrize(
    ("kind", "answer", "text"),
    [
        (Kind.DATETIME, "2026-03-12T09:30", "2026-03-12T09:30:00.000+06:00"),
        (Kind.START, "2026-03-12T09:30:05.123+05:00", "2026-03-12T09:30:05.123+05:00"),
        (Kind.TIME, "09:30", "09:30:00.000+06:00"),
        (Kind.DATE, "2026-03-12", "2026-03-12"),
        (Kind.SELECT_MULTIPLE, "cow sheep", "cow sheep"),
        (Kind.GEOPOINT, "41.43 76.0 2040 0", "41.43 76.0 2040 0"),
        (Kind.TEXT, 'a < b & "c"\x00', 'a < b & "c"'),
    ],
)
def test_answers_are_written_as_odk_writes_them(kind: Kind, answer: str, text: str) -> None:
    assert only(kind, answer).text == text


def test_why_there_is_no_answer_stands_beside_the_empty_place() -> None:
    element = only(Kind.INTEGER, Special.DECLINED)

    assert (element.text, element.get(_SPECIAL)) == (None, "declined")


def test_a_day_of_which_only_the_month_is_known_says_so() -> None:
    element = only(Kind.DATE, "2026-03", partial=True)

    assert (element.text, element.get(_KNOWN)) == ("2026-03-01", "2026-03")


@pytest.mark.parametrize("kind", [Kind.FILE, Kind.TEXT])
def test_of_an_attachment_its_name_is_told_and_never_its_key(kind: Kind) -> None:
    kept = to_text(Attachment(SealedId("ab" * 32), bytes.fromhex("cd" * 32), 9, "image/png", "house.png"))

    assert only(kind, kept).text == "house.png"
