"""The line on top of a referral: the way back to its case, to whom it goes, and what is done rarely."""

from __future__ import annotations

from fieldapp.words import Sentence
from ui.widgets.buttons import quiet as quiet_button
from ui.widgets.pages import Heading
from ui.widgets.said import show_if


class ReferralHeading(Heading):
    """Offers nothing until the referral is there."""

    def __init__(self) -> None:
        super().__init__(Sentence("Referral"), back_to=Sentence("Back"))
        self.another = quiet_button(Sentence("Another recipient"))
        self.another.setObjectName("anotherRecipient")
        self.as_file = quiet_button(Sentence("Save as a file"))
        self.as_file.setObjectName("saveAsFile")
        self.everything = quiet_button(Sentence("All questions"))
        self.everything.setObjectName("allQuestions")
        self.add(self.another, self.as_file, self.everything)
        for button in (self.another, self.as_file, self.everything):
            button.hide()

    def show_referral(self, code: str, recipient: str, *, new: bool) -> None:
        """Of which case, and to whom ("": that is being chosen)."""
        state = Sentence("to {recipient}", {"recipient": recipient}) if recipient else Sentence("To whom?")
        self.say(Sentence("Referral"), state, back_to=code)
        show_if(self.another, bool(recipient) and new)
        show_if(self.as_file, bool(recipient))
        show_if(self.everything, True)
