"""Forms from a workbook that count, set, fill lists and note the course of the interview: from import to the record."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldapp.domain.ids import FormId, RecordId
from fieldapp.forms.problems import FormRefused
from fieldapp.work.courses import audit_log
from fieldapp.work.desk import Desk
from fieldapp.work.filling import begin, reopen, save
from fieldapp.work.importing import bring_in_form
from tests.fieldapp.forms.making import at
from tests.fieldapp.work.conftest import answer, saved

_REGISTER = """
| survey |
| | type | name | label | repeat_count | trigger | calculation | save_to | parameters |
| | text | head | Head of household | | | | households#head |
| | integer | people | How many people? | | | | households#people |
| | begin_repeat | person | Person | ${people} |
| | text | called | Name |
| | integer | age | Age |
| | datetime | noted | Noted | | ${age} | now() |
| | end_repeat |
| | select_one fruit | fruit | Which fruit? | | | | | randomize=true seed=42 |
| | audit | audit | | | | | | track-changes=true |

| choices |
| | list_name | name | label |
| | fruit | A | A |
| | fruit | B | B |
| | fruit | C | C |
| | fruit | D | D |
| | fruit | E | E |
| | fruit | F | F |

| entities |
| | list_name | label |
| | households | concat(${head}, ', ', ${people}) |
"""
_VISIT = """
| survey |
| | type | name | label | calculation | save_to | choice_filter |
| | select_one_from_file households.csv | which | Which household? | | | people > 1 |
| | calculate | head | | instance('households')/root/item[name = ${which}]/head |
| | integer | now | How many people now? | | people |

| entities |
| | list_name | entity_id |
| | households | ${which} |
"""


def _bring_in(desk: Desk, folder: Path, name: str, text: str) -> FormId:
    path = folder / f"{name}.md"
    path.write_text(text, encoding="utf-8")
    return bring_in_form(desk, path).form


def test_a_household_is_registered_counted_visited_and_its_log_read(desk: Desk, tmp_path: Path) -> None:
    register = _bring_in(desk, tmp_path, "register", _REGISTER)
    visit = _bring_in(desk, tmp_path, "visit", _VISIT)
    filling = answer(begin(desk, register), head="A", people="2")
    first, second = filling.session.rows(at("person"))
    filling.session.set(at("age", second), "7")
    assert filling.session.answer(at("noted", first)) is None
    assert filling.session.answer(at("noted", second)) == "2026-03-12T14:02:05"
    assert "".join(choice.name for choice in filling.session.choices(at("fruit"))) == "AFCBDE"
    save(desk, filling)
    _registered(desk, register, "B", "1")

    visited = begin(desk, visit)
    (choice,) = visited.session.choices(at("which"))
    assert visited.session.text(at("which"), choice.label) == "A, 2"
    save(desk, answer(visited, which=choice.name, now="3"))

    (again,) = begin(desk, visit).session.choices(at("which"))
    assert again.columns["people"] == "3"
    with desk.store.read() as reader:
        log = audit_log(reader, filling.form, filling.record)
    assert "/data/person[2]/age" in log


def _registered(desk: Desk, form: FormId, head: str, number: str) -> RecordId:
    return saved(desk, form, None, head=head, people=number)


def test_a_form_that_only_chooses_from_a_list_comes_in_once_the_form_that_fills_it_is_here(
    desk: Desk, tmp_path: Path
) -> None:
    visit = _VISIT.partition("| entities |")[0].replace("households#", "").replace(" | people |", " |")
    with pytest.raises(FormRefused, match=r"households\.csv"):
        _bring_in(desk, tmp_path, "visit", visit)
    register = _bring_in(desk, tmp_path, "register", _REGISTER)
    _registered(desk, register, "A", "2")

    filling = begin(desk, _bring_in(desk, tmp_path, "visit", visit))

    (choice,) = filling.session.choices(at("which"))
    assert answer(filling, which=choice.name).session.calculated()[at("head").field] == "A"


def test_a_rule_of_the_entities_sheet_that_cannot_be_used_is_refused_with_its_place(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(FormRefused) as refused:
        _bring_in(desk, tmp_path, "register", _REGISTER.replace("concat(${head}, ', ', ${people})", "concat(${head}"))

    (problem,) = refused.value.problems
    assert (problem.sheet, problem.row, problem.column) == ("entities", 2, "label")


def test_nothing_of_it_is_a_row_without_a_place_when_the_record_is_opened_again(desk: Desk, tmp_path: Path) -> None:
    register = _bring_in(desk, tmp_path, "register", _REGISTER)

    again = reopen(desk, _registered(desk, register, "A", "1"))

    assert again.session.lost == ()
    assert again.session.delta() == ()
