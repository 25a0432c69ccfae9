"""What is kept of a space is found and removed whole; what belongs to nothing that is here, too."""

from __future__ import annotations

from fieldapp.domain.ids import RecordId
from fieldapp.storage.store import Write
from fieldapp.storage.sync_values import HeldChunk, KeptEnvelope, Parked, Reach, SpaceKey
from tests.fieldapp.storage.making import ELSEWHERE, HOME, INCIDENT, Desk


def keep(write: Write) -> None:
    """A key, an envelope and the rest, of two spaces."""
    now = write.sync
    for space, epoch in ((HOME, "e1"), (ELSEWHERE, "e2")):
        now.keep_key(SpaceKey(space, 1, epoch, b"key"))
        now.keep_envelope(KeptEnvelope(f"envelope {epoch}", space, epoch, "desk7", b"sealed", sent=True))
        now.hold(HeldChunk(space, 1, epoch, "desk7", b"sealed"))
        now.read_upto(Reach(space, 1, "hash"))


def carry(sender: Desk, receiver: Desk, *records: RecordId) -> None:
    """All changes of these records."""
    with sender.look() as reader:
        changes = [change for record in records for change in reader.changes(record)]
    receiver.store.write_now(lambda write: write.receive(changes))


def test_the_roots_of_a_space_are_found_deleted_ones_too(desk: Desk) -> None:
    case, gone = desk.create(), desk.create()
    desk.create(INCIDENT, parent=case)
    desk.delete(gone)
    desk.space = ELSEWHERE
    other = desk.create()

    with desk.look() as reader:
        assert set(reader.roots_in(HOME)) == {case, gone}
        assert reader.roots_in(ELSEWHERE) == (other,)


def test_of_a_space_that_is_left_no_key_and_nothing_that_waited_stays_and_of_others_all(desk: Desk) -> None:
    desk.store.write_now(keep)
    dropped = desk.store.write_now(lambda write: write.sync.leave(HOME))

    assert dropped == ("envelope e1",)
    with desk.look() as reader:
        assert not reader.sync.holds(HOME)
        assert reader.sync.holds(ELSEWHERE)
        assert [key.epoch for key in reader.sync.space_keys()] == ["e2"]
        assert [chunk.space for chunk in reader.sync.held()] == [ELSEWHERE]
        assert [reach.space for reach in reader.sync.reaches()] == [ELSEWHERE]


def test_anything_that_is_kept_of_a_space_is_noticed(desk: Desk) -> None:
    with desk.look() as reader:
        assert not reader.sync.holds(HOME)
    parked = Parked(0, HOME, "desk7", "late", desk.now, b"sealed")
    desk.store.write_now(lambda write: write.sync.park(parked))

    with desk.look() as reader:
        assert reader.sync.holds(HOME)


def test_an_epoch_that_was_not_taken_goes_with_its_envelopes(desk: Desk) -> None:
    desk.store.write_now(keep)

    assert desk.store.write_now(lambda write: write.sync.drop_epoch("e1")) == ("envelope e1",)
    with desk.look() as reader:
        assert [key.epoch for key in reader.sync.space_keys()] == ["e2"]
        assert [each.epoch for each in reader.sync.envelopes()] == ["e2"]
        assert reader.sync.reach(HOME).seq == 1


def test_what_belongs_to_nothing_that_is_here_is_found_and_erased_but_not_what_is_to_be_sent(
    desk: Desk, colleague: Desk
) -> None:
    case = colleague.create()
    below = colleague.create(INCIDENT, parent=case, kind="canary")
    lost = colleague.create(code="canary")
    colleague.change(lost, code="canary again")
    own = desk.create()
    with colleague.look() as reader:
        edit = reader.changes(lost)[-1]
    carry(colleague, desk, below)
    desk.store.write_now(lambda write: write.receive([edit]))

    with desk.look() as reader:
        assert set(reader.strays()) == {below, lost}
        assert reader.knows(edit.id)
    desk.store.write_now(lambda write: write.erase(write.strays()))
    with desk.look() as reader:
        assert reader.strays() == ()
        assert not reader.knows(edit.id)
        assert reader.standing().waiting == 0
        assert reader.record(own) is not None


def test_what_was_erased_as_belonging_to_nothing_comes_again(desk: Desk, colleague: Desk) -> None:
    case = colleague.create()
    below = colleague.create(INCIDENT, parent=case)
    carry(colleague, desk, below)
    desk.store.write_now(lambda write: write.erase(write.strays()))
    carry(colleague, desk, below, case)

    with desk.look() as reader:
        assert [each.id for each in reader.below(case)] == [below]
