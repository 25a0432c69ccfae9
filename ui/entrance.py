"""Everything before the unlock: which screens there are, and how they open or make a desk."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal, Slot

from fieldapp.domain.clock import Clock, Moment
from fieldapp.vault.attempts import attempts_at, count_failure, forget_failures
from fieldapp.vault.closing import closed_in
from fieldapp.vault.desks import desks_in, new_desk_folder
from fieldapp.vault.errors import WrongPassphrase, WrongRecoveryCode
from fieldapp.vault.keystore import (
    Vault,
    begin_again,
    change_passphrase,
    create,
    open_with_passphrase,
    open_with_recovery,
)
from fieldapp.vault.nicknames import clean_nickname
from fieldapp.vault.pace import Pace
from fieldapp.vault.recovery import RecoveryCode
from fieldapp.words import spoken
from fieldapp.work.practice import Practice, practice_in
from ui.elsewhere import Elsewhere
from ui.jobs import Jobs
from ui.rescue import rescue_into
from ui.screen import Address, Screen
from ui.screens.entry import EntryScreen
from ui.screens.first import JOIN, PRACTISE, FirstScreen
from ui.screens.new_desk import Made, Maker, NewDeskScreen
from ui.screens.new_passphrase import CODE_FOLLOWS, CODE_STAYS, NewPassphraseScreen
from ui.screens.practice import PracticeScreen
from ui.screens.recovery import RecoveryScreen
from ui.screens.restore import RestoreScreen
from ui.screens.unlock import Doors, Locked, UnlockScreen

if TYPE_CHECKING:  # the first window does not wait for the store
    from fieldapp.work.bringing_back import BroughtBack

FIRST, UNLOCK, NEW_DESK, RECOVERY, NEW_PASSPHRASE = "first", "unlock", "new-desk", "recovery", "new-passphrase"
RESTORE, PRACTICE, FORGOTTEN = "restore", "practice", "forgotten"
#: What about the unlock screen: it asks for the recovery code.
BY_CODE = "code"


@dataclass(frozen=True, slots=True)
class Entered:
    """A desk is open. `way`: what she said at the first start (JOIN, FOUND), "" if the desk was there before.
    `failed`: wrong passphrases since it was last open. `copied`: when the copy was made from which it is just back.
    `helped`: a recovery officer's answer opened it."""

    vault: Vault
    way: str = ""
    failed: int = 0
    copied: Moment | None = None
    helped: bool = False


