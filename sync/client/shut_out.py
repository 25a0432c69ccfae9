"""Desks that were shut out: what was said of them, and whether they have done what they were told."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import DeskId
from sync.protocol.names import StatementId
from sync.protocol.said import Done, Revocation
from sync.protocol.trust import Trust


@dataclass(frozen=True, slots=True, kw_only=True)
class ShutOut:
    """A desk may read and write nothing any more. `wipe`: it shall delete what it holds; `wiped`: when it said that it
    has. `revocation` is the one that says so."""

    revocation: StatementId
    at: Moment
    wipe: bool
    wiped: Moment | None


def revocations(trust: Trust, desk: DeskId) -> tuple[Revocation, ...]:
    """All that shut the desk out; two administrators may have, each in her way."""
    said = (each.said for each in trust.statements.values())
    return tuple(each for each in said if isinstance(each, Revocation) and each.desk == desk)


def shut_out_of(trust: Trust, desk: DeskId) -> ShutOut | None:
    """How the desk was shut out; None for one that was not. Whoever asked for a wipe gets it."""
    found = [each for each in trust.statements.values() if isinstance(each.said, Revocation) and each.said.desk == desk]
    if not found:
        return None
    wipe = [each for each in found if isinstance(each.said, Revocation) and each.said.wipe]
    one = min(wipe or found, key=lambda each: each.id)
    ids = {each.id for each in found}
    done = [
        each.when
        for each in trust.statements.values()
        if isinstance(each.said, Done) and each.by == desk and each.said.what in ids
    ]
    return ShutOut(
        revocation=one.id,
        at=min(each.when for each in found),
        wipe=bool(wipe),
        wiped=min(done, default=None),
    )
