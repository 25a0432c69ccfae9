"""What can go wrong between desks, in sentences: what happened, what is safe, what to do."""

from __future__ import annotations

from fieldapp.errors import Mistake, Refused, Trouble
from fieldapp.words import sentence


class AlreadyJoined(Refused):
    """This desk belongs to an organisation already."""

    def __init__(self) -> None:
        super().__init__(
            sentence("This desk belongs to an organisation already. For another one, make another desk on this laptop.")
        )


class NotJoined(Refused):
    """This desk belongs to no organisation yet, so there is nobody to share with."""

    def __init__(self) -> None:
        super().__init__(
            sentence("This desk belongs to no organisation yet. Type the code from your coordinator, then try again.")
        )


class NoCode(Refused):
    """She has typed no code yet."""

    def __init__(self) -> None:
        super().__init__(sentence("Type the code that your coordinator gave you first."))


class NotCoordinator(Refused):
    """Only desks that the root key named may invite."""

    def __init__(self) -> None:
        super().__init__(sentence("Only your organisation's coordinator can do this, at her own desk."))


class OwnDesk(Refused):
    """A desk that shut itself out could not take it back."""

    def __init__(self) -> None:
        super().__init__(
            sentence("This is the laptop you work on. Another administrator can shut it out, at another desk.")
        )


class OwnPlace(Refused):
    """Whoever leaves cannot say so herself: nobody could take it back."""

    def __init__(self) -> None:
        super().__init__(sentence("You cannot do this for yourself. Another administrator can, at another desk."))


class NoSuchDesk(Mistake):
    """The organisation has said nothing of such a desk, as far as is known here."""

    def __init__(self) -> None:
        super().__init__(sentence("No such laptop is known here. Go back and choose one."))


class NothingAsked(Mistake):
    """An answer came to a desk that asks nothing."""

    def __init__(self) -> None:
        super().__init__(sentence("This desk does not ask for anything. Make a new request first."))


class NotWithdrawn(Trouble):
    """A request for a way in still stands, though it should not."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            sentence(
                "The request could not be withdrawn ({reason}): an answer to it would still open this desk. Nothing "
                "else has changed. Try again."
            ),
            reason=reason,
        )


class NotOfficer(Refused):
    """Only desks that the root key named keep recovery keys."""

    def __init__(self) -> None:
        super().__init__(sentence("Only a recovery officer of your organisation can do this, at her own desk."))


class DeskShutOut(Refused):
    """Whoever sits at a laptop that was shut out gets no way in."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "The laptop that asks was shut out as lost. Give no answer: somebody else may have it. "
                "Call your colleague on a number that you know."
            )
        )


class NameMissing(Mistake):
    """Something needs a name."""

    def __init__(self) -> None:
        super().__init__(sentence("Write a name first, so that colleagues know who or what this is."))


class NotThatFile(Mistake):
    """The file is another one than she thinks, or only part of it came."""


class GoneMeanwhile(Mistake):
    """What she chose from a list is not there any more."""

    def __init__(self) -> None:
        super().__init__(sentence("This is not here any more: somebody decided on it meanwhile."))


class CannotLook(Refused):
    """Its seal does not open at this desk, or it is broken."""

    def __init__(self) -> None:
        super().__init__(
            sentence("Nothing at this desk opens it: it is damaged, or its key is not here. It stays where it is.")
        )


class NotYours(Refused):
    """Deciding on it is somebody else's."""


class OtherDesk(Mistake):
    """The welcome was made for another desk."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "This file lets another desk in, not this one. "
                "Ask your coordinator for the one that answers this desk's request."
            )
        )


class UnknownInvitation(Mistake):
    """The request answers an invitation that this desk did not make."""

    def __init__(self) -> None:
        super().__init__(
            sentence("This request does not belong to an invitation from this desk. It may be another organisation's.")
        )


class CodeUsed(Refused):
    """A one-time code lets one desk in, once."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "With this code another desk was let in already. If your colleague has a new laptop, "
                "invite her anew; if not, somebody else had her code: call her."
            )
        )


class CannotBeBelieved(Trouble):
    """Signatures do not fit: the file was changed, or somebody else made it."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "This file was changed on its way, or somebody else made it, so it was not used. "
                "Nothing has changed at this desk. Ask your coordinator for a new one."
            )
        )


class FileNotSaved(Trouble):
    """The stick or disk did not take it."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            sentence(
                "The file could not be saved: {reason}. Your records are safe. "
                "Look whether the stick is in and has room, then save again."
            ),
            reason=reason,
        )


class FileNotRead(Trouble):
    """The stick or disk did not give it."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            sentence(
                "The file could not be read: {reason}. Nothing has changed. Put the stick in again, then try again."
            ),
            reason=reason,
        )


class NoRoomForFiles(Trouble):
    """Colleagues' files would take the room that the records need."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "There is too little room on the disk for your colleagues' files. Their records have come, yours are "
                "sent. Delete what you can spare (downloads, films); the files then come by themselves."
            )
        )


class FilesNotKept(Trouble):
    """The disk refuses to read or write an attached file."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "An attached file could not be read from this laptop's disk or written to it. Your records are safe "
                "and are sent. It is tried again by itself; if this stays so, the disk may be failing: make a copy."
            )
        )


class Connection(Trouble):
    """The talk with the server failed; what was to be sent is kept and goes with the next one."""


class ServerDown(Connection):
    """Nobody answers at the server's address."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "The server cannot be reached. Everything you saved is safe on this laptop and will be sent by itself "
                "as soon as there is a connection."
            )
        )


class ServerSlow(Connection):
    """It answers, but not in time."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "The connection is too slow at the moment. Everything you saved is safe on this laptop; the program "
                "goes on by itself from where it stopped."
            )
        )


class LinkCut(Connection):
    """The connection broke off in the middle."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "The connection broke off. Nothing is lost: what has arrived stays there, and the rest is sent by "
                "itself from where it stopped."
            )
        )


class ServerNonsense(Connection):
    """Something answers that does not speak our protocol: a hotspot's log-in page, a broken or newer server."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "Something answered that is not the server, perhaps the log-in page of a hotspot. Your records are "
                "safe on this laptop and were not sent. If this stays so, tell your coordinator."
            )
        )


class ServerNotOurs(Connection):
    """The server cannot prove that it is the organisation's."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "The server at this address is not your organisation's. Nothing was sent to it; your records are safe "
                "on this laptop. Tell your coordinator."
            )
        )


class ServerStrange(Connection):
    """The server is ours but takes nothing from this desk: it does not know it, or refuses its requests."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "The server does not know this desk yet. Your records are safe on this laptop. If your coordinator "
                "has let you in already, her own desk must send first; the program tries again by itself."
            )
        )


class ServerFull(Connection):
    """The server has trouble of its own."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "The server has a fault of its own at the moment. Your records are safe on this laptop and will be "
                "sent by themselves. If this stays so, tell your coordinator."
            )
        )


class AddressWrong(Mistake):
    """What she typed is no address of a server."""

    def __init__(self) -> None:
        super().__init__(sentence("This is no address of a server. It looks like https://sync.example.org."))
