"""No word of hers stands in clear on the disk, and what was erased stands there no more."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.storage.backup import back_up
from fieldapp.storage.engine import Connection
from fieldapp.storage.sync_values import SealedChunk, StreamName
from fieldapp.storage.values import Draft, Lane
from tests.fieldapp.storage.making import CASE, HOME, KEY, SURVIVOR, WORKER, Desk

NAME, WORD, PHONE, HALF = "Айгүлканарейка", "canaryinthenarrative", "+996555987123", "canaryinthedraft"
FOLDED = ("aigulkanareika", "996555987123")


def writings(word: str) -> Iterator[bytes]:
    """A word as it might stand in a file."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        yield word.encode(encoding)
    for start in range(3):
        yield base64.b64encode(b"x" * start + word.encode())[4:-4]


def in_clear(folder: Path, *words: str) -> list[str]:
    """Where any of these words stands in any file below the folder."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    return [
        f"{word} in {path.name}"
        for path in files
        for word in words
        if any(writing in path.read_bytes() for writing in writings(word))
    ]


def busy(desk: Desk) -> None:
    """Names, a narrative, a deleted record, half a form, and a sealed chunk."""
    case = desk.create(code="K7QM3ZTP4H")
    woman = desk.create(SURVIVOR, parent=case, given=NAME, phone=PHONE, story=WORD)
    desk.change(woman, story=WORD + " again")
    desk.delete(desk.create(SURVIVOR, parent=case, given=NAME))
    desk.store.write_now(
        lambda write: write.keep_draft(
            Draft(
                record=case,
                root=None,
                form=CASE,
                version="1",
                after=frozenset(),
                body=HALF,
                place="",
                started=desk.now,
                kept=desk.now,
            )
        )
    )


def test_no_word_stands_in_clear_while_the_desk_is_open(desk: Desk) -> None:
    busy(desk)

    folder = desk.store.path.parent
    assert [path.name for path in folder.glob("*-wal")] == ["desk.db-wal"]
    assert not in_clear(folder, NAME, WORD, PHONE, HALF, *FOLDED, "CREATE TABLE", "SQLite format", KEY)


def test_no_word_stands_in_clear_once_the_desk_is_closed(desk: Desk) -> None:
    busy(desk)
    desk.store.close()

    assert not in_clear(desk.store.path.parent, NAME, WORD, PHONE, HALF, *FOLDED, "CREATE TABLE", "SQLite format", KEY)


def test_no_word_stands_in_clear_on_the_stick(desk: Desk, tmp_path: Path) -> None:
    busy(desk)
    (desk.store.path.parent / "keystore").write_bytes(b"sealed keys")
    stick = tmp_path / "stick"
    stick.mkdir()

    back_up(desk.store, b"k" * 32, stick, desk.now)

    assert not in_clear(stick, NAME, WORD, PHONE, HALF, *FOLDED, "CREATE TABLE", "SQLite format", WORKER)


def residue(desk: Desk, *words: str) -> list[str]:
    """In which tables of the decrypted file a word still stands, also in those of the search and in free pages."""

    def look(database: Connection) -> list[str]:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        found = []
        for table in tables:
            for row in database.execute(f'SELECT * FROM "{table}"'):
                content = b"|".join(v.encode() if isinstance(v, str) else v for v in row if isinstance(v, str | bytes))
                found += [f"{word} in {table}" for word in words if word.encode() in content]
        return found

    return desk.store._writer.run(look).result()


def test_an_erased_case_leaves_no_trace_in_any_table(desk: Desk) -> None:
    kept = desk.create(SURVIVOR, parent=desk.create(), given="Мээрим")
    busy(desk)
    with desk.look() as reader:
        case = reader.search("K7QM3ZTP4H").hits[0].root
    name = StreamName("aa" * 8, HOME, Lane.EDITS)
    assert residue(desk, NAME, WORD, PHONE, HALF)

    happened = desk.store.write_now(lambda write: write.erase([case]))
    desk.store.tidy()

    assert case in happened.records
    assert residue(desk, NAME, WORD, PHONE, HALF, *FOLDED, "aigu", "canary", case) == []
    with desk.look() as reader:
        assert reader.record(case) is None
        assert reader.search("aigul").hits == ()
        assert [hit.record for hit in reader.search("meerim").hits] == [kept]
        assert [unsent.record for unsent in reader.outbox.unsent(HOME, Lane.EDITS, 99)][-1] == kept
    desk.store.check()
    desk.store.write_now(lambda write: write.outbox.seal(SealedChunk(name, 1, "h", b""), []))


def test_a_corrected_name_leaves_the_search_at_once(desk: Desk) -> None:
    woman = desk.create(SURVIVOR, parent=desk.create(), given=NAME)
    for number in range(30):
        desk.create(SURVIVOR, parent=desk.create(), given=f"Мээрим{number}")
    assert {"aigulkan in found_words_data", "aigulkan in found"} <= set(residue(desk, "aigulkan"))

    desk.change(woman, given="Нургүл")

    assert [place for place in residue(desk, FOLDED[0], "aigulkan") if "found" in place] == []


def test_after_tidying_nothing_is_left_in_the_write_ahead_log(desk: Desk) -> None:
    busy(desk)

    desk.store.tidy()

    assert desk.store.path.with_name("desk.db-wal").stat().st_size == 0


def test_what_was_erased_can_be_received_again(desk: Desk, colleague: Desk) -> None:
    case = colleague.create(code="K7QM3ZTP4H")
    desk.receive(colleague.changes())
    desk.store.write_now(lambda write: write.erase([case]))

    desk.receive(colleague.changes())

    with desk.look() as reader:
        assert reader.record(case) is not None


def test_nothing_is_printed_when_a_page_is_damaged(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    busy(desk)
    path = desk.store.path
    desk.store.close()
    content = bytearray(path.read_bytes())
    content[50] ^= 1
    path.write_bytes(content)

    with pytest.raises(Exception, match="damaged"):
        type(desk.store).open(path, KEY)

    assert capfd.readouterr() == ("", "")
