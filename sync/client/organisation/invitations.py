"""What a coordinator's desk remembers of whom it invited; the codes never leave the encrypted store but on paper."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, cast

from fieldapp.domain.answers import Json
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import DeskId, WorkerId
from fieldapp.domain.spaces import Role
from fieldapp.storage.store import Reader, Write
from sync.protocol.codes import OneTimeCode
from sync.protocol.invitations import PaperKind, SealedPaper, read_paper
from sync.protocol.names import InvitationId

_INVITATIONS: Final = "sync invitations"
_TO_POST: Final = "sync papers to post"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenInvitation:
    """Somebody who was invited. `desk`: the one that was let in, None while none was. `request`: who asks now."""

    code: OneTimeCode
    worker: WorkerId
    role: Role
    name: str
    made: Moment
    desk: DeskId | None = None
    request: bytes | None = field(default=None, repr=False)

    @property
    def id(self) -> InvitationId:
        """The name under which its papers lie on the server."""
        return self.code.invitation


def invitations(reader: Reader) -> tuple[OpenInvitation, ...]:
    """Everybody who was invited from this desk, the first one first."""
    return tuple(
        _read(cast("Mapping[str, Json]", each)) for each in cast("list[Json]", reader.recall(_INVITATIONS) or [])
    )


def invitation(reader: Reader, invitation: InvitationId) -> OpenInvitation | None:
    """This one, if it was made here."""
    return next((each for each in invitations(reader) if each.id == invitation), None)


def keep_invitation(write: Write, kept: OpenInvitation) -> None:
    """Remember a new one, or put it in the place of what was known of it."""
    others = [each for each in invitations(write) if each.id != kept.id]
    _write(write, [*others, kept])


def forget_invitation(write: Write, gone: InvitationId) -> None:
    """Its code lets nobody in any more."""
    _write(write, [each for each in invitations(write) if each.id != gone])


def note_request(write: Write, paper: SealedPaper) -> bool:
    """Somebody answered an invitation from here; whether that is news."""
    known = invitation(write, paper.invitation)
    if known is None or known.request == paper.raw:
        return False
    keep_invitation(write, replace(known, request=paper.raw))
    return True


def papers_to_post(reader: Reader) -> tuple[SealedPaper, ...]:
    """Invitations, requests and welcomes that the server has not taken yet."""
    kept = cast("list[Json]", reader.recall(_TO_POST) or [])
    return tuple(read_paper(base64.b64decode(str(each))) for each in kept)


def post(write: Write, paper: SealedPaper) -> None:
    """Give the paper to the server at the next occasion; a newer one of its kind takes its place."""
    others = [each for each in papers_to_post(write) if (each.kind, each.invitation) != (paper.kind, paper.invitation)]
    _queue(write, [*others, paper])


def posted(write: Write, paper: SealedPaper) -> None:
    """The server has it, or does not want it."""
    _queue(write, [each for each in papers_to_post(write) if each.raw != paper.raw])


def drop_papers(write: Write, kind: PaperKind, invitation: InvitationId) -> None:
    """It is not wanted any more."""
    _queue(write, [each for each in papers_to_post(write) if (each.kind, each.invitation) != (kind, invitation)])


def _queue(write: Write, papers: Iterable[SealedPaper]) -> None:
    kept: list[Json] = [base64.b64encode(each.raw).decode() for each in papers]
    write.remember(_TO_POST, kept or None)


def _write(write: Write, every: Iterable[OpenInvitation]) -> None:
    written: list[Json] = [
        {
            "code": each.code.secret.hex(),
            "worker": each.worker,
            "role": each.role.value,
            "name": each.name,
            "made": each.made.text,
            "desk": each.desk,
            "request": base64.b64encode(each.request).decode() if each.request else None,
        }
        for each in every
    ]
    write.remember(_INVITATIONS, written or None)


def _read(kept: Mapping[str, Json]) -> OpenInvitation:
    desk, request = kept["desk"], kept["request"]
    return OpenInvitation(
        code=OneTimeCode(bytes.fromhex(str(kept["code"]))),
        worker=WorkerId(str(kept["worker"])),
        role=Role(kept["role"]),
        name=str(kept["name"]),
        made=Moment.from_text(str(kept["made"])),
        desk=None if desk is None else DeskId(str(desk)),
        request=None if request is None else base64.b64decode(str(request)),
    )
