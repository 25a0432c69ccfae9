"""Envelopes: the key of a space's epoch, sealed to one desk by the desk of a member.

The server keeps them without reading them and hands each to every member of the space, so that members see who has
no envelope yet. A wrong key in an envelope is found by the epoch's commitment.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from fieldapp.domain.ids import DeskId, OrganisationId, SpaceId
from sync.protocol import signed
from sync.protocol.epochs import SpaceKey, checked_key
from sync.protocol.errors import Malformed, NotAllowed
from sync.protocol.keys import HPKE_OVERHEAD, OpeningKey, SigningKey, context
from sync.protocol.names import EnvelopeId, EpochId
from sync.protocol.reading import Fields, base64_text, encode
from sync.protocol.recovery_keys import RECOVERY_OVERHEAD, RecoveryOpening
from sync.protocol.said import DeskCertificate, Officer
from sync.protocol.signed import Signed
from sync.protocol.trust import Trust

VERSION: Final = 1
_SEALED_SIZE: Final = 32 + HPKE_OVERHEAD
_RECOVERY_SIZE: Final = 32 + RECOVERY_OVERHEAD


@dataclass(frozen=True, slots=True)
class Envelope:
    """One envelope as it came. `check_envelope` says whether its maker may make it, `open_envelope` opens one's own."""

    signed: Signed
    id: EnvelopeId
    organisation: OrganisationId
    space: SpaceId
    epoch: EpochId
    to: DeskId
    by: DeskId
    sealed: bytes

    @property
    def is_for_recovery(self) -> bool:
        """Whether it is sealed to an officer's recovery key, for the day a member's laptop is lost."""
        return len(self.sealed) == _RECOVERY_SIZE

    @property
    def raw(self) -> bytes:
        """The bytes that travel and are stored."""
        return self.signed.raw


def make_envelope(
    organisation: OrganisationId, space_key: SpaceKey, *, to: DeskCertificate | Officer, by: DeskId, key: SigningKey
) -> Envelope:
    """Seal the key to a desk's certificate, or to an officer's recovery key; `by` is the maker's desk, `key` signs."""
    purpose = _purpose(organisation, space_key.space, space_key.epoch, to.desk, by)
    receiver = to.recovery if isinstance(to, Officer) else to.seal
    body = encode(
        {
            "v": VERSION,
            "organisation": organisation,
            "space": space_key.space,
            "epoch": space_key.epoch,
            "to": to.desk,
            "by": by,
            "sealed": base64_text(receiver.seal(space_key.secret.raw, purpose)),
        }
    )
    return read_envelope(signed.sign(signed.ENVELOPE, body, key).raw)


def read_envelope(raw: bytes) -> Envelope:
    """An envelope from outside. Raises Malformed; looks neither at the signature nor inside."""
    whole = signed.split(raw, signed.ENVELOPE)
    fields = Fields.parsed(whole.body, len(whole.body), "envelope")
    fields.number("v", VERSION, VERSION)
    sealed = fields.binary("sealed", _RECOVERY_SIZE)
    if len(sealed) not in (_SEALED_SIZE, _RECOVERY_SIZE):
        raise Malformed("envelope: what is sealed is no key")
    return Envelope(
        signed=whole,
        id=EnvelopeId(whole.id),
        organisation=OrganisationId(fields.hex("organisation", 32)),
        space=SpaceId(fields.hex("space", 32)),
        epoch=EpochId(fields.hex("epoch", 64)),
        to=DeskId(fields.hex("to", 32)),
        by=DeskId(fields.hex("by", 32)),
        sealed=sealed,
    )


def check_envelope(envelope: Envelope, trust: Trust) -> None:
    """Raises NotYet (maker or epoch not known), Forged, or NotAllowed unless it may be made.

    A member's desk makes them, also one that has left since, for members' desks and officers; an officer's desk for one
    that it has said a `Recovery` for. The key inside is proved by the epoch's commitment, whoever made the envelope.
    """
    if envelope.organisation != trust.organisation_id:
        raise NotAllowed("of another organisation")
    envelope.signed.check(trust.key_of(envelope.by))
    if trust.opening(envelope.epoch).space != envelope.space:
        raise NotAllowed("the epoch is another space's")
    recovered = envelope.by in trust.officers and (envelope.to, envelope.space) in trust.recoveries
    if not (trust.belonged(envelope.by, envelope.space) or recovered):
        raise NotAllowed("its maker is no member of the space")
    if trust.void(envelope.epoch):
        raise NotAllowed("its epoch's key was destroyed")
    if envelope.is_for_recovery:
        if not trust.is_officer(envelope.to):
            raise NotAllowed("its receiver is no recovery officer")
    elif not trust.may_read(envelope.to, envelope.space):
        raise NotAllowed("its receiver is no member of the space")


def open_envelope(envelope: Envelope, key: OpeningKey | RecoveryOpening, trust: Trust) -> SpaceKey:
    """The key inside an envelope made out to the owner of `key`. Checks all; raises what `check_envelope` raises."""
    check_envelope(envelope, trust)
    purpose = _purpose(envelope.organisation, envelope.space, envelope.epoch, envelope.to, envelope.by)
    return checked_key(trust, envelope.epoch, key.open(envelope.sealed, purpose))


def without_envelope(
    trust: Trust, space: SpaceId, epoch: EpochId, envelopes: Iterable[Envelope]
) -> tuple[DeskCertificate | Officer, ...]:
    """The members' desks, and the officers, for whom no envelope of the epoch is here: whoever has the key makes it."""
    served = {(each.to, each.is_for_recovery) for each in envelopes if each.epoch == epoch}
    desks = [desk for desk in trust.members(space) if (desk.desk, False) not in served]
    officers = [each for each in trust.officers.values() if trust.is_officer(each.desk)]
    return (*desks, *(officer for officer in officers if (officer.desk, True) not in served))


def _purpose(organisation: OrganisationId, space: SpaceId, epoch: EpochId, to: DeskId, by: DeskId) -> bytes:
    return context("fieldapp envelope v1", organisation, space, epoch, to, by)
