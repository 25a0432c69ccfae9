"""How a desk joins: by the server or by a stick, with a code on paper."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sync.protocol import signed
from sync.protocol.codes import OneTimeCode
from sync.protocol.envelopes import make_envelope, open_envelope
from sync.protocol.errors import Forged, Malformed
from sync.protocol.invitations import (
    OtherCode,
    PaperKind,
    SealedPaper,
    Welcome,
    open_invitation,
    open_request,
    open_welcome,
    read_paper,
    seal_invitation,
    seal_request,
    seal_welcome,
)
from sync.protocol.judging import learn
from sync.protocol.keys import SigningKey
from sync.protocol.statements import Statement
from tests.sync.protocol.house import NOON, House, a_house, random_from

CODE = OneTimeCode.fresh(random_from("code"))
OTHER = OneTimeCode.fresh(random_from("other code"))


@pytest.fixture
def house() -> House:
    return a_house()


def invitation(house: House, statements: tuple[Statement, ...] | None = None, code: OneTimeCode = CODE) -> SealedPaper:
    return seal_invitation(
        code,
        house.statements[:2] + house.statements[6:12] if statements is None else statements,
        address="https://sync.example.org:8443",
        worker=house.worker.worker,
        roles=("outreach",),
        name="participant 1",
        when=NOON,
        random=random_from("invitation"),
    )


def request(house: House, code: OneTimeCode = CODE) -> SealedPaper:
    new = house.worker
    return seal_request(
        code,
        desk=new.desk,
        key=new.key,
        seal=new.opening.seal_key,
        name="participant 1",
        random=random_from("request"),
    )


def welcome(house: House, code: OneTimeCode = CODE) -> SealedPaper:
    new, member = house.worker, house.supervisor
    key = house.key_of(house.caseload)
    envelope = make_envelope(house.trust.organisation_id, key, to=new.certificate, by=member.desk, key=member.key)
    return seal_welcome(code, Welcome(house.statements, (envelope,)), random_from("welcome"))


def test_an_invitation_brings_the_organisation_and_the_workers_spaces(house: House) -> None:
    opened = open_invitation(CODE, read_paper(invitation(house).raw))
    assert opened.trust.root == house.root.verify_key
    assert opened.trust.server == house.server.verify_key
    assert opened.trust.grant(opened.worker, house.caseload) is not None
    assert (opened.address, opened.roles, opened.name) == (
        "https://sync.example.org:8443",
        ("outreach",),
        "participant 1",
    )


def test_the_administrator_gets_the_new_desks_keys(house: House) -> None:
    opened = open_request(CODE, read_paper(request(house).raw))
    assert opened.certificate(house.worker.worker, ("outreach",)) == house.worker.certificate
    assert opened.name == "participant 1"


def test_after_the_welcome_the_new_desk_trusts_and_reads(house: House) -> None:
    trust = open_invitation(CODE, invitation(house)).trust
    opened = open_welcome(CODE, read_paper(welcome(house).raw))
    trust, refused = learn(trust, opened.statements)
    assert not refused
    assert trust.may_write(house.worker.desk, house.caseload)
    (envelope,) = opened.envelopes
    assert open_envelope(envelope, house.worker.opening, trust) == house.key_of(house.caseload)


def test_server_and_stick_see_neither_names_nor_keys(house: House) -> None:
    for paper in (invitation(house), request(house), welcome(house)):
        assert b"participant" not in paper.raw
        assert b"sync.example" not in paper.raw
        assert house.worker.key.verify_key.hex.encode() not in paper.raw
        assert bytes.fromhex(house.worker.key.verify_key.hex) not in paper.raw


def test_a_paper_says_what_it_is_and_whose_without_the_code(house: House) -> None:
    kinds = [read_paper(paper.raw).kind for paper in (invitation(house), request(house), welcome(house))]
    assert kinds == [PaperKind.INVITATION, PaperKind.REQUEST, PaperKind.WELCOME]
    assert read_paper(invitation(house).raw).invitation == CODE.invitation


OPENED: list[tuple[Callable[[House], SealedPaper], Callable[[OneTimeCode, SealedPaper], object]]] = [
    (invitation, open_invitation),
    (request, open_request),
    (welcome, open_welcome),
]


@pytest.mark.parametrize(("made", "opens"), OPENED)
def test_another_code_is_a_mistake_and_a_changed_paper_a_forgery(
    house: House,
    made: Callable[[House], SealedPaper],
    opens: Callable[[OneTimeCode, SealedPaper], object],
) -> None:
    paper = made(house)
    with pytest.raises(OtherCode):
        opens(OTHER, paper)
    renamed = paper.raw[:4] + bytes.fromhex(OTHER.invitation) + paper.raw[20:]
    with pytest.raises(Forged):
        opens(OTHER, read_paper(renamed))
    for position in (20, 31, 40, len(paper.raw) - 1):
        changed = bytearray(paper.raw)
        changed[position] ^= 1
        with pytest.raises(Forged):
            opens(CODE, read_paper(bytes(changed)))


def test_one_paper_does_not_pass_for_another(house: House) -> None:
    with pytest.raises(Malformed):
        open_welcome(CODE, invitation(house))
    with pytest.raises(Forged):
        open_welcome(CODE, read_paper(b"FAW1" + invitation(house).raw[4:]))


def test_a_request_by_someone_without_the_key_is_forged(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    thief = SigningKey.fresh(random_from("thief"))
    real = signed.sign
    monkeypatch.setattr(signed, "sign", lambda magic, body, _: real(magic, body, thief))
    paper = request(house)
    with pytest.raises(Forged):
        open_request(CODE, paper)


def test_an_invitation_with_a_statement_that_cannot_be_believed_is_forged(house: House) -> None:
    for statements in (house.statements[:1] + house.statements[2:], house.statements[:2] + house.statements[9:10]):
        with pytest.raises(Forged):
            open_invitation(CODE, invitation(house, statements))


def test_an_invitation_names_one_organisation(house: House) -> None:
    for statements in ((), house.statements[1:], house.statements[:1] * 2):
        with pytest.raises(Malformed):
            open_invitation(CODE, invitation(house, statements))


@pytest.mark.parametrize("raw", [b"", b"FAI1", b"FAI1" + bytes(28), b"FAX1" + bytes(100), b"%PDF-1.7" + bytes(100)])
def test_a_file_that_is_no_paper_of_ours_is_malformed(raw: bytes) -> None:
    with pytest.raises(Malformed):
        read_paper(raw)
