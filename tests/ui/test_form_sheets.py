"""How a form is cut into pages, and a page into its parts."""

from __future__ import annotations

from dataclasses import replace

from fieldapp.forms.model import Form, Group, Item, Kind, Question, Text
from tests.ui import every_kind
from tests.ui.every_kind import AGREE, NEEDS, ask, group
from ui.forms.sheets import Grid, Sheet, parts, sheets


def questions(start: int, count: int) -> tuple[Question, ...]:
    return tuple(ask(f"q{number}", Kind.TEXT, f"Q{number}", "", "") for number in range(start, start + count))


def a_group(name: str, *children: Item, appearance: str = "") -> Group:
    return group(name, name, name, name, children=children, appearance=appearance)


def pages(*items: Item, whole: bool = False) -> list[list[str]]:
    """The names of what stands on each page."""
    form: Form = replace(every_kind.FORM, children=items)
    return [[child.name for child in sheet.children] for sheet in sheets(form, whole=whole)]


def test_a_form_without_groups_is_one_page() -> None:
    assert pages(*questions(0, 3)) == [["q0", "q1", "q2"]]


def test_a_group_is_a_page_and_what_stands_between_groups_is_one_too() -> None:
    found = pages(*questions(0, 1), a_group("a", *questions(1, 2)), *questions(3, 2), a_group("b", *questions(5, 2)))

    assert found == [["q0"], ["q1", "q2"], ["q3", "q4"], ["q5", "q6"]]


def test_groups_of_one_question_that_follow_one_another_share_a_page() -> None:
    small = [a_group(name, *questions(number, 1)) for number, name in enumerate("abc")]

    assert pages(*small) == [["a", "b", "c"]]


def test_a_group_of_one_question_between_others_keeps_its_page_and_its_name() -> None:
    form = replace(
        every_kind.FORM,
        children=(a_group("a", *questions(0, 2)), a_group("b", *questions(2, 1)), a_group("c", *questions(3, 2))),
    )

    assert [sheet.item.name for sheet in sheets(form) if sheet.item is not None] == ["a", "b", "c"]


def test_a_form_that_is_one_group_around_groups_opens_that_group() -> None:
    inner = (a_group("a", *questions(0, 2)), a_group("b", *questions(2, 2)))

    assert pages(a_group("all", *inner)) == [["q0", "q1"], ["q2", "q3"]]


def test_a_group_too_long_for_a_page_is_cut_at_its_groups_unless_it_is_to_stay_together() -> None:
    inner: tuple[Item, ...] = (*questions(0, 2), a_group("a", *questions(2, 25)), a_group("b", *questions(30, 25)))
    other = a_group("other", *questions(90, 2))
    cut = pages(a_group("long", *inner), other)
    together = pages(a_group("long", *inner, appearance="field-list"), other)

    assert [len(page) for page in cut] == [2, 25, 25, 2]
    assert [len(page) for page in together] == [4, 2]


def test_a_part_of_a_long_group_is_asked_when_the_group_is() -> None:
    long = a_group("long", *questions(0, 2), a_group("a", *questions(2, 50)))
    first: Sheet = sheets(replace(every_kind.FORM, children=(long, a_group("b", *questions(60, 2)))))[0]

    assert first.item is long


def test_a_form_stands_on_one_page_if_she_wants_that() -> None:
    found = pages(a_group("a", *questions(0, 2)), a_group("b", *questions(2, 2)), whole=True)

    assert found == [["a", "b"]]


def _select(name: str, choices: str, appearance: str = "") -> Question:
    kind = Kind.SELECT_ONE
    return replace(ask(name, kind, name, name, name, choices=choices, appearance=appearance), label=Text({"": name}))


def test_a_table_makes_a_grid_of_what_shares_its_choices() -> None:
    assert AGREE != NEEDS
    found = list(parts([_select("a", "agree"), _select("b", "agree"), _select("c", "needs")], table=True))

    assert [type(part) for part in found] == [Grid, Question]


def test_a_label_is_the_head_of_the_lines_that_follow_it() -> None:
    lines = [_select("head", "agree", "label"), _select("a", "agree", "list-nolabel"), _select("b", "agree")]
    grid, rest = parts(lines)
    assert isinstance(grid, Grid)
    assert isinstance(rest, Question)
    assert grid.head is not None

    assert (grid.head.name, [line.name for line in grid.lines], rest.name) == ("head", ["a"], "b")


def test_questions_with_the_same_choices_are_no_grid_by_themselves() -> None:
    found = list(parts([_select("a", "agree"), _select("b", "agree")]))

    assert [type(part) for part in found] == [Question, Question]
