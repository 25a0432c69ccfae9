"""What expressions give: numbers, texts, dates and choices as JavaRosa works them out."""

from __future__ import annotations

import math
from datetime import date, datetime

import pytest

from fieldapp.forms.expressions.errors import ExpressionWrong, Mismatch
from fieldapp.forms.expressions.values import Value
from tests.fieldapp.forms.making import worked_out

_NUMBERS = [
    ("7", 7),
    (".25", 0.25),
    ("3.", 3),
    ("- 4", -4),
    ("--4", 4),
    ("2 + 3 * 4 - 1", 13),
    ("(2 + 3) * 4", 20),
    ("20 - 5 - 3", 12),
    ("20 div 5 div 2", 2),
    ("7 mod 3", 1),
    ("-7 mod 3", -1),
    ("7.5 mod 2", 1.5),
    ("1 div 0", math.inf),
    ("-1 div 0", -math.inf),
    ("1 div -0", -math.inf),
    ("0 div 0", math.nan),
    ("7 mod 0", math.nan),
    ("'3' + '4'", 7),
    ("'' + 1", math.nan),
    ("'abc' * 2", math.nan),
    ("'12,5' + 0", 12.5),
    ("' 8 ' + 0", 8),
    ("true() + true()", 2),
    ("number('1e3')", math.nan),
    ("number('+3')", math.nan),
    ("number('0x10')", math.nan),
    ("number('1_000')", math.nan),
    ("number('٣')", math.nan),
    ("number(false())", 0),
    ("int(7.9)", 7),
    ("int(-7.9)", -7),
    ("int('')", math.nan),
    ("int(1 div 0)", math.inf),
    ("round(2.5)", 3),
    ("round(-2.5)", -2),
    ("round(2.345, 2)", 2.35),
    ("round(1250, -2)", 1300),
    ("round(7, 40)", math.nan),
    ("round('')", math.nan),
    ("floor(-1.5)", -2),
    ("floor('')", math.nan),
    ("ceiling(-1.5)", -1),
    ("ceiling(1 div 0)", math.inf),
    ("abs(-3)", 3),
    ("pow(3, 4)", 81),
    ("pow(0, -1)", math.inf),
    ("pow(-8, 0.5)", math.nan),
    ("sqrt(-1)", math.nan),
    ("log(0)", -math.inf),
    ("exp(1000)", math.inf),
    ("exp10(3)", 1000),
    ("max(3, 9, 2)", 9),
    ("max(-3, -9)", -3),
    ("max('', 4)", 4),
    ("max('', '')", math.nan),
    ("min(3, 9, 2)", 2),
    ("min('')", math.nan),
    ("string-length('сөз')", 3),
    ("string-length('')", 0),
    ("string-length('\u202eабв\u202c')", 5),
    ("decimal-date-time('0001-01-01') - decimal-date-time('0001-01-02')", -1),
    ("date('9999-12-31') - date('0001-01-01')", 3652058),
    ("string-length(12.50)", 4),
    ("count-selected('a b  c')", 3),
    ("count-selected('')", 0),
    ("decimal-time('2026-03-12T18:00:00')", 0.75),
    ("decimal-time('06:00')", 0.25),
    ("decimal-time(10.25)", 0.25),
    ("decimal-date-time('1970-01-02T06:00:00.000+06:00')", 1),
    ("decimal-date-time(2.5)", 2.5),
    ("date('2026-03-12') - date('2026-02-12')", 28),
    ("date('2024-02-29') + 366 - date('2025-03-01')", 0 + 366 - 366),
    ("date-time('2026-03-12T23:59:00') - date('2026-03-12')", 0),
    ("int((date('2026-03-12') - date('1990-03-13')) div 365.25)", 35),
    ("if(1 = 1, 5, 'no')", 5),
    ("coalesce(number(''), 8)", 8),
    ("coalesce(0, 8)", 0),
    ("distance('42.87 74.59 0 0', '42.87 74.59')", 0),
    ("round(distance('0 0', '0 1'), 2)", 111318.85),
    ("round(distance('0 0;0 90 12 3;'), 2)", 10018696.05),
    ("round(distance('90 0 ; 90 1'), 6)", 0),
    ("round(distance('7.9377 -11.5845 0 0;7.9324 -11.5902 0 0'), 2)", 861.99),
    ("round(area('0 0;0 0.01;0.01 0.01;0.01 0;0 0'), -1)", 1239190),
    ("area('7.9377 -11.5845')", 0),
    ("enclosed-area('0 0;0 1;0 0')", 0),
]

