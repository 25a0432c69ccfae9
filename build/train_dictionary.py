"""Train the compression dictionary of sync from the forms of the packs, and measure what it brings.

    .venv/bin/python build/train_dictionary.py            prints the figures for the dictionary that is there
    .venv/bin/python build/train_dictionary.py --write    trains it anew; only while its name was never released

Changes are made of the packs' own field and choice names and of made-up sentences in English, Russian and Kyrgyz
(`build/dictionary/phrases.txt`). What is measured comes from other sentences, another seed and another shape.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import zstandard  # noqa: E402 - after the path is set

from fieldapp.domain.answers import Answer, Special  # noqa: E402
from fieldapp.domain.changes import CREATE, UPDATE, Change, encode  # noqa: E402
from fieldapp.domain.clock import Moment  # noqa: E402
from fieldapp.domain.ids import ChangeId, DeskId, FieldId, FormId, OrganisationId, RecordId, SpaceId, WorkerId, WriterId  # noqa: E402
from sync.protocol.dictionary import CHANGES, NO_DICTIONARY  # noqa: E402
from sync.protocol.epochs import SpaceKey  # noqa: E402
from sync.protocol.keys import SecretKey, SigningKey  # noqa: E402
from sync.protocol.names import EDITS, EpochId, IncarnationId  # noqa: E402
from sync.protocol.payloads import Seen, cut, write_payload  # noqa: E402
from sync.protocol.sealing import Sealer  # noqa: E402
from sync.protocol.streams import START, Stream  # noqa: E402

SIZE = 24 * 1024
SEED_TO_TRAIN, SEED_TO_MEASURE = 20260312, 71
SAMPLES = 6000
ASKED = ("text", "integer", "decimal", "date", "time", "datetime", "select_one", "select_multiple", "hidden")


@dataclass(frozen=True)
class Field:
    """A question: its kind, the names of its choices, and whether its answer is a long text."""

    name: str
    kind: str
    choices: tuple[str, ...]
    long: bool


@dataclass(frozen=True)
class Row:
    """What one record answers: a form, or one row of a repeat in it ("" is the form itself)."""

    form: str
    repeat: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Words:
    """Sentences by language, and places and names."""

    sentences: tuple[tuple[str, ...], ...]
    places: tuple[str, ...]
    names: tuple[str, ...]


def rows_of_packs() -> tuple[Row, ...]:
    """Every form of every pack, in a fixed order."""
    files = sorted((ROOT / "resources" / "packs").glob("*/forms/*.md"))
    return tuple(itertools.chain.from_iterable(_rows(path) for path in files))


def _rows(path: Path) -> Iterator[Row]:
    sheets = _sheets(path.read_text(encoding="utf-8"))
    lists: dict[str, list[str]] = {}
    for line in sheets.get("choices", []):
        lists.setdefault(line.get("list_name", ""), []).append(line.get("name", ""))
    form = sheets["settings"][0]["form_id"]
    scope, found = [""], dict[str, list[Field]]()
    for line in sheets["survey"]:
        kind, _, choices = line.get("type", "").partition(" ")
        if kind == "begin_repeat":
            scope.append(line["name"])
        elif kind == "end_repeat":
            scope.pop()
        elif kind in ASKED:
            long = "multiline" in line.get("appearance", "")
            field = Field(line["name"], kind, tuple(lists.get(choices.strip(), ())), long)
            found.setdefault(scope[-1], []).append(field)
    yield from (Row(form, repeat, tuple(fields)) for repeat, fields in found.items())


def _sheets(text: str) -> dict[str, list[dict[str, str]]]:
    sheets: dict[str, list[dict[str, str]]] = {}
    sheet, header = "", list[str]()
    for line in text.splitlines():
        if not line.startswith("|"):
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if cells[0]:
            sheet, header = cells[0], []
        elif not header:
            header = cells
        else:
            sheets.setdefault(sheet, []).append(dict(zip(header, cells, strict=False)))
    return sheets


def words(part: int) -> Words:
    """Every second line of the phrases: part 0 is for training, part 1 for measuring."""
    lines: dict[str, list[str]] = {}
    title = ""
    for line in (ROOT / "build" / "dictionary" / "phrases.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            title = line.strip("[]")
        elif line and not line.startswith("#"):
            lines.setdefault(title, []).append(line)
    half = {title: tuple(every[part::2]) for title, every in lines.items()}
    return Words((half["en"], half["ru"], half["ky"]), half["places"], half["names"])


class Desk:
    """Makes changes as a desk would, from one seed."""

    def __init__(self, seed: int, said: Words, tell: Callable[[random.Random, Words], str]) -> None:
        self.random = random.Random(seed)  # noqa: S311 - the same dictionary each time, nothing secret
        self._said, self._tell = said, tell
        self._writer, self._counter = "", 0
        self._workers = [self._hex(16) for _ in range(7)]
        self.sit_down()

    def sit_down(self) -> None:
        """Another desk unlocks."""
        self._writer, self._counter, self._who = self._hex(8), 0, self.random.choice(self._workers)
        self._space, self._day = self._hex(16), date(2025, 3, 1) + timedelta(self.random.randrange(700))

    def parent(self) -> str | None:
        """A case's root, or none."""
        return self.random.choice((None, self._hex(16)))

    def create(self, row: Row, share: float, parent: str | None = None) -> Change:
        """A new record with about that share of its questions answered."""
        chosen = [field for field in row.fields if self.random.random() < share] or list(row.fields[:1])
        return self._change(row, CREATE, self._hex(16), chosen, parent, frozenset())

    def edit(self, row: Row, before: Change, most: int) -> Change:
        """A correction of a few answers."""
        chosen = self.random.sample(row.fields, min(len(row.fields), self.random.randint(1, most)))
        return self._change(row, UPDATE, before.record, chosen, None, frozenset({before.id}))

    def _change(
        self, row: Row, kind: str, record: str, fields: Iterable[Field], parent: str | None, after: frozenset[ChangeId]
    ) -> Change:
        self._counter += 1
        moment = datetime.combine(self._day, datetime.min.time(), UTC) + timedelta(
            seconds=self.random.randrange(14400, 43200), milliseconds=self.random.randrange(1000)
        )
        return Change(
            id=ChangeId(WriterId(self._writer), self._counter),
            record=RecordId(record),
            kind=kind,
            form=FormId(row.form),
            version="1",
            fields={FieldId(field.name): self._answer(field) for field in fields},
            after=after,
            lamport=self._counter + self.random.randrange(3000),
            who=WorkerId(self._who),
            when=Moment(moment, 360),
            space=SpaceId(self._space if kind == CREATE and parent is None else ""),
            parent=None if parent is None else RecordId(parent),
            repeat=row.repeat,
            order=f"{self._counter:04d}" if row.repeat else "",
        )

    def _answer(self, field: Field) -> Answer:
        chance = self.random
        if chance.random() < 0.04:
            return chance.choice(list(Special))
        if field.choices:
            several = chance.sample(field.choices, min(2, len(field.choices)))
            return " ".join(several) if field.kind == "select_multiple" else several[0]
        match field.kind:
            case "date" | "datetime":
                return (self._day - timedelta(chance.randrange(60))).isoformat()
            case "integer" | "decimal":
                return str(chance.randrange(1, 60))
            case _:
                return self._text(field)

    def _text(self, field: Field) -> str:
        if field.long:
            return self._tell(self.random, self._said)
        if "phone" in field.name:
            return f"+996{self.random.randrange(500, 780)}{self.random.randrange(10**6):06d}"
        if "code" in field.name or field.kind == "hidden":
            return self._hex(5)
        return self.random.choice(self._said.names if "name" in field.name else self._said.places)

    def _hex(self, size: int) -> str:
        return self.random.randbytes(size).hex()


