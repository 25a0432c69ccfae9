"""What follows from the organisation's statements: who is certified, who may read, whose word counts.

Everything hangs on the root key, which came with the invitation: a statement counts because of its signature, never
because of who brought it. Both ends ask here before they believe anything.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from fieldapp.domain.ids import DeskId, OrganisationId, SpaceId, WorkerId
from sync.protocol.errors import NotYet
from sync.protocol.keys import VerifyKey
from sync.protocol.names import EpochId, StatementId
from sync.protocol.statements import (
    Administrator,
    DeskCertificate,
    EpochOpening,
    Grant,
    Organisation,
    Space,
    Statement,
    organisation_id,
)


@dataclass(frozen=True, slots=True)
class Trust:
    """What the believed statements say. Immutable: `judging.learn` gives the next one; the first is `Trust(root)`.

    Of two statements that contradict each other the one learnt first stands, so the server's order is everybody's.
    A question about a desk, space or epoch that is not known raises NotYet.
    """

    root: VerifyKey
    statements: Mapping[StatementId, Statement] = field(default_factory=dict, repr=False)
    charter: Organisation | None = None
    administrators: Mapping[DeskId, Administrator] = field(default_factory=dict, repr=False)
    desks: Mapping[DeskId, DeskCertificate] = field(default_factory=dict, repr=False)
    spaces: Mapping[SpaceId, Space] = field(default_factory=dict, repr=False)
    grants: Mapping[tuple[WorkerId, SpaceId], Grant] = field(default_factory=dict, repr=False)
    epochs: Mapping[tuple[SpaceId, int], EpochId] = field(default_factory=dict, repr=False)

    # Who

    @property
    def organisation_id(self) -> OrganisationId:
        """The organisation whose root key this is."""
        return organisation_id(self.root)

    @property
    def organisation(self) -> Organisation:
        """What the root says of the organisation."""
        if self.charter is None:
            raise NotYet("nothing is known of the organisation")
        return self.charter

    @property
    def server(self) -> VerifyKey:
        """The key that receipts, heads and hellos are signed with."""
        return self.organisation.server

    def is_administrator(self, desk: DeskId) -> bool:
        """Whether the root named this desk an administrator's."""
        return desk in self.administrators

    def desk(self, desk: DeskId) -> DeskCertificate:
        """The desk's certificate."""
        if desk not in self.desks:
            raise NotYet("the desk has no certificate")
        return self.desks[desk]

    def key_of(self, desk: DeskId) -> VerifyKey:
        """The key that the desk signs with: every desk with a certificate, and every administrator's."""
        if desk in self.administrators:
            return self.administrators[desk].verify
        return self.desk(desk).verify

    # Spaces and rights

    def space(self, space: SpaceId) -> Space:
        """What an administrator said of the space."""
        if space not in self.spaces:
            raise NotYet("the space is not known")
        return self.spaces[space]

    def grant(self, worker: WorkerId, space: SpaceId) -> Grant | None:
        """All that was granted to the worker in the space, in one; None if nothing was."""
        return self.grants.get((worker, space))

    def readable(self, desk: DeskId) -> tuple[SpaceId, ...]:
        """The spaces that the desk's worker may read, sorted; none for a desk without a certificate."""
        return tuple(sorted(space for space in self.spaces if self.may_read(desk, space)))

    def may_read(self, desk: DeskId, space: SpaceId) -> bool:
        """Whether the desk is certified and its worker belongs to the space."""
        return desk in self.desks and self.grant(self.desks[desk].worker, space) is not None

    def may_write(self, desk: DeskId, space: SpaceId) -> bool:
        """Whether the desk is certified and its worker may write to the space."""
        grant = self.grant(self.desks[desk].worker, space) if desk in self.desks else None
        return grant is not None and grant.write

    def members(self, space: SpaceId) -> tuple[DeskCertificate, ...]:
        """The desks that may read the space: to these its keys are sealed."""
        return tuple(desk for desk in self.desks.values() if self.may_read(desk.desk, space))

    def may_know(self, desk: DeskId, statement: Statement) -> bool:
        """Whether the server gives the statement to the desk: its own spaces', everybody's; to administrators all."""
        if self.is_administrator(desk):
            return True
        return desk in self.desks and (statement.space is None or self.may_read(desk, statement.space))

    # Epochs

    def epoch(self, space: SpaceId, number: int) -> EpochId | None:
        """The epoch that has this number in the space: the first one learnt. None while there is none."""
        return self.epochs.get((space, number))

    def latest_epoch(self, space: SpaceId) -> EpochId | None:
        """The epoch to seal under now: the one with the greatest number."""
        numbers = [number for of, number in self.epochs if of == space]
        return self.epochs[space, max(numbers)] if numbers else None

    def opening(self, epoch: EpochId) -> EpochOpening:
        """What was said when the epoch was opened."""
        statement = self.statements.get(StatementId(epoch))
        if statement is None or not isinstance(statement.said, EpochOpening):
            raise NotYet("the epoch is not known")
        return statement.said

    def policy(self, space: SpaceId) -> str:
        """32 hex digits of all that a member of the space has been told; equal for two who were told the same."""
        told = sorted(told.id for told in self.statements.values() if told.space in (None, space))
        return hashlib.sha256("".join(told).encode()).hexdigest()[:32]
