"""The merge tests notice when what makes the merge right is taken out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fieldapp.domain import merge
from fieldapp.domain.changes import CREATE, Change
from fieldapp.domain.merge import Known, in_order
from tests.fieldapp.domain import test_merge
from tests.fieldapp.domain.histories import change

MERGE_TESTS = [
    test
    for name, test in vars(test_merge).items()
    if name.startswith("test_") and not hasattr(test, "is_hypothesis_test") and callable(test)
]


def failures() -> list[str]:
    failed = []
    for test in MERGE_TESTS:
        try:
            test()
        except AssertionError:
            failed.append(test.__name__)
    return failed


def test_all_merge_tests_pass_when_nothing_is_taken_out() -> None:
    assert len(MERGE_TESTS) >= 12
    assert failures() == []


def test_without_the_ancestor_check_merge_tests_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merge, "is_ancestor", lambda _known, _earlier, _later: False)

    assert "test_a_later_correction_by_someone_who_saw_the_first_answer_replaces_it" in failures()


def test_without_waiting_merge_tests_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    def impatient(changes: list[Change]) -> Known:
        here = {c.id for c in changes}
        return in_order(replace(c, after=c.after & here) for c in changes)

    monkeypatch.setattr(merge, "in_order", lambda changes: impatient(list(changes)))

    assert "test_what_follows_an_edit_that_is_not_here_yet_waits_and_changes_nothing" in failures()


def test_with_after_taken_at_saving_instead_of_at_opening_an_edit_she_never_saw_would_vanish() -> None:
    created = change(1, 1, CREATE, phone="1")
    arrived_while_she_typed = change(2, 1, after=(created,), phone="3")
    as_opened = change(1, 2, after=(created,), phone="2")
    as_saved = change(1, 2, after=(created, arrived_while_she_typed), phone="2")

    right = merge.fold([created, arrived_while_she_typed, as_opened])
    wrong = merge.fold([created, arrived_while_she_typed, as_saved])

    assert right is not None
    assert wrong is not None
    assert right.conflicts
    assert not wrong.conflicts
