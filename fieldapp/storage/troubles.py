"""What can go wrong with a desk's file, and the sentence for each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from fieldapp.errors import Mistake, Trouble
from fieldapp.storage import engine
from fieldapp.words import sentence


class StoreTrouble(Trouble):
    """Anything that the file, or the disk below it, did to us."""


class StoreMissing(StoreTrouble):
    """The desk has a keystore, but its file of records is gone."""


class StoreForeign(StoreTrouble):
    """The file was not made with this key."""


class StoreUnprotected(StoreTrouble):
    """The file is not encrypted; Fieldapp never writes such a one."""


class StoreDamaged(StoreTrouble):
    """Bytes of the file are not what was written."""


class StoreNewer(StoreTrouble):
    """The file was last opened by a newer version of the program."""


class StoreBusy(StoreTrouble):
    """Another process has this desk open."""


class DiskFull(StoreTrouble):
    """No room for what is being saved."""


class StoreUnwritable(StoreTrouble):
    """The disk refuses: read-only, unplugged, or failing."""


class CopyFailed(StoreTrouble):
    """A copy could not be finished: the stick was pulled out, is full, or fails."""


class CopyDamaged(StoreTrouble):
    """A copy is not what was written, or was made by somebody else."""


class CopyNewer(StoreTrouble):
    """A newer version of the program made this copy."""


class NotRestored(StoreTrouble):
    """A restore could not be finished; nothing of it is left."""


class NoCopyThere(Mistake):
    """The folder holds no copy."""


class NotItsHome(Mistake):
    """What was made in practice is no real work, and what is real is no practice."""


class DeskThere(Mistake):
    """A restore would overwrite something."""


MISSING: Final = sentence(
    "The file with this desk's records is not where it should be. Nothing was changed. "
    "Look whether the folder was moved or deleted; if so, restore the last copy from your USB stick, "
    "or ask your coordinator: what was sent to the server can be fetched again."
)
FOREIGN: Final = sentence(
    "These records were locked with another key than this desk's, so they cannot be opened. Nothing was changed. "
    "Files of two desks may have been mixed up: put the folder back as it was, or restore the last copy."
)
UNPROTECTED: Final = sentence(
    "The file in the place of this desk's records is not encrypted, so Fieldapp did not make it and will not open it. "
    "Nothing was changed. Tell your coordinator before you go on, and restore the last copy."
)
DAMAGED: Final = sentence(
    "The file with this desk's records is damaged: the disk no longer gives back what was written. "
    "The file is left as it is. Stop working on this laptop, keep the folder, and restore the last copy; "
    "what was sent to the server is safe there."
)
NEWER: Final = sentence(
    "A newer version of Fieldapp has worked with these records. They are safe and were not changed. "
    "Update Fieldapp on this laptop, then open them again."
)
BUSY: Final = sentence(
    "This desk is open in another Fieldapp window on this laptop. Nothing was changed. "
    "Go on in that window, or close it and try again."
)
FULL: Final = sentence(
    "The disk of this laptop is full, so this could not be saved. Everything saved before is safe. "
    "Leave this window open, delete what you can spare (downloads, films), then save again."
)
UNWRITABLE: Final = sentence(
    "The disk does not let Fieldapp write. Everything saved before is safe. "
    "Leave this window open, see whether the disk or folder is write-protected or unplugged, then save again."
)
COPY_FAILED: Final = sentence(
    "The copy could not be finished: the USB stick was pulled out, is full, or does not answer. "
    "Everything on this laptop is safe, and copies made before are as good as they were. "
    "Put the stick in again, or take another one, and start the copy again."
)
COPY_DAMAGED: Final = sentence(
    "This copy is damaged, or another desk made it, so it was not used. Nothing on this laptop was changed. "
    "Try an older copy, or the stick it was first written to."
)
COPY_NEWER: Final = sentence(
    "A newer version of Fieldapp made this copy. It is as good as it was, and nothing on this laptop was changed. "
    "Update Fieldapp on this laptop, then restore it."
)
NOT_RESTORED: Final = sentence(
    "The copy could not be restored: the USB stick was pulled out, or the disk of this laptop is full. "
    "The copy is as good as it was, and nothing on this laptop was changed. "
    "Put the stick in again, make room on the disk, and start again."
)
NO_COPY_THERE: Final = sentence(
    "There is no copy in this folder. "
    "Choose the folder that Fieldapp made on the USB stick; its name begins with “copy”."
)
PRACTICE_ONLY: Final = sentence(
    "This comes from practice, with made-up people. Nothing was changed. "
    "It opens only in practice, so that nobody takes it for real work."
)
REAL_ONLY: Final = sentence(
    "This is real work and was not opened in practice, where it would be taken for a sample. Nothing was changed. "
    "Leave practice, then open it."
)
DESK_THERE: Final = sentence(
    "There is a desk in this place already, and a restore never overwrites one. Restore the copy as a new desk."
)

_BY_CODE: Final[dict[int, tuple[type[StoreTrouble], str]]] = {
    engine.CORRUPT: (StoreDamaged, DAMAGED),
    engine.NOT_A_DATABASE: (StoreDamaged, DAMAGED),
    engine.FULL: (DiskFull, FULL),
    engine.BUSY: (StoreBusy, BUSY),
    engine.LOCKED: (StoreBusy, BUSY),
    engine.READ_ONLY: (StoreUnwritable, UNWRITABLE),
    engine.NO_PERMISSION: (StoreUnwritable, UNWRITABLE),
    engine.CANNOT_OPEN: (StoreUnwritable, UNWRITABLE),
    engine.IO_ERROR: (StoreUnwritable, UNWRITABLE),
}


def trouble_behind(error: BaseException) -> StoreTrouble | None:
    """The trouble that SQLite's error code stands for; None where it is a bug of ours."""
    code = engine.code_of(error)
    found = None if code is None else _BY_CODE.get(code)
    return None if found is None else found[0](found[1])


@contextmanager
def troubles_told() -> Iterator[None]:
    """Inside, an error of the database that has a sentence is raised as the trouble it stands for."""
    try:
        yield
    except engine.DatabaseError as error:
        trouble = trouble_behind(error)
        if trouble is None:
            raise
        raise trouble from error
