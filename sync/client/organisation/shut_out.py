"""Desks that were shut out: what was said of them, and whether they have done what they were told."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import DeskId
from sync.protocol.names import StatementId
from sync.protocol.said import Done, Revocation
from sync.protocol.statements import Statement
from sync.protocol.trust import Trust


@dataclass(frozen=True, slots=True, kw_only=True)
class ShutOut:
    """A desk may read and write nothing any more. `wipe`: it shall delete what it holds; `wiped`: when it said that it
    has. `revocation` is the one that says so."""

    revocation: StatementId
    at: Moment
    wipe: bool
    wiped: Moment | None


def shut_out_of(trust: Trust, desk: DeskId) -> ShutOut | None:
    """How the desk was shut out; None for one that was not. Whoever asked for a wipe gets it."""
    found, wipes, done = list[Statement](), list[Statement](), list[Statement]()
    for each in trust.statements.values():
        match each.said:
            case Revocation(desk=shut, wipe=wipe) if shut == desk:
                found.append(each)
                wipes += [each] if wipe else []
            case Done() if each.by == desk:
                done.append(each)
    if not found:
        return None
    ids = {each.id for each in found}
    return ShutOut(
        revocation=min(each.id for each in wipes or found),
        at=min(each.when for each in found),
        wipe=bool(wipes),
        wiped=min((each.when for each in done if isinstance(each.said, Done) and each.said.what in ids), default=None),
    )
