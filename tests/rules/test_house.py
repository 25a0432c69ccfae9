"""The house: what lies where, what the README promises, what may never be written into a file."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Final

import pytest
import tasks

from tests.rules.source import EVERYTHING, ROOT, sources

README: Final = (ROOT / "README.md").read_text("utf-8")


def kept() -> list[Path]:
    """Every file that git keeps or would keep, but for what is ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    return [path for name in names.split("\0") if name and (path := ROOT / name).is_file()]


def written() -> list[tuple[str, str]]:
    """Every file of text that git keeps, with its text."""
    endings = {".py", ".md", ".toml", ".txt", ".json", ".po", ".pot", ".sql", ".qss", ".in", ".csv", ".tsv", ""}
    return [
        (path.relative_to(ROOT).as_posix(), path.read_text("utf-8", errors="replace"))
        for path in kept()
        if path.suffix in endings
    ]


def test_the_build_folder_is_no_package_and_git_keeps_it() -> None:
    lines = (ROOT / ".gitignore").read_text("utf-8").split()

    assert not list((ROOT / "build").rglob("__init__.py"))
    assert not {"build", "build/", "/build", "/build/"} & set(lines)


def test_each_folder_of_python_is_a_package() -> None:
    folders = {file.path.parent for file in sources("fieldapp", "ui", "sync", "tests")}

    assert not [str(folder.relative_to(ROOT)) for folder in folders if not (folder / "__init__.py").exists()]


def test_the_top_of_the_house_is_what_the_readme_shows() -> None:
    top = {path.relative_to(ROOT).parts[0] for path in kept() if len(path.relative_to(ROOT).parts) > 1}

    assert top == {*EVERYTHING, "resources", ".ci"}
    assert not [name for name in top - {".ci"} if f"{name}/" not in README]


def test_the_readme_gives_the_two_commands_and_every_verb_exists() -> None:
    named = set(re.findall(r"build[/\\]tasks\.py (\w+)", README))

    assert {"run", "test"} <= named
    assert named <= tasks.VERBS.keys()


def test_the_readme_shows_a_picture_and_links_only_what_is_there() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README)

    assert any(link.endswith(".png") for link in links)
    assert not [link for link in links if not (ROOT / link).exists()]


def test_each_verb_is_told_when_somebody_asks_what_there_is() -> None:
    assert tasks.__doc__ is not None
    assert not [verb for verb in tasks.VERBS if f"\n    {verb} " not in tasks.__doc__]


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("a path of somebody's machine", r"(?<![\w.])/(work|home/\w+)/|\b[A-Z]:\\Users\\(?!Айгүл|NAME)"),
        ("where a library is fetched from", r"pythonhosted|pypi\.org|extra-index|find-links"),
        ("somebody's address", r"\b[\w.+-]+@(?!example\.|[\w.]*\.example\b|v\d|dataclass)[\w-]+\.[a-z]{2,}\b"),
        ("a private key", r"BEGIN [A-Z ]*PRIVATE KEY"),
    ],
)
def test_no_file_says_what_is_nobody_elses_business(what: str, pattern: str) -> None:
    said = re.compile(pattern)
    here = Path(__file__).relative_to(ROOT).as_posix()

    found = [f"{name}: {match.group()}" for name, text in written() if name != here for match in said.finditer(text)]

    assert not found, what


def test_each_decision_says_its_context_the_choice_and_what_was_rejected() -> None:
    papers = sorted((ROOT / "build" / "decisions").glob("*.md"))
    numbers = [path.name[:4] for path in papers]

    assert len(set(numbers)) == len(numbers)
    for path in papers:
        text = path.read_text("utf-8").lower()
        for wanted in (("context",), ("choice", "decision", "decided"), ("rejected", "alternatives", "left out")):
            assert any(word in text for word in wanted), f"{path.name}: {wanted[0]}"
