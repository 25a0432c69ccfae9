"""What is said of an erasure: what goes, what stays, why, and how far it has come."""

from __future__ import annotations

from typing import Final

from fieldapp.domain.codes import show_code
from fieldapp.domain.erasing import WhyErased
from fieldapp.words import Sentence, say, say_number
from fieldapp.work.erasing import ToErase
from sync.client.keeping.erased import ErasureSeen
from ui import times
from ui.widgets.said import said

_WHY: Final = {
    WhyErased.ASKED.value: Sentence("she asked for it"),
    WhyErased.KEPT_TOO_LONG.value: Sentence("kept as long as it may be"),
    WhyErased.WRONGLY_KEPT.value: Sentence("should never have been written down"),
}


def what_goes(case: ToErase) -> str:
    """What will be gone, where, and that it does not come back."""
    records = say_number("{number} record", "{number} records", case.records)
    drafts = say_number("{number} draft", "{number} drafts", case.drafts)
    what = f"{records}, {drafts}" if case.drafts else records
    lines = [
        say(
            "{code} goes from this laptop at once, with {what}, its history and its files; from the server and from "
            "every colleague's laptop at their next connections. Nobody can bring it back.",
            code=case.code,
            what=what,
        )
        if case.shared
        else say(
            "{code} goes from this laptop at once, with {what}, its history and its files. Nobody can bring it back.",
            code=case.code,
            what=what,
        )
    ]
    if case.unsent and case.shared:
        lines.append(
            say_number("{number} of them is nowhere but here.", "{number} of them are nowhere but here.", case.unsent)
        )
    return " ".join(lines)


def what_stays(case: ToErase) -> str:
    """What cannot be destroyed from here."""
    lines = []
    if case.papers:
        lines.append(
            say_number(
                "{number} paper was printed of it: get it back if you can.",
                "{number} papers were printed of it: get them back if you can.",
                case.papers,
            )
        )
    if case.copies:
        lines.append(
            say(
                "It stands in copies on sticks, the last one of {when}. Make a new copy, and destroy the old ones.",
                when=times.moment(case.copies[0]),
            )
        )
    return " ".join(lines) or say("No paper was printed of it here, and no copy of this desk is known.")


def number(one: ErasureSeen) -> str:
    """The certificate's."""
    return show_code(one.number)


def by(one: ErasureSeen) -> str:
    """Who erased it."""
    if one.own:
        return say("you")
    return one.by or say("a colleague")


def why(one: ErasureSeen) -> str:
    """The reason."""
    found = _WHY.get(one.why)
    return say("another reason") if found is None else said(found)


def standing(one: ErasureSeen) -> str:
    """How far it has come, in a few words."""
    if not one.spread:
        return say("done: it was nowhere else")
    if one.server is None:
        return say("here; not yet on the server")
    confirmed = sum(desk.at is not None for desk in one.desks)
    if confirmed == len(one.desks):
        return say("done everywhere")
    return say("server; {number} of {all} laptops", number=confirmed, all=len(one.desks))


def details(one: ErasureSeen) -> str:
    """All of it, line by line."""
    lines = [say("Erased by {who}: {why}.", who=by(one), why=why(one))]
    records = say_number("{number} record", "{number} records", one.here.records)
    lines.append(say("Here: {what}, {when}", what=records, when=times.moment(one.done)))
    if one.here.unsent:
        lines.append(
            say_number(
                "{number} change that was not sent went with it.",
                "{number} changes that were not sent went with it.",
                one.here.unsent,
            )
        )
    if one.here.late:
        lines.append(
            say_number(
                "{number} change of it came later and was dropped.",
                "{number} changes of it came later and were dropped.",
                one.here.late,
            )
        )
    if one.spread:
        lines += _spread(one)
    if one.waits:
        lines.append(
            say(
                "It goes on as soon as nothing of the space waits at this laptop: decide on what was sent late under "
                "“Put aside”; what waits for a key or for a colleague's record comes by itself."
            )
        )
    return "\n".join(lines)


def _spread(one: ErasureSeen) -> list[str]:
    lines = [
        say("Server: not confirmed yet")
        if one.server is None
        else say("Server: confirmed {when}", when=times.moment(one.server.at))
    ]
    for desk in one.desks:
        name = desk.worker or say("a colleague")
        if desk.at is None:
            lines.append(say("{name}: not heard from yet", name=name))
        else:
            lines.append(say("{name}: confirmed {when}", name=name, when=times.moment(desk.at)))
    lines += [say("{name}: left or shut out, not confirmed", name=name or say("a colleague")) for name in one.shut_out]
    lines += [say("Still stands in “{space}”: tell whoever keeps it", space=space) for space in one.elsewhere]
    return lines
