"""A form that a coordinator brings in reaches her colleagues, who look at it before it is theirs."""

from __future__ import annotations

import base64
import lzma
from collections.abc import Callable
from operator import methodcaller
from pathlib import Path

import pytest

from fieldapp.domain.changes import CREATE
from fieldapp.domain.ids import FieldId, FormId, RecordId, SpaceId, new_record_id
from fieldapp.domain.spaces import Membership, Role, SpaceKind
from fieldapp.forms.model import Form
from fieldapp.storage.values import NewChange
from fieldapp.words import ENGLISH
from fieldapp.work import shared_forms
from fieldapp.work.desk import Desk, remember_memberships
from fieldapp.work.filling import reopen
from fieldapp.work.importing import bring_in_form, imported_forms, read_form
from fieldapp.work.previewing import preview
from fieldapp.work.shared_forms import MOST, NotUnpacked
from fieldapp.work.sharing import (
    Sent,
    arrived_forms,
    bring_in_for_all,
    can_be_shared,
    look_at_arrived,
    share,
    take_arrived,
)
from sync.protocol import limits
from tests.fieldapp.work.conftest import saved
from tests.helpers.workbooks import VISIT, Rows, later, workbook

VISIT_FORM, STAFF = FormId("visit"), FormId("staff")
HOUSE = SpaceId("0" * 31 + "1")
CASELOAD = SpaceId("0" * 31 + "2")
Hire = Callable[[str, Role], Desk]


@pytest.fixture
def hire(make_desk: Callable[[str], Desk]) -> Hire:
    """Desks of people who belong to an organisation, whose list of staff names them."""

    def hired(name: str, role: Role) -> Desk:
        desk = make_desk(name)
        spaces = [(HOUSE, SpaceKind.ORGANISATION), (CASELOAD, SpaceKind.CASELOAD)]
        remember_memberships(desk.store, desk.worker, [Membership(space, kind, opener=True) for space, kind in spaces])
        answers = {"worker": desk.worker, "staff_name": name, "staff_role": role.value}
        write_down(desk, STAFF, answers)
        return desk

    return hired


def write_down(desk: Desk, form: FormId, answers: dict[str, str]) -> None:
    fields = {FieldId(name): answer for name, answer in answers.items()}
    change = NewChange(record=new_record_id(), kind=CREATE, form=form, version="1", fields=fields, space=HOUSE)
    desk.store.write_now(lambda write: write.save([change], desk.worker, desk.clock.now()))


def carry(one: Desk, other: Desk, *forms: str) -> None:
    """What the other desk does not have of these comes to it."""
    with one.store.read() as reader:
        for form in ("staff", "shared_form", *forms):
            for stored in reader.of_form(FormId(form)):
                changes = reader.changes(stored.id)
                other.store.write_now(methodcaller("receive", changes))


def file(folder: Path, written: dict[str, Rows] | None = None) -> Path:
    return workbook(folder / "form.xlsx", written or VISIT)


def read(desk: Desk, folder: Path, written: dict[str, Rows] | None = None) -> Form:
    return read_form(desk, file(folder, written))


def arrived(desk: Desk) -> list[tuple[str, str, str | None, str]]:
    return [(each.title, each.version, each.before, str(each.who)) for each in arrived_forms(desk)]


def test_a_form_that_a_coordinator_brings_in_arrives_and_is_there_once_a_colleague_took_it(
    hire: Hire, tmp_path: Path
) -> None:
    coordinator, worker = hire("Aida", Role.COORDINATOR), hire("worker", Role.OUTREACH)
    _, sent = bring_in_for_all(coordinator, read(coordinator, tmp_path))
    carry(coordinator, worker)

    assert sent is Sent.SENT
    assert arrived(worker) == [("Visit", "2026031201", None, "Aida")]
    assert worker.library.imported == ()
    assert arrived(coordinator) == []
    (form,) = arrived_forms(worker)
    seen = look_at_arrived(worker, form.record, ENGLISH)
    assert (seen.preview.before, len(seen.preview.added)) == (None, 3)
    take_arrived(worker, form.record)
    assert arrived(worker) == []
    assert [each.version for each in imported_forms(worker)] == ["2026031201"]
    assert saved(worker, "visit", None, place="school")


def test_a_later_version_arrives_with_what_it_changes_and_the_names_that_were_accepted(
    hire: Hire, tmp_path: Path
) -> None:
    coordinator, worker = hire("Aida", Role.SUPERVISOR), hire("worker", Role.OUTREACH)
    bring_in_for_all(coordinator, read(coordinator, tmp_path))
    carry(coordinator, worker)
    take_arrived(worker, arrived_forms(worker)[0].record)
    record = saved(worker, "visit", None, place="school", people="7")
    form = read(coordinator, tmp_path, later())
    found = preview(coordinator, form, ENGLISH)
    bring_in_for_all(coordinator, form, {each.pair.before.spot: each.pair.now.spot for each in found.suggested})
    carry(coordinator, worker)

    (come,) = arrived_forms(worker)
    seen = look_at_arrived(worker, come.record, ENGLISH).preview
    assert (come.version, come.before) == ("2026041501", "2026031201")
    assert (seen.records, seen.touched, seen.suggested) == (1, 1, ())
    assert [each.label for each in seen.unplaced] == ["Where?"]
    take_arrived(worker, come.record)
    assert [each.question for each in reopen(worker, record).kept()] == ["Where?"]


