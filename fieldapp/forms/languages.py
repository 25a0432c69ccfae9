"""The languages of a form: "Русский (ru)" in a column's name is the language "ru"."""

from __future__ import annotations

import re
from typing import Final

from fieldapp.forms.model import Text

_CODE: Final = re.compile(r".*\(\s*([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_][A-Za-z0-9]+)*\s*\)\s*")
#: Names without a code that forms of the region bear.
_KNOWN: Final = {
    **dict.fromkeys(("english", "английский", "en"), "en"),
    **dict.fromkeys(("russian", "русский", "ru"), "ru"),
    **dict.fromkeys(("kyrgyz", "кыргызча", "кыргыз", "киргизский", "ky"), "ky"),
    **dict.fromkeys(("kazakh", "қазақша", "казахский", "kk"), "kk"),
    **dict.fromkeys(("tajik", "тоҷикӣ", "таджикский", "tg"), "tg"),
    **dict.fromkeys(("uzbek", "o'zbekcha", "oʻzbekcha", "узбекский", "uz"), "uz"),
    **dict.fromkeys(("turkmen", "türkmençe", "туркменский", "tk"), "tk"),
}
#: How pyxform calls the language of a column that names none.
_UNNAMED: Final = "default"


def language_code(name: str) -> str:
    """The code in brackets, else that of a known name, else the name itself; "" for no language.

    Of a longer code the letters it is written in count ("uz-cyrl"), not the country.
    """
    if name == _UNNAMED:
        return ""
    found = _CODE.fullmatch(name)
    if found is None:
        return _KNOWN.get(name.strip().lower(), name.strip())
    return "-".join(part.lower() for part in found.groups() if part)


def text_of(cell: object) -> Text:
    """A cell that may have one text or one for each language."""
    if isinstance(cell, dict):
        return Text({language_code(str(name)): str(words) for name, words in cell.items()})
    return Text({"": str(cell)}) if cell not in (None, "") else Text()
