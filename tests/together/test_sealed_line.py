"""The line to the server under TLS: the organisation's own authorities count whatever the clock says, and no others."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
import requests

from fieldapp.domain.spaces import Role
from sync.client.connecting import Vouchers
from sync.client.errors import LinkCut, ServerNotOurs
from sync.client.exchange import Outcome
from sync.client.inviting import Invitee, invite, let_in, who_asks
from sync.client.joining import begin, is_joined
from sync.client.rules import say_rules
from sync.client.rules import vouchers as vouchers_at
from sync.client.transport import Line
from sync.protocol import paths
from sync.protocol.hello import challenge
from tests.helpers.authority import Authority
from tests.sync.client.making import CASE, Person, Team, found_by
from tests.together.talking import PATIENCE, Server, Talker


@pytest.fixture
def authority() -> Authority:
    return Authority()


@pytest.fixture
def coordinator(home: Path) -> Iterator[Person]:
    person = Person("coordinator", home / "coordinator")
    yield person
    person.close()


@pytest.fixture
def kit(coordinator: Person) -> bytes:
    return found_by(coordinator).kit


def hello(server: Server, vouchers: Vouchers) -> int:
    """Ask the server who it is, over a new line."""
    with closing(Line(server.url, PATIENCE, vouchers)) as line:
        return line.ask("GET", paths.HELLO, query=f"challenge={challenge()}", headers={}).status


@pytest.mark.parametrize(("begins", "days"), [(-1, 90), (-400, 30), (400, 30)], ids=["now", "over", "not yet"])
def test_a_certificate_of_the_organisations_authority_is_believed_at_any_time(
    kit: bytes, tmp_path: Path, authority: Authority, begins: int, days: int
) -> None:
    seal = authority.seal(tmp_path / "seal", begins=begins, days=days)

    with Server(kit, tmp_path / "server", seal) as server:
        assert hello(server, Vouchers((authority.pin,))) == 200


def test_where_authorities_are_named_no_other_is_believed(
    kit: bytes, tmp_path: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = tmp_path / "bundle.pem"
    bundle.write_bytes(authority.pem)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
    monkeypatch.setenv("SSL_CERT_FILE", str(bundle))
    monkeypatch.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", str(bundle))

    with Server(kit, tmp_path / "server", authority.seal(tmp_path / "seal")) as server:
        assert hello(server, Vouchers()) == 200  # this laptop's system believes it
        for pins in ((Authority().pin,), (Authority("Authority").pin, Authority().pin), (b"no certificate",), (b"",)):
            with pytest.raises(ServerNotOurs, match="Nothing was sent to it"):
                hello(server, Vouchers(pins))


def test_without_named_authorities_a_private_one_is_not_believed(
    kit: bytes, tmp_path: Path, authority: Authority
) -> None:
    with Server(kit, tmp_path / "server", authority.seal(tmp_path / "seal")) as server, pytest.raises(ServerNotOurs):
        hello(server, Vouchers())


def test_a_certificate_for_another_address_is_not_believed(kit: bytes, tmp_path: Path, authority: Authority) -> None:
    seal = authority.seal(tmp_path / "seal", host="127.0.0.2")

    with Server(kit, tmp_path / "server", seal) as server, pytest.raises(ServerNotOurs):
        hello(server, Vouchers((authority.pin,)))


def test_an_authority_that_another_one_vouches_for_is_enough_by_itself(kit: bytes, tmp_path: Path) -> None:
    middle = Authority("Middle", above=Authority("Top"))

    with Server(kit, tmp_path / "server", middle.seal(tmp_path / "seal")) as server:
        assert hello(server, Vouchers((middle.pin,))) == 200


def test_an_authority_is_changed_for_another_while_every_desk_goes_on_talking(
    coordinator: Person, kit: bytes, tmp_path: Path, authority: Authority
) -> None:
    other, folder = Authority("Other"), tmp_path / "server"
    say_rules(coordinator.station, "", (authority.pin,))
    with Server(kit, folder, authority.seal(tmp_path / "one")) as server, Talker(coordinator, server.url) as talker:
        talker.talk()
        say_rules(coordinator.station, server.url, (authority.pin, other.pin))
        talker.talk()
    with Server(kit, folder, other.seal(tmp_path / "two")) as server, Talker(coordinator, server.url) as talker:
        talker.talk()
        say_rules(coordinator.station, server.url, (other.pin,))
        talker.talk()
    with (
        Server(kit, folder, authority.seal(tmp_path / "three")) as server,
        Talker(coordinator, server.url) as talker,
    ):
        talker.breaks_off(ServerNotOurs)


def test_a_newcomer_knows_from_her_invitation_whom_to_believe(
    coordinator: Person, kit: bytes, tmp_path: Path, authority: Authority, home: Path
) -> None:
    newcomer = Person("newcomer", home / "newcomer")
    with Server(kit, tmp_path / "server", authority.seal(tmp_path / "seal")) as server:
        say_rules(coordinator.station, server.url, (authority.pin,))
        invited = invite(coordinator.station, Invitee(name="Worker 1", role=Role.OUTREACH))
        begin(newcomer.station, invited.code.text, name="Swallow", address=server.url)
        with newcomer.store.read() as reader:
            assert vouchers_at(reader) == Vouchers(unmet=True)
        with Talker(coordinator, server.url) as first, Talker(newcomer, server.url) as second:
            first.talk()
            assert second.talk() is Outcome.ASKED
            with newcomer.store.read() as reader:
                assert vouchers_at(reader) == Vouchers((authority.pin,))
            first.talk()
            (asking,) = who_asks(coordinator.station)
            let_in(coordinator.station, asking)
            first.talk()

            assert second.talk() is Outcome.DONE

    with newcomer.store.read() as reader:
        assert is_joined(reader)
    newcomer.close()


def test_before_the_organisation_is_met_nothing_but_the_code_counts(
    kit: bytes, tmp_path: Path, authority: Authority, home: Path
) -> None:
    """Whoever answers at that address is asked for one sealed paper; what does not open with the code is not used."""
    stranger = Person("stranger", home / "stranger")
    theirs = found_by(stranger).kit
    newcomer = Person("newcomer", home / "newcomer")
    begin(newcomer.station, invite(stranger.station, Invitee(name="W", role=Role.OUTREACH)).code, name="Swallow")
    with (
        Server(kit, tmp_path / "server", authority.seal(tmp_path / "seal")) as server,
        Talker(newcomer, server.url) as talker,
    ):
        assert talker.talk() is Outcome.ASKED  # this server has no such paper
        with newcomer.store.read() as reader:
            assert vouchers_at(reader).unmet
    assert theirs != kit
    for person in (stranger, newcomer):
        person.close()


def test_a_sealed_line_is_broken_off_at_once_while_it_waits(tmp_path: Path, authority: Authority) -> None:
    seal = authority.seal(tmp_path / "seal")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(seal.certificate, seal.key)
    with closing(socket.create_server(("127.0.0.1", 0))) as door, ThreadPoolExecutor(2) as beside:
        opening = beside.submit(lambda: context.wrap_socket(door.accept()[0], server_side=True))
        line = Line(f"https://127.0.0.1:{door.getsockname()[1]}", PATIENCE, Vouchers((authority.pin,)))
        asking = beside.submit(line.ask, "GET", "/never", headers={})
        with closing(opening.result(20)) as opened:
            assert opened.recv(1000).startswith(b"GET /never")
            line.hang_up()

            with pytest.raises(LinkCut):
                asking.result(5)
        line.close()


def test_many_records_go_through_a_sealed_line(team: Team, tmp_path: Path, authority: Authority) -> None:
    say_rules(team.coordinator.station, "", (authority.pin,))
    folder = tmp_path / "server"
    with Server(team.founded.kit, folder, authority.seal(tmp_path / "seal")) as server:
        with Talker(team.coordinator, server.url) as talker:
            talker.talk()
        for person in (team.worker, team.supervisor):
            tell(team.coordinator, person)
        cases = [team.worker.create(CASE, code=str(number) * 50) for number in range(300)]
        with Talker(team.worker, server.url) as worker, Talker(team.supervisor, server.url) as supervisor:
            for talker in (worker, supervisor, worker, supervisor):
                talker.talk()
    assert all(team.supervisor.has(case) for case in cases)


def tell(teller: Person, hearer: Person) -> None:
    """A stick carries what is said."""
    with teller.store.read() as reader:
        told = list(reader.sync.statements())
    hearer.store.write_now(lambda write: [write.sync.keep_statement(each) for each in told])
