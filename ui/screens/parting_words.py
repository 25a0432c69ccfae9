"""What she is told when a space is hers no more, or her laptop was shut out."""

from __future__ import annotations

from fieldapp.domain.clock import Moment
from fieldapp.words import Sentence
from sync.client.organisation.leaving import Left
from sync.client.organisation.wiping import OwnEnd


def end(one: OwnEnd) -> Sentence:
    """This laptop was shut out."""
    values = {"organisation": one.organisation, "day": _day(one.at)}
    if one.wipe:
        return Sentence(
            "{organisation} closed this desk on {day}. What is unsent is sent, then everything in it is deleted.",
            values,
        )
    return Sentence(
        "{organisation} shut this laptop out on {day}. Nothing new comes to it. What you save here is still sent, and "
        "waits there until a colleague has looked at it. Talk to your coordinator.",
        values,
    )


def left(one: Left) -> Sentence:
    """A space is hers no more."""
    space = one.title or Sentence("a space")
    if one.removed is not None:
        return Sentence(
            "You do not belong to “{space}” any more. Its records were removed from this laptop on {day}.",
            {"space": space, "day": _day(one.removed)},
        )
    if one.drafts:
        return Sentence(
            "You do not belong to “{space}” any more. Its records are removed from this laptop once what you began "
            "there is saved or discarded, and sent.",
            {"space": space},
        )
    if one.unsent:
        return Sentence(
            "You do not belong to “{space}” any more. Its records are removed from this laptop once what you wrote "
            "there is sent.",
            {"space": space},
        )
    return Sentence(
        "You do not belong to “{space}” any more. Its records are removed from this laptop at the next connection.",
        {"space": space},
    )


def _day(when: Moment) -> str:
    return f"{when.day:%d.%m.%Y}"
