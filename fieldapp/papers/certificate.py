"""The certificate of an erasure: what was destroyed where and when, what is not confirmed yet, and what could not be.

It bears codes and numbers alone. Printed again later, it says what was confirmed since.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from fieldapp.domain.clock import Moment
from fieldapp.domain.codes import Code, show_code
from fieldapp.domain.erasing import WhyErased
from fieldapp.papers.drawing import draw
from fieldapp.papers.entries import Entries, letterhead, top_cells
from fieldapp.papers.marks import MM
from fieldapp.papers.pages import Document, Sheet, lay_out, whole
from fieldapp.papers.strips import BODY, HEADING, TITLE, Column, Strip, gap, kept, text
from fieldapp.words import Language, say, say_number, sentence

_WHY: Final = {
    WhyErased.ASKED.value: sentence("the person asked for it"),
    WhyErased.KEPT_TOO_LONG.value: sentence("the time for which it may be kept is over"),
    WhyErased.WRONGLY_KEPT.value: sentence("it should not have been written down"),
}
_SOMEHOW: Final = sentence("another reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskWord:
    """Somebody else's desk. `at`: when it said that it has destroyed the records; None while it has not."""

    worker: str
    at: Moment | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerWord:
    """The server signed that it destroyed so many packets and files; `at`: when."""

    packets: int
    files: int
    at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """An erasure as it stands on a day (`known_on`).

    `code`: the case's, on the first print alone; afterwards no desk knows it. `here`: when it was done on this desk;
    `keys`: those that opened packets with the records were destroyed there too.
    `has_server`: the records had left this desk. `backup`: the last one of the server that it knows of. `shut_out`:
    whose desks were shut out and never said that they deleted what they held. `copies`: made of this desk's records.
    `elsewhere`: spaces where the records stood too, and that somebody else must clear.
    """

    number: Code
    known_on: Moment
    erased: Moment
    by: str
    why: str
    code: str = ""
    here: Moment | None = None
    records: int = 0
    changes: int = 0
    drafts: int = 0
    files: int = 0
    keys: bool = False
    has_server: bool = True
    server: ServerWord | None = None
    desks: tuple[DeskWord, ...] = ()
    papers: int = 0
    copies: tuple[Moment, ...] = ()
    backup: Moment | None = None
    shut_out: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    letterhead: str = ""
    sample: bool = False


def certificate(paper: Certificate, language: Language) -> bytes:
    """The certificate as a PDF. Raises CannotPrint."""
    return draw(lay_out_certificate(paper, language))


def lay_out_certificate(paper: Certificate, language: Language) -> Document:
    """Where everything stands on it."""
    column = whole()
    entries = Entries(column, language)
    stamp = say("SAMPLE", language=language) if paper.sample else ""
    strips = [
        *text(say("Certificate of erasure", language=language), column, TITLE),
        gap(2 * MM),
        top_cells(_cells(paper, language), column),
        gap(2 * MM),
        *_asked(paper, entries),
        *_part(say("What was destroyed", language=language), column),
        *_destroyed(paper, entries),
        *_part(say("What could not be destroyed", language=language), column),
        *_left(paper, entries),
        gap(4 * MM),
        entries.to_sign(say("Name and signature of who erased it", language=language)),
    ]
    foot = say("As it was known on {day}.", language=language, day=_day(paper.known_on))
    return lay_out(strips, Sheet(language, letterhead(paper.letterhead, "", column, stamp), foot, sample=paper.sample))


def _cells(paper: Certificate, language: Language) -> list[tuple[str, str]]:
    code = paper.code or say("not kept", language=language)
    return [
        (say("Number", language=language), show_code(paper.number)),
        (say("Case", language=language), code),
        (say("Erased on", language=language), _day(paper.erased)),
    ]


def _asked(paper: Certificate, entries: Entries) -> list[Strip]:
    language = entries.language
    why = say(_WHY[paper.why], language=language) if paper.why in _WHY else say(_SOMEHOW, language=language)
    return [
        *_entry(say("Erased by", language=language), [paper.by or say("who signs below", language=language)], entries),
        *_entry(say("Why", language=language), [why], entries),
    ]


