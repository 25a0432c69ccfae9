"""Names of things that must not be mixed up.

Ids are random and say nothing about place, year or person. All are lower-case hex unless said otherwise.
"""

from __future__ import annotations

import secrets
from typing import NamedTuple, NewType

OrganisationId = NewType("OrganisationId", str)  # 16 bytes: the first half of SHA-256 of its root key
SpaceId = NewType("SpaceId", str)  # 16 bytes
WorkerId = NewType("WorkerId", str)  # 16 bytes
DeskId = NewType("DeskId", str)  # 16 bytes
WriterId = NewType("WriterId", str)  # 8 bytes, drawn afresh at each unlock: a copied desk never repeats a change id
RecordId = NewType("RecordId", str)  # 16 bytes
FormId = NewType("FormId", str)  # as in the form's settings, such as "gbv_incident"
FieldId = NewType("FieldId", str)  # the question's name within its repeat; with group path only where not unique

#: Changes made before a desk has joined an organisation; moved into her caseload when it joins.
NO_SPACE = SpaceId("")


class ChangeId(NamedTuple):
    """One saved edit, for ever: who wrote (a writer lives from unlock to lock) and its count, from 1."""

    writer: WriterId
    counter: int


def new_record_id() -> RecordId:
    """16 random bytes as 32 hex digits."""
    return RecordId(secrets.token_hex(16))


def new_space_id() -> SpaceId:
    """16 random bytes as 32 hex digits."""
    return SpaceId(secrets.token_hex(16))


def new_worker_id() -> WorkerId:
    """16 random bytes as 32 hex digits."""
    return WorkerId(secrets.token_hex(16))


def new_desk_id() -> DeskId:
    """16 random bytes as 32 hex digits."""
    return DeskId(secrets.token_hex(16))


def new_writer_id() -> WriterId:
    """8 random bytes as 16 hex digits."""
    return WriterId(secrets.token_hex(8))
