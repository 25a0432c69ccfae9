"""Practice: an example organisation whose desks are filled as people fill theirs, and which is never taken for real."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from fieldapp.domain.ids import FieldId, FormId, RecordId
from fieldapp.storage.troubles import NotItsHome
from fieldapp.vault.desks import desks_in
from fieldapp.vault.keystore import open_with_passphrase
from fieldapp.words import ENGLISH, Language
from fieldapp.work.attendance_sheets import session_sheet
from fieldapp.work.desk import Desk
from fieldapp.work.directory import list_services
from fieldapp.work.example import read_example
from fieldapp.work.letterheads import letterhead_of
from fieldapp.work.opening import open_desk
from fieldapp.work.practice import Practice, PracticeStays, forget_practice, practice_in
from fieldapp.work.practising import begin_practice
from fieldapp.work.referring import print_referral
from fieldapp.work.today import Why, today
from tests.fieldapp.work.conftest import a_case
from tests.helpers.clock import StandingClock

RUSSIAN = Language("ru")


def nobody_looks(_done: int, _whole: int) -> None:
    """Nobody looks how far it is."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which practice was begun; making one takes a second or two."""
    home = tmp_path_factory.mktemp("practice")
    begin_practice(home, StandingClock(), ENGLISH, nobody_looks)
    return home


@contextmanager
def sitting(home: Path, nickname: str) -> Iterator[Desk]:
    """This worker's desk, opened with the passphrase that the unlock screen tells."""
    practice = practice_in(home)
    assert practice is not None
    folder = next(desk.folder for desk in desks_in(home) if desk.nickname == nickname)
    vault = open_with_passphrase(folder, practice.passphrase)
    desk = open_desk(vault, StandingClock(), practice=True)
    try:
        yield desk
    finally:
        desk.store.close()
        vault.close()


def forms(desk: Desk) -> Counter[str]:
    """How many records of each form are on the desk."""
    with desk.store.read() as reader:
        found: Counter[str] = Counter()
        for member in desk.memberships():
            for record, _ in reader.record_hashes(member.space):
                stored = reader.record(record)
                assert stored is not None
                if not stored.repeat:
                    found[stored.form] += 1
        return found


def one(desk: Desk, form: str) -> RecordId:
    """A record of this form."""
    with desk.store.read() as reader:
        return next(iter(reader.of_form(FormId(form)))).id


def test_everything_that_is_written_in_the_example_stands_on_the_desks_of_those_who_may_read_it(place: Path) -> None:
    written = Counter(each.form for each in read_example(ENGLISH).everything())
    with sitting(place, "Blue") as supervisor, sitting(place, "Swallow") as worker, sitting(place, "Apple") as trainer:
        all_, cases, workshops = forms(supervisor), forms(worker), forms(trainer)

    assert all_ == written + Counter(staff=3, space_name=3)
    assert {form for form in cases if form.startswith("wks_")} == set()
    assert {form for form in workshops if form.startswith("gbv_")} == set()
    assert cases["service"] == workshops["service"] == written[FormId("service")]


def test_the_page_of_the_day_has_something_of_each_kind(place: Path) -> None:
    with sitting(place, "Swallow") as desk:
        seen = today(desk)

    assert {todo.why for todo in seen.todo} >= {Why.HIGH_RISK_DUE, Why.DUE, Why.NO_ANSWER}
    assert seen.lately
    assert seen.standing.not_sent > 0


def test_nothing_was_written_down_in_the_future_and_the_past_goes_back_for_months(place: Path) -> None:
    now = StandingClock().now()
    with sitting(place, "Blue") as desk, desk.store.read() as reader:
        made = [
            stored.created
            for member in desk.memberships()
            for record, _ in reader.record_hashes(member.space)
            if (stored := reader.record(record)) is not None
        ]

    assert max(made) <= now
    assert (now.utc - min(made).utc).days > 60


