"""How records shall stand in tables: in words or in codes, in which language, and what is left out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from fieldapp.domain.ids import FieldId
from fieldapp.words import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """`headings`, `answers`: in words of the language, else by names and codes as they are kept.

    `divided`: beside a question with several answers a column for each, and four beside a place on the map.
    `withheld`: questions that do not go out at all, wherever they stand.
    """

    language: Language
    headings: bool = True
    answers: bool = True
    divided: bool = False
    withheld: Collection[FieldId] = frozenset()
