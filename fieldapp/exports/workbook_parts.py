"""The parts of a workbook around its sheets, as ECMA-376 asks for them: what is in it, and how its cells look."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Final
from xml.sax.saxutils import quoteattr


class Style(IntEnum):
    """How a cell looks, by its place in the table of styles."""

    NUMBER = 0
    HEADING = 1
    TEXT = 2
    DAY = 3
    INSTANT = 4
    TIME = 5


#: Excel's own numbers for formats: any, text (a cell that is typed into again stays text), and day, day with time and
#: time in the way of whoever opens it.
_FORMATS: Final = {
    Style.NUMBER: 0,
    Style.HEADING: 49,
    Style.TEXT: 49,
    Style.DAY: 14,
    Style.INSTANT: 22,
    Style.TIME: 20,
}

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SHEETML: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_KIND: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"

#: The line of headings stays in sight.
SHEET_BEGINS: Final = f"""{_HEAD}<worksheet xmlns="{_SHEETML}"><sheetViews><sheetView workbookViewId="0">\
<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>\
<sheetFormatPr defaultRowHeight="15"/><sheetData>"""
SHEET_ENDS: Final = "</sheetData></worksheet>"


def parts_around(sheets: Sequence[str]) -> dict[str, str]:
    """By path: all but the sheets themselves, which are called so, in this order."""
    return {
        "[Content_Types].xml": _content_types(len(sheets)),
        "_rels/.rels": _relations({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": _workbook(sheets),
        "xl/_rels/workbook.xml.rels": _relations(
            {f"rId{number}": ("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)}
            | {f"rId{len(sheets) + 1}": ("styles", "styles.xml")}
        ),
        "xl/styles.xml": _styles(),
    }


def _content_types(sheets: int) -> str:
    kinds = {"workbook.xml": "sheet.main", "styles.xml": "styles"}
    kinds |= {f"worksheets/sheet{number}.xml": "worksheet" for number in range(1, sheets + 1)}
    parts = "".join(
        f'<Override PartName="/xl/{path}" ContentType="{_KIND}.{kind}+xml"/>' for path, kind in kinds.items()
    )
    return f"""{_HEAD}<Types xmlns="{_PACKAGE}/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>{parts}</Types>"""


def _relations(targets: dict[str, tuple[str, str]]) -> str:
    parts = "".join(
        f'<Relationship Id="{number}" Type="{_RELATED}/{kind}" Target="{path}"/>'
        for number, (kind, path) in targets.items()
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{parts}</Relationships>'


def _workbook(sheets: Sequence[str]) -> str:
    parts = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(sheets, 1)
    )
    return f"""{_HEAD}<workbook xmlns="{_SHEETML}" xmlns:r="{_RELATED}">\
<bookViews><workbookView/></bookViews><sheets>{parts}</sheets></workbook>"""


def _styles() -> str:
    looks = "".join(
        f'<xf numFmtId="{number}" fontId="{int(style is Style.HEADING)}" fillId="0" borderId="0" xfId="0" '
        f'applyNumberFormat="1" applyFont="1"/>'
        for style, number in _FORMATS.items()
    )
    return f"""{_HEAD}<styleSheet xmlns="{_SHEETML}">\
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>\
<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>\
<fills count="2"><fill><patternFill patternType="none"/></fill>\
<fill><patternFill patternType="gray125"/></fill></fills>\
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
<cellXfs count="{len(_FORMATS)}">{looks}</cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""
