"""Catalogues for papers: a language whose every word is longer than any real one's."""

from __future__ import annotations

import gettext

import pytest

from fieldapp import words


class Longwinded(gettext.NullTranslations):
    """Each sentence in Cyrillic and two thirds longer: worse than Russian, which adds a quarter to a half."""

    def gettext(self, message: str) -> str:
        return f"{message} {'длиннее ' * (1 + len(message) // 12)}щ"


@pytest.fixture
def longwinded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every label is much longer than it should be."""
    monkeypatch.setattr(words, "_catalogue", lambda _language: Longwinded())
