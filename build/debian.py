"""Asks Debian for a package that Python's own packages cannot bring: installs it as root, else says how."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence


class Stop(Exception):
    """Something the person has to mend first; the sentence says what."""


def install(packages: Sequence[str], what_for: str, say: Callable[[str], None]) -> None:
    """Have these packages in the system when this returns; raises Stop with the command where we may not install."""
    names = " ".join(packages)
    if shutil.which("apt-get") is None:
        raise Stop(f"Missing for {what_for}, by Debian's names: {names}. Install what your system calls them.")
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        raise Stop(f"Missing for {what_for}: {names}. Install with: sudo apt-get install {names}")
    say(f"Installing for {what_for}: {names} ...")
    if _apt("install", *packages):
        _apt("update")
        failed = _apt("install", *packages)
        if failed:
            raise Stop(f"apt-get could not install {names}: {failed}")


def _apt(*arguments: str) -> str:
    """Nothing when it went well, else what apt-get said last."""
    command = ["apt-get", "--yes", "--quiet", "--no-install-recommends", *arguments]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, errors="replace", check=False)
    told = (done.stderr or done.stdout).strip().splitlines()
    return (told or ["it did not say why"])[-1] if done.returncode else ""