def test_only_those_who_answer_for_it_send_a_form_to_all(hire: Hire, tmp_path: Path) -> None:
    worker, colleague = hire("worker", Role.OUTREACH), hire("colleague", Role.TRAINER)
    brought, sent = bring_in_for_all(worker, read(worker, tmp_path))
    with worker.store.read() as reader:
        kept = list(shared_forms.shared_forms(reader))

    assert (brought.title, sent, kept) == ("Visit", Sent.NOT_HERS, [])
    assert not can_be_shared(worker, VISIT_FORM)
    carry(worker, colleague)
    assert arrived(colleague) == []


def test_what_somebody_else_sent_as_a_form_is_not_offered(hire: Hire, tmp_path: Path) -> None:
    trainer, worker = hire("trainer", Role.TRAINER), hire("worker", Role.OUTREACH)
    answers = {"form_title": "Visit", "form_name": "visit", "form_version": "1", "form_packed": "", "form_digest": "1"}
    write_down(trainer, shared_forms.SHARED, answers)
    carry(trainer, worker)

    assert arrived(worker) == []


def test_a_form_of_the_time_before_can_be_given_to_colleagues_once(hire: Hire, tmp_path: Path) -> None:
    coordinator = hire("Aida", Role.COORDINATOR)
    bring_in_form(coordinator, file(tmp_path))

    assert can_be_shared(coordinator, VISIT_FORM)
    assert share(coordinator, VISIT_FORM)[0] is Sent.SENT
    assert not can_be_shared(coordinator, VISIT_FORM)
    again, happened = share(coordinator, VISIT_FORM)
    assert again is Sent.SENT
    assert not happened


def test_a_desk_that_belongs_to_nobody_keeps_its_forms_for_itself(desk: Desk, tmp_path: Path) -> None:
    assert bring_in_for_all(desk, read(desk, tmp_path))[1] is Sent.ALONE


def test_a_form_too_big_to_be_sent_is_here_all_the_same(
    hire: Hire, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    coordinator = hire("Aida", Role.COORDINATOR)
    monkeypatch.setattr(shared_forms, "MOST", 100)
    brought, sent = bring_in_for_all(coordinator, read(coordinator, tmp_path))

    assert sent is Sent.TOO_BIG
    assert coordinator.library.knows(brought.form)


def test_the_biggest_form_that_is_sent_fits_into_one_change() -> None:
    assert MOST + 20_000 < limits.PAYLOAD


def test_an_older_version_and_a_built_in_name_are_not_offered(hire: Hire, tmp_path: Path) -> None:
    coordinator, worker = hire("Aida", Role.COORDINATOR), hire("worker", Role.OUTREACH)
    bring_in_form(worker, file(tmp_path, later()))
    bring_in_for_all(coordinator, read(coordinator, tmp_path))
    answers = {
        "form_title": "Case",
        "form_name": "gbv_case",
        "form_version": "99",
        "form_packed": "",
        "form_digest": "",
    }
    write_down(coordinator, shared_forms.SHARED, answers)
    carry(coordinator, worker)

    assert arrived(worker) == []


def test_the_words_of_a_version_that_is_not_here_yet_are_known_from_the_form_that_came(
    hire: Hire, tmp_path: Path
) -> None:
    coordinator, worker = hire("Aida", Role.COORDINATOR), hire("worker", Role.OUTREACH)
    bring_in_form(worker, file(tmp_path))
    bring_in_for_all(coordinator, read(coordinator, tmp_path, later()))
    record: RecordId = saved(coordinator, "visit", None, said="thanks", visited_on="2026-04-20")
    carry(coordinator, worker, "visit")

    filling = reopen(worker, record)
    assert [(each.question, each.answer) for each in filling.kept()] == [("What was said?", "thanks")]


@pytest.mark.parametrize(
    "packed",
    [
        "no base64 §",
        base64.b64encode(b"not packed").decode(),
        base64.b64encode(lzma.compress(b"{}")).decode(),
        base64.b64encode(lzma.compress(b"0" * 40_000_000)).decode(),
    ],
    ids=["no base64", "not packed", "no form", "a bomb"],
)
def test_what_is_no_form_is_told_and_changes_nothing(hire: Hire, packed: str) -> None:
    coordinator, worker = hire("Aida", Role.COORDINATOR), hire("worker", Role.OUTREACH)
    answers = {
        "form_title": "Visit",
        "form_name": "visit",
        "form_version": "1",
        "form_digest": "1",
        "form_packed": packed,
        "form_names": "[1]",
    }
    write_down(coordinator, shared_forms.SHARED, answers)
    carry(coordinator, worker)
    (come,) = arrived_forms(worker)

    with pytest.raises(NotUnpacked, match="Records are safe"):
        look_at_arrived(worker, come.record, ENGLISH)
    assert worker.library.imported == ()
