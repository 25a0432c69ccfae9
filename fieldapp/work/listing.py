"""List the cases: the most urgent first, or those that fit what was typed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import FormId, RecordId
from fieldapp.storage.list_values import Line, ListQuery, Mark, Order
from fieldapp.work.desk import Desk
from fieldapp.work.facts import RISKS
from fieldapp.work.finding import find

CASE: Final = FormId("gbv_case")
#: Fewer signs than this find no part of a code or name, only beginnings.
SHORTEST: Final = 3
_OPEN: Final = frozenset({"open", ""})
_OVER: Final = frozenset({"closed", "transferred", "duplicate"})


class State(Enum):
    """Which cases, by how they stand."""

    OPEN = "open"
    OVER = "over"
    ANY = "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the list shows. `mine`: those she opened herself. `risk`: one of RISKS, "" for any."""

    state: State = State.OPEN
    mine: bool = False
    risk: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """A case in a list: a code, never a name. `found`: the name or number that an explicit search found.

    `risk`: one of RISKS, "" while nobody has judged it. `due`: the day of the next step (ISO), "" for none.
    """

    case: RecordId
    code: str
    status: str
    risk: str
    due: str
    changed: Moment
    not_sent: bool
    conflicts: int
    found: str = ""

    @property
    def is_open(self) -> bool:
        """Whether work on it goes on."""
        return self.status in _OPEN


def list_cases(desk: Desk, wanted: Wanted, after: Mark | None, size: int) -> tuple[tuple[CaseLine, ...], Mark | None]:
    """A piece of the list, and where the next one begins."""
    with desk.store.read() as reader:
        page = reader.page(_query(desk, wanted), after, size)
    return tuple(_line(desk, line) for line in page.lines), page.next


def count_cases(desk: Desk, wanted: Wanted) -> int:
    """How long the whole list is."""
    with desk.store.read() as reader:
        return reader.count(_query(desk, wanted))


def find_cases(desk: Desk, sought: str) -> tuple[tuple[CaseLine, ...], bool]:
    """Every case that fits, closed ones too, the best first; and whether there are more."""
    found, more = find(desk, sought, CASE)
    if not found and len(sought) < SHORTEST:
        with desk.store.read() as reader:
            page = reader.page(ListQuery(form=CASE, order=Order.CODE, text=sought))
        return tuple(_line(desk, line) for line in page.lines), page.next is not None
    return tuple(_line(desk, each.line, each.what) for each in found if each.line is not None), more


def _query(desk: Desk, wanted: Wanted) -> ListQuery:
    states: dict[State, frozenset[str]] = {State.OPEN: frozenset({"open"}), State.OVER: _OVER}
    return ListQuery(
        form=CASE,
        statuses=states.get(wanted.state, frozenset()),
        authors=frozenset({desk.worker}) if wanted.mine else frozenset(),
        risks=frozenset({RISKS.index(wanted.risk)}) if wanted.risk in RISKS else frozenset(),
    )


def _line(desk: Desk, line: Line, found: str = "") -> CaseLine:
    return CaseLine(
        case=line.id,
        code=line.code,
        status=line.status,
        risk=RISKS[line.risk] if line.risk < len(RISKS) else "",
        due=line.due,
        changed=Moment(line.changed.utc, desk.clock.now().offset_minutes),
        not_sent=line.not_sent,
        conflicts=line.conflicts,
        found=found,
    )
