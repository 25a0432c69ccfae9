"""The tables that a form's records make: one for the records, one for the rows of each repeat, joined by keys.

Columns and keys are called as in the tables of ODK Central: KEY, PARENT_KEY, `group-question`, `question/choice`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from fieldapp.domain.ids import FieldId
from fieldapp.exports.cells import Cell, Read, chosen_reader, place_reader, reader_for
from fieldapp.exports.filled import Filled, instance_id
from fieldapp.exports.wishes import Wishes
from fieldapp.forms.model import Form, Item, Kind, Question, Repeat
from fieldapp.forms.rules.references import fill_references
from fieldapp.words import say, sentence

#: Longer lists of choices are not divided into columns: a spreadsheet ends somewhere.
MOST_DIVIDED: Final = 200
_SEVERAL: Final = frozenset({Kind.SELECT_MULTIPLE, Kind.RANK})
_PLACE: Final = ("Latitude", "Longitude", "Altitude", "Accuracy")
_RECORDED: Final = (("SubmissionDate", sentence("Recorded")), ("updatedAt", sentence("Changed")))
_BESIDE: Final = ("OtherVersions", sentence("Answers of other versions of the form"))
_VERSION: Final = ("FormVersion", sentence("Version of the form"))


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, the question that it is of, and what makes a cell of the answer."""

    heading: str
    field: FieldId
    read: Read


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """`chain`: the repeats from the record down to these rows, () for the records themselves; `path`: each as in XML.

    `below`: the records stand below others, whose key is told. `beside`: the heading of what has no place in the form.
    """

    name: str
    columns: tuple[Column, ...]
    record_headings: tuple[str, ...] = ()
    chain: tuple[FieldId, ...] = ()
    path: tuple[str, ...] = ()
    below: bool = False
    beside: str = ""

    @property
    def headings(self) -> tuple[str, ...]:
        """The first line."""
        keys = ("PARENT_KEY", "KEY") if self.chain or self.below else ("KEY",)
        beside = (self.beside,) if self.beside else ()
        return (*self.record_headings, *(column.heading for column in self.columns), *beside, *keys)

    def lines(self, records: Iterable[Filled]) -> Iterator[list[Cell]]:
        """Each record, or each row that these records have here."""
        for record in records:
            if self.chain:
                yield from self._rows(record, instance_id(record.record), 0)
            else:
                yield self._record(record)

    def _record(self, record: Filled) -> list[Cell]:
        times: list[Cell] = [
            moment.local.replace(tzinfo=None, microsecond=0) for moment in (record.created, record.changed)
        ]
        line = [*times, record.version or None, *self._cells(record)]
        if self.beside:
            line.append(record.beside or None)
        if self.below:
            line.append(instance_id(record.parent) if record.parent else None)
        return [*line, instance_id(record.record)]

    def _rows(self, around: Filled, key: str, depth: int) -> Iterator[list[Cell]]:
        for number, row in enumerate(around.rows.get(self.chain[depth], ()), 1):
            own = f"{key}/{self.path[depth]}[{number}]"
            if depth + 1 == len(self.chain):
                yield [*self._cells(row), key, own]
            else:
                yield from self._rows(row, own, depth + 1)

    def _cells(self, row: Filled) -> list[Cell]:
        answers = row.answers
        return [column.read(answers.get(column.field)) for column in self.columns]


def tables_of(form: Form, wishes: Wishes, *, below: bool = False, beside: bool = False) -> tuple[Table, ...]:
    """The records first, then each repeat in the order of the form.

    `below`: the records stand below others. `beside`: some may hold answers of other versions of the form.
    """
    return tuple(_Drawing(form, wishes).tables(below=below, beside=beside))


class _Drawing:
    """Walks the form once."""

    def __init__(self, form: Form, wishes: Wishes) -> None:
        self._form = form
        self._wishes = wishes

    def tables(self, *, below: bool, beside: bool) -> Iterator[Table]:
        yield Table(
            name=self._form.id,
            columns=self._columns(self._form.children),
            record_headings=tuple(self._said(*names) for names in (*_RECORDED, _VERSION)),
            below=below,
            beside=self._said(*_BESIDE) if beside else "",
        )
        yield from self._repeats(self._form.children, (), (), ())

    def _repeats(
        self, children: tuple[Item, ...], groups: tuple[str, ...], chain: tuple[FieldId, ...], path: tuple[str, ...]
    ) -> Iterator[Table]:
        for child in children:
            if isinstance(child, Question):
                continue
            if not isinstance(child, Repeat):
                yield from self._repeats(child.children, (*groups, child.name), chain, path)
                continue
            here, steps = (*chain, child.id), (*path, "/".join((*groups, child.name)))
            yield Table(name=child.name, columns=self._columns(child.children), chain=here, path=steps)
            yield from self._repeats(child.children, (), here, steps)

    def _columns(self, children: tuple[Item, ...]) -> tuple[Column, ...]:
        asked = [
            (groups, question)
            for groups, question in _questions(children, ())
            if question.kind is not Kind.NOTE and question.id not in self._wishes.withheld
        ]
        labels = Counter(self._label(question) for _, question in asked)
        return tuple(
            column
            for groups, question in asked
            for column in self._columns_of(question, self._heading(groups, question, labels))
        )

    def _heading(self, groups: tuple[str, ...], question: Question, labels: Counter[str]) -> str:
        """What was asked; where two questions are alike, each with its name."""
        name, label = "-".join((*groups, question.name)), self._label(question)
        if not self._wishes.headings or not label:
            return name
        return label if labels[label] == 1 else f"{label} ({name})"

    def _label(self, question: Question) -> str:
        label = question.label.said(self._wishes.language, self._form.default_language)
        return fill_references(" ".join(label.split()), _left_out)

    def _columns_of(self, question: Question, heading: str) -> Iterator[Column]:
        yield Column(heading, question.id, reader_for(self._form, question, self._wishes))
        if not self._wishes.divided:
            return
        if question.kind is Kind.GEOPOINT:
            for place, part in enumerate(_PLACE):
                yield Column(f"{heading}-{part}", question.id, place_reader(place))
        choices = self._form.lists.get(question.choices, ()) if question.kind in _SEVERAL else ()
        if len(choices) <= MOST_DIVIDED:
            for choice in choices:
                label = choice.label.said(self._wishes.language, self._form.default_language)
                called = label if self._wishes.answers and label else choice.name
                yield Column(f"{heading}/{called}", question.id, chosen_reader(choice.name))

    def _said(self, name: str, words: str) -> str:
        return say(words, language=self._wishes.language) if self._wishes.headings else name


def _questions(children: tuple[Item, ...], groups: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Question]]:
    for child in children:
        if isinstance(child, Question):
            yield groups, child
        elif not isinstance(child, Repeat):
            yield from _questions(child.children, (*groups, child.name))


def _left_out(_name: str) -> str:
    return "…"
