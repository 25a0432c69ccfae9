"""The number by which desks compare what they hold moves with every change, and says the same on every desk."""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import mkdtemp

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldapp.domain.changes import Change
from fieldapp.domain.ids import SpaceId
from fieldapp.storage.write import Write
from tests.fieldapp.domain.histories import histories
from tests.fieldapp.storage.making import CASE, HOME, SURVIVOR, Desk, open_desk

SPACES = (SpaceId("s1"), SpaceId("s2"))


def agreed(desk: Desk, space: SpaceId = HOME) -> str:
    return desk.store.write_now(lambda write: write.agreed(space))


def counted_anew(desk: Desk, space: SpaceId = HOME) -> str:
    def count(write: Write) -> str:
        write.put_right([], space)
        return write.agreed(space)

    return desk.store.write_now(count)


@given(histories(), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_comes_in_whatever_order_the_number_is_that_of_what_stands(
    tmp_path: Path, made: list[Change], chance: random.Random
) -> None:
    numbers = []
    for name in ("one", "other"):
        folder = Path(mkdtemp(dir=tmp_path, prefix=name))
        chance.shuffle(made)
        with open_desk(folder) as desk:
            before = [agreed(desk, space) for space in SPACES]
            for change in made:
                desk.store.write_now(lambda write: write.receive([change]))  # noqa: B023 - called at once
            numbers.append([agreed(desk, space) for space in SPACES])
            assert numbers[-1] != before
            assert numbers[-1] == [counted_anew(desk, space) for space in SPACES]

    assert numbers[0] == numbers[1]


def test_saving_deleting_moving_and_erasing_move_it_and_taking_back_moves_it_back(desk: Desk) -> None:
    nothing = agreed(desk)
    case = desk.create(CASE, code="A")
    with_case = agreed(desk)
    woman = desk.create(SURVIVOR, parent=case, given="Айгүл")
    numbers = [nothing, with_case, agreed(desk)]
    desk.change(woman, given="Айгуль")
    numbers.append(agreed(desk))
    desk.delete(case)
    numbers.append(agreed(desk))

    assert len(set(numbers)) == len(numbers)
    assert agreed(desk) == counted_anew(desk)
    desk.store.write_now(lambda write: write.erase([woman]))
    desk.store.write_now(lambda write: write.erase([case]))
    assert agreed(desk) == nothing


def test_parts_sum_up_to_the_whole(desk: Desk) -> None:
    for code in "ABCDE":
        desk.create(CASE, code=code)

    with desk.look() as reader:
        parts = reader.parts(HOME)

    assert f"{sum(parts) % 2**128:032x}" == agreed(desk)
    assert len(parts) == 256


def test_what_was_worked_out_wrongly_is_found_by_working_it_out_anew(desk: Desk) -> None:
    wrong, right = desk.create(CASE, code="A"), desk.create(CASE, code="B")
    before = agreed(desk)

    def spoil(write: Write) -> None:
        write._database.execute("UPDATE record SET answers = '{}' WHERE id = ?", (wrong,))

    desk.store.write_now(spoil)
    assert counted_anew(desk) != before
    happened = desk.store.write_now(lambda write: write.put_right({int(each[:2], 16) for each in (wrong, right)}, HOME))

    assert happened.records == {wrong}
    assert agreed(desk) == before
