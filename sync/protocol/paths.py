"""Where the server answers. Bodies are bytes of this protocol; the content type says nothing more."""

from __future__ import annotations

from typing import Final

from sync.protocol.names import InvitationId

#: GET ?challenge=<64 hex>: `hello.answer`. Needs no signature.
HELLO: Final = "/v1/hello"
#: GET, signed: `marks.Marks`.
MARKS: Final = "/v1/marks"
#: POST, signed: frames both ways.
EXCHANGE: Final = "/v1/exchange"
#: POST of an `invitations.SealedPaper`. An invitation and a welcome need a signed request, a join request none.
JOIN: Final = "/v1/join"

CONTENT_TYPE: Final = "application/octet-stream"


def paper(invitation: InvitationId, kind: str) -> str:
    """GET here gives the sealed paper of that kind ("invitation", "request", "welcome"), or 404 while there is none."""
    return f"{JOIN}/{invitation}/{kind}"
