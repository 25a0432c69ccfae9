"""What the lines of the start page say."""

from __future__ import annotations

from datetime import date

from fieldapp.domain.clock import Moment
from fieldapp.domain.codes import Code, show_code
from fieldapp.storage.list_values import Standing
from fieldapp.words import Sentence, say, say_number
from fieldapp.work.today import Lately, ToDo, Why
from ui import times
from ui.widgets.said import Words


def todo_key(todo: ToDo) -> str:
    """Tells lines apart: a case may wait for two things."""
    return f"{todo.why.value} {todo.record}"


def mark(todo: ToDo) -> str:
    """What stands before a line that cannot wait."""
    return "!" if todo.urgent else ""


def mark_aloud(todo: ToDo) -> str:
    """The same for a screen reader."""
    return say("cannot wait") if todo.urgent else ""


def todo_code(todo: ToDo) -> str:
    """The case, by its code alone."""
    return todo.code


def what_waits(todo: ToDo, today: date) -> str:
    """Why the line is there, and when it is due."""
    match todo.why:
        case Why.SEEN_BEFORE:
            return say("to be seen before {time} today", time=times.time_of(todo.when))
        case Why.NO_NEXT_STEP:
            return say("high risk, and no day for the next step")
        case Why.UNFIT:
            return say("answers of two people do not fit")
        case Why.HIGH_RISK_DUE:
            return _due(todo.when, today, high=True)
        case Why.DUE:
            return _due(todo.when, today, high=False)
        case Why.NO_ANSWER:
            return _no_answer(todo, today)


def _due(when: str, today: date, *, high: bool) -> str:
    if when == today.isoformat():
        return say("high risk: next step due today") if high else say("next step due today")
    if high:
        return say("high risk: next step was due on {day}", day=times.day(when))
    return say("next step was due on {day}", day=times.day(when))


def _no_answer(todo: ToDo, today: date) -> str:
    days = (today - date.fromisoformat(todo.when)).days
    if todo.slip:
        slip = show_code(Code(todo.slip))
        return say_number(
            "slip {slip}: no answer for {number} day", "slip {slip}: no answer for {number} days", days, slip=slip
        )
    return say_number("referral: no answer for {number} day", "referral: no answer for {number} days", days)


def where(lately: Lately) -> str:
    """The code of the case, or the title of the workshop."""
    return lately.code or lately.title


def only_here(standing: Standing, now: Moment) -> Words:
    """How many records would be lost with this laptop."""
    if not standing.only_here:
        return "" if standing.last_copy is None else Sentence("Everything is on the server or in a copy.")
    records = say_number(
        "{number} record exists only on this laptop.", "{number} records exist only on this laptop.", standing.only_here
    )
    if standing.last_copy is None:
        return f"{records} {say('No copy has been made yet.')}"
    days = (now.day - standing.last_copy.day).days
    return f"{records} {say('Last copy: {when}.', when=times.days_ago(days))}"
