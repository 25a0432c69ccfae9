"""The letterhead of this desk's papers: typed once, remembered, changed at any time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

from fieldapp.domain.answers import Json
from fieldapp.storage.write import Write
from fieldapp.work.desk import Desk

_LETTERHEAD = "letterhead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """Who the sheet says it comes from: words that everyone may read."""

    organisation: str = ""
    worker: str = ""
    lines: tuple[str, ...] = ()
    return_to: str = ""


def letterhead_of(desk: Desk) -> Letterhead:
    """What stands on the next paper; empty until somebody has typed it."""
    with desk.store.read() as reader:
        kept = cast("dict[str, Json]", reader.recall(_LETTERHEAD) or {})
    lines = cast("list[Json]", kept.get("lines") or [])
    return Letterhead(
        organisation=str(kept.get("organisation") or ""),
        worker=str(kept.get("worker") or ""),
        lines=tuple(str(line) for line in lines),
        return_to=str(kept.get("return_to") or ""),
    )


def keep_letterhead(desk: Desk, letterhead: Letterhead) -> None:
    """From now on papers bear this one. Raises WordGivesAway for a word that tells what it is about."""
    from fieldapp.papers.wording import refuse_words_that_give_away  # noqa: PLC0415 - start-up does not wait for it

    tidy = _tidied(letterhead)
    refuse_words_that_give_away((tidy.organisation, tidy.worker, *tidy.lines, tidy.return_to))
    lines: list[Json] = list(tidy.lines)
    kept: dict[str, Json] = {
        "organisation": tidy.organisation,
        "worker": tidy.worker,
        "lines": lines,
        "return_to": tidy.return_to,
    }

    def write(writing: Write) -> None:
        writing.remember(_LETTERHEAD, kept)

    desk.store.write_now(write)


def _tidied(letterhead: Letterhead) -> Letterhead:
    """Without spaces around and without empty lines."""
    return replace(
        letterhead,
        organisation=letterhead.organisation.strip(),
        worker=letterhead.worker.strip(),
        lines=tuple(line.strip() for line in letterhead.lines if line.strip()),
        return_to=letterhead.return_to.strip(),
    )
