"""The bottom line of a referral: write the letterhead if there is none yet, a copy for her, save, print."""

from __future__ import annotations

from fieldapp.words import Sentence
from ui.widgets.buttons import plain, primary
from ui.widgets.buttons import quiet as quiet_button
from ui.widgets.pages import Foot


class ReferralFoot(Foot):
    """Says at the left when the draft was kept."""

    def __init__(self) -> None:
        super().__init__()
        self.letterhead = quiet_button(Sentence("Write the letterhead"))
        self.letterhead.setObjectName("letterhead")
        self.her_copy = plain(Sentence("A copy for her"))
        self.her_copy.setObjectName("herCopy")
        self.save = plain(Sentence("Save"), key="Ctrl+S")
        self.save.setObjectName("save")
        self.print_button = primary(Sentence("Print"))
        self.print_button.setObjectName("print")
        self.add(self.letterhead, self.her_copy, self.save, self.print_button)
        self.letterhead.hide()

    def allow(self, *, printing: bool, saving: bool) -> None:
        """What can be pressed now."""
        self.her_copy.setEnabled(printing)
        self.print_button.setEnabled(printing)
        self.save.setEnabled(saving)
