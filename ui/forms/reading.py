"""Between what is typed and the answer that is kept: "3.4" is 2026-04-03, and is shown as 03.04.2026."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from fieldapp.domain.phones import read_phone, show_phone
from fieldapp.forms.model import Question
from fieldapp.forms.reading import read_typed
from fieldapp.forms.showing import written

Today = Callable[[], date]

_THOUSANDS: Final = re.compile(r"(?<=\d)(?=(?:\d{3})+$)")


@dataclass(frozen=True, slots=True)
class Reads:
    """Reads what is typed as an answer to this question; raises a Mistake that says what is wrong."""

    question: Question
    today: Today

    def __call__(self, text: str) -> str | None:
        if self.question.phone:
            return read_phone(text)
        return read_typed(self.question, text, self.today())


@dataclass(frozen=True, slots=True)
class Writes:
    """Writes an answer to this question as a person would."""

    question: Question

    def __call__(self, answer: str) -> str:
        if self.question.phone:
            return show_phone(answer)
        if "thousands-sep" in self.question.looks:
            whole, point, rest = answer.partition(".")
            return _THOUSANDS.sub("\u00a0", whole) + point + rest
        return written(self.question, answer)
