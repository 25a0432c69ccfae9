"""How a desk joins: an invitation, the desk's request, and the organisation's welcome.

All three are sealed under the one-time code, so server and USB stick carry them without reading them, and nobody
without the code can make one. They are the same bytes in both cases: magic, invitation id, nonce, what is sealed.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from enum import Enum
from typing import Final

from fieldapp.domain.answers import Json
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import DeskId, WorkerId
from fieldapp.errors import Mistake
from fieldapp.words import sentence
from sync.protocol import frames, limits, signed
from sync.protocol.codes import OneTimeCode
from sync.protocol.envelopes import Envelope, read_envelope
from sync.protocol.errors import Forged, Malformed
from sync.protocol.frames import FrameType
from sync.protocol.judging import learn
from sync.protocol.keys import NONCE_SIZE, Random, SealKey, SigningKey, VerifyKey, context
from sync.protocol.names import InvitationId
from sync.protocol.reading import Fields, base64_text, encode
from sync.protocol.said import DeskCertificate, Organisation
from sync.protocol.statements import Statement, read_statement
from sync.protocol.trust import Trust

VERSION: Final = 1
_ID_END: Final = 20
_START: Final = _ID_END + NONCE_SIZE


class OtherCode(Mistake):
    """The code is a good one, but this paper was sealed under another."""


class PaperKind(Enum):
    """What is sealed; the value stands in paths."""

    INVITATION = "invitation"
    REQUEST = "request"
    WELCOME = "welcome"


_MAGIC: Final = {PaperKind.INVITATION: b"FAI1", PaperKind.REQUEST: b"FAJ1", PaperKind.WELCOME: b"FAW1"}


@dataclass(frozen=True, slots=True)
class SealedPaper:
    """An invitation, request or welcome as server and USB stick see it. `raw` is also the whole file."""

    raw: bytes
    kind: PaperKind
    invitation: InvitationId


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What an administrator tells the new desk. `trust` holds the organisation, and the worker's spaces and grants."""

    trust: Trust
    address: str
    worker: WorkerId
    roles: tuple[str, ...]
    name: str
    when: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinRequest:
    """What the new desk answers: its keys, proven to be its own. `name` is what its worker wants to be called."""

    desk: DeskId
    verify: VerifyKey
    seal: SealKey
    name: str

    def certificate(self, worker: WorkerId, roles: tuple[str, ...]) -> DeskCertificate:
        """What an administrator states of the desk once she accepts it."""
        return DeskCertificate(desk=self.desk, worker=worker, roles=roles, verify=self.verify, seal=self.seal)


@dataclass(frozen=True, slots=True)
class Welcome:
    """All that the new desk may know: to be judged by its own trust, like anything that comes from the server."""

    statements: tuple[Statement, ...]
    envelopes: tuple[Envelope, ...] = ()


def read_paper(raw: bytes) -> SealedPaper:
    """What kind of paper it is and which invitation it belongs to. Raises Malformed; needs no code."""
    kinds = {magic: kind for kind, magic in _MAGIC.items()}
    if raw[:4] not in kinds or not _START < len(raw) <= limits.SEALED_PAPER:
        raise Malformed("neither an invitation nor a request nor a welcome")
    return SealedPaper(raw, kinds[raw[:4]], InvitationId(raw[4:_ID_END].hex()))


def seal_invitation(
    code: OneTimeCode,
    statements: tuple[Statement, ...],
    *,
    address: str,
    worker: WorkerId,
    roles: tuple[str, ...],
    name: str,
    when: Moment,
    random: Random = secrets.token_bytes,
) -> SealedPaper:
    """Seal what a new desk needs. `statements` hold the organisation's and all that those on the worker rest on."""
    inside: dict[str, Json] = {
        "v": VERSION,
        "statements": [base64_text(statement.raw) for statement in statements],
        "address": address,
        "worker": worker,
        "roles": list(roles),
        "name": name,
        "when": when.text,
    }
    return _seal(code, PaperKind.INVITATION, encode(inside), random)


