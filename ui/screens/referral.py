"""A referral on one page: choose to whom, answer the few questions, see what goes out, print; later, its answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QWidget

from fieldapp.domain.ids import RecordId
from fieldapp.errors import FieldappError
from fieldapp.storage.values import Happened
from fieldapp.words import Sentence
from fieldapp.work.directory import SERVICE
from fieldapp.work.filling import keep_draft, save
from fieldapp.work.preparing import (
    Around,
    Prepared,
    look_around,
    prepare,
    prepare_again,
    refer_to,
    save_and_go_on,
)
from ui.panes import focus_into
from ui.room import Room
from ui.screen import Address
from ui.screens.live import LiveScreen
from ui.screens.recipients import RecipientList
from ui.screens.referral_foot import ReferralFoot
from ui.screens.referral_heading import ReferralHeading
from ui.screens.referral_page import ReferralPage
from ui.screens.referral_printing import FILE, HER_COPY, SHEET, ReferralPrinting
from ui.screens.referral_questions import session_text
from ui.widgets.banner import DANGER, WARNING
from ui.widgets.buttons import Button
from ui.widgets.said import Words, show_if

#: Milliseconds from the first change to the draft.
_KEEP_AFTER: Final = 3000
#: The address of a referral that is yet to be made.
NEW: Final = "refer"


class ReferralScreen(LiveScreen[Prepared | Around]):
    """Nothing typed is lost, nothing is printed without a right to tell, and what was printed is remembered.

    Its address is a case ("refer"), or a referral that was saved or half typed ("referral").
    """

    name = "referral"

    def __init__(self, address: Address, room: Room) -> None:
        super().__init__(address, room)
        self._prepared: Prepared | None = None
        self._around: Around | None = None
        self._unkept = self._kept = self._over = False
        self._wish = ""
        self._draft = QTimer(self)
        self._draft.setSingleShot(True)
        self._draft.setInterval(_KEEP_AFTER)
        self._draft.timeout.connect(self.keep)
        self.page: ReferralPage | None = None
        self.printing = ReferralPrinting(self, room)
        self.heading = ReferralHeading()
        self.recipients = RecipientList()
        self.foot = ReferralFoot()
        self.column.addWidget(self.heading)
        self.column.addWidget(self.recipients, 1)
        self.column.addWidget(self.foot)
        self.recipients.hide()
        self._connect()
        self._judge()
        self.refresh()

    def _connect(self) -> None:
        self.heading.back.connect(self.left)
        self.heading.another.clicked.connect(self._on_another)
        self.heading.as_file.clicked.connect(self._on_as_file)
        self.heading.everything.clicked.connect(self._on_everything)
        self.recipients.chosen.connect(self._on_recipient)
        self.printing.printout.free.connect(self._on_judged)
        self.foot.letterhead.clicked.connect(self._on_letterhead)
        self.foot.her_copy.clicked.connect(self._on_her_copy)
        self.foot.save.clicked.connect(self._on_save)
        self.foot.print_button.clicked.connect(self._on_print)

    def address(self) -> Address:
        if self._prepared is not None and (self._unkept or self._kept or not self._prepared.filling.new):
            return Address("referral", self._prepared.filling.record)
        return self._address

    def words(self) -> Words:
        return Sentence("Referral")

    def panes(self) -> Sequence[QWidget]:
        if self.page is None:
            return (self.heading,)
        if self.page.isHidden():
            return (self.recipients.box.table, self.recipients.search, self.foot)
        return (*self.page.panes(), self.foot)

    def main_button(self) -> Button:
        return self.foot.print_button

    def question(self) -> Callable[[], Prepared | Around]:
        desk = self.room.desk
        if self._prepared is not None:
            return partial(look_around, desk, self._prepared.filling.record, self._prepared.case)
        key = RecordId(self._address.key)
        if self._address.screen == NEW:
            return partial(prepare, desk, self.room.packs, key)
        return partial(prepare_again, desk, key)

    def concerns(self, happened: Happened) -> bool:
        case = self._prepared.case if self._prepared is not None else None
        return case in happened.roots or SERVICE in happened.forms

    def show_found(self, found: Prepared | Around) -> None:
        if isinstance(found, Prepared):
            self._prepared = found
            self._around = found.around
            self._open(found)
        else:
            self._around = found
        self.recipients.show_recipients(self._around.recipients)
        show_if(self.foot.letterhead, not self._around.has_letterhead)
        if self.page is not None and not self.page.isHidden():
            self.page.show_recipient(self._around.called(self._to), self._around.papers)

    def could_not(self, error: FieldappError) -> None:
        """What she wanted to open is gone: back, and say so there."""
        self.left.emit()
        super().could_not(error)

    @property
    def _to(self) -> str:
        return "" if self._prepared is None else session_text(self._prepared.filling.session, "agency")

    def _open(self, prepared: Prepared) -> None:
        before = self.page
        self.page = ReferralPage(self.room, prepared)
        if before is not None:
            self.page.preview.begin_like(before.preview)
            self.column.removeWidget(before)
            before.hide()
            before.deleteLater()
        self.page.touched.connect(self._on_touched)
        self.page.judged.connect(self._on_judged)
        self.page.passed.connect(self.foot.print_button.setFocus)
        self.page.release_asked.connect(self._on_release)
        self.column.insertWidget(self.column.indexOf(self.foot), self.page, 1)
        self._turn(to_page=bool(self._to))

    def _turn(self, *, to_page: bool) -> None:
        """The list of recipients, or the page of one."""
        assert self.page is not None
        assert self._prepared is not None
        prepared = self._prepared
        self.heading.show_referral(prepared.code, self._to if to_page else "", new=prepared.filling.new)
        show_if(self.page, to_page)
        show_if(self.recipients, not to_page)
        self._judge()

    def save(self) -> bool:
        self._on_save()
        return True

    def print_out(self) -> bool:
        if self.foot.print_button.isEnabled():
            self.foot.print_button.click()
        elif self.page is not None and not self.printing.printout.busy:
            self.told.emit(self.page.why_not(), WARNING)
        return True

    def keep(self) -> None:
        """The draft, and what the printer may have in hand."""
        self._draft.stop()
        self.printing.printout.keep()
        if self._unkept and not self._over and self._prepared is not None:
            self._unkept, self._kept = False, True
            filling = self._prepared.filling
            work = partial(keep_draft, self.room.desk, filling, "", filling.session.draft_json())
            self.room.jobs.run(work, done=self._on_kept, failed=self._on_failed)

    def _on_kept(self, happened: Happened) -> None:
        self.room.board.tell(happened)
        now = self.room.desk.clock.now()
        self.foot.note.say(Sentence("kept as a draft {time}", {"time": f"{now.local:%H:%M}"}))

    def _on_failed(self, error: FieldappError) -> None:
        self.told.emit(error.sentence, DANGER)

    @Slot()
    def _on_touched(self) -> None:
        self._unkept = True
        if not self._draft.isActive():
            self._draft.start()

    @Slot()
    def _on_judged(self) -> None:
        self._judge()

    def _judge(self) -> None:
        """What can be pressed now."""
        shown = self.page is not None and not self.page.isHidden()
        may_print = self.page is not None and self.page.may_print and not self.printing.printout.busy
        self.heading.as_file.setEnabled(shown and may_print and not self._over)
        self.foot.allow(printing=shown and may_print and not self._over, saving=shown and not self._over)

    @Slot(str)
    def _on_recipient(self, name: str) -> None:
        if self._prepared is None or self._around is None or self.page is None:
            return
        recipient = self._around.called(name)
        if self._to != recipient.name:
            refer_to(self._prepared.filling, recipient)
            self._on_touched()
        self._turn(to_page=True)
        self.page.show_recipient(recipient, self._around.papers)
        self.page.panes()[0].setFocus()

    @Slot()
    def _on_another(self) -> None:
        self._turn(to_page=False)
        self.recipients.search.clear()
        self.recipients.box.table.setFocus()

    @Slot()
    def _on_everything(self) -> None:
        """The form as a whole; what is typed here is the draft that it opens with."""
        if self._prepared is not None:
            self._unkept = self._unkept or self._prepared.filling.new
            self.go.emit(Address("record", self._prepared.filling.record))

    @Slot()
    def _on_release(self) -> None:
        if self._prepared is not None:
            self.go.emit(Address("add", self._prepared.case, "gbv_release"))

    @Slot()
    def _on_letterhead(self) -> None:
        self.go.emit(Address("letterhead"))

    @Slot()
    def _on_save(self) -> None:
        if self._prepared is not None and self._may_save():
            work = partial(save, self.room.desk, self._prepared.filling)
            self.room.jobs.run(work, done=self._on_saved, failed=self._on_not_saved)

    @Slot()
    def _on_print(self) -> None:
        self._print(SHEET)

    @Slot()
    def _on_her_copy(self) -> None:
        self._print(HER_COPY)

    @Slot()
    def _on_as_file(self) -> None:
        self._print(FILE)

    def _print(self, which: str) -> None:
        """What was typed is saved first, so that the sheet and the record say the same."""
        if self._prepared is None or self.page is None or self.printing.printout.busy:
            return
        filling = self._prepared.filling
        if not filling.new and not filling.session.delta():
            self.printing.print_out(filling, which, self.page.preview.language)
        elif self._may_save():
            self._wish = which
            work = partial(save_and_go_on, self.room.desk, self._prepared)
            self.room.jobs.run(work, done=self._on_saved_to_print, failed=self._on_not_saved)

    def _may_save(self) -> bool:
        """Nothing impossible stands there, and it is not being saved already; from now on nothing is typed."""
        if self.page is None or self._over or self.page.wrongs():
            return False
        self._over = True
        self.page.setEnabled(False)
        self._judge()
        return True

    def _on_saved(self, happened: Happened) -> None:
        self.room.board.tell(happened)
        self.left.emit()

    def _on_saved_to_print(self, saved: tuple[Happened, Prepared]) -> None:
        happened, prepared = saved
        self._over = self._unkept = False
        self.show_found(prepared)
        focus_into(self.panes()[0])
        self.room.board.tell(happened)
        self._print(self._wish)

    def _on_not_saved(self, error: FieldappError) -> None:
        self._over = False
        self._unkept = True
        if self.page is not None:
            self.page.setEnabled(True)
        self._judge()
        self.told.emit(error.sentence, DANGER)
