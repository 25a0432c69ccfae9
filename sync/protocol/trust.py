"""What follows from the organisation's statements: who is certified, who may read, whose word counts.

Everything hangs on the root key, which came with the invitation: a statement counts because of its signature, never
because of who brought it. Both ends ask here before they believe anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import inf

from fieldapp.domain.ids import DeskId, OrganisationId, SpaceId, WorkerId
from sync.protocol.beginning import digest_of
from sync.protocol.errors import NotYet
from sync.protocol.keys import VerifyKey
from sync.protocol.names import ChunkHash, EpochId, StatementId
from sync.protocol.recovery_keys import RecoveryKey
from sync.protocol.said import (
    Administrator,
    DeskCertificate,
    Ending,
    EpochOpening,
    Escrow,
    Grant,
    Officer,
    Organisation,
    Policy,
    Retirement,
    Revocation,
    Snapshot,
    Space,
)
from sync.protocol.statements import Statement, organisation_id


@dataclass(frozen=True, slots=True)
class Trust:
    """What the believed statements say. Immutable: `judging.learn` gives the next one; the first is `Trust(root)`.

    Of two statements that contradict each other the one learnt first stands, so the server's order is everybody's.
    A question about a desk, space or epoch that is not known raises NotYet. `grants` holds what is granted now, all in
    one per worker and space; `given` every grant there ever was; `offers` who would keep a recovery key; `stands` what
    still counts of the word of a desk whose power was taken; what was believed until then is `fallen`, and is believed
    again if that power was taken wrongly. `voided` is the number below which a space's epochs are void.
    """

    root: VerifyKey
    statements: Mapping[StatementId, Statement] = field(default_factory=dict, repr=False)
    fallen: Mapping[StatementId, Statement] = field(default_factory=dict, repr=False)
    charter: Organisation | None = None
    administrators: Mapping[DeskId, Administrator] = field(default_factory=dict, repr=False)
    officers: Mapping[DeskId, Officer] = field(default_factory=dict, repr=False)
    offers: Mapping[DeskId, RecoveryKey] = field(default_factory=dict, repr=False)
    stands: Mapping[DeskId, frozenset[StatementId]] = field(default_factory=dict, repr=False)
    desks: Mapping[DeskId, DeskCertificate] = field(default_factory=dict, repr=False)
    revoked: Mapping[DeskId, StatementId] = field(default_factory=dict, repr=False)
    spaces: Mapping[SpaceId, Space] = field(default_factory=dict, repr=False)
    grants: Mapping[tuple[WorkerId, SpaceId], Grant] = field(default_factory=dict, repr=False)
    given: Mapping[StatementId, Grant] = field(default_factory=dict, repr=False)
    endings: frozenset[tuple[WorkerId, SpaceId, StatementId]] = frozenset()
    epochs: Mapping[tuple[SpaceId, int], EpochId] = field(default_factory=dict, repr=False)
    recoveries: frozenset[tuple[DeskId, SpaceId]] = frozenset()
    snapshots: Mapping[SpaceId, tuple[StatementId, ...]] = field(default_factory=dict, repr=False)
    voided: Mapping[SpaceId, int] = field(default_factory=dict, repr=False)
    policies: Mapping[int, Policy] = field(default_factory=dict, repr=False)

    def heard(self, statement: StatementId) -> Statement | None:
        """A statement that is believed, or was until its maker's power was taken."""
        return self.statements.get(statement) or self.fallen.get(statement)

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

    @property
    def rules(self) -> Policy | None:
        """The organisation's rules as they are now; None where none were ever said."""
        return self.policies[max(self.policies)] if self.policies else None

    def is_administrator(self, desk: DeskId) -> bool:
        """Whether the root named this desk an administrator's, and nobody took it back."""
        return desk in self.administrators and desk not in self.stands

    def is_officer(self, desk: DeskId) -> bool:
        """Whether the root named this desk a recovery officer's, and nobody took it back."""
        return desk in self.officers and desk not in self.stands

    def desk(self, desk: DeskId) -> DeskCertificate:
        """The desk's certificate, also of one that was revoked."""
        if desk not in self.desks:
            raise NotYet("the desk has no certificate")
        return self.desks[desk]

    def is_certified(self, desk: DeskId) -> bool:
        """Whether the desk belongs to the organisation now."""
        return desk in self.desks and desk not in self.revoked

    def key_of(self, desk: DeskId) -> VerifyKey:
        """The key that the desk signs with: every desk with a certificate, and every administrator's and officer's."""
        for named in (self.administrators, self.officers):
            if desk in named:
                return named[desk].verify
        return self.desk(desk).verify

    # Spaces and rights

    def space(self, space: SpaceId) -> Space:
        """What an administrator said of the space."""
        if space not in self.spaces:
            raise NotYet("the space is not known")
        return self.spaces[space]

    def grant(self, worker: WorkerId, space: SpaceId) -> Grant | None:
        """All that is granted to the worker in the space now, in one; None if nothing is."""
        return self.grants.get((worker, space))

    def readable(self, desk: DeskId) -> tuple[SpaceId, ...]:
        """The spaces that the desk's worker may read, sorted; none for a desk without a certificate."""
        return tuple(sorted(space for space in self.spaces if self.may_read(desk, space)))

    def may_read(self, desk: DeskId, space: SpaceId) -> bool:
        """Whether the desk is certified and its worker belongs to the space."""
        return self.is_certified(desk) and self.grant(self.desks[desk].worker, space) is not None

    def may_write(self, desk: DeskId, space: SpaceId) -> bool:
        """Whether the desk is certified and its worker may write to the space."""
        grant = self.grant(self.desks[desk].worker, space) if self.is_certified(desk) else None
        return grant is not None and grant.write

    def may_bring(self, desk: DeskId, space: SpaceId) -> bool:
        """Whether the desk may bring sealed files into the space: any of the organisation, as into its box; and one
        that was shut out, where it once might write."""
        return space in self.spaces and (self.is_certified(desk) or self.belonged(desk, space, write=True))

    def may_keep(self, desk: DeskId, space: SpaceId) -> bool:
        """Whether the desk may compact the space: its opener's, or one whose grant says so."""
        if space not in self.spaces or not self.may_write(desk, space):
            return False
        worker = self.desks[desk].worker
        grant = self.grant(worker, space)
        return self.space(space).opener == worker or (grant is not None and grant.keeper)

    @property
    def ended(self) -> frozenset[StatementId]:
        """The grants that are over: an ending counts for those of its own worker in its own space."""
        return frozenset(id_ for id_, each in self.given.items() if (each.worker, each.space, id_) in self.endings)

    def belonged(self, desk: DeskId, space: SpaceId, *, write: bool = False) -> bool:
        """Whether the desk's worker was ever granted this, though she may have left since."""
        worker = self.desks[desk].worker if desk in self.desks else None
        return any(
            (each.worker, each.space) == (worker, space) and (each.write or not write) for each in self.given.values()
        )

    def members(self, space: SpaceId) -> tuple[DeskCertificate, ...]:
        """The desks that may read the space: to these its keys are sealed."""
        return tuple(desk for desk in self.desks.values() if self.may_read(desk.desk, space))

    def may_know(self, desk: DeskId, statement: Statement) -> bool:
        """Whether the server gives the statement to the desk.

        Everybody of the organisation is told all of it but what is sealed to an officer: who may read what is no secret
        among those who work together, and without it nobody could hand a case over, or see that she was told the same
        as others. A revoked desk hears of little more than that, and of what it said itself.
        """
        said = statement.said
        if isinstance(said, Escrow):
            return desk in (said.officer, statement.by)
        if desk in self.revoked:
            known = isinstance(said, Organisation | Administrator | Revocation | Policy)
            return known or said == self.desks.get(desk) or statement.by == desk
        return self.is_administrator(desk) or desk in self.desks

    # Epochs

    def epoch(self, space: SpaceId, number: int) -> EpochId | None:
        """The epoch that has this number in the space: the first one learnt. None while there is none."""
        return self.epochs.get((space, number))

    def latest_epoch(self, space: SpaceId) -> EpochId | None:
        """The epoch to seal under now: the one with the greatest number, of those that a present member opened and
        that answer every ending and revocation. None while a new one must be opened."""
        heeded = self.shut_out(space)
        for number in sorted((number for of, number in self.epochs if of == space), reverse=True):
            epoch = self.epochs[space, number]
            answers = set(self.opening(epoch).heeds) >= heeded and not self.void(epoch)
            if answers and self._stands_by(space, epoch):
                return epoch
        return None

    def void(self, epoch: EpochId) -> bool:
        """Whether its key is to be destroyed, because records were erased for good: a later epoch took its place."""
        opening = self.opening(epoch)
        return opening.number < self.voided.get(opening.space, 0)

    def snapshot_of(self, space: SpaceId, chunk: ChunkHash) -> Statement | None:
        """The believed snapshot of the space that names this chunk."""
        return next((statement for statement, said in self.snapshots_in(space) if chunk in said.chunks), None)

    def snapshots_in(self, space: SpaceId) -> Iterator[tuple[Statement, Snapshot]]:
        """The believed snapshots of the space, and what each says."""
        for each in self.snapshots.get(space, ()):
            statement = self.statements.get(each)
            if statement is not None and isinstance(statement.said, Snapshot):
                yield statement, statement.said

    def opening(self, epoch: EpochId) -> EpochOpening:
        """What was said when the epoch was opened."""
        statement = self.statements.get(StatementId(epoch))
        if statement is None or not isinstance(statement.said, EpochOpening):
            raise NotYet("the epoch is not known")
        return statement.said

    def shut_out(self, space: SpaceId) -> frozenset[StatementId]:
        """The endings, revocations and officers' retirements after which the space needs a new key: of those who held
        the one before."""
        return frozenset(
            each.id
            for each in self.statements.values()
            if (isinstance(each.said, Ending) and each.said.space == space)
            or (isinstance(each.said, Revocation) and self.belonged(each.said.desk, space))
            or (isinstance(each.said, Revocation | Retirement) and each.said.desk in self.officers)
        )

    def late_after(self, desk: DeskId, space: SpaceId) -> int | None:
        """The number in the space's log behind which the desk's chunks are late, because it was shut out; None while it
        may write, or as long as no epoch says how far the log had come. What she wrote while another grant of hers
        went on is not late. What a desk that was shut out seals into the box of a space that was never its own is late
        in any case: no epoch there says when that happened."""
        if self.may_write(desk, space):
            return None
        if desk in self.revoked and not self.belonged(desk, space):
            return 0
        worker = self.desks[desk].worker if desk in self.desks else None
        left = [
            self._answered(space, {end.id for end in self.statements.values() if _ends(end, each, grant)})
            for grant, each in self.given.items()
            if (each.worker, each.space, each.write) == (worker, space, True)
        ]
        against = {each.id for each in self.statements.values() if _revokes(each, desk)}
        end = min(max(left, default=inf), self._answered(space, against))
        return None if end == inf else int(end)

    def _answered(self, space: SpaceId, ends: set[StatementId]) -> float:
        """How far the space's log had come when an epoch first answered one of these; infinite while none does."""
        openings = [self.opening(epoch) for (of, _), epoch in self.epochs.items() if of == space]
        return min((opening.head.count for opening in openings if ends & set(opening.heeds)), default=inf)

    def told(self, space: SpaceId) -> frozenset[StatementId]:
        """All that a member of the space has been told, if she was told it in the server's order: void since or not."""
        every = (*self.statements.values(), *self.fallen.values())
        return frozenset(each.id for each in every if each.space in (None, space) and not isinstance(each.said, Escrow))

    def policy(self, space: SpaceId) -> str:
        """32 hex digits of what was told; equal for two who were told the same."""
        return digest_of(self.told(space))

    def _stands_by(self, space: SpaceId, epoch: EpochId) -> bool:
        by = self.statements[StatementId(epoch)].by
        return by is not None and self.may_write(by, space)


def _ends(statement: Statement, grant: Grant, name: StatementId) -> bool:
    said = statement.said
    of_it = isinstance(said, Ending) and (said.worker, said.space) == (grant.worker, grant.space)
    return isinstance(said, Ending) and of_it and name in said.grants


def _revokes(statement: Statement, desk: DeskId) -> bool:
    return isinstance(statement.said, Revocation) and statement.said.desk == desk
