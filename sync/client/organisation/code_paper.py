"""The sheet that brings a one-time code to a colleague."""

from __future__ import annotations

from fieldapp.papers.secret import SecretPage
from fieldapp.words import Language, say
from sync.protocol.codes import OneTimeCode


def code_page(code: OneTimeCode, address: str, language: Language, *, sample: bool = False) -> SecretPage:
    """What it says. It names neither her nor the organisation; `address` of the server may be ""."""
    lines = [
        say("Start the program, choose “I was given a code”, and type these groups.", language=language),
        say(
            "The code lets one desk in, once, after your coordinator has compared six groups with you.",
            language=language,
        ),
        say("Until then you can work already: nothing that you record is lost.", language=language),
        say(
            "Keep the code to yourself: whoever has it can ask in your place.",
            language=language,
        ),
        say("Destroy this sheet as soon as you are in.", language=language),
    ]
    if address:
        lines.insert(1, say("Address of the server: {address}", language=language, address=address))
    title = say("Code for joining", language=language)
    return SecretPage(title=title, groups=tuple(code.text.split("-")), lines=tuple(lines), sample=sample)
