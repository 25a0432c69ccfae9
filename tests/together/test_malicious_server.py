"""The organisation's own server, in bad hands: each of its lies is found out and said in words, or gains nothing.

What it can do unnoticed, and until when, stands in build/decisions/0030-threat-model.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import DeskId
from sync.client.believing import trust_of
from sync.client.facts import server_seed
from sync.client.log import DOUBTS, Event
from sync.client.records.spaces import keys_of
from sync.client.talk.status import status
from sync.protocol.envelopes import Envelope, make_envelope, read_envelope
from sync.protocol.errors import Forged
from sync.protocol.frames import FrameType
from sync.protocol.keys import OpeningKey, SigningKey, context
from sync.protocol.names import EpochId
from sync.protocol.said import DeskCertificate, Grant, Policy, Revocation, Said
from sync.protocol.statements import Statement, state
from tests.helpers.clock import BEGINNING
from tests.sync.client.making import CASE, Person, Team
from tests.sync.protocol.house import random_from
from tests.together import liar as lies
from tests.together.conftest import Seat
from tests.together.liar import Liar, lying
from tests.together.talking import Server, Talker
from tests.together.words import both_open_an_epoch, end_grants, me, say, trust
from ui.screens import sync_words

pytestmark = pytest.mark.usefixtures("all_met")

THIEF = SigningKey.fresh(random_from("thief"))
THIEFS_OPENING = OpeningKey.fresh(random_from("thief"))
STRANGER = DeskId("ba" * 16)


@pytest.fixture
def liar(monkeypatch: pytest.MonkeyPatch) -> Iterator[Liar]:
    with lying(monkeypatch) as found:
        yield found


def lies_begin(liar: Liar, talker: Talker) -> DeskId:
    """She is lied to from here on."""
    liar.remember(me(talker.person), talker.heads())
    return me(talker.person)


def said_to(talker: Talker, event: Event) -> bool:
    """The log has it, and the page tells her what to do."""
    text = sync_words.doubt(status(talker.person.station), BEGINNING.day)
    return event.value in talker.log() and "Tell your coordinator" in text


def has_no_doubt(talker: Talker) -> bool:
    return not set(talker.log()) & {event.value for event in DOUBTS}


def envelopes(person: Person) -> list[Envelope]:
    with person.store.read() as reader:
        return [read_envelope(kept.body) for kept in reader.sync.envelopes()]


def comes_right(liar: Liar, server: Server, team: Team, *talkers: Talker) -> None:
    """Once it is honest again all that was written is everywhere."""
    liar.be_honest()
    for talker in talkers:
        talker.person.create(CASE, code="after it")
    for talker in (*talkers, *talkers, *talkers):
        talker.talk()
    assert len({talker.agreement(team.caseload) for talker in talkers}) == 1
    assert {talker.heads()[team.caseload] for talker in talkers} == {server.heads()[team.caseload]}
    assert [talker.not_sent() for talker in talkers] == [0 for _ in talkers]


# Keys and readers


def test_a_key_that_the_server_swaps_is_not_believed_and_nothing_is_sealed_to_it(
    team: Team, seat: Seat, liar: Liar
) -> None:
    """It gives its own key for the supervisor's, in a certificate that it must sign itself."""
    worker = seat(team.worker)
    (hers,) = [each for each in trust(team.worker).statements.values() if is_certificate(each, me(team.supervisor))]
    assert isinstance(hers.said, DeskCertificate)
    swapped = signed_by_the_server(team, replace(hers.said, seal=THIEFS_OPENING.seal_key))
    liar.tell(lies_begin(liar, worker), lies.instead(hers.raw, swapped.raw))
    liar.tell(me(team.worker), lies.besides(FrameType.STATEMENT, swapped.raw))
    team.worker.create(CASE, code="A")

    worker.talk()
    worker.talk()

    assert trust(team.worker).desk(me(team.supervisor)).seal == hers.said.seal
    assert swapped.id not in trust(team.worker).statements
    assert not any(fits_the_thief(each) for each in (*envelopes(team.worker), sealed_to(team, team.supervisor)))


def test_a_reader_whom_the_server_adds_is_nobody_and_no_key_is_sealed_to_her(
    team: Team, seat: Seat, liar: Liar
) -> None:
    worker = seat(team.worker)
    certificate = DeskCertificate(
        desk=STRANGER,
        worker=team.coordinator.worker,
        roles=("supervisor",),
        verify=THIEF.verify_key,
        seal=THIEFS_OPENING.seal_key,
    )
    grant = Grant(worker=team.coordinator.worker, space=team.caseload, from_epoch=1, write=True)
    forged = [signed_by_the_server(team, said) for said in (certificate, grant)]
    liar.tell(lies_begin(liar, worker), lies.besides(FrameType.STATEMENT, *(each.raw for each in forged)))
    team.worker.create(CASE, code="A")

    worker.talk()
    worker.talk()

    assert not {each.id for each in forged} & trust(team.worker).statements.keys()
    sealed = [each for each in envelopes(team.worker) if each.space == team.caseload]
    assert {each.to for each in sealed if not each.is_for_recovery} == {me(team.worker), me(team.supervisor)}
    assert {each.to for each in sealed if each.is_for_recovery} == {me(team.coordinator)}  # the officer


