"""Every screen, filled with something to see: for the tests that look at all of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from fieldapp.domain.answers import Special
from fieldapp.domain.ids import FieldId
from fieldapp.errors import Mistake
from fieldapp.forms.places import Place
from fieldapp.storage.backup import CopyOnStick
from fieldapp.storage.troubles import FULL, DiskFull
from fieldapp.vault.errors import WrongPassphrase
from fieldapp.words import sentence, spoken
from fieldapp.work.bringing_back import BroughtBack
from fieldapp.work.copying import CopyFound
from fieldapp.work.practice import Practice
from sync.protocol.keys import OpeningKey
from sync.protocol.resets import ResetRequest
from tests.helpers.clock import StandingClock
from tests.ui.sample_form import a_session
from ui.board import Board
from ui.jobs import Jobs
from ui.screen import Address, Screen
from ui.screens.filling import Deeds, FillingScreen, Opened
from ui.screens.first import FirstScreen
from ui.screens.forgotten import ForgottenScreen, Helpline
from ui.screens.new_desk import Made, Maker, NewDeskScreen
from ui.screens.new_passphrase import NewPassphraseScreen
from ui.screens.practice import PracticeScreen
from ui.screens.recovery import RecoveryScreen
from ui.screens.restore import Rescue, RestoreScreen
from ui.screens.settings import SettingsScreen, Wishes
from ui.screens.unlock import Doors, Locked, UnlockScreen

GROUPS: Final = ("K7QM", "3ZTP", "4H0W", "9XYB", "7CDE", "2FGJ", "5MNR", "8STV")


def wrong(*_: object) -> object:
    """A door that opens to nobody."""
    raise Mistake(sentence("This passphrase does not open this desk. Look at keyboard layout and Caps Lock."))


def slip(_typed: str) -> None:
    """A paper that is never right."""
    raise Mistake(sentence("Groups 2, 5 are not as on the paper. Look at them again."))


def first(_jobs: Jobs) -> Screen:
    return FirstScreen(Address("first"))


def unlock(jobs: Jobs) -> Screen:
    desks = [Locked(Path(f"/desks/0{n}"), name) for n, name in enumerate(("Swallow", "Яблоко", "Blue"))]
    return UnlockScreen(Address("unlock"), desks, Doors(wrong, wrong, lambda _folder: 0), jobs)


def unlock_wrong(jobs: Jobs) -> Screen:
    screen = UnlockScreen(
        Address("unlock"),
        [Locked(Path("/desks/01"), "Swallow")],
        Doors(wrong, wrong, lambda _folder: 7),
        jobs,
    )
    screen.field.say_wrong("This passphrase does not open this desk. Look at keyboard layout and Caps Lock.")
    return screen


def new_desk(jobs: Jobs) -> Screen:
    return NewDeskScreen(Address("new-desk"), Maker(str, lambda *_: Made(object(), GROUPS, slip)), jobs)


def new_passphrase(jobs: Jobs) -> Screen:
    return NewPassphraseScreen(Address("new-passphrase"), "Swallow", slip, jobs)


def forgotten(jobs: Jobs) -> Screen:
    return ForgottenScreen(Address("forgotten", "01"), _helpline(None), jobs)


def forgotten_asked(jobs: Jobs) -> Screen:
    key = OpeningKey(bytes(range(32))).seal_key
    screen = ForgottenScreen(Address("forgotten", "01"), _helpline(ResetRequest("0a" * 16, key)), jobs)
    screen._on_asked(ResetRequest("0a" * 16, key))
    screen.answer.say_wrong("Group 7 is not as it was read out. Have it read again.")
    return screen


def _helpline(request: ResetRequest | None) -> Helpline:
    return Helpline(lambda: request, wrong, print, wrong, wrong, wrong)  # type: ignore[arg-type]  # nobody asks here


def recovery(_jobs: Jobs) -> Screen:
    return RecoveryScreen(Address("recovery"), GROUPS, slip)


def recovery_typed(_jobs: Jobs) -> Screen:
    screen = RecoveryScreen(Address("recovery"), GROUPS, slip)
    screen.go_on.click()
    screen.go_on.click()
    return screen


def filling(jobs: Jobs, at: str = "") -> FillingScreen:
    session = a_session(language=spoken())
    opened = Opened(session, "First meeting", "K7QM-3ZTP-4H", StandingClock())
    return FillingScreen(Address("filling", "1", at), opened, Deeds(lambda: None, lambda *_: None), jobs, Board())


def filling_wrong(jobs: Jobs) -> Screen:
    screen = filling(jobs)
    session = screen.page.session
    session.set(Place(None, FieldId("age")), "130")
    session.set(Place(None, FieldId("help")), "health shelter")
    session.set(Place(None, FieldId("family_name")), Special.DECLINED)
    screen.page.stack.open(1)
    screen.page.ask_to_save()
    return screen


def filling_choices(jobs: Jobs) -> Screen:
    screen = filling(jobs)
    screen.page.stack.open(2)
    return screen


def filling_rows(jobs: Jobs) -> Screen:
    screen = filling(jobs)
    for age in ("4", "7"):
        row, _ = screen.page.session.add_row(Place(None, FieldId("child")))
        screen.page.session.set(Place(row, FieldId("child_name")), f"participant {age}")
        screen.page.session.set(Place(row, FieldId("child_age")), age)
    screen.page.stack.open(3)
    return screen


def nothing_found(_folder: Path) -> tuple[CopyFound, ...]:
    """A stick without copies."""
    return ()


def restore(jobs: Jobs) -> Screen:
    return RestoreScreen(Address("restore"), Rescue(nothing_found, not_back, not_back), jobs)


def restore_found(jobs: Jobs) -> Screen:
    screen = RestoreScreen(Address("restore"), Rescue(nothing_found, not_back, not_back), jobs)
    made = StandingClock().now()
    names = ("Swallow", "Яблоко", "Swallow", "Blue", "Swallow")
    screen.where.say("/run/media/айгүл/USB")
    screen._on_found([CopyFound(CopyOnStick(Path(f"copy-{n}"), made), name) for n, name in enumerate(names)])
    screen.opener.say_wrong(WrongPassphrase().sentence)
    return screen


def not_back(*_: object) -> BroughtBack:
    """A copy that nothing opens."""
    raise Mistake(sentence("This passphrase does not open this desk. Look at keyboard layout and Caps Lock."))


def unlock_practice(jobs: Jobs) -> Screen:
    desks = [Locked(Path(f"/desks/0{n}"), name) for n, name in enumerate(("Swallow", "Яблоко", "Blue"))]
    told = Practice("five plain words to practise", "Swallow", "Яблоко", "Blue")
    return UnlockScreen(Address("unlock"), desks, Doors(wrong, wrong, lambda _folder: 0), jobs, practice=told)


def practice(jobs: Jobs) -> Screen:
    return PracticeScreen(Address("practice"), no_room, jobs)


def no_room(_progress: object) -> object:
    """The disk has no room for an example."""
    raise DiskFull(FULL)


def settings_practice(jobs: Jobs) -> Screen:
    return SettingsScreen(Address("settings"), Wishes("Swallow", 100, print, slip, print, practice=True), jobs)


def settings(jobs: Jobs) -> Screen:
    return SettingsScreen(Address("settings"), Wishes("Swallow", 100, print, slip, print), jobs)


#: Name and maker of each.
GALLERY: Final[dict[str, Callable[[Jobs], Screen]]] = {
    "first": first,
    "forgotten": forgotten,
    "forgotten-asked": forgotten_asked,
    "unlock": unlock,
    "unlock-wrong": unlock_wrong,
    "new-desk": new_desk,
    "new-passphrase": new_passphrase,
    "filling": filling,
    "filling-wrong": filling_wrong,
    "filling-choices": filling_choices,
    "filling-rows": filling_rows,
    "restore": restore,
    "restore-found": restore_found,
    "unlock-practice": unlock_practice,
    "practice": practice,
    "settings": settings,
    "settings-practice": settings_practice,
    "recovery": recovery,
    "recovery-typed": recovery_typed,
}
