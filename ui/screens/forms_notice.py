"""A line on the start page: a form, or a new version of one, has come from a colleague."""

from __future__ import annotations

from functools import partial

from fieldapp.storage.values import Happened
from fieldapp.words import Sentence, say_number
from fieldapp.work.shared_forms import SHARED
from fieldapp.work.sharing import ArrivedForm, arrived_forms
from ui.room import Room
from ui.screen import Address
from ui.screens.start_notice import StartNotice
from ui.widgets.said import Words, show_if


class FormsNotice(StartNotice):
    """Leads to the form that has come, or to all where there are several."""

    def __init__(self, room: Room) -> None:
        super().__init__(room, "forms-notice", "forms-notice-go")
        self._leads_to = Address("forms")

    def look(self) -> None:
        self.room.jobs.run(partial(arrived_forms, self.room.desk), done=self._on_seen)

    def concerns(self, happened: Happened) -> bool:
        return bool(SHARED in happened.forms or happened.forms & _here(self.room))

    def _on_seen(self, found: tuple[ArrivedForm, ...]) -> None:
        self.label.say(_said(found))
        self.action.say(Sentence("Look"))
        self.action.setVisible(True)
        self._leads_to = Address("arrivedForm", found[0].record) if len(found) == 1 else Address("forms")
        show_if(self, bool(found))

    def follow(self) -> None:
        self.go.emit(self._leads_to)


def _here(room: Room) -> frozenset[str]:
    """Forms that were brought in: one of them may be what waited."""
    return frozenset(room.desk.library.imported)


def _said(found: tuple[ArrivedForm, ...]) -> Words:
    if not found:
        return ""
    if len(found) > 1:
        return say_number(
            "{number} form has come from colleagues.", "{number} forms have come from colleagues.", len(found)
        )
    values = {"title": found[0].title, "who": found[0].who}
    if found[0].before is None:
        return Sentence("The form “{title}” has come from {who}.", values)
    return Sentence("A new version of the form “{title}” has come from {who}.", values)
