"""The demo's own eyes: they see when nothing is wrong, and they see each thing that could be."""

from __future__ import annotations

import base64
import random
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from fieldapp.domain.clock import SystemClock
from fieldapp.domain.codes import new_code, show_code
from fieldapp.domain.erasing import Erasure
from fieldapp.domain.ids import RecordId, SpaceId
from fieldapp.papers.secret import recovery_paper
from fieldapp.storage.store import Write
from fieldapp.storage.sync_values import SpaceKey
from fieldapp.vault.desks import desks_in
from fieldapp.vault.keystore import open_with_passphrase
from fieldapp.words import ENGLISH
from fieldapp.work.desk import Desk
from fieldapp.work.opening import open_desk
from tests.demo.folder import Canary, Folder
from tests.demo.making import FAMILY, PARTICIPANT, STORY, leave_a_demo
from tests.demo.said import Said, told_in
from tests.demo.verify.__main__ import checks
from tests.demo.verify.agreeing import Desks, agreeing
from tests.demo.verify.checks import Check
from tests.demo.verify.leaks import leaks
from tests.demo.verify.reopened import Reopened, ServerLeft, reopened, reopened_server

NOW = SystemClock().now()
#: How a word may lie in a file that should not have it.
DRESSES: dict[str, Callable[[str], bytes]] = {
    "UTF-8": lambda word: word.encode(),
    "capitals": lambda word: word.upper().encode(),
    "UTF-16": lambda word: b"x" + word.encode("utf-16-le"),
    "UTF-16, the other way": lambda word: word.encode("utf-16-be"),
    "base64": lambda word: base64.b64encode(f"a{word} and more".encode()),
    "base64, shifted": lambda word: base64.b64encode(f"ab{word}".encode()),
}


@pytest.fixture(scope="module")
def left_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Folder(tmp_path_factory.mktemp("demo"))
    leave_a_demo(folder)
    return folder.path


@pytest.fixture
def left(left_once: Path, tmp_path: Path) -> Folder:
    """A demo's folder that a test may spoil."""
    return Folder(Path(shutil.copytree(left_once, tmp_path / "left")))


@pytest.fixture(scope="module")
def desks(left_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Reopened]]:
    """Its desks, for tests that spoil none of them."""
    with reopened(Folder(left_once), tmp_path_factory.mktemp("open")) as opened:
        yield opened


@pytest.fixture(scope="module")
def server(left_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerLeft]:
    """Its server, likewise."""
    with reopened_server(Folder(left_once), tmp_path_factory.mktemp("open") / "server") as opened:
        yield opened


def failing(checks: Iterable[Check]) -> dict[str, tuple[str, ...]]:
    """The checks that fail, and what they say."""
    return {each.name: each.faults for each in checks if each.faults}


@contextmanager
def at_desk(folder: Folder, name: str) -> Iterator[Desk]:
    (found,) = desks_in(folder.laptop(name).home)
    vault = open_with_passphrase(found.folder, folder.keys()[name].passphrase)
    desk = open_desk(vault, SystemClock())
    yield desk
    desk.store.close()
    vault.close()


def a_told_record(folder: Folder, name: str) -> RecordId:
    return next(iter(next(told_in(folder.said(name))).written))


def test_a_demo_that_went_well_has_no_fault_and_looking_changes_nothing_in_it(left: Folder) -> None:
    before = {path: path.read_bytes() for path in left.path.rglob("*") if path.is_file()}

    assert failing(checks(left)) == {}
    assert {path: path.read_bytes() for path in left.path.rglob("*") if path.is_file()} == before


