"""A saved paper is locked; without the passphrase it is noise."""

from __future__ import annotations

import unicodedata
from io import BytesIO

import pytest
from pypdf import PasswordType, PdfReader

from fieldapp.domain.consent import Level
from fieldapp.papers.protection import PassphraseUnfit, protect
from fieldapp.papers.referral import referral_form
from fieldapp.words import ENGLISH
from tests.fieldapp.papers.looking import hidden_in, text_of
from tests.fieldapp.papers.samples import referral, release

PDF = referral_form(referral(release(Level.NEEDS)), ENGLISH)
PASSPHRASE = "ёлка луна стол мёд ключ"
LOCKED = protect(PDF, PASSPHRASE)


def opened(passphrase: str) -> PdfReader:
    reader = PdfReader(BytesIO(LOCKED))
    reader.decrypt(passphrase)
    return reader


def test_the_passphrase_opens_it_and_nothing_is_lost() -> None:
    text = " ".join(" ".join(page.extract_text() for page in opened(PASSPHRASE).pages).split())

    assert text == text_of(PDF)


def test_another_passphrase_does_not_open_it() -> None:
    assert PdfReader(BytesIO(LOCKED)).decrypt("ёлка луна стол") is PasswordType.NOT_DECRYPTED
    assert PdfReader(BytesIO(LOCKED)).decrypt("") is PasswordType.NOT_DECRYPTED


def test_it_is_locked_with_aes_256_of_the_newest_revision() -> None:
    assert b"/R 6" in LOCKED
    assert b"/V 5" in LOCKED
    assert b"/AESV3" in LOCKED


def test_no_word_of_it_and_no_trace_of_its_maker_is_left_in_clear() -> None:
    everything = hidden_in(LOCKED)

    for telling in (b"Participant", b"ReportLab", b"Sheet", b"pypdf", b"ToUnicode CMap"):
        assert telling not in everything


def test_the_passphrase_may_be_typed_on_a_system_that_composes_letters_otherwise() -> None:
    assert opened(unicodedata.normalize("NFC", PASSPHRASE)).pages
    assert protect(PDF, unicodedata.normalize("NFD", PASSPHRASE))
    reader = PdfReader(BytesIO(protect(PDF, unicodedata.normalize("NFD", PASSPHRASE))))
    assert reader.decrypt(PASSPHRASE) is not PasswordType.NOT_DECRYPTED


@pytest.mark.parametrize("passphrase", ["", "   ", "ы" * 64])
def test_a_passphrase_that_would_not_protect_is_refused(passphrase: str) -> None:
    with pytest.raises(PassphraseUnfit):
        protect(PDF, passphrase)