def test_there_is_something_to_choose_between_on_both_desks(place: Path) -> None:
    for nickname in ("Swallow", "Blue"):
        with sitting(place, nickname) as desk, desk.store.read() as reader:
            (conflict,) = reader.conflicts()
            assert conflict.conflict.field == "next_due"


def test_its_papers_say_that_they_are_samples(place: Path) -> None:
    with sitting(place, "Swallow") as desk:
        head = letterhead_of(desk)
        sheet = print_referral(desk, _to_be_printed(desk), head, ENGLISH, safe_to_carry=True)
        services = list_services(desk)
    with sitting(place, "Apple") as trainer:
        roll = session_sheet(trainer, one(trainer, "wks_session"), ENGLISH)

    assert head.organisation == "SAMPLE organisation"
    assert all(service.name.startswith("SAMPLE") for service in services)
    for pdf in (sheet, roll):
        assert all("SAMPLE" in page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def _to_be_printed(desk: Desk) -> RecordId:
    """The referral that is not on paper yet."""
    with desk.store.read() as reader:
        referrals = reader.of_form(FormId("gbv_referral"))
        return next(stored.id for stored in referrals if stored.answers.get(FieldId("status")) == "draft")


def test_none_of_its_desks_opens_as_a_real_one(place: Path) -> None:
    practice = practice_in(place)
    assert practice is not None
    vault = open_with_passphrase(desks_in(place)[0].folder, practice.passphrase)

    with pytest.raises(NotItsHome):
        open_desk(vault, StandingClock())
    vault.close()


def test_the_next_start_finds_what_she_did_until_she_begins_again(tmp_path: Path, clock: StandingClock) -> None:
    begun = begin_practice(tmp_path, clock, RUSSIAN, nobody_looks)
    with sitting(tmp_path, begun.outreach) as desk:
        before = forms(desk)["gbv_case"]
        a_case(desk)
    assert practice_in(tmp_path) == begun
    with sitting(tmp_path, begun.outreach) as desk:
        assert forms(desk)["gbv_case"] == before + 1

    begin_practice(tmp_path, clock, RUSSIAN, nobody_looks)

    assert len(desks_in(tmp_path)) == 3
    with sitting(tmp_path, begun.outreach) as desk:
        assert forms(desk)["gbv_case"] == before


def test_it_is_told_in_the_language_in_which_it_was_begun(tmp_path: Path, clock: StandingClock) -> None:
    begun = begin_practice(tmp_path, clock, RUSSIAN, nobody_looks)
    with sitting(tmp_path, "Ласточка") as desk:
        names = [service.name for service in list_services(desk)]

    assert begun == Practice("пять простых слов для тренировки", "Ласточка", "Яблоко", "Синева")
    assert all(name.startswith("ОБРАЗЕЦ") for name in names)


def test_progress_reaches_the_last_record(tmp_path: Path, clock: StandingClock) -> None:
    told: list[tuple[int, int]] = []
    begin_practice(tmp_path, clock, ENGLISH, lambda done, whole: told.append((done, whole)))

    assert told[-1][0] == told[-1][1] == sum(1 for _ in read_example(ENGLISH).everything())
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_a_practice_that_was_cut_short_is_made_anew(tmp_path: Path, clock: StandingClock) -> None:
    class Dead(Exception):
        """The battery."""

    def die(done: int, _whole: int) -> None:
        if done == 20:
            raise Dead

    with pytest.raises(Dead):
        begin_practice(tmp_path, clock, ENGLISH, die)
    assert practice_in(tmp_path) is None

    begin_practice(tmp_path, clock, ENGLISH, nobody_looks)

    assert len(desks_in(tmp_path)) == 3


def test_a_practice_that_cannot_be_deleted_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "desks").mkdir()

    def refuse(_folder: Path) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr("fieldapp.work.practice.shutil.rmtree", refuse)
    with pytest.raises(PracticeStays, match="Nothing real was touched"):
        forget_practice(tmp_path)
