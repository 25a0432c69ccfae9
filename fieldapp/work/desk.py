"""The desk after unlocking: what every piece of work needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from fieldapp.domain.answers import Json
from fieldapp.domain.clock import Clock
from fieldapp.domain.ids import NO_SPACE, FormId, SpaceId, WorkerId
from fieldapp.domain.spaces import Membership, SpaceKind, kind_for
from fieldapp.errors import Refused
from fieldapp.forms.library import Library
from fieldapp.storage.read import Reader
from fieldapp.storage.store import Store
from fieldapp.storage.write import Write
from fieldapp.words import sentence

_MEMBERSHIPS = "memberships"
_WORKER = "worker"


class NotHerSpace(Refused):
    """This worker belongs to no space where such a record may stand."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One worker's open workspace. Lives from unlock to lock."""

    store: Store
    library: Library
    clock: Clock
    worker: WorkerId
    device: str
    practice: bool = False

    def today(self) -> date:
        """The day on this laptop."""
        return self.clock.now().day

    def now(self) -> Desk:
        """The same desk with the worker it belongs to by now: a code that was typed says who she is."""
        with self.store.read() as reader:
            worker = reader.recall(_WORKER)
        return replace(self, worker=WorkerId(worker)) if isinstance(worker, str) else self

    def memberships(self) -> tuple[Membership, ...]:
        """The spaces she belongs to; none before her desk has joined an organisation."""
        with self.store.read() as reader:
            return memberships_in(reader)

    def space_for(self, form: FormId) -> SpaceId:
        """Where a new root record of this form goes: her own space of the kind before one she only shares.

        Before the desk has joined, records stand in the local space. Raises NotHerSpace.
        """
        memberships = self.memberships()
        if not memberships:
            return NO_SPACE
        kind = kind_for(form)
        fitting = sorted((m for m in memberships if m.kind is kind), key=lambda m: (not m.opener, m.space))
        if not fitting:
            raise NotHerSpace(
                sentence("You belong to no space for such records. Ask your coordinator to add you to one.")
            )
        return fitting[0].space


def memberships_in(reader: Reader) -> tuple[Membership, ...]:
    """The same, inside a transaction."""
    found = cast("list[list[Json]]", reader.recall(_MEMBERSHIPS) or [])
    return tuple(Membership(SpaceId(str(s)), SpaceKind(k), bool(o)) for s, k, o in found)


def remember_memberships(store: Store, worker: WorkerId, memberships: Iterable[Membership]) -> None:
    """Written when the desk has learnt from signed grants who may read what."""
    facts: Json = [[m.space, m.kind.value, m.opener] for m in memberships]

    def write(writing: Write) -> None:
        writing.remember(_MEMBERSHIPS, facts)
        writing.remember(_WORKER, worker)

    store.write_now(write)
