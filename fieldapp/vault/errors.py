"""What can be wrong with a key file, a passphrase or a sealed stream; each says what is safe and what to do."""

from __future__ import annotations

from fieldapp.errors import Mistake, Trouble
from fieldapp.words import sentence


class WrongPassphrase(Mistake):
    """Not this desk's passphrase (or a key file whose passphrase slot was put together by somebody else)."""

    def __init__(self) -> None:
        super().__init__(
            sentence("This passphrase does not open this desk. Look at keyboard layout and Caps Lock, then try again.")
        )


class WrongRecoveryCode(Mistake):
    """A recovery code without a slip of the pen, but not this desk's."""

    def __init__(self) -> None:
        super().__init__(
            sentence("This recovery code has no slip in it, but it does not open this desk. Look for the right paper.")
        )


class WrongUserKey(Mistake):
    """What an officer sent opens another key file, or one that was here before."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "This answer does not open this desk. Nothing was changed. "
                "Ask your organisation for an answer to the request that stands here."
            )
        )


class KeystoreMissing(Trouble):
    """The desk's folder holds no key file."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "The key file of this desk is gone. Its records are still there, but nothing else opens them. "
                "Put back the key file from your last backup, or ask your administrator."
            )
        )


class KeystoreForeign(Trouble):
    """What lies in the key file's place was not made by this program."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "What lies in the place of this desk's key file is something else. Nothing was changed. "
                "Put back the key file from your last backup, or ask your administrator."
            )
        )


class KeystoreDamaged(Trouble):
    """The key file was ours once, but bytes of it are missing or wrong."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "The key file of this desk is damaged and cannot open it. The records were not touched. "
                "Put back the key file from your last backup, or ask your administrator."
            )
        )


class KeystoreChanged(Trouble):
    """The secret was right, but the key file is not as this program wrote it: somebody edited it."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "The key file of this desk was changed by something other than this program, so it was not opened. "
                "The records were not touched. "
                "Tell your administrator, and put back the key file from your last backup."
            )
        )


class KeystoreNewer(Trouble):
    """The key file was written by a later version of the program."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "This desk was last opened by a newer version of the program. Nothing was changed. "
                "Install the newer version to open it."
            )
        )


class KdfRefused(Trouble):
    """The key file asks for less work than is safe, or for more than a laptop can do; it was not even tried."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "The key file of this desk asks for an unlocking that is too weak or too heavy; somebody may have "
                "changed it, so it was not tried. The records were not touched. "
                "Tell your administrator, and put back the key file from your last backup."
            )
        )


class NotEnoughMemory(Trouble):
    """Argon2id did not get the memory it needs."""

    def __init__(self) -> None:
        super().__init__(
            sentence("There is not enough free memory to unlock. Nothing is lost: close other programs and try again.")
        )


class KeystoreNotRead(Trouble):
    """The system would not let us read the key file."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            sentence("The key file of this desk could not be read ({reason}). Nothing was changed. Try again."),
            reason=reason,
        )


class KeystoreNotWritten(Trouble):
    """The new key file could not be written; the old one stands as it was."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            sentence("The key file could not be written ({reason}). The old one is as it was. Try again."),
            reason=reason,
        )


class NoRoomForKeystore(Trouble):
    """The disk is full; the old key file stands as it was."""

    def __init__(self) -> None:
        super().__init__(
            sentence("The disk is full, so the key file was not written; the old one is as it was. Free some space.")
        )


class KeystoreExists(Trouble):
    """A desk is never made over another."""

    def __init__(self) -> None:
        super().__init__(sentence("There is already a desk in this folder. It was not touched. Choose another folder."))


class StreamForeign(Trouble):
    """These bytes are no sealed copy of this program."""

    def __init__(self) -> None:
        super().__init__(sentence("This file is not a copy that this program made. Nothing was restored from it."))


class StreamNewer(Trouble):
    """The copy was sealed by a later version of the program."""

    def __init__(self) -> None:
        super().__init__(
            sentence("This copy was made by a newer version of the program. Install that version to restore it.")
        )


class StreamDamaged(Trouble):
    """Bytes are missing, added or wrong, or it was sealed with another key or for another purpose."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "This copy is damaged, not complete, or belongs to another desk. Nothing was restored from it. "
                "Try another copy."
            )
        )


class StreamInterrupted(Trouble):
    """Reading or writing stopped half-way: a stick was pulled out, or the disk failed."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            sentence("Copying stopped half-way ({reason}). What was there before is as it was. Try again."),
            reason=reason,
        )


class NoRoomForStream(Trouble):
    """The disk or stick is full."""

    def __init__(self) -> None:
        super().__init__(
            sentence("There is not enough room for the copy. What was there before is as it was. Free some space.")
        )


class StreamTargetExists(Trouble):
    """What is restored never replaces a file."""

    def __init__(self) -> None:
        super().__init__(sentence("There is already a file in the place of the copy. It was not touched."))
