"""The server's word that it deleted, a file of what was put aside, and an erasure inside a snapshot: read for ever, by
nobody but whom they are for."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.domain.attachments import SealedId
from fieldapp.domain.codes import new_code
from fieldapp.domain.erasing import Erasure, WhyErased
from fieldapp.domain.ids import OrganisationId, RecordId
from sync.protocol.cleared import check_cleared, make_cleared, read_cleared
from sync.protocol.epochs import open_epoch
from sync.protocol.errors import Contradicts, Forged, Malformed, NotAllowed, NotYet, Unacceptable
from sync.protocol.head import head_of
from sync.protocol.judging import believe
from sync.protocol.keys import SigningKey
from sync.protocol.names import ChunkHash, StatementId
from sync.protocol.payloads import read_payload, write_payload
from sync.protocol.put_aside import PutAside, read_put_aside
from sync.protocol.said import Snapshot
from sync.protocol.statements import read_statement, state
from sync.protocol.wholes import Whole
from tests.sync.protocol.house import NOON, SEEN, a_house, change, random_from

HOUSE = a_house()
OURS = HOUSE.trust.organisation_id
GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "sync" / "v1-erasing.json"
ERASURE = Erasure(
    number=new_code(Random(7)),
    spaces=(HOUSE.caseload,),
    records=(RecordId("ab" * 16), RecordId("cd" * 16)),
    why=WhyErased.ASKED.value,
    who=HOUSE.supervisor.worker,
    when=NOON,
)
CLEARED = make_cleared(
    OURS,
    HOUSE.caseload,
    StatementId("ab" * 32),
    chunks=12,
    files=2,
    when=NOON,
    backup=NOON,
    key=HOUSE.server,
)
ASIDE = PutAside(
    organisation=OURS,
    space=HOUSE.caseload,
    desk=HOUSE.worker.desk,
    reason="unreadable",
    came=NOON,
    body=b'{"record":"half of one"}',
)
KEY = HOUSE.key_of(HOUSE.caseload)
SEALED = ASIDE.sealed(KEY, random_from("golden put aside"))
PAYLOAD = write_payload(SEEN, [change(1)], Whole(erased=(ERASURE,)))
#: As the first program wrote them; a later one reads them.
VECTORS = {"cleared": CLEARED.raw, "put aside": SEALED.raw, "payload": PAYLOAD}


def test_the_servers_word_says_how_much_and_when_and_only_the_server_says_it() -> None:
    assert (CLEARED.chunks, CLEARED.files, CLEARED.when, CLEARED.backup) == (12, 2, NOON, NOON)
    check_cleared(CLEARED, HOUSE.trust)
    other = make_cleared(
        OURS, HOUSE.caseload, CLEARED.snapshot, chunks=1, files=0, when=NOON, backup=None, key=SigningKey.fresh()
    )
    assert other.backup is None
    with pytest.raises(Forged):
        check_cleared(other, HOUSE.trust)
    stranger = OrganisationId("ab" * 16)
    strange = make_cleared(
        stranger, HOUSE.caseload, CLEARED.snapshot, chunks=1, files=0, when=NOON, backup=None, key=HOUSE.server
    )
    with pytest.raises(NotAllowed):
        check_cleared(strange, HOUSE.trust)


def test_what_was_taken_out_of_a_packet_opens_at_members_desks_alone() -> None:
    read = read_put_aside(SEALED.raw)

    assert ASIDE.body not in SEALED.raw
    assert read.opened({KEY.epoch: KEY}) == ASIDE
    with pytest.raises(NotYet):
        read.opened({})
    moved = PutAside(
        organisation=OURS,
        space=HOUSE.programme,
        desk=read.desk,
        reason=read.reason,
        came=read.came,
        body=read.body,
        epoch=read.epoch,
        nonce=read.nonce,
    )
    with pytest.raises(Forged):
        moved.opened({KEY.epoch: KEY})
    assert read_put_aside(ASIDE.raw).opened({}) == ASIDE  # a packet came sealed, and goes as it came


def test_a_snapshot_tells_what_was_erased_and_passes_over_what_it_cannot_read() -> None:
    assert read_payload(PAYLOAD).whole.erased == (ERASURE,)
    assert read_payload(PAYLOAD).changes == (change(1),)
    assert read_payload(PAYLOAD.replace(b'"why"', b'"wherefore"')).whole.erased == ()


def test_an_erasing_snapshot_voids_the_epochs_before_its_own() -> None:
    trust = HOUSE.trust
    opening, key = open_epoch(trust, HOUSE.caseload, by=HOUSE.worker.desk, when=NOON, key=HOUSE.worker.key)
    trust = believe(trust, opening)
    assert not trust.void(KEY.epoch)
    chunk = ChunkHash("ab" * 32)
    said = Snapshot(
        space=HOUSE.caseload,
        head=head_of([chunk]),
        epoch=key.epoch,
        chunks=(chunk,),
        erases=True,
        files=(SealedId("cd" * 32),),
    )
    word = state(said, organisation=OURS, by=HOUSE.worker.desk, when=NOON, key=HOUSE.worker.key)
    assert read_statement(word.raw).said == said

    trust = believe(trust, word)

    assert (trust.void(KEY.epoch), trust.void(key.epoch)) == (True, False)
    assert trust.latest_epoch(HOUSE.caseload) == key.epoch
    found = trust.snapshot_of(HOUSE.caseload, chunk)
    assert found is not None
    assert found.id == word.id
    older = Snapshot(space=HOUSE.caseload, head=head_of([chunk]), epoch=KEY.epoch, chunks=(chunk,), erases=True)
    with pytest.raises(Contradicts):
        believe(trust, state(older, organisation=OURS, by=HOUSE.worker.desk, when=NOON, key=HOUSE.worker.key))


@pytest.mark.parametrize("name", VECTORS)
def test_what_the_first_program_wrote_is_read_for_ever(name: str) -> None:
    kept = {each: bytes.fromhex(raw) for each, raw in json.loads(GOLDEN.read_text("utf-8")).items()}

    assert kept[name] == VECTORS[name]


PARSERS: dict[str, tuple[Callable[[bytes], object], bytes]] = {
    "cleared": (lambda raw: check_cleared(read_cleared(raw), HOUSE.trust), CLEARED.raw),
    "put aside": (lambda raw: read_put_aside(raw).opened({KEY.epoch: KEY}), SEALED.raw),
    "payload": (read_payload, PAYLOAD),
}


@pytest.mark.parametrize("name", PARSERS)
@given(data=st.data())
@settings(max_examples=60)
def test_whatever_comes_is_a_value_or_one_of_the_four_errors(name: str, data: st.DataObject) -> None:
    parse, good = PARSERS[name]
    raw = bytearray(good)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at] = data.draw(st.integers(0, 255))
    cut = bytes(raw[: data.draw(st.integers(0, len(raw)))])
    for broken in (bytes(raw), cut, cut + b"\x00"):
        try:
            parse(broken)
        except Unacceptable:
            continue
    with pytest.raises(Malformed):
        read_cleared(b"")


if __name__ == "__main__":
    written = {name: raw.hex() for name, raw in VECTORS.items()}
    GOLDEN.write_text(json.dumps(written, indent=1) + "\n", "utf-8", newline="\n")
