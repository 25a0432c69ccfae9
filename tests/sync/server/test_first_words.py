"""Before a desk is known: the server proves whose it is, and carries the papers of joining to and fro."""

from __future__ import annotations

import secrets

import pytest

from sync.protocol import hello, limits, paths
from sync.protocol.errors import Contradicts, Forged, Malformed, NotAllowed
from sync.protocol.invitations import PaperKind
from sync.protocol.keys import NONCE_SIZE
from sync.protocol.names import InvitationId
from sync.protocol.refusals import NOT_FOUND, TOO_BIG
from tests.sync.protocol.house import House, Person
from tests.sync.server.served import Answer, Desk, Served

_MAGIC = {PaperKind.INVITATION: b"FAI1", PaperKind.REQUEST: b"FAJ1", PaperKind.WELCOME: b"FAW1"}


@pytest.fixture
def invitation() -> InvitationId:
    return InvitationId(secrets.token_hex(16))


@pytest.fixture
def anybody(standing: Served, anew: House) -> Desk:
    """A desk that no certificate speaks of has as little to show as this one shows."""
    return standing.desk(anew.trainer)


def a_paper(kind: PaperKind, invitation: InvitationId, inside: bytes = b"sealed") -> bytes:
    """As far as a server can see into one."""
    return _MAGIC[kind] + bytes.fromhex(invitation) + bytes(NONCE_SIZE) + inside


def leave(standing: Served, who: Person, raw: bytes) -> Answer:
    """Post the paper with a signature."""
    desk = standing.desk(who)
    return desk.ask("POST", paths.JOIN, raw, desk.signed("POST", paths.JOIN, raw))


def fetch(desk: Desk, kind: PaperKind, invitation: InvitationId) -> Answer:
    return desk.ask("GET", paths.paper(invitation, kind.value))


def test_the_server_proves_whose_it_is(anybody: Desk, anew: House) -> None:
    asked = hello.challenge()

    said = anybody.ask("GET", f"{paths.HELLO}?challenge={asked}")

    trust = anew.trust
    found = hello.check_answer(said.body, asked, organisation=trust.organisation_id, server=trust.server)
    assert found.organisation == trust.organisation_id


def test_invitation_request_and_welcome_go_to_and_fro(
    standing: Served, anew: House, anybody: Desk, invitation: InvitationId
) -> None:
    papers = {kind: a_paper(kind, invitation, kind.value.encode()) for kind in PaperKind}
    assert [fetch(anybody, kind, invitation).why for kind in papers] == [NOT_FOUND] * 3

    left = [
        leave(standing, anew.coordinator, papers[PaperKind.INVITATION]),
        anybody.ask("POST", paths.JOIN, papers[PaperKind.REQUEST]),
        leave(standing, anew.coordinator, papers[PaperKind.WELCOME]),
    ]

    assert [said.status for said in left] == [201, 201, 201]
    assert {kind: fetch(anybody, kind, invitation).body for kind in papers} == papers


def test_a_paper_left_twice_lies_there_once_and_a_later_one_takes_its_place(
    standing: Served, anew: House, anybody: Desk, invitation: InvitationId
) -> None:
    first, later = (a_paper(PaperKind.INVITATION, invitation, each) for each in (b"first", b"later"))

    assert [leave(standing, anew.coordinator, raw).status for raw in (first, first, later)] == [201, 201, 201]

    assert fetch(anybody, PaperKind.INVITATION, invitation).body == later


def test_nobody_answers_an_invitation_that_does_not_lie_here(anybody: Desk, invitation: InvitationId) -> None:
    said = anybody.ask("POST", paths.JOIN, a_paper(PaperKind.REQUEST, invitation))

    assert (said.status, said.why) == (404, NOT_FOUND)


def test_an_answered_invitation_takes_no_other_request(
    standing: Served, anew: House, anybody: Desk, invitation: InvitationId
) -> None:
    mine, other = (a_paper(PaperKind.REQUEST, invitation, each) for each in (b"mine", b"other"))
    leave(standing, anew.coordinator, a_paper(PaperKind.INVITATION, invitation))
    assert [anybody.ask("POST", paths.JOIN, raw).status for raw in (other, mine)] == [201, 201]
    leave(standing, anew.coordinator, a_paper(PaperKind.WELCOME, invitation))

    again, late = (anybody.ask("POST", paths.JOIN, raw) for raw in (mine, other))

    assert again.status == 201
    assert (late.status, late.why) == (409, Contradicts.code)
    assert fetch(anybody, PaperKind.REQUEST, invitation).body == mine


@pytest.mark.parametrize("kind", [PaperKind.INVITATION, PaperKind.WELCOME])
def test_only_an_administrator_invites_and_welcomes(
    standing: Served, anew: House, anybody: Desk, invitation: InvitationId, kind: PaperKind
) -> None:
    raw = a_paper(kind, invitation)
    desk = standing.desk(anew.coordinator)

    by_trainer = leave(standing, anew.trainer, raw)
    unsigned = desk.ask("POST", paths.JOIN, raw)
    other = desk.ask("POST", paths.JOIN, raw, desk.signed("POST", paths.JOIN, a_paper(kind, invitation, b"other")))

    assert (by_trainer.status, by_trainer.why) == (403, NotAllowed.code)
    assert (unsigned.status, unsigned.why) == (400, Malformed.code)
    assert (other.status, other.why) == (401, Forged.code)
    assert fetch(anybody, kind, invitation).status == 404


def test_what_is_no_paper_is_refused(anybody: Desk, invitation: InvitationId) -> None:
    nonsense = anybody.ask("POST", paths.JOIN, b"nonsense")
    huge = anybody.ask("POST", paths.JOIN, a_paper(PaperKind.REQUEST, invitation, bytes(limits.SEALED_PAPER)))
    nowhere = anybody.ask("GET", f"{paths.JOIN}/{invitation}/letter")
    unnamed = anybody.ask("GET", f"{paths.JOIN}/somebody/invitation")

    assert (nonsense.status, nonsense.why) == (400, Malformed.code)
    assert (huge.status, huge.why) == (413, TOO_BIG)
    assert (nowhere.status, nowhere.why) == (404, NOT_FOUND)
    assert (unnamed.status, unnamed.why) == (400, Malformed.code)
