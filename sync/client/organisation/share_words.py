"""A secret of 35 bytes as seven lines of five words, to be copied by hand from paper in either language.

Four words of a line bear 40 bits; the fifth makes the line's weighted sum the line's own number, so that every wrong
word, every two that changed places and every line in the wrong place is found in its line. The sum runs over GF(1024),
the root of x¹⁰ + x³ + 1 for its weights. The first four letters of a word say which one it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Final

from fieldapp.errors import Mistake
from fieldapp.paths import RESOURCES
from fieldapp.words import ENGLISH, Language, Sentence, sentence

LINES: Final = 7
WORDS: Final = 5
SIZE: Final = 35
_BITS: Final = 10
_MASK: Final = (1 << _BITS) - 1
_TELLS: Final = 4
#: Words of a list never change, and neither does their order: papers are kept for decades.
_LISTS: Final = RESOURCES / "words" / "papers-1"
_LANGUAGES: Final = (ENGLISH, Language("ru"))
_LETTERS: Final = re.compile(r"[^\W\d_]+")


class ShareMistyped(Mistake):
    """Not as on the paper; the sentence says where to look. `line` of the words, counted from 1, where it is one."""

    def __init__(self, words: Sentence, line: int = 0) -> None:
        self.line = line
        super().__init__(words)


def write_lines(secret: bytes, language: Language) -> tuple[tuple[str, ...], ...]:
    """What stands on the paper; in English where the language has no list."""
    assert len(secret) == SIZE
    words, value, lines = word_list(language), int.from_bytes(secret, "big"), []
    for line in range(LINES):
        bits = value >> 40 * (LINES - 1 - line)
        numbers = [bits >> _BITS * place & _MASK for place in reversed(range(WORDS - 1))]
        numbers.append(_sum([*numbers, 0]) ^ (line + 1))
        lines.append(tuple(words[number] for number in numbers))
    return tuple(lines)


def read_lines(lines: Sequence[str]) -> bytes:
    """The secret, from seven lines as they were typed. Raises ShareMistyped for the first that is wrong."""
    value = 0
    for number in range(1, LINES + 1):
        typed = lines[number - 1] if number <= len(lines) else ""
        wrong = slip_in(number, typed)
        if wrong is not None:
            raise ShareMistyped(wrong, number)
        for meant in list(_meant(typed))[: WORDS - 1]:
            assert meant is not None
            value = value << _BITS | meant
    return value.to_bytes(SIZE, "big")


def slip_in(number: int, typed: str) -> Sentence | None:
    """What is wrong with line `number`, None if it is as on the paper."""
    strange = strange_word(typed)
    if strange:
        said = sentence(
            "Line {line}: “{word}” is none of the words. Look at the paper, and at the keyboard's language."
        )
        return Sentence(said, {"line": number, "word": strange})
    meant = [each for each in _meant(typed) if each is not None]
    if not meant:
        return Sentence(sentence("Line {line} is missing."), {"line": number})
    if len(meant) != WORDS:
        return Sentence(sentence("Line {line} has five words on the paper. Look at it again."), {"line": number})
    if _sum(meant) != number:
        return Sentence(sentence("Line {line} is not as on the paper. Look at it again."), {"line": number})
    return None


def strange_word(typed: str) -> str:
    """The first word that can be none of the list, "" if all can."""
    return next((word for word, meant in zip(words_in(typed), _meant(typed), strict=True) if meant is None), "")


def spelled(typed: str) -> str:
    """The same line with every word that is known written out, so that it can be compared with the paper."""
    return " ".join(
        word if meant is None else _list_of(word)[meant]
        for word, meant in zip(words_in(typed), _meant(typed), strict=True)
    )


def words_in(typed: str) -> list[str]:
    """The words of what was typed or pasted, without numbers and dots."""
    return _LETTERS.findall(unicodedata.normalize("NFKC", typed))


@cache
def word_list(language: Language) -> tuple[str, ...]:
    """1,024 words that differ within their first four letters."""
    path = _LISTS / f"{language}.txt"
    return tuple(path.read_text("utf-8").split()) if path.is_file() else word_list(ENGLISH)


def _meant(typed: str) -> Iterator[int | None]:
    return (_numbers().get(_told(word)) for word in words_in(typed))


def _list_of(word: str) -> tuple[str, ...]:
    return next(words for words in map(word_list, _LANGUAGES) if _told(word) in map(_told, words))


@cache
def _numbers() -> dict[str, int]:
    return {_told(word): number for language in _LANGUAGES for number, word in enumerate(word_list(language))}


def _told(word: str) -> str:
    return word.casefold().replace("ё", "е")[:_TELLS]


def _sum(numbers: Iterable[int]) -> int:
    total = 0
    for number in numbers:  # by Horner, so the last word has the weight 1
        total <<= 1
        total = (total ^ 0b10000001001 if total >> _BITS else total) ^ number
    return total
