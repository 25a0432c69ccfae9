"""The course of an interview is kept with its record and comes out as ODK's audit log."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from fieldapp.domain.ids import FormId, RecordId
from fieldapp.forms.model import Form, Kind
from fieldapp.words import ENGLISH
from fieldapp.work.courses import audit_log
from fieldapp.work.desk import Desk
from fieldapp.work.export_files import FileKind, Wording
from fieldapp.work.exporting import Wanted, Which, export_records
from fieldapp.work.filling import begin, reopen, save
from fieldapp.work.packs import built_in_packs
from fieldapp.work.past import look_at_past
from fieldapp.work.undoing import delete_as_mistake
from tests.fieldapp.forms.making import question
from tests.fieldapp.work.conftest import answer, saved

_VISIT = Form(
    id=FormId("visit"),
    children=(question("name"), question("age", Kind.INTEGER)),
    audit={"track-changes": "true", "identify-user": "true"},
)


def _log(desk: Desk, record: RecordId, form: Form = _VISIT) -> list[str]:
    with desk.store.read() as reader:
        return audit_log(reader, form, record).splitlines()


def test_each_saving_adds_its_part_to_the_log_of_the_record(desk: Desk) -> None:
    desk.library.add(_VISIT)
    record = saved(desk, "visit", None, name='Ann, "A"')
    save(desk, answer(reopen(desk, record), age="30"))

    log = _log(desk, record)

    at = round(desk.clock.now().utc.timestamp() * 1000)
    assert log == [
        "event,node,start,end,old-value,new-value,user",
        f"form start,,{at},,,,{desk.worker}",
        f'question,/data/name,{at},{at},,"Ann, ""A""",{desk.worker}',
        f"form save,,{at},,,,{desk.worker}",
        f"form exit,,{at},,,,{desk.worker}",
        f"form resume,,{at},,,,{desk.worker}",
        f"question,/data/age,{at},{at},,30,{desk.worker}",
        f"form save,,{at},,,,{desk.worker}",
        f"form exit,,{at},,,,{desk.worker}",
    ]


def test_the_log_is_neither_a_row_of_the_form_nor_an_answer_in_its_history(desk: Desk) -> None:
    desk.library.add(_VISIT)
    record = saved(desk, "visit", None, name="Ann")

    assert reopen(desk, record).session.lost == ()
    past = look_at_past(desk, built_in_packs(), record, reopen(desk, record).session.language)
    assert [change.new for edit in past.edits for change in edit.changed] == ["Ann"]
    assert len(past.edits) == 1


def test_saving_without_a_change_adds_nothing_and_the_log_is_gone_with_its_record(desk: Desk) -> None:
    desk.library.add(_VISIT)
    record = saved(desk, "visit", None, name="Ann")
    before = _log(desk, record)
    save(desk, reopen(desk, record))
    assert _log(desk, record) == before

    delete_as_mistake(desk, record)

    assert _log(desk, record) == []


def test_a_form_that_does_not_ask_for_a_log_has_none(desk: Desk) -> None:
    form = Form(id=FormId("plain"), children=(question("name"),))
    desk.library.add(form)
    filling = answer(begin(desk, FormId("plain")), name="Ann")
    save(desk, filling)

    assert _log(desk, filling.record, form) == []


def test_it_goes_out_beside_the_record_in_odks_own_package_without_answers_that_stay_here(
    desk: Desk, tmp_path: Path
) -> None:
    form = replace(_VISIT, children=(*_VISIT.children, question("safe_place", secret=True)))
    desk.library.add(form)
    record = saved(desk, "visit", None, name="Ann", safe_place="library")
    wanted = Wanted(form=form.id, which=Which.ALL, kind=FileKind.ODK, wording=Wording.CODES, language=ENGLISH)

    export_records(desk, built_in_packs(), wanted, tmp_path / "out.zip", lambda _done, _whole: None, lambda: True)

    with zipfile.ZipFile(tmp_path / "out.zip") as package:
        submission, log = (package.read(name).decode() for name in package.namelist())
        assert package.namelist()[1] == f"instances/uuid{UUID(record)}/audit.csv"
    assert "<audit>audit.csv</audit>" in submission
    assert ",Ann," in log
    assert "/data/safe_place" in log
    assert "library" not in submission + log
