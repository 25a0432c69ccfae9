"""A laptop whose clock is a year off: noticed by what was recorded before, and told when the desk opens.

Wall clocks decide nothing in the merge; but records and papers bear their dates, and releases run out by them.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from fieldapp.domain.clock import Moment
from fieldapp.words import Sentence, sentence
from fieldapp.work.desk import Desk

#: A clock that stands so far before what she recorded is wrong.
BEHIND: Final = timedelta(days=1)
#: So long nobody was away; then the clock is asked about.
AHEAD: Final = timedelta(days=200)


def doubt_the_clock(desk: Desk) -> Sentence | None:
    """What to say of the laptop's clock; None while it may be right."""
    now = desk.clock.now()
    with desk.store.read() as reader:
        last = reader.last_change_of(desk.worker)
    if last is None:
        return None
    days = {"now": _day(now), "last": _day(last)}
    if now.utc < last.utc - BEHIND:
        return Sentence(
            sentence(
                "The clock of this laptop says {now}, but you recorded something on {last}. Set the clock right: "
                "records and papers bear its dates. Nothing is lost, and you can go on working."
            ),
            days,
        )
    if now.utc > last.utc + AHEAD:
        return Sentence(
            sentence(
                "The clock of this laptop says {now}; you recorded something last on {last}. If it was not so long "
                "ago, set the clock right: releases run out by its dates. Nothing is lost, and you can go on working."
            ),
            days,
        )
    return None


def _day(moment: Moment) -> str:
    return f"{moment.local:%d.%m.%Y}"
