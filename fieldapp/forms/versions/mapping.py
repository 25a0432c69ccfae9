"""Two versions of a form beside each other: which questions go on, which are new, which have no place any more.

What is decided here is certain: a question goes on under its id, or, when only its groups changed, under its name.
What merely looks like a new name for an old question is offered, for a person to say.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from fieldapp.domain.answers import canonical
from fieldapp.domain.ids import FieldId
from fieldapp.forms.model import CHOOSING, Choice, Form, Item, Kind, Question, Repeat
from fieldapp.forms.places import ITSELF
from fieldapp.forms.versions.fitting import related
from fieldapp.forms.versions.likeness import likeness, means_other

#: Every answer to the one is one to the other.
_WIDER: Final = frozenset(
    {
        (Kind.INTEGER, Kind.DECIMAL),
        (Kind.SELECT_ONE, Kind.SELECT_MULTIPLE),
        (Kind.IMAGE, Kind.FILE),
    }
)
#: With more pairs of questions than this the versions have little in common, and nothing is suggested.
_PAIRS: Final = 20_000


class Spot(NamedTuple):
    """A question of a form: the repeat whose rows hold its answers (`ITSELF`: the record), and its id."""

    repeat: FieldId
    field: FieldId


#: Where the answers of a question are found now that stood at another spot before.
Renames = Mapping[Spot, Spot]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and where it stands."""

    spot: Spot
    question: Question


@dataclass(frozen=True, slots=True)
class Pair:
    """A question before and now."""

    before: Asked
    now: Asked


@dataclass(frozen=True, slots=True)
class Lessened:
    """A question whose list has lost choices."""

    pair: Pair
    gone: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Reworded:
    """The same id with words so different that another thing may be meant; `before` and `now`: a choice of it, None
    for the question itself."""

    pair: Pair
    before: Choice | None = None
    now: Choice | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """`stay`: under the same id, whatever became of kind and choices. `moved`: the same question under another id.

    `strange`: the same id, but of a kind to which the answers of before mean nothing; `other_kind`: a kind that holds
    those that read as it does. `lessened`: choices have gone. `renamed`: perhaps the same question. Questions in
    repeats that are gone, or new, stand in `repeats_gone` alone, or in `new`. `reworded`: what bears other words.
    """

    stay: tuple[Pair, ...]
    moved: tuple[Pair, ...]
    strange: tuple[Pair, ...]
    other_kind: tuple[Pair, ...]
    lessened: tuple[Lessened, ...]
    new: tuple[Asked, ...]
    gone: tuple[Asked, ...]
    repeats_gone: tuple[Repeat, ...]
    renamed: tuple[Pair, ...]
    reworded: tuple[Reworded, ...]

    @property
    def all_maps(self) -> bool:
        """Whether every answer of before has its place."""
        return not (self.strange or self.other_kind or self.lessened or self.gone or self.repeats_gone)

    def named(self, accepted: Renames) -> Comparison:
        """The same, after it was said which questions bear another name: the others do not."""
        pairs = tuple(pair for pair in self.renamed if accepted.get(pair.before.spot) == pair.now.spot)
        placed = {spot for pair in pairs for spot in (pair.before.spot, pair.now.spot)}
        return replace(
            self,
            moved=(*self.moved, *pairs),
            new=tuple(each for each in self.new if each.spot not in placed),
            gone=tuple(each for each in self.gone if each.spot not in placed),
            renamed=(),
        )


def compare(before: Form, now: Form, *, closely: bool = True) -> Comparison:
    """What becomes of the questions of one version in another; not `closely`: of their words and choices nothing."""
    old, new = _by_spot(before), _by_spot(now)
    stay = tuple(Pair(asked, new[spot]) for spot, asked in old.items() if spot in new)
    repeats = {repeat.id: repeat for repeat in _repeats(before.children)}
    lost = repeats.keys() - {repeat.id for repeat in _repeats(now.children)}
    gone = [asked for spot, asked in old.items() if spot not in new and spot.repeat not in lost]
    come = [asked for spot, asked in new.items() if spot not in old]
    moved = tuple(_moved(gone, come))
    placed = {spot for pair in moved for spot in (pair.before.spot, pair.now.spot)}
    gone = [asked for asked in gone if asked.spot not in placed]
    come = [asked for asked in come if asked.spot not in placed]
    pairs = (*stay, *moved)
    return Comparison(
        stay=stay,
        moved=moved,
        strange=tuple(pair for pair in stay if not _related(pair)),
        other_kind=tuple(pair for pair in pairs if _related(pair) and _narrower(pair)),
        lessened=tuple(_lessened(before, now, pairs)) if closely else (),
        new=tuple(asked for asked in come if asked.question.asked),
        gone=tuple(asked for asked in gone if asked.question.asked),
        repeats_gone=tuple(repeats[each] for each in repeats if each in lost),
        renamed=tuple(_renamed(before, now, gone, come)) if closely else (),
        reworded=tuple(_reworded(before, now, stay)) if closely else (),
    )


