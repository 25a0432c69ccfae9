"""Words that would tell a finder what a sheet is about are found in every language, ordinary ones are not."""

from __future__ import annotations

import pytest

from fieldapp.papers.wording import words_that_give_away


@pytest.mark.parametrize(
    "text",
    [
        "GBV focal point", "domestic violence", "a victim", "survivors", "she was raped", "sexual assault", "abuse",
        "центр для пострадавших", "жертва", "после изнасилования", "насилие", "побои", "был избит",
        "зордук-зомбулук", "зомбулук", "зорлық-зомбылық", "жәбірленуші",
        "zo'ravonlik", "zoʻravonlik", "зўравонлик", "хушунат", "таҷовуз", "zorluk",
    ],
)  # fmt: skip
def test_a_telling_word_is_found(text: str) -> None:
    assert words_that_give_away(text)


@pytest.mark.parametrize(
    "text",
    [
        "bring a battery", "grapes", "therapeutic", "violet street", "Проспект Победы", "побольше", "пожертвования",
        "насилу дошла", "health care", "приют", "Юридическая помощь", "Ак-Суу", "Crisis line 111",
    ],
)  # fmt: skip
def test_an_ordinary_word_is_not(text: str) -> None:
    assert words_that_give_away(text) == ()
