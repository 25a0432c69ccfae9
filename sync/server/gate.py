"""Who may come in: signed requests are judged here, and what is turned away gets its status and its word."""

from __future__ import annotations

from typing import Final

from sync.protocol.errors import Contradicts, Forged, Malformed, NotAllowed, NotYet, Unacceptable
from sync.protocol.refusals import REPLAYED
from sync.protocol.requests import SignedRequest
from sync.protocol.trust import Trust
from sync.server.callers import last_counter, use_counter
from sync.server.centre import Centre

_STATUS: Final[dict[type[Unacceptable], int]] = {
    Malformed: 400,
    Forged: 401,
    NotYet: 403,
    NotAllowed: 403,
    Contradicts: 409,
}


class Declined(Exception):
    """A whole request that is not taken. `counter` is the last one that the desk has used, where that is the reason."""

    def __init__(self, status: int, why: str, counter: int | None = None) -> None:
        super().__init__(why)
        self.status, self.why, self.counter = status, why, counter


def declined(error: Unacceptable) -> Declined:
    """The answer to a request that must not be used."""
    return Declined(_STATUS[type(error)], error.code)


def let_in(centre: Centre, asked: SignedRequest) -> Trust:
    """Take a signed request once. Raises NotYet (no such desk), Forged, or Declined (its counter was used)."""
    trust = centre.register.now().trust
    asked.check(trust.key_of(asked.desk))
    with centre.database.writing() as connection:
        if not use_counter(connection, centre.organisation, asked.desk, asked.counter):
            raise Declined(409, REPLAYED, last_counter(connection, centre.organisation, asked.desk))
    return trust
