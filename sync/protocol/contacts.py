"""When each desk sent something last: what an administrator's desk may ask the server, for people to read.

The server's word alone, not signed: nothing is decided by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fieldapp.domain.answers import Json
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import DeskId
from sync.protocol import limits
from sync.protocol.reading import Fields, encode

VERSION: Final = 1


def encode_contacts(contacts: Mapping[DeskId, Moment]) -> bytes:
    """The answer."""
    listed: list[Json] = [{"desk": desk, "when": when.text} for desk, when in sorted(contacts.items())]
    return encode({"v": VERSION, "desks": listed})


def read_contacts(body: bytes) -> dict[DeskId, Moment]:
    """The reverse. Raises Malformed."""
    fields = Fields.parsed(body, limits.MESSAGE, "contacts")
    fields.number("v", VERSION, VERSION)
    return {DeskId(each.hex("desk", 32)): each.moment("when") for each in fields.objects("desks")}
