"""The form's own words as they may safely stand on the screen, whoever wrote the form."""

from __future__ import annotations

from typing import Final

from fieldapp.forms.reading import cleaned

#: The longest label or hint shown whole, in characters: three pages.
MOST: Final = 6_000
#: The longest name of a question in a list, and of a page.
BRIEF: Final = 90


def plainly(words: str, most: int = MOST) -> str:
    """Without signs that cannot be seen or turn the line around; what is longer than anybody reads ends in "…"."""
    if words.isascii() and words.isprintable() and len(words) <= most:
        return words.strip()
    plain = cleaned(words[: most * 2])
    return plain if len(plain) <= most else plain[:most].rstrip() + "…"


def briefly(words: str, most: int = BRIEF) -> str:
    """In one line, for a list or a button."""
    return plainly(" ".join(words.split()), most)