# Words of the organisation


def test_a_revocation_that_is_kept_from_a_desk_shows_as_soon_as_a_colleague_who_heard_it_writes(
    team: Team, seat: Seat, liar: Liar, server: Server
) -> None:
    """The server wants the supervisor to go on sealing for a laptop that was stolen."""
    coordinator, worker, supervisor = seat(team.coordinator), seat(team.worker), seat(team.supervisor)
    told = say(team.coordinator, Revocation(desk=STRANGER, wipe=True))
    liar.tell(lies_begin(liar, supervisor), lies.without(told.raw))
    coordinator.talk()
    supervisor.talk()
    assert has_no_doubt(supervisor)
    worker.talk()
    team.worker.create(CASE, code="A")
    worker.talk()

    supervisor.talk()

    assert said_to(supervisor, Event.WORDS_KEPT)
    assert has_no_doubt(worker)
    comes_right(liar, server, team, worker, supervisor)
    assert told.id in trust(team.supervisor).statements


def test_an_old_policy_that_is_played_again_shows_as_soon_as_a_colleague_writes_who_has_the_new_one(
    team: Team, seat: Seat, liar: Liar
) -> None:
    coordinator, worker, supervisor = seat(team.coordinator), seat(team.worker), seat(team.supervisor)
    old = say(team.coordinator, policy(2))
    for talker in (coordinator, worker, supervisor):
        talker.talk()
    new = say(team.coordinator, policy(3))
    liar.tell(lies_begin(liar, supervisor), lies.without(new.raw))
    liar.tell(me(team.supervisor), lies.besides(FrameType.STATEMENT, old.raw))
    for talker in (coordinator, worker):
        talker.talk()
    team.worker.create(CASE, code="A")
    worker.talk()

    supervisor.talk()

    assert said_to(supervisor, Event.WORDS_KEPT)


def test_a_new_policy_is_not_undone_by_the_old_one(team: Team, seat: Seat, liar: Liar) -> None:
    coordinator, worker = seat(team.coordinator), seat(team.worker)
    old, new = (say(team.coordinator, policy(number)) for number in (2, 3))
    coordinator.talk()
    worker.talk()
    liar.tell(lies_begin(liar, worker), lies.besides(FrameType.STATEMENT, old.raw))
    team.worker.create(CASE, code="A")

    worker.talk()

    assert trust(team.worker).rules == new.said


def test_two_stories_about_the_organisation_show_when_those_who_were_told_them_write_to_each_other(
    team: Team, seat: Seat, liar: Liar
) -> None:
    """As many words for both, but others."""
    coordinator, worker, supervisor = seat(team.coordinator), seat(team.worker), seat(team.supervisor)
    one, two = (say(team.coordinator, Revocation(desk=DeskId(f"{n:02}" * 16), wipe=True)) for n in (1, 2))
    liar.tell(lies_begin(liar, worker), lies.without(one.raw))
    liar.tell(lies_begin(liar, supervisor), lies.without(two.raw))
    for talker in (coordinator, worker):
        talker.talk()
    team.worker.create(CASE, code="A")
    worker.talk()

    supervisor.talk()

    assert said_to(supervisor, Event.OTHER_WORDS)


def test_a_member_who_is_shown_another_epoch_learns_it_by_the_next_chunk(
    team: Team, seat: Seat, liar: Liar, server: Server
) -> None:
    """Two members open an epoch at once; the server tells each that hers was the first."""
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    hers, over = both_open_an_epoch(team, seat(team.coordinator), worker, supervisor)
    worker.talk()
    liar.tell(lies_begin(liar, supervisor), lies.instead(hers.raw, over.raw))
    liar.tell(me(team.supervisor), lambda frames: [each for each in frames if each.type != FrameType.REFUSED])
    supervisor.talk()
    assert trust(team.supervisor).epoch(team.caseload, 2) == EpochId(over.id)
    case = team.worker.create(CASE, code="A")
    worker.talk()

    supervisor.talk()

    assert not team.supervisor.has(case)
    assert said_to(supervisor, Event.WORDS_KEPT)


# Rows of chunks


def test_a_chunk_that_is_left_out_shows_by_its_number(team: Team, seat: Seat, liar: Liar, server: Server) -> None:
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    row = send_some(team.worker, worker, 3)
    liar.tell(lies_begin(liar, supervisor), lies.leaving_a_hole(team.caseload, row + 1))

    supervisor.talk()

    assert said_to(supervisor, Event.HOLE)
    comes_right(liar, server, team, worker, supervisor)


