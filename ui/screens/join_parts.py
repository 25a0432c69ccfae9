"""What the page of joining shows: the code to type, the wait for the coordinator, the organisation she belongs to."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from fieldapp.errors import FieldappError
from fieldapp.words import Sentence, say
from sync.client.errors import AddressWrong, NameMissing
from sync.client.organisation.belonging import Belonging
from sync.protocol.codes import GROUP_SIGNS, GROUPS, CodeMistyped, group_is_right
from ui.screens.colleague_words import spaces
from ui.widgets.field import Field
from ui.widgets.groups import GroupsEdit, GroupsShown
from ui.widgets.lines import TextLine
from ui.widgets.pages import stack
from ui.widgets.said import Label, section, show_if
from ui.widgets.said import quiet as quiet_label


class CodePart(QWidget):
    """Her name, the code from the paper, and the server's address if it stands there."""

    def __init__(self) -> None:
        super().__init__()
        self.name = TextLine("my-name")
        self.name.setMaxLength(80)
        self.name_field = Field(
            Sentence("What shall colleagues call you?"),
            self.name,
            hint=Sentence("Your name, as it is used at work. Colleagues of your organisation see it, nobody else."),
            width=320,
        )
        self.code = GroupsEdit(GROUPS, GROUP_SIGNS, group_is_right, across=GROUPS, name="code")
        self.code_field = Field(
            Sentence("The code from your paper"),
            self.code,
            hint=Sentence("Seven groups of five signs. Capitals and dashes do not matter."),
        )
        self.code.slipped.connect(self.code_field.say_wrong)
        self.address = TextLine("server-address")
        self.address_field = Field(
            Sentence("Address of the server"),
            self.address,
            hint=Sentence("If it stands on the paper. Without it the coordinator's files come on a stick."),
            width=320,
        )
        stack(self, self.name_field, self.code_field, self.address_field)

    def complain(self, error: FieldappError) -> bool:
        """Say what is wrong beside its field; False if it belongs to none."""
        field = next((field for kind, field in self._fields().items() if isinstance(error, kind)), None)
        for other in self._fields().values():
            other.say_wrong(error.sentence if other is field else None)
        if field is not None:
            field.focus()
        return field is not None

    def _fields(self) -> dict[type[FieldappError], Field]:
        return {NameMissing: self.name_field, CodeMistyped: self.code_field, AddressWrong: self.address_field}


class WaitingPart(QWidget):
    """The code is typed: what the coordinator compares, and the way by files."""

    def __init__(self) -> None:
        super().__init__()
        self.state = Label(strong=True)
        self.state.setObjectName("joining-state")
        self.how = Label()
        self.mark = GroupsShown((), across=6, name="fingerprint")
        self.by_file = Label(
            Sentence(
                "Without a server it goes by a stick: save the request for your coordinator, and read here the file "
                "that she gives you back."
            ),
            tone="quiet",
        )
        stack(
            self,
            self.state,
            self.how,
            section(Sentence("Read these six groups to your coordinator, on the telephone or face to face")),
            self.mark,
            self.by_file,
        )

    def show_state(self, found: Belonging) -> None:
        """As it is now."""
        if found.organisation:
            words = Sentence("{organisation}: waits for your coordinator to let this desk in", {
                "organisation": found.organisation
            })  # fmt: skip
        else:
            words = Sentence("Waits for your coordinator to let this desk in")
        self.state.say(words)
        if found.address:
            self.how.say(
                Sentence(
                    "The program asks by itself whenever the server at {address} is in reach. You can work meanwhile: "
                    "what you record moves into your organisation as soon as you are let in.",
                    {"address": found.address},
                )
            )
        else:
            self.how.say(
                Sentence(
                    "No address of a server is known here yet, so files go by a stick. You can work meanwhile: what "
                    "you record moves into your organisation as soon as you are let in."
                )
            )
        self.mark.show_groups(found.fingerprint)


class InsidePart(QWidget):
    """This desk belongs to an organisation."""

    def __init__(self) -> None:
        super().__init__()
        self.state = Label(strong=True)
        self.state.setObjectName("joining-state")
        self.spaces = Label()
        self.why = quiet_label(Sentence("For another organisation make another desk on this laptop."))
        stack(self, self.state, self.spaces, self.why)

    def show_state(self, found: Belonging) -> None:
        """As it is now."""
        self.state.say(Sentence("This desk belongs to {organisation}.", {"organisation": found.organisation}))
        names = spaces(found.spaces)
        self.spaces.say(say("Your spaces: {names}", names=names) if names else "")
        show_if(self.spaces, bool(names))
