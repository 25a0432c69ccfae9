"""The appearances of XLSForm: looks that the pages have or can do without, and what would need another program."""

from __future__ import annotations

import re
from typing import Final

from fieldapp.forms.problems import Findings
from fieldapp.forms.sheets.columns import Cells
from fieldapp.words import sentence

#: All that ODK and its relatives describe; what a page does not draw so, it draws plainly, and asks the same.
_LOOKS: Final = re.compile(
    r"multiline|numbers|url|thousands-sep|masked|counter|bearing|spinner|hidden-answer|front|picker|vertical|no-ticks"
    r"|minimal|autocomplete|search|likert|quick|(?:quick)?compact(?:-\d+)?|horizontal|horizontal-compact|rating|slider"
    r"|columns(?:-(?:pack|flex|\d+))?|no-buttons|label|list|list-nolabel|image-map|map|randomized"
    r"|no-calendar|month-year|year|maps|placement-map|hide-input|signature|draw|annotate"
    r"|field-list|table-list|accordion|summary|logic|pages|theme-grid|[wh]\d+"
)
_CALENDARS: Final = frozenset({"ethiopian", "coptic", "islamic", "bikram-sambat", "myanmar", "persian", "buddhist"})
_CAMERA: Final = frozenset({"new", "new-front", "new-rear", "selfie"})
_PROGRAM: Final = re.compile(r"\b(?:ex|printer):", re.IGNORECASE)
_SEARCH: Final = re.compile(r"\bsearch\s*\(", re.IGNORECASE)


def read_appearance(cells: Cells, findings: Findings) -> str:
    """The appearance of a row; what would change how the form works is refused, what is unknown is noted."""
    appearance = cells.take("control", "appearance")
    if _PROGRAM.search(appearance):
        text = sentence("“{appearance}” is not supported. It asks for another program: ask for the answer itself.")
        findings.wrong(cells, "appearance", text, appearance=appearance)
        return appearance
    if _SEARCH.search(appearance):
        text = sentence("“{appearance}” is not supported. Write select_one_from_file and a choice filter instead.")
        findings.wrong(cells, "appearance", text, appearance=appearance)
        return appearance
    for word in appearance.lower().split():
        if word in _CALENDARS:
            findings.note(cells, "appearance", sentence("“{word}”: dates are shown by the common calendar."), word=word)
        elif word in _CAMERA:
            findings.note(
                cells, "appearance", sentence("“{word}”: pictures come from files and the clipboard."), word=word
            )
        elif not _LOOKS.fullmatch(word):
            findings.note(cells, "appearance", sentence("“{word}” is not known and has no effect."), word=word)
    return appearance
