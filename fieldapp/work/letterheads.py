"""The letterhead of this desk's papers: typed once, remembered, changed at any time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, cast

from fieldapp.domain.answers import Json
from fieldapp.domain.codes import Code, show_code
from fieldapp.domain.consent import Level, Release
from fieldapp.domain.ids import RecordId
from fieldapp.domain.referrals import Asked, Person, Priority, disclose
from fieldapp.errors import Mistake
from fieldapp.storage.write import Write
from fieldapp.words import Language, Sentence, say
from fieldapp.work.desk import Desk

_LETTERHEAD: Final = "letterhead"
_NO_CODE: Final = Code("0000000000")


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


def wrong_with(words: str) -> Sentence | None:
    """What keeps these words from standing on a paper: a word that gives away, a letter that no font has."""
    from fieldapp.papers.letters import printable  # noqa: PLC0415 - start-up does not wait for it
    from fieldapp.papers.wording import refuse_words_that_give_away  # noqa: PLC0415

    try:
        refuse_words_that_give_away((words,))
        printable(words)
    except Mistake as mistake:
        return mistake.sentence
    return None


def sample_sheet(desk: Desk, letterhead: Letterhead, language: Language) -> bytes:
    """A sheet of nobody under this letterhead, marked SAMPLE, to be looked at. Raises what the paper refuses."""
    from fieldapp.papers.referral import referral_form  # noqa: PLC0415 - start-up does not wait for it
    from fieldapp.papers.referral_paper import Party, ReferralPaper  # noqa: PLC0415

    tidy = _tidied(letterhead)
    nobody = say("Recipient", language=language)
    today = desk.today()
    basis = Release(record=RecordId(""), recipient=nobody, level=Level.CODE, given_on=today, until=today)
    asked = Asked(recipient=nobody, services=(), priority=Priority.NORMAL)
    paper = ReferralPaper(
        disclosure=disclose(Person(code=show_code(_NO_CODE)), asked, basis),
        asked=asked,
        made=today,
        sent_by=Party(tidy.worker or tidy.organisation, tidy.lines),
        slip=_NO_CODE,
        letterhead=tidy.organisation,
        return_to=tidy.return_to,
        sample=True,
    )
    return referral_form(paper, language)


def _tidied(letterhead: Letterhead) -> Letterhead:
    """Without spaces around and without empty lines."""
    return replace(
        letterhead,
        organisation=letterhead.organisation.strip(),
        worker=letterhead.worker.strip(),
        lines=tuple(line.strip() for line in letterhead.lines if line.strip()),
        return_to=letterhead.return_to.strip(),
    )
