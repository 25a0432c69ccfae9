"""The stage of the demo: laptops, the stick between them, the line to the server, and what must stay secret."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from fieldapp.domain.ids import FormId
from fieldapp.words import Language
from fieldapp.work.packs import built_in_packs
from sync.server.opening import KIT
from tests.demo.album import Album
from tests.demo.folder import Canary, Folder, Keys
from tests.demo.process import DeskProcess
from tests.demo.wire import Wire
from tests.helpers.server import ServerProcess

PASSPHRASE = "kettle {name} ladder seven orchard"
#: The people of the story, by the nicknames that they chose.
COORDINATOR, WORKER, TRAINER, SUPERVISOR, COLLEAGUE = "maple", "swallow", "apple", "blue", "heron"
#: The worker once more, with another laptop.
AGAIN = "martin"
#: What Qt says where there is no screen.
_QUIET = re.compile("This plugin does not support")


@dataclass
class Stage:
    """Everything that the story touches. `desk` names are the nicknames their workers chose."""

    folder: Folder
    language: str
    form: Path | None
    chance: random.Random
    album: Album = field(init=False)
    wire: Wire = field(init=False)
    desks: dict[str, DeskProcess] = field(default_factory=dict)
    keys: dict[str, Keys] = field(default_factory=dict)
    canaries: dict[str, Canary] = field(default_factory=dict)
    #: The codes that let desks in, by nickname; those of the case, and of the ones that are handed over and erased;
    #: numbers of certificates of what was erased; papers of referrals and the words they show.
    codes: dict[str, str] = field(default_factory=dict)
    code: str = ""
    handed: str = ""
    erased: str = ""
    erasures: list[str] = field(default_factory=list)
    referrals: dict[str, tuple[str, ...]] = field(default_factory=dict)
    server: ServerProcess | None = None
    counts: dict[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.album = Album(self.folder.pictures)
        self.wire = Wire(self.folder.wire)

    def desk(self, name: str) -> DeskProcess:
        """The desk of this name; its laptop is switched on if it is new."""
        if name not in self.desks:
            self.desks[name] = DeskProcess(name, self.folder, self.album, self.language)
        return self.desks[name]

    def said(self, english: str, russian: str) -> str:
        """What a person of this language would type."""
        return russian if self.language == "ru" else english

    def label(self, form: str) -> str:
        """What records of this form are called on the screen."""
        return built_in_packs().rule(FormId(form)).called(Language(self.language))

    def keep_key(self, name: str, passphrase: str, recovery: str) -> None:
        """How this desk is opened, for `verify`."""
        before = self.keys.get(name)
        former = () if before is None else (*before.former, before.passphrase, before.recovery)
        self._keep(name, Keys(passphrase, recovery, former))

    def closed(self, name: str) -> None:
        """Its organisation closed this desk."""
        self._keep(name, replace(self.keys[name], closed=True))

    def lost(self, name: str, *, instead: str, never_sent: str) -> None:
        """Its laptop is gone, and with it what it had `never_sent`; all else is at the one `instead` of it."""
        self._keep(name, replace(self.keys[name], lost=True))
        for word, known in self.canaries.items():
            if known.desk == name:
                self.canaries[word] = replace(known, desk="" if word == never_sent else instead)
        self.folder.keep_canaries(list(self.canaries.values()))

    def _keep(self, name: str, keys: Keys) -> None:
        self.keys[name] = keys
        self.folder.keep_keys(self.keys)

    def secret(self, desk: str, word: str) -> str:
        """A word that is about to be typed there into a name or a narrative: it may stand nowhere in clear."""
        self.canaries[word] = Canary(word, desk)
        self.folder.keep_canaries(list(self.canaries.values()))
        return word

    def may_show(self, paper: str, *words: str) -> None:
        """This printed paper may, and does, show these."""
        for word in words:
            known = self.canaries[word]
            self.canaries[word] = replace(known, papers=(*known.papers, paper))
        self.folder.keep_canaries(list(self.canaries.values()))

    def has_gone(self, word: str, *, to: str) -> None:
        """It has left the desk that kept it, for this one; `to` is "" where it was erased."""
        known = self.canaries[word]
        gone = tuple(name for name in (*known.gone, known.desk) if name != to)
        self.canaries[word] = replace(known, desk=to, gone=gone)
        self.folder.keep_canaries(list(self.canaries.values()))

    def mishaps(self) -> list[str]:
        """What programs wrote into their logs: a fault of theirs, for nothing that happens here may surprise them."""
        logs = [path for path in self.folder.homes.rglob("*log*") if path.is_file()]
        lines = [(path, line) for path in sorted(logs) for line in path.read_text("utf-8").splitlines()]
        return [f"{path.relative_to(self.folder.homes)}: {line}" for path, line in lines if not _QUIET.search(line)]

    def start_server(self) -> None:
        """The server's folder has the kit that came on the stick; from now on the line reaches it."""
        shutil.copyfile(self.folder.stick / KIT, self.folder.server / KIT)
        self.server = ServerProcess(self.folder.server)
        self.wire.open(self.server.port)

    def close(self) -> None:
        """Everything is put away, whatever state it is in."""
        if self.server is not None:
            self.server.__exit__(None, None, None)
        for desk in self.desks.values():
            desk.close()
        self.wire.close()


#: One thing that happens in the story; its docstring is what the demo says of it.
Step = Callable[[Stage], None]
