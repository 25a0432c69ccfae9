"""A small programme of forms, and short words for what a worker does with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from secrets import SystemRandom

from fieldapp.domain.answers import Answer
from fieldapp.domain.changes import CREATE, DELETE, RESTORE, UPDATE, Change
from fieldapp.domain.clock import Moment
from fieldapp.domain.codes import new_code
from fieldapp.domain.erasing import Erasure, WhyErased
from fieldapp.domain.ids import ChangeId, FieldId, FormId, RecordId, SpaceId, WorkerId, new_record_id
from fieldapp.storage.store import Happened, Reader, Store
from fieldapp.storage.values import ColumnKind, Draft, FormFacts, Lane, ListFields, NewChange
from fieldapp.words import ENGLISH, Language
from tests.helpers.clock import BEGINNING

KEY = "5e" * 32
OTHER_KEY = "a7" * 32
CASE, SURVIVOR, INCIDENT, WORKSHOP = map(FormId, ("gbv_case", "gbv_survivor", "gbv_incident", "wks_workshop"))
HOME, ELSEWHERE = SpaceId("1a" * 16), SpaceId("2b" * 16)
WORKER, COLLEAGUE = WorkerId("3c" * 16), WorkerId("4d" * 16)
RISKS = ("high", "medium", "low")


def field(name: str) -> FieldId:
    """The id of a question."""
    return FieldId(name)


def fields(**answers: Answer | None) -> dict[FieldId, Answer | None]:
    """Answers by question."""
    return {FieldId(name): answer for name, answer in answers.items()}


FORMS = (
    FormFacts(
        form=CASE,
        protective={field("safe"): ("no", "yes")},
        reportable={field("status"): ColumnKind.TEXT, field("opened_on"): ColumnKind.DATE},
        reports=((field("opened_on"), field("status")),),
        listed=ListFields(
            code=field("code"),
            status=field("status"),
            risk=field("risk"),
            risks=RISKS,
            due=field("next_due"),
            opened=field("opened_on"),
        ),
    ),
    FormFacts(
        form=SURVIVOR,
        names=(field("family"), field("given")),
        phones=(field("phone"),),
        reportable={field("age"): ColumnKind.INTEGER, field("weight"): ColumnKind.DECIMAL},
    ),
    FormFacts(form=SURVIVOR, repeat="contacts", names=(field("given"),)),
    FormFacts(form=INCIDENT, reportable={field("kind"): ColumnKind.TEXT}),
    FormFacts(form=WORKSHOP, listed=ListFields(title=(field("topic"),), opened=field("begins"))),
)


def an_erasure(*records: RecordId, space: SpaceId = HOME) -> Erasure:
    """Somebody's records, the root first, are to be destroyed because she asked for it."""
    return Erasure(
        number=new_code(SystemRandom()),
        spaces=(space,),
        records=records,
        why=WhyErased.ASKED.value,
        who=COLLEAGUE,
        when=BEGINNING,
    )


class Desk:
    """A worker at her store: each call is one transaction, each returns what she would need next."""

    def __init__(self, store: Store, who: WorkerId = WORKER, space: SpaceId = HOME) -> None:
        self.store = store
        self.who = who
        self.space = space
        self.now = BEGINNING
        self.happened = Happened()

    def save(self, *changes: NewChange, lane: Lane = Lane.EDITS) -> Happened:
        """All of it in one transaction."""
        self.happened = self.store.write_now(lambda write: write.save(changes, self.who, self.now, lane))
        return self.happened

    def create(
        self,
        form: FormId = CASE,
        *,
        parent: RecordId | None = None,
        record: RecordId | None = None,
        repeat: str = "",
        order: str = "",
        **answers: Answer | None,
    ) -> RecordId:
        """A new record; a root goes into the desk's space."""
        record = record or new_record_id()
        self.save(
            NewChange(
                record=record,
                kind=CREATE,
                form=form,
                version="1",
                fields=fields(**answers),
                space=self.space,
                parent=parent,
                repeat=repeat,
                order=order,
            )
        )
        return record

    def change(
        self, record: RecordId, kind: str = UPDATE, *, after: Iterable[ChangeId] | None = None, **answers: Answer | None
    ) -> ChangeId:
        """An edit after what stands now, or after what she saw earlier."""
        with self.store.read() as reader:
            stored = reader.record(record)
        assert stored is not None
        happened = self.save(
            NewChange(
                record=record,
                kind=kind,
                form=stored.form,
                version="1",
                fields=fields(**answers),
                after=stored.heads if after is None else frozenset(after),
            )
        )
        return happened.written[record]

    def keep_draft(self, record: RecordId, body: str) -> None:
        """Half a form, kept as it stands."""
        half = Draft(
            record=record,
            root=None,
            form=CASE,
            version="1",
            after=frozenset(),
            body=body,
            place="",
            started=self.now,
            kept=self.now,
        )
        self.store.write_now(lambda write: write.keep_draft(half))

    def delete(self, record: RecordId) -> ChangeId:
        """As a mistake."""
        return self.change(record, DELETE)

    def restore(self, record: RecordId) -> ChangeId:
        """Bring it back."""
        return self.change(record, RESTORE)

    def receive(self, changes: Iterable[Change]) -> Happened:
        """From colleagues."""
        kept = list(changes)
        return self.store.write_now(lambda write: write.receive(kept))

    def changes(self) -> list[Change]:
        """Every change that is here, in the order it came: what a colleague would be sent."""
        with self.store.read() as reader:
            records = reader._database.execute("SELECT record FROM change GROUP BY record ORDER BY min(row)").fetchall()
            return [change for (record,) in records for change in reader.changes(record)]

    @contextmanager
    def look(self) -> Iterator[Reader]:
        """One state of everything."""
        with self.store.read() as reader:
            yield reader

    def answers(self, record: RecordId) -> Mapping[FieldId, Answer]:
        """What stands."""
        with self.look() as reader:
            stored = reader.record(record)
            assert stored is not None
            return stored.answers


@contextmanager
def open_desk(
    folder: Path,
    who: WorkerId = WORKER,
    *,
    space: SpaceId = HOME,
    forms: Sequence[FormFacts] = FORMS,
    language: Language = ENGLISH,
) -> Iterator[Desk]:
    """A desk in this folder, made if there is none, closed at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    store = Store.open(folder / "desk.db", KEY, forms=forms, language=language, create=True)
    try:
        yield Desk(store, who, space)
    finally:
        store.close()


def at(text: str) -> Moment:
    """A moment as it is written."""
    return Moment.from_text(text)
