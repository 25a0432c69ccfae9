"""The server's hello: it signs a challenge, so a desk knows that it is the organisation's before it sends anything."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Final

from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import OrganisationId
from sync.protocol import signed
from sync.protocol.errors import Forged, NotAllowed
from sync.protocol.keys import Random, SigningKey, VerifyKey
from sync.protocol.reading import Fields, encode

VERSION: Final = 1
CHALLENGE_LENGTH: Final = 64


@dataclass(frozen=True, slots=True)
class Hello:
    """What the server said: whose it is, and its time, which shows how wrong a laptop's clock is."""

    organisation: OrganisationId
    when: Moment


def challenge(random: Random = secrets.token_bytes) -> str:
    """64 hex digits that nobody can foresee."""
    return random(CHALLENGE_LENGTH // 2).hex()


def read_challenge(text: str) -> str:
    """A challenge from outside. Raises Malformed."""
    return Fields({"challenge": text}, "hello").hex("challenge", CHALLENGE_LENGTH)


def answer(challenge: str, *, organisation: OrganisationId, when: Moment, key: SigningKey) -> bytes:
    """The server's answer to a challenge that `read_challenge` passed."""
    body = encode({"v": VERSION, "org": organisation, "challenge": challenge, "when": when.text})
    return signed.sign(signed.HELLO, body, key).raw


def check_answer(raw: bytes, challenge: str, *, organisation: OrganisationId, server: VerifyKey) -> Hello:
    """Raises Malformed (no server of this protocol), NotAllowed (another organisation's) or Forged (not ours)."""
    whole = signed.split(raw, signed.HELLO)
    fields = Fields.parsed(whole.body, len(whole.body), "hello")
    fields.number("v", VERSION, VERSION)
    hello = Hello(OrganisationId(fields.hex("org", 32)), fields.moment("when"))
    if hello.organisation != organisation:
        raise NotAllowed("the server of another organisation")
    whole.check(server)
    if fields.hex("challenge", CHALLENGE_LENGTH) != challenge:
        raise Forged("the answer to another challenge")
    return hello
