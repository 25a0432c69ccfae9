"""Set up an organisation: its root key on three papers, two of them typed back, and only then is it made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from fieldapp.domain.ids import OrganisationId
from fieldapp.errors import FieldappError, Mistake
from fieldapp.papers.secret import secret_page
from fieldapp.storage.values import Happened
from fieldapp.words import Language, Sentence, spoken
from sync.client.belonging import Belonging, Stage, belonging
from sync.client.founding import Founded, check, found, server_kit
from sync.client.shares import Papers, Share, draw_papers, share_page
from sync.protocol.keys import SigningKey
from ui.jobs import Where
from ui.room import Room
from ui.screen import Address, Leaving
from ui.screens.found_parts import LEAVING, NEXT, BackPart, KitPart, PaperPart, PlanPart, Step
from ui.screens.live import LiveScreen
from ui.screens.secret_print import SecretPrint
from ui.sticks import KIT, Stick
from ui.widgets.banner import DANGER, NOTE
from ui.widgets.buttons import PLAIN, PRIMARY, Button, plain, primary
from ui.widgets.buttons import quiet as quiet_button
from ui.widgets.pages import Body, Foot, Heading
from ui.widgets.said import Words

_WIDTH: Final = 880
_TITLE: Final = Sentence("Set up an organisation")


class FoundScreen(LiveScreen[Belonging]):
    """Holds papers and what was typed back in memory alone, and forgets them as soon as it is left."""

    name = "found"

    def __init__(self, address: Address, room: Room) -> None:
        super().__init__(address, room)
        self._step = Step.PLAN
        self._papers: Papers | None = None
        self._number = 0
        self.stick = Stick(self, room)
        self.stick.saved.connect(self._on_saved)
        self.plan, self.paper, self.back, self.kit = PlanPart(), PaperPart(), BackPart(), KitPart()
        self.parts = {Step.PLAN: self.plan, Step.PAPER: self.paper, Step.BACK: self.back, Step.KIT: self.kit}
        self.given_code = quiet_button(Sentence("I was given a code"), name="given-code")
        self.later = plain(Sentence("Later"), name="later")
        self.print_button = plain(Sentence("Print"), key="Ctrl+P", name="print")
        self.by_hand = quiet_button(Sentence("No printer: I have copied it by hand"), name="by-hand")
        self.papers_again = quiet_button(Sentence("Show the papers again"), name="papers-again")
        self.key = quiet_button(Sentence("Organisation's key"), name="organisation-key")
        self.invite = plain(Sentence("Invite colleagues"), name="colleagues")
        self.go_on = primary(Sentence("Go on"), name="go-on")
        self._lay_out()
        self._connect()
        self._show(Step.PLAN)
        self.refresh()

    def _lay_out(self) -> None:
        self.heading = Heading(_TITLE)
        body = Body(width=_WIDTH)
        for part in self.parts.values():
            body.column.addWidget(part)
        body.column.addStretch(1)
        self.foot = Foot()
        self.printer = SecretPrint(self, self.room, self.foot.note)
        self.foot.add(
            self.given_code,
            self.papers_again,
            self.by_hand,
            self.key,
            self.later,
            self.print_button,
            self.invite,
            self.go_on,
        )
        for widget in (self.heading, body, self.foot):
            self.column.addWidget(widget, 1 if widget is body else 0)

    def _connect(self) -> None:
        self.given_code.clicked.connect(self._on_given_code)
        self.later.clicked.connect(self.left)
        self.print_button.clicked.connect(self.print_out)
        self.printer.printed.connect(self._on_printed)
        self.by_hand.clicked.connect(self._on_go_on)
        self.papers_again.clicked.connect(self._on_papers_again)
        self.key.clicked.connect(self._on_key)
        self.invite.clicked.connect(self._on_invite)
        self.go_on.clicked.connect(self._on_go_on)

    def _show(self, step: Step) -> None:
        self._step = step
        for of, part in self.parts.items():
            part.setVisible(of is step)
        for button, steps in (
            (self.given_code, {Step.PLAN}),
            (self.later, {Step.PLAN}),
            (self.print_button, {Step.PAPER}),
            (self.by_hand, {Step.PAPER}),
            (self.papers_again, {Step.BACK}),
            (self.key, {Step.KIT}),
            (self.invite, {Step.KIT}),
        ):
            button.setVisible(step in steps)
        self.go_on.say(NEXT[step])
        self.go_on.show()
        self.foot.note.say("")

    def words(self) -> Words:
        return _TITLE

    def panes(self) -> Sequence[QWidget]:
        starts: dict[Step, QWidget] = {Step.PLAN: self.plan.organisation, Step.BACK: self.back.paper}
        return (starts.get(self._step, self.main_button()),)

    def main_button(self) -> Button:
        return self.print_button if self.go_on.isHidden() else self.go_on

    def question(self) -> Callable[[], Belonging]:
        return partial(belonging, self.room.station)

    def concerns(self, happened: Happened) -> bool:
        return happened.sync and self._step is Step.PLAN and self._papers is None

    def show_found(self, found: Belonging) -> None:
        """A desk that belongs to an organisation shows what is left to do, one that is on its way in goes there."""
        if self._papers is not None:
            return
        if found.has_kit:
            self.kit.show_organisation(found.organisation)
            self._show(Step.KIT)
        elif found.stage is not Stage.ALONE:
            self.turned.emit(Address("join"))

    def leaving(self) -> Leaving | None:
        return None if self._papers is None else LEAVING

    def give_up(self) -> None:
        self._forget()

    @Slot()
    def _on_go_on(self) -> None:
        {
            Step.PLAN: self._draw,
            Step.PAPER: self._next_paper,
            Step.BACK: self._take_back,
            Step.KIT: self._save_kit,
        }[self._step]()

    def _draw(self) -> None:
        plan = self.plan
        try:
            check(plan.organisation.value() or "", plan.name.value() or "", plan.address.value() or "")
        except Mistake as wrong:
            plan.complain(wrong)
            return
        self._set_busy(busy=True)
        self.room.jobs.run(draw_papers, done=self._on_drawn, failed=self._on_failed, where=Where.BESIDE)

    def _on_drawn(self, papers: Papers) -> None:
        self._set_busy(busy=False)
        self._papers = papers
        self._number = 0
        self._show_paper()

    def _show_paper(self) -> None:
        assert self._papers is not None
        self.paper.show_paper(self._papers.shares[self._number])
        self._show(Step.PAPER)
        self._ask_to_print()

    def _ask_to_print(self) -> None:
        """The paper must be there before she can go on: what is asked for later is on no screen then."""
        self.print_button.dress(PRIMARY)
        self.go_on.hide()
        self.print_button.setFocus()

    @Slot()
    def _on_printed(self) -> None:
        if self._step is Step.PAPER:
            self.print_button.dress(PLAIN)
            self.by_hand.hide()
            self.go_on.show()
            self.go_on.setFocus()

    def _next_paper(self) -> None:
        assert self._papers is not None
        self._number += 1
        if self._number < len(self._papers.shares):
            self._show_paper()
        else:
            self._begin_typing_back()

    def _begin_typing_back(self) -> None:
        assert self._papers is not None
        self.paper.wipe()
        self._show(Step.BACK)
        self.back.begin(self._papers)

    @Slot()
    def _on_papers_again(self) -> None:
        self.back.wipe()
        self._number = 0
        self._show_paper()

    def _take_back(self) -> None:
        root = self.back.take()
        if root is not None:
            self._make(root)

    def _make(self, root: SigningKey) -> None:
        plan = self.plan
        self._set_busy(busy=True)
        self.foot.note.say(Sentence("Making the organisation…"))
        work = partial(
            found,
            self.room.station,
            root,
            organisation=plan.organisation.value() or "",
            name=plan.name.value() or "",
            address=plan.address.value() or "",
        )
        self.room.jobs.run(work, done=self._on_founded, failed=self._on_failed)

    def _on_founded(self, founded: Founded) -> None:
        self._set_busy(busy=False)
        self._forget()
        self.kit.show_organisation(self.plan.organisation.value() or "")
        self._show(Step.KIT)
        self.go_on.setFocus()
        self.room.board.tell(founded.happened)

    def _on_failed(self, error: FieldappError) -> None:
        self._set_busy(busy=False)
        self.told.emit(error.sentence, DANGER)

    def _set_busy(self, *, busy: bool) -> None:
        for widget in (*self.parts.values(), self.foot):
            widget.setEnabled(not busy)

    def _forget(self) -> None:
        """What is only on paper from now on."""
        self._papers = None
        self.paper.wipe()
        self.back.wipe()

    @Slot()
    def print_out(self) -> bool:
        if self._step is not Step.PAPER or self._papers is None:
            return False
        share, practice = self._papers.shares[self._number], self.room.desk.practice
        self.printer.print_out(partial(_sheet, share, self._papers.organisation, spoken(), sample=practice))
        return True

    def _save_kit(self) -> None:
        title = Sentence("Where shall the server's file go?")
        self.stick.save(title, KIT, "organisation.kit", partial(server_kit, self.room.station))

    @Slot(object)
    def _on_saved(self, _path: object) -> None:
        self.told.emit(
            Sentence("The server's file is saved. Delete it from the stick once the server has read it."), NOTE
        )
        self.invite.dress("primary")
        self.go_on.dress("plain")
        self.invite.setFocus()

    @Slot()
    def _on_key(self) -> None:
        self.go.emit(Address("key"))

    @Slot()
    def _on_invite(self) -> None:
        self.turned.emit(Address("colleagues"))

    @Slot()
    def _on_given_code(self) -> None:
        self.turned.emit(Address("join"))


def _sheet(share: Share, organisation: OrganisationId, language: Language, *, sample: bool) -> bytes:
    return secret_page(share_page(share, organisation, language, sample=sample), language)