_TEXTS = [
    ("'it''s'", "refused"),
    ('"it\'s"', "it's"),
    ("string(7.0)", "7"),
    ("string(-0.0)", "0"),
    ("string(0.1 + 0.2)", "0.30000000000000004"),
    ("string(1 div 3)", "0.3333333333333333"),
    ("string(12345678901)", "12345678901"),
    ("string(1230000000000000000000)", "1230000000000000000000"),
    ("string(0.00000001)", "0.00000001"),
    ("string(1 div 0)", "Infinity"),
    ("string(0 div 0)", "NaN"),
    ("string(1 = 1)", "true"),
    ("string(date('2026-3-2'))", "2026-03-02"),
    ("string(now())", "2026-03-12"),
    ("concat('a', 1, true(), '')", "a1true"),
    ("concat()", ""),
    ("join('-', 'a', 'b', 3)", "a-b-3"),
    ("join('-')", ""),
    ("substr('household', 5)", "hold"),
    ("substr('household', 0, 5)", "house"),
    ("substr('household', -4)", "hold"),
    ("substr('household', -4, -1)", "hol"),
    ("substr('household', 7, 3)", ""),
    ("substr('household', 0, 100)", "household"),
    ("substring-before('12/03', '/')", "12"),
    ("substring-after('12/03', '/')", "03"),
    ("substring-after('12/03', '-')", ""),
    ("substring('12345', 2)", "2345"),
    ("substring('12345', -1 div 0)", "12345"),
    ("substring('12345', 1.5, 2.6)", "234"),
    ("substring('12345', 0, 3)", "12"),
    ("substring('12345', 0 div 0, 3)", ""),
    ("substring('12345', -42, 1 div 0)", "12345"),
    ("substring('12345', -1 div 0, 1 div 0)", ""),
    ("normalize-space(' a\u00a0 b ')", "a\u00a0 b"),
    ("translate('Өмүр', 'Өү', 'Оу')", "Омур"),
    ("translate('a-b-c', '-', '')", "abc"),
    ("translate('aa', 'aa', 'xy')", "xx"),
    ("normalize-space('  one \n  two ')", "one two"),
    ("selected-at('north south', 1)", "south"),
    ("selected-at('north south', 5)", ""),
    ("selected-at('north south', -1)", ""),
    ("coalesce('', 'second')", "second"),
    ("coalesce('first', 'second')", "first"),
    ("format-date('2026-03-02', '%d.%m.%Y')", "02.03.2026"),
    ("format-date(date('2026-03-02'), '%e/%n/%y %%')", "2/3/26 %"),
    ("format-date('2026-03-02', '%a %e %b')", "Mon 2 Mar"),
    ("format-date('', '%Y')", ""),
    ("format-date-time('2026-03-02T09:05:07.250', '%H:%M:%S.%3')", "09:05:07.250"),
    ("format-date-time('2026-03-02T00:05:00Z', '%h:%M')", "6:05"),
    ("format-date(0, '%Y-%m-%d')", "1970-01-01"),
    ("format-date('0001-01-01', '%Y-%m-%d %y %a')", "0001-01-01 01 Mon"),
    ("format-date('9999-12-31', '%e %b %Y %a')", "31 Dec 9999 Fri"),
    ("format-date-time('9999-12-31T23:59:59.999', '%H:%M:%S.%3')", "23:59:59.999"),
    ("format-date(date('9999-12-31') - 3652058, '%Y-%m-%d')", "0001-01-01"),
    ("concat('שלום', '\u200f', ' ', 'أب')", "שלום\u200f أب"),
    ("substr('а\u200bб\u0301в', 1, 3)", "\u200bб"),
    ("normalize-space('\u200b а \u200b')", "\u200b а \u200b"),
    ("digest('', 'SHA-256', 'hex')", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("base64-decode('0YHQvtC3')", "соз"),
    ("version()", "7"),
    ("if('false', 'a text is true', '')", "a text is true"),
]

_TRUTHS = [
    ("1 = '1.0'", True),
    ("'1' = '1.0'", False),
    ("0.1 + 0.2 = 0.3", True),
    ("'' = 0", False),
    ("'' != 0", True),
    ("number('') = number('')", False),
    ("number('') != number('')", True),
    ("'b' > 'a'", False),
    ("'10' > '9'", True),
    ("'' < 1", False),
    ("true() = 'yes'", True),
    ("true() = 1", True),
    ("false() = ''", True),
    ("date('2026-03-12') = '2026-03-12'", True),
    ("date('2026-03-12') > date('2026-03-11')", True),
    ("date('2026-03-12') > '2026-03-11'", False),
    ("now() = today()", True),
    ("today() = date('2026-03-12')", True),
    ("now() > date-time('2026-03-12T01:00')", False),
    ("1 = 1 and 2 = 3 or 1 = 1", True),
    ("1 = 1 or nonsense", "refused"),
    ("1 = 2 and (1 = 1 or 1 = 1)", False),
    ("1 < 2 = true()", True),
    ("not(0)", True),
    ("not('0')", False),
    ("boolean(0.0000000000001)", False),
    ("boolean('false')", True),
    ("boolean-from-string('TRUE')", True),
    ("boolean-from-string('2')", False),
    ("selected('north south', 'south')", True),
    ("selected('north south', 'sout')", False),
    ("selected('', 'south')", False),
    ("contains('Айгүл', 'гүл')", True),
    ("starts-with('Айгүл', 'Ай')", True),
    ("ends-with('Айгүл', '')", True),
    ("regex('0555123456', '[0-9]{10}')", True),
    ("regex('0555 123456', '[0-9]{10}')", False),
    ("regex('Айгүл', '\\p{L}+')", True),
    ("regex('٣', '\\d')", False),
    ("regex('Айгүл Б.', '[\\p{L} .]+')", True),
    ("regex('Айгүл 2', '[\\p{L} .]+')", False),
    ("regex('12-34', '[^\\p{L}]+')", True),
    ("regex('12-a', '[^\\p{L}]+')", False),
    ("regex('Айгүл', '\\p{Lu}\\p{Ll}+')", True),
    ("regex('a]b', '[]ab]+')", True),
    ("regex('a.b', 'a\\.b')", True),
    ("regex('x\\y', '[a-z\\\\]+')", True),
    ("checklist(2, 3, 1 = 1, 1 = 2, true())", True),
    ("checklist(-1, 0, 'x')", False),
    ("weighted-checklist(3, 10, 1 = 1, 2, 1 = 1, 1.5)", True),
    ("weighted-checklist(4, 10, 1 = 1, 2, 1 = 1, 1.5)", False),
    ("1 = 1 OR 1 = 2", True),
    ("geofence('0.5 0.5 0 0', '0 0;0 1;1 1;1 0;0 0')", True),
    ("geofence('0.5 0.5', '0 0;0 1;1 1;1 0')", True),
    ("geofence('2 0.5', '0 0;0 1;1 1;1 0;0 0')", False),
    ("geofence('0.5 -1', '0 0;0 1;1 1;1 0;0 0')", False),
]

_REFUSED = [
    "",
    "1 +",
    "(1",
    "1)",
    ". >= (",
    "1 2",
    "'open",
    "if(1, 2)",
    "true(1)",
    "concat(1,,2)",
    "selected('a')",
    "selected('1 2', 1)",
    "no-such-function(1)",
    "pulldata('a', 'b', 'c', 'd')",
    "instance('list')/root/item/name",
    "count(3)",
    "sum('3')",
    "position(1)",
    "${last-saved#age}",
    "${}",
    "/data//age",
    "descendant::age",
    "(1)[2]",
    "a | b",
    "@age",
    "$age",
    "text()",
    "*",
    "regex('a', '[')",
    "regex('a', '[a')",
    "regex('a', '[a--b]')",
    "regex('a', '\\p{Greek}')",
    "regex('a', '(')",
    "format-date('2026-01-01', '%Q')",
    "weighted-checklist(1, 2, 3)",
    "string-length()",
    "/data/age",
]

_IMPOSSIBLE = [
    "date('2026-02-30')",
    "date('yesterday')",
    "date(true())",
    "date(99999999)",
    "decimal-date-time('12:00')",
    "decimal-time('noon')",
    "format-date('soon', '%Y')",
    "digest('a', 'SHA-3')",
    "base64-decode('!')",
    "date('0000-01-01')",
    "date('10000-01-01')",
    "date(date('9999-12-31') + 1)",
    "date-time('0001-01-01T00:00:00+14:00')",
    "date-time('9999-12-31T23:59:59-14:00')",
    "distance('')",
    "distance('91 0', '0 0')",
    "distance('0 0', '0 181')",
    "distance('0 0;;0 1')",
    "area('a')",
    "area('1 2 3 4 5')",
    "geofence('', '')",
    "geofence('0 0', '0 0;0 1')",
    "geofence('0 0;1 1', '0 0;0 1;1 1')",
    "selected('1 2', 1 + 0)",
]


@pytest.mark.parametrize(("expression", "expected"), _NUMBERS)
def test_numbers_are_worked_out_as_javarosa_does(expression: str, expected: float) -> None:
    given = worked_out(expression)

    assert isinstance(given, float)
    assert given == pytest.approx(expected, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize(("expression", "expected"), [row for row in _TEXTS if row[1] != "refused"])
def test_texts_are_worked_out_as_javarosa_does(expression: str, expected: str) -> None:
    assert worked_out(expression) == expected


@pytest.mark.parametrize(("expression", "expected"), [row for row in _TRUTHS if row[1] != "refused"])
def test_conditions_are_worked_out_as_javarosa_does(expression: str, expected: Value) -> None:
    assert worked_out(expression) is expected


@pytest.mark.parametrize(
    "expression", _REFUSED + [expression for expression, expected in (*_TEXTS, *_TRUTHS) if expected == "refused"]
)
def test_what_no_answer_could_make_right_is_refused_at_import(expression: str) -> None:
    with pytest.raises(ExpressionWrong):
        worked_out(expression)


@pytest.mark.parametrize("expression", _IMPOSSIBLE)
def test_what_cannot_be_worked_out_says_so_and_nothing_else_breaks(expression: str) -> None:
    with pytest.raises(Mismatch):
        worked_out(expression)


def test_dates_are_dates_and_keep_their_time_only_when_asked() -> None:
    assert worked_out("date('2026-03-12')") == date(2026, 3, 12)
    assert worked_out("date(20524.9)") == date(2026, 3, 12)
    assert worked_out("date(now())") == date(2026, 3, 12)
    assert worked_out("date-time('2026-03-12T09:30:00.000+03:00')") == datetime(2026, 3, 12, 12, 30)  # noqa: DTZ001
    assert worked_out("now()") == datetime(2026, 3, 12, 14, 2, 5)  # noqa: DTZ001
    assert worked_out("date('')") == ""


def test_chance_and_names_come_from_outside_and_are_the_same_again() -> None:
    assert worked_out("random()") == worked_out("random()")
    assert worked_out("uuid()") == worked_out("uuid()")
    identity = worked_out("uuid()")
    assert isinstance(identity, str)
    assert [len(part) for part in identity.split("-")] == [8, 4, 4, 4, 12]
    assert len(str(worked_out("uuid(7)"))) == 7


def test_a_sentence_says_where_an_expression_stops_making_sense() -> None:
    with pytest.raises(ExpressionWrong) as refused:
        worked_out("1 + 2 )")
    assert str(refused.value) == "“)” (character 7) cannot stand there."
    with pytest.raises(ExpressionWrong) as refused:
        worked_out("len('a')")
    assert str(refused.value) == "There is no function len() here."
    with pytest.raises(ExpressionWrong) as refused:
        worked_out("1 + ")
    assert str(refused.value) == "The expression ends where something more should follow."
