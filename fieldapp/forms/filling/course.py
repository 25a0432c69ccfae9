"""The course of an interview, where a form asks for it: when she stood at which question, and what it said before.

As in the audit log of ODK Collect, without places: a laptop does not know where it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, NamedTuple, cast

from fieldapp.domain.answers import Json
from fieldapp.domain.clock import Clock
from fieldapp.forms.expressions.rows import Row
from fieldapp.forms.filling.saving import given_answer
from fieldapp.forms.model import Repeat
from fieldapp.forms.rules.layout import ROOT, Layout
from fieldapp.forms.rules.ways import place_of

#: So many events are kept of one filling; what comes after is saved as any answer, but its time is not.
MOST: Final = 5_000
_VALUES: Final = "track-changes"


class What(Enum):
    """What happened; the words are those of Collect."""

    START = "form start"
    RESUME = "form resume"
    QUESTION = "question"
    ADD = "add repeat"
    REMOVE = "delete repeat"
    SAVE = "form save"
    EXIT = "form exit"


class Event(NamedTuple):
    """One line of the log. Times are milliseconds since 1970; `end` None for what took no time."""

    what: str
    node: str
    start: int
    end: int | None
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class _Standing:
    """The question where she is, since when, and what it said then."""

    row: Row
    node: int
    since: int
    before: str


class Course:
    """What happened since the form was opened, and before, if it is a draft; changes no answer."""

    def __init__(self, layout: Layout, clock: Clock, asked: Mapping[str, str] | None) -> None:
        """`asked`: what the form's audit row asks for; None, and nothing is noted."""
        self._layout = layout
        self._clock = clock
        self._asked = asked
        self._events: list[Event] = []
        self._standing: _Standing | None = None

    def begin(self, what: What, earlier: Json = None) -> None:
        """The form is opened; `earlier`: what `to_json` gave when a draft was kept."""
        if self._asked is not None:
            self._events = [*events_from(earlier), self._point(what, "")]

    def stand(self, row: Row, node: int) -> None:
        """She is at this question now, about to answer it or not."""
        at = self._standing
        if self._asked is not None and (at is None or at.row is not row or at.node != node):
            self._events = self._so_far()
            self._standing = _Standing(row, node, self._now(), self._said(row, node))

    def point(self, what: What, row: Row, node: int) -> None:
        """Something that takes no time."""
        if self._asked is not None:
            self._events = [*self._so_far(), self._point(what, path_of(self._layout, row, node))]
            self._standing = None

    def to_json(self) -> Json:
        """For a draft: everything until now."""
        return [list(event) for event in self._so_far()]

    def ended(self) -> Json:
        """For saving: everything, and that it was saved; None where the form does not ask for it."""
        if self._asked is None:
            return None
        end = [self._point(What.SAVE, ""), self._point(What.EXIT, "")]
        return [list(event) for event in (*self._so_far(), *end)]

    def _so_far(self) -> list[Event]:
        at = self._standing
        if at is None or len(self._events) >= MOST:
            return self._events
        said = self._said(at.row, at.node)
        values = (at.before, said) if said != at.before else ("", "")
        node = path_of(self._layout, at.row, at.node)
        return [*self._events, Event(What.QUESTION.value, node, at.since, self._now(), *values)]

    def _said(self, row: Row, node: int) -> str:
        question = self._layout.question(node)
        if question is None or (self._asked or {}).get(_VALUES) != "true":
            return ""
        answer = given_answer(row, node, question)
        return "" if answer is None else answer if isinstance(answer, str) else str(getattr(answer, "value", ""))

    def _point(self, what: What, node: str) -> Event:
        return Event(what.value, node, self._now(), None, "", "")

    def _now(self) -> int:
        return round(self._clock.now().utc.timestamp() * 1000)


def path_of(layout: Layout, row: Row, node: int) -> str:
    """Where a question stands, as XForms write it: /data/child[2]/name."""
    return "/data/" + "/".join(reversed(list(_steps(layout, row, node))))


def _steps(layout: Layout, row: Row, node: int) -> Iterator[str]:
    while node != ROOT:
        item = layout.item(node)
        number = ""
        if isinstance(item, Repeat) and row.scope == node and row.parent is not None:
            siblings = row.parent.rows.get(node, [])
            number = f"[{int(place_of(row))}]" if row in siblings else ""
            row = row.parent
        yield item.name + number
        node = layout.nodes[node].parent


def events_from(course: Json) -> list[Event]:
    """What `to_json` and `ended` wrote."""
    lines = cast("list[tuple[str, str, int, int | None, str, str]]", course or [])
    return [Event(*line) for line in lines]
