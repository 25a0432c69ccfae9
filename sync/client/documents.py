"""Which statements and envelopes the server is known to have, and which it must still be given.

The server numbers them in one row and says how far it has given them out. What a desk has made or brought counts as
taken once the server has given it back.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, cast

from fieldapp.domain.answers import Json
from fieldapp.storage.store import Reader, Write
from sync.protocol.beginning import Documents, digest_of
from sync.protocol.errors import NotYet
from sync.protocol.refusals import Refusal, What

_CURSOR: Final = "sync documents"
_NOT_GIVEN: Final = "sync documents not given"
_TO_SEND: Final = "sync documents to send"
_REFUSED: Final = "sync documents refused"
_WITHHELD: Final = "sync documents withheld"


def made(write: Write, document: str) -> None:
    """It was made here, or brought by a file: the server gets it with the next exchange."""
    _write(write, _NOT_GIVEN, {*_read(write, _NOT_GIVEN), document})
    _write(write, _TO_SEND, {*_read(write, _TO_SEND), document})


def given(write: Write, documents: Iterable[str], upto: int) -> None:
    """The server gave these, and with them all up to its number `upto`; a smaller one than before: it begins anew."""
    came = set(documents)
    missing = _all(write) if upto < cursor(write) else _read(write, _NOT_GIVEN)
    _write(write, _NOT_GIVEN, missing - came)
    _write(write, _TO_SEND, _read(write, _TO_SEND) - came)
    _write(write, _REFUSED, refused(write) - came)
    write.remember(_CURSOR, upto)


def all_given(write: Write) -> None:
    """An exchange came to its end: what the server did not give, it does not have."""
    _write(write, _TO_SEND, _read(write, _NOT_GIVEN) - refused(write))


def offer_all(write: Write) -> None:
    """The server knows nothing of this desk: give it all that is here, and begin at its first number."""
    everything = _all(write)
    _write(write, _NOT_GIVEN, everything)
    _write(write, _TO_SEND, everything - refused(write))
    write.remember(_CURSOR, None)


def refuse(write: Write, document: str) -> None:
    """The server will never take it: it is kept, not sent again, and not believed here either. With an epoch go its
    envelopes."""
    lost = {document, *(each.id for each in write.sync.envelopes() if each.epoch == document)}
    _write(write, _REFUSED, refused(write) | lost)
    _write(write, _TO_SEND, _read(write, _TO_SEND) - lost)


def is_lost(refusal: Refusal) -> bool:
    """Whether the server will never take this statement or envelope."""
    return refusal.what in (What.STATEMENT, What.ENVELOPE) and refusal.why != NotYet.code


def withhold(write: Write, documents: Iterable[str]) -> None:
    """These the server does not give to this desk now, because of what it was shut out of: they are kept, but neither
    counted nor offered. All others it gives."""
    kept = frozenset(documents)
    _write(write, _WITHHELD, kept)
    for key in (_NOT_GIVEN, _TO_SEND):
        _write(write, key, _read(write, key) - kept)


def forget(write: Write, documents: Iterable[str]) -> None:
    """These are not here any more."""
    gone = frozenset(documents)
    for key in (_NOT_GIVEN, _TO_SEND, _WITHHELD):
        _write(write, key, _read(write, key) - gone)


def refused(reader: Reader) -> frozenset[str]:
    """What the server did not take, because another one came first or it has no right to be."""
    return frozenset(_read(reader, _REFUSED))


def to_send(reader: Reader) -> frozenset[str]:
    """The ids of what the server is not known to have."""
    return frozenset(_read(reader, _TO_SEND))


def are_given(reader: Reader) -> bool:
    """Whether the server has given back all that this desk ever sent or got."""
    return not _read(reader, _NOT_GIVEN) - refused(reader)


def not_given(reader: Reader) -> frozenset[str]:
    """The ids of what is here, but has not come from the server."""
    return frozenset(_read(reader, _NOT_GIVEN))


def what_is_here(reader: Reader) -> Documents:
    """What to tell the server of the documents that it has given."""
    return Documents(cursor(reader), digest_of(_all(reader) - _read(reader, _NOT_GIVEN)))


def cursor(reader: Reader) -> int:
    """The server's number up to which it has given."""
    return cast("int", reader.recall(_CURSOR) or 0)


def _all(reader: Reader) -> set[str]:
    words = (*reader.sync.statements(), *reader.sync.words_of_server())
    everything = {*(each.id for each in words), *(each.id for each in reader.sync.envelopes())}
    return everything - _read(reader, _WITHHELD)


def _read(reader: Reader, key: str) -> set[str]:
    return {str(each) for each in cast("list[Json]", reader.recall(key) or [])}


def _write(write: Write, key: str, ids: set[str] | frozenset[str]) -> None:
    write.remember(key, cast("Json", sorted(ids)) or None)
