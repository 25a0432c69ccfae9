"""Answers to questions, and how they are written down.

An answer is text as XLSForm has it ("27", "2026-03-12", "health police" for two choices), a special answer,
or something that a newer program wrote and this one only keeps. `None` is no answer, or one taken back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from fieldapp.domain.ids import FieldId

Json = str | int | bool | None | list["Json"] | dict[str, "Json"]


class Special(Enum):
    """Why a question has no answer of its own, said on purpose."""

    NOT_KNOWN = "not_known"
    DECLINED = "declined"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Foreign:
    """An answer of a kind this program does not know: kept and passed on as its canonical JSON."""

    json: str


Answer = str | Special | Foreign
Answers = Mapping[FieldId, Answer | None]


_CANONICAL: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical(value: Json) -> str:
    """JSON with sorted keys and no spaces: the one encoding that is ever hashed or signed (RFC 8785 without floats)."""
    return _CANONICAL.encode(value)


def text_of(value: Json) -> str:
    """The text that stands here. Raises TypeError for anything else."""
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def id_of(value: Json, length: int) -> str:
    """The id that stands here: so many lower-case hex digits. Raises TypeError, ValueError."""
    text = text_of(value)
    if len(text) != length or not set(text) <= set("0123456789abcdef"):
        raise ValueError("not an id")
    return text


def answer_to_json(answer: Answer | None) -> Json:
    """Text as a string, a special answer as a list of its name, no answer as null."""
    match answer:
        case Special():
            return [answer.value]
        case Foreign():
            kept: Json = json.loads(answer.json)
            return kept
        case _:
            return answer


def answer_from_json(value: Json) -> Answer | None:
    """The reverse of `answer_to_json`; never refuses: what it does not know comes back as `Foreign`."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list) and len(value) == 1:
        for special in Special:
            if value[0] == special.value:
                return special
    return Foreign(canonical(value))
