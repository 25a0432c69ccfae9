"""What this worker may choose where two people's answers stand against each other."""

from __future__ import annotations

from fieldapp.domain.ids import RecordId
from fieldapp.domain.settling import Seat
from fieldapp.domain.spaces import SpaceKind
from fieldapp.storage.read import Reader
from fieldapp.work.desk import Desk, memberships_in
from fieldapp.work.people import role_of


def seat_of(desk: Desk, reader: Reader, record: RecordId) -> Seat:
    """Hers, at this record. Before her desk belongs to an organisation all is her own."""
    stored = reader.record(record)
    found = {each.space: each for each in memberships_in(reader)}
    if not found or stored is None:
        return Seat(kind=None)
    root = reader.record(stored.root or record) or stored
    place = found.get(root.space)
    kind = SpaceKind.CASELOAD if place is None else place.kind
    keeps = place is not None and place.opener
    began = kind is SpaceKind.PROGRAMME and root.author == desk.worker
    return Seat(kind=kind, hers=keeps or began, role=role_of(reader, desk.worker))
