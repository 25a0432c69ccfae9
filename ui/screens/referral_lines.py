"""What the lines around a referral say: recipients, what goes out, what stays, papers printed before."""

from __future__ import annotations

from typing import Final

from fieldapp.domain.consent import Level, Release
from fieldapp.domain.phones import show_phone
from fieldapp.domain.referrals import Disclosure, Line
from fieldapp.words import Sentence, say, sentence
from fieldapp.work.directory import Recipient
from fieldapp.work.preparing import Trial
from fieldapp.work.printed import CameOut, PrintedPaper
from ui import times
from ui.widgets.said import Words

_LEVELS: Final = {
    Level.CODE: sentence("only her code, until {until}"),
    Level.CONTACT: sentence("name and how to reach her, until {until}"),
    Level.NEEDS: sentence("name, how to reach her, what she needs, until {until}"),
}
_CAME_OUT: Final = {
    CameOut.ALL: sentence("came out"),
    CameOut.PARTLY: sentence("came out only partly"),
    CameOut.NOTHING: sentence("did not come out"),
    CameOut.NOT_SAID: sentence("nobody said whether it came out"),
}


def recipient_key(recipient: Recipient) -> str:
    """Recipients are told apart by their names."""
    return recipient.name


def recipient_name(recipient: Recipient) -> str:
    """As the release or the directory writes it."""
    return recipient.name


def what_is_released(recipient: Recipient) -> str:
    """How much they may be told today, or that it is nothing."""
    if recipient.release is not None:
        return _level(recipient.release)
    if recipient.ran_out:
        return say("nothing: her release does not hold now")
    return say("nothing: she has not been asked yet")


def _level(release: Release) -> str:
    until = f"{release.until:%d.%m.%Y}" if release.until else ""
    return say(_LEVELS[release.level], until=until)


def going_out(trial: Trial) -> list[Words]:
    """Everything that will stand on the sheet of her and of what is asked, line by line."""
    if trial.seen is None:
        return []
    asked, words = trial.seen.asked, trial.wording
    services = ", ".join(words.get("services", {}).get(each, each) for each in asked.services)
    lines: list[Words] = [_line(line, words.get(line.name, {})) for line in trial.seen.disclosure.goes_out]
    lines.append(Sentence("Asked of them: {services}", {"services": services}))
    if asked.seen_before is not None:
        lines.append(Sentence("To be seen before {when}", {"when": f"{asked.seen_before:%d.%m.%Y %H:%M}"}))
    return lines


def _line(line: Line, words: dict[str, str]) -> Words:
    value = show_phone(line.value) if line.name == "phone" else words.get(line.value, line.value)
    return Sentence("{what}: {value}", {"what": line.label, "value": value})


def staying(disclosure: Disclosure) -> list[Words]:
    """What is known and does not leave, each with the reason."""
    return [Sentence("{what}: {reason}", {"what": held.label, "reason": held.reason}) for held in disclosure.stays]


def printed_line(paper: PrintedPaper) -> Words:
    """One paper that was printed before."""
    values = {
        "when": times.moment(paper.when),
        "recipient": paper.recipient,
        "outcome": Sentence(_CAME_OUT[paper.came_out]),
    }
    if paper.kind == "her_copy":
        return Sentence("{when}, copy for her: {outcome}", values)
    if paper.kind == "other":
        return Sentence("{when}, for {recipient}: as a file", values)
    return Sentence("{when}, for {recipient}: {outcome}", values)
