"""Which screen of an open desk stands at which address, which places the bar has, and what Ctrl+K offers to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from fieldapp.vault.keystore import change_passphrase
from fieldapp.words import Sentence
from ui import settings
from ui.finder import Hit
from ui.room import Room
from ui.screen import Address, Screen
from ui.screens.arrived_form import ArrivedFormScreen
from ui.screens.aside import AsideScreen
from ui.screens.blanks import BlanksScreen
from ui.screens.bring_in_form import BringInFormScreen
from ui.screens.case import CaseScreen
from ui.screens.cases import CasesScreen
from ui.screens.closing import ClosingScreen
from ui.screens.colleague import ColleagueScreen
from ui.screens.colleagues import ColleaguesScreen
from ui.screens.conflicts import ConflictsScreen
from ui.screens.copy import CopyScreen
from ui.screens.deleted import DeletedScreen
from ui.screens.erase_case import EraseCaseScreen
from ui.screens.erased import ErasedScreen
from ui.screens.export import ExportScreen
from ui.screens.figures import FiguresScreen
from ui.screens.form_records import FormRecordsScreen
from ui.screens.forms import FormsScreen
from ui.screens.found import FoundScreen
from ui.screens.hand_over import HandOverScreen
from ui.screens.hand_over_caseload import HandOverCaseloadScreen
from ui.screens.handed_over import HandedOverScreen
from ui.screens.history import HistoryScreen
from ui.screens.invite import InviteScreen
from ui.screens.invited import InvitedScreen
from ui.screens.join import JoinScreen
from ui.screens.key import KeyScreen
from ui.screens.let_in import LetInScreen
from ui.screens.letterhead import LetterheadScreen
from ui.screens.lost_laptop import LostLaptopScreen
from ui.screens.record import RecordScreen
from ui.screens.referral import ReferralScreen
from ui.screens.reset import ResetScreen
from ui.screens.server import ServerScreen
from ui.screens.service import ServiceScreen
from ui.screens.service_form import service_form
from ui.screens.services import ServicesScreen
from ui.screens.session import SessionScreen
from ui.screens.settings import SettingsScreen, Wishes
from ui.screens.start import StartScreen
from ui.screens.sync import SyncScreen
from ui.screens.workshop import WorkshopScreen
from ui.screens.workshops import WorkshopsScreen
from ui.topbar import Way

#: Makes the screen at an address of an open desk.
MakeScreen = Callable[[Address, Room], Screen]

START: Final = Address("start")


def start(address: Address, room: Room) -> Screen:
    """The first place."""
    return StartScreen(address, room, Address("copy"))


def _settings(address: Address, room: Room) -> Screen:
    home, vault = room.parts.home, room.vault
    wishes = Wishes(
        vault.nickname,
        settings.read(home).text_size,
        partial(_keep_text_size, home),
        partial(change_passphrase, vault),
        room.parts.go_elsewhere,
        room.parts.practice,
    )
    screen = SettingsScreen(address, wishes, room.jobs)
    screen.speak.connect(room.parts.speak)
    return screen


def _keep_text_size(home: Path, percent: int) -> None:
    settings.change(home, text_size=percent)


#: Every screen of an open desk, by the name in its address.
SCREENS: Final[Mapping[str, MakeScreen]] = {
    "start": start,
    "cases": CasesScreen,
    "case": CaseScreen,
    "record": RecordScreen,
    "newCase": RecordScreen,
    "noRecord": RecordScreen,
    "add": RecordScreen,
    "workshops": WorkshopsScreen,
    "workshop": WorkshopScreen,
    "session": SessionScreen,
    "figures": FiguresScreen,
    "settings": _settings,
    "history": HistoryScreen,
    "conflicts": ConflictsScreen,
    "deleted": DeletedScreen,
    "eraseCase": EraseCaseScreen,
    "erased": ErasedScreen,
    "handOver": HandOverScreen,
    "handedOver": HandedOverScreen,
    "handOverCaseload": HandOverCaseloadScreen,
    "refer": ReferralScreen,
    "referral": ReferralScreen,
    "copy": CopyScreen,
    "join": JoinScreen,
    "found": FoundScreen,
    "closing": ClosingScreen,
    "colleagues": ColleaguesScreen,
    "colleague": ColleagueScreen,
    "key": KeyScreen,
    "invite": InviteScreen,
    "invited": InvitedScreen,
    "letIn": LetInScreen,
    "lostLaptop": LostLaptopScreen,
    "reset": ResetScreen,
    "letterhead": LetterheadScreen,
    "blanks": BlanksScreen,
    "services": ServicesScreen,
    "service": ServiceScreen,
    "serviceForm": service_form,
    "sync": SyncScreen,
    "aside": AsideScreen,
    "server": ServerScreen,
    "forms": FormsScreen,
    "formRecords": FormRecordsScreen,
    "bringInForm": BringInFormScreen,
    "export": ExportScreen,
    "arrivedForm": ArrivedFormScreen,
}

#: The places of the bar.
WAYS: Final = (
    Way(Sentence("Today"), START),
    Way(Sentence("Cases"), Address("cases")),
    Way(Sentence("Workshops"), Address("workshops")),
    Way(Sentence("Services"), Address("services")),
    Way(Sentence("Reports"), Address("figures")),
    Way(Sentence("Settings"), Address("settings")),
)
#: Stands on the bar once a form was brought in.
FORMS: Final = Way(Sentence("Forms"), Address("forms"))

#: What Ctrl+K finds besides records and places.
ACTIONS: Final = (
    Hit(Sentence("New case"), Address("newCase")),
    Hit(Sentence("No record"), Address("noRecord")),
    Hit(Sentence("Someone else changed this"), Address("conflicts")),
    Hit(Sentence("Deleted lately"), Address("deleted")),
    Hit(Sentence("Erased for good"), Address("erased")),
    Hit(Sentence("Cases handed over"), Address("handedOver")),
    Hit(Sentence("Sending and receiving"), Address("sync")),
    Hit(Sentence("Put aside"), Address("aside")),
    Hit(Sentence("Join your organisation"), Address("join")),
    Hit(Sentence("Colleagues"), Address("colleagues")),
    Hit(Sentence("Hand over a caseload"), Address("handOverCaseload")),
    Hit(Sentence("A forgotten passphrase"), Address("reset")),
    Hit(Sentence("Organisation's key"), Address("key")),
    Hit(Sentence("Address of the server"), Address("server")),
    Hit(Sentence("A copy on a stick"), Address("copy")),
    Hit(Sentence("Imported forms"), Address("forms")),
    Hit(Sentence("Records as a file"), Address("export")),
)
