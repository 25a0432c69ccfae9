"""Where everything lies in a demo's folder, and what the demo knows that a finder of its disks would not.

homes/NAME/        one laptop: home (the program's), user (all other folders of hers), tmp, log.txt
server/            the central server's folder; server.log beside it
stick/             what was carried between laptops by hand
wire/              every byte between desks and server
printed/           what came out of the printers
pictures/          every screen that was passed
said/NAME.jsonl    what her program had told as saved, on the disk before it was told anything else
keys.json          passphrases and recovery codes
words.json         words from names and narratives that may stand nowhere in clear, and on which papers they may
erasures.json      numbers of the certificates of what was erased for good
verify.txt         what was found when all of this was looked at again
summary.json       what was done
"""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

#: What may lie in a folder that a demo may clear away; anything else is somebody's, and is left alone.
_OURS: Final = {
    *("homes", "server", "server.log", "verify.txt", "stick", "wire", "printed", "pictures", "said"),
    *("keys.json", "words.json", "erasures.json", "summary.json", "referral.pdf", "attendance.pdf", "erased.pdf"),
}


class NotOurs(Exception):
    """The folder holds something that no demo has left there."""


@dataclass(frozen=True, slots=True)
class Keys:
    """How a desk is opened. `former`: what opened it before and may not open it any more. `closed`: its organisation
    closed it, and nothing of it may be left. `lost`: it was lost and shut out, and has not connected since."""

    passphrase: str
    recovery: str
    former: tuple[str, ...] = ()
    closed: bool = False
    lost: bool = False

    @property
    def works(self) -> bool:
        """Whether somebody still works there."""
        return not (self.closed or self.lost)


@dataclass(frozen=True, slots=True)
class Canary:
    """A word that was typed into a name or a narrative. `desk`: where it is kept, "" once it was erased. `papers`: the
    printed ones that may show it. `gone`: desks that had it and must not have it any more."""

    word: str
    desk: str
    papers: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Laptop:
    """One desk's folder."""

    path: Path

    @property
    def home(self) -> Path:
        """The program's own folder."""
        return self.path / "home"

    @property
    def user(self) -> Path:
        """Where other programs would write for this user."""
        return self.path / "user"

    @property
    def temporary(self) -> Path:
        """For what should not be written at all."""
        return self.path / "tmp"

    @property
    def log(self) -> Path:
        """What the process said on its way."""
        return self.path / "log.txt"


@dataclass(frozen=True, slots=True)
class Folder:
    """A demo's folder."""

    path: Path

    def laptop(self, name: str) -> Laptop:
        """Where this desk lives."""
        return Laptop(self.path / "homes" / name)

    @property
    def homes(self) -> Path:
        """All laptops."""
        return self.path / "homes"

    @property
    def server(self) -> Path:
        """The central server."""
        return self.path / "server"

    @property
    def stick(self) -> Path:
        """The USB stick."""
        return self.path / "stick"

    @property
    def wire(self) -> Path:
        """What went over the line."""
        return self.path / "wire"

    @property
    def printed(self) -> Path:
        """What was printed."""
        return self.path / "printed"

    @property
    def pictures(self) -> Path:
        """What was seen."""
        return self.path / "pictures"

    def said(self, name: str) -> Path:
        """What this desk told as saved."""
        return self.path / "said" / f"{name}.jsonl"

    def prepare(self) -> None:
        """Make it, without what an earlier demo left. Raises NotOurs."""
        self.path.mkdir(parents=True, exist_ok=True)
        foreign = sorted(each.name for each in self.path.iterdir() if each.name not in _OURS)
        if foreign:
            raise NotOurs(f"{self.path} holds {', '.join(foreign)}, which no demo left there. Choose another folder.")
        for each in self.path.iterdir():
            shutil.rmtree(each) if each.is_dir() else each.unlink()
        for part in (self.homes, self.server, self.stick, self.wire, self.printed, self.pictures, self.path / "said"):
            part.mkdir()

    def keep_keys(self, keys: dict[str, Keys]) -> None:
        """For `verify` alone."""
        self._write("keys.json", {name: asdict(key) for name, key in keys.items()})

    def keys(self) -> dict[str, Keys]:
        """How each desk is opened."""
        kept = self._read("keys.json")
        return {name: Keys(**{**key, "former": tuple(key["former"])}) for name, key in kept.items()}

    def keep_canaries(self, canaries: list[Canary]) -> None:
        """For `verify` alone."""
        self._write("words.json", {"words": [asdict(canary) for canary in canaries]})

    def canaries(self) -> list[Canary]:
        """What to look for."""
        kept = self._read("words.json")["words"]
        return [Canary(each["word"], each["desk"], tuple(each["papers"]), tuple(each["gone"])) for each in kept]

    def keep_erasures(self, numbers: list[str]) -> None:
        """For `verify` alone."""
        self._write("erasures.json", {"numbers": numbers})

    def erasures(self) -> list[str]:
        """What was erased for good, by the numbers of its certificates."""
        return list(self._read("erasures.json")["numbers"]) if (self.path / "erasures.json").exists() else []

    def _write(self, name: str, value: object) -> None:
        (self.path / name).write_text(json.dumps(value, ensure_ascii=False, indent=2), "utf-8")

    def _read(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.path / name).read_text("utf-8"))
        return found
