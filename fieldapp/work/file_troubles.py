"""What can go wrong with a file that is attached, looked at or saved elsewhere, and the sentence for each."""

from __future__ import annotations

from typing import Final

from fieldapp.domain.attachments import SIZE_LIMIT
from fieldapp.errors import Mistake, Refused, Trouble
from fieldapp.words import sentence

_MEGABYTE: Final = 1_000_000


class TooLarge(Refused):
    """The file would keep a slow line busy for hours."""

    def __init__(self, name: str, size: int) -> None:
        super().__init__(
            sentence(
                "“{name}” has {size} MB. Up to {limit} MB can be attached, so that it can also be sent on a slow line. "
                "Choose a smaller file, or a part of it."
            ),
            name=name,
            size=-(-size // _MEGABYTE),
            limit=SIZE_LIMIT // _MEGABYTE,
        )


class EmptyFile(Mistake):
    """There is nothing in the file."""

    def __init__(self, name: str) -> None:
        super().__init__(sentence("“{name}” is empty. Choose another file."), name=name)


class FileNotRead(Mistake):
    """It is a folder, was moved or unplugged, or may not be opened."""

    def __init__(self, name: str) -> None:
        super().__init__(
            sentence(
                "“{name}” could not be read: it was moved or unplugged, or this is no file. Nothing was attached. "
                "Choose it again."
            ),
            name=name,
        )


class NoRoomToAttach(Trouble):
    """The disk is full, or as full as it may be without endangering the records."""

    def __init__(self, name: str) -> None:
        super().__init__(
            sentence(
                "There is too little room on the disk for “{name}”, so it was not attached. What you saved is safe, "
                "and some room is kept for what you type. Delete what you can spare (downloads, films), "
                "then choose it again."
            ),
            name=name,
        )


class NotKept(Trouble):
    """The disk refuses."""

    def __init__(self, name: str) -> None:
        super().__init__(
            sentence(
                "“{name}” could not be written to this laptop’s disk, so it was not attached. What you saved is safe. "
                "Try again."
            ),
            name=name,
        )


class NotHere(Trouble):
    """The answer came without its file."""

    def __init__(self, name: str) -> None:
        super().__init__(sentence("“{name}” is not on this laptop."), name=name)


class FileDamaged(Trouble):
    """The bytes on the disk are not those that were sealed, or the answer has another key."""

    def __init__(self, name: str) -> None:
        super().__init__(
            sentence(
                "“{name}” is damaged on this laptop and cannot be shown. The answer stays as it is. "
                "A copy on a stick, or a colleague, may have the file whole."
            ),
            name=name,
        )


class FileComesAgain(Trouble):
    """The bytes on the disk are not those that were sealed, but the server has them."""

    def __init__(self, name: str) -> None:
        super().__init__(
            sentence("“{name}” was damaged on this laptop. It comes again from the server with the next connection."),
            name=name,
        )


class NotSavedThere(Trouble):
    """The place she chose cannot be written to."""

    def __init__(self, name: str) -> None:
        super().__init__(
            sentence("“{name}” could not be saved there. Nothing half is left. Choose another place."), name=name
        )
