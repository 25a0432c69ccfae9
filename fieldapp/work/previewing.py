"""A new version of a form, before it comes in: what maps, what is new, what has no place any more, and for how many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from fieldapp.domain.ids import FieldId, RecordId
from fieldapp.forms.model import Form, Question
from fieldapp.forms.places import ITSELF
from fieldapp.forms.showing import choice_label
from fieldapp.forms.versions.fitting import held_by
from fieldapp.forms.versions.lineage import label_of
from fieldapp.forms.versions.mapping import Comparison, Pair, Renames, Reworded, Spot, compare
from fieldapp.storage.read import Reader
from fieldapp.storage.values import StoredRecord
from fieldapp.words import Language
from fieldapp.work.desk import Desk
from fieldapp.work.importing import form_here, refuse


class Why(Enum):
    """Why answers have no place any more."""

    GONE = "gone"
    CHOICES = "choices"
    KIND = "kind"
    REPEAT = "repeat"


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A question, or a repeat, whose answers have no place. `choices`: which ones are gone, in words. `answers`: how
    many of those that are here have none; of a repeat its rows."""

    why: Why
    label: str
    choices: tuple[str, ...]
    answers: int


@dataclass(frozen=True, slots=True)
class Suggested:
    """Perhaps the same question under a new name: how it was asked, how it is, and how many answers would move."""

    pair: Pair
    before: str
    now: str
    answers: int


@dataclass(frozen=True, slots=True)
class Added:
    """A question that was not there."""

    label: str
    required: bool


@dataclass(frozen=True, slots=True)
class OtherWords:
    """Words that changed so much that another thing may be meant. `question`: whose choice it is, "" for a question."""

    question: str
    before: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What comes with a version. `before`: the one that is here, None for a new form.

    `stay`: how many questions go on. `records`, `drafts`: how many open in it; `touched`:
    records of which an answer has no place. `same_number`: both versions bear one number, and differ.
    """

    form: Form
    before: str | None = None
    same_number: bool = False
    stay: int = 0
    unplaced: tuple[Unplaced, ...] = ()
    suggested: tuple[Suggested, ...] = ()
    added: tuple[Added, ...] = ()
    reworded: tuple[OtherWords, ...] = ()
    records: int = 0
    drafts: int = 0
    touched: int = 0

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing to look at: a new form, or one in which everything has its place."""
        return self.before is None or not (
            self.same_number or self.unplaced or self.suggested or self.added or self.reworded
        )


def preview(desk: Desk, form: Form, language: Language, decided: Renames | None = None) -> Preview:
    """What would become of what is here. `decided`: somebody said already which questions bear another name.

    Raises what `refuse` raises.
    """
    refuse(desk, form)
    here = form_here(desk, form.id)
    if here is None:
        return Preview(
            form=form,
            added=tuple(_added(form, question, language) for _, question in form.questions() if question.asked),
        )
    found = compare(here, form)
    if decided is not None:
        found = found.named(decided)
    with desk.store.read() as reader:
        counts = _Counts.of(reader, form, found)
        drafts = sum(draft.form == form.id for draft in reader.drafts())
    return Preview(
        form=form,
        before=here.version,
        same_number=here.version == form.version,
        stay=sum(pair.now.question.asked for pair in (*found.stay, *found.moved)),
        unplaced=tuple(_unplaced(here, form, found, counts, language)),
        suggested=tuple(
            Suggested(
                pair,
                label_of(here, pair.before.question, language),
                label_of(form, pair.now.question, language),
                counts.lost[pair.before.spot],
            )
            for pair in found.renamed
        ),
        added=tuple(_added(form, each.question, language) for each in found.new),
        reworded=tuple(_other_words(here, form, each, language) for each in found.reworded),
        records=counts.records,
        drafts=drafts,
        touched=counts.touched,
    )


def _other_words(here: Form, form: Form, each: Reworded, language: Language) -> OtherWords:
    old, new = each.pair.before.question, each.pair.now.question
    label = label_of(form, new, language)
    if each.before is None or each.now is None:
        return OtherWords("", label_of(here, old, language), label)
    before = choice_label(here, old, each.before.name, language)
    return OtherWords(label, before, choice_label(form, new, each.now.name, language))


def _added(form: Form, question: Question, language: Language) -> Added:
    return Added(label_of(form, question, language), required=bool(question.required))


@dataclass(slots=True)
class _Counts:
    """How many answers have no place, by question of the version that is here; rows of repeats that are gone."""

    records: int
    touched: int
    lost: Counter[Spot]
    rows: Counter[FieldId]

    @classmethod
    def of(cls, reader: Reader, form: Form, found: Comparison) -> _Counts:
        """Every record of the form is looked at."""
        counts = cls(0, 0, Counter(), Counter())
        watched, lost = _watched(found), {each.id for each in found.repeats_gone}
        touched: set[RecordId] = set()
        for repeat in {spot.repeat for spot in watched} | lost | {ITSELF}:
            for stored in reader.of_form(form.id, repeat):
                counts.records += repeat == ITSELF
                counts.rows[repeat] += 1
                spots = [
                    spot
                    for field in stored.answers
                    if _has_no_place(form, watched, spot := Spot(repeat, field), stored)
                ]
                counts.lost.update(spots)
                if spots or repeat in lost:
                    touched.add(_around(reader, stored))
        counts.touched = len(touched)
        return counts


def _watched(found: Comparison) -> dict[Spot, Question | None]:
    """The questions of before of which an answer may have no place, and what asks for it now."""
    pairs = (*found.other_kind, *(each.pair for each in found.lessened))
    nobody = (*(each.spot for each in found.gone), *(pair.before.spot for pair in found.strange))
    return {**{pair.before.spot: pair.now.question for pair in pairs}, **dict.fromkeys(nobody)}


def _has_no_place(form: Form, watched: dict[Spot, Question | None], spot: Spot, stored: StoredRecord) -> bool:
    question, answer = watched.get(spot), stored.answers[spot.field]
    return spot in watched and (question is None or held_by(form, question, answer) != answer)


def _around(reader: Reader, stored: StoredRecord) -> RecordId:
    """The record that a row belongs to."""
    while stored.repeat and stored.parent is not None:
        above = reader.record(stored.parent)
        if above is None:
            break
        stored = above
    return stored.id


def _unplaced(here: Form, form: Form, found: Comparison, counts: _Counts, language: Language) -> Iterator[Unplaced]:
    perhaps = {pair.before.spot for pair in found.renamed}
    for asked in (each for each in found.gone if each.spot not in perhaps):
        yield Unplaced(Why.GONE, label_of(here, asked.question, language), (), counts.lost[asked.spot])
    for repeat in found.repeats_gone:
        yield Unplaced(Why.REPEAT, label_of(here, repeat, language), (), counts.rows[repeat.id])
    for pair in (*found.strange, *found.other_kind):
        label = label_of(form, pair.now.question, language)
        yield Unplaced(Why.KIND, label, (), counts.lost[pair.before.spot])
    for lessened in found.lessened:
        question = lessened.pair.before.question
        words = tuple(choice_label(here, question, each.name, language) for each in lessened.gone)
        yield Unplaced(
            Why.CHOICES,
            label_of(form, lessened.pair.now.question, language),
            words,
            counts.lost[lessened.pair.before.spot],
        )
