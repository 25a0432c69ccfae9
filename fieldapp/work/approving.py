"""Which texts that are read out to her the organisation has approved, and in which language.

A text nobody has approved is a draft: it may not be printed. What was approved is one version of one form in one
language; a new version is a draft again.
"""

from __future__ import annotations

from typing import Final, cast

from fieldapp.domain.answers import Json
from fieldapp.domain.ids import FormId
from fieldapp.storage.write import Write
from fieldapp.words import Language
from fieldapp.work.desk import Desk

_APPROVED: Final = "approved_texts"


def is_approved(desk: Desk, form: FormId, language: Language) -> bool:
    """Whether somebody at this desk said that the organisation has approved the text as it stands."""
    with desk.store.read() as reader:
        known = cast("dict[str, Json]", reader.recall(_APPROVED) or {})
    return _text_of(desk, form, language) in known


def approve(desk: Desk, form: FormId, language: Language) -> None:
    """The organisation has approved it; who said so here, and when, is kept."""

    def write(writing: Write) -> None:
        known = cast("dict[str, Json]", writing.recall(_APPROVED) or {})
        said: Json = [desk.worker, desk.clock.now().text]
        writing.remember(_APPROVED, {**known, _text_of(desk, form, language): said})

    desk.store.write_now(write)


def _text_of(desk: Desk, form: FormId, language: Language) -> str:
    return f"{form} {desk.library.form(form).version} {language}"
