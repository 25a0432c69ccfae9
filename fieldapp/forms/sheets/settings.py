"""The settings sheet of a form."""

from __future__ import annotations

import re
from typing import Final

from fieldapp.forms.problems import Findings
from fieldapp.forms.sheets.columns import Cells, rows_of
from fieldapp.forms.sheets.workbook import Sheet
from fieldapp.words import sentence

_NO: Final = frozenset({"no", "false", "false()"})
_YES: Final = frozenset({"yes", "true", "true()"})
#: For looks, and for what this program does in its own way whatever they say.
_WITHOUT_EFFECT: Final = ("name", "style", "instance_id", "instance_xmlns", "omit_instanceID", "client_editable")
#: How telephones send and forget; this program sends at its own sync.
_SENDING: Final = ("submission_url", "auto_send", "auto_delete")
_SMS: Final = re.compile(r"sms_.*|prefix|delimiter", re.IGNORECASE)


class Settings:
    """What the sheet says; what is wrong with it goes to `findings`."""

    def __init__(self, sheet: Sheet, stem: str, findings: Findings) -> None:
        rows = rows_of(_with_one_id(sheet), "")
        cells = rows[0] if rows else Cells(sheet.name, 2, {})
        self.form_id = cells.take("id_string") or stem
        self.title = cells.take("title") or self.form_id
        self.version = cells.take("version")
        self.language = cells.take("default_language")
        self.instance_name = cells.take("instance_name")
        self.ours = re.search(r"\bfieldapp\s*=", cells.take("namespaces")) is not None
        self.strip = cells.take("clean_text_values").lower() not in _NO
        self.duplicates = cells.take("allow_choice_duplicates").lower() in _YES
        self._pass_over(cells, findings)
        self._refuse(cells, findings)
        for extra in rows[1:]:
            findings.wrong(extra, "", sentence("Settings stand in one row alone."))

    def _pass_over(self, cells: Cells, findings: Findings) -> None:
        for column in _WITHOUT_EFFECT:
            cells.take(column)
        for column in _SENDING:
            if cells.take(column):
                findings.note(
                    cells,
                    column,
                    sentence("“{heading}” has no effect: records go to your organisation's server alone."),
                    heading=column,
                )

    def _refuse(self, cells: Cells, findings: Findings) -> None:
        if cells.take("public_key"):
            findings.wrong(
                cells,
                "public_key",
                sentence(
                    "The setting “{heading}” is not supported. Take it out: this program encrypts all records itself."
                ),
                heading="public_key",
            )
        if cells.take("add_none_option").lower() in _YES:
            findings.wrong(
                cells,
                "add_none_option",
                sentence("The setting “{heading}” is not supported. Write the choice “none” into the lists."),
                heading="add_none_option",
            )
        for column in cells.left():
            if _SMS.fullmatch(column):
                findings.wrong(
                    cells,
                    column,
                    sentence("“{heading}” is not supported. Forms are not sent by SMS here."),
                    heading=column,
                )
            elif column.startswith("attribute::"):
                continue
            else:
                findings.note(
                    cells, column, sentence("The setting “{heading}” is not known and has no effect."), heading=column
                )


def _with_one_id(sheet: Sheet) -> Sheet:
    """“form_id” and “id_string” mean the same; where both stand, the first is right."""
    if not {"form_id", "id_string"} <= set(sheet.headers):
        return sheet
    rows = [{name: cell for name, cell in row.items() if name != "id_string"} for row in sheet.rows]
    return Sheet(sheet.name, tuple(name for name in sheet.headers if name != "id_string"), rows)
