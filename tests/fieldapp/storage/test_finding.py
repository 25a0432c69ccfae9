"""A person is found by any spelling of her name, by a code, by a phone number."""

from __future__ import annotations

import pytest

from fieldapp.domain.ids import RecordId
from fieldapp.storage.list_values import Matched
from tests.fieldapp.storage.making import CASE, SURVIVOR, Desk


def person(desk: Desk, given: str = "", family: str = "", phone: str = "") -> RecordId:
    """Someone with a case of her own."""
    return desk.create(SURVIVOR, parent=desk.create(code="K7QM3ZTP4H"), given=given, family=family, phone=phone)


def found(desk: Desk, text: str) -> list[RecordId]:
    """Whom this text finds."""
    with desk.look() as reader:
        return [hit.record for hit in reader.search(text).hits]


@pytest.mark.parametrize("written", ["Айгүл", "Айгуль", "Aigul", "Aygul", "Айгюль"])
@pytest.mark.parametrize("typed", ["Айгүл", "айгуль", "AIGUL", "aygul", "Айг", "aig", "гүл", "gul"])
def test_a_name_is_found_in_whatever_spelling(desk: Desk, written: str, typed: str) -> None:
    woman = person(desk, given=written, family="Асанова")
    person(desk, given="Мээрим")

    assert found(desk, typed) == [woman]


def test_every_word_typed_must_be_hers(desk: Desk) -> None:
    woman = person(desk, given="Айгүл", family="Асанова")
    person(desk, given="Айгүл", family="Токтоева")

    assert found(desk, "asanova aigul") == [woman]
    assert found(desk, "айг аса") == [woman]
    assert found(desk, "айгүл бекова") == []


def test_a_hit_tells_whose_case_it_is_and_what_was_found(desk: Desk) -> None:
    woman = person(desk, given="Айгүл", family="Асанова", phone="+996555123456")

    with desk.look() as reader:
        (by_name,) = reader.search("aigul").hits
        (by_phone,) = reader.search("0555 12-34-56").hits
        (by_code,) = reader.search("k7qm-3ztp").hits
        stored = reader.record(woman)

    assert stored is not None
    assert (by_name.matched, by_name.text, by_name.code) == (Matched.NAME, "Асанова Айгүл", "K7QM3ZTP4H")
    assert (by_name.root, by_name.root_form, by_name.record, by_name.form) == (stored.root, CASE, woman, SURVIVOR)
    assert (by_phone.matched, by_phone.text) == (Matched.PHONE, "+996555123456")
    assert (by_code.matched, by_code.record) == (Matched.CODE, stored.root)


@pytest.mark.parametrize("typed", ["+996 555 123 456", "0555123456", "555-12-34", "123456", "00996555123456"])
def test_a_phone_is_found_by_its_digits(desk: Desk, typed: str) -> None:
    woman = person(desk, phone="+996555123456")
    person(desk, phone="+996700999888")

    assert found(desk, typed) == [woman]


def test_a_phone_dialled_as_at_home_is_found(desk: Desk) -> None:
    woman = person(desk, phone="+992931234567")

    assert found(desk, "8 93 123 4567") == [woman]


@pytest.mark.parametrize("typed", ["K7QM3ZTP4H", "k7qm-3ztp-4h", "К7QМ 3ZTP 4Н", "3ZTP", "p4h"])
def test_a_code_is_found_however_it_was_typed(desk: Desk, typed: str) -> None:
    person(desk)

    with desk.look() as reader:
        assert [(hit.matched, hit.code) for hit in reader.search(typed).hits] == [(Matched.CODE, "K7QM3ZTP4H")]


def test_whole_words_come_before_beginnings_and_beginnings_before_parts(desk: Desk) -> None:
    part = person(desk, given="Бегимай")
    beginning = person(desk, given="Гимайра")
    whole = person(desk, given="Гимай")

    assert found(desk, "gimai") == [whole, beginning, part]


def test_names_that_are_equally_good_stand_in_alphabetical_order(desk: Desk) -> None:
    third, first, second = (person(desk, given="Айгүл", family=family) for family in ("Ямова", "Асанова", "Ёлова"))

    assert found(desk, "айгүл") == [first, second, third]


def test_a_search_that_finds_too_much_says_so(desk: Desk) -> None:
    for _ in range(4):
        person(desk, given="Айгүл")

    with desk.look() as reader:
        few, all_of_them = reader.search("aigul", limit=3), reader.search("aigul", limit=4)

    assert (len(few.hits), few.more) == (3, True)
    assert (len(all_of_them.hits), all_of_them.more) == (4, False)


@pytest.mark.parametrize(
    "typed", ["", "  ", "-", '"', "*", "a*", "NEAR(a b)", "names:aigul OR", "[а-я]", "'; --", "\x00", "ʻ"]
)
def test_nothing_that_is_typed_breaks_the_search(desk: Desk, typed: str) -> None:
    person(desk, given="Айгүл")

    found(desk, typed)


@pytest.mark.parametrize("name", ["Ли", "Ю", "Ан"])
def test_names_of_one_or_two_letters_are_found(desk: Desk, name: str) -> None:
    woman = person(desk, given=name)
    person(desk, given="Юлия")

    assert found(desk, name)[0] == woman


def test_a_corrected_name_is_found_by_the_new_one_alone(desk: Desk) -> None:
    woman = person(desk, given="Айгүл")

    desk.change(woman, given="Мээрим")

    assert found(desk, "aigul") == []
    assert found(desk, "meerim") == [woman]


def test_special_answers_are_nobodys_name(desk: Desk) -> None:
    woman = person(desk, given="not_known")
    desk.change(woman, given=None)

    assert found(desk, "not_known") == []
