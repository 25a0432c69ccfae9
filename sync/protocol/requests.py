"""Signed HTTP requests (RFC 9421, Ed25519): which desk asks, and that nobody recorded it and asks again.

A signature covers method, path, query, desk, counter and marks. There is no digest of the body: what is streamed
carries signatures of its own, and `fieldapp-marks` binds the frame that begins it. The counter only grows; no clock
is asked, because a laptop's is often wrong.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from fieldapp.domain.ids import DeskId
from sync.protocol import limits
from sync.protocol.errors import Malformed
from sync.protocol.keys import SigningKey, VerifyKey, sha256
from sync.protocol.reading import Fields, base64_text

DESK: Final = "fieldapp-desk"
COUNTER: Final = "fieldapp-counter"
MARKS: Final = "fieldapp-marks"
INPUT: Final = "signature-input"
SIGNATURE: Final = "signature"

_LABEL: Final = "fieldapp"
_COVERED: Final = ("@method", "@path", "@query", DESK, COUNTER, MARKS)
_COVERED_TEXT: Final = " ".join(f'"{name}"' for name in _COVERED)
_INPUT: Final = re.compile(
    rf'{_LABEL}=(\({re.escape(_COVERED_TEXT)}\)(?:;[a-z]+=(?:[0-9]{{1,15}}|"[!#-\[\]-~ ]{{0,80}}"))*)'
)
_SIGNATURE: Final = re.compile(rf"{_LABEL}=:([A-Za-z0-9+/]{{86}}==):")
_HEADER_LIMIT: Final = 512


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """A request as it came: nothing of it is known to be true until `check`.

    `counter` must be greater than that of every earlier request of the desk; the server keeps the greatest.
    `marks` is the SHA-256 of the BEGIN frame's body, or of nothing for a request without one.
    """

    desk: DeskId
    counter: int
    marks: str
    signature: bytes
    base: bytes

    def check(self, key: VerifyKey) -> None:
        """Raises Forged unless the desk whose key this is signed the request."""
        key.check(self.signature, self.base)


def marks_of(begin: bytes = b"") -> str:
    """What stands in `fieldapp-marks`: the hash of the body of the BEGIN frame, or of nothing."""
    return sha256(begin)


def sign_request(
    method: str, path: str, query: str = "", *, desk: DeskId, counter: int, begin: bytes = b"", key: SigningKey
) -> dict[str, str]:
    """The headers to send with the request. `path` and `query` as they go on the wire, the query without "?"."""
    headers = {DESK: desk, COUNTER: str(counter), MARKS: marks_of(begin)}
    params = f'({_COVERED_TEXT});keyid="{desk}";alg="ed25519"'
    base = signature_base(_lines(method, path, query, headers), params)
    signature = base64_text(key.sign(base))
    return {**headers, INPUT: f"{_LABEL}={params}", SIGNATURE: f"{_LABEL}=:{signature}:"}


def read_request(method: str, path: str, query: str, headers: Mapping[str, str]) -> SignedRequest:
    """The signed parts of a request, `headers` by lower-case names. Raises Malformed, also where one is missing."""
    if any(len(headers.get(name, "")) > _HEADER_LIMIT for name in (INPUT, SIGNATURE)):
        raise Malformed("request: too long a signature")
    params = _INPUT.fullmatch(headers.get(INPUT, ""))
    signature = _SIGNATURE.fullmatch(headers.get(SIGNATURE, ""))
    if params is None or signature is None:
        raise Malformed("request: not signed as this protocol signs")
    given = Fields({name: headers.get(name) for name in (DESK, MARKS)}, "request")
    desk, marks = DeskId(given.hex(DESK, 32)), given.hex(MARKS, 64)
    if re.fullmatch("[1-9][0-9]{0,15}", headers.get(COUNTER, ""), re.ASCII) is None:
        raise Malformed("request: no counter")
    counter = int(headers[COUNTER])
    if counter > limits.NUMBER:
        raise Malformed("request: no counter")
    base = signature_base(_lines(method, path, query, headers), params[1])
    raw = Fields({"signature": signature[1]}, "request").binary("signature", 64)
    return SignedRequest(desk, counter, marks, raw, base)


def signature_base(lines: Sequence[tuple[str, str]], params: str) -> bytes:
    """RFC 9421 section 2.5: what is signed, from the covered components and the parameters as they were sent."""
    every = [*lines, ("@signature-params", params)]
    return "\n".join(f'"{name}": {value}' for name, value in every).encode()


def _lines(method: str, path: str, query: str, headers: Mapping[str, str]) -> list[tuple[str, str]]:
    derived = {"@method": method.upper(), "@path": path, "@query": f"?{query}"}
    return [(name, derived.get(name) or headers[name].strip()) for name in _COVERED]
