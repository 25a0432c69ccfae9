"""Signed requests: their counters, and what an answer that says no means for her."""

from __future__ import annotations

import pytest

from sync.client.errors import Connection, ServerFull, ServerNonsense, ServerSlow, ServerStrange
from sync.client.talk.calling import Counters, declined
from sync.protocol.refusals import REPLAYED, UNAVAILABLE, Refusal, What
from tests.sync.client.conftest import Seat


def no(why: str) -> bytes:
    return Refusal(What.EXCHANGE, "", why).encode()


def test_counters_only_grow_also_after_the_program_was_ended(seat: Seat) -> None:
    person = seat("worker")
    first = Counters(person.station)
    drawn = [first.next() for _ in range(200)]
    person.reopen()

    again = Counters(person.station)

    assert drawn == sorted(set(drawn))
    assert again.next() > drawn[-1]


@pytest.mark.parametrize("last", [0, 1, 5, 63, 64, 65, 1000, 2**52])
def test_a_desk_that_was_set_back_goes_on_beyond_what_the_server_knows(seat: Seat, last: int) -> None:
    counters = Counters(seat("worker").station)
    counters.next()

    counters.go_beyond(last)

    drawn = [counters.next() for _ in range(100)]
    assert last < drawn[0] <= last + 130
    assert drawn == sorted(set(drawn))


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (400, no("malformed"), ServerStrange),
        (401, no("forged"), ServerStrange),
        (403, no("not_yet"), ServerStrange),
        (408, no("too_slow"), ServerSlow),
        (409, no(REPLAYED), ServerStrange),
        (500, b"oops", ServerFull),
        (503, no(UNAVAILABLE), ServerFull),
        (200, b"<html>", ServerNonsense),
        (302, b"", ServerNonsense),
        (403, b"<html>blocked</html>", ServerNonsense),
        (404, b'{"detail":"Not Found"}', ServerNonsense),
        (511, b"<html>log in</html>", ServerNonsense),
    ],
)
def test_an_answer_that_says_no_is_told_by_what_it_means(status: int, body: bytes, error: type[Connection]) -> None:
    assert type(declined(status, body).told()) is error


def test_only_the_servers_own_word_makes_a_desk_a_stranger() -> None:
    assert declined(403, no("not_yet")).is_stranger
    assert not declined(403, no("not_allowed")).is_stranger
    assert not declined(403, b"<html>blocked</html>").is_stranger
