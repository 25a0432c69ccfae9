"""The steps of setting up an organisation: its name, three papers, two of them typed back, the server's file."""

from __future__ import annotations

from enum import Enum
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldapp.errors import FieldappError, Mistake
from fieldapp.words import Sentence, spoken
from sync.client.errors import AddressWrong
from sync.client.shares import Papers, Share
from sync.protocol.keys import SigningKey
from ui.screen import Leaving
from ui.screens.root_paper import PaperField, PaperShown
from ui.theme.sizes import FAR, px
from ui.widgets.field import Field
from ui.widgets.lines import TextLine
from ui.widgets.pages import stack
from ui.widgets.said import Label, section
from ui.widgets.said import quiet as quiet_label


class Step(Enum):
    """Where she is: the plan, a paper, typing back, the server's file."""

    PLAN = "plan"
    PAPER = "paper"
    BACK = "back"
    KIT = "kit"


#: What the main button says at each step.
NEXT: Final = {
    Step.PLAN: Sentence("Go on"),
    Step.PAPER: Sentence("The paper came out"),
    Step.BACK: Sentence("The paper is right"),
    Step.KIT: Sentence("Save the server's file"),
}

#: Asked when she leaves while papers are about that have made nothing yet.
LEAVING: Final = Leaving(
    Sentence("Leave without an organisation?"),
    Sentence(
        "It is not made before two papers were typed back. The papers printed so far become worthless: "
        "destroy them. When you come back, new ones are drawn."
    ),
    Sentence("Leave"),
)


class PlanPart(QWidget):
    """What it needs, and three things to fill in."""

    def __init__(self) -> None:
        super().__init__()
        self.organisation = TextLine("organisation")
        self.organisation.setMaxLength(80)
        self.organisation_field = Field(
            Sentence("What is the organisation called?"),
            self.organisation,
            hint=Sentence("Colleagues see it. The server sees it too, so take a name that says little."),
            width=420,
        )
        self.name = TextLine("my-name")
        self.name.setMaxLength(80)
        self.name_field = Field(
            Sentence("What shall colleagues call you?"),
            self.name,
            hint=Sentence("Your name, as it is used at work. Colleagues of your organisation see it, nobody else."),
            width=420,
        )
        self.address = TextLine("server-address")
        self.address_field = Field(
            Sentence("Address of the server"),
            self.address,
            hint=Sentence("Such as https://sync.example.org. Leave it empty if there is none yet."),
            width=420,
        )
        stack(
            self,
            Label(
                Sentence(
                    "It takes a printer, about 20 minutes, and three people who each keep one paper. The "
                    "organisation's key is drawn here, printed on the three papers, and stays nowhere else: any two of "
                    "them bring it back, one alone is of no use to anybody."
                )
            ),
            quiet_label(
                Sentence(
                    "Do it in one go. If the screen locks on the way you begin again with new papers; Interview in the "
                    "menu lets it lock after 30 minutes only."
                )
            ),
            self.organisation_field,
            self.name_field,
            self.address_field,
        )

    def missing(self) -> Field | None:
        """The first field that must not be empty and is."""
        fields = ((self.organisation, self.organisation_field), (self.name, self.name_field))
        return next((field for line, field in fields if not line.value()), None)

    def complain(self, error: FieldappError) -> None:
        """Say what is wrong beside its field."""
        field = self.address_field if isinstance(error, AddressWrong) else self.missing() or self.organisation_field
        for each in (self.organisation_field, self.name_field, self.address_field):
            each.say_wrong(error.sentence if each is field else None)
        field.focus()


class PaperPart(QWidget):
    """One of the three papers, as it is printed."""

    def __init__(self) -> None:
        super().__init__()
        self.which = section()
        self.which.setObjectName("paper-number")
        self.lines = PaperShown("groups")
        self.how = Label(
            Sentence(
                "Print it, look whether all seven lines can be read, and give it to whoever shall keep this one. "
                "Destroy spoilt sheets. Never photograph it."
            )
        )
        across = QWidget()
        row = QHBoxLayout(across)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(FAR))
        row.addWidget(self.lines)
        row.addWidget(self.how, 1, Qt.AlignmentFlag.AlignTop)
        stack(self, self.which, across)

    def show_paper(self, share: Share) -> None:
        """Show this one."""
        self.which.say(Sentence("Paper {number} of 3", {"number": share.number}))
        self.lines.show_lines(share.lines(spoken()))

    def wipe(self) -> None:
        """Show nothing any more."""
        self.lines.show_lines(())


class BackPart(QWidget):
    """Two papers are typed or scanned back from their sheets; only then is there a key to make anything with."""

    def __init__(self) -> None:
        super().__init__()
        self._papers: Papers | None = None
        self._first: Share | None = None
        self.which = section()
        self.which.setObjectName("rehearsal")
        self.paper = PaperField("typed-back")
        stack(self, self.which, self.paper)

    def begin(self, papers: Papers) -> None:
        """Ask for the first one."""
        self.wipe()
        self._papers = papers
        self._ask(
            Sentence("Now type back two of the three papers. First one of them, whichever you like."),
            Sentence("From the sheet, not from memory. Of each word four letters are enough."),
        )

    def take(self) -> SigningKey | None:
        """Read what was typed. The root key once two papers were; before that, and when something is wrong, None."""
        assert self._papers is not None
        share = self.paper.take()
        if share is None:
            return None
        try:
            self._papers.recognise(share)
            if self._first is not None:
                return self._papers.bring_back(self._first, share)
        except Mistake as slip:
            self.paper.say_wrong(slip.sentence)
            return None
        self._first = share
        self._ask(
            Sentence("Paper {number} is right. Now another one of the three.", {"number": share.number}),
            Sentence("Take the sheet of somebody else."),
        )
        return None

    def wipe(self) -> None:
        """Forget what was typed."""
        self._papers = self._first = None
        self.paper.clear()

    def _ask(self, words: Sentence, hint: Sentence) -> None:
        self.which.say(words)
        self.paper.ask(hint)


class KitPart(QWidget):
    """The organisation is there; what the server needs."""

    def __init__(self) -> None:
        super().__init__()
        self.state = Label(strong=True)
        self.state.setObjectName("founded")
        stack(
            self,
            self.state,
            section(Sentence("The server's file")),
            Label(
                Sentence(
                    "Save it on a stick and give it to whoever looks after the server. In the server's folder it must "
                    "be called organisation.kit; the server reads it at its first start and is yours from then on."
                )
            ),
            Label(
                Sentence(
                    "With the file somebody could pose as your server, but read no record. Carry it by hand, and "
                    "delete it from the stick afterwards. It can be saved again at this desk."
                )
            ),
            Label(
                Sentence(
                    "This desk keeps the organisation's first recovery key too: with it you help colleagues who lose a "
                    "laptop or forget a passphrase. It cannot help yourself, so name a second recovery officer soon."
                )
            ),
        )

    def show_organisation(self, name: str) -> None:
        """Say whose it is."""
        self.state.say(Sentence("{organisation} is set up, and you are its coordinator.", {"organisation": name}))
