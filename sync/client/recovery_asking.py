"""At a locked desk: ask the organisation for a way in, and use its answer, once.

The one-time key lies in a small file beside the keystore until it is used or withdrawn, so that the program may be
closed meanwhile. Who has the laptop can read it; without the officer's answer it opens nothing.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from fieldapp.domain.answers import Json, canonical
from fieldapp.vault.errors import KeystoreNotWritten
from fieldapp.vault.keystore import Vault, open_with_user_key, read_keystore
from fieldapp.vault.writing import replace_file
from fieldapp.words import sentence
from sync.client.errors import NothingAsked, NotThatFile, NotWithdrawn
from sync.protocol.errors import Unacceptable
from sync.protocol.keys import OpeningKey
from sync.protocol.resets import ResetAnswer, ResetRequest, hear_answer, read_answer

_NAME: Final = "asked"
_KEY: Final = 32


def asked(folder: Path) -> ResetRequest | None:
    """What this desk asks; None while it asks nothing. Raises the Trouble that keeps its keystore from being read."""
    opening = _one_time(folder)
    return None if opening is None else ResetRequest(_keystore(folder), opening.seal_key)


def ask(folder: Path) -> ResetRequest:
    """Ask; what was asked before is asked still. Raises KeystoreNotWritten, and as `asked` does."""
    before = asked(folder)
    if before is not None:
        return before
    opening, keystore = OpeningKey.fresh(), _keystore(folder)
    kept: dict[str, Json] = {"keystore": keystore, "key": opening.raw.hex()}
    try:
        replace_file(folder / _NAME, canonical(kept).encode())
    except OSError as wrong:
        raise KeystoreNotWritten(wrong.strerror or type(wrong).__name__) from wrong
    return ResetRequest(keystore, opening.seal_key)


def withdraw(folder: Path) -> None:
    """Ask nothing any more: an answer that still comes opens nothing. So it is when one was used, too.

    Raises NotWithdrawn; then it still stands.
    """
    try:
        (folder / _NAME).unlink(missing_ok=True)
    except OSError as wrong:
        raise NotWithdrawn(wrong.strerror or type(wrong).__name__) from wrong


def take_spoken(folder: Path, typed: str) -> Vault:
    """The answer by telephone opens the desk; `keystore.begin_again` and `withdraw` come next.

    Raises NothingAsked, Misheard, OtherRequest, WrongUserKey, or the Trouble that keeps the keystore from being opened.
    """
    return _open(folder, hear_answer(typed, _standing(folder)))


def take_file(folder: Path, raw: bytes) -> Vault:
    """The same from a file. Raises NotThatFile too."""
    request = _standing(folder)
    try:
        answer = read_answer(raw, request)
    except Unacceptable as wrong:
        raise _not_that() from wrong
    return _open(folder, answer)


def _standing(folder: Path) -> ResetRequest:
    request = asked(folder)
    if request is None:
        raise NothingAsked
    return request


def _open(folder: Path, answer: ResetAnswer) -> Vault:
    opening = _one_time(folder)
    if opening is None:
        raise NothingAsked
    try:
        user_key = answer.open(opening)
    except Unacceptable as wrong:
        raise _not_that() from wrong
    return open_with_user_key(folder, user_key)


def _keystore(folder: Path) -> str:
    return read_keystore(folder)[0].identity


def _one_time(folder: Path) -> OpeningKey | None:
    """None where there is none, or the file cannot be used: then she asks anew."""
    try:
        kept = json.loads((folder / _NAME).read_text("utf-8"))
        fits = kept["keystore"] == _keystore(folder)
        key = bytes.fromhex(kept["key"])
        return OpeningKey(key) if fits and len(key) == _KEY else None
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _not_that() -> NotThatFile:
    return NotThatFile(
        sentence("This is no answer to the request that stands here, or it was changed on its way. Have it made anew.")
    )