def _part(title: str, column: Column) -> list[Strip]:
    return kept([gap(3 * MM), *text(title, column, HEADING), gap(1 * MM)])


def _destroyed(paper: Certificate, entries: Entries) -> list[Strip]:
    language = entries.language
    strips = _entry(say("On this desk", language=language), _here(paper, language), entries)
    if not paper.has_server:
        return strips
    strips += _entry(say("On the server", language=language), [_server(paper, language)], entries)
    desks = [_desk(each, language) for each in paper.desks]
    nobody = say("No other desk held these records.", language=language)
    return strips + _entry(say("On other desks", language=language), desks or [nobody], entries)


def _here(paper: Certificate, language: Language) -> Iterable[str]:
    if paper.here is None:
        return [say("Not yet.", language=language)]
    records = say_number("{number} record", "{number} records", paper.records, language=language)
    changes = say_number("{number} change", "{number} changes", paper.changes, language=language)
    drafts = say_number("{number} draft", "{number} drafts", paper.drafts, language=language)
    files = say_number("{number} attached file", "{number} attached files", paper.files, language=language)
    return [
        f"{records}, {changes}, {drafts}, {files}",
        say("The search was written anew, and the keys that opened older packets were destroyed.", language=language)
        if paper.keys
        else say("The search was written anew.", language=language),
        say("Done on {day}.", language=language, day=_day(paper.here)),
    ]


def _server(paper: Certificate, language: Language) -> str:
    if paper.server is None:
        return say("Not confirmed yet.", language=language)
    packets = say_number("{number} packet", "{number} packets", paper.server.packets, language=language)
    files = say_number("{number} attached file", "{number} attached files", paper.server.files, language=language)
    day = _day(paper.server.at)
    return say(
        "{packets}, {files}; signed by the server on {day}.", language=language, packets=packets, files=files, day=day
    )


def _desk(each: DeskWord, language: Language) -> str:
    worker = each.worker or say("a colleague", language=language)
    if each.at is None:
        return say("{worker}: not heard from yet", language=language, worker=worker)
    return say("{worker}: confirmed on {day}", language=language, worker=worker, day=_day(each.at))


def _left(paper: Certificate, entries: Entries) -> list[Strip]:
    language = entries.language
    papers = (
        say_number(
            "{number} paper was printed and may have been given out.",
            "{number} papers were printed and may have been given out.",
            paper.papers,
            language=language,
        )
        if paper.papers
        else say("None was printed from this desk.", language=language)
    )
    strips = _entry(say("Papers", language=language), [papers], entries)
    copies = [
        say("Copy of {day}: keep it locked away, or destroy it.", language=language, day=_day(each))
        for each in paper.copies
    ]
    none = say("This desk knows of none. Ask at the other desks.", language=language)
    strips += _entry(say("Copies on sticks", language=language), copies or [none], entries)
    if paper.has_server:
        strips += _entry(say("Backups of the server", language=language), [_backup(paper, language)], entries)
    if paper.shut_out:
        lost = [
            say("{worker}: left or shut out, not confirmed", language=language, worker=each) for each in paper.shut_out
        ]
        strips += _entry(say("Lost desks", language=language), lost, entries)
    if paper.elsewhere:
        others = [
            say("{space}: who keeps it must erase the records there", language=language, space=each)
            for each in paper.elsewhere
        ]
        strips += _entry(say("Other spaces", language=language), others, entries)
    return strips


def _backup(paper: Certificate, language: Language) -> str:
    if paper.backup is None:
        return say(
            "Not known. What a backup holds is sealed, and only desks that have not confirmed could open it.",
            language=language,
        )
    return say(
        "The last one known is of {day}. All in it is sealed, and only desks that have not confirmed could open it.",
        language=language,
        day=_day(paper.backup),
    )


def _entry(label: str, lines: Iterable[str], entries: Entries) -> list[Strip]:
    return entries.entry(label, [strip for line in lines for strip in text(line, entries.values, BODY)])


def _day(moment: Moment) -> str:
    return f"{moment.local:%d.%m.%Y %H:%M}"
