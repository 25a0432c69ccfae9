"""The form of a service: a new entry of the directory, or a correction."""

from __future__ import annotations

from functools import partial

from fieldapp.domain.ids import RecordId
from fieldapp.storage.values import Happened
from fieldapp.words import Sentence
from fieldapp.work.desk import Desk
from fieldapp.work.directory import SERVICE
from fieldapp.work.filling import Filling, GoneMeanwhile, begin, keep_draft, reopen, save
from ui.room import Room
from ui.screen import Address
from ui.screens.filling import Deeds, FillingScreen, Opened


def service_form(address: Address, room: Room) -> FillingScreen:
    """`address.key`: the entry to correct, or one half typed; without it a new one."""
    filling = _filling(room.desk, address.key)
    title = Sentence("New entry") if filling.new else Sentence("Correct an entry")
    opened = Opened(filling.session, title, Sentence("Services"), room.desk.clock, beside=filling.kept)
    deeds = Deeds(partial(save, room.desk, filling), partial(_keep, room.desk, filling))
    here = Address(address.screen, filling.record, address.more)
    return FillingScreen(here, opened, deeds, room.jobs, room.board)


def _filling(desk: Desk, key: str) -> Filling:
    if key:
        try:
            return reopen(desk, RecordId(key))
        except GoneMeanwhile:  # an entry that was never typed in
            pass
    return begin(desk, SERVICE)


def _keep(desk: Desk, filling: Filling, body: str, where: str) -> Happened:
    return keep_draft(desk, filling, where, body)
