"""The golden vectors that the second version of the wire added: who leaves, who is shut out, and whom an officer helps.

`python -m tests.sync.protocol.golden_v2` adds vectors that are new and leaves those that are there untouched.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Final

from fieldapp.domain.answers import Json
from fieldapp.domain.ids import DeskId, RecordId, SpaceId, WorkerId
from sync.protocol.envelopes import make_envelope
from sync.protocol.epochs import SpaceKey, open_epoch
from sync.protocol.head import head_of
from sync.protocol.judging import learn
from sync.protocol.keys import SealKey
from sync.protocol.names import ChunkHash, StatementId
from sync.protocol.payloads import Seen, write_payload
from sync.protocol.recovery_keys import RecoveryOpening
from sync.protocol.said import (
    Administrator,
    Done,
    Ending,
    Escrow,
    Grant,
    Offer,
    Officer,
    Policy,
    Recovery,
    Reset,
    Retirement,
    Revocation,
    Said,
    Snapshot,
)
from sync.protocol.standings import Standing, shown
from sync.protocol.statements import Statement, state
from sync.protocol.wholes import MovedOn, Whole
from tests.sync.protocol.house import NOON, House, Person, a_house, change, person, random_from

PATH: Final = Path(__file__).resolve().parents[2] / "golden" / "sync" / "v2.json"
SECOND: Final = person("coordinator", random_from("golden second"))
OFFICER: Final = person("officer", random_from("golden officer"))
RECOVERY: Final = RecoveryOpening.of_desk(OFFICER.opening)
SECOND_DESK: Final = replace(person("outreach", random_from("golden desk")), worker=a_house().worker.worker)
KEYSTORE: Final = "golden-keystore"
SECRET: Final = bytes(range(32))
HEAD: Final = head_of([ChunkHash("ab" * 32), ChunkHash("cd" * 32)])
HELD: Final = Standing(7, "ef" * 16, shown(range(256)), asks=True)
WHOLE: Final = Whole((), 340, (MovedOn(RecordId("11" * 16), SpaceId("22" * 16), WorkerId("33" * 16), NOON),))
LATER: Final = NOON.from_text("2026-06-12T12:00:00.000+06:00")


def statements(house: House) -> dict[str, Statement]:
    """One of each new kind, and whatever it speaks of; all are believed after those of the house."""
    trainer, worker, space = house.trainer, house.worker, house.caseload
    made = dict[str, Statement]()

    def say(name: str, said: Said, by: Person | None) -> Statement:
        made[name] = house.say(said, by)
        return made[name]

    recovery = RECOVERY.recovery_key
    say("administrator", Administrator(worker=SECOND.worker, desk=SECOND.desk, verify=SECOND.key.verify_key), None)
    say(
        "officer",
        Officer(worker=OFFICER.worker, desk=OFFICER.desk, verify=OFFICER.key.verify_key, recovery=recovery),
        None,
    )
    say("desk of an officer", OFFICER.certificate, house.coordinator)
    say("second desk", SECOND_DESK.certificate, house.coordinator)
    grant = say(
        "grant to a keeper",
        Grant(worker=trainer.worker, space=space, from_epoch=1, write=True, keeper=True),
        house.coordinator,
    )
    kept = say("rules", Policy(version=1, expires=LATER, address="https://sync.example.org:8443"), SECOND)
    say("rules with pins", Policy(version=2, expires=LATER, pins=(b"first pin", b"second pin")), house.coordinator)
    ending = say("ending", Ending(worker=trainer.worker, space=space, grants=(grant.id,)), house.coordinator)
    revoked = say("revoked", Revocation(desk=worker.desk, wipe=True), house.coordinator)
    opening, key = epoch(house, list(made.values()))
    made["epoch"] = opening
    say(
        "offer",
        Offer(desk=SECOND_DESK.desk, recovery=RecoveryOpening.of_desk(SECOND_DESK.opening).recovery_key),
        SECOND_DESK,
    )
    say("recovery", Recovery(desk=SECOND_DESK.desk, space=space), OFFICER)
    say("reset", Reset(desk=SECOND_DESK.desk), OFFICER)
    chunks = (ChunkHash("ef" * 32),)
    say("snapshot", Snapshot(space=space, head=HEAD, epoch=key.epoch, chunks=chunks, erases=True), SECOND_DESK)
    say("done", Done(what=revoked.id), worker)
    say("retired", Retirement(desk=SECOND.desk, stands=(kept.id,)), None)
    stands: tuple[StatementId, ...] = (made["recovery"].id, made["reset"].id)
    say("revoked officer", Revocation(desk=OFFICER.desk, wipe=False, stands=stands), house.coordinator)
    assert ending.id in made["epoch"].said.heeds  # type: ignore[union-attr]  # it is the opening
    return made


def epoch(house: House, before: list[Statement]) -> tuple[Statement, SpaceKey]:
    """The caseload's second, by the supervisor, who answers who was shut out."""
    trust, refused = learn(house.trust, before)
    assert not refused
    by = house.supervisor
    random = random_from("golden epoch")
    return open_epoch(trust, house.caseload, by=by.desk, when=NOON, key=by.key, head=HEAD, random=random)