def open_invitation(code: OneTimeCode, paper: SealedPaper) -> Invitation:
    """The invitation. Its root key is believed because only who knows the code could seal it.

    Raises OtherCode, Forged (changed on the way) or Malformed.
    """
    fields = Fields.parsed(_open(code, PaperKind.INVITATION, paper), limits.SEALED_PAPER, "invitation")
    fields.number("v", VERSION, VERSION)
    statements = [read_statement(raw) for raw in fields.binaries("statements", limits.SIGNED_BODY)]
    roots = [statement.said.root for statement in statements if isinstance(statement.said, Organisation)]
    if len(roots) != 1:
        raise Malformed("invitation: does not name one organisation")
    trust, refused = learn(Trust(roots[0]), statements)
    if refused:
        raise Forged(f"invitation: a statement in it cannot be believed: {refused[0].why}")
    return Invitation(
        trust=trust,
        address=fields.text("address"),
        worker=WorkerId(fields.hex("worker", 32)),
        roles=fields.words("roles"),
        name=fields.text("name"),
        when=fields.moment("when"),
    )


def seal_request(
    code: OneTimeCode,
    *,
    desk: DeskId,
    key: SigningKey,
    seal: SealKey,
    name: str,
    random: Random = secrets.token_bytes,
) -> SealedPaper:
    """The new desk's answer, signed with its own key."""
    inside = encode(
        {
            "v": VERSION,
            "invitation": code.invitation,
            "desk": desk,
            "verify": key.verify_key.hex,
            "seal": seal.hex,
            "name": name,
        }
    )
    return _seal(code, PaperKind.REQUEST, signed.sign(signed.REQUEST_TO_JOIN, inside, key).raw, random)


def open_request(code: OneTimeCode, paper: SealedPaper) -> JoinRequest:
    """The request. Raises OtherCode, Forged (changed, or the desk does not hold the key it names) or Malformed."""
    whole = signed.split(_open(code, PaperKind.REQUEST, paper), signed.REQUEST_TO_JOIN)
    fields = Fields.parsed(whole.body, len(whole.body), "join request")
    fields.number("v", VERSION, VERSION)
    request = JoinRequest(
        desk=DeskId(fields.hex("desk", 32)),
        verify=VerifyKey(fields.hex("verify", 64)),
        seal=SealKey(fields.hex("seal", 64)),
        name=fields.text("name"),
    )
    whole.check(request.verify)
    if fields.hex("invitation", 32) != code.invitation:
        raise Forged("join request: made for another invitation")
    return request


def seal_welcome(code: OneTimeCode, welcome: Welcome, random: Random = secrets.token_bytes) -> SealedPaper:
    """The organisation's answer."""
    inside = b"".join(frames.encode(FrameType.STATEMENT, statement.raw) for statement in welcome.statements)
    inside += b"".join(frames.encode(FrameType.ENVELOPE, envelope.raw) for envelope in welcome.envelopes)
    return _seal(code, PaperKind.WELCOME, inside + frames.encode(FrameType.END), random)


def open_welcome(code: OneTimeCode, paper: SealedPaper) -> Welcome:
    """The welcome. Raises OtherCode, Forged or Malformed; the statements still have to be judged."""
    decoder = frames.Decoder()
    inside = decoder.feed(_open(code, PaperKind.WELCOME, paper))
    if not inside or inside[-1].type != FrameType.END:
        raise Malformed("welcome: has no end")
    return Welcome(
        tuple(read_statement(frame.body) for frame in inside if frame.type == FrameType.STATEMENT),
        tuple(read_envelope(frame.body) for frame in inside if frame.type == FrameType.ENVELOPE),
    )


def _seal(code: OneTimeCode, kind: PaperKind, inside: bytes, random: Random) -> SealedPaper:
    nonce = random(NONCE_SIZE)
    head = _MAGIC[kind] + bytes.fromhex(code.invitation)
    sealed = code.key.seal(inside, purpose=_purpose(kind), nonce=nonce, beside=head)
    return read_paper(head + nonce + sealed)


def _open(code: OneTimeCode, kind: PaperKind, paper: SealedPaper) -> bytes:
    if paper.kind is not kind:
        raise Malformed(f"a {paper.kind.value} instead of a {kind.value}")
    if paper.invitation != code.invitation:
        raise OtherCode(sentence("This code belongs to another invitation. Please check that they came together."))
    nonce, sealed = paper.raw[_ID_END:_START], paper.raw[_START:]
    return code.key.open(sealed, purpose=_purpose(kind), nonce=nonce, beside=paper.raw[:_ID_END])


def _purpose(kind: PaperKind) -> bytes:
    return context("fieldapp invitation v1", kind.value)
