"""Passphrases: one folded form for all ways of typing one, advice on new ones, and a proposal of five words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from functools import cache
from itertools import pairwise
from pathlib import Path
from secrets import SystemRandom
from typing import Final

from fieldapp.errors import Mistake
from fieldapp.words import ENGLISH, Language, Sentence, sentence

LEAST_LENGTH: Final = 12
WORDS_PROPOSED: Final = 5
_WORDS: Final = Path(__file__).resolve().parents[2] / "resources" / "words"

_LEAST_SURPRISE: Final = 8
_LEAST_VARIETY: Final = 6
_LEAST_DIGITS: Final = 20
_LEAST_RUN: Final = 5
#: What fingers or tongues say one after another.
_RAILS: Final = (
    "1234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "йцукенгшщзхъ",
    "фывапролджэ",
    "ячсмитьбю",
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдежзийклмнопрстуфхцчшщъыьэюя",
)
_STEPS: Final = frozenset(pair for rail in _RAILS for line in (rail, rail[::-1]) for pair in pairwise(line))
#: What is tried first, by whoever knows what this program is for and where it is used.
# fmt: off
_COMMON: Final = (
    "password", "passwort", "administrator", "admin", "welcome", "letmein", "iloveyou", "secret", "fieldapp",
    "computer", "laptop", "login", "пароль", "секрет", "админ", "привет", "любовь", "компьютер", "ноутбук",
    "помощь", "kyrgyzstan", "kazakhstan", "uzbekistan", "tajikistan", "turkmenistan", "bishkek", "almaty", "astana",
    "tashkent", "dushanbe", "кыргызстан", "казахстан", "узбекистан", "таджикистан", "туркменистан", "бишкек",
    "алматы", "астана", "ташкент", "душанбе",
)
# fmt: on
_YEAR: Final = re.compile(r"(?:19|20)\d\d")


class Weight(Enum):
    """What a passphrase is worth, as far as a program can say; a guess known to a person it cannot see."""

    TOO_SHORT = "too short"
    GUESSABLE = "guessable"
    FINE = "fine"


@dataclass(frozen=True, slots=True)
class Weighed:
    """A verdict, and a sentence to stand beside the field while she types."""

    weight: Weight
    advice: Sentence


class PassphraseTooWeak(Mistake):
    """Whoever takes the laptop would guess it."""


def fold_passphrase(text: str) -> str:
    """The same for all ways to type it: Unicode forms, ё and е, outer and doubled spaces. Capitals stay capitals."""
    folded = unicodedata.normalize("NFKC", text).replace("ё", "е").replace("Ё", "Е")
    return " ".join(folded.split())


def passphrase_bytes(text: str) -> bytes:
    """What Argon2id gets. Half a surrogate pair, which a broken keyboard driver may send, is kept and not refused."""
    return fold_passphrase(text).encode("utf-8", "surrogatepass")


def weigh_passphrase(text: str, nickname: str = "") -> Weighed:
    """Too short, obviously guessable, or fine. It asks for no capitals, digits or signs."""
    folded = fold_passphrase(text)
    if len(folded) < LEAST_LENGTH:
        too_short = sentence("Too short: take at least {number} letters, best five words that say nothing of you.")
        return Weighed(Weight.TOO_SHORT, Sentence(too_short, {"number": LEAST_LENGTH}))
    if _is_guessable(folded.casefold().replace(" ", ""), fold_passphrase(nickname).casefold().replace(" ", "")):
        guessable = sentence("Too easy to guess. Take five words that say nothing of you and do not belong together.")
        return Weighed(Weight.GUESSABLE, Sentence(guessable))
    return Weighed(Weight.FINE, Sentence(sentence("Good, if nobody who knows you would think of it.")))


def refuse_weak(text: str, nickname: str = "") -> None:
    """Raises PassphraseTooWeak with the advice."""
    weighed = weigh_passphrase(text, nickname)
    if weighed.weight is not Weight.FINE:
        raise PassphraseTooWeak(weighed.advice)


def propose_passphrase(language: Language) -> str:
    """Five words drawn at random: over 2⁵¹ to guess. English where a language has no list."""
    return " ".join(SystemRandom().sample(word_list(language), WORDS_PROPOSED))


@cache
def word_list(language: Language) -> tuple[str, ...]:
    """Short, common words of the language, without ё."""
    path = _WORDS / f"{language}.txt"
    if not path.is_file():
        return word_list(ENGLISH)
    return tuple(path.read_text("utf-8").split())


def _is_guessable(letters: str, nickname: str) -> bool:
    if letters.isdecimal() and len(letters) < _LEAST_DIGITS:
        return True
    if len(set(letters)) < _LEAST_VARIETY:
        return True
    for known in (*_COMMON, *([nickname] if len(nickname) > 2 else [])):
        letters = letters.replace(known, "•")
    return len(_without_runs(_once(_YEAR.sub("•", letters)))) < _LEAST_SURPRISE


def _once(letters: str) -> str:
    """What is repeated to make the whole: "abcabcabc" is worth no more than "abc"."""
    return letters[: (letters + letters).find(letters, 1)]


def _without_runs(letters: str) -> str:
    """Keyboard rows, alphabets and one letter held down count as their first letter."""
    kept, start = [], 0
    while start < len(letters):
        end = start + 1
        while end < len(letters) and _follows(letters[end - 1], letters[end]):
            end += 1
        kept.append(letters[start] if end - start >= _LEAST_RUN else letters[start:end])
        start = end
    return "".join(kept)


def _follows(before: str, after: str) -> bool:
    return before == after or (before, after) in _STEPS
