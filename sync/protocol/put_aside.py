"""What a desk could not use, as a file for somebody who can look at it: what came, from whom, and why it was put aside.

    b"FAP1", u16 header length, header (canonical JSON), what came

What came from the server is sealed already and goes as it came. What was taken out of a packet could be read by whoever
finds the stick: it is sealed under the space's key, so only members' desks open it.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from fieldapp.domain.answers import Json
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import DeskId, OrganisationId, SpaceId
from sync.protocol import limits
from sync.protocol.epochs import SpaceKey
from sync.protocol.errors import Malformed, NotYet
from sync.protocol.keys import NONCE_SIZE, TAG_SIZE, Random, context
from sync.protocol.names import EpochId
from sync.protocol.reading import Fields, encode

MAGIC: Final = b"FAP1"
VERSION: Final = 1
_START: Final = 6
_CAME_SEALED: Final = EpochId("")


@dataclass(frozen=True, slots=True, kw_only=True)
class PutAside:
    """One thing that was put aside. Nobody signed this: it says only what the desk that saved it took it for.

    `desk` may be "": nobody knows whose it was. `epoch`: under whose key `body` is sealed here, "" if it came sealed.
    """

    organisation: OrganisationId
    space: SpaceId
    desk: DeskId
    reason: str
    came: Moment
    body: bytes
    epoch: EpochId = _CAME_SEALED
    nonce: bytes = b""

    def sealed(self, key: SpaceKey, random: Random = secrets.token_bytes) -> PutAside:
        """The same, for members' desks alone."""
        bare = replace(self, epoch=key.epoch, nonce=random(NONCE_SIZE))
        body = key.secret.seal(self.body, purpose=_purpose(key.epoch), nonce=bare.nonce, beside=bare.header)
        return replace(bare, body=body)

    def opened(self, keys: Mapping[EpochId, SpaceKey]) -> PutAside:
        """The same as it was put aside. Raises NotYet where the key is not here, Forged."""
        if not self.epoch:
            return self
        key = keys.get(self.epoch)
        if key is None:
            raise NotYet("the key of its epoch is not here")
        body = key.secret.open(self.body, purpose=_purpose(self.epoch), nonce=self.nonce, beside=self.header)
        return replace(self, body=body, epoch=_CAME_SEALED, nonce=b"")

    @property
    def raw(self) -> bytes:
        """The bytes of the file."""
        header = self.header
        return MAGIC + len(header).to_bytes(2, "big") + header + self.body

    @property
    def header(self) -> bytes:
        """What can be read of it without a key."""
        said: dict[str, Json] = {
            "v": VERSION,
            "org": self.organisation,
            "space": self.space,
            "desk": self.desk,
            "reason": self.reason,
            "came": self.came.text,
            "epoch": self.epoch,
            "nonce": self.nonce.hex(),
        }
        return encode(said)


def read_put_aside(raw: bytes) -> PutAside:
    """A file from outside. Raises Malformed."""
    if raw[:4] != MAGIC or len(raw) > limits.PUT_ASIDE:
        raise Malformed("put aside: no such file, or too big")
    length = int.from_bytes(raw[4:_START], "big")
    fields = Fields.parsed(raw[_START : _START + length], limits.CHUNK_HEADER, "put aside")
    fields.number("v", VERSION, VERSION)
    epoch = EpochId(fields.hex("epoch", 64, empty=True))
    body = raw[_START + length :]
    if len(body) <= (TAG_SIZE if epoch else 0):
        raise Malformed("put aside: nothing is in it")
    return PutAside(
        organisation=OrganisationId(fields.hex("org", 32)),
        space=SpaceId(fields.hex("space", 32)),
        desk=DeskId(fields.hex("desk", 32, empty=True)),
        reason=fields.word("reason"),
        came=fields.moment("came"),
        epoch=epoch,
        nonce=bytes.fromhex(fields.hex("nonce", 2 * NONCE_SIZE, empty=not epoch)),
        body=body,
    )


def _purpose(epoch: EpochId) -> bytes:
    return context("fieldapp put aside v1", epoch)
