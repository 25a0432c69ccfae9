"""What the page of one colleague says: of each space whether she is in it, of each laptop what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.words import Sentence, say
from sync.client.organisation.colleague import HerDesk, HerSpace, OneColleague
from sync.client.organisation.people import NamedSpace
from ui import times
from ui.screens import colleague_words
from ui.widgets.said import Words


@dataclass(frozen=True, slots=True)
class Place:
    """A space, and how she stands in it; None for one that she does not belong to."""

    named: NamedSpace
    hers: HerSpace | None


def her_name(seen: OneColleague) -> str:
    """Her name; where it has not come, that."""
    named = seen.name or say("a colleague")
    return say("{name} (you)", name=named) if seen.is_me else named


def role(seen: OneColleague) -> Words:
    """What she was hired for, or that she is here no more."""
    if seen.has_left:
        return Sentence("has left")
    return "" if seen.role is None else colleague_words.ROLES[seen.role]


def places(seen: OneColleague) -> tuple[Place, ...]:
    """Hers first."""
    return (*(Place(each.named, each) for each in seen.spaces), *(Place(each, None) for each in seen.others))


def place(one: Place) -> str:
    """The space's name."""
    return colleague_words.called(one.named)


def place_key(one: Place) -> str:
    """Tells rows apart."""
    return one.named.space


def belongs(one: Place) -> str:
    """Whether she is in it."""
    if one.hers is None:
        return ""
    return say("belongs to it, alone") if one.hers.alone else say("belongs to it")


def desk_key(desk: HerDesk) -> str:
    """Tells rows apart."""
    return desk.desk


def laptop(desk: HerDesk) -> str:
    """Since when it is in."""
    return say("in since {day}", day=f"{desk.since.day:%d.%m.%Y}")


def standing(desk: HerDesk) -> str:
    """What became of it, in short."""
    if desk.shut_out is None:
        if desk.is_here:
            return say("this laptop")
        return say("in use, administrator's") if desk.has_power else say("in use")
    if desk.shut_out.wiped is not None:
        return say("everything on it deleted")
    return say("shut out, is to delete") if desk.shut_out.wipe else say("shut out")


def about(desk: HerDesk) -> Sentence:
    """The same in full, with the days."""
    out = desk.shut_out
    if out is None:
        if desk.heard is None:
            return Sentence("When it sent something last is not known here.")
        return Sentence("It sent something last on {when}, as the server says.", {"when": times.moment(desk.heard)})
    day = f"{out.at.day:%d.%m.%Y}"
    if out.wiped is not None:
        gone = f"{out.wiped.day:%d.%m.%Y}"
        return Sentence("Shut out on {day}. It has deleted everything on {gone}.", {"day": day, "gone": gone})
    if out.wipe:
        return Sentence("Shut out on {day}. It deletes everything at its next contact; it has not yet.", {"day": day})
    return Sentence("Shut out on {day}. It keeps what it had, and gets nothing more.", {"day": day})


def can_be_shut_out(desk: HerDesk) -> bool:
    """Whether there is still something to say to it."""
    return desk.shut_out is None or not desk.shut_out.wipe