def test_a_word_in_clear_is_found_wherever_and_however_it_lies(left: Folder, desks: Desks, tmp_path: Path) -> None:
    places = {
        left.laptop("swallow").temporary / "note": "temporary folders",
        left.laptop("swallow").home / "fieldapp.log": "logs",
        left.laptop("apple").home / "desks" / "desk.db-wal": "write-ahead logs and what stands beside them",
        left.server / "more": "the server's folder and log",
        left.wire / "0001 sent": "what went over the wire",
        left.stick / "request": "what was carried on a stick",
    }
    for (place, _), dress in zip(places.items(), DRESSES.values(), strict=True):
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(b"\x00\x01" + dress(FAMILY) + b"\xff")

    found = failing(leaks(left, desks, tmp_path))

    assert set(found) == {f"no word in clear in {what}" for what in places.values()}
    assert all(fault.startswith(FAMILY) for faults in found.values() for fault in faults)


def test_a_word_that_was_never_typed_is_no_proof(left: Folder, desks: Desks, tmp_path: Path) -> None:
    left.keep_canaries([Canary("Never-typed", "swallow")])

    assert set(failing(leaks(left, desks, tmp_path))) == {
        "each word was typed and kept: it is in its desk's unsealed store"
    }


def test_a_paper_may_show_its_own_words_and_no_others(left: Folder, desks: Desks, tmp_path: Path) -> None:
    (left.printed / "swallow-01.pdf").write_bytes(recovery_paper((FAMILY, STORY), ENGLISH))
    left.keep_canaries([Canary(FAMILY, "swallow", ("swallow-01.pdf",)), Canary(STORY, "swallow")])

    found = failing(leaks(left, desks, tmp_path))

    assert set(found) == {"no paper shows a word that it had to withhold"}
    assert {fault.split()[0] for faults in found.values() for fault in faults} == {STORY}


def test_a_paper_that_lost_a_word_is_seen(left: Folder, desks: Desks, tmp_path: Path) -> None:
    (left.printed / "apple-01.pdf").write_bytes(recovery_paper(("nobody",), ENGLISH))
    left.keep_canaries([Canary(PARTICIPANT, "apple", ("apple-01.pdf",))])

    assert set(failing(leaks(left, desks, tmp_path))) == {"papers show the words they may show"}


def test_a_save_that_was_told_and_is_not_there_is_missed(left: Folder, desks: Desks, server: ServerLeft) -> None:
    said = Said(left.said("swallow"))
    said.note(2, {a_told_record(left, "swallow"): ["ab" * 8, 7]})
    said.close()

    ((name, faults),) = failing(agreeing(left, desks, server)).items()

    assert name == "everything that was told as saved is there"
    assert "process 2" in faults[0]


def test_what_is_at_a_colleagues_desk_is_missed_all_the_same_where_it_was_told(left: Folder) -> None:
    record = a_told_record(left, "swallow")
    with at_desk(left, "swallow") as desk:
        desk.store.write_now(lambda write: write._database.execute("DELETE FROM change WHERE record = ?", (record,)))

    (fault,) = failing(checks(left))["everything that was told as saved is there"]

    assert record in fault


def test_what_a_closed_desk_told_is_sought_at_its_colleagues(left: Folder) -> None:
    close(left, "swallow")
    said = Said(left.said("swallow"))
    said.note(2, {a_told_record(left, "swallow"): ["ab" * 8, 7]})
    said.close()
    left.keep_canaries([])

    found = failing(checks(left))

    assert set(found) == {"everything that was told as saved is there"}
    assert "process 2" in found["everything that was told as saved is there"][0]


def test_a_closed_desk_that_left_something_on_its_laptop_is_seen(left: Folder) -> None:
    keys = left.keys()
    left.keep_keys({**keys, "apple": replace(keys["apple"], closed=True)})
    left.keep_canaries([])

    found = failing(checks(left))

    assert "apple: desk.db" in found["a desk that was closed left nothing on its laptop"]


