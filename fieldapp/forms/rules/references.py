"""`${name}` inside labels and messages: which answers they name, and those answers put in."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

_REFERENCE: Final = re.compile(r"\$\{([^}]*)\}")


def references_in(text: str) -> tuple[str, ...]:
    """The names between `${` and `}`."""
    return tuple(name.strip() for name in _REFERENCE.findall(text))


def fill_references(text: str, answer: Callable[[str], str]) -> str:
    """The text with each `${name}` replaced by what `answer` gives for the name."""
    return _REFERENCE.sub(lambda found: answer(found[1].strip()), text) if "${" in text else text
