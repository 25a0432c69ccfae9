"""Sheets as files: locked, named by a slip's code alone, and a stick that is gone loses nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader

from fieldapp.domain.codes import Code
from fieldapp.papers.secret import recovery_paper
from fieldapp.words import ENGLISH
from fieldapp.work.sheet_files import SheetNotWritten, neutral_name, write_sheet


def a_sheet() -> bytes:
    return recovery_paper(("K7QM",), ENGLISH)


def test_a_file_opens_with_its_passphrase_alone(tmp_path: Path) -> None:
    write_sheet(a_sheet, tmp_path / "a.pdf", "river lamp")

    assert PdfReader(tmp_path / "a.pdf").is_encrypted
    assert not PdfReader(tmp_path / "a.pdf").decrypt("river")
    assert PdfReader(tmp_path / "a.pdf").decrypt("river lamp")


def test_a_stick_that_was_pulled_out_is_told(tmp_path: Path) -> None:
    with pytest.raises(SheetNotWritten, match="could not be written"):
        write_sheet(a_sheet, tmp_path / "gone" / "a.pdf", "river lamp")


def test_the_name_of_a_file_is_the_code_of_its_slip() -> None:
    assert neutral_name(Code("9F3KM2XQ7D")) == "9F3K-M2XQ-7D.pdf"
