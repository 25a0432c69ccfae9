"""Telephone numbers."""

import pytest

from fieldapp.domain.phones import NotAPhone, read_phone, show_phone


@pytest.mark.parametrize(
    "typed",
    ["0555 123 456", "0 (555) 12-34-56", "+996 555 123456", "996555123456", "00996 555 12 34 56", "555 123 456"],
)
def test_a_kyrgyz_number_in_any_spacing_is_one_number(typed: str) -> None:
    assert read_phone(typed) == "+996555123456"


def test_numbers_of_the_neighbours_are_read_by_their_country_code_or_their_home() -> None:
    assert read_phone("+7 701 234 56 78") == "+77012345678"
    assert read_phone("8 701 234 56 78", home="7") == "+77012345678"
    assert read_phone("+998 90 123-45-67") == "+998901234567"
    assert read_phone("+992 93 123 45 67") == "+992931234567"
    assert read_phone("+993 65 12 34 56") == "+99365123456"


def test_the_number_of_a_help_line_stays_short() -> None:
    assert read_phone("117") == "117"
    assert read_phone("1146") == "1146"


@pytest.mark.parametrize("typed", ["", "12345", "0555 123 45", "+996 555 123 4567", "O555 123 456", "call the library"])
def test_what_cannot_be_called_is_refused_in_words(typed: str) -> None:
    with pytest.raises(NotAPhone) as refused:
        read_phone(typed)
    assert typed in str(refused.value)


def test_a_number_is_shown_as_one_reads_it_aloud() -> None:
    assert show_phone("+996555123456") == "+996 555 123 456"
    assert show_phone("+77012345678") == "+7 7012 345 678"
    assert show_phone("117") == "117"
