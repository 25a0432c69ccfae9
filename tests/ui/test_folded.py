"""Names of a long list are found by any of their words, the likeliest first."""

from __future__ import annotations

import pytest

from fieldapp.domain.names import fold_name
from ui.widgets.folded import FoldedNames

NAMES = ("Верхний Ала-Арча", "Ала", "Алаш", "Кара Ала", "Село", "Сала", "Өзгөн", "Жаңы-Жер")


def found(text: str, most: int = 9) -> list[str]:
    names = FoldedNames(NAMES, str, fold_name)
    names.fold_for(10)
    return [NAMES[number] for number in names.find(text, most)]


def test_the_same_comes_first_then_what_begins_so_then_what_has_it_inside() -> None:
    assert found("ала") == ["Ала", "Верхний Ала-Арча", "Алаш", "Кара Ала", "Сала"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [("ozgon", "Өзгөн"), ("Озгон", "Өзгөн"), ("jany jer", "Жаңы-Жер"), ("жаны", "Жаңы-Жер"), ("ар вер", NAMES[0])],
)
def test_any_spelling_of_any_words_finds_it(typed: str, name: str) -> None:
    assert found(typed) == [name]


def test_nothing_typed_finds_the_beginning_of_the_list_and_signs_alone_nothing() -> None:
    assert found("", 3) == list(NAMES[:3])
    assert found("—") == []
    assert found("бвб") == []


def test_names_not_prepared_yet_are_found_later() -> None:
    names = FoldedNames([f"Village {number}" for number in range(500)], str, fold_name)
    before = names.ready, names.find("499", 5)
    names.fold_for(10)

    assert before == (False, [])
    assert names.ready
    assert names.find("499", 5) == [499]
