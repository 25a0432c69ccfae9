"""Keep a store of the present version for all time, and the picture of its shape: `python -m tests.migrations.keep`.

Run it once for each released version, when its migrations are final. A store that is kept is never made again.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from fieldapp.domain.attachments import Attachment, SealedId, to_text
from fieldapp.domain.changes import MOVE
from fieldapp.domain.ids import NO_SPACE, RecordId
from fieldapp.storage import migrate
from fieldapp.storage.engine import Connection
from fieldapp.storage.opening import open_snapshot
from fieldapp.storage.sync_values import KeptStatement, Reach, SealedChunk, SpaceKey, StreamName
from fieldapp.storage.values import Draft, Lane, NewChange
from tests.fieldapp.storage.making import (
    CASE,
    ELSEWHERE,
    HOME,
    KEY,
    SURVIVOR,
    WORKSHOP,
    Desk,
    an_erasure,
    at,
    open_desk,
)

ATTACHED: Final = SealedId("f00d" * 16)
STORES: Final = Path(__file__).parent / "stores"
SHAPE: Final = Path(migrate.__file__).parent / "schema.sql"
CASE_KEPT, WOMAN_KEPT, DELETED_KEPT, WORKSHOP_KEPT, HALF_TYPED, ERASED_KEPT = (
    RecordId(f"{n:032x}") for n in range(1, 7)
)


def shape_of(database: Connection) -> str:
    """Every table and index as SQL; those of a form's own answers aside, which each desk makes for itself."""

    def lines() -> Iterator[str]:
        yield "-- What all migrations make together, for people. Written by `python -m tests.migrations.keep`.\n"
        rows = database.execute(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT GLOB 'answers_*' "
            "AND name NOT GLOB 'found_*_*' ORDER BY tbl_name, type DESC, name"
        )
        for (sql,) in rows:
            yield f"{sql};\n"

    return "\n".join(lines())


def fill(desk: Desk) -> None:
    """One of everything that a store can hold."""
    desk.space = NO_SPACE
    attached = to_text(Attachment(ATTACHED, bytes(32), 6, "image/jpeg", "Справка.jpg"))
    desk.create(
        CASE, record=CASE_KEPT, code="K7QM3ZTP4H", status="open", risk="high", opened_on="2026-03-01", paper=attached
    )
    desk.create(SURVIVOR, record=WOMAN_KEPT, parent=CASE_KEPT, given="Айгүл", phone="+996555123456", age="27")
    desk.store.write_now(lambda write: write.adopt_space(HOME, desk.who, desk.now))
    desk.space = HOME
    desk.create(WORKSHOP, record=WORKSHOP_KEPT, topic="Укук")
    with desk.look() as reader:
        seen = reader.changes(CASE_KEPT)[0].id
    desk.change(CASE_KEPT, status="closed", after=[seen])
    desk.change(CASE_KEPT, status="referred", after=[seen])
    desk.delete(desk.create(CASE, record=DELETED_KEPT))
    stored = desk.changes()[-1]
    desk.save(
        NewChange(record=DELETED_KEPT, kind=MOVE, form=CASE, version="1", after=frozenset({stored.id}), space=ELSEWHERE)
    )
    draft = Draft(
        record=HALF_TYPED,
        root=CASE_KEPT,
        form=SURVIVOR,
        version="1",
        after=frozenset(),
        body='{"given":"Гүл"}',
        place="given",
        started=desk.now,
        kept=at("2026-03-12T14:05:00.000+06:00"),
    )
    desk.store.write_now(lambda write: write.keep_draft(draft))
    name = StreamName("aa" * 8, HOME, Lane.EDITS)
    desk.store.write_now(lambda write: write.outbox.seal(SealedChunk(name, 1, "hash", b"body"), [1, 2]))
    desk.store.write_now(lambda write: write.sync.keep_key(SpaceKey(HOME, 1, "epoch", b"k" * 32)))
    desk.store.write_now(lambda write: write.sync.read_upto(Reach(HOME, 7, "hash")))
    desk.store.write_now(lambda write: bool(write.sync.keep_statement(KeptStatement("id", "space", b"signed"))))
    desk.store.write_now(lambda write: write.remember("worker", desk.who))
    desk.create(CASE, record=ERASED_KEPT, code="P2RX9VTW0M")
    desk.store.bury([an_erasure(ERASED_KEPT)], desk.now)


def main() -> None:
    """The shape anew; the store of this version only if there is none."""
    version = migrate.shipped_steps()[-1].version
    with tempfile.TemporaryDirectory() as folder:
        with open_desk(Path(folder)) as desk:
            fill(desk)
        made = Path(folder) / "desk.db"
        database = open_snapshot(made, KEY)
        SHAPE.write_text(shape_of(database), "utf-8", newline="\n")
        database.close()
        kept = STORES / f"v{version}.db"
        STORES.mkdir(exist_ok=True)
        if not kept.exists():
            kept.write_bytes(made.read_bytes())


if __name__ == "__main__":
    main()
