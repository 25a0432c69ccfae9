"""No word of violence on a sheet that she carries: whoever finds it must learn nothing.

Our own labels are neutral. What people typed, and what organisations are called, is looked through here before a
referral sheet is made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from unicodedata import normalize

from fieldapp.errors import Mistake
from fieldapp.words import sentence

#: How such words begin, in the languages that a sheet may be written in; long enough to spare ordinary words
#: (battery, побольше, насилу). "Victim" and "survivor" name her, and are here for that.
_STEMS: Final = (
    # English, French
    "violen", "rape", "raping", "rapist", "assault", "abus", "battered", "victim", "surviv", "perpetrat", "gbv",
    "molest", "traffick", "kidnap", "viol ", "agress",
    # Russian
    "насили", "насиль", "насилов", "изнасил", "жертв", "пострадавш", "потерпевш", "побои", "побоев", "побоя",
    "избит", "избие", "домогат", "растл", "торговля людьми", "похищен", "виновник", "виновниц", "обидчи",
    # Kyrgyz, Kazakh
    "зордук", "зомбулук", "жабырлан", "жабыркан", "зорлы", "зорла", "зомбылық", "жәбірлен", "ала качуу", "алып қашу",
    # Uzbek, Tajik, Turkmen
    "zoʻravon", "zoʻrlik", "zoʻrlash", "jabrlan", "jabrdiyda", "зўравон", "зўрлик", "зӯровар", "хушунат", "таҷовуз",
    "ҷабрдида", "zorluk", "zorlyk",
)  # fmt: skip
_WORD: Final = re.compile(r"\b(?:" + "|".join(sorted(_STEMS, key=len, reverse=True)) + r")\w*", re.IGNORECASE)
_APOSTROPHES: Final = str.maketrans("'’‘`ʼ", "ʻʻʻʻʻ")


class WordGivesAway(Mistake):
    """A text meant for her sheet says what this is about."""


def words_that_give_away(text: str) -> tuple[str, ...]:
    """The words in a text that may not stand on a sheet; to be shown beside the question while she types."""
    return tuple(found.group() for found in _WORD.finditer(normalize("NFC", text).translate(_APOSTROPHES)))


def refuse_words_that_give_away(texts: Iterable[str]) -> None:
    """Raises WordGivesAway for the first text that has such a word."""
    for text in texts:
        for word in words_that_give_away(text):
            raise WordGivesAway(
                sentence("“{word}” may not stand on a sheet that somebody could find. Say it in other words."),
                word=word,
            )