def test_of_a_lost_laptop_what_it_had_sent_and_nobody_has_is_missed_and_that_it_was_not_shut_out(left: Folder) -> None:
    keys = left.keys()
    left.keep_keys({**keys, "apple": replace(keys["apple"], lost=True)})
    left.keep_canaries([])
    record = a_told_record(left, "apple")
    said = Said(left.said("apple"))
    said.note(2, {record: ["ab" * 8, 7]})
    said.close()

    found = failing(checks(left))

    assert set(found) == {
        "what apple had sent before it was lost is with somebody",
        "apple has no key that its spaces are sealed with now",
    }
    assert found["what apple had sent before it was lost is with somebody"] == (
        f"record {record}, change ('{'ab' * 8}', 7)",
    )
    assert "it was not shut out" in found["apple has no key that its spaces are sealed with now"]


def test_a_passphrase_that_was_replaced_and_still_opens_the_desk_is_seen(left: Folder, tmp_path: Path) -> None:
    keys = left.keys()
    former = (keys["apple"].passphrase,)
    left.keep_keys({**keys, "apple": replace(keys["apple"], former=former)})

    with pytest.raises(AssertionError, match="apple"), reopened(left, tmp_path / "open"):
        pass


def test_a_word_that_has_not_left_a_desk_is_seen(left: Folder, desks: Desks, tmp_path: Path) -> None:
    left.keep_canaries([Canary(FAMILY, "swallow", gone=("blue",)), Canary(PARTICIPANT, "")])

    faults = failing(leaks(left, desks, tmp_path))["a word that has left a desk is not in its unsealed store any more"]

    assert set(faults) == {f"{FAMILY} is at blue", *(f"{PARTICIPANT} is at {name}" for name in ("apple", "blue"))}


def test_a_case_that_nobody_erased_and_one_that_was_not_erased_are_seen(left: Folder) -> None:
    left.keep_erasures(["K7QM-3ZTP-4H"])
    with at_desk(left, "swallow") as desk:
        number = new_code(random.Random(1))
        (space,) = (each.space for each in desk.memberships() if each.opener)
        records = (a_told_record(left, "swallow"),)
        erasure = Erasure(number=number, spaces=(space,), records=records, why="asked", who=desk.worker, when=NOW)
        desk.store.bury([erasure], NOW)

    found = failing(checks(left))

    assert set(found["what was erased, and nothing else, is known as erased where it was read"]) == {
        f"{show_code(number)} was not erased by anybody",
        "K7QM-3ZTP-4H is erased nowhere",
        f"blue has not erased {show_code(number)}",
    }
    assert found["no desk has a record, a change or a draft of what was erased"] == (f"blue has record {records[0]}",)


def close(folder: Folder, name: str) -> None:
    """As if its organisation had closed it."""
    keys = folder.keys()
    folder.keep_keys({**keys, name: replace(keys[name], closed=True)})
    for desk in desks_in(folder.laptop(name).home):
        shutil.rmtree(desk.folder)


def test_a_record_that_one_desk_lacks_or_has_otherwise_is_named(left: Folder) -> None:
    record = a_told_record(left, "swallow")
    with at_desk(left, "blue") as desk:
        desk.store.write_now(lambda write: write._database.execute("DELETE FROM record WHERE id = ?", (record,)))

    found = failing(checks(left))

    assert f"blue has no record {record}, which swallow has" in found["desks that share a space agree record by record"]


def test_a_key_of_cases_at_the_trainers_desk_is_found(left: Folder) -> None:
    with at_desk(left, "swallow") as desk, desk.store.read() as reader:
        (caseload,) = (each.space for each in desk.memberships() if each.opener)
        (key,) = reader.sync.space_keys(caseload)
    with at_desk(left, "apple") as desk:
        desk.store.write_now(lambda write: _smuggle(write, caseload, key))

    found = failing(checks(left))["apple holds neither a byte nor a key of what is not apple's"]

    assert f"its tables have keys of space {caseload}" in found
    assert f"the key of epoch {key.epoch} lies in its file" in found


def _smuggle(write: Write, space: SpaceId, key: SpaceKey) -> None:
    write.sync.keep_key(SpaceKey(space, key.number, key.epoch, key.key))
