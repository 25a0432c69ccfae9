"""What two people changed apart, put side by side in words: who, when, what each wrote, and what a choice means."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from fieldapp.domain.answers import Answer
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import FieldId, FormId, RecordId
from fieldapp.domain.merge import DELETED, LIFE, SPACE, Side
from fieldapp.domain.settling import May, is_less_careful, may_choose, who_chooses
from fieldapp.storage.read import Reader
from fieldapp.storage.values import OpenConflict
from fieldapp.words import Language, Sentence, say
from fieldapp.work.answered import text
from fieldapp.work.asked import Wording, called
from fieldapp.work.deciding import seat_of
from fieldapp.work.desk import Desk
from fieldapp.work.kept_lists import told_with_lists
from fieldapp.work.packs import Packs
from fieldapp.work.people import People, people
from fieldapp.work.telling import code_of, tell
from fieldapp.work.versions import lineage_of

_SPACE_NAME: Final = FormId("space_name")


class About(Enum):
    """What the two differ in."""

    ANSWER = "answer"
    TEXT = "text"  # both can be kept, one after the other
    LIFE = "life"  # one deleted what the other changed
    SPACE = "space"  # both moved it, to different places


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """One of the answers that stand against each other; `stands`: it is the one in lists until somebody chooses.

    `beside`: what stood next to it in the record when it was written, as its author had it. `mine`: she may choose it.
    """

    answer: Answer | None
    words: str
    who: str | Sentence
    when: Moment
    stands: bool
    beside: tuple[str, ...] = ()
    mine: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """One thing that waits for a choice. `seen` is what `settle` must be given back; `code` and `record` say where.

    `may`: what is hers to choose here; `who` says whose choice it is otherwise.
    """

    seen: OpenConflict
    about: About
    root: RecordId | None
    code: str
    record: str
    question: str
    opinions: tuple[Opinion, ...]
    may: May
    who: str

    @property
    def key(self) -> str:
        """Tells it from the others."""
        return f"{self.seen.record} {self.seen.conflict.field}"

    @property
    def joined(self) -> str:
        """Both texts, one under the other."""
        return "\n".join(each.words for each in self.opinions if each.words)

    @property
    def own_words(self) -> bool:
        """Whether she may write another text than those that stand here."""
        return self.about is About.TEXT and self.may is not May.NOTHING and all(each.mine for each in self.opinions)


def look_at_disputes(desk: Desk, packs: Packs, root: RecordId | None, language: Language) -> tuple[Dispute, ...]:
    """All that wait, or those of one case or workshop; in the order of their cases."""
    with desk.store.read() as reader:
        names = people(reader, desk.worker)
        known = (each for each in reader.conflicts(root) if desk.library.knows(each.form))
        found = [_dispute(desk, packs, reader, each, names, language) for each in known]
    return tuple(sorted(found, key=lambda each: (each.code, each.record, each.question, each.key)))


def _dispute(
    desk: Desk, packs: Packs, reader: Reader, seen: OpenConflict, names: People, language: Language
) -> Dispute:
    lineage = told_with_lists(desk.library, reader, lineage_of(desk, reader, seen.form))
    field, words = seen.conflict.field, Wording(lineage.now, language, lineage)
    stored = reader.record(seen.record)
    repeat = stored.repeat if stored is not None else ""
    rule = packs.rule(seen.form, desk.library)
    title = tell(words.form, rule, stored, language).title if stored is not None and not repeat else ""
    code = code_of(reader, seen.root)
    seat = seat_of(desk, reader, seen.record)
    ranks, may = reader.ranks(seen.form, repeat, field), may_choose(seat)
    return Dispute(
        seen=seen,
        about=_about(field, repeat, words),
        root=seen.root,
        code=code,
        record=called(seen.form, rule.called(language), "" if title == code else title),
        question=_question(field, repeat, words, language),
        opinions=tuple(
            Opinion(
                answer=side.answer,
                words=_words(reader, seen, side, repeat, words, language),
                who=names.called(side.who),
                when=side.when,
                stands=number == 0,
                beside=_beside(reader, seen, side, repeat, words),
                mine=may is May.ANY or (may is May.CAREFUL and not is_less_careful(seen.conflict, side.answer, ranks)),
            )
            for number, side in enumerate(_differing(seen.conflict.sides))
        ),
        may=may,
        who=who_chooses(seat.kind),
    )


def _differing(sides: tuple[Side, ...]) -> tuple[Side, ...]:
    """Each answer once, by the first who gave it."""
    once: dict[Answer | None, Side] = {}
    for side in sides:
        once.setdefault(side.answer, side)
    return tuple(once.values())


def _about(field: FieldId, repeat: str, words: Wording) -> About:
    if field in (LIFE, SPACE):
        return About.LIFE if field == LIFE else About.SPACE
    return About.TEXT if words.is_free_text(field, repeat) else About.ANSWER


def _question(field: FieldId, repeat: str, words: Wording, language: Language) -> str:
    if field == LIFE:
        return say("Delete it, or keep it?", language=language)
    if field == SPACE:
        return say("Where does it belong?", language=language)
    return words.question(field, repeat)


def _words(reader: Reader, seen: OpenConflict, side: Side, repeat: str, words: Wording, language: Language) -> str:
    field = seen.conflict.field
    if field == LIFE:
        if side.answer == DELETED:
            return say("Delete it as a mistake", language=language)
        return "\n".join(
            [say("Keep it, with what was changed:", language=language), *_changed(reader, side, seen, words)]
        )
    if field == SPACE:
        titles = {
            text(each.answers, "space"): text(each.answers, "space_title") for each in reader.of_form(_SPACE_NAME)
        }
        return titles.get(str(side.answer)) or say("another space", language=language)
    return words.answer(field, repeat, side.answer)


def _beside(reader: Reader, seen: OpenConflict, side: Side, repeat: str, words: Wording) -> tuple[str, ...]:
    """The answers next to it, as its author had them: an answer is understood from what stands around it."""
    field = seen.conflict.field
    if field in (LIFE, SPACE):
        return ()
    then = reader.as_then(seen.record, side.change)
    return tuple(
        f"{words.question(each, repeat).rstrip('?: ')}: {words.answer(each, repeat, then[each])}"
        for each in words.around(field, repeat)
        if each in then
    )


def _changed(reader: Reader, side: Side, seen: OpenConflict, words: Wording) -> list[str]:
    """What the one who kept it wrote: it would go with the record."""
    stored = reader.record(seen.record)
    repeat = stored.repeat if stored is not None else ""
    edits = (edit for edit in reader.history(seen.record) if edit.change == side.change)
    return [
        f"{words.question(each.field, repeat)} {words.answer(each.field, repeat, each.new)}"
        for edit in edits
        for each in edit.fields
        if each.new is not None and words.is_seen(each.field, repeat)
    ]
