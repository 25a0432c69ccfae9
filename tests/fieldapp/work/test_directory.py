"""The directory of services: searched, brought in from a file, matched with what she released."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fieldapp.domain.consent import Level
from fieldapp.domain.ids import FieldId, RecordId, new_space_id
from fieldapp.domain.spaces import Membership, SpaceKind
from fieldapp.forms.library import PACKS
from fieldapp.forms.places import Place
from fieldapp.work.desk import Desk, NotHerSpace, remember_memberships
from fieldapp.work.directory import (
    list_services,
    look_at_service,
    recipient_called,
    recipients,
)
from fieldapp.work.directory_files import NoDirectory, bring_in_directory
from fieldapp.work.filling import reopen, save
from tests.fieldapp.work.conftest import a_case, answer, saved

EXAMPLE = PACKS / "practice" / "services.json"
TABLE = (
    "service_name;Which help does it give?;In which oblast?;service_address;service_phone;service_checked_on\n"
    "Clinic No 3;Health care;Naryn oblast;Lenin st 5;0555 123 456; 12.01.2026\n"
    "Legal office;Legal help, Papers and registration;naryn;;103;\n"
)


def a_service(desk: Desk, name: str, **answers: str) -> RecordId:
    return saved(desk, "service", None, service_name=name, **answers)


def released(desk: Desk, case: RecordId, to: str, level: str = "code", until: str = "2026-06-12") -> RecordId:
    return saved(
        desk, "gbv_release", case, release_recipient=to, release_services="health_medical", release_level=level,
        release_date="2026-03-10", release_until=until, release_how="signature",
    )  # fmt: skip


def table(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "services.csv"
    path.write_bytes(text.encode(encoding))
    return path


def phones(row: RecordId | None = None, field: str = "service_phones") -> Place:
    return Place(row, FieldId(field))


def names(desk: Desk, sought: str = "", kind: str = "") -> list[str]:
    return [service.name for service in list_services(desk, sought, kind)]


def test_a_service_is_found_by_name_in_any_spelling_by_place_and_by_number(desk: Desk) -> None:
    found = a_service(desk, "Клиника № 3", service_oblast="naryn", service_address="Ленина 5")
    filling = reopen(desk, found)
    row, _ = filling.session.add_row(phones())
    filling.session.set(phones(row, "service_phone"), "+996555123456")
    save(desk, filling)
    a_service(desk, "Legal office", service_oblast="osh")

    assert names(desk, "klinika") == ["Клиника № 3"]
    assert names(desk, "naryn") == ["Клиника № 3"]
    assert names(desk, "lenina") == ["Клиника № 3"]
    assert names(desk, "555123") == ["Клиника № 3"]
    assert names(desk, "somewhere") == []


def test_the_directory_can_be_narrowed_to_a_kind_of_help_and_closed_doors_stand_last(desk: Desk) -> None:
    a_service(desk, "A closed one", service_kinds="health_medical", service_closed="true")
    a_service(desk, "Clinic", service_kinds="health_medical psychosocial")
    a_service(desk, "Legal office", service_kinds="legal_assistance")

    assert names(desk) == ["Clinic", "Legal office", "A closed one"]
    assert names(desk, kind="psychosocial") == ["Clinic"]


def test_an_entry_that_nobody_asked_for_half_a_year_needs_a_call(desk: Desk) -> None:
    fresh = look_at_service(desk, a_service(desk, "Fresh", service_checked_on="2026-01-12"))
    stale = look_at_service(desk, a_service(desk, "Stale", service_checked_on="2025-08-12"))

    assert fresh is not None
    assert stale is not None
    assert not fresh.needs_a_call(desk.today())
    assert stale.needs_a_call(desk.today())


def test_whom_she_released_something_to_stands_first_with_what_was_released(desk: Desk) -> None:
    case = a_case(desk)
    a_service(desk, "Apothecary")
    clinic = a_service(desk, "Clinic No 3")
    released(desk, case, "clinic no  3", level="contact")
    released(desk, case, "Old office", until="2026-03-11")

    found = recipients(desk, case)

    assert [each.name for each in found] == ["clinic no  3", "Old office", "Apothecary"]
    assert found[0].release is not None
    assert found[0].release.level is Level.CONTACT
    assert found[0].service is not None
    assert found[0].service.record == clinic
    assert found[1].ran_out
    assert found[2].release is None


def test_of_two_releases_to_one_recipient_the_widest_that_holds_counts(desk: Desk) -> None:
    case = a_case(desk)
    released(desk, case, "Clinic", level="needs", until="2026-03-11")
    released(desk, case, "Clinic", level="contact")
    released(desk, case, "Clinic")

    found = recipient_called(desk, case, "CLINIC")

    assert found is not None
    assert found.release is not None
    assert found.release.level is Level.CONTACT


def test_a_withdrawn_consent_ends_every_release(desk: Desk) -> None:
    case = a_case(desk)
    released(desk, case, "Clinic")
    with desk.store.read() as reader:
        consent = reader.children(case)[0].id
    save(desk, answer(reopen(desk, consent), consent_withdrawn_on="2026-03-12"))

    assert [each.release for each in recipients(desk, case)] == [None]


def test_the_example_directory_comes_in_whole_and_only_once(desk: Desk) -> None:
    first = bring_in_directory(desk, EXAMPLE)
    again = bring_in_directory(desk, EXAMPLE)

    assert (first.added, first.known, first.unfit) == (len(json.loads(EXAMPLE.read_text("utf-8"))["records"]), 0, ())
    assert (again.added, again.known) == (0, first.added)
    clinic = list_services(desk, "clinic")[0]
    assert clinic.phones[0].number == "+996000000003"
    assert clinic.checked_on == "2026-02-20"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_table_comes_in_by_the_names_or_the_words_of_the_questions(desk: Desk, tmp_path: Path, encoding: str) -> None:
    brought = bring_in_directory(desk, table(tmp_path, TABLE, encoding))

    assert (brought.added, brought.unfit) == (2, ())
    clinic, legal = list_services(desk)
    assert (clinic.kinds, clinic.oblast, clinic.checked_on) == (("health_medical",), "naryn", "2026-01-12")
    assert clinic.phones[0].number == "+996555123456"
    assert legal.kinds == ("legal_assistance", "registration")
    assert legal.checked_on == ""


def test_a_table_of_a_russian_spreadsheet_is_read_too(desk: Desk, tmp_path: Path) -> None:
    text = "Как она называется?;Какую помощь она оказывает?\nПоликлиника;Медицинская помощь\n"

    bring_in_directory(desk, table(tmp_path, text, "cp1251"))

    assert [(each.name, each.kinds) for each in list_services(desk)] == [("Поликлиника", ("health_medical",))]


def test_a_line_that_cannot_be_is_told_with_its_number_and_the_others_come_in(desk: Desk, tmp_path: Path) -> None:
    text = TABLE + "Third;Flying;naryn;;;\nFourth;;;;12;\n;Health care;;;;\n"

    brought = bring_in_directory(desk, table(tmp_path, text))

    assert brought.added == 2
    assert [(each.line, each.name) for each in brought.unfit] == [(4, "Third"), (5, "Fourth"), (6, "")]
    assert "Flying" in brought.unfit[0].reason.said()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.csv", b""),
        ("other.csv", b"a,b,c\n1,2,3\n"),
        ("picture.csv", b"\x89PNG\x00\x01\x02"),
        ("broken.json", b'{"records": ['),
        ("other.json", b'{"records": 5}'),
        ("list.json", b"[1, 2]"),
        ("strange.json", b'{"records": [{"form": "service"}]}'),
        ("large.csv", b"service_name\n" + b"x" * 5_000_000),
        ("wide.csv", b"service_name\n" + b"x" * 200_000),
    ],
)
def test_a_file_that_is_no_directory_is_refused_and_changes_nothing(
    desk: Desk, tmp_path: Path, name: str, data: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(data)

    with pytest.raises(NoDirectory):
        bring_in_directory(desk, path)

    assert list_services(desk) == ()


def test_a_file_that_is_not_there_is_said_to_be_missing(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(NoDirectory):
        bring_in_directory(desk, tmp_path / "none.csv")


def test_a_worker_outside_the_organisations_space_brings_nothing_in(desk: Desk) -> None:
    remember_memberships(desk.store, desk.worker, [Membership(new_space_id(), SpaceKind.CASELOAD, opener=True)])

    with pytest.raises(NotHerSpace):
        bring_in_directory(desk, EXAMPLE)
