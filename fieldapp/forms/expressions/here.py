"""Where an expression is being worked out: which row, which line of a choice list, and what the world is like."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone, tzinfo
from random import Random

from fieldapp.domain.answers import Answers
from fieldapp.domain.clock import Clock
from fieldapp.forms.expressions.rows import Row
from fieldapp.forms.expressions.values import Value
from fieldapp.forms.model import Choice
from fieldapp.words import ENGLISH, Language


@dataclass(slots=True)
class World:
    """All that an expression may learn besides the answers. A test brings its own, and gets the same again.

    `last_saved`: the answers of the record of this form that was saved last on this desk.
    """

    clock: Clock
    chance: Random
    version: str = ""
    language: Language = ENGLISH
    last_saved: Answers = field(default_factory=dict)
    zone: tzinfo = field(init=False)

    def __post_init__(self) -> None:
        """The zone is that of the clock when the form is opened."""
        self.zone = timezone(timedelta(minutes=self.clock.now().offset_minutes))

    def now(self) -> datetime:
        """The wall clock, without a zone."""
        return self.clock.now().utc.astimezone(self.zone).replace(tzinfo=None)

    def today(self) -> date:
        """The day on the wall calendar."""
        return self.now().date()

    def uuid(self) -> str:
        """36 characters, version 4."""
        digits = f"{self.chance.getrandbits(128):032x}"
        variant = "89ab"[int(digits[16], 16) & 3]
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"


@dataclass(slots=True)
class Here:
    """One working out. `choice`: the line of a list that a condition looks at. `position`: its place, or a row's."""

    world: World
    row: Row
    choice: Choice | None = None
    asking: Here | None = None
    position: int = 0

    def value(self, node: int) -> Value:
        """The value of a question of this very row."""
        return self.row.values.get(node, "")
