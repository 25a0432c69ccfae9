"""What is noted of the talks with the server: an event, with numbers and ids, without names and answers."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Final

from fieldapp.domain.answers import Json
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import RecordId, SpaceId, WorkerId
from fieldapp.errors import FieldappError
from fieldapp.storage.store import Write


class Event(Enum):
    """What can stand in the log; the value is what the store keeps."""

    FOUNDED = "founded"
    INVITED = "invited"
    ASKED = "asked"  # a desk asks to come in
    LET_IN = "let in"
    NAMED = "named"  # worker: the root key made her an administrator
    NAMED_OFFICER = "named officer"  # worker: the root key made her a recovery officer
    RETIRED = "retired"  # worker: the root key took her desk's power back
    JOINED = "joined"
    LET_INTO = "let into"  # worker, space
    TAKEN_OUT = "taken out"  # worker, space
    SHUT_OUT = "shut out"  # worker: a desk of hers
    LEFT = "left"  # worker: she belongs to the organisation no more
    WIPED = "wiped"  # worker: a desk of hers has deleted what it held
    REMOVED = "removed"  # space: she belongs to it no more, and what was here of it is gone
    KEYS_OPENED = "keys opened"  # worker, space: an officer (by) opened it for a new desk of hers
    RESET = "reset"  # worker: an officer (by) answered her desk's request for a new way in
    BEGUN_AGAIN = "begun again"  # this desk was opened with what an officer sent
    SENT = "sent"  # number: records
    RECEIVED = "received"  # number: records
    TROUBLE = "trouble"  # why: the sentence that said so
    ERASED = "erased"  # worker: who erased it; a case is gone from this desk for good
    PACKED = "packed"  # space, number: of chunks that the server deleted, because a snapshot holds them
    PARKED = "parked"
    TAKEN_IN = "taken in"  # something that was sent late, by a person's decision
    STOPPED = "stopped"  # the server takes nothing for a space any more
    RESTORED = "restored"  # this desk was brought back from a copy
    COPIED = "copied"  # another desk goes by this one's name: a copy of it, or it was set back
    SERVER_LOST = "server lost"  # the server holds less than it did: it was set back
    TWO_FACES = "two faces"  # colleagues were shown another row of chunks than this desk
    DIFFERENT = "different"  # a colleague's desk holds other records of a space
    PUT_RIGHT = "put right"  # number, roots: records that had not been the same are
    ALIKE = "alike"  # this desk and its colleague hold the same of a space again
    BROKEN_CHAIN = "broken chain"  # the server keeps a colleague's chunk back
    WORDS_KEPT = "words kept"  # the server keeps something back that the organisation said
    OTHER_WORDS = "other words"  # the server told a colleague other words of the organisation than this desk
    FOLLOWED = "followed"  # number: edits of records that were handed over went after them
    HANDED_OVER = "handed over"  # number: cases that left this desk
    CASELOAD_HANDED_OVER = "caseload handed over"
    HOLE = "hole"  # a number was missing in what the server gave


def note(write: Write, at: Moment, event: Event, details: Mapping[str, Json] | None = None) -> None:
    """Add a line."""
    write.sync.note(at, event.value, dict(details) if details else None)


def note_trouble(write: Write, at: Moment, trouble: FieldappError) -> None:
    """Add a line, unless the newest one says the same: a day without a connection is one line."""
    why = trouble.sentence.text if not trouble.sentence.values else str(trouble.sentence)
    newest = write.sync.log(1)
    if not newest or (newest[0].event, newest[0].details) != (Event.TROUBLE.value, {"why": why}):
        note(write, at, Event.TROUBLE, {"why": why})


#: What an honest server does not do, unless its disk was lost or set back.
DOUBTS: Final = frozenset((Event.TWO_FACES, Event.BROKEN_CHAIN, Event.WORDS_KEPT, Event.OTHER_WORDS, Event.HOLE))


def space_in(details: Mapping[str, Json]) -> SpaceId | None:
    """The space that a line speaks of."""
    return SpaceId(str(details["space"])) if "space" in details else None


def roots_in(details: Mapping[str, Json]) -> tuple[RecordId, ...]:
    """The cases and workshops that a line names."""
    named = details.get("roots")
    return tuple(RecordId(str(each)) for each in named) if isinstance(named, list) else ()


def worker_in(details: Mapping[str, Json], key: str = "worker") -> WorkerId | None:
    """The colleague that a line speaks of; "by": who did it."""
    return WorkerId(str(details[key])) if key in details else None


KNOWN: Final = {event.value: event for event in Event}
