"""What is said about handing a case over: where to, what she agreed to, what happens, how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fieldapp.domain.consent import Within
from fieldapp.words import Sentence, say, say_number
from fieldapp.work.handing_over import HandOver, Moving
from sync.client.organisation.caseloads import Caseload, WholeCaseload

_AGREED: Final = Sentence("She has agreed that your supervisor sees her record.")
_SAID: Final[Mapping[Within, Sentence]] = {
    Within.AGREED: _AGREED,
    Within.NOT_ASKED: Sentence("She was not asked whether others here may see her record."),
    Within.DECLINED: Sentence("She did not agree that others here see her record."),
    Within.WITHDRAWN: Sentence("She has taken her consent back."),
}


def caseload(one: Caseload) -> str:
    """Its name and whose it is."""
    title, workers = called(one), ", ".join(one.workers)
    named = say("{caseload}: {names}", caseload=title, names=workers) if workers else title
    return named if one.takes else say("{caseload} (waits for a new key)", caseload=named)


def called(one: Caseload) -> str:
    """Its name alone."""
    return one.title or say("a caseload without a name")


def happens_to_all(one: WholeCaseload, name: str) -> tuple[str, ...]:
    """What follows when a whole caseload is handed over, line by line."""
    lines = [
        say(
            "{name} reads all of it from the next connection on. If she has no caseload yet, her new cases go there.",
            name=name,
        ),
    ]
    if one.holders:
        lines += [
            say("For whoever has it now it leaves the laptop once everything of it is sent."),
            say("What she still writes without a connection is put aside until a supervisor takes it in."),
        ]
    if one.others:
        lines.append(say("These go on reading it: {names}.", names=", ".join(one.others)))
    else:
        lines.append(
            say("Nobody else reads it: {name} sees the old cases when the laptop that has them connects.", name=name)
        )
    return tuple(lines)


def loses(one: WholeCaseload) -> str:
    """Who reads it no more."""
    if not one.holders:
        return say("Whoever had it has left. Those who read it now go on reading it.")
    names = ", ".join(one.caseload.workers) or say("a colleague")
    return say("It is taken from: {names}. What they have printed stays where it is.", names=names)


def consent(found: HandOver) -> str:
    """What she said of others in the organisation, and what follows from it."""
    said = _SAID[found.said].said()
    if found.decides and found.said is not Within.AGREED:
        return said + " " + say("As her supervisor you may hand the case over all the same. Tell her, if it is safe.")
    return said


def happens(found: HandOver, to: Caseload | None) -> tuple[str, ...]:
    """What follows, line by line; the last ones only where there is something to say."""
    lines = [
        say("The whole case goes to that caseload with the next connection, with its history and its files."),
        say("It leaves this laptop after that.")
        if to is None or not to.is_read
        else say("You read that caseload, so you go on seeing the case."),
        say("Whoever does not read that caseload sees the case no more. What was printed stays where it is."),
        say("What somebody writes in it meanwhile without a connection goes after it."),
    ]
    if found.half_typed:
        lines.append(
            say_number(
                "{number} form of it is half typed here. It stays here with the case until you save it.",
                "{number} forms of it are half typed here. They stay here with the case until you save them.",
                found.half_typed,
            )
        )
    if found.files_missing:
        lines.append(
            say_number(
                "{number} attached file has not come to this laptop. It follows from the laptop that has it.",
                "{number} attached files have not come to this laptop. They follow from the laptops that have them.",
                found.files_missing,
            )
        )
    return tuple(lines)


def moving_words(moving: Moving) -> str:
    """How far it is with a case that was handed over."""
    to = moving.to or say("another caseload")
    if moving.records:
        return say_number(
            "Being handed over to “{caseload}”: {number} record waits for the next connection.",
            "Being handed over to “{caseload}”: {number} records wait for the next connection.",
            moving.records,
            caseload=to,
        )
    if moving.half_typed:
        return say("Handed over to “{caseload}”. What is half typed here goes after it when you save it.", caseload=to)
    return say("Handed over to “{caseload}”. It leaves this laptop with the next connection.", caseload=to)
