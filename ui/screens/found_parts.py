"""The steps of setting up an organisation: its name, three papers, two of them typed back, the server's file."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from fieldapp.errors import FieldappError
from fieldapp.words import Sentence
from sync.client.errors import AddressWrong
from sync.client.shares import GROUPS, Share, group_is_right
from ui.widgets.field import Field
from ui.widgets.groups import GroupsEdit, GroupsShown
from ui.widgets.lines import TextLine
from ui.widgets.pages import stack
from ui.widgets.said import Label, section
from ui.widgets.said import quiet as quiet_label

_GROUP_SIGNS = 5
_ACROSS = 6


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
        self.groups = GroupsShown((), across=_ACROSS, name="groups")
        self.how = Label(
            Sentence(
                "Print it, look whether all 27 groups can be read, and give it to the first person who keeps one. "
                "Destroy spoilt sheets. Never photograph it."
            )
        )
        stack(self, self.which, self.groups, self.how)

    def show_paper(self, share: Share) -> None:
        """Show this one."""
        self.which.say(Sentence("Paper {number} of 3", {"number": share.number}))
        self.groups.show_groups(share.groups)

    def wipe(self) -> None:
        """Show nothing any more."""
        self.groups.show_groups(())


class BackPart(QWidget):
    """A paper is typed back from the sheet, group by group."""

    def __init__(self) -> None:
        super().__init__()
        self.which = section()
        self.which.setObjectName("rehearsal")
        self.typed = GroupsEdit(GROUPS, _GROUP_SIGNS, group_is_right, across=_ACROSS, name="typed-back")
        self.field = Field(Sentence("The 27 groups of the paper"), self.typed)
        self.typed.slipped.connect(self.field.say_wrong)
        stack(self, self.which, self.field)

    def ask_for(self, words: Sentence, hint: Sentence) -> None:
        """Ask for the next paper."""
        self.which.say(words)
        self.field.say_label(Sentence("The 27 groups of the paper"), hint)
        self.field.say_wrong(None)
        self.typed.clear()
        self.typed.setFocus()


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
        )

    def show_organisation(self, name: str) -> None:
        """Say whose it is."""
        self.state.say(Sentence("{organisation} is set up, and you are its coordinator.", {"organisation": name}))
