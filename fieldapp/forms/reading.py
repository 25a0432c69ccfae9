"""What a person typed becomes an answer: "3.4", "12,5", "yesterday", "930" are understood."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

from fieldapp.forms.model import Kind, Question
from fieldapp.forms.typed import ACKNOWLEDGED, WANTED, NotAnAnswer, check_answer, wanted
from fieldapp.words import sentence

#: Days from today, by the word for it in the languages of the region.
_DAYS: Final[Mapping[str, int]] = {
    **dict.fromkeys(("today", "сегодня", "бүгүн", "бүгін", "имрӯз", "bugun"), 0),
    **dict.fromkeys(("yesterday", "вчера", "кечээ", "кеше", "дирӯз", "kecha"), -1),
    **dict.fromkeys(("tomorrow", "завтра", "эртең", "ертең", "фардо", "ertaga"), 1),
    "позавчера": -2,
    "послезавтра": 2,
}
#: What people type for "yes", in the languages of the region.
_YES: Final = frozenset(("ok", "yes", "y", "да", "ок", "ооба", "иә", "ҳа", "бале", "ha", "hawa", "+"))
_YEARS: Final = range(1850, 2151)
_DIVIDERS: Final = re.compile(r"[\s./,\-–—]+")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
_SPACED: Final = re.compile(r"(?<=\d)[ \u00a0\u202f'](?=\d{3}(?!\d))")
_NUMBER: Final = r"([-+]?\d+(?:\.\d*)?)"
_BETWEEN: Final = r"(?:\s*[,;]\s*|\s+)"
_COORDINATES: Final = re.compile(
    rf"{_NUMBER}\s*([NS]?){_BETWEEN}{_NUMBER}\s*([EW]?)(?:{_BETWEEN}{_NUMBER})?(?:{_BETWEEN}{_NUMBER})?", re.ASCII
)
_ISO: Final = re.compile(r"\d{4}(-\d{1,2}){0,2}")


def read_typed(question: Question, text: str, today: date) -> str | None:
    """The answer in what was typed; None for an empty field. Raises NotAnAnswer with a sentence for her."""
    plain = cleaned(text)
    if not plain:
        return None
    read = _READERS.get(question.kind)
    answer = plain if read is None else read(question, plain, today)
    check_answer(question, answer)
    return answer


def cleaned(text: str) -> str:
    """One Unicode form, without what cannot be seen and without spaces around it; line breaks and tabs stay."""
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _CONTROLS.sub("", plain).strip()


def unseen_in(text: str) -> bool:
    """Whether it holds signs that nobody sees."""
    return _CONTROLS.search(text) is not None


def _read_integer(text: str) -> str:
    number = _read_decimal(text, wanted=Kind.INTEGER)
    if "." in number:
        raise NotAnAnswer(WANTED[Kind.INTEGER])
    return number


def _read_decimal(text: str, wanted: Kind = Kind.DECIMAL) -> str:
    """ "1 000,5" is 1000.5; a comma is a decimal point."""
    plain = _SPACED.sub("", text).replace(",", ".").replace("−", "-").removeprefix("+")
    found = re.fullmatch(r"(-?)([0-9]*)(?:\.([0-9]*))?", plain)
    if found is None or not (found[2] or found[3]):
        raise NotAnAnswer(WANTED[wanted])
    whole, fraction = found[2].lstrip("0") or "0", (found[3] or "").rstrip("0")
    sign = found[1] if whole != "0" or fraction else ""
    return f"{sign}{whole}.{fraction}" if fraction else sign + whole


def _read_range(question: Question, text: str) -> str:
    try:
        return _read_decimal(text)
    except NotAnAnswer as wrong:
        raise NotAnAnswer(wanted(question)) from wrong


def _read_place(text: str) -> str:
    """ "42.8746 74.5698", "42,8746; 74,5698", "42.8746° N, 74.5698° E"; height and exactness may follow."""
    plain = text.upper().replace("°", "").replace("−", "-")
    if "," in plain and "." not in plain:
        plain = plain.replace(",", ".")
    parts = _COORDINATES.fullmatch(plain.strip(" .,;"))
    if parts is None:
        raise NotAnAnswer(WANTED[Kind.GEOPOINT])
    latitude, south, longitude, west, height, exactness = parts.groups()
    latitude = _other_way(latitude) if south == "S" else latitude
    longitude = _other_way(longitude) if west == "W" else longitude
    numbers = [latitude, longitude, height or "0", exactness or "0"]
    return " ".join(map(_read_decimal, numbers))


def _other_way(number: str) -> str:
    return number.removeprefix("-") if number.startswith("-") else f"-{number}"


def _read_date_of(question: Question, text: str, today: date) -> str:
    """Where only the month or the year is asked, the answer is its first day."""
    asks_year, asks_month = "year" in question.looks, "month-year" in question.looks
    if not asks_year and not asks_month:
        return _read_date(text, today, partial=question.partial)
    try:
        found = _read_date(text, today, partial=True)
    except NotAnAnswer as wrong:
        if wrong.sentence.text != WANTED[Kind.DATE]:
            raise
        raise NotAnAnswer(wanted(question)) from wrong
    if len(found) == 4 and asks_month and not question.partial:
        raise NotAnAnswer(wanted(question))
    if question.partial and len(found) < 10:
        return found
    return f"{found[:4]}-01-01" if asks_year else f"{found[:7]}-01"


def _read_date(text: str, today: date, *, partial: bool) -> str:
    if text.lower() in _DAYS:
        return (today + timedelta(_DAYS[text.lower()])).isoformat()
    parts = _date_parts(text.removesuffix("г.").removesuffix("г").strip(), today)
    if len(parts) == 3:
        return _day(*parts)
    if not partial:
        raise NotAnAnswer(sentence("This question needs the day as well: 03.04.2026."))
    year = _year(parts[0])
    if len(parts) == 1:
        return f"{year:04}"
    if not 1 <= parts[1] <= 12:
        raise NotAnAnswer(sentence("There is no month {month}. Check the date."), month=parts[1])
    return f"{year:04}-{parts[1]:02}"


def _date_parts(text: str, today: date) -> tuple[int, ...]:
    """Year, month, day, as many as there are; a day and month alone are of this year."""
    if _ISO.fullmatch(text):
        return tuple(map(int, text.split("-")))
    pieces = [piece for piece in _DIVIDERS.split(text) if piece]
    if len(pieces) == 1 and len(pieces[0]) in {6, 8}:
        pieces = [text[:2], text[2:4], text[4:]]
    if not 2 <= len(pieces) <= 3 or not all(piece.isascii() and piece.isdigit() for piece in pieces):
        raise NotAnAnswer(WANTED[Kind.DATE])
    if len(pieces) == 2:
        first, second = int(pieces[0]), int(pieces[1])
        return (second, first) if len(pieces[1]) == 4 else (today.year, second, first)
    day, month, year = map(int, pieces)
    if len(pieces[2]) == 2:
        year += 2000 if 2000 + year <= today.year + 5 else 1900
    return year, month, day


def _year(year: int) -> int:
    if year not in _YEARS:
        raise NotAnAnswer(sentence("Check the year {year}."), year=year)
    return year


def _day(year: int, month: int, day: int) -> str:
    try:
        return date(_year(year), month, day).isoformat()
    except ValueError as wrong:
        raise NotAnAnswer(
            sentence("There is no {day} in the calendar. Check the day and the month."),
            day=f"{day:02}.{month:02}.{year:04}",
        ) from wrong


def _read_time(text: str) -> str:
    """ "9", "9.30", "930" and "09:30" are times."""
    found = re.fullmatch(r"([01]?\d|2[0-3])(?:[\s:.,\-]*([0-5]\d))?", text, re.ASCII)
    if found is None:
        raise NotAnAnswer(WANTED[Kind.TIME])
    return f"{int(found[1]):02}:{found[2] or '00'}"


def _read_datetime(text: str, today: date) -> str:
    day, divider, clock = text.replace("T", " ").rpartition(" ")
    if not divider:
        raise NotAnAnswer(WANTED[Kind.DATETIME])
    return f"{_read_date(day.strip().rstrip(','), today, partial=False)}T{_read_time(clock)}"


def _read_words(_question: Question, text: str, _today: date) -> str:
    return " ".join(text.split())


_READERS: Final[Mapping[Kind, Callable[[Question, str, date], str]]] = {
    Kind.INTEGER: lambda _question, text, _today: _read_integer(text),
    Kind.DECIMAL: lambda _question, text, _today: _read_decimal(text),
    Kind.RANGE: lambda question, text, _today: _read_range(question, text),
    Kind.DATE: _read_date_of,
    Kind.TIME: lambda _question, text, _today: _read_time(text),
    Kind.DATETIME: lambda _question, text, today: _read_datetime(text, today),
    Kind.GEOPOINT: lambda _question, text, _today: _read_place(text),
    Kind.ACKNOWLEDGE: lambda _question, text, _today: ACKNOWLEDGED if text.lower() in _YES else text,
    Kind.BARCODE: _read_words,
    Kind.RANK: _read_words,
    Kind.SELECT_MULTIPLE: _read_words,
}
