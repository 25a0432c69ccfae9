"""A line on the start page: who gave her a new way in, what came back to a new laptop, whose laptop is lost."""

from __future__ import annotations

from functools import partial
from typing import Final

from fieldapp.words import Sentence, say_number
from sync.client.recovery.notices import Notice, Told, have_read, notices
from ui import times
from ui.room import Room
from ui.screen import Address
from ui.screens.start_notice import StartNotice
from ui.widgets.banner import NOTE, WARNING
from ui.widgets.said import Words, marked, show_if

_LEAD: Final = (Told.LOST, Told.WAITS)


class HelpNotice(StartNotice):
    """One at a time, until she says that she has read it."""

    def __init__(self, room: Room) -> None:
        super().__init__(room, "help-notice", "help-notice-read", WARNING)
        self._notice: Notice | None = None

    def look(self) -> None:
        if not self.room.desk.practice:
            self.room.jobs.run(partial(notices, self.room.station), done=self._on_found)

    def _on_found(self, found: tuple[Notice, ...]) -> None:
        self._notice = next(iter(found), None)
        show_if(self, self._notice is not None)
        if self._notice is not None:
            kind = NOTE if self._notice.told is Told.BROUGHT_BACK else WARNING
            self.mark.show_as(kind)
            marked(self, kind=kind)
            self.label.say(_words(self._notice))
            self.action.say(Sentence("Look") if self._notice.told in _LEAD else Sentence("I have read it"))
            self.action.show()

    def follow(self) -> None:
        notice = self._notice
        if notice is None:
            return
        self.room.jobs.run(partial(have_read, self.room.station, notice), done=self.room.board.tell)
        if notice.told in _LEAD and notice.desk is not None:
            self.go.emit(Address("lostLaptop", notice.desk))


def _words(notice: Notice) -> Words:
    name = notice.name or Sentence("a recovery officer")
    when = times.moment(notice.at)
    match notice.told:
        case Told.RESET:
            return Sentence(
                "On {day} your passphrase was set anew with the help of {name}. If that was not you, call your "
                "coordinator at once.",
                {"day": when, "name": name},
            )
        case Told.ANSWERED:
            return Sentence(
                "On {day} {name} made an answer that opens this laptop without your passphrase. If you asked for none, "
                "call your coordinator at once.",
                {"day": when, "name": name},
            )
        case Told.BEGUN_AGAIN:
            return Sentence(
                "On {day} your passphrase was set anew with an answer from your organisation. If that was not you, "
                "call your coordinator at once.",
                {"day": when},
            )
        case Told.BROUGHT_BACK:
            return _brought_back(notice, name, when)
        case Told.WAITS:
            return Sentence(
                "The new laptop of {name} waits for keys to her records. You can open them for it.",
                {"name": notice.name or Sentence("a colleague")},
            )
        case Told.LOST:
            return Sentence(
                "A laptop of {name} was shut out on {day}. Cases that you read too were on it.",
                {"day": when, "name": notice.name or Sentence("a colleague")},
            )


def _brought_back(notice: Notice, name: Words, when: str) -> Sentence:
    if notice.arriving:
        return Sentence(
            "On {day} {name} opened the keys of your spaces for this laptop. What had reached the server is on its "
            "way.",
            {"day": when, "name": name},
        )
    until = (
        Sentence("Nothing had reached the server from the lost one.")
        if notice.until is None
        else Sentence(
            "From the lost one everything up to {time} had reached the server; what was saved after that is lost.",
            {"time": times.moment(notice.until)},
        )
    )
    values = {"day": when, "name": name, "until": until, "here": _here(notice)}
    return Sentence("On {day} {name} opened the keys of your spaces for this laptop. {here} {until}", values)


def _here(notice: Notice) -> str:
    """How much of it is here by now; a trainer has workshops alone."""
    if notice.workshops and not notice.cases:
        return say_number("{number} workshop is back.", "{number} workshops are back.", notice.workshops)
    return say_number("{number} case is back.", "{number} cases are back.", notice.cases)
