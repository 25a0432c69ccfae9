"""Columns of a row that no question took: passed over where they change nothing here, refused where they would."""

from __future__ import annotations

import re
from typing import Final

from fieldapp.forms.problems import Findings
from fieldapp.forms.sheets.columns import Cells
from fieldapp.words import sentence

#: For telephones, for other programs' records, or for looks.
_WITHOUT_EFFECT: Final = re.compile(
    r"instance::hxl|bind::(?:orx:max-pixels|odk:allow-mock-accuracy|odk:length|saveIncomplete)"
    r"|control::(?:accuracyThreshold|unacceptableAccuracyThreshold|rows|autoplay)",
    re.IGNORECASE,
)
_SMS: Final = re.compile(r"sms_.*|instance::odk:tag", re.IGNORECASE)
_PROGRAM: Final = re.compile(r"(?:control::)?intent|bind::jr:noAppErrorString(?:::.*)?", re.IGNORECASE)


def tell_extras(cells: Cells, findings: Findings) -> None:
    """Tell of each column that is left in a row of the survey sheet. Call it when all others were taken."""
    for column in cells.left():
        if _WITHOUT_EFFECT.fullmatch(column):
            continue
        text, tell = sentence("The column “{heading}” is not supported."), findings.wrong
        if _SMS.fullmatch(column):
            text = sentence("“{heading}” is not supported. Forms are not sent by SMS here.")
        elif _PROGRAM.fullmatch(column):
            text = sentence("“{heading}” is not supported. It asks for another program: take it out.")
        elif "::" not in column:
            text, tell = sentence("The column “{heading}” is not known and has no effect."), findings.note_once
        tell(cells, column, text, heading=column)
