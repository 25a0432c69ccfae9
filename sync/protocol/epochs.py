"""The key of a space in one epoch, and the signed word that opens the epoch and commits to its key.

Opening binds: a member who gave two desks different keys under one epoch would be found out by the commitment.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import DeskId, OrganisationId, SpaceId
from sync.protocol.errors import Forged
from sync.protocol.head import EMPTY, Head
from sync.protocol.keys import OpeningKey, Random, SealKey, SecretKey, SigningKey, context
from sync.protocol.names import EpochId
from sync.protocol.said import EpochOpening
from sync.protocol.statements import Statement, state
from sync.protocol.trust import Trust


@dataclass(frozen=True, slots=True)
class SpaceKey:
    """The 32-byte key of a space in one epoch; its printed form shows nothing."""

    space: SpaceId
    epoch: EpochId
    secret: SecretKey

    @property
    def box(self) -> OpeningKey:
        """What opens things that somebody who is no member sealed into the space."""
        return _box(self.secret)


@dataclass(frozen=True, slots=True)
class Box:
    """What anybody of the organisation may seal to who cannot read the space: the public half of an epoch's box."""

    space: SpaceId
    epoch: EpochId
    key: SealKey


def box_of(trust: Trust, space: SpaceId) -> Box | None:
    """The box to seal to now; None while a new epoch must be opened, or where the epoch bears none."""
    epoch = trust.latest_epoch(space)
    key = None if epoch is None else trust.opening(epoch).box
    return None if epoch is None or key is None else Box(space, epoch, key)


def open_epoch(
    trust: Trust,
    space: SpaceId,
    *,
    by: DeskId,
    when: Moment,
    key: SigningKey,
    head: Head = EMPTY,
    random: Random = secrets.token_bytes,
) -> tuple[Statement, SpaceKey]:
    """The next epoch of the space, with a fresh key, which answers every ending and revocation that is known.

    `by` must be a desk that may write there; `head`: how far it has read the space's log.

    The server believes the first statement per number: seal under the key once the server has taken the statement.
    """
    number = 1
    while trust.epoch(space, number) is not None:
        number += 1
    secret = random(32)
    said = EpochOpening(
        space=space,
        number=number,
        commitment=_commitment(trust.organisation_id, space, number, secret),
        heeds=tuple(sorted(trust.shut_out(space))),
        head=head,
        box=_box(SecretKey(secret)).seal_key,
    )
    statement = state(said, organisation=trust.organisation_id, by=by, when=when, key=key)
    return statement, SpaceKey(space, EpochId(statement.id), SecretKey(secret))


def checked_key(trust: Trust, epoch: EpochId, secret: bytes) -> SpaceKey:
    """The key, if it is the one that the epoch's opening commits to. Raises NotYet (epoch not known) or Forged."""
    opening = trust.opening(epoch)
    if opening.commitment != _commitment(trust.organisation_id, opening.space, opening.number, secret):
        raise Forged("this is not the key that the epoch was opened with")
    if opening.box not in (None, _box(SecretKey(secret)).seal_key):
        raise Forged("this is not the box that the epoch was opened with")
    return SpaceKey(opening.space, epoch, SecretKey(secret))


def _box(secret: SecretKey) -> OpeningKey:
    return OpeningKey(secret.derive(context("fieldapp box key v1")))


def _commitment(organisation: OrganisationId, space: SpaceId, number: int, secret: bytes) -> str:
    purpose = context("fieldapp epoch key v1", organisation, space, str(number))
    return hashlib.sha256(purpose + b"\0" + secret).hexdigest()
