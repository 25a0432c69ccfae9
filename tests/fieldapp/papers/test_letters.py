"""Every letter of the region's names prints; what cannot be printed is named, never dropped."""

from __future__ import annotations

import string

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.consent import Level
from fieldapp.domain.referrals import Person
from fieldapp.papers.letters import SUBSTITUTES, CannotPrint, Face, printable, width, wrap
from fieldapp.papers.referral import referral_form
from fieldapp.papers.secret import SecretPage, secret_page
from fieldapp.words import ENGLISH
from tests.fieldapp.papers import samples
from tests.fieldapp.papers.looking import letters_of

RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
ALPHABETS = {
    "Russian": RUSSIAN,
    "Kyrgyz": RUSSIAN + "ңөү",
    "Kazakh": RUSSIAN + "әғқңөұүһі",
    "Kazakh in Latin": string.ascii_lowercase + "äáéǵğıïñńöóşśūüúý",
    "Tajik": RUSSIAN + "ғӣқӯҳҷ",
    "Uzbek": string.ascii_lowercase + "oʻgʻ’",
    "Uzbek in Cyrillic": RUSSIAN + "ўқғҳ",
    "Turkmen": string.ascii_lowercase + "çäžňöşüý",
    "Karakalpak": string.ascii_lowercase + "áǵıńóúʼ",
    "French": string.ascii_lowercase + "àâæçéèêëîïôœùûüÿ",
    "Turkish": string.ascii_lowercase + "çğıöşüâîû",
}
SIGNS = "№₸₽€…–—‑•«»“”„‘’ʻʼ×÷±°§←→↑↓✓✗≤≥≠−½²" + string.punctuation


@pytest.mark.parametrize("alphabet", ALPHABETS)
@pytest.mark.parametrize("face", Face)
def test_the_fonts_have_every_letter(alphabet: str, face: Face) -> None:
    font = TTFont(f"resources/fonts/{face.value}.ttf")
    letters = ALPHABETS[alphabet]

    for letter in {*letters, *letters.upper(), *SIGNS}:
        glyph = font.getBestCmap().get(ord(letter))
        assert glyph is not None, letter
        assert font["glyf"][glyph].numberOfContours != 0, letter


@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_every_letter_of_an_alphabet_can_be_read_back_from_a_paper(alphabet: str) -> None:
    letters = ALPHABETS[alphabet]
    lines = (letters, letters.upper())

    read = letters_of(secret_page(SecretPage(title="-", groups=(), lines=lines), ENGLISH))

    assert letters in read
    assert letters.upper() in read


NAMES = (
    "Өмүрбек кызы Айгүл",
    "Әлия Құсайынқызы Ұлан",
    "Ҷамшед Ғафуров Ӯткир",
    "Oʻgʻiloy Shoʻx",
    "Aýjemal Žumanyýazowa",
)


@pytest.mark.parametrize("name", NAMES)
def test_names_of_the_region_stand_on_a_referral(name: str) -> None:
    person = Person(code=samples.CASE, name=name)

    pdf = referral_form(samples.referral(samples.release(Level.CONTACT), person=person), ENGLISH)

    assert name.replace(" ", "") in letters_of(pdf)


def test_both_weights_have_the_same_letters() -> None:
    regular, strong = (TTFont(f"resources/fonts/{face.value}.ttf").getBestCmap().keys() for face in Face)

    assert regular == strong


def test_the_fonts_carry_no_hints_and_are_small() -> None:
    for face in Face:
        font = TTFont(f"resources/fonts/{face.value}.ttf")
        assert not {"fpgm", "prep", "cvt ", "DSIG"} & set(font.keys())
        assert font.reader.file.seek(0, 2) < 70_000


def test_the_windows_find_both_weights_under_one_family() -> None:
    families = set()
    for face in Face:
        names = TTFont(f"resources/fonts/{face.value}.ttf")["name"]
        families.add(names.getDebugName(16) or names.getDebugName(1))

    assert families == {"Noto Sans"}


def test_letters_in_pieces_are_put_together() -> None:
    assert printable("и\u0306 е\u0308 u\u0308") == "й ё ü"


def test_signs_without_a_letter_get_their_nearest_relative() -> None:
    assert printable("☑ ✔ ﬁ １２") == "[x] ✓ fi 12"
    assert printable("one\r\ntwo\tthree") == "one\ntwo three"
    assert printable("a\u200bb\ufe0f\u202ac") == "abc"
    assert all(printable(sign) == relative for sign, relative in SUBSTITUTES.items())


@pytest.mark.parametrize("text", ["call 😀 first", "漢字", "سلام"])
def test_what_cannot_be_printed_is_named(text: str) -> None:
    with pytest.raises(CannotPrint) as told:
        printable(text)

    assert "cannot be printed" in str(told.value)
    assert text in str(told.value)


def test_a_sheet_with_a_sign_that_cannot_be_printed_is_not_made() -> None:
    with pytest.raises(CannotPrint):
        referral_form(samples.referral(letterhead="中心"), ENGLISH)


def test_lines_break_at_spaces_and_where_the_writer_broke_them() -> None:
    assert wrap("one two\n\nthree", Face.TEXT, 10, 1000) == ("one two", "", "three")
    assert wrap("one two", Face.TEXT, 10, width("one tw", Face.TEXT, 10)) == ("one", "two")


def test_a_word_too_long_for_a_line_is_cut_after_a_dash() -> None:
    room = width("Нарынская-об", Face.TEXT, 10)

    assert wrap("Нарынская-область", Face.TEXT, 10, room) == ("Нарынская-", "область")


@given(st.text(st.sampled_from("abc -–ЙҢщ\n.")), st.floats(12, 300))
def test_no_line_is_wider_than_its_column_and_no_letter_is_lost(text: str, room: float) -> None:
    lines = wrap(text, Face.STRONG, 10.5, room)

    assert all(width(line, Face.STRONG, 10.5) <= room + 1e-6 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
