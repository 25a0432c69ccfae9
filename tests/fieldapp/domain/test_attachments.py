"""What an answer says of a file: written in one way, read back whole, and a name that is safe wherever it is saved."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from fieldapp.domain.answers import Special
from fieldapp.domain.attachments import (
    NAME_LIMIT,
    Attachment,
    NotAnAttachment,
    SealedId,
    attachment_in,
    from_text,
    name_in,
    size_words,
    tidy_name,
    to_text,
)
from fieldapp.words import ENGLISH

PHOTO = Attachment(SealedId("ab" * 32), bytes(range(32)), 34567, "image/jpeg", "Справка 2.jpg")
WRITTEN = f"attachment1 {'ab' * 32} {bytes(range(32)).hex()} 34567 image/jpeg Справка 2.jpg"


def test_the_answer_is_written_as_it_was_when_the_first_one_was_saved() -> None:
    assert to_text(PHOTO) == WRITTEN
    assert from_text(WRITTEN) == PHOTO


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "photo.jpg",
        WRITTEN.replace("attachment1", "attachment2"),
        WRITTEN.upper(),
        WRITTEN.replace("ab", "xy", 1),
        WRITTEN.replace("34567", "034567"),
        WRITTEN.replace("34567", "-1"),
        WRITTEN.replace("image/jpeg", "image"),
        WRITTEN.replace("Справка 2.jpg", ""),
        WRITTEN.replace("Справка 2.jpg", "../../etc/passwd"),
        WRITTEN.replace("Справка 2.jpg", "C:\\x.jpg"),
        WRITTEN.replace("Справка 2.jpg", "gpj\u202e.exe"),
        WRITTEN + " ",
        WRITTEN + "\n",
        WRITTEN.replace("Справка", "Спр\nавка"),
    ],
)
def test_any_other_text_names_no_file(wrong: str) -> None:
    with pytest.raises(NotAnAttachment):
        from_text(wrong)
    assert attachment_in(wrong) is None
    assert name_in(wrong) == wrong


def test_no_answer_and_a_special_one_name_no_file() -> None:
    assert attachment_in(None) is None
    assert attachment_in(Special.DECLINED) is None


def test_expressions_and_papers_see_the_name_and_never_the_key() -> None:
    assert name_in(WRITTEN) == "Справка 2.jpg"
    assert PHOTO.key.hex() not in repr(PHOTO)
    assert str(PHOTO.key) not in repr(PHOTO)


@pytest.mark.parametrize(
    ("hers", "tidy"),
    [
        ("photo.jpg", "photo.jpg"),
        ("  a \t b.pdf ", "a b.pdf"),
        ("и\u0306од.txt", "йод.txt"),
        ("a/b\\c:d.txt", "a_b_c_d.txt"),
        ("..", "file"),
        (".hidden", "hidden"),
        ("", "file"),
        ("\u202egpj.exe", "gpj.exe"),
        ("nul.txt", "_nul.txt"),
        ("COM1", "_COM1"),
        ("x" * 300 + ".jpeg", "x" * (NAME_LIMIT - 5) + ".jpeg"),
        ("x" * 300, "x" * NAME_LIMIT),
    ],
)
def test_a_name_becomes_one_that_every_system_can_write(hers: str, tidy: str) -> None:
    assert tidy_name(hers) == tidy


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (1, "1 KB"),
        (34_567, "35 KB"),
        (999_999, "1000 KB"),
        (1_000_000, "1.0 MB"),
        (1_250_000, "1.2 MB"),
        (20_971_520, "21.0 MB"),
    ],
)
def test_a_size_is_told_in_few_digits(size: int, words: str) -> None:
    assert size_words(size).said(ENGLISH) == words


@given(some.text())
def test_a_tidy_name_stays_as_it_is_and_comes_back_from_the_answer(name: str) -> None:
    tidy = tidy_name(name)

    assert tidy_name(tidy) == tidy
    assert 1 <= len(tidy) <= NAME_LIMIT
    assert from_text(to_text(Attachment(PHOTO.id, PHOTO.key, 1, "a/b", tidy))).name == tidy
