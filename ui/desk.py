"""An open desk in the window: its store, its keys and its courier, from unlock to lock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from fieldapp.domain.ids import FormId
from fieldapp.words import Sentence
from fieldapp.work.duties import UNKNOWN, Duties, duties
from fieldapp.work.opening import open_desk
from fieldapp.work.packs import built_in_packs
from fieldapp.work.wrong_clock import doubt_the_clock
from sync.client.courier import Courier
from sync.client.station import Station
from ui.desk_screens import ACTIONS, FORMS, SCREENS, START, WAYS, start
from ui.entrance import Entered
from ui.finder import Hit
from ui.newcomers import Newcomers
from ui.offered import ACTIONS, Refurnisher, actions_for, ways_for
from ui.office import Furniture, Office, Parts
from ui.room import Room
from ui.screen import Address, Screen
from ui.screens.blanks import BlanksScreen
from ui.screens.case import CaseScreen
from ui.screens.cases import CasesScreen
from ui.screens.figures import FiguresScreen
from ui.screens.first import FOUND, JOIN
from ui.screens.letterhead import LetterheadScreen
from ui.screens.record import RecordScreen
from ui.screens.referral import ReferralScreen
from ui.screens.service import ServiceScreen
from ui.screens.service_form import service_form
from ui.screens.services import ServicesScreen
from ui.screens.session import SessionScreen
from ui.screens.settings import SettingsScreen, Wishes
from ui.screens.start import StartScreen
from ui.searching import find_anything
from ui.status_line import StatusLine
from ui.topbar import Way
from ui.widgets.said import Words
from ui.window import Window

#: Where a new desk goes first, by what she said at the first start.
FIRST_STEPS: Final[Mapping[str, Address]] = {JOIN: Address("join"), FOUND: Address("found")}

#: Seconds that closing waits for the courier to let go of the network.
PATIENCE: Final = 0.3
START: Final = Address("start")


def _settings(address: Address, room: Room) -> Screen:
    home, vault = room.parts.home, room.vault
    wishes = Wishes(
        vault.nickname,
        settings.read(home).text_size,
        partial(_keep_text_size, home),
        partial(change_passphrase, vault),
    )
    screen = SettingsScreen(address, wishes, room.jobs)
    screen.speak.connect(room.parts.speak)
    return screen


def _keep_text_size(home: Path, percent: int) -> None:
    settings.change(home, text_size=percent)


#: Every screen of an open desk, by the name in its address.
SCREENS: Final[Mapping[str, MakeScreen]] = {
    "start": StartScreen,
    "workshops": WorkshopsScreen,
    "workshop": WorkshopScreen,
    "session": SessionScreen,
    "figures": FiguresScreen,
    "settings": _settings,
    "refer": ReferralScreen,
    "referral": ReferralScreen,
    "letterhead": LetterheadScreen,
    "blanks": BlanksScreen,
    "services": ServicesScreen,
    "service": ServiceScreen,
    "serviceForm": service_form,
}

#: The places of the bar.
WAYS: Final = (
    Way(Sentence("Today"), START),
    Way(Sentence("Workshops"), Address("workshops")),
    Way(Sentence("Services"), Address("services")),
    Way(Sentence("Reports"), Address("figures")),
    Way(Sentence("Settings"), Address("settings")),
)


def open_office(entered: Entered, parts: Parts) -> Office:
    """Open the desk's file with the vault's key. Runs in the background; raises Trouble."""
    vault = entered.vault
    try:
        desk = open_desk(vault, parts.clock, create=bool(entered.way), practice=parts.practice)
    except BaseException:
        vault.close()
        raise
    courier = Courier(Station.of(desk, vault), tell=parts.board.bring, crashed=parts.jobs.crashed.emit)
    room = Room(desk, built_in_packs(), vault, parts, courier)
    return DeskOffice(room, entered.way, doubt_the_clock(desk) or "")
    return DeskOffice(Room(desk, built_in_packs(), vault, parts), duties(desk))


class DeskOffice:
    """Holds the store, the keys and the courier from unlock to lock."""

    def __init__(self, room: Room, way: str = "", told: Words = "") -> None:
        """`way`: how she came in at the very first start, "" if the desk was there before. `told`: what she must hear
        when her first page opens."""
        self._room = room
        self._way = way
        self._told = told
        self._line: StatusLine | None = None

    def furniture(self) -> Furniture:
        """Its places, actions and search."""
        forms = self._room.desk.library.imported
        ways = [*WAYS[:-1], FORMS, WAYS[-1]] if forms else WAYS
        return Furniture(ways, [*ACTIONS, *map(self._new_record, forms)], None, START, self._told)

    def __init__(self, room: Room, hers: Duties = UNKNOWN) -> None:
        """`hers`: what she has to do with."""
        self._room = room
        self._hers = hers
        self._refurnisher: Refurnisher | None = None

    def furniture(self) -> Furniture:
        """Its places, actions and search."""
        hers = self._refurnisher.hers if self._refurnisher is not None else self._hers
        search = partial(find_anything, self._room.desk, self._room.packs)
        return Furniture(ways_for(WAYS, hers), actions_for(WAYS, ACTIONS, hers), search, START)

    def make(self, address: Address) -> Screen:
        """The screen at this address; an unknown one, of a newer program, is the first place."""
        make = SCREENS.get(address.screen)
        room = replace(self._room, desk=self._room.desk.now())
        return start(START, room) if make is None else make(address, room)

    def move_in(self, window: Window) -> None:
        """The window is furnished: a new desk goes on to its organisation, and the courier begins."""
        self._line = StatusLine(window, self._room)
        Newcomers(self, window, self._room.board)
        if self._way in FIRST_STEPS and not self._room.desk.practice:
            window.open(FIRST_STEPS[self._way])
        if self._room.courier is not None:
            self._room.courier.start()
        """The window is furnished."""
        window.bar.say_status("")
        self._refurnisher = Refurnisher(self, window, self._room, self._hers)

    def close(self) -> bool:
        """Stop the courier, close the store and wipe the keys. A line that does not answer keeps nobody waiting."""
        if self._line is not None:
            self._line.stop()
        is_idle = self._room.courier is None or self._room.courier.stop(PATIENCE)
        self._room.desk.store.close()
        self._room.vault.close()
        return is_idle

    def _new_record(self, form: FormId) -> Hit:
        title = self._room.desk.library.form(form).title
        return Hit(Sentence("New record: {form}", {"form": title}), Address("add", "", form))
