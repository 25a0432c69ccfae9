"""What was erased for good leaves no trace, and nothing that comes late brings it back."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import BinaryIO

import pytest

from fieldapp.domain.attachments import Attachment, SealedId, to_text
from fieldapp.domain.erasing import NotAnErasure, decode, encode
from fieldapp.domain.ids import DeskId, RecordId
from fieldapp.storage.burying import Counted, RecordErased
from fieldapp.storage.sync_values import Parked, SealedChunk, StreamName
from fieldapp.storage.values import Lane
from tests.fieldapp.storage.making import HOME, KEY, SURVIVOR, Desk, an_erasure, open_desk
from tests.fieldapp.storage.test_secrecy import FOLDED, HALF, NAME, PHONE, WORD, in_clear, residue


def a_case(desk: Desk) -> tuple[RecordId, RecordId]:
    """A case and the woman in it."""
    case = desk.create(code="K7QM3ZTP4H")
    return case, desk.create(SURVIVOR, parent=case, given=NAME, phone=PHONE, story=WORD)


def _fill(content: bytes, file: BinaryIO) -> None:
    file.write(content)


def bury(desk: Desk, *records: RecordId) -> None:
    desk.store.bury([an_erasure(*records)], desk.now)


def counted(desk: Desk) -> Counted:
    with desk.look() as reader:
        (kept,) = reader.erasures.every()
    return kept.counted


def test_nothing_of_it_stands_in_any_table_and_how_much_it_was_is_counted(desk: Desk) -> None:
    case, woman = a_case(desk)
    desk.keep_draft(woman, HALF)
    desk.store.write_now(lambda write: write.remember("last saved gbv_survivor", woman))
    bare = Parked(0, HOME, DeskId(""), "too_big", desk.now, f'{{"record":"{woman}","story":"{WORD}"}}'.encode())
    desk.store.write_now(lambda write: write.sync.park(bare))

    bury(desk, case, woman)

    assert residue(desk, NAME, WORD, PHONE, HALF, *FOLDED, "aigu", "canary", "K7QM3ZTP4H") == []
    assert counted(desk) == Counted(records=2, changes=2, drafts=1, unsent=2, own=True)
    with desk.look() as reader:
        assert reader.record(case) is None
        assert reader.recall("last saved gbv_survivor") is None
        assert reader.sync.parked() == ()
        assert reader.erasures.has(woman)
    desk.store.check()


def test_a_late_change_of_it_is_dropped_and_counted(desk: Desk, colleague: Desk) -> None:
    case, woman = a_case(colleague)
    desk.receive(colleague.changes())
    colleague.change(woman, story="later")
    bury(desk, case, woman)

    assert not desk.receive(colleague.changes())

    with desk.look() as reader:
        assert reader.record(case) is None
        assert reader.changes(woman) == ()
    assert counted(desk).late == 3


def test_what_a_colleague_added_below_it_without_knowing_goes_too(desk: Desk, colleague: Desk) -> None:
    case, woman = a_case(colleague)
    desk.receive(colleague.changes())
    first = len(colleague.changes())
    incident = colleague.create(parent=case, story=WORD)
    colleague.create(SURVIVOR, parent=incident, given=NAME)
    _, below = colleague.changes()[first:]
    desk.receive([below])  # what stands above it has not come yet
    assert residue(desk, NAME)

    bury(desk, case, woman)
    desk.receive(colleague.changes())

    assert residue(desk, NAME, WORD, *FOLDED) == []
    with desk.look() as reader:
        assert reader.erasures.has(incident)
        assert list(reader.of_form(SURVIVOR)) == []
    desk.receive(colleague.changes())
    assert residue(desk, NAME, WORD) == []


def test_a_form_that_was_open_on_it_saves_nothing_more(desk: Desk) -> None:
    case, woman = a_case(desk)
    bury(desk, case, woman)

    with pytest.raises(RecordErased, match="erased for good"):
        desk.create(SURVIVOR, parent=case, given=NAME)
    with pytest.raises(RecordErased):
        desk.keep_draft(woman, HALF)

    assert residue(desk, NAME, HALF) == []


def test_what_is_written_after_an_erasure_is_never_taken_for_what_was_erased(desk: Desk, colleague: Desk) -> None:
    stays = desk.create(code="B")
    case, woman = a_case(desk)
    colleague.receive(desk.changes())
    bury(desk, case, woman)

    desk.change(stays, code="C")
    colleague.receive(desk.changes())

    with colleague.look() as reader:
        stored = reader.record(stays)
    assert stored is not None
    assert stored.answers == {"code": "C"}


def test_what_was_sealed_with_it_is_sealed_anew_and_nothing_else_unsent_is_lost(desk: Desk) -> None:
    kept = desk.create(code="P2RX9VTW0M")
    case, woman = a_case(desk)
    name = StreamName("aa" * 8, HOME, Lane.EDITS)
    with desk.look() as reader:
        rows = [unsent.row for unsent in reader.outbox.unsent(HOME, Lane.EDITS, 99)]
    desk.store.write_now(lambda write: write.outbox.seal(SealedChunk(name, 1, "h", WORD.encode()), rows))

    bury(desk, case, woman)

    assert residue(desk, WORD) == []
    with desk.look() as reader:
        assert [unsent.record for unsent in reader.outbox.unsent(HOME, Lane.EDITS, 99)] == [kept]
        assert reader.outbox.unanswered() == ()


def test_its_files_go_at_once_but_not_those_that_another_case_names(desk: Desk) -> None:
    own, shared = (desk.store.attachments.keep(partial(_fill, content)) for content in (b"own", b"shared"))

    def answer(file: SealedId) -> str:
        return to_text(Attachment(file, bytes(32), 6, "image/jpeg", "Справка.jpg"))

    case = desk.create(code="K7QM3ZTP4H", paper=answer(own), picture=answer(shared))
    desk.create(paper=answer(shared))

    bury(desk, case)

    assert desk.store.attachments.here() == {shared}
    assert counted(desk).files == 1


def test_cut_short_the_next_opening_leaves_no_trace(home: Path) -> None:
    with open_desk(home) as desk:
        case, woman = a_case(desk)
        desk.store.write_now(lambda write: write.erasures.bury(an_erasure(case, woman), desk.now))
    before = home / "desk.before"
    before.write_bytes(b"a copy made before a new shape")

    with open_desk(home) as desk:
        desk.store.finish_erasing()
        assert residue(desk, NAME, WORD, PHONE, *FOLDED) == []
        desk.store.finish_erasing()  # and does nothing more
    assert not in_clear(home, NAME, WORD, KEY)
    assert not before.exists()


def test_buried_twice_is_once_and_told_of_it_is_not_done(desk: Desk) -> None:
    case, woman = a_case(desk)
    erasure = an_erasure(case, woman)
    desk.store.write_now(lambda write: write.erasures.told(erasure, "ab" * 32))
    with desk.look() as reader:
        assert [(kept.chunks, kept.done) for kept in reader.erasures.every()] == [(("ab" * 32,), None)]
        assert reader.record(case) is not None

    desk.store.bury([erasure], desk.now)
    desk.store.bury([erasure], desk.now)
    desk.store.write_now(lambda write: write.erasures.told(erasure, "cd" * 32))

    with desk.look() as reader:
        assert [(kept.chunks, kept.done) for kept in reader.erasures.every()] == [(("ab" * 32, "cd" * 32), desk.now)]
    assert counted(desk).records == 2


def test_an_erasure_reads_as_it_was_written_and_anything_else_is_refused() -> None:
    erasure = an_erasure(RecordId("ab" * 16), RecordId("cd" * 16))

    assert decode(encode(erasure)) == erasure
    for wrong in (
        "",
        "[]",
        "{}",
        encode(erasure).replace("ab" * 16, "ab"),
        encode(erasure).replace(erasure.number, "X"),
    ):
        with pytest.raises(NotAnErasure):
            decode(wrong)
