"""What is said when a desk opens: that it came back from a copy, or that somebody tried other passphrases."""

from __future__ import annotations

from fieldapp.words import Sentence, say_number
from ui import times
from ui.entrance import Entered
from ui.widgets.said import Words


def told_at_opening(entered: Entered) -> Words:
    """In words; empty when there is nothing to say."""
    if entered.copied is not None:
        return Sentence(
            "Your desk is back from a copy, as it was on {when}. What was recorded after that is not in it.",
            {"when": times.moment(entered.copied)},
        )
    if entered.failed:
        return say_number(
            "Since you were here last, a wrong passphrase was typed {number} time.",
            "Since you were here last, a wrong passphrase was typed {number} times.",
            entered.failed,
        )
    return ""
