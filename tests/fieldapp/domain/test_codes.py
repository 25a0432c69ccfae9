"""Codes on paper: read aloud, copied by hand, typed on any keyboard."""

from __future__ import annotations

from itertools import combinations, product
from random import Random

import pytest

from fieldapp.domain.codes import LENGTH, Code, new_code, read_code, show_code
from fieldapp.domain.crockford import ALPHABET
from fieldapp.errors import Mistake

CODES = [new_code(Random(seed)) for seed in range(30)]


class Drawn:
    """Numbers that were drawn beforehand."""

    def __init__(self, numbers: list[int]) -> None:
        self._left = iter(numbers)

    def randrange(self, stop: int, /) -> int:
        return next(self._left) % stop


def wrong(text: str) -> str:
    """What is said of a code that cannot be right."""
    read = read_code(text)
    assert isinstance(read, Mistake)
    return str(read)


def test_a_code_is_shown_in_groups_and_read_back() -> None:
    code = read_code("K7QM-3ZTP-4H")

    assert code == Code("K7QM3ZTP4H")
    assert show_code(Code("K7QM3ZTP4H")) == "K7QM-3ZTP-4H"


def test_new_codes_can_be_read_and_do_not_repeat() -> None:
    made = [new_code(random) for random in (Random(7),) for _ in range(2000)]

    assert len(set(made)) == 2000
    assert all(read_code(show_code(code)) == code for code in made)


def test_each_place_of_a_new_code_takes_each_sign() -> None:
    made = [new_code(random) for random in (Random(3),) for _ in range(3000)]

    assert all({code[place] for code in made} == set(ALPHABET) for place in range(LENGTH))


@pytest.mark.parametrize("code", CODES)
def test_every_single_wrong_sign_is_noticed(code: Code) -> None:
    for place in range(LENGTH):
        for sign in set(ALPHABET) - {code[place]}:
            assert isinstance(read_code(code[:place] + sign + code[place + 1 :]), Mistake)


def test_every_two_neighbours_that_change_places_are_noticed() -> None:
    """All 31 · 32 pairs at all nine pairs of places; the last pair holds the check sign, which the first sign moves."""
    for place in range(LENGTH - 1):
        for one, other in product(range(32), repeat=2):
            numbers = [3] * (LENGTH - 1)
            numbers[place % 8], numbers[place + 1 if place < 8 else 8] = one, other
            code = new_code(Drawn(numbers))
            swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
            assert read_code(code) == code
            assert swapped == code or isinstance(read_code(swapped), Mistake)


def test_any_two_signs_that_change_places_are_noticed() -> None:
    for code in CODES:
        for one, other in combinations(range(LENGTH), 2):
            signs = list(code)
            signs[one], signs[other] = signs[other], signs[one]
            assert code[one] == code[other] or isinstance(read_code("".join(signs)), Mistake)


@pytest.mark.parametrize(
    "typed",
    [
        "k7qm3ztp4h",
        " K7QM – 3ZTP — 4H ",
        "K7QM\u00a03ZTP\u20114H",
        "К7QМ-3ZТР-4Н",  # Cyrillic К М Т Р Н
        "к7qм-3zтр-4н",
        "K7QM\u200b3ZTP4H\n",
    ],
)
def test_a_code_is_understood_in_any_case_and_spacing_and_with_look_alikes(typed: str) -> None:
    assert read_code(typed) == "K7QM3ZTP4H"


def test_o_is_read_as_nought_and_i_and_l_as_one() -> None:
    code = next(code for code in map(new_code, map(Random, range(999))) if "0" in code and code.count("1") > 1)

    assert read_code(code.replace("0", "o").replace("1", "l")) == code
    assert read_code(code.replace("0", "О").replace("1", "I")) == code


def test_what_is_wrong_is_named() -> None:
    assert "Type the code" in wrong(" - ")
    assert "“U”" in wrong("K7QM-3ZTU-4H")
    assert "has 8 letters" in wrong("K7QM-3ZTP")
    assert "too long: 12" in wrong("K7QM-3ZTP-4H00")
    assert "K7QM-3ZTP-4J is no code" in wrong("K7QM-3ZTP-4J")
    assert "is no code" in wrong("0000-0000-00")
