"""How server and desk see that they hold the same chunks: a count and a rolling hash per space, one root over all.

A space's log is dense, so the count is also the sequence number of its last chunk.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fieldapp.domain.answers import Json
from fieldapp.domain.ids import OrganisationId, SpaceId
from sync.protocol import signed
from sync.protocol.errors import Malformed, NotAllowed
from sync.protocol.head import EMPTY, Head, root_of
from sync.protocol.keys import SigningKey
from sync.protocol.reading import Fields, encode
from sync.protocol.signed import Signed
from sync.protocol.trust import Trust

VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Heads:
    """The server's signed word on what it holds for one desk, as it came; `check_heads` says whether it signed.

    `documents` is the number of the last statement or envelope that it has given to the desk (`beginning.Documents`).
    """

    signed: Signed
    organisation: OrganisationId
    spaces: Mapping[SpaceId, Head]
    documents: int

    @property
    def raw(self) -> bytes:
        """The bytes that travel."""
        return self.signed.raw

    @property
    def root(self) -> str:
        """One hash over all spaces, to compare with `root_of` one's own heads."""
        return root_of(self.spaces)

    def behind(self, own: Mapping[SpaceId, Head]) -> tuple[SpaceId, ...]:
        """The spaces of which the server holds more chunks than we do: another exchange fetches them."""
        return tuple(space for space, head in self.spaces.items() if head.count > own.get(space, EMPTY).count)

    def differing(self, own: Mapping[SpaceId, Head]) -> tuple[SpaceId, ...]:
        """The spaces where both hold as many chunks, but not the same, or where the server holds fewer than we."""
        return tuple(
            space
            for space in sorted({*self.spaces, *own})
            if (head := self.spaces.get(space, EMPTY)) != (mine := own.get(space, EMPTY)) and head.count <= mine.count
        )


def make_heads(organisation: OrganisationId, spaces: Mapping[SpaceId, Head], documents: int, key: SigningKey) -> Heads:
    """The heads of the spaces that the asking desk may read, signed by the server."""
    body = encode(
        {
            "v": VERSION,
            "org": organisation,
            "spaces": heads_to_json(spaces),
            "root": root_of(spaces),
            "documents": documents,
        }
    )
    return read_heads(signed.sign(signed.HEADS, body, key).raw)


def read_heads(raw: bytes) -> Heads:
    """Heads from outside. Raises Malformed; does not look at the signature."""
    whole = signed.split(raw, signed.HEADS)
    fields = Fields.parsed(whole.body, len(whole.body), "heads")
    fields.number("v", VERSION, VERSION)
    spaces = read_space_heads(fields)
    if fields.hex("root", 64) != root_of(spaces):
        raise Malformed("heads: the root is not that of its spaces")
    return Heads(whole, OrganisationId(fields.hex("org", 32)), spaces, fields.number("documents"))


def heads_to_json(spaces: Mapping[SpaceId, Head]) -> Json:
    """Heads as the list "spaces" of a message."""
    return [{"space": space, "count": head.count, "hash": head.hash} for space, head in sorted(spaces.items())]


def read_space_heads(fields: Fields) -> dict[SpaceId, Head]:
    """The reverse of `heads_to_json`. Raises Malformed."""
    return {
        SpaceId(entry.hex("space", 32)): Head(entry.number("count"), entry.hex("hash", 64))
        for entry in fields.objects("spaces")
    }


def check_heads(heads: Heads, trust: Trust) -> None:
    """Raises Forged unless the organisation's server signed them, NotAllowed if they are another organisation's."""
    if heads.organisation != trust.organisation_id:
        raise NotAllowed("of another organisation")
    heads.signed.check(trust.server)