def whole_sentences(chance: random.Random, said: Words) -> str:
    """How notes are made for training: a few sentences of one language."""
    return " ".join(chance.sample(chance.choice(said.sentences), chance.randint(1, 4)))


def mixed_words(chance: random.Random, said: Words) -> str:
    """How notes are made for measuring: words of one language's other sentences, drawn one by one."""
    every = " ".join(chance.choice(said.sentences)).split()
    return " ".join(chance.choice(every) for _ in range(chance.randint(8, 45)))


def train(rows: tuple[Row, ...]) -> bytes:
    """The dictionary: payloads of one to five changes, most of them small."""
    desk = Desk(SEED_TO_TRAIN, words(0), whole_sentences)
    samples: list[bytes | bytearray | memoryview[int]] = []
    for _ in range(SAMPLES):
        desk.sit_down()
        row = desk.random.choice(rows)
        changes = [desk.create(row, desk.random.choice((0.15, 0.4, 0.7)), desk.parent())]
        for _ in range(desk.random.choice((0, 0, 1, 4))):
            changes.append(desk.edit(row, changes[-1], 3))
        samples.append(write_payload(a_sight(desk.random), changes[desk.random.randrange(len(changes)) :]))
    return zstandard.train_dictionary(SIZE, samples, level=10, steps=8, threads=0).as_bytes()


