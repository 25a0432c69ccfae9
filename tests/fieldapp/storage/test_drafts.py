"""What is typed survives, and goes without a trace."""

from __future__ import annotations

from dataclasses import replace

from fieldapp.domain.ids import ChangeId, RecordId, new_record_id
from fieldapp.storage.values import Draft
from tests.fieldapp.storage.making import SURVIVOR, Desk, at, open_desk


def draft(record: RecordId, body: str = '{"given":"Айгүл"}') -> Draft:
    """Half a form."""
    return Draft(
        record=record,
        root=new_record_id(),
        form=SURVIVOR,
        version="3",
        after=frozenset({ChangeId("0" * 16, 1), ChangeId("f" * 16, 12)}),  # type: ignore[arg-type]
        body=body,
        place="given",
        started=at("2026-03-12T14:00:00.000+06:00"),
        kept=at("2026-03-12T14:01:00.000+06:00"),
    )


def test_a_draft_comes_back_at_the_next_opening_as_it_was(desk: Desk) -> None:
    kept = draft(new_record_id())
    happened = desk.store.write_now(lambda write: write.keep_draft(kept))
    path = desk.store.path
    desk.store.close()

    with open_desk(path.parent) as again, again.look() as reader:
        assert reader.draft(kept.record) == kept
        assert reader.drafts() == (kept,)
        assert reader.standing().drafts == 1
    assert happened.drafts == {kept.record}
    assert not happened.sync


def test_a_draft_takes_the_place_of_the_one_before(desk: Desk) -> None:
    first = draft(new_record_id())
    later = replace(first, body="{}", root=None, kept=at("2026-03-12T14:02:00.000+06:00"))
    other = draft(new_record_id())
    for one in (first, other, later):
        desk.store.write_now(lambda write, one=one: write.keep_draft(one))  # type: ignore[misc]

    with desk.look() as reader:
        assert reader.drafts() == (later, other)


def test_a_draft_that_is_not_wanted_is_gone(desk: Desk) -> None:
    kept = draft(new_record_id())
    desk.store.write_now(lambda write: write.keep_draft(kept))

    assert desk.store.write_now(lambda write: write.drop_draft(kept.record)).drafts == {kept.record}

    with desk.look() as reader:
        assert reader.draft(kept.record) is None


def test_a_draft_is_no_part_of_what_is_sent(desk: Desk) -> None:
    desk.store.write_now(lambda write: write.keep_draft(draft(new_record_id())))

    with desk.look() as reader:
        assert reader.outbox.waiting() == {}
        assert reader.standing().not_sent == 0
