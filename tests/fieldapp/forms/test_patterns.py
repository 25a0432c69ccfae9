"""Regular expressions of forms: what fits, what is refused, and that none of them ever takes long."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fieldapp.forms.expressions.errors import Mismatch
from fieldapp.forms.expressions.patterns import compiled_pattern

_FITTING = [
    ("[0-9]{10}", "0555123456", "0555 123456"),
    (r"^\+?[0-9 ()-]{7,20}$", "+996 (555) 12-34-56", "+996/555"),
    (r"[A-Z]{2,3}-\d{4}", "KG-2026", "KGZ-226"),
    ("a{2}", "aa", "aaa"),
    ("a{2,}", "aaaaa", "a"),
    ("(ab|cd)*e?", "abcdab", "abc"),
    ("|a", "", "b"),
    ("a||b", "", "c"),
    ("(?:a|b)+?c", "abac", "abad"),
    ("(?<year>[0-9]{4})", "2026", "26"),
    ("()*", "", "a"),
    ("(a*)*", "aaa", "b"),
    ("(a|a)*b", "aab", "aa"),
    ("a.c", "aбc", "a\nc"),
    ("(?s)a.c", "a\nc", "ac"),
    ("(?i)kg[a-c]", "Kgb", "kГb"),
    (r"[\p{L} .'-]+", "Айгүл Б. O'Neil-Кызы", "Айгүл2"),
    (r"\p{Lu}\p{Ll}+", "Айгүл", "айгүл"),
    (r"\p{IsCyrillic}+", "Өмүр", "Omur"),
    (r"\p{script=Latin}+", "Omur", "Өмүр"),
    (r"[^\p{L}\p{Nd}]+", "-- /", "--a"),
    (r"\P{L}+", "12-34", "12-a"),
    (r"\pL+", "сөз", "сөз1"),
    (r"[\w.%+-]+@[\w.-]+\.[A-Za-z]{2,}", "a.b@example.org", "a.b@example"),
    (r"\w+", "abc_1", "сөз"),
    (r"\d", "7", "٣"),
    (r"[^\s]+\s\S", "ab c", "ab  c"),
    (r"\x41\u0411\t", "AБ\t", "AВ\t"),
    (r"\Q.*\E!", ".*!", "ab!"),
    ("[]a]+", "a]", "b"),
    ("[a-c&&[^b]]+", "aca", "abc"),
    ("[a-z&&[aeiou]&&[^u]]", "e", "u"),
    ("[a[0-2]]+", "a1", "a3"),
    ("[+--]+", "+,-", "."),
    (r"[\[\]\\^-]+", r"[]\^-", "a"),
    (r"\bcat\b.*", "cat sat", "cats"),
    (r"cat\Bs", "cats", "cat"),
    (r"(?=.*[A-Z])(?=.*\d).{8,}", "secretS1", "secretss"),
    (r"^(?!0)\d+$", "1200", "0120"),
    (r"\A\d\z", "1", "12"),
    ("a{x", "a{x", "a"),
    ("^^a$$", "a", "aa"),
]

_REFUSED = [
    *("(", ")", "(a", "a)", "[", "[a", "[]", "[^]", "*", "a**", "a+*", "a++", "a{3,1}", "a{2}{3}", "?", "|*", "\\"),
    *(
        r"(a)\1",
        r"\k<x>",
        "(?<=a)b",
        "(?<!a)b",
        "(?>a)b",
        "a(?=b)",
        "(?=a)b|c",
        "(?i:a)",
        "a(?i)b",
        "(?#a)",
        "(?P<a>b)",
    ),
    *(r"[z-a]", r"[a--b]", r"[a-\d]", r"\p{Greek}", r"\p{Nothing}", r"\pX", r"\y", r"\x4", r"\u041", r"\x{110000}"),
    *("a{99999}", "(a{1000}){1000}", "((){1000}){1000}", "(" * 60 + ")" * 60, "[" * 60 + "a" + "]" * 60, "a" * 4001),
]


@pytest.mark.parametrize(("pattern", "fits", "fails"), _FITTING)
def test_a_text_fits_a_pattern_as_a_whole(pattern: str, fits: str, fails: str) -> None:
    ready = compiled_pattern(pattern)

    assert ready.fits(fits)
    assert not ready.fits(fails)


@pytest.mark.parametrize("pattern", _REFUSED)
def test_a_pattern_that_is_wrong_or_needs_an_engine_that_goes_back_is_refused(pattern: str) -> None:
    with pytest.raises(Mismatch, match="is no pattern that can be used here"):
        compiled_pattern(pattern)


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+", "(a|a)*", "(a|aa)+", r"(\w+\s?)*", "(a*)*(a*)*", "(.*)(.*)(.*)(.*)(.*)x", "(a?){500}a{500}", "((a+)+)+"],
)
def test_patterns_that_hold_others_up_for_years_are_answered_after_a_bounded_number_of_steps(pattern: str) -> None:
    ready = compiled_pattern(pattern)

    assert not ready.fits("a" * 700 + "!")
    with suppress(Mismatch):
        ready.fits("a" * 200_000 + "!")


def test_a_text_that_is_too_long_for_its_pattern_is_told_of() -> None:
    with pytest.raises(Mismatch, match="too long for its pattern"):
        compiled_pattern("(a|b|c|d)*").fits("abcd" * 100_000)


_PIECES = st.sampled_from(("a", "b", "c", ".", r"\d", r"\w", r"\b", "[ab]", "[^a]", "[a-c]", "(", ")", "(?:", "|"))
_COUNTS = st.sampled_from(("", "", "*", "+", "?", "{2}", "{0,2}", "{1,}", "^", "$"))


@settings(max_examples=500, deadline=None)
@given(st.lists(st.tuples(_PIECES, _COUNTS).map("".join), max_size=6).map("".join), st.text("abc1 ", max_size=6))
@example("(?:a|b)*$", "ab")
def test_patterns_fit_what_they_fit_elsewhere(pattern: str, text: str) -> None:
    try:
        theirs = re.compile(pattern, re.ASCII)
        ready = compiled_pattern(pattern)
    except (re.error, Mismatch):
        return

    assert ready.fits(text) is (theirs.fullmatch(text) is not None)


@settings(max_examples=500, deadline=None)
@given(st.text(max_size=30), st.text(max_size=30))
@example("[\\", "")
@example("\\", "")
@example("a{1", "")
@example("[a-", "")
@example("\\p", "")
@example("(?", "")
@example("\ud800", "\ud800")
def test_any_pattern_is_read_or_refused_and_any_text_fits_or_not(pattern: str, text: str) -> None:
    with suppress(Mismatch):
        compiled_pattern(pattern).fits(text)
