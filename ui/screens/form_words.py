"""What pages of imported forms say when one was brought in, given to colleagues, or has come from one."""

from __future__ import annotations

from typing import Final

from fieldapp.words import Sentence
from fieldapp.work.importing import BroughtIn
from fieldapp.work.previewing import Preview
from fieldapp.work.sharing import Sent
from ui.widgets.banner import NOTE, WARNING
from ui.widgets.said import Words

_TOO_BIG: Final = Sentence(
    "It is too big to be sent to your colleagues. Give each of them the file: they bring it in at their own desks."
)


def told(brought: BroughtIn, sent: Sent = Sent.NOT_HERS) -> tuple[Words, str]:
    """What to say of a form that is here now, and in which tone."""
    here = Sentence("The form “{title}” is here now.", {"title": brought.title})
    if brought.before is not None:
        here = Sentence(
            "The form “{title}” is here in this version now. Its records and drafts stay and open in it.",
            {"title": brought.title},
        )
    if sent in (Sent.NOT_HERS, Sent.ALONE):
        return here, NOTE
    more, tone = given(sent)
    return Sentence("{here} {more}", {"here": here, "more": more}), tone


def given(sent: Sent) -> tuple[Sentence, str]:
    """What became of a form that was to go to all."""
    match sent:
        case Sent.SENT:
            return Sentence("Your colleagues receive it with the next connection."), NOTE
        case Sent.TOO_BIG:
            return _TOO_BIG, WARNING
        case _:
            return Sentence("It stays on this desk."), WARNING


def versions(found: Preview) -> Words:
    """From which version to which."""
    now = found.form.version or "–"
    if found.before is None or found.same_number:
        return now
    return Sentence("{before} → {now}", {"before": found.before or "–", "now": now})


def title(found: Preview) -> Sentence:
    """What is looked at; what the form is called stands below, where there is room for it."""
    return Sentence("New form") if found.before is None else Sentence("New version of a form")
