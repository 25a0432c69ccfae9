"""Reads a form that somebody wrote as an XLSForm (a workbook, or Markdown): all of it, or not at all.

Everything that this program does not have is refused with its sheet, row and column, never left out in silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fieldapp.domain.ids import FormId
from fieldapp.forms.languages import language_code
from fieldapp.forms.model import Form, Item
from fieldapp.forms.problems import Findings, FormRefused, Problem
from fieldapp.forms.rules.layout import ROOT
from fieldapp.forms.rules.plan import Aspect, WrongRule, plan_of
from fieldapp.forms.sheets.columns import Cells, rows_of
from fieldapp.forms.sheets.entities import placed, read_entities
from fieldapp.forms.sheets.lists import Lists
from fieldapp.forms.sheets.questions import QuestionReader
from fieldapp.forms.sheets.settings import Settings
from fieldapp.forms.sheets.survey import SurveyReader
from fieldapp.forms.sheets.tables import Tables
from fieldapp.forms.sheets.workbook import Sheet, read_sheets
from fieldapp.words import Sentence, sentence

#: A column with words in one language; forms of old divide its name by one colon.
_TRANSLATED: Final = re.compile(
    r"(label|caption|hint|guidance[ _]hint|constrain(?:t|ing)[ _]message|required[ _]?m(?:essage|sg)"
    r"|bind::(?:jr:constraintMsg|jr:requiredMsg|fieldapp:unlikelyMsg))\s*(::?)\s*(.+)",
    re.IGNORECASE,
)
_PLACE: Final = re.compile(r"On the '(\w+)' sheet, the '(\w+)' value")
_ROW: Final = re.compile(r"\[row\s*:\s*(\d+)\]\s*")


@dataclass(frozen=True, slots=True)
class Read:
    """A form, and what its reader should know of it: what is without effect here, each with its place."""

    form: Form
    warnings: tuple[Problem, ...]


def read_xlsform(path: Path) -> Form:
    """The form in a file, with the files that lie beside it. Raises FormUnreadable or FormRefused (both a Mistake)."""
    return read_form(path).form


def read_form(path: Path, files: Sequence[Path] = (), filled: Iterable[str] = ()) -> Read:
    """The form in a file, with what is to be said about it. `files`: lists that do not lie beside it.

    `filled`: lists that records of other forms fill, so that no file of theirs need be there.

    Raises FormUnreadable or FormRefused (both a Mistake).
    """
    sheets = read_sheets(path)
    findings = Findings()
    form = _read(sheets, path, files, filled, findings)
    _stop(findings)
    findings.take(_problem(form, rule) for rule in plan_of(form).wrong)
    _stop(findings)
    findings.take(_broken_rules(sheets, path.stem))
    _stop(findings)
    return Read(form, findings.warnings)


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as far as it could be read: a form to be used only where no problem is an error, and its sheets."""

    form: Form
    problems: tuple[Problem, ...]
    sheets: Mapping[str, Sheet]


def read_whole(path: Path, tell: Callable[[float], object] = bool, filled: Iterable[str] = ()) -> Reading:
    """Read on past what is wrong, as far as possible. `tell` hears which share is done; `filled` as in `read_form`.

    Raises FormUnreadable, or FormRefused where nothing could be read.
    """
    sheets = read_sheets(path)
    tell(0.4)
    findings = Findings()
    form = _read(sheets, path, (), filled, findings)
    tell(0.6)
    findings.take(_problem(form, rule) for rule in plan_of(form).wrong)
    tell(0.7)
    known = {problem.row for problem in findings.errors}
    findings.take(each for each in _broken_rules(sheets, path.stem) if not known or each.row not in known | {0})
    return Reading(form, (*findings.errors, *findings.warnings), sheets)


