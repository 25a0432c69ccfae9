"""Destroy a case for good, with every trace of it: because she asks for it, or because it was kept too long.

Who may: a supervisor or coordinator of the space. A worker whom she asks tells her supervisor; two people who know of
it are the safeguard against one hasty hand. A desk that belongs to no organisation is its worker's own.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from fieldapp.domain.changes import CREATE, MOVE
from fieldapp.domain.clock import Moment
from fieldapp.domain.codes import Code, new_code, read_code, show_code
from fieldapp.domain.erasing import Erasure, WhyErased
from fieldapp.domain.giving_out import PAPER
from fieldapp.domain.ids import NO_SPACE, RecordId, SpaceId
from fieldapp.domain.spaces import MAY_ERASE
from fieldapp.errors import Mistake, Refused
from fieldapp.storage.read import Reader
from fieldapp.storage.values import Happened
from fieldapp.words import sentence
from fieldapp.work.answered import text
from fieldapp.work.copying import copies_made
from fieldapp.work.desk import Desk
from fieldapp.work.people import role_of
from fieldapp.work.telling import code_of


class MayNotErase(Refused):
    """Erasing is for supervisors and coordinators."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "A supervisor or coordinator erases a case for good. Tell her the code of the case and that it was "
                "asked for; until then it stays as it is."
            )
        )


class OtherCode(Mistake):
    """What she typed is another code than the case's."""

    def __init__(self) -> None:
        super().__init__(sentence("This is not the code of the case. Look at it once more; nothing was erased."))


class GoneAlready(Mistake):
    """The case is not here any more."""

    def __init__(self) -> None:
        super().__init__(sentence("This case is not here any more. Nothing was done."))


@dataclass(frozen=True, slots=True, kw_only=True)
class ToErase:
    """What would be gone: the case, its records, drafts, and what was printed of it.

    `unsent`: of its records that the server does not have; `shared`: others may hold it too. `copies`: made of this
    desk, in which it goes on standing.
    """

    case: RecordId
    code: str
    records: int
    drafts: int
    papers: int
    unsent: int
    shared: bool
    copies: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class Erased:
    """It is done here. `code` is known to nobody any more but whoever holds this."""

    erasure: Erasure
    code: str
    happened: Happened


def look_at_what_goes(desk: Desk, case: RecordId) -> ToErase:
    """Before she decides. Raises MayNotErase, GoneAlready."""
    with desk.store.read() as reader:
        _judge(desk, reader)
        tree = _tree(reader, case)
        stored = [found for each in tree if (found := reader.record(each)) is not None]
        return ToErase(
            case=case,
            code=code_of(reader, case),
            records=sum(not each.repeat for each in stored),
            drafts=sum(each.record in tree or each.root == case for each in reader.drafts()),
            papers=papers_of(reader, tree),
            unsent=sum(each.not_sent for each in stored),
            shared=bool(desk.memberships()),
            copies=copies_made(reader),
        )


def erase_case(desk: Desk, case: RecordId, why: WhyErased, typed: str) -> Erased:
    """Destroy it on this desk. `typed`: the code of the case, as she typed it to confirm.

    Raises MayNotErase, GoneAlready, OtherCode; then nothing was done.
    """
    with desk.store.read() as reader:
        _judge(desk, reader)
        tree, code = _tree(reader, case), code_of(reader, case)
        if read_code(typed) != read_code(code) or not isinstance(read_code(code), str):
            raise OtherCode
        erasure = Erasure(
            number=new_code(secrets.SystemRandom()),
            spaces=_spaces(reader, tree),
            records=tree,
            why=why.value,
            who=desk.worker,
            when=desk.clock.now(),
        )
        papers = papers_of(reader, tree)
    happened = desk.store.bury([erasure], erasure.when, papers=papers)
    return Erased(erasure, show_code(Code(str(read_code(code)))), happened)


def may_erase(desk: Desk, reader: Reader) -> bool:
    """Whether it is offered to her."""
    return not desk.memberships() or role_of(reader, desk.worker) in MAY_ERASE


def papers_of(reader: Reader, tree: Iterable[RecordId]) -> int:
    """How many papers were printed of these records, and did not fail to come out."""
    found = [stored for each in tree if (stored := reader.record(each)) is not None and stored.form == PAPER]
    return sum(text(each.answers, "came_out") != "no" for each in found)


def _judge(desk: Desk, reader: Reader) -> None:
    if not may_erase(desk, reader):
        raise MayNotErase


def _tree(reader: Reader, case: RecordId) -> tuple[RecordId, ...]:
    tree = reader.erasures.tree(case)
    if not tree:
        raise GoneAlready
    return tree


def _spaces(reader: Reader, tree: Iterable[RecordId]) -> tuple[SpaceId, ...]:
    """Where the root stood since it was written, the last one first: packets of it lie in each."""
    root = next(iter(tree))
    stored = reader.record(root)
    stood = [change.space for change in reader.changes(root) if change.kind in (CREATE, MOVE)]
    now = [stored.space] if stored is not None else []
    return tuple(dict.fromkeys(space for space in (*now, *reversed(stood)) if space != NO_SPACE))
