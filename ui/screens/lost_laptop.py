"""A laptop is lost: what was on it, what comes back, and the two things to do: shut it out, invite its worker anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from fieldapp.domain.ids import DeskId
from fieldapp.errors import FieldappError
from fieldapp.storage.values import Happened
from fieldapp.words import Sentence
from sync.client.organisation.inviting import Invited
from sync.client.recovery.lost import CaseOnIt, LostLaptop, lost_laptop, open_spaces, replace_laptop
from sync.client.recovery.spaces import BroughtBack
from ui import times
from ui.models.held import HeldModel
from ui.models.listed import Column
from ui.room import Room
from ui.screen import Address
from ui.screens.colleague_words import called
from ui.screens.live import LiveScreen
from ui.widgets.ask import Ask
from ui.widgets.banner import DANGER, NOTE
from ui.widgets.buttons import Button, plain, primary
from ui.widgets.list_box import ListBox
from ui.widgets.pages import Body, Foot, Heading, side_by_side, stack
from ui.widgets.said import Label, Words, show_if

_TITLE: Final = Sentence("A lost laptop")


class LostLaptopScreen(LiveScreen[LostLaptop]):
    """Codes alone, no names of survivors. Shutting out is asked once more, with what will be gone."""

    name = "lost_laptop"

    def __init__(self, address: Address, room: Room) -> None:
        """The address's key names the desk."""
        super().__init__(address, room)
        self._desk = DeskId(address.key)
        self._seen: LostLaptop | None = None
        self.state, self.back, self.sent, self.alone = Label(strong=True), Label(), Label(), Label()
        self.state.setObjectName("lost-state")
        self.back.setObjectName("comes-back")
        self.cases: HeldModel[CaseOnIt] = HeldModel([Column(Sentence("Code"), _code, strong=True)], _key, self)
        self.list = ListBox(
            self.cases,
            Sentence("Cases that were on it"),
            object_name="lost-cases",
            empty=Sentence("None that this laptop reads."),
            more=Sentence("Codes alone stand here, of what you read too. Her supervisor sees the others."),
            headings=False,
        )
        self.later = plain(Sentence("Not now"), name="not-now")
        self.open_keys = primary(Sentence("Open her spaces for the new laptop"), name="open-spaces")
        self.shut_out = primary(Sentence("It is lost: shut it out, invite her anew"), name="shut-out")
        self._lay_out()
        self.refresh()

    def _lay_out(self) -> None:
        self.heading = Heading(_TITLE)
        self.heading.back.connect(self.left)
        part = QWidget()
        stack(part, self.state, self.back, self.alone, self.sent)
        body = Body()
        body.column.addWidget(part)
        body.column.addStretch(1)
        self.foot = Foot()
        self.foot.add(self.later, self.open_keys, self.shut_out)
        self.later.clicked.connect(self.left)
        self.shut_out.clicked.connect(self._on_shut_out)
        self.open_keys.clicked.connect(self._on_open_keys)
        self.open_keys.hide()
        self.shut_out.hide()
        self.list.table.opened.connect(self._on_case)
        self.column.addWidget(self.heading)
        self.column.addLayout(side_by_side(body, self.list), 1)
        self.column.addWidget(self.foot)

    def words(self) -> Words:
        return _TITLE

    def lead_back(self, words: Words) -> None:
        self.heading.lead_back(words)

    def panes(self) -> Sequence[QWidget]:
        return (self.later,) if self.list.table.isHidden() else (self.later, self.list.table)

    def main_button(self) -> Button:
        return next((each for each in (self.shut_out, self.open_keys) if not each.isHidden()), self.later)

    def question(self) -> Callable[[], LostLaptop]:
        return partial(lost_laptop, self.room.station, self._desk)

    def show_found(self, found: LostLaptop) -> None:
        self._seen = found
        self.heading.say(_TITLE, found.name or Sentence("a colleague"))
        self.cases.show(found.cases)
        self.state.say(_state(found))
        self.back.say(_back(found))
        self.sent.say(_sent(found))
        self.alone.say(_alone(found))
        show_if(self.alone, bool(found.alone))
        show_if(self.shut_out, found.may_replace)
        show_if(self.open_keys, found.waits is not None)

    @Slot(str)
    def _on_case(self, case: str) -> None:
        self.go.emit(Address("case", case))

    @Slot()
    def _on_shut_out(self) -> None:
        ask = Ask(
            self,
            Sentence("Shut this laptop out?"),
            Sentence(
                "It gets nothing more. At its next contact it sends what is unsent, and deletes everything on it; one "
                "that never connects again keeps what is on it, closed by its passphrase. This cannot be undone: if it "
                "is found, she joins with it as with a new one."
            ),
            Sentence("Shut it out"),
        )
        ask.agreed.connect(self._on_agreed)
        ask.open()

    @Slot()
    def _on_agreed(self) -> None:
        self.foot.setEnabled(False)
        work = partial(replace_laptop, self.room.station, self._desk)
        self.room.jobs.run(work, done=self._on_invited, failed=self._on_failed_to)

    def _on_invited(self, invited: Invited) -> None:
        self.foot.setEnabled(True)
        self.room.board.tell(invited.happened | Happened(sync=True))
        self.turned.emit(Address("invited", invited.code.invitation))

    @Slot()
    def _on_open_keys(self) -> None:
        if self._seen is not None and self._seen.waits is not None:
            self.foot.setEnabled(False)
            work = partial(open_spaces, self.room.station, self._seen.waits)
            self.room.jobs.run(work, done=self._on_opened, failed=self._on_failed_to)

    def _on_opened(self, opened: tuple[BroughtBack, Happened]) -> None:
        self.foot.setEnabled(True)
        back, happened = opened
        words = (
            Sentence("Some keys are with no recovery officer: they come from the laptop of a colleague who has them.")
            if back.missing
            else Sentence("The keys go to her new laptop at the next connection. She and her colleagues see it.")
        )
        self.told.emit(words, NOTE)
        self.room.board.tell(happened)

    def _on_failed_to(self, error: FieldappError) -> None:
        self.foot.setEnabled(True)
        self.told.emit(error.sentence, DANGER)


