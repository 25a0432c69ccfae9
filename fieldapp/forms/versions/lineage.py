"""A form with the versions it had before: where answers of theirs belong now, and in whose words to tell what was."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from fieldapp.domain.answers import Answer
from fieldapp.domain.ids import FieldId
from fieldapp.forms.model import Form, Question, Repeat, question_kept
from fieldapp.forms.rules.references import fill_references
from fieldapp.forms.showing import shown
from fieldapp.forms.versions.fitting import held_by
from fieldapp.forms.versions.mapping import Comparison, Renames, Spot, compare, renames_of
from fieldapp.words import ENGLISH, Language


@dataclass(frozen=True, eq=False)
class Lineage:
    """`before`: the versions that were here before `now`, the latest first. `accepted`: new names that a person said
    are those of questions of before."""

    now: Form
    before: tuple[Form, ...] = ()
    accepted: Renames | None = None

    @cached_property
    def comparisons(self) -> Mapping[str, Comparison]:
        """What became of each version, by its number; of two of one number the latest."""
        return {form.version: compare(form, self.now, closely=False) for form in reversed(self.before)}

    @cached_property
    def renames(self) -> Renames:
        """Where answers belong that stood under another id in any version."""
        asked = {spot for spot, _, _ in _questions(self.now)}
        found: dict[Spot, Spot] = {}
        for comparison in self.comparisons.values():
            found |= renames_of(comparison.moved)
        found |= self.accepted or {}
        followed = {old: _followed(old, found, asked) for old in found if old not in asked}
        return {old: new for old, new in followed.items() if new in asked}

    @cached_property
    def strange(self) -> Mapping[str, frozenset[Spot]]:
        """By version the questions whose answers of then mean nothing to those of now."""
        found = {
            version: frozenset(pair.now.spot for pair in comparison.strange)
            for version, comparison in self.comparisons.items()
            if version != self.now.version
        }
        return {version: spots for version, spots in found.items() if spots}

    def asked(
        self, repeat: str, field: FieldId, answer: Answer | None = None, *, version: str = "", beside: bool = False
    ) -> tuple[Form, Question] | None:
        """The question as it stood in this version, else in the latest in which it can hold the answer, else at all.

        `beside`: the answer is kept beside the form, so the question of now is not the one it was given to.
        """
        found = list(self._versions_of(Spot(FieldId(repeat), question_kept(field))))
        if beside or question_kept(field) != field:
            found = [each for each in found if each[0] is not self.now] or found
        if version:
            found.sort(key=lambda each: each[0].version != version)
        fitting = (each for each in found if answer is None or held_by(each[0], each[1], answer) == answer)
        return next(fitting, found[0] if found else None)

    def label(self, repeat: str, field: FieldId, language: Language) -> str:
        """What is asked there; the field's own name where no version is known that asks it."""
        return self.told(self.asked(repeat, field), field, language)

    def told(self, asked: tuple[Form, Question] | None, field: FieldId, language: Language) -> str:
        """The words of a question that was found, or not."""
        return question_kept(field) if asked is None else label_of(*asked, language)

    def words(self, asked: tuple[Form, Question] | None, answer: Answer, language: Language) -> str:
        """The answer as it read in the version in which it was given."""
        if asked is None:
            return answer if isinstance(answer, str) else ""
        return shown(*asked, answer, language)

    def repeat_label(self, repeat: str, language: Language) -> str:
        """What a repeat of any version is called."""
        for form in (self.now, *self.before):
            for around, _ in form.questions():
                if around is not None and around.id == repeat:
                    return label_of(form, around, language)
        return repeat

    def _versions_of(self, spot: Spot) -> Iterator[tuple[Form, Question]]:
        for form in (self.now, *self.before):
            yield from ((form, question) for each, _, question in _questions(form) if each == spot)


def _followed(old: Spot, names: Renames, asked: Container[Spot]) -> Spot:
    """Where an answer of several versions ago belongs: its question may have changed its name more than once."""
    seen, spot = {old}, names[old]
    while spot not in asked and spot in names and spot not in seen:
        seen.add(spot)
        spot = names[spot]
    return spot


def _questions(form: Form) -> Iterator[tuple[Spot, Repeat | None, Question]]:
    for repeat, question in form.questions():
        if question.kept:
            yield Spot(FieldId("") if repeat is None else repeat.id, question.id), repeat, question


def label_of(form: Form, item: Question | Repeat, language: Language) -> str:
    """Its words, without the answers that they would name."""
    words = item.label.said(language, form.default_language or ENGLISH)
    return fill_references(words, _left_out) or item.name


def _left_out(_name: str) -> str:
    return "…"
