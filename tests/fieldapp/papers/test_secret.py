"""Sheets with a secret are read aloud, copied by hand, and found by nobody."""

from __future__ import annotations

import segno

from fieldapp.papers.marks import Squares
from fieldapp.papers.secret import SecretPage, lay_out_secret, recovery_paper, secret_page
from fieldapp.words import ENGLISH
from tests.fieldapp.papers.looking import text_of

GROUPS = ("K7QM", "3ZTP", "4H9F", "3KM2", "XQ7D", "84G7", "ZWYR", "DA12")


def test_the_recovery_paper_shows_every_group_once_numbered_in_order_on_one_page() -> None:
    pdf = recovery_paper(GROUPS, ENGLISH)
    text = text_of(pdf)

    assert [text.count(group) for group in GROUPS] == [1] * 8
    assert [text.index(group) for group in GROUPS] == sorted(text.index(group) for group in GROUPS)
    assert "8 DA12" in text
    assert "Page 1 of 1" in text


def test_the_recovery_paper_says_how_to_keep_it_and_names_nobody() -> None:
    text = text_of(recovery_paper(GROUPS, ENGLISH))

    assert "Never keep it with the laptop." in text
    assert "Fieldapp" not in text


def test_a_share_of_the_root_key_has_its_groups_its_words_and_a_square() -> None:
    page = SecretPage(
        title="Share 1 of 3", groups=GROUPS, lines=("Two sheets of three make the key.",), square="S1:K7QM"
    )

    text = text_of(secret_page(page, ENGLISH))
    (square,) = [mark for mark in lay_out_secret(page, ENGLISH).pages[0] if isinstance(mark, Squares)]

    assert "Share 1 of 3" in text
    assert "Two sheets of three make the key." in text
    assert square.rows == tuple(
        bytes(row) for row in segno.make_qr("S1:K7QM", error="m", boost_error=False, mask=4).matrix
    )


def test_without_a_square_there_is_none() -> None:
    page = SecretPage(title="-", groups=GROUPS, lines=())

    assert not any(isinstance(mark, Squares) for mark in lay_out_secret(page, ENGLISH).pages[0])
