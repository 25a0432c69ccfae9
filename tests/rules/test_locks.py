"""The locks: each library at one version, with hashes, for each system and Python that we promise."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from itertools import chain
from typing import Final

import lock
import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

from tests.rules.source import ROOT

LINE: Final = re.compile(
    r"(?P<name>[\w.-]+)==(?P<version>\S+)(?: ; (?P<marker>.*?))?(?P<hashes>( --hash=sha256:[0-9a-f]{64})+)"
)


@dataclass(frozen=True)
class Pinned:
    """One library in a lock."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]

    def asked_on(self, target: lock.Target) -> bool:
        """Whether it is installed there at all."""
        return not self.marker or Marker(self.marker).evaluate(target.environment())


def pinned(name: str) -> list[Pinned]:
    """Everything in a lock; a line that is not what it should be fails here."""
    text = (lock.REQUIREMENTS / f"{name}.txt").read_text("utf-8").replace(" \\\n   ", "")
    found = []
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        match = LINE.fullmatch(line)
        assert match, f"{name}.txt: {line[:80]}"
        hashes = tuple(re.findall("[0-9a-f]{64}", match["hashes"]))
        found.append(Pinned(match["name"], match["version"], match["marker"] or "", hashes))
    return found


FILES: Final[dict[str, str]] = json.loads((lock.REQUIREMENTS / "files.json").read_text("utf-8"))
PROJECT: Final = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.mark.parametrize("name", lock.LOCKS)
@pytest.mark.parametrize("target", lock.TARGETS, ids=str)
def test_each_system_and_python_finds_a_file_for_each_library(name: str, target: lock.Target) -> None:
    missing = [
        one.name
        for one in pinned(name)
        if one.asked_on(target) and not any(lock.fits(FILES[digest], target) for digest in one.hashes)
    ]

    assert not missing


@pytest.mark.parametrize("name", lock.LOCKS)
def test_each_hash_belongs_to_a_file_of_that_library_and_version(name: str) -> None:
    for one in pinned(name):
        for digest in one.hashes:
            library, version, _, _ = parse_wheel_filename(FILES[digest])
            assert (library, str(version)) == (canonicalize_name(one.name), one.version)


def test_the_promise_covers_linux_and_windows_from_python_3_11_to_3_14() -> None:
    assert {(target.system, target.python) for target in lock.TARGETS} == {
        (system, (3, minor)) for system in ("linux", "win32") for minor in (11, 12, 13, 14)
    }


def test_each_lock_holds_the_one_before_at_the_same_versions() -> None:
    run, test, dev = (set(pinned(name)) for name in ("run", "test", "dev"))

    assert run < test < dev


@pytest.mark.parametrize("name", lock.LOCKS)
def test_each_library_that_the_project_asks_for_is_locked_in_a_version_that_fits(name: str) -> None:
    extras = chain.from_iterable(PROJECT["optional-dependencies"][extra] for extra in lock.LOCKS[name])
    asked = [Requirement(line) for line in (*PROJECT["dependencies"], *extras)]
    versions = {canonicalize_name(one.name): one.version for one in pinned(name)}

    assert not [str(one) for one in asked if not one.specifier.contains(versions[canonicalize_name(one.name)])]


def test_no_lock_says_where_to_fetch_from() -> None:
    for path in lock.REQUIREMENTS.iterdir():
        text = path.read_text("utf-8")
        assert "://" not in text
        assert not re.search(r"^\s*-", text.replace("    --hash", ""), re.MULTILINE)


def test_each_library_is_explained_where_it_is_asked_for() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    asked = [*PROJECT["dependencies"], *chain.from_iterable(PROJECT["optional-dependencies"].values())]

    for requirement in asked:
        line = re.escape(f'"{requirement}",')
        assert re.search(line + r" +# .{20,}, \S+ of 20\d\d-\d\d-\d\d$", text, re.MULTILINE), requirement
