"""A space's box: whoever does not read the space may still seal into it, and only its members open that."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from sync.protocol.chunks import MAGIC, Chunk, check_chunk, read_chunk
from sync.protocol.epochs import Box, SpaceKey, box_of, open_epoch
from sync.protocol.errors import Forged, Malformed, NotAllowed, NotYet
from sync.protocol.head import EMPTY, Head
from sync.protocol.judging import believe
from sync.protocol.keys import OpeningKey, SigningKey
from sync.protocol.names import EpochId
from sync.protocol.payloads import Payload
from sync.protocol.said import Ending, EpochOpening, Revocation
from sync.protocol.sealing import Sealer, open_chunk
from sync.protocol.streams import START
from sync.protocol.trust import Trust
from tests.sync.protocol.house import NOON, SEEN, House, Person, a_house, change, random_from


@pytest.fixture
def house() -> House:
    return a_house()


def boxed(house: House, by: Person | None = None, box: Box | None = None) -> Chunk:
    """What somebody seals into the caseload's box; the trainer, if nobody is named."""
    person, found = by or house.trainer, box or box_of(house.trust, house.caseload)
    assert found is not None
    sealer = Sealer(organisation=house.trust.organisation_id, space_key=found, key=person.key)
    return sealer.seal([change(1), change(2)], SEEN, person.stream(house.caseload), START)


def with_header(chunk: Chunk, key: SigningKey, **more: object) -> Chunk:
    """The same sealed changes under another header, rightly signed."""
    header = {**json.loads(chunk.head[6:]), **more}
    text = json.dumps(header).encode()
    start = MAGIC + len(text).to_bytes(2, "big") + text + chunk.sealed
    return read_chunk(start + key.sign(start))


def next_epoch(house: House, trust: Trust, head: Head) -> tuple[Trust, SpaceKey]:
    """The supervisor's desk opens it."""
    by = house.supervisor
    opening, key = open_epoch(
        trust, house.caseload, by=by.desk, when=NOON, key=by.key, head=head, random=random_from("next")
    )
    return believe(trust, opening), key


def test_what_a_desk_seals_into_a_space_that_it_does_not_read_its_members_open(house: House) -> None:
    arrived = read_chunk(boxed(house).raw)

    check_chunk(arrived, house.trust)

    assert not house.trust.may_read(house.trainer.desk, house.caseload)
    assert open_chunk(arrived, house.keys) == Payload(SEEN, (change(1), change(2)))


def test_whoever_sealed_it_cannot_open_it_again_without_the_spaces_key(house: House) -> None:
    with pytest.raises(NotYet):
        open_chunk(boxed(house), {})


def test_a_chunk_for_the_box_says_nothing_of_its_changes_in_clear(house: House) -> None:
    assert "говорит".encode() not in boxed(house).raw
    assert boxed(house).box != boxed(house).box


def test_the_key_of_another_space_does_not_open_the_box(house: House) -> None:
    chunk = boxed(house)
    wrong = replace(house.key_of(house.programme), epoch=chunk.epoch)
    with pytest.raises(Forged):
        open_chunk(chunk, {chunk.epoch: wrong})


def test_what_was_sealed_to_another_box_does_not_open(house: House) -> None:
    box = box_of(house.trust, house.caseload)
    assert box is not None
    chunk = boxed(house, box=replace(box, key=OpeningKey.fresh(random_from("thief")).seal_key))
    check_chunk(chunk, house.trust)
    with pytest.raises(Forged):
        open_chunk(chunk, house.keys)


def test_what_is_sealed_to_the_box_cannot_be_taken_into_another_chunk(house: House) -> None:
    chunk = boxed(house)
    moved = with_header(chunk, house.trainer.key, inc="ab" * 8)
    check_chunk(moved, house.trust)
    with pytest.raises(Forged):
        open_chunk(moved, house.keys)


def test_what_was_sealed_to_the_box_of_another_epoch_does_not_open(house: House) -> None:
    trust, key = next_epoch(house, house.trust, EMPTY)
    chunk = with_header(boxed(house), house.trainer.key, epoch=key.epoch)
    check_chunk(chunk, trust)
    with pytest.raises(Forged):
        open_chunk(chunk, {**house.keys, key.epoch: key})