def renames_of(pairs: Iterable[Pair]) -> Renames:
    """Where answers go, from these pairs."""
    return {pair.before.spot: pair.now.spot for pair in pairs}


def rename_in_draft(draft: str, renames: Renames) -> str:
    """The draft with its answers under the ids of now; what was saved stays noted as it was saved."""
    if not renames:
        return draft
    read = json.loads(draft)
    for row in read["rows"]:
        answers, hidden = row["answers"], set(row["hidden"])
        for old, new in renames.items():
            if old.repeat == row["repeat"] and old.field in answers and new.field not in answers:
                answers[new.field] = answers.pop(old.field)
                row["hidden"] = sorted((hidden - {old.field}) | ({new.field} if old.field in hidden else set()))
    return canonical(read)


def _by_spot(form: Form) -> dict[Spot, Asked]:
    """Every question that has answers."""
    found: dict[Spot, Asked] = {}
    for repeat, question in form.questions():
        if question.kept:
            spot = Spot(ITSELF if repeat is None else repeat.id, question.id)
            found[spot] = Asked(spot, question)
    return found


def _repeats(children: Sequence[Item]) -> Iterator[Repeat]:
    for child in children:
        if not isinstance(child, Question):
            if isinstance(child, Repeat):
                yield child
            yield from _repeats(child.children)


def _related(pair: Pair) -> bool:
    return related(pair.before.question.kind, pair.now.question.kind)


def _narrower(pair: Pair) -> bool:
    """Whether some answers of before may not read as the kind of now."""
    before, now = pair.before.question.kind, pair.now.question.kind
    return before is not now and now not in (Kind.TEXT, Kind.HIDDEN) and (before, now) not in _WIDER


def _lessened(before: Form, now: Form, pairs: Iterable[Pair]) -> Iterator[Lessened]:
    for pair in pairs:
        old, new = pair.before.question, pair.now.question
        if {old.kind, new.kind} <= CHOOSING and new.choices in now.lists:
            left = {choice.name for choice in now.lists[new.choices]}
            gone = tuple(choice for choice in before.lists.get(old.choices, ()) if choice.name not in left)
            if gone:
                yield Lessened(pair, gone)


def _reworded(before: Form, now: Form, pairs: Iterable[Pair]) -> Iterator[Reworded]:
    """A list that several questions choose from is looked at once."""
    lists: set[tuple[str, str]] = set()
    for pair in pairs:
        old, new = pair.before.question, pair.now.question
        if not _related(pair) or not new.asked:
            continue
        if means_other(old.label, new.label):
            yield Reworded(pair)
        if {old.kind, new.kind} <= CHOOSING and (old.choices, new.choices) not in lists:
            lists.add((old.choices, new.choices))
            choices = {choice.name: choice for choice in now.lists.get(new.choices, ())}
            for choice in before.lists.get(old.choices, ()):
                other = choices.get(choice.name)
                if other is not None and means_other(choice.label, other.label):
                    yield Reworded(pair, choice, other)


def _moved(gone: Iterable[Asked], come: Iterable[Asked]) -> Iterator[Pair]:
    """The only one of its name that is gone, and the only one that has come: its groups changed, nothing else."""
    old, new = _by_name(gone), _by_name(come)
    for name, asked in old.items():
        if len(asked) == 1 and len(new.get(name, ())) == 1:
            pair = Pair(asked[0], new[name][0])
            if _related(pair):
                yield pair


def _by_name(questions: Iterable[Asked]) -> dict[tuple[FieldId, str], list[Asked]]:
    found: dict[tuple[FieldId, str], list[Asked]] = {}
    for each in questions:
        found.setdefault((each.spot.repeat, each.question.name), []).append(each)
    return found


def _renamed(before: Form, now: Form, gone: Sequence[Asked], come: Sequence[Asked]) -> Iterator[Pair]:
    """Pairs of one kind with nearly the same label, each the other's best."""
    if len(gone) * len(come) > _PAIRS:
        return
    alike = {(old.spot, new.spot): _likeness(before, now, old, new) for old in gone for new in come}
    for old in gone:
        best = max(come, key=lambda new: alike[old.spot, new.spot], default=None)
        if best is None or not alike[old.spot, best.spot]:
            continue
        if max(gone, key=lambda other: alike[other.spot, best.spot]) is old:
            yield Pair(old, best)


def _likeness(before: Form, now: Form, old: Asked, new: Asked) -> float:
    """How like two labels are, in the language in which they are most alike; 0 for what cannot be one question."""
    if old.spot.repeat != new.spot.repeat or old.question.kind is not new.question.kind or not old.question.asked:
        return 0.0
    if old.question.kind in CHOOSING and not _shares(before, now, old.question, new.question):
        return 0.0
    return likeness(old.question.label, new.question.label)


def _shares(before: Form, now: Form, old: Question, new: Question) -> bool:
    """Whether the lists of both have a choice in common."""
    names = {choice.name for choice in before.lists.get(old.choices, ())}
    return any(choice.name in names for choice in now.lists.get(new.choices, ()))
