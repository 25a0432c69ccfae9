"""A clock that stands until a test moves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from fieldapp.domain.clock import Moment

#: When tests begin, unless they say otherwise: an afternoon in Bishkek.
BEGINNING = Moment(datetime(2026, 3, 12, 8, 2, 5, tzinfo=UTC), offset_minutes=360)


class StandingClock:
    """Says the same moment again and again; `pass_` moves it on, `set` anywhere, also back by a year."""

    def __init__(self, moment: Moment = BEGINNING) -> None:
        self._moment = moment

    def now(self) -> Moment:
        return self._moment

    def set(self, moment: Moment) -> None:
        """It is this moment now."""
        self._moment = moment

    def pass_(self, **how_long: float) -> None:
        """So much time goes by: days, hours, minutes, seconds."""
        self._moment = Moment(self._moment.utc + timedelta(**how_long), self._moment.offset_minutes)
