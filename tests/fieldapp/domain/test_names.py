"""All spellings of a name meet in one key, and words sort as their language sorts them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.names import fold_name, sort_key
from fieldapp.words import Language


@pytest.mark.parametrize(
    "spellings",
    [
        "Айгүл Айгуль Aigul Aygul Айгюль AYGÜL",
        "Жаңыл Жаныл Zhangyl Janyl Jañıl Жанил",
        "Гүлжан Гульджан Gulzhan Guljan Gülžan",
        "Өмүрбек Омурбек Omurbek Ömürbek",
        "Чыңгыз Чингиз Chyngyz Chinghiz Chingiz Çıñğız",
        "Мээрим Меерим Meerim Merim",
        "Нурайым Нурайим Nurayim Nuraiym Нураим",
        "Сүйүн Suyun Сююн Suiun",
        "Кыял Kyyal Kiyal Киял",
        "Елена Yelena Elena",
        "Алёна Алена Alyona Alena",
        "Мария Maria Mariya Марья",
        "Наталья Наталия Natalya Nataliya Natalia",
        "Даниярова Daniyarova Daniarova",
        "Абдыева Abdyyeva Abdieva Abdyeva",
        "Раева Rayeva Raeva",
        "Қайрат Кайрат Qayrat Kairat Qairat",
        "Ғалия Галия Ghaliya Galiya Ğaliya",
        "Әсел Асель Assel Asel Äsel",
        "Ұлжан Улжан Ulzhan Uljan",
        "Іңкәр Инкар Inkar Ingkar",
        "Хуршида Xurshida Khurshida Ҳуршида Hurshida",
        "Бахтиёр Baxtiyor Bakhtiyor Бахтиер Bakhtier",
        "Ўғилой Oʻgʻiloy O'g'iloy Ogiloy O‘g‘iloy",
        "Шаҳноза Шахноза Shahnoza Shakhnoza",
        "Ҷамшед Джамшед Jamshed",
        "Сӯҳроб Сухроб Suhrob Sukhrob",
        "Şeker Шекер Sheker Šeker",
        "Ýazgül Язгуль Yazgul",
        "Žanna Жанна Zhanna",
        "Цолмон Tsolmon Солмон",
        "Щукина Shchukina Шукина",
        "Виктория Viktoriya Victoria",
        "Максим Maxim Maksim",
        "Нур-Жан Нуржан Nurjan Nur‑Zhan",
    ],
)
def test_spellings_of_one_name_have_one_key(spellings: str) -> None:
    keys = {fold_name(spelling) for spelling in spellings.split()}

    assert len(keys) == 1, keys


@pytest.mark.parametrize(
    ("one", "other"),
    [("Айгүл", "Айнур"), ("Анна", "Аяна"), ("Асан", "Үсөн"), ("Бегимай", "Гүлмай"), ("Ли", "Лия"), ("Омор", "Умар")],
)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert fold_name(one) != fold_name(other)


def test_the_order_and_the_case_of_words_do_not_matter() -> None:
    assert fold_name("АСАНОВА Айгүл") == fold_name("  aigul,asanova ") == "aigul asanova"


@pytest.mark.parametrize(
    "name", ["Айгүл", "Мария", "Даниярова", "Наталья", "Чыңгыз", "Гульджан", "Шахноза", "Абдыева", "Нурайым"]
)
def test_what_is_typed_so_far_is_the_beginning_of_the_key(name: str) -> None:
    whole = fold_name(name)

    matching = [end for end in range(2, len(name) + 1) if whole.startswith(fold_name(name[:end]))]

    assert len(matching) >= len(name) - 2
    assert len(name) in matching


def test_a_name_typed_on_a_mac_is_the_same_name() -> None:
    decomposed = unicodedata.normalize("NFD", "Айёль Ӣ Ўғ")

    assert fold_name(decomposed) == fold_name("Айёль Ӣ Ўғ")


@pytest.mark.parametrize("nothing", ["", "  ", "-", "ь", "ʻ", "…", "«»"])
def test_what_has_no_letter_has_no_key(nothing: str) -> None:
    assert fold_name(nothing) == ""


def test_letters_of_other_alphabets_and_digits_stay() -> None:
    assert fold_name("فاطمه 27") == "27 فاطمه"


@given(st.text())
def test_whatever_is_typed_folds_to_words_of_letters_and_digits(text: str) -> None:
    key = fold_name(text)

    assert all(word.isalnum() or not word.isascii() for word in key.split())
    assert key == " ".join(sorted(key.split()))
    assert not set(key) & set("\"*():^-+'")


def in_order(language: str, words: str) -> list[str]:
    """The words as this language sorts them."""
    return sorted(words.split(), key=lambda word: sort_key(word, Language(language)))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ky", "Ель Ёлка Жер Нур Ңар Ода Өмүр Пар Улан Үсөн Фатима"),
        ("kk", "Анар Әсел Гүл Ғалия Кен Қан Нан Ңар Он Өз Уақыт Ұл Үй Хан Һарис Ыдыс Іні Эль"),
        ("tg", "Ғор Дил Имон Ӣд Йод Каду Қанд Умед Ӯзбек Фарҳод Хона Ҳаво Чор Ҷамшед Шаб"),
        ("ru", "Ежевика Ёлка Ель Жук"),
        ("uz", "Anor Bobur Hilola Ravshan Sabo Zuhra Oʻtkir Gʻayrat Shirin Chinor"),
        ("tk", "Çynar Döwlet Ene Ähli Jahan Žanna Nur Ňur Oraz Öde Sona Şeker Ulug Üzüm Wepa Ýazgül Zöhre"),
        ("en", "Anna Çınar Dan Özil Zoe"),
    ],
)  # fmt: skip
def test_words_sort_as_the_language_sorts_them(language: str, words: str) -> None:
    wanted = words.split()

    assert in_order(language, " ".join(reversed(wanted))) == wanted


def test_ones_own_alphabet_comes_before_the_other() -> None:
    assert in_order("ky", "Anna Яна") == ["Яна", "Anna"]
    assert in_order("en", "Яна Anna") == ["Anna", "Яна"]


def test_case_and_spaces_sort_as_people_expect() -> None:
    assert sorted(["ан б", "Анара", "ан"], key=lambda word: sort_key(word, Language("ru"))) == ["ан", "ан б", "Анара"]
    assert sorted(["10 б", "а", "2"], key=lambda word: sort_key(word, Language("ru"))) == ["10 б", "2", "а"]


def test_an_unknown_language_sorts_as_english_does() -> None:
    assert in_order("xx", "b ä c a") == in_order("en", "b ä c a") == ["a", "ä", "b", "c"]


@given(st.text(), st.sampled_from(["en", "ru", "ky", "kk", "tg", "uz", "tk"]))
def test_anything_can_be_sorted(text: str, language: str) -> None:
    assert sort_key(text, Language(language)).encode("utf-8", "surrogatepass")
