"""Harmless settings of a laptop: the language and the size of the text. Everything else is in the encrypted store."""

from __future__ import annotations

import tomllib
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from fieldapp.words import Language

FILE: Final = "settings.toml"
NONE_CHOSEN: Final = Language("")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person chose; "" and 0 where she chose nothing yet."""

    language: Language = NONE_CHOSEN
    text_size: int = 0


def read(home: Path) -> Settings:
    """The settings of this home; a missing or damaged file counts as nothing chosen."""
    try:
        found = tomllib.loads((home / FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return Settings()
    language, size = found.get("language"), found.get("text_size")
    return Settings(
        Language(language) if isinstance(language, str) else NONE_CHOSEN,
        size if isinstance(size, int) and not isinstance(size, bool) else 0,
    )


def write(home: Path, settings: Settings) -> None:
    """Keep these settings, whole or not at all."""
    home.mkdir(parents=True, exist_ok=True)
    lines = []
    if settings.language:
        lines.append(f'language = "{settings.language}"')
    if settings.text_size:
        lines.append(f"text_size = {settings.text_size}")
    fresh = home / f"{FILE}.new"
    fresh.write_text("\n".join([*lines, ""]), "utf-8")
    fresh.replace(home / FILE)


def change(home: Path, *, language: Language | None = None, text_size: int | None = None) -> Settings:
    """Change what is given, keep the rest. What the disk does not take holds until the program ends."""
    settings = read(home)
    if language is not None:
        settings = replace(settings, language=language)
    if text_size is not None:
        settings = replace(settings, text_size=text_size)
    with suppress(OSError):
        write(home, settings)
    return settings
