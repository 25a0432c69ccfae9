"""What the organisation can say: who belongs to it, which spaces there are, who may read them, and who no more.

Plain values; `statements` signs them, `judging` says who may say what. No name of a person or a space stands in one.
"""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.domain.attachments import SealedId
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import DeskId, SpaceId, WorkerId
from sync.protocol.head import EMPTY, Head
from sync.protocol.keys import SealKey, VerifyKey
from sync.protocol.names import ChunkHash, EpochId, StatementId
from sync.protocol.recovery_keys import RecoveryKey

# By the root


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """By the root: this organisation exists, and this is its server's key. `root` hashes to the organisation's id."""

    name: str
    root: VerifyKey
    server: VerifyKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Administrator:
    """By the root: this worker's desk may enrol desks, make spaces and give grants."""

    worker: WorkerId
    desk: DeskId
    verify: VerifyKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """By the root: this desk keeps a recovery key. Every space's key is sealed to it, and may be opened for a desk that
    has a `Recovery`."""

    worker: WorkerId
    desk: DeskId
    verify: VerifyKey
    recovery: RecoveryKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Retirement:
    """By the root: this desk is no administrator's and no officer's any more. Of what it said, `stands` does."""

    desk: DeskId
    stands: tuple[StatementId, ...]


# By an administrator


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskCertificate:
    """By an administrator: this desk is this worker's, and these are its keys."""

    desk: DeskId
    worker: WorkerId
    roles: tuple[str, ...]
    verify: VerifyKey
    seal: SealKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Revocation:
    """By an administrator: this desk may read and write nothing any more. `wipe`: it shall destroy what it holds.

    If it was an administrator's or an officer's, `stands` does of what it said, and nothing else.
    """

    desk: DeskId
    wipe: bool
    stands: tuple[StatementId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """By an administrator: this space exists; `opener` is the worker whose desk opens its first epoch."""

    space: SpaceId
    kind: str
    opener: WorkerId


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """By an administrator: this worker may read the space from an epoch on, and write to it if `write`.

    `keeper`: her desk may also compact the space, and her new records go there as an opener's do.
    """

    worker: WorkerId
    space: SpaceId
    from_epoch: int
    write: bool
    keeper: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """By an administrator: these grants of the worker in the space are over. One that is not named goes on: somebody
    else may have given it at the same time."""

    worker: WorkerId
    space: SpaceId
    grants: tuple[StatementId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """By an administrator: the organisation's rules, the greatest `version` counts; of one version the first learnt.

    `expires`: after it desks ask whether the server keeps a newer one back. `pins`: certificates of the authority that
    signs the server's, DER, two at most while one takes the other's place; none where TLS is not used.
    """

    version: int
    expires: Moment
    address: str = ""
    pins: tuple[bytes, ...] = ()


# By a desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """By this desk: whoever has the root key may name it a recovery officer's, with this key."""

    desk: DeskId
    recovery: RecoveryKey


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochOpening:
    """By a member's desk that may write: the space's key of this number is the one that `commitment` fits.

    `heeds`: the endings and revocations that this epoch answers; `head`: how far its opener had read the space's log.
    What those who were shut out send behind it is late. `box`: to this key anyone of the organisation may seal into the
    space; None in epochs of the first programs.
    """

    space: SpaceId
    number: int
    commitment: str
    heeds: tuple[StatementId, ...] = ()
    head: Head = EMPTY
    box: SealKey | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """By an officer's desk: she opens the space's keys for this new desk of a member, because the old one is lost."""

    desk: DeskId
    space: SpaceId


@dataclass(frozen=True, slots=True, kw_only=True)
class Escrow:
    """By a desk: what opens its keystore, sealed to an officer's recovery key; `keystore` says which one."""

    officer: DeskId
    keystore: str
    sealed: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Reset:
    """By an officer's desk: she gave this desk's worker a new way in, because the passphrase was forgotten."""

    desk: DeskId


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """By a keeper's desk: these chunks hold all that the space's log up to `head` says, as far as it still matters.

    `chunks`: in their order, sealed under `epoch` in the lane `snapshot`. `erases`: records were left out for good;
    then `epoch` is a new one, the keys of all before it are destroyed, and the server deletes the attached `files`.
    """

    space: SpaceId
    head: Head
    epoch: EpochId
    chunks: tuple[ChunkHash, ...]
    erases: bool = False
    files: tuple[SealedId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """By a desk: it has done what this revocation or snapshot asks: wiped itself, or destroyed what was erased."""

    what: StatementId


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """A statement of a kind or version that this program does not know: kept and passed on, believed in nothing."""

    kind: str
    space: SpaceId | None


Said = (
    Organisation
    | Administrator
    | Officer
    | Retirement
    | DeskCertificate
    | Revocation
    | Space
    | Grant
    | Ending
    | Policy
    | Offer
    | EpochOpening
    | Recovery
    | Escrow
    | Reset
    | Snapshot
    | Done
    | Foreign
)
