"""Makes the locks: which version of each library, and the hash of each file that may be installed.

Run by `tasks.py lock` after a change of the lists in pyproject.toml. uv finds the versions for all systems and Pythons
at once. Releases younger than a week are left out: a stolen account of an author is mostly noticed within days.
What is kept are wheels for the systems in TARGETS; nothing is built while installing. `files.json` says which file
each hash belongs to, so that a test can tell without a network whether every system has its file.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, cast

from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.utils import parse_wheel_filename

ROOT: Final = Path(__file__).resolve().parent.parent
REQUIREMENTS: Final = ROOT / "build" / "requirements"

#: Which lists of pyproject.toml each lock holds; each lock holds all of the one before.
LOCKS: Final = {
    "run": ("server", "install"),
    "test": ("server", "install", "test"),
    "dev": ("server", "install", "test", "dev"),
}

PYTHONS: Final = ((3, 11), (3, 12), (3, 13), (3, 14))

#: Linux from glibc 2.34 on (Debian 12, Ubuntu 22.04), below which Qt 6.12 has no wheel; and 64-bit Windows.
PLATFORMS: Final = {
    "linux": [
        *(f"manylinux_2_{minor}_x86_64" for minor in range(34, 4, -1)),
        *("manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64", "linux_x86_64"),
    ],
    "win32": ["win_amd64"],
}


@dataclass(frozen=True, slots=True)
class Target:
    """One kind of machine that the locks cover."""

    python: tuple[int, int]
    system: str  # as in sys.platform

    def tags(self) -> frozenset[Tag]:
        """What a wheel's name must say to fit."""
        major, minor = self.python
        platforms = PLATFORMS[self.system]
        own = cpython_tags(self.python, [f"cp{major}{minor}"], platforms)
        return frozenset([*own, *compatible_tags(self.python, f"cp{major}{minor}", platforms)])

    def environment(self) -> dict[str, str]:
        """What a requirement's marker may ask about it."""
        windows = self.system == "win32"
        return {
            "implementation_name": "cpython",
            "implementation_version": f"{self.python[0]}.{self.python[1]}.0",
            "os_name": "nt" if windows else "posix",
            "platform_machine": "AMD64" if windows else "x86_64",
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_system": "Windows" if windows else "Linux",
            "platform_version": "",
            "python_full_version": f"{self.python[0]}.{self.python[1]}.0",
            "python_version": f"{self.python[0]}.{self.python[1]}",
            "sys_platform": self.system,
        }


TARGETS: Final = tuple(Target(python, system) for python in PYTHONS for system in PLATFORMS)


@dataclass(frozen=True, slots=True)
class Locked:
    """One library at one version, with the wheels that fit at least one target."""

    name: str
    version: str
    marker: str
    wheels: tuple[tuple[str, str], ...]  # (file name, SHA-256)

    def lines(self) -> Iterator[str]:
        """As pip reads it."""
        marker = f" ; {self.marker}" if self.marker else ""
        hashes = sorted(digest for _, digest in self.wheels)
        yield " \\\n    ".join([f"{self.name}=={self.version}{marker}", *(f"--hash=sha256:{one}" for one in hashes)])


def main() -> None:
    """Make all locks; a later one takes the versions of the earlier."""
    files: dict[str, str] = {}
    before: Path | None = None
    with tempfile.TemporaryDirectory() as folder:
        for name, extras in LOCKS.items():
            found = list(_solve(extras, Path(folder) / f"pylock.{name}.toml", before))
            before = REQUIREMENTS / f"{name}.txt"
            heading = f"# Made by `python3 build/tasks.py lock` from pyproject.toml ({', '.join(extras)}).\n"
            text = heading + "".join(f"{line}\n" for one in found for line in one.lines())
            before.write_text(text, encoding="utf-8", newline="\n")
            files |= {digest: file for one in found for file, digest in one.wheels}
            print(f"{name}.txt: {len(found)} libraries")
    text = json.dumps(files, indent=0, sort_keys=True) + "\n"
    (REQUIREMENTS / "files.json").write_text(text, encoding="utf-8", newline="\n")


def _solve(extras: Iterable[str], target: Path, constraints: Path | None) -> Iterator[Locked]:
    a_week_ago = datetime.now(UTC) - timedelta(days=7)
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-config", "--universal"]
    command += ["--python-version", "3.11", "--exclude-newer", a_week_ago.strftime("%Y-%m-%dT00:00:00Z")]
    command += ["--generate-hashes", "--format", "pylock.toml", "--output-file", str(target), "pyproject.toml"]
    command += [part for extra in extras for part in ("--extra", extra)]
    command += ["--constraint", str(constraints)] if constraints else []
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        raise SystemExit("uv found no versions that go together; the locks before this one stand.")
    for package in tomllib.loads(target.read_text("utf-8"))["packages"]:
        yield _locked(cast("dict[str, Any]", package))


def _locked(package: dict[str, Any]) -> Locked:
    every = [(wheel["url"].rsplit("/", 1)[1], wheel["hashes"]["sha256"]) for wheel in package.get("wheels", ())]
    fitting = [(file, digest) for file, digest in every if any(fits(file, target) for target in TARGETS)]
    if not fitting:
        raise SystemExit(f"{package['name']} has no wheel for any of our systems; nothing was locked.")
    return Locked(package["name"], package["version"], package.get("marker", ""), tuple(fitting))


def fits(file: str, target: Target) -> bool:
    """Whether the wheel of this name installs there."""
    return bool(parse_wheel_filename(file)[3] & target.tags())


if __name__ == "__main__":
    main()
