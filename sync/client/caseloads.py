"""The caseloads of the organisation and whose they are: where a case can be handed over to."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.domain.ids import SpaceId, WorkerId
from fieldapp.domain.spaces import SpaceKind
from sync.client.believing import trust_of
from sync.client.facts import identity_in
from sync.client.people import colleagues, space_titles
from sync.client.station import Station
from sync.protocol.said import Grant
from sync.protocol.trust import Trust


@dataclass(frozen=True, slots=True, kw_only=True)
class Caseload:
    """A caseload with its name, "" before that has come. `workers`: whose it is. `is_read`: this desk reads it.

    `takes`: something can be sealed into it now; else a desk of its members must first make a new key.
    """

    space: SpaceId
    title: str
    workers: tuple[str, ...]
    is_read: bool
    takes: bool


def caseloads(station: Station) -> tuple[Caseload, ...]:
    """All that somebody works in, those that this desk reads first. Raises NotJoined."""
    with station.store.read() as reader:
        trust, me = trust_of(reader), identity_in(reader).desk
        names, called = colleagues(reader), space_titles(reader)
    found = [
        Caseload(
            space=space,
            title=called.get(space, ""),
            workers=tuple(sorted(filter(None, (names.get(each, "") for each in holders(trust, space))))),
            is_read=trust.may_read(me, space),
            takes=trust.latest_epoch(space) is not None,
        )
        for space, said in trust.spaces.items()
        if said.kind == SpaceKind.CASELOAD.value and holders(trust, space)
    ]
    return tuple(sorted(found, key=lambda each: (not each.is_read, each.title.casefold(), each.space)))


def holders(trust: Trust, space: SpaceId) -> tuple[WorkerId, ...]:
    """Whose space it is: its opener, and whoever it was handed to; where they have left, all who belong to it."""
    grants = [grant for (_, of), grant in trust.grants.items() if of == space and grant.write]
    own = [grant.worker for grant in grants if _holds(trust, grant)]
    return tuple(sorted(own or [grant.worker for grant in grants]))


def _holds(trust: Trust, grant: Grant) -> bool:
    return grant.keeper or trust.space(grant.space).opener == grant.worker
