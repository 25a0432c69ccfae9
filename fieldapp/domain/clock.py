"""Moments: for reading, never for deciding. Nothing in the merge compares two of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from typing import Protocol


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """An instant in UTC, with the offset of the place where it was written down."""

    utc: datetime
    offset_minutes: int = 0

    @classmethod
    def from_datetime(cls, when: datetime) -> Moment:
        """From an aware datetime; ValueError for a naive one."""
        offset = when.utcoffset()
        if offset is None:
            raise ValueError("a moment needs an offset from UTC")
        return cls(when.astimezone(UTC), int(offset.total_seconds()) // 60)

    @classmethod
    def from_text(cls, text: str) -> Moment:
        """From ISO 8601 with an offset, as `text` writes it; ValueError for anything else."""
        try:
            return cls.from_datetime(datetime.fromisoformat(text))
        except OverflowError as wrong:  # the first or last day of all years, in another zone
            raise ValueError(f"{text} is no moment") from wrong

    @property
    def text(self) -> str:
        """ISO 8601 to the millisecond with the offset: 2026-03-12T14:02:05.123+06:00."""
        return self.local.isoformat(timespec="milliseconds")

    @property
    def local(self) -> datetime:
        """The wall clock where it was written down."""
        return self.utc.astimezone(_zone(self.offset_minutes))

    @property
    def day(self) -> date:
        """The day where it was written down."""
        return self.local.date()


@cache
def _zone(minutes: int) -> timezone:
    """There are a few dozen of them."""
    return timezone(timedelta(minutes=minutes))


class Clock(Protocol):
    """What the program asks for the time. Tests bring their own."""

    def now(self) -> Moment:
        """This instant."""


class SystemClock:
    """The laptop's clock, right or wrong."""

    def now(self) -> Moment:
        return Moment.from_datetime(datetime.now().astimezone())