class Entrance(QObject):
    """Makes the screens before the unlock and leads from one to the next, until `entered`."""

    #: An Entered.
    entered = Signal(object)
    #: An Elsewhere: the program shall begin again there.
    elsewhere = Signal(object)
    #: An Address to show with no way back, and one with.
    turned = Signal(object)
    went_on = Signal(object)
    #: A Language.
    speak = Signal(str)
    #: The recovery code's groups, to be printed.
    print_asked = Signal(tuple)

    def __init__(
        self, home: Path, clock: Clock, jobs: Jobs, *, pace: Pace | None = None, practice: bool = False
    ) -> None:
        """`pace`: how much work a guess costs; found out by trying if it is not said."""
        super().__init__()
        self._home = home
        self._clock = clock
        self._jobs = jobs
        self._pace = pace
        self._practice = practice
        self._way = JOIN
        self._made: Made | None = None
        self._recovered: Entered | None = None

    def first_address(self, desk: str = "") -> Address:
        """Where a start begins: unlock, or the first start; in practice, making the example."""
        if self._practice and self._told_of_practice() is None:
            return Address(PRACTICE)
        return Address(UNLOCK, desk) if desks_in(self._home) else Address(FIRST)

    def make(self, address: Address) -> Screen:
        """The screen at this address."""
        screen = {
            FIRST: self._first,
            NEW_DESK: self._new_desk,
            RECOVERY: self._recovery,
            NEW_PASSPHRASE: self._new_passphrase,
            RESTORE: self._restore,
            PRACTICE: self._practising,
            FORGOTTEN: self._forgotten,
        }.get(address.screen, self._unlock)(address)
        screen.speak.connect(self.speak)
        return screen

    def _first(self, address: Address) -> EntryScreen:
        screen = FirstScreen(address)
        screen.chosen.connect(self._on_way)
        screen.copy_there.connect(self._on_copy_there)
        screen.tell_closed(closed_in(self._home))
        return screen

    def _unlock(self, address: Address) -> EntryScreen:
        desks = [Locked(desk.folder, desk.nickname) for desk in desks_in(self._home)]
        doors = Doors(self._by_passphrase, self._by_recovery, self._wait)
        screen = UnlockScreen(address, desks, doors, self._jobs, practice=self._told_of_practice())
        screen.elsewhere.connect(self._on_elsewhere)
        screen.opened.connect(self.entered)
        screen.recovered.connect(self._on_recovered)
        screen.another.connect(self._on_another)
        screen.copy_there.connect(self._on_copy_there)
        screen.tell_closed(closed_in(self._home))
        screen.forgotten.connect(self._on_forgotten)
        if address.more == BY_CODE:
            screen.ask_code()
        return screen

    def _forgotten(self, address: Address) -> EntryScreen:
        from ui.helpline import forgotten_screen  # noqa: PLC0415  # the first window does not wait for it

        folder = next((desk.folder for desk in desks_in(self._home) if desk.folder.name == address.key), None)
        if folder is None:
            return self._unlock(address)
        screen = forgotten_screen(address, folder, self._jobs)
        screen.answered.connect(self._on_answered)
        screen.by_code.connect(self._on_by_code)
        return screen

    def _new_desk(self, address: Address) -> EntryScreen:
        screen = NewDeskScreen(address, Maker(self._check_nickname, self._make_desk), self._jobs)
        screen.made.connect(self._on_made)
        return screen

    def _recovery(self, address: Address) -> EntryScreen:
        made = self._made
        assert made is not None
        screen = RecoveryScreen(address, made.groups, made.confirm)
        screen.confirmed.connect(self._on_confirmed)
        screen.print_asked.connect(self._on_print)
        return screen

    def _new_passphrase(self, address: Address) -> EntryScreen:
        assert self._recovered is not None
        vault, helped = self._recovered.vault, self._recovered.helped
        change = partial(_begin_again if helped else change_passphrase, vault)
        words = CODE_FOLLOWS if helped else CODE_STAYS
        screen = NewPassphraseScreen(address, vault.nickname, change, self._jobs, words=words)
        screen.changed.connect(self._on_changed)
        return screen

    def _practising(self, address: Address) -> EntryScreen:
        screen = PracticeScreen(address, self._begin_practice, self._jobs)
        screen.ready.connect(self._on_practice_ready)
        screen.real_work.connect(self._on_real_work)
        return screen

    def _begin_practice(self, progress: Callable[[int, int], None]) -> object:
        from fieldapp.work.practising import begin_practice  # noqa: PLC0415  # loaded in practice alone

        return begin_practice(self._home, self._clock, spoken(), progress)

    def _told_of_practice(self) -> Practice | None:
        return practice_in(self._home) if self._practice else None

    def _restore(self, address: Address) -> EntryScreen:
        screen = RestoreScreen(address, rescue_into(self._home, self._clock, practice=self._practice), self._jobs)
        screen.opened.connect(self._on_brought_back)
        screen.recovered.connect(self._on_brought_back_by_code)
        return screen

    def _wait(self, folder: Path) -> int:
        return attempts_at(folder).wait(self._clock.now())

    def _by_passphrase(self, folder: Path, typed: str) -> Entered:
        try:
            vault = open_with_passphrase(folder, typed)
        except WrongPassphrase:
            count_failure(folder, self._clock)
            raise
        return Entered(vault, failed=forget_failures(folder))

    def _by_recovery(self, folder: Path, typed: str) -> Entered:
        try:
            vault = open_with_recovery(folder, typed)
        except WrongRecoveryCode:
            count_failure(folder, self._clock)
            raise
        return Entered(vault, failed=forget_failures(folder))

    def _check_nickname(self, typed: str) -> str:
        return clean_nickname(typed, [desk.nickname for desk in desks_in(self._home)])

    def _make_desk(self, nickname: str, passphrase: str) -> Made:
        vault, code = create(new_desk_folder(self._home), nickname, passphrase, self._pace)
        return Made(vault, code.groups, code.confirm)

    @Slot(str)
    def _on_way(self, way: str) -> None:
        if way == PRACTISE:
            self.elsewhere.emit(Elsewhere.PRACTICE)
            return
        self._way = way
        self.went_on.emit(Address(NEW_DESK))

    @Slot()
    def _on_practice_ready(self) -> None:
        self.turned.emit(self.first_address())

    @Slot()
    def _on_real_work(self) -> None:
        self.elsewhere.emit(Elsewhere.REAL_WORK)

    @Slot(object)
    def _on_elsewhere(self, where: Elsewhere) -> None:
        """Practice that is begun again from here needs no other process: no desk is open."""
        if where is Elsewhere.PRACTICE_AFRESH:
            self.turned.emit(Address(PRACTICE))
        else:
            self.elsewhere.emit(where)

    @Slot()
    def _on_another(self) -> None:
        self._way = JOIN
        self.went_on.emit(Address(NEW_DESK))

    @Slot(object)
    def _on_made(self, made: Made) -> None:
        self._made = made
        self.turned.emit(Address(RECOVERY))

    @Slot()
    def _on_confirmed(self) -> None:
        made, self._made = self._made, None
        if self._recovered is not None:
            self._enter_recovered()
            return
        assert made is not None
        self.entered.emit(Entered(cast("Vault", made.opened), way=self._way))

    @Slot()
    def _on_print(self) -> None:
        if self._made is not None:
            self.print_asked.emit(self._made.groups)

    @Slot()
    def _on_copy_there(self) -> None:
        self.went_on.emit(Address(RESTORE))

    @Slot(object)
    def _on_brought_back(self, back: BroughtBack) -> None:
        self.entered.emit(Entered(back.vault, copied=back.made))

    @Slot(object)
    def _on_brought_back_by_code(self, back: BroughtBack) -> None:
        self._on_recovered(Entered(back.vault, copied=back.made))

    @Slot(object)
    def _on_recovered(self, entered: Entered) -> None:
        self._recovered = entered
        self.turned.emit(Address(NEW_PASSPHRASE))

    @Slot(str)
    def _on_forgotten(self, folder: str) -> None:
        self.went_on.emit(Address(FORGOTTEN, folder))

    @Slot()
    def _on_by_code(self) -> None:
        screen = self.sender()
        assert isinstance(screen, EntryScreen)
        self.turned.emit(Address(UNLOCK, screen.address().key, BY_CODE))

    @Slot(object)
    def _on_answered(self, vault: Vault) -> None:
        self._on_recovered(Entered(vault, failed=forget_failures(vault.folder), helped=True))

    @Slot(object)
    def _on_changed(self, code: RecoveryCode | None) -> None:
        """After an officer's help the new recovery code comes next."""
        if code is None:
            self._enter_recovered()
            return
        assert self._recovered is not None
        self._on_made(Made(self._recovered.vault, code.groups, code.confirm))

    def _enter_recovered(self) -> None:
        entered, self._recovered = self._recovered, None
        assert entered is not None
        self.entered.emit(replace(entered, failed=0))


def _begin_again(vault: Vault, passphrase: str) -> RecoveryCode:
    from sync.client.errors import NotWithdrawn  # noqa: PLC0415  # loaded when it is needed
    from sync.client.recovery_asking import withdraw  # noqa: PLC0415  # loaded when it is needed

    code = begin_again(vault, passphrase)
    with suppress(NotWithdrawn):  # she must have the code all the same; the request can be withdrawn later
        withdraw(vault.folder)
    return code
