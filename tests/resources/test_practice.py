"""The example organisation fits the forms it is made for, says that it is an example, and names nobody."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from fieldapp.domain.ids import FieldId
from fieldapp.domain.phones import read_phone
from fieldapp.forms.model import Kind
from fieldapp.forms.places import Place
from fieldapp.words import Language
from tests.resources.running import Filled, read
from tests.resources.sheets import PACKS, pack_forms

ORGANISATION = json.loads((PACKS / "practice" / "organisation.json").read_text("utf-8"))
SERVICES = json.loads((PACKS / "practice" / "services.json").read_text("utf-8"))
TODAY = date(2026, 3, 12)
LANGUAGES = ("en", "ru")


def everything() -> Iterator[tuple[dict[str, Any], str]]:
    """Each record with the form of the one above it."""
    roots = [*SERVICES["records"], *(record for space in ORGANISATION["records"].values() for record in space)]
    waiting = [(root, "") for root in roots]
    while waiting:
        record, above = waiting.pop()
        waiting += [(each, record["form"]) for each in record.get("below", ())]
        yield record, above


KEYS = {record["key"] for record, _ in everything() if "key" in record}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_record_could_have_been_filled_in_by_hand(language: str) -> None:
    for record, _ in everything():
        filled = Filled(record["form"], Language(language))
        filled.give(**_answers(record["answers"], language))
        for repeat, rows in record.get("rows", {}).items():
            for row in rows:
                filled.add(repeat, **_answers(row, language))
        assert (record["form"], filled.problems(), filled.missing()) == (record["form"], set(), set())
        for name in record["answers"]:
            assert filled.session.state(Place(None, FieldId(name))).relevant, (record["form"], name)


def test_every_choice_in_the_example_is_offered() -> None:
    for record, _ in everything():
        form = read(record["form"])
        lists = {question.name: form.lists[question.choices] for _, question in form.questions() if question.choices}
        rows = [record["answers"], *(row for rows in record.get("rows", {}).values() for row in rows)]
        for name, answer in ((name, answer) for row in rows for name, answer in row.items() if name in lists):
            assert set(answer.split()) <= {choice.name for choice in lists[name]}, (record["form"], name)


def test_example_records_stand_where_their_pack_puts_them() -> None:
    below = {each["id"]: each.get("below", "") for each in pack_forms()}
    assert [(record["form"], above) for record, above in everything() if below[record["form"]] != above] == []


def test_every_pointer_in_the_example_has_something_to_point_to() -> None:
    pointers = {
        answer["record"]
        for record, _ in everything()
        for answer in record["answers"].values()
        if isinstance(answer, dict) and "record" in answer
    }
    assert pointers - KEYS == set()
    members = {member for space in ORGANISATION["spaces"] for member in (space["opener"], *space["members"])}
    assert members == {worker["key"] for worker in ORGANISATION["workers"]}
    assert set(ORGANISATION["records"]) <= {space["key"] for space in ORGANISATION["spaces"]}


def test_names_in_the_example_say_that_they_are_examples() -> None:
    names = ("family_name", "service_name", "workshop_title", "release_recipient", "agency", "trainers", "district")
    for record, _ in everything():
        for name in names:
            if name in record["answers"]:
                assert record["answers"][name]["en"].startswith("SAMPLE")
                assert record["answers"][name]["ru"].startswith("ОБРАЗЕЦ")


def test_telephone_numbers_of_the_example_reach_nobody() -> None:
    for record, _ in everything():
        numbers = [question.name for _, question in read(record["form"]).questions() if question.phone]
        rows = [record["answers"], *(row for rows in record.get("rows", {}).values() for row in rows)]
        for number in (row[name] for row in rows for name in numbers if name in row):
            assert read_phone(number).startswith("+996000")


def test_the_example_leaves_nothing_out_that_a_beginner_should_see() -> None:
    forms = {record["form"] for record, _ in everything()}
    by_program = {each["id"] for each in pack_forms() if each.get("by_program")} - {"wks_attendance"}
    assert forms == {each["id"] for each in pack_forms()} - by_program - {"staff"}


def test_no_text_of_the_example_is_in_one_language_alone() -> None:
    for record, _ in everything():
        kinds = {question.name: question.kind for _, question in read(record["form"]).questions()}
        for name, answer in record["answers"].items():
            if kinds[FieldId(name)] is Kind.TEXT and isinstance(answer, str):
                assert not any(letter.isalpha() for letter in answer), (record["form"], name)


def _answers(written: dict[str, Any], language: str) -> dict[str, str]:
    return {name: _answer(value, language) for name, value in written.items()}


def _answer(value: Any, language: str) -> str:
    """What a written answer stands for, as resources/packs/practice/README.md says."""
    match value:
        case {"days": days}:
            return str(TODAY + timedelta(days)) + (f"T{value['time']}" if "time" in value else "")
        case {"code": "new"}:
            return "K7QM3ZTP4H"
        case {"record": key}:
            return f"{key:.>32}"
        case {"en": _, "ru": _}:
            return str(value[language])
    assert isinstance(value, str)
    return value
