"""A forgotten passphrase: what a locked desk asks, and what a recovery officer answers.

What opens a desk's keystore (its user key) lies sealed to each officer, as the desk's `Escrow`. A locked desk draws a
one-time key and asks with its public half; the officer opens the escrow and seals what is in it to that key. Request
and answer go over the telephone in groups, or as files. An answer opens that one keystore for that one request alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from fieldapp.domain.answers import Json
from fieldapp.domain.ids import DeskId, OrganisationId
from fieldapp.errors import Mistake
from fieldapp.words import sentence
from sync.protocol import limits
from sync.protocol.errors import Forged, Malformed
from sync.protocol.keys import HPKE_OVERHEAD, OpeningKey, SealKey, context
from sync.protocol.reading import Fields, base64_text, encode
from sync.protocol.recovery_keys import RecoveryOpening
from sync.protocol.said import Escrow, Officer
from sync.protocol.spoken import groups_for, spell, unspell

VERSION: Final = 1
_REQUEST: Final = b"FAO1"
_ANSWER: Final = b"FAP1"
_KEY: Final = 32
_SEALED: Final = 32 + HPKE_OVERHEAD
#: How many groups are read out each way.
REQUEST_GROUPS: Final = groups_for(_KEY)
ANSWER_GROUPS: Final = groups_for(_SEALED)


class OtherRequest(Mistake):
    """The groups are well formed, but they belong to something else."""


@dataclass(frozen=True, slots=True)
class ResetRequest:
    """A locked desk asks for a way in: which keystore it is, and the one-time key to seal to."""

    keystore: str
    key: SealKey

    @property
    def groups(self) -> tuple[str, ...]:
        """To be read out. Which keystore it is the officer knows already: it is checked, not said."""
        return spell(bytes.fromhex(self.key.hex), self.keystore.encode())

    @property
    def raw(self) -> bytes:
        """The file."""
        return _REQUEST + encode({"v": VERSION, "keystore": self.keystore, "key": self.key.hex})

    def answer(self, user_key: bytes) -> ResetAnswer:
        """What opens the keystore, sealed to whoever asked. Raises Malformed if the key is none."""
        return ResetAnswer(self, self.key.seal(user_key, _reset_purpose(self)))


@dataclass(frozen=True, slots=True)
class ResetAnswer:
    """What an officer answers to one request."""

    request: ResetRequest
    sealed: bytes = field(repr=False)

    @property
    def groups(self) -> tuple[str, ...]:
        """To be read out."""
        return spell(self.sealed, _known(self.request))

    @property
    def raw(self) -> bytes:
        """The file."""
        body: dict[str, Json] = {"v": VERSION, "keystore": self.request.keystore, "key": self.request.key.hex}
        return _ANSWER + encode({**body, "sealed": base64_text(self.sealed)})

    def open(self, opening: OpeningKey) -> bytes:
        """The user key that is inside. Raises Forged."""
        return opening.open(self.sealed, _reset_purpose(self.request))


def is_request(raw: bytes) -> bool:
    """Whether the file says that it is one."""
    return raw.startswith(_REQUEST)


def is_answer(raw: bytes) -> bool:
    """Whether the file says that it is one."""
    return raw.startswith(_ANSWER)


def read_request(raw: bytes) -> ResetRequest:
    """From a file. Raises Malformed."""
    return _request(_fields(raw, _REQUEST))


def hear_request(typed: str, keystores: Iterable[str]) -> ResetRequest:
    """From the telephone: the request of one of these keystores. Raises Misheard, OtherRequest."""
    heard = unspell(typed, _KEY)
    for keystore in keystores:
        if heard.fits(keystore.encode()):
            return ResetRequest(keystore, SealKey(heard.raw.hex()))
    raise OtherRequest(
        sentence(
            "No group has a slip, but they come from no desk that you can help here. "
            "Ask who is calling, and on which laptop."
        )
    )


def read_answer(raw: bytes, request: ResetRequest) -> ResetAnswer:
    """From a file. Raises Malformed, or OtherRequest."""
    fields = _fields(raw, _ANSWER)
    sealed = fields.binary("sealed", _SEALED)
    if len(sealed) != _SEALED:
        raise Malformed("answer: what is sealed is no key")
    if _request(fields) != request:
        raise _another()
    return ResetAnswer(request, sealed)


def hear_answer(typed: str, request: ResetRequest) -> ResetAnswer:
    """From the telephone. Raises Misheard, or OtherRequest."""
    heard = unspell(typed, _SEALED)
    if not heard.fits(_known(request)):
        raise _another()
    return ResetAnswer(request, heard.raw)


def seal_escrow(organisation: OrganisationId, desk: DeskId, keystore: str, user_key: bytes, officer: Officer) -> Escrow:
    """What opens a desk's keystore, for one officer."""
    sealed = officer.recovery.seal(user_key, _escrow_purpose(organisation, desk, keystore, officer.desk))
    return Escrow(officer=officer.desk, keystore=keystore, sealed=sealed)


def open_escrow(organisation: OrganisationId, desk: DeskId, escrow: Escrow, opening: RecoveryOpening) -> bytes:
    """The user key, at the officer's desk; `desk` is the one that said the escrow. Raises Forged."""
    user_key = opening.open(escrow.sealed, _escrow_purpose(organisation, desk, escrow.keystore, escrow.officer))
    if len(user_key) != _KEY:
        raise Forged("escrow: what is sealed is no key")
    return user_key


def _fields(raw: bytes, magic: bytes) -> Fields:
    if raw[: len(magic)] != magic:
        raise Malformed(f"does not begin with {magic.decode()}")
    fields = Fields.parsed(raw[len(magic) :], limits.RECEIPT, "reset")
    fields.number("v", VERSION, VERSION)
    return fields


def _request(fields: Fields) -> ResetRequest:
    return ResetRequest(fields.hex("keystore", 32), SealKey(fields.hex("key", 64)))


def _another() -> OtherRequest:
    return OtherRequest(
        sentence("This answers another request, or an older one. Have the answer to the request that stands here.")
    )


def _known(request: ResetRequest) -> bytes:
    return context(request.keystore, request.key.hex)


def _reset_purpose(request: ResetRequest) -> bytes:
    return context("fieldapp reset v1", request.keystore, request.key.hex)


def _escrow_purpose(organisation: OrganisationId, desk: DeskId, keystore: str, officer: DeskId) -> bytes:
    return context("fieldapp escrow v1", organisation, desk, keystore, officer)
