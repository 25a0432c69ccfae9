"""Histories of one record, as several people at several desks might have made them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from fieldapp.domain.answers import Answer, Special
from fieldapp.domain.changes import CREATE, DELETE, MOVE, RESTORE, UPDATE, Change
from fieldapp.domain.clock import Moment
from fieldapp.domain.ids import ChangeId, FieldId, FormId, RecordId, SpaceId, WorkerId, WriterId

RECORD = RecordId("ab" * 16)
NOON = Moment.from_text("2026-03-12T12:00:00.000+06:00")
VALUES: list[Answer | None] = ["yes", "no", "later", Special.DECLINED, None]
PROTECTIVE = {FieldId("consent"): ["no", "yes"]}


def writer(name: int) -> WriterId:
    """The writer id of desk number `name`."""
    return WriterId(f"{name:016x}")


def change(
    who: int,
    counter: int,
    kind: str = UPDATE,
    *,
    after: tuple[Change, ...] = (),
    space: str = "",
    lamport: int = 0,
    **fields: Answer | None,
) -> Change:
    """A change by desk `who`, with a lamport above all it follows."""
    return Change(
        id=ChangeId(writer(who), counter),
        record=RECORD,
        kind=kind,
        form=FormId("gbv_case"),
        version="1",
        fields={FieldId(name): answer for name, answer in fields.items()},
        after=frozenset(c.id for c in after),
        lamport=lamport or 1 + max((c.lamport for c in after), default=0),
        who=WorkerId(f"{who:032x}"),
        when=NOON,
        space=SpaceId(space),
    )


@st.composite
def histories(draw: st.DrawFn) -> list[Change]:
    """Up to a dozen changes by three desks; each desk sees some of what the others wrote before it writes."""
    made: list[Change] = [change(1, 1, CREATE, space="s1", consent="yes", phone="1")]
    for _ in range(draw(st.integers(0, 11))):
        desk = draw(st.integers(1, 3))
        seen = draw(st.lists(st.sampled_from(made), min_size=1, max_size=3, unique_by=lambda c: c.id))
        kind = draw(st.sampled_from([UPDATE, UPDATE, UPDATE, DELETE, RESTORE, MOVE, "newer_kind"]))
        fields = draw(
            st.dictionaries(
                st.sampled_from(["consent", "phone", "note", "#order"]), st.sampled_from(VALUES), max_size=2
            )
        )
        counter = 1 + sum(1 for c in made if c.id.writer == writer(desk))
        made.append(
            change(
                desk,
                counter,
                kind,
                after=tuple(seen),
                space=draw(st.sampled_from(["s1", "s2"])),
                lamport=draw(st.integers(1, 9)),
                **({} if kind == DELETE else fields),
            )
        )
    return made


@st.composite
def circles(draw: st.DrawFn) -> list[Change]:
    """A history in which some changes claim to come after ones that come after them."""
    made = draw(histories())
    number = draw(st.integers(0, len(made) - 1))
    made[number] = replace(made[number], after=made[number].after | {made[-1].id})
    return made