def a_sight(chance: random.Random) -> Seen:
    """What a desk had seen: no two alike, so that no hash goes into the dictionary."""
    return Seen(chance.randrange(10**4), chance.randbytes(16).hex(), chance.randbytes(16).hex())


def measure(rows: tuple[Row, ...]) -> None:
    """Print what 1,000 creations, 100 edits and one edit weigh on the wire, without and with the dictionary."""
    desk = Desk(SEED_TO_MEASURE, words(1), mixed_words)
    by_form = {(row.form, row.repeat): row for row in rows}
    wanted = [("gbv_survivor", ""), ("gbv_incident", ""), ("gbv_follow_up", ""), ("wks_participant", "")]
    creations = [desk.create(by_form[wanted[number % 4]], 0.55, desk.parent()) for number in range(1000)]
    desk.sit_down()
    edits = [desk.edit(by_form[before.form, ""], before, 2) for before in desk.random.sample(creations, 100)]
    for title, changes in (("1,000 creations", creations), ("100 edits", edits), ("1 edit", edits[:1])):
        raw = sum(len(encode(change).encode()) for change in changes)
        bare, dressed = sealed(changes, NO_DICTIONARY), sealed(changes, CHANGES)
        print(
            f"{title:16} raw {raw:9,} B   without dictionary {sum(bare):8,} B in {len(bare):2} chunks   "
            f"with {CHANGES} {sum(dressed):8,} B in {len(dressed):2} chunks   ({1 - sum(dressed) / sum(bare):.1%} less)"
        )


def sealed(changes: list[Change], dictionary: str) -> list[int]:
    """The sizes of the finished chunks: header, seal and signature included."""
    chance = random.Random(SEED_TO_MEASURE)  # noqa: S311 - sizes are measured, nothing is kept
    space, epoch = SpaceId("11" * 16), EpochId("22" * 32)
    stream = Stream(desk=DeskId("44" * 16), incarnation=IncarnationId("33" * 8), space=space, lane=EDITS)
    sealer = Sealer(
        organisation=OrganisationId("55" * 16),
        space_key=SpaceKey(space, epoch, SecretKey(chance.randbytes(32))),
        key=SigningKey(chance.randbytes(32)),
        dictionary=dictionary,
        random=chance.randbytes,
    )
    mark, sizes = START, list[int]()
    for batch in cut(changes, dictionary):
        chunk = sealer.seal(batch, a_sight(chance), stream, mark)
        mark = chunk.mark
        sizes.append(len(chunk.raw))
    return sizes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--write", action="store_true", help="train the dictionary anew")
    rows = rows_of_packs()
    if parser.parse_args().write:
        path = ROOT / "resources" / "sync" / f"{CHANGES}.dict"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(train(rows))
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes")
    measure(rows)


if __name__ == "__main__":
    main()
