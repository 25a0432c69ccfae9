"""The golden vectors of the wire: how they were made, from fixed keys and nonces.

`python -m tests.sync.protocol.golden` adds vectors that are new and leaves those that are there untouched: they are
what released programs wrote, and every later program opens them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from fieldapp.domain.answers import Json
from sync.protocol import hello
from sync.protocol.agreement import make_heads
from sync.protocol.beginning import Begin, Documents, Fetched, digest_of
from sync.protocol.chunks import Chunk
from sync.protocol.codes import OneTimeCode
from sync.protocol.envelopes import make_envelope
from sync.protocol.epochs import SpaceKey, box_of, open_epoch
from sync.protocol.frames import FrameType, encode
from sync.protocol.head import head_of
from sync.protocol.invitations import Welcome, seal_invitation, seal_request, seal_welcome
from sync.protocol.judging import believe
from sync.protocol.kits import write_kit
from sync.protocol.marks import Kept, Marks
from sync.protocol.names import EDITS, ChunkHash
from sync.protocol.news import digest_of_all
from sync.protocol.pieces import Delivery, Piece, Placed
from sync.protocol.receipts import make_receipt
from sync.protocol.refusals import FORKED, Refusal, What
from sync.protocol.requests import sign_request
from sync.protocol.sealing import Sealer
from sync.protocol.statements import Statement
from sync.protocol.streams import START
from tests.sync.protocol.house import NOON, SEEN, House, a_house, change, random_from
from tests.sync.protocol.test_statements import foreign

PATH: Final = Path(__file__).resolve().parents[2] / "golden" / "sync" / "v1.json"
CHALLENGE: Final = "ab" * 32
CODE: Final = OneTimeCode.fresh(random_from("golden code"))


def keys(house: House) -> dict[str, Json]:
    """All that is needed to check and open the vectors."""
    people = (house.coordinator, house.worker, house.supervisor, house.trainer)
    return {
        "root": house.root.seed.hex(),
        "server": house.server.seed.hex(),
        "code": CODE.text,
        **{f"{each.role} signing": each.key.seed.hex() for each in people},
        **{f"{each.role} opening": each.opening.raw.hex() for each in people},
        "caseload": house.key_of(house.caseload).secret.raw.hex(),
        "caseload with a box": boxed_epoch(house)[1].secret.raw.hex(),
    }


def made_anew(house: House) -> dict[str, bytes]:
    """Vectors that come out the same each time they are made."""
    ours = house.trust.organisation_id
    signed = sign_request(
        "POST", "/v1/exchange", desk=house.worker.desk, counter=17, begin=begin(house).encode(), key=house.worker.key
    )
    return {
        **{f"statement {number:02}": statement.raw for number, statement in enumerate(house.statements)},
        "statement of an unknown kind": foreign(house, space=house.caseload, more=[1, {"deep": "да"}]).raw,
        "epoch with a box": boxed_epoch(house)[0].raw,
        "hello": hello.answer(CHALLENGE, organisation=ours, when=NOON, key=house.server),
        "invitation": seal_invitation(
            CODE,
            house.statements[:2] + house.statements[6:12],
            address="https://sync.example.org:8443",
            worker=house.worker.worker,
            roles=("outreach",),
            name="participant 1",
            when=NOON,
            random=random_from("golden invitation"),
        ).raw,
        "join request": seal_request(
            CODE,
            desk=house.worker.desk,
            key=house.worker.key,
            seal=house.worker.opening.seal_key,
            name="participant 1",
            random=random_from("golden request"),
        ).raw,
        "kit": write_kit(house.statements[:2], house.server),
        "begin": begin(house).encode(),
        "news": digest_of_all(house.worker.desk, {house.caseload: head_of([ChunkHash("ab" * 32)])}, 14).encode(),
        "refusal": Refusal(What.CHUNK, "ab" * 32, FORKED).encode(),
        "signed request": json.dumps(signed, sort_keys=True).encode(),
    }


def made_once(house: House) -> dict[str, bytes]:
    """Vectors that hang on zstd's choices or on keys that the library draws: made once, opened for ever."""
    chunk = house.chunks(2)[1]
    envelope = make_envelope(
        house.trust.organisation_id,
        house.key_of(house.caseload),
        to=house.supervisor.certificate,
        by=house.worker.desk,
        key=house.worker.key,
    )
    welcome = Welcome(house.statements, (envelope,))
    marks = Marks(
        organisation=house.trust.organisation_id,
        streams={chunk.stream: chunk.mark},
        kept=Kept(chunk.hash, 100),
        heads={house.caseload: head_of([chunk.hash])},
        documents=14,
    )
    return {
        "envelope": envelope.raw,
        "chunk": chunk.raw,
        "chunk for the box": boxed_chunk(house).raw,
        "heads": make_heads(marks.organisation, marks.heads, 14, house.server).raw,
        "receipt": make_receipt(chunk, seq=2, when=NOON, key=house.server).raw,
        "welcome": seal_welcome(CODE, welcome, random_from("golden welcome")).raw,
        "marks": marks.encode(),
        "frames": encode(FrameType.BEGIN, begin(house).encode())
        + encode(FrameType.PIECE, Piece(chunk.hash, 100, chunk.raw[100:]).encode())
        + encode(FrameType.CHUNK, Delivery(house.caseload, 2, 0, chunk.raw).encode())
        + encode(FrameType.PLACED, Placed(house.caseload, 3, chunk.hash).encode())
        + encode(FrameType.END),
    }


def boxed_epoch(house: House) -> tuple[Statement, SpaceKey]:
    """The caseload's second epoch, as programs open them that know of boxes."""
    worker, random = house.worker, random_from("golden epoch")
    return open_epoch(house.trust, house.caseload, by=worker.desk, when=NOON, key=worker.key, random=random)


def boxed_chunk(house: House) -> Chunk:
    """From the trainer, who does not read the caseload."""
    statement, key = boxed_epoch(house)
    box = box_of(believe(house.trust, statement), house.caseload)
    assert box is not None
    assert key.box.seal_key == box.key
    trainer = house.trainer
    sealer = Sealer(organisation=house.trust.organisation_id, space_key=box, key=trainer.key)
    return sealer.seal([change(300)], SEEN, trainer.stream(house.caseload), START)


def begin(house: House) -> Begin:
    return Begin(
        organisation=house.trust.organisation_id,
        desk=house.worker.desk,
        incarnation=house.worker.incarnation,
        cursors={house.caseload: 3},
        documents=Documents(14, digest_of(statement.id for statement in house.statements)),
        receipts={(house.caseload, EDITS): 2},
        fetched=Fetched(house.caseload, 4, 1024),
    )


def main() -> None:
    house = a_house(first=True)
    there: dict[str, dict[str, str]] = json.loads(PATH.read_text("utf-8")) if PATH.exists() else {"vectors": {}}
    every = {**made_anew(house), **made_once(house)}
    vectors = {name: there["vectors"].get(name, raw.hex()) for name, raw in every.items()}
    PATH.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"keys": keys(house), "vectors": vectors}, indent=1, ensure_ascii=False)
    PATH.write_text(text + "\n", "utf-8", newline="\n")


if __name__ == "__main__":
    main()
