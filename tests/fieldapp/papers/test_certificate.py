"""The certificate of an erasure says what was destroyed where, what is not confirmed, and what could not be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fieldapp.papers.certificate import certificate
from fieldapp.papers.wording import words_that_give_away
from fieldapp.words import ENGLISH, Language
from tests.fieldapp.papers.looking import text_of
from tests.fieldapp.papers.samples import erased


def test_the_first_print_names_the_case_and_a_later_one_what_was_confirmed_since() -> None:
    first, later = (text_of(certificate(erased(late=late), ENGLISH)) for late in (False, True))

    assert "K7QM-3ZTP-4H" in first
    assert "Not confirmed yet." in first
    assert "Worker 1: not heard from yet" in first
    assert "K7QM" not in later
    assert "12 packets, 2 attached files; signed by the server on 13.03.2026 09:15." in later
    assert "Worker 1: confirmed on 13.03.2026 09:15" in later
    assert "Supervisor 2: not heard from yet" in later


def test_what_could_not_be_destroyed_is_said_as_plainly() -> None:
    first, later = (text_of(certificate(erased(late=late), ENGLISH)) for late in (False, True))

    assert "2 papers were printed and may have been given out." in first
    assert "Not known. What a backup holds is sealed" in first
    assert "This desk knows of none. Ask at the other desks." in first
    assert "Copy of 12.03.2026 14:02: keep it locked away, or destroy it." in later
    assert "The last one known is of 12.03.2026 14:02." in later
    assert "Worker 3: left or shut out, not confirmed" in later
    assert "Cases 2: who keeps it must erase the records there" in later


def test_the_keys_are_called_destroyed_only_where_they_were() -> None:
    assert "keys" not in text_of(certificate(erased(), ENGLISH))
    assert "keys that opened older packets were destroyed" in text_of(certificate(erased(late=True), ENGLISH))


def test_records_that_never_left_the_desk_need_no_word_of_a_server() -> None:
    alone = text_of(certificate(replace(erased(), has_server=False, desks=()), ENGLISH))

    assert "server" not in alone
    assert "other desks" not in alone.replace("Ask at the other desks.", "")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_it_names_nobody_but_colleagues_and_no_word_gives_away_what_it_was(language: str) -> None:
    said = text_of(certificate(erased(late=True), Language(language)))

    assert words_that_give_away(said) == ()
    assert "Fieldapp" not in said
