"""Attached files on their way: sealed, called by the hash of what is sealed, in pieces, last of all.

The server keeps them per space and cannot open one. How far it has come with a file is asked and answered by `Held`;
its receipt says that it has the whole. Nothing but the hash of the whole decides whether a file is what it should be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from fieldapp.domain.answers import Json
from fieldapp.domain.attachments import SealedId
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import OrganisationId, SpaceId
from sync.protocol import limits, signed
from sync.protocol.errors import NotAllowed
from sync.protocol.keys import SigningKey
from sync.protocol.reading import Fields, base64_text, encode
from sync.protocol.signed import Signed
from sync.protocol.trust import Trust

VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class FileReceipt:
    """One receipt as it came; `check_file_receipt` says whether the server signed it."""

    signed: Signed
    organisation: OrganisationId
    space: SpaceId
    file: SealedId
    size: int
    when: Moment

    @property
    def raw(self) -> bytes:
        """The bytes that travel and are stored."""
        return self.signed.raw


def make_file_receipt(
    organisation: OrganisationId, space: SpaceId, file: SealedId, *, size: int, when: Moment, key: SigningKey
) -> FileReceipt:
    """The server has the whole file on its disk."""
    body: dict[str, Json] = {"v": VERSION, "org": organisation, "space": space, "file": file, "size": size}
    return read_file_receipt(signed.sign(signed.FILE_RECEIPT, encode({**body, "when": when.text}), key).raw)


def read_file_receipt(raw: bytes) -> FileReceipt:
    """A receipt from outside. Raises Malformed; does not look at the signature."""
    whole = signed.split(raw, signed.FILE_RECEIPT)
    fields = Fields.parsed(whole.body, len(whole.body), "file receipt")
    fields.number("v", VERSION, VERSION)
    return FileReceipt(
        signed=whole,
        organisation=OrganisationId(fields.hex("org", 32)),
        space=SpaceId(fields.hex("space", 32)),
        file=SealedId(fields.hex("file", 64)),
        size=fields.number("size", 1, limits.SEALED_FILE),
        when=fields.moment("when"),
    )


def check_file_receipt(receipt: FileReceipt, trust: Trust, space: SpaceId, file: SealedId) -> None:
    """Raises Forged unless the organisation's server signed it, NotAllowed if it is for another file."""
    if (receipt.organisation, receipt.space, receipt.file) != (trust.organisation_id, space, file):
        raise NotAllowed("a receipt for another file")
    receipt.signed.check(trust.server)


@dataclass(frozen=True, slots=True)
class Held:
    """How many bytes of a file the server has: go on there. `receipt`: it has them all."""

    size: int
    receipt: FileReceipt | None = None

    def encode(self) -> bytes:
        """The body of the answer."""
        receipt = "" if self.receipt is None else base64_text(self.receipt.raw)
        return encode({"v": VERSION, "size": self.size, "receipt": receipt})

    @classmethod
    def decode(cls, body: bytes) -> Held:
        """Raises Malformed."""
        fields = Fields.parsed(body, limits.MESSAGE, "held")
        fields.number("v", VERSION, VERSION)
        raw = fields.binary("receipt", limits.RECEIPT)
        return cls(fields.number("size", 0, limits.SEALED_FILE), read_file_receipt(raw) if raw else None)


def encode_files(files: Iterable[SealedId]) -> bytes:
    """A question: which of these are there?"""
    return encode({"v": VERSION, "files": [*files]})


def read_files(body: bytes) -> tuple[SealedId, ...]:
    """The reverse. Raises Malformed."""
    fields = Fields.parsed(body, limits.MESSAGE, "files")
    fields.number("v", VERSION, VERSION)
    return tuple(SealedId(Fields({"file": each}, "files").hex("file", 64)) for each in fields.values("files"))


def encode_sizes(sizes: Mapping[SealedId, int]) -> bytes:
    """The answer: those that are there, whole, with their sizes."""
    return encode({"v": VERSION, "sizes": [{"file": file, "size": size} for file, size in sorted(sizes.items())]})


def read_sizes(body: bytes) -> dict[SealedId, int]:
    """The reverse. Raises Malformed."""
    fields = Fields.parsed(body, limits.MESSAGE, "sizes")
    fields.number("v", VERSION, VERSION)
    found = fields.objects("sizes")
    return {SealedId(each.hex("file", 64)): each.number("size", 1, limits.SEALED_FILE) for each in found}
