"""Attached files come to everybody who may read the record, last of all, whole or not at all, and in clear nowhere."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from fieldapp.domain.attachments import Attachment, SealedId, to_text
from fieldapp.domain.ids import RecordId
from fieldapp.work.attaching import contents, is_here, take_in
from fieldapp.work.file_troubles import FileComesAgain, NotHere
from sync.client.errors import NoRoomForFiles
from sync.client.log import Event
from sync.client.records import attachments
from sync.client.records.attachments import Carrying, FilesWaiting
from sync.client.talk.status import glance
from sync.protocol import limits
from tests.fieldapp.storage.test_secrecy import in_clear
from tests.helpers.line import Shape
from tests.sync.client.making import CASE, Person, Team
from tests.sync.protocol.house import random_from
from tests.together.conftest import Lay, Seat
from tests.together.talking import Server
from tests.together.test_cuts import A_CUT, talk_until_done
from tests.together.test_set_back import kept, set_back

pytestmark = pytest.mark.usefixtures("all_met")

CANARY = "канарейка, canary in the photograph"


def a_file(size: int) -> bytes:
    """Bytes that no compression makes smaller, with words in them."""
    return CANARY.encode() + random_from(f"file {size}")(size)


def attached(person: Person, size: int = 50_000) -> tuple[RecordId, Attachment]:
    """A case with a file, saved at her desk."""
    attachment = take_in(person.desk, a_file(size), "Справка.pdf")
    return person.create(CASE, code="A", paper=to_text(attachment)), attachment


def sealed_at(server: Server) -> dict[str, list[str]]:
    """The whole files of the server, by the folder they lie in."""
    folders = [folder for folder in (server.folder / "files").glob("*") if folder.name != "partial"]
    return {folder.name: sorted(path.name for path in folder.iterdir()) for folder in folders}


def test_a_file_comes_to_a_colleague_who_may_read_the_record(team: Team, seat: Seat, server: Server) -> None:
    case, attachment = attached(team.worker)
    worker, supervisor = seat(team.worker), seat(team.supervisor)

    worker.talk()
    supervisor.talk()

    assert team.supervisor.answers(case)["paper"] == to_text(attachment)
    assert contents(team.supervisor.desk, attachment) == a_file(50_000)
    assert sealed_at(server) == {team.caseload: [attachment.id]}
    assert supervisor.happened.sync


def test_whoever_may_not_read_the_record_gets_no_file(team: Team, seat: Seat) -> None:
    _, attachment = attached(team.worker)
    seat(team.worker).talk()

    seat(team.trainer).talk()

    assert not is_here(team.trainer.desk, attachment)


def test_neither_the_server_nor_the_wire_sees_a_word_of_it(team: Team, seat: Seat, lay: Lay, server: Server) -> None:
    wire = lay(listen=True)
    _, attachment = attached(team.worker)

    for person in (team.worker, team.supervisor):
        seat(person, wire).talk()

    assert contents(team.supervisor.desk, attachment) == a_file(50_000)
    assert not in_clear(server.folder, CANARY, "канарейка", "canary in", "Справка.pdf", attachment.key.hex())
    heard = bytes(wire.up.heard or b"") + bytes(wire.down.heard or b"")
    assert not [word for word in (CANARY.encode(), "Справка.pdf".encode(), attachment.key) if word in heard]


def test_the_record_goes_first_and_its_file_after_it(
    team: Team, seat: Seat, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, attachment = attached(team.worker)
    waiting = []
    piece = Carrying._piece

    def watched(self: Carrying, file: SealedId, offset: int) -> tuple[int, bytes]:
        with team.worker.store.read() as reader:
            waiting.append(reader.standing().not_sent)
        return piece(self, file, offset)

    monkeypatch.setattr(Carrying, "_piece", watched)
    seat(team.worker).talk()

    assert waiting == [0]
    assert not team.worker.record(case).not_sent
    assert sealed_at(server) == {team.caseload: [attachment.id]}


def test_what_is_saved_while_a_file_goes_out_does_not_wait_for_its_end(
    team: Team, seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, attachment = attached(team.worker, 5 * limits.FILE_PIECE)
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    later: list[RecordId] = []
    seen: list[bool] = []
    piece = Carrying._piece

    def watched(self: Carrying, file: SealedId, offset: int) -> tuple[int, bytes]:
        if offset == limits.FILE_PIECE:
            later.append(team.worker.create(CASE, code="urgent"))
        if offset == 3 * limits.FILE_PIECE:
            supervisor.talk()
            seen.append(team.supervisor.has(later[0]) and not is_here(team.supervisor.desk, attachment))
        return piece(self, file, offset)

    monkeypatch.setattr(Carrying, "_piece", watched)
    worker.talk()

    assert seen == [True]


def test_an_upload_that_breaks_every_few_kilobytes_goes_on_at_the_byte(
    team: Team, seat: Seat, lay: Lay, server: Server
) -> None:
    wire = lay(Shape(kbit=4000, cut_every=8000, seed=5))
    _, attachment = attached(team.worker, 200_000)

    talk_until_done(seat(team.worker, wire), 200)

    assert wire.cuts > 15
    assert wire.up.bytes < 200_000 + 10_000 + wire.cuts * A_CUT
    assert sealed_at(server) == {team.caseload: [attachment.id]}


def test_a_download_that_breaks_every_few_kilobytes_goes_on_at_the_byte(team: Team, seat: Seat, lay: Lay) -> None:
    wire = lay(Shape(kbit=4000, cut_every=8000, seed=6))
    _, attachment = attached(team.worker, 200_000)
    seat(team.worker).talk()

    talk_until_done(seat(team.supervisor, wire), 200)

    assert wire.cuts > 15
    assert wire.down.bytes < 200_000 + 10_000 + wire.cuts * A_CUT
    assert contents(team.supervisor.desk, attachment) == a_file(200_000)


@pytest.mark.parametrize("way", ["up", "down"])
def test_a_program_that_was_killed_in_the_middle_of_a_file_goes_on_at_the_byte(
    team: Team, seat: Seat, lay: Lay, server: Server, way: str
) -> None:
    wire = lay()
    _, attachment = attached(team.worker, 100_000)
    person = team.worker if way == "up" else team.supervisor
    if way == "down":
        seat(team.worker).talk()
    wire.cut_after(up=60_000 if way == "up" else None, down=60_000 if way == "down" else None)
    seat(person, wire).breaks_off()
    if way == "up":
        server.broken.wait()
    wire.cut_after()
    before = wire.up.bytes + wire.down.bytes
    person.reopen()

    seat(person, wire).talk()

    assert wire.up.bytes + wire.down.bytes - before < 65_000
    assert contents(person.desk, attachment) == a_file(100_000)
    assert sealed_at(server) == {team.caseload: [attachment.id]}


def test_what_a_server_gives_instead_of_a_file_is_never_kept(team: Team, seat: Seat, server: Server) -> None:
    case, attachment = attached(team.worker)
    seat(team.worker).talk()
    path = server.folder / "files" / team.caseload / attachment.id
    path.write_bytes(path.read_bytes()[:-1] + b"!")

    seat(team.supervisor).talk()

    assert team.supervisor.has(case)
    with pytest.raises(NotHere):
        contents(team.supervisor.desk, attachment)
    assert not list(team.supervisor.store.attachments.folder.iterdir())


def test_a_file_that_was_damaged_on_her_disk_is_not_taken_by_the_server_and_the_next_one_goes(
    team: Team, seat: Seat, server: Server
) -> None:
    files = [attached(team.worker)[1] for _ in range(2)]
    path = team.worker.store.attachments.path(files[0].id)
    path.write_bytes(path.read_bytes()[:-1] + b"!")

    worker = seat(team.worker)
    worker.talk()
    worker.talk()

    assert sealed_at(server) == {team.caseload: [files[1].id]}
    assert not list((server.folder / "files" / "partial").iterdir())


def test_a_server_that_was_set_back_gets_the_files_again(
    team: Team, seat: Seat, server: Server, tmp_path: Path
) -> None:
    worker = seat(team.worker)
    team.worker.create(CASE, code="A")
    worker.talk()
    copy = kept(server, tmp_path)
    _, attachment = attached(team.worker)
    worker.talk()

    set_back(server, copy)
    for _ in range(3):
        worker.talk()

    assert worker.has_noted(Event.SERVER_LOST)
    assert sealed_at(server) == {team.caseload: [attachment.id]}


def test_a_file_that_another_laptop_has_brought_already_is_not_sent_again(
    team: Team, seat: Seat, lay: Lay, server: Server
) -> None:
    wire = lay()
    attached(team.worker)
    worker = seat(team.worker, wire)
    worker.talk()
    team.worker.store.write_now(lambda write: write.files.offer_again(team.caseload))
    before = wire.up.bytes

    worker.talk()

    with team.worker.store.read() as reader:
        assert [each.delivered for each in reader.files.named()] == [True]
    assert wire.up.bytes - before < 5000


def test_a_desk_that_waits_for_a_file_gets_it_soon_after_it_came_to_the_server(
    team: Team, seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, attachment = attached(team.worker)
    sealed = team.worker.store.attachments.path(attachment.id)
    shutil.move(sealed, sealed.with_suffix(".away"))
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    worker.talk()
    supervisor.talk()
    assert team.supervisor.has(case)
    assert not is_here(team.supervisor.desk, attachment)
    shutil.move(sealed.with_suffix(".away"), sealed)
    worker.talk()

    for _ in range(attachments._PAUSE + 1):
        supervisor.talk()

    assert is_here(team.supervisor.desk, attachment)


def test_a_nearly_full_disk_takes_the_records_and_leaves_the_files_for_later(
    team: Team, seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, attachment = attached(team.worker)
    seat(team.worker).talk()
    supervisor = seat(team.supervisor)
    monkeypatch.setattr("fieldapp.storage.attachments.RESERVE", 1 << 60)

    with pytest.raises(NoRoomForFiles, match="too little room"):
        supervisor.talk()
    assert team.supervisor.has(case)
    monkeypatch.undo()
    supervisor.talk()

    assert is_here(team.supervisor.desk, attachment)


def test_a_desk_brought_back_from_a_copy_keeps_and_fetches_its_files(team: Team, seat: Seat) -> None:
    _, attachment = attached(team.worker)
    worker = seat(team.worker)
    worker.talk()
    team.worker.store.attachments.path(attachment.id).unlink()

    worker.talk()

    assert contents(team.worker.desk, attachment) == a_file(50_000)


def test_a_file_of_a_half_typed_form_leaves_no_desk(team: Team, seat: Seat, server: Server) -> None:
    take_in(team.worker.desk, a_file(1000), "a.pdf")

    seat(team.worker).talk()

    assert sealed_at(server) == {}


def test_an_answer_that_names_no_file_that_ever_was_keeps_nothing_else_waiting(
    team: Team, seat: Seat, server: Server
) -> None:
    _, attachment = attached(team.worker)
    made_up = replace(attachment, id=SealedId("ab" * 32))
    team.supervisor.create(CASE, code="B", paper=to_text(made_up))
    supervisor, worker = seat(team.supervisor), seat(team.worker)

    for talker in (supervisor, worker, supervisor):
        talker.talk()

    assert is_here(team.supervisor.desk, attachment)
    assert sealed_at(server) == {team.caseload: [attachment.id]}


def test_what_waits_is_counted_for_the_page_of_sending(team: Team, seat: Seat) -> None:
    _, attachment = attached(team.worker)
    size = team.worker.store.attachments.path(attachment.id).stat().st_size
    before = glance(team.worker.station).files
    seat(team.worker).talk()

    after = glance(team.worker.station).files
    seat(team.supervisor).talk()
    team.supervisor.store.attachments.path(attachment.id).unlink()

    assert before == FilesWaiting(to_send=1, size=size)
    assert after == FilesWaiting()
    assert glance(team.supervisor.station).files == FilesWaiting(to_come=1)


def test_a_file_that_was_damaged_on_her_disk_comes_again_from_the_server(team: Team, seat: Seat) -> None:
    _, attachment = attached(team.worker)
    worker = seat(team.worker)
    worker.talk()
    path = team.worker.store.attachments.path(attachment.id)
    path.write_bytes(path.read_bytes()[:-1] + b"!")

    with pytest.raises(FileComesAgain, match="comes again from the server"):
        contents(team.worker.desk, attachment)
    worker.talk()

    assert contents(team.worker.desk, attachment) == a_file(50_000)