def _read(
    sheets: Mapping[str, Sheet], path: Path, files: Sequence[Path], filled: Iterable[str], findings: Findings
) -> Form:
    settings = Settings(sheets["settings"], path.stem, findings)
    languages = _languages(sheets, findings)
    lists = Lists(findings, Tables(path, files))
    lists.read_sheet(rows_of(sheets["choices"], settings.language), duplicates=settings.duplicates)
    lists.read_external(rows_of(sheets["external_choices"], settings.language))
    entities = read_entities(rows_of(sheets["entities"], ""), findings)
    for name in (*filled, *(entity.list for entity in entities)):
        lists.expect(name)
    questions = QuestionReader(lists, findings, entities, ours=settings.ours)
    reader = SurveyReader(lists, findings, questions, languages)
    children = reader.read(rows_of(sheets["survey"], settings.language, strip=settings.strip))
    return Form(
        id=FormId(settings.form_id),
        version=settings.version,
        title=settings.title,
        languages=languages,
        default_language=language_code(settings.language),
        instance_name=settings.instance_name,
        ours=settings.ours,
        children=children,
        lists=lists.used(reader.looked_up | _named_lists(children)),
        entities=placed(entities, children),
        audit=reader.audit,
    )


def _stop(findings: Findings) -> None:
    if findings.errors:
        raise FormRefused(findings.errors)


def _named_lists(children: tuple[Item, ...]) -> set[str]:
    """The lists that questions take their choices or the words beside their marks from."""
    questions = [question for _, question in Form(id=FormId(""), children=children).questions()]
    names = {question.choices for question in questions}
    return names | {question.parameters.get("tick_labelset", "") for question in questions}


def _languages(sheets: Mapping[str, Sheet], findings: Findings) -> dict[str, str]:
    """The languages of all columns; two columns for the same words in one language are refused."""
    names: dict[str, str] = {}
    taken: dict[tuple[str, str, str], str] = {}
    for sheet in sheets.values():
        divider = "::" if any("::" in header for header in sheet.headers) else ":"
        for header in sheet.headers:
            found = _TRANSLATED.fullmatch(header)
            if found is None or found[2] != divider:
                continue
            code = language_code(found[3].strip())
            names.setdefault(code, found[3].strip())
            column = sheet.name, found[1].lower(), code
            if column in taken:
                text = sentence("“{one}” and “{other}” are for the same language. Leave one of them.")
                findings.wrong(Cells(sheet.name, 1, {}), header, text, one=taken[column], other=header)
            taken[column] = header
    return names


def _problem(form: Form, rule: WrongRule) -> Problem:
    if rule.aspect is Aspect.ENTITY:
        return Problem("entities", rule.row, rule.column, rule.reason.sentence)
    if rule.node == ROOT:
        return Problem("settings", 2, rule.aspect.value, rule.reason.sentence)
    item = plan_of(form).layout.item(rule.node)
    if rule.aspect is Aspect.WORDS:
        return Problem("survey", item.row, "label", rule.reason.sentence)
    return Problem("survey", item.row, rule.aspect.value, rule.reason.sentence)


def _broken_rules(sheets: Mapping[str, Sheet], stem: str) -> Iterator[Problem]:
    """What other programs would not take, this one does not take either: the form must stay an XLSForm.

    They tell the first thing alone.
    """
    from pyxform.xls2json import workbook_to_json  # noqa: PLC0415 - half a second, needed at import alone
    from pyxform.xls2json_backends import DefinitionData  # noqa: PLC0415

    headers = {f"{name}_header": [dict.fromkeys(sheet.headers)] for name, sheet in sheets.items()}
    rows = {name: list(sheet.rows) for name, sheet in sheets.items()}
    book = DefinitionData(fallback_form_name=stem, sheet_names=list(sheets), **rows, **headers)
    try:
        workbook_to_json(book, form_name="data", fallback_form_name=stem, warnings=[])
    except MemoryError:
        raise
    except Exception as wrong:  # noqa: BLE001 - pyxform raises whatever an odd form leads it into
        found = _ROW.search(str(wrong))
        reason = Sentence(sentence("This breaks a rule of XLSForm: {reason}"), {"reason": _ROW.sub("", str(wrong))})
        place = _PLACE.search(str(wrong))
        sheet, column = (place[1], place[2]) if place else ("survey", "")
        yield Problem(sheet, int(found[1]) if found else 0, column, reason)