def test_the_box_of_an_earlier_epoch_is_still_opened(house: House) -> None:
    trust, key = next_epoch(house, house.trust, EMPTY)
    check_chunk(boxed(house), trust)
    assert len(open_chunk(boxed(house), {**house.keys, key.epoch: key}).changes) == 2
    assert box_of(trust, house.caseload) == Box(house.caseload, key.epoch, key.box.seal_key)


def test_every_changed_byte_is_found(house: House) -> None:
    raw = boxed(house).raw
    for position in range(0, len(raw), 3):
        changed = bytearray(raw)
        changed[position] ^= 1
        with pytest.raises((Forged, Malformed, NotYet, NotAllowed)):
            check_chunk(read_chunk(bytes(changed)), house.trust)


@pytest.mark.parametrize("box", ["", "AAAA", "no base64", 7])
def test_a_box_that_holds_no_key_is_malformed(house: House, box: object) -> None:
    with pytest.raises(Malformed):
        with_header(boxed(house), house.trainer.key, box=box)


def test_without_the_box_a_stranger_is_still_not_believed(house: House) -> None:
    header = json.loads(boxed(house).head[6:])
    del header["box"]
    text = json.dumps(header).encode()
    start = MAGIC + len(text).to_bytes(2, "big") + text + boxed(house).sealed
    with pytest.raises(NotAllowed):
        check_chunk(read_chunk(start + house.trainer.key.sign(start)), house.trust)


def test_a_desk_without_a_certificate_seals_into_no_box(house: House) -> None:
    desks = {desk: said for desk, said in house.trust.desks.items() if desk != house.trainer.desk}
    with pytest.raises(NotYet):
        check_chunk(boxed(house), replace(house.trust, desks=desks))


def test_an_epoch_of_the_first_programs_has_no_box(house: House) -> None:
    first = a_house(first=True)
    assert box_of(first.trust, first.caseload) is None
    epoch = first.key_of(first.caseload).epoch
    chunk = boxed(first, box=Box(first.caseload, epoch, house.key_of(house.caseload).box.seal_key))
    with pytest.raises(NotAllowed):
        check_chunk(chunk, first.trust)


def test_who_was_taken_out_seals_what_she_still_has_into_the_box_and_it_is_late(house: House) -> None:
    grants = tuple(
        name
        for name, each in house.trust.given.items()
        if (each.worker, each.space) == (house.worker.worker, house.caseload)
    )
    ending = house.say(Ending(worker=house.worker.worker, space=house.caseload, grants=grants), house.coordinator)
    trust = believe(house.trust, ending)
    assert box_of(trust, house.caseload) is None  # until a member's desk has answered

    trust, key = next_epoch(house, trust, Head(5, "ab" * 32))
    chunk = boxed(house, by=house.worker, box=box_of(trust, house.caseload))

    check_chunk(chunk, trust)
    assert len(open_chunk(chunk, {key.epoch: key}).changes) == 2
    assert trust.late_after(house.worker.desk, house.caseload) == 5


def test_what_a_desk_that_was_shut_out_seals_into_a_strange_box_waits_for_a_person(house: House) -> None:
    assert house.trust.late_after(house.trainer.desk, house.caseload) is None
    trust = believe(house.trust, house.say(Revocation(desk=house.trainer.desk, wipe=True), house.coordinator))
    check_chunk(boxed(house), trust)
    assert trust.late_after(house.trainer.desk, house.caseload) == 0


def test_a_member_who_opens_an_epoch_with_a_strangers_box_is_found_out(house: House) -> None:
    opening, _ = open_epoch(
        house.trust, house.caseload, by=house.worker.desk, when=NOON, key=house.worker.key, random=random_from("open")
    )
    assert isinstance(opening.said, EpochOpening)
    forged = replace(opening.said, box=OpeningKey.fresh(random_from("thief")).seal_key)
    statement = house.say(forged, house.worker)
    trust = believe(house.trust, statement)
    chunk = boxed(house, box=box_of(trust, house.caseload))
    assert chunk.epoch == EpochId(statement.id)
    with pytest.raises(NotYet):
        open_chunk(chunk, house.keys)  # no member's desk keeps a key that its epoch's box does not fit