def made_anew(house: House) -> dict[str, bytes]:
    """Vectors that come out the same each time they are made."""
    seen = Seen(HEAD.count, HEAD.hash[:32], "ab" * 16)
    return {
        **{f"house {number:02}": statement.raw for number, statement in enumerate(house.statements)},
        **{f"statement: {name}": statement.raw for name, statement in statements(house).items()},
        "payload": write_payload(seen, [change(1)]),
        "payload with a count of words": write_payload(replace(seen, told=7), [change(1)]),
        "payload with what its author holds": write_payload(replace(seen, standing=HELD), [change(1)]),
        "payload of a snapshot": write_payload(seen, [change(1)], WHOLE),
    }


def made_once(house: House) -> dict[str, bytes]:
    """Vectors that hang on keys that the library draws: made once, opened for ever."""
    said = statements(house)
    _, key = epoch(house, [each for name, each in said.items() if name in BEFORE])
    ours, officer = house.trust.organisation_id, said["officer"].said
    assert isinstance(officer, Officer)
    makes = {"by": house.supervisor.desk, "key": house.supervisor.key}
    sealed = RECOVERY.recovery_key.seal(SECRET, b"golden escrow")
    escrow = Escrow(officer=OFFICER.desk, keystore=KEYSTORE, sealed=sealed)
    box = SealKey(key.box.seal_key.hex)
    return {
        "envelope of the second epoch": make_envelope(ours, key, to=SECOND_DESK.certificate, **makes).raw,  # type: ignore[arg-type]  # both fit
        "envelope to an officer": make_envelope(ours, key, to=officer, **makes).raw,  # type: ignore[arg-type]  # both fit
        "envelope by an officer": make_envelope(
            ours, key, to=SECOND_DESK.certificate, by=OFFICER.desk, key=OFFICER.key
        ).raw,
        "escrow": state(escrow, organisation=ours, by=house.worker.desk, when=NOON, key=house.worker.key).raw,
        "sealed into the box": box.seal(b"a case handed over", b"golden box"),
    }


#: What was said when the second epoch was opened.
BEFORE: Final = (
    "administrator",
    "officer",
    "desk of an officer",
    "second desk",
    "grant to a keeper",
    "rules",
    "rules with pins",
    "ending",
    "revoked",
)


def keys(house: House) -> dict[str, Json]:
    """All that is needed to check and open the vectors."""
    _, key = epoch(house, [each for name, each in statements(house).items() if name in BEFORE])
    return {
        "root": house.root.seed.hex(),
        "officer opening": OFFICER.opening.raw.hex(),
        "second desk opening": SECOND_DESK.opening.raw.hex(),
        "caseload, second epoch": key.secret.raw.hex(),
        "escrow": SECRET.hex(),
        "worker desk": str(DeskId(house.worker.desk)),
    }


def main() -> None:
    house = a_house()
    there: dict[str, dict[str, str]] = json.loads(PATH.read_text("utf-8")) if PATH.exists() else {"vectors": {}}
    every = {**made_anew(house), **made_once(house)}
    vectors = {name: there["vectors"].get(name, raw.hex()) for name, raw in every.items()}
    text = json.dumps({"keys": keys(house), "vectors": vectors}, indent=1, ensure_ascii=False)
    PATH.write_text(text + "\n", "utf-8", newline="\n")


if __name__ == "__main__":
    main()
