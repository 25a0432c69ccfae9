"""A file as the answer to a question: what the answer says of it, and how that is written down.

The answer is one line of text: "attachment1", the SHA-256 of the sealed file, the key it opens with, the size of the
file in bytes, its media type, its name. Whoever may read the record has the key by that; everybody else, the server
too, has a sealed file under a number. The same sealed file lies on desks, on the server and on sticks.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final, NewType

from fieldapp.domain.answers import Answer
from fieldapp.words import Sentence, sentence

#: SHA-256 of a sealed file as 64 hex digits: what it is called wherever it lies.
SealedId = NewType("SealedId", str)

#: So large may a file be. A minute of talk or 40 pages of a scan fit; on a line of 100 kbit/s it takes half an hour.
SIZE_LIMIT: Final = 20_000_000
#: So long may its name be, in characters: with it the answer is shorter than any limit on texts.
NAME_LIMIT: Final = 100
#: What a file is that nobody knows anything of.
UNKNOWN_TYPE: Final = "application/octet-stream"

_TEXT: Final = re.compile(
    r"attachment1 (?P<id>[0-9a-f]{64}) (?P<key>[0-9a-f]{64}) (?P<size>0|[1-9][0-9]{0,14}) "
    r"(?P<type>[a-z0-9][a-z0-9.+-]{0,60}/[a-z0-9][a-z0-9.+-]{0,80}) (?P<name>\S(?:.*\S)?)"
)
#: What no name of a file may hold on one system or another.
_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*]')
_RESERVED: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
_LONGEST_ENDING: Final = 12


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that was taken in. `size` is that of the file itself, `key` opens the sealed one."""

    id: SealedId
    key: bytes = field(repr=False)
    size: int
    type: str
    name: str

    @property
    def is_picture(self) -> bool:
        """Whether it is shown in the window."""
        return self.type.startswith("image/")


class NotAnAttachment(ValueError):
    """This text names no file."""


def to_text(attachment: Attachment) -> str:
    """The answer, in the one way in which it is kept."""
    key = attachment.key.hex()
    return f"attachment1 {attachment.id} {key} {attachment.size} {attachment.type} {attachment.name}"


def from_text(text: str) -> Attachment:
    """The reverse of `to_text`. Raises NotAnAttachment for anything else, so a name is always one for a file."""
    found = _TEXT.fullmatch(text)
    if found is None or tidy_name(found["name"]) != found["name"]:
        raise NotAnAttachment
    key = bytes.fromhex(found["key"])
    return Attachment(SealedId(found["id"]), key, int(found["size"]), found["type"], found["name"])


def attachment_in(answer: Answer | None) -> Attachment | None:
    """The file that this answer names; None for an answer of another kind."""
    if not isinstance(answer, str):
        return None
    try:
        return from_text(answer)
    except NotAnAttachment:
        return None


def name_in(answer: str) -> str:
    """What expressions, papers and histories see of such an answer: the file's name, never its key."""
    found = attachment_in(answer)
    return answer if found is None else found.name


def size_words(size: int) -> Sentence:
    """A size as a person reads it: 34 KB, 1.2 MB."""
    if size < 1_000_000:
        return Sentence(sentence("{number} KB"), {"number": max(1, round(size / 1000))})
    whole, tenth = divmod(round(size / 100_000), 10)
    return Sentence(sentence("{whole}.{tenth} MB"), {"whole": whole, "tenth": tenth})


def tidy_name(name: str) -> str:
    """The name as every system can write it, without a path and without characters that nobody sees."""
    seen = "".join(
        " " if char.isspace() else char
        for char in unicodedata.normalize("NFC", name)
        if char.isspace() or not unicodedata.category(char).startswith("C")
    )
    tidy = " ".join(_FORBIDDEN.sub("_", seen).split()).strip(". ")
    if len(tidy) > NAME_LIMIT:
        stem, dot, ending = tidy.rpartition(".")
        ending = dot + ending if stem and len(ending) <= _LONGEST_ENDING else ""
        tidy = tidy[: NAME_LIMIT - len(ending)].rstrip(". ") + ending
    if _RESERVED.fullmatch(tidy):
        tidy = f"_{tidy}"[:NAME_LIMIT]
    return tidy or "file"
