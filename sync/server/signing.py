"""What every page does with a signed request, and with an answer that is bytes of the protocol."""

from __future__ import annotations

from fastapi import Request, Response

from sync.protocol import paths
from sync.protocol.errors import Forged
from sync.protocol.requests import SignedRequest, marks_of, read_request


def signed(request: Request) -> SignedRequest:
    """Its signed parts, of which nothing is known to be true yet. Raises Malformed."""
    path, query = request.scope["raw_path"], request.scope["query_string"]
    return read_request(request.method, path.decode("latin-1"), query.decode("latin-1"), request.headers)


def covers(asked: SignedRequest, body: bytes) -> None:
    """Raises Forged unless the request was signed over this body."""
    if asked.marks != marks_of(body):
        raise Forged("signed over something else")


def bytes_of(body: bytes) -> Response:
    """An answer."""
    return Response(body, media_type=paths.CONTENT_TYPE)
