"""Holds the help pages to their promises: one for each screen, in both languages, short, leading nowhere outside."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HELP = ROOT / "resources" / "help"
PAGES = sorted(HELP.glob("*/*.md"))

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}-{page.stem}")


def test_every_screen_has_a_page() -> None:
    sources = [path.read_text("utf-8") for path in sorted((ROOT / "ui" / "screens").glob("*.py"))]
    screens = {name for source in sources for name in re.findall(r'^    name = "(\w+)"', source, re.MULTILINE)}
    assert screens - {page.stem for page in PAGES} == set()


def test_every_page_is_there_in_both_languages() -> None:
    assert {page.stem for page in (HELP / "en").iterdir()} == {page.stem for page in (HELP / "ru").iterdir()}


@each_page
def test_a_page_is_short_enough_to_be_read_while_someone_waits(page: Path) -> None:
    text = page.read_text("utf-8")
    assert 8 <= len(text.splitlines()) <= 28
    assert len(re.sub(r"[|*#-]", "", text).split()) <= 260


@each_page
def test_a_page_begins_with_its_title_and_leads_nowhere_outside(page: Path) -> None:
    text = page.read_text("utf-8")
    assert text.startswith("# ")
    assert "http" not in text
    assert not re.search(r"\]\(|<\w", text)


@each_page
def test_a_page_keeps_to_its_language(page: Path) -> None:
    text = re.sub(r"Айгүл|Айгуль|\bё\b|\bе\b", "", page.read_text("utf-8"))
    if page.parent.name == "en":
        assert not re.search(r"[А-Яа-яЁё]", text)
    else:
        shown_on_keys = {"Alt", "Caps", "Lock", "Shift", "Enter", "Delete", "Tab", "Ctrl", "Esc", "Aigul", "and"}
        shown_on_keys |= {"Backspace", "PgUp", "PgDn"}
        shown_on_keys |= {"organisation", "kit"}  # the name of a file
        assert set(re.findall(r"[A-Za-z]{3,}", text)) <= shown_on_keys


@each_page
def test_both_pages_of_a_screen_tell_the_same_keys(page: Path) -> None:
    other = HELP / ("ru" if page.parent.name == "en" else "en") / page.name
    assert _shape(page) == _shape(other)


def _shape(page: Path) -> list[str]:
    """Headings, bullets and table lines, one letter each."""
    return [line[:1] for line in page.read_text("utf-8").splitlines() if line[:1] in "#-|"]