def test_a_chunk_that_is_dropped_shows_by_its_authors_next_one(
    team: Team, seat: Seat, liar: Liar, server: Server
) -> None:
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    row = send_some(team.worker, worker, 1)
    liar.tell(lies_begin(liar, supervisor), lies.dropping(team.caseload, row + 1))
    supervisor.talk()
    assert has_no_doubt(supervisor)
    team.worker.create(CASE, code="later")
    worker.talk()

    supervisor.talk()

    assert said_to(supervisor, Event.BROKEN_CHAIN)
    comes_right(liar, server, team, worker, supervisor)


def test_a_row_that_is_told_in_another_order_shows_by_the_next_chunk(
    team: Team, seat: Seat, liar: Liar, server: Server
) -> None:
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    row = send_some(team.worker, worker, 2)
    liar.tell(lies_begin(liar, supervisor), lies.swapping(team.caseload, row + 1))

    supervisor.talk()

    assert said_to(supervisor, Event.BROKEN_CHAIN)
    comes_right(liar, server, team, worker, supervisor)


def test_two_histories_show_as_soon_as_one_half_writes_to_the_other(
    team: Team, seat: Seat, liar: Liar, server: Server
) -> None:
    """The server swallows what the worker sends, and tells her that it stands in the row."""
    worker, supervisor = seat(team.worker), seat(team.supervisor)
    worker.talk()
    row = send_some(team.worker, worker, 1)
    liar.tell(lies_begin(liar, supervisor), lies.dropping(team.caseload, row + 1))
    team.supervisor.create(CASE, code="B")
    supervisor.talk()
    case = team.supervisor.create(CASE, code="C")
    supervisor.talk()

    worker.talk()

    assert team.worker.has(case)
    assert said_to(worker, Event.TWO_FACES)
    comes_right(liar, server, team, worker, supervisor)


def test_an_envelope_that_is_played_again_brings_an_old_key_that_nothing_is_sealed_under(
    team: Team, seat: Seat, liar: Liar
) -> None:
    coordinator, worker, supervisor = seat(team.coordinator), seat(team.worker), seat(team.supervisor)
    (old,) = [each for each in envelopes(team.worker) if (each.space, each.to) == (team.caseload, me(team.supervisor))]
    say(team.coordinator, Revocation(desk=me(team.trainer), wipe=False))
    end_grants(team, team.trainer)
    for talker in (coordinator, worker, supervisor, worker, supervisor):
        talker.talk()
    new = trust(team.supervisor).latest_epoch(team.caseload)
    assert new != old.epoch
    liar.tell(lies_begin(liar, supervisor), lies.besides(FrameType.ENVELOPE, old.raw))
    team.supervisor.create(CASE, code="A")

    supervisor.talk()
    worker.talk()

    assert has_no_doubt(worker)
    assert trust(team.supervisor).latest_epoch(team.caseload) == new
    with team.supervisor.store.read() as reader:
        assert {old.epoch, new} <= keys_of(reader).keys()


# What the server would say in somebody's name


def is_certificate(statement: Statement, desk: DeskId) -> bool:
    return isinstance(statement.said, DeskCertificate) and statement.said.desk == desk


def signed_by_the_server(team: Team, said: Said) -> Statement:
    """In the coordinator's name, with the only key that the server has."""
    with team.coordinator.store.read() as reader:
        seed = server_seed(reader)
    assert seed is not None
    return state(
        said,
        organisation=trust(team.coordinator).organisation_id,
        by=me(team.coordinator),
        when=BEGINNING,
        key=SigningKey(seed),
    )


def fits_the_thief(envelope: Envelope) -> bool:
    """Whether the server's own key opens it."""
    purpose = context(
        "fieldapp envelope v1", envelope.organisation, envelope.space, envelope.epoch, envelope.to, envelope.by
    )
    try:
        THIEFS_OPENING.open(envelope.sealed, purpose)
    except Forged:
        return False
    return True


def sealed_to(team: Team, person: Person) -> Envelope:
    """As the worker's desk seals the caseload's key to this colleague now."""
    with team.worker.store.read() as reader:
        known, key = trust_of(reader), next(each for each in keys_of(reader).values() if each.space == team.caseload)
    to, by = known.desk(me(person)), me(team.worker)
    return make_envelope(known.organisation_id, key, to=to, by=by, key=team.worker.signing)


def policy(version: int) -> Policy:
    """The organisation began with the first."""
    return Policy(version=version, expires=Moment.from_text("2027-01-01T00:00:00.000+06:00"))


def send_some(person: Person, talker: Talker, number: int) -> int:
    """So many chunks; how many there were before."""
    before = talker.heads().get(person.desk.space_for(CASE))
    for code in range(number):
        person.create(CASE, code=str(code))
        talker.talk()
    return before.count if before else 0
