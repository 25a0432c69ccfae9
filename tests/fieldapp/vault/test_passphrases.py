"""Passphrases: typed in many ways, weighed without school rules, proposed as five words."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from fieldapp.vault.passphrases import (
    WORDS_PROPOSED,
    PassphraseTooWeak,
    Weight,
    fold_passphrase,
    passphrase_bytes,
    propose_passphrase,
    refuse_weak,
    weigh_passphrase,
    word_list,
)
from fieldapp.words import Language

RUSSIAN, ENGLISH = Language("ru"), Language("en")


@pytest.mark.parametrize(
    "typed",
    [
        "Ель мята ёж",
        "Ель мята еж",
        unicodedata.normalize("NFD", "Ель мята ёж"),
        "  Ель  мята\u00a0еж\n",
        "Ель\tмята \u2003еж",
    ],
)
def test_all_ways_to_type_a_passphrase_are_one(typed: str) -> None:
    assert fold_passphrase(typed) == "Ель мята еж"


def test_capitals_and_look_alikes_of_another_alphabet_stay_different() -> None:
    assert fold_passphrase("Мята") != fold_passphrase("мята")
    assert fold_passphrase("мама") != fold_passphrase("mama")


def test_kyrgyz_letters_stay_as_they_are() -> None:
    assert fold_passphrase("өрүк жаңгак көйнөк") == "өрүк жаңгак көйнөк"


def test_full_width_and_ligatures_are_plain_letters() -> None:
    assert fold_passphrase("\uff4d\uff49\uff4e\uff54 \ufb01sh") == "mint fish"


def test_a_broken_keyboard_driver_does_not_break_unlocking() -> None:
    assert passphrase_bytes("mint \ud83d fish")


@pytest.mark.parametrize("text", ["", "мята", "           ", "Xy7!kq92Lp"])
def test_fewer_than_twelve_letters_are_too_short(text: str) -> None:
    assert weigh_passphrase(text).weight is Weight.TOO_SHORT


@pytest.mark.parametrize(
    "text",
    [
        "aaaaaaaaaaaaaaaa",
        "qwertyuiop12345",
        "йцукенгшщзхъ",
        "ЙЦУКЕН йцукен йцукен",
        "123456789012",
        "09876543210987",
        "0555 12 34 56 78",
        "12031990 12031990",
        "password2024password",
        "пароль пароль пароль",
        "Бишкек2026Кыргызстан",
        "abcabcabcabcabc",
        "абвгдежзийклмн",
        "fieldapp fieldapp",
        "мята мята мята мята",
        "Admin Administrator 2025",
    ],
)
def test_what_everybody_tries_first_is_refused(text: str) -> None:
    assert weigh_passphrase(text).weight is Weight.GUESSABLE
    with pytest.raises(PassphraseTooWeak, match="Too easy to guess"):
        refuse_weak(text)


def test_her_nickname_does_not_make_a_passphrase() -> None:
    assert weigh_passphrase("ромашка ромашка1", "Ромашка").weight is Weight.GUESSABLE
    assert weigh_passphrase("ромашка2024 ромашка", "Ромашка").weight is Weight.GUESSABLE
    assert weigh_passphrase("ромашка тюлень качели обложка", "Ромашка").weight is Weight.FINE


@pytest.mark.parametrize(
    "text",
    [
        "river candle orbit walnut piano",
        "река свеча орбита",
        "бала өрүк жаңгак көйнөк",
        "Xy7!kq92LpWz",
        "were there trees here",
    ],
)
def test_no_capitals_digits_or_signs_are_asked_for(text: str) -> None:
    assert weigh_passphrase(text).weight is Weight.FINE
    refuse_weak(text)


def test_each_verdict_comes_with_a_sentence() -> None:
    for text in ("", "aaaaaaaaaaaaaaaa", "river candle orbit walnut piano"):
        assert weigh_passphrase(text).advice.said().endswith(".")


@pytest.mark.parametrize("language", [RUSSIAN, ENGLISH])
def test_every_proposal_has_five_different_words_and_is_good_enough(language: Language) -> None:
    proposals = [propose_passphrase(language) for _ in range(500)]

    assert len(set(proposals)) == 500
    for proposal in proposals:
        assert len(set(proposal.split()) & set(word_list(language))) == WORDS_PROPOSED
        assert fold_passphrase(proposal) == proposal
        refuse_weak(proposal)


def test_a_language_without_a_list_gets_english_words() -> None:
    assert word_list(Language("xx")) == word_list(ENGLISH)


@pytest.mark.parametrize(("language", "letters"), [(RUSSIAN, "[а-я]{3,7}"), (ENGLISH, "[a-z]{3,7}")])
def test_the_word_lists_are_long_sorted_and_plain(language: Language, letters: str) -> None:
    words = word_list(language)

    assert len(words) >= 1296
    assert list(words) == sorted(set(words))
    assert all(re.fullmatch(letters, word) for word in words)


@pytest.mark.parametrize("language", [RUSSIAN, ENGLISH])
def test_the_word_lists_hold_nothing_that_hurts(language: Language) -> None:
    """A few stems that were looked for when the lists were read through."""
    english = (
        r"murder|kill|blood|knife|gun$|bomb|war$|rape|hit$|beat|victim|prison|jail|dea[dt]|hat(e|red)$|wine|beer$|pork"
    )
    russian = r"убий|кров[ьи]|нож$|пистол|бомб|войн|насил|удар|побо[ий]|жертв|тюрьм|смерт|ненавис|вино|пиво|водк|свин"

    assert [word for word in word_list(language) if re.match(f"{english}|{russian}", word)] == []


def test_the_lists_lie_beside_the_program() -> None:
    folder = Path(__file__).resolve().parents[3] / "resources" / "words"

    assert {path.name for path in folder.iterdir() if path.is_file()} == {"en.txt", "ru.txt"}