def _code(each: CaseOnIt) -> str:
    return each.code


def _key(each: CaseOnIt) -> str:
    return each.case


def _state(seen: LostLaptop) -> Sentence:
    if seen.shut_out is not None:
        return Sentence("It was shut out on {day}.", {"day": times.moment(seen.shut_out)})
    if seen.is_here:
        return Sentence("This is the laptop that you work on.")
    return Sentence("It is not shut out: whoever opens it reads what is on it, and it still fetches what is new.")


def _back(seen: LostLaptop) -> Sentence:
    if seen.is_officer and seen.has_new and seen.waits is None:
        return Sentence("Her new laptop is in, and has the keys that are here: what had reached the server comes back.")
    if seen.is_officer:
        return Sentence(
            "Give her a code for a new laptop. When you let it in, this desk opens the keys of her spaces for it, and "
            "all that had reached the server comes back. She and her colleagues see that it was you."
        )
    return Sentence(
        "Her new laptop gets the keys of her spaces from her colleagues' laptops, or from a recovery officer: then all "
        "that had reached the server comes back."
    )


def _sent(seen: LostLaptop) -> Sentence:
    if seen.last is None:
        return Sentence("What she saved and had not sent is lost with the laptop.")
    return Sentence(
        "The last that is known to have been sent is from {when}. What she saved and had not sent is lost with the "
        "laptop.",
        {"when": times.moment(seen.last)},
    )


def _alone(seen: LostLaptop) -> Sentence:
    titles = ", ".join(f"“{called(each)}”" for each in seen.alone)
    return Sentence(
        "The keys of {spaces} are not known to be with anybody else. Connect this desk first and look again; another "
        "recovery officer may have them.",
        {"spaces": titles},
    )
