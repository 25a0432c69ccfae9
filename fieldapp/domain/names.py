"""Names as people write them: one key for all spellings of a name, and the order in which a language sorts words.

A woman is Айгүл in Kyrgyz, Айгуль in a Russian form, Aigul or Aygul in Latin letters. `fold_name` makes one key of all
of them, so that a search finds her however she was written down. The key is for finding, never for showing, and two
people may share it. As one types, the key of the beginning is (nearly always) the beginning of the key.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from fieldapp.words import Language

_CYRILLIC: Final = {
    **dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziyklmnoprstufye", strict=True)),
    **dict(zip("ғқөұүһәіӣӯўґєії", "gkouuhaiiuogeii", strict=True)),
    "ё": "yo",
    "ж": "zh",
    "х": "kh",
    "ҳ": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ю": "yu",
    "я": "ya",
    "ң": "ng",
    "ҷ": "j",
    "ъ": "",
    "ь": "",  # ҷ is what Russian writes дж
}
_WITH_MARKS: Final = {"ş": "sh", "š": "sh", "ç": "ch", "č": "ch", "ž": "zh", "ı": "i", "ə": "a"}
_INSIDE_A_WORD: Final = dict.fromkeys("'’‘ʻʼ`´ʹ-‐‑–", "")
_PLAIN: Final = str.maketrans({**_CYRILLIC, **_WITH_MARKS, **_INSIDE_A_WORD})

#: What sounds alike, written one way. In the key c is ч, x is ш, j is ж, h is х.
_SOUNDS: Final = {
    "shch": "x",
    "sh": "x",
    "ch": "c",
    "kh": "h",
    "dzh": "j",
    "zh": "j",
    "dj": "j",
    "gh": "g",
    "ts": "s",
    "ngg": "n",
    "ngh": "n",
    "ng": "n",
    "yu": "u",
    "iu": "u",
    "yo": "e",
    "y": "i",
    "c": "k",
    "q": "k",
    "w": "v",
    "x": "h",
}
_SOUND: Final = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))
_SPELT_X: Final = re.compile(r"\b(ale|ma)x")  # the x of Alexander and Maxim is no Uzbek х
_GLIDE: Final = re.compile(r"(?:\b|(?<=[aeou]))i(?=e)")  # Yelena, Raeva and Rayeva
_TWICE: Final = re.compile(r"([^\W\d_])\1+")
_BETWEEN_WORDS: Final = re.compile(r"[\W_]+")


def fold_name(text: str) -> str:
    """The key of a name: its words folded and sorted, one space between; "" when no letter or digit is in it."""
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold()).translate(_PLAIN)
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(letter))
    spelt = _SPELT_X.sub(r"\1ks", bare)
    sounds = _SOUND.sub(lambda found: _SOUNDS[found[0]], spelt)
    key = _TWICE.sub(r"\1", _GLIDE.sub("", sounds))
    return " ".join(sorted(_BETWEEN_WORDS.sub(" ", key).split()))


_CYRILLIC_ORDER: Final = (
    "а ә б в г ғ ґ д е ё є ж з и ӣ й к қ л м н ң о ө п р с т у ӯ ұ ү ў ф х ҳ һ ц ч ҷ ш щ ъ ы і ї ь э ю я"
)
_LATIN_ORDER: Final = "a b c d e f g h i j k l m n o p q r s t u v w x y z"
#: Alphabets that differ from the two above. Russian alone has ё with е; Uzbek ends in its own letters.
_ALPHABETS: Final = {
    "ru": (_CYRILLIC_ORDER.replace(" ё", ""), _LATIN_ORDER),
    "ky": (_CYRILLIC_ORDER, _LATIN_ORDER),
    "kk": (_CYRILLIC_ORDER, _LATIN_ORDER),
    "tg": (_CYRILLIC_ORDER, _LATIN_ORDER),
    "uz": (
        "a b d e f g h i j k l m n o p q r s t u v x y z o' g' sh ch c w",
        "а б в г д е ё ж з и й к л м н о п р с т у ф х ц ч ш ъ ь э ю я ў қ ғ ҳ",
    ),
    "tk": ("a b ç d e ä f g h i j ž k l m n ň o ö p r s ş t u ü w y ý z c q v x", _CYRILLIC_ORDER),
    "en": (_LATIN_ORDER, _CYRILLIC_ORDER),
}
_FIRST_WEIGHT: Final = 0x100  # above every digit and mark, which sort before letters as they are


def sort_key(text: str, language: Language) -> str:
    """A text whose code points sort as the language's dictionary does: Ң after Н, Ө after О, Ү after У.

    Letters of a foreign alphabet come after the language's own; upper case and accents decide only between equals.
    """
    weights, letters = _weights(language)
    folded = unicodedata.normalize("NFC", text).casefold().replace("ʻ", "'").replace("’", "'").replace("‘", "'")
    main = "".join(weights.get(letter) or _without_marks(letter, weights) for letter in letters.findall(folded))
    return f"{main}\x01{folded}"


@cache
def _weights(language: Language) -> tuple[dict[str, str], re.Pattern[str]]:
    """A weight for each letter (two characters may be one letter), and how to cut a word into letters."""
    own, foreign = _ALPHABETS.get(language, _ALPHABETS["en"])
    order = own.split() + foreign.split()
    weights = {letter: chr(_FIRST_WEIGHT + place) for place, letter in enumerate(order)}
    weights.setdefault("ё", weights["е"])
    longer = sorted((letter for letter in order if len(letter) > 1), reverse=True)
    return weights, re.compile("|".join([*map(re.escape, longer), "."]), re.DOTALL)


def _without_marks(letter: str, weights: dict[str, str]) -> str:
    bare = (part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
    return "".join(weights.get(part, part if ord(part) < _FIRST_WEIGHT else chr(0x2000)) for part in bare)
