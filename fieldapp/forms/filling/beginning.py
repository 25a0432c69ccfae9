"""The answers that a new record or row has before anyone types, and what the program itself knows of its beginning."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.domain.clock import Moment
from fieldapp.forms.expressions.rows import Row
from fieldapp.forms.model import Kind
from fieldapp.forms.rules.layout import Layout


@dataclass(frozen=True, slots=True)
class Beginning:
    """When a record is begun, by whom, on what."""

    now: Moment
    user: str
    device: str

    def answer(self, kind: Kind) -> str | None:
        """The answer to such a question, None for one that a person answers."""
        match kind:
            case Kind.START:
                return self.now.text
            case Kind.TODAY:
                return self.now.day.isoformat()
            case Kind.USERNAME:
                return self.user or None
            case Kind.DEVICEID:
                return self.device or None
            case _:
                return None

    def begin(self, layout: Layout, row: Row) -> None:
        """Give a new record or row its first answers; defaults that are expressions come once it stands there."""
        for node, question in layout.questions(row.scope):
            answer = self.answer(question.kind) or ("" if question.default_runs else question.default)
            if answer:
                row.answers[node] = answer
