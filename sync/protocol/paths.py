"""Where the server answers. Bodies are bytes of this protocol; the content type says nothing more."""

from __future__ import annotations

from typing import Final

from fieldapp.domain.attachments import SealedId
from fieldapp.domain.ids import DeskId, SpaceId
from sync.protocol.names import InvitationId

#: GET ?challenge=<64 hex>: `hello.answer`. Needs no signature.
HELLO: Final = "/v1/hello"
#: GET, signed: `marks.Marks`. With ?challenge=<64 hex> the header PROOF of the answer holds `hello.answer` in base64.
MARKS: Final = "/v1/marks"
#: GET, not signed: 204 where an exchange would bring nothing (`news`), else 200. Gives the proof as MARKS does.
NEWS: Final = "/v1/news"
#: POST, signed: frames both ways.
EXCHANGE: Final = "/v1/exchange"
#: POST of an `invitations.SealedPaper`. An invitation and a welcome need a signed request, a join request none.
JOIN: Final = "/v1/join"

#: GET, signed by an administrator's desk: when each desk sent something last (`contacts`).
CONTACTS: Final = "/v1/contacts"
#: Attached files of a space (`sealed_files`), all signed. POST here: which of these are there?
FILES: Final = "/v1/files"

#: A header of the answers to MARKS and NEWS.
PROOF: Final = "fieldapp-hello"
CONTENT_TYPE: Final = "application/octet-stream"


def news(desk: DeskId, digest: str) -> str:
    """Where a desk that has this asks whether there is more."""
    return f"{NEWS}/{desk}/{digest}"


def files(space: SpaceId) -> str:
    """POST `encode_files` here gives `encode_sizes`."""
    return f"{FILES}/{space}"


def file(space: SpaceId, name: SealedId) -> str:
    """GET gives `Held`: how far the server has come with it."""
    return f"{files(space)}/{name}"


def file_from(space: SpaceId, name: SealedId, offset: int, size: int) -> str:
    """POST bytes from `offset` on of a sealed file of `size` bytes: gives `Held`. GET gives `size` bytes at most."""
    return f"{file(space, name)}/{offset}/{size}"


def paper(invitation: InvitationId, kind: str) -> str:
    """GET here gives the sealed paper of that kind ("invitation", "request", "welcome"), or 404 while there is none."""
    return f"{JOIN}/{invitation}/{kind}"
