"""A record as ODK's own XML, as its servers take it: the form's tree with the answers in it.

What is not relevant is left out. What ODK has no word for (a special answer, a day without its month) stands in an
attribute of our own, which others pass over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta, timezone
from typing import Final
from xml.etree import ElementTree as ET

from fieldapp.domain.answers import Answer, Special
from fieldapp.exports.cells import keyless
from fieldapp.exports.filled import Filled, instance_id
from fieldapp.exports.harmless import Washed
from fieldapp.forms.model import Form, Item, Kind, Question, Repeat

_ORX: Final = "http://openrosa.org/xforms"
_OURS: Final = "urn:fieldapp:xlsform"
#: The file beside a record in which the course of its interview stands.
LOG: Final = "audit.csv"


def submission(form: Form, record: Filled, washed: Washed) -> bytes:
    """The whole record; the same bytes each time."""
    return _Writing(form, record, washed).whole()


def folder_of(record: Filled) -> str:
    """Where ODK's tools look for it in a package: instances/uuid…/submission.xml."""
    return f"instances/{instance_id(record.record).replace(':', '')}/submission.xml"


class _Writing:
    def __init__(self, form: Form, record: Filled, washed: Washed) -> None:
        self._form = form
        self._record = record
        self._washed = washed
        self._zone = timezone(timedelta(minutes=record.created.offset_minutes))

    def whole(self) -> bytes:
        root = ET.Element("data", {"id": self._form.id, "version": self._form.version})
        root.set("xmlns:orx", _ORX)
        root.set("xmlns:fieldapp", _OURS)
        self._fill(root, self._form.children, self._record)
        meta = self._meta(root, self._record)
        ET.SubElement(meta, "instanceID").text = instance_id(self._record.record)
        if self._record.name:
            ET.SubElement(meta, "instanceName").text = self._washed.plain(self._record.name)
        if self._record.log:
            ET.SubElement(meta, "audit").text = LOG
        return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))

    def _meta(self, around: ET.Element, row: Filled) -> ET.Element:
        """With what it writes into lists, as ODK's servers take it."""
        meta = ET.SubElement(around, "meta")
        for line in row.lines:
            does = {name: "1" for name, wanted in (("create", line.creates), ("update", line.updates)) if wanted}
            version = {"baseVersion": ""} if line.updates else {}
            entity = ET.SubElement(meta, "entity", {"dataset": line.list, "id": line.id, **does, **version})
            ET.SubElement(entity, "label").text = self._washed.plain(line.label)
        return meta

    def _fill(self, around: ET.Element, children: tuple[Item, ...], row: Filled) -> None:
        for child in children:
            if child.id in row.hidden:
                continue
            match child:
                case Question():
                    self._answer(ET.SubElement(around, child.name), child, row.answers.get(child.id))
                case Repeat():
                    for inner in row.rows.get(child.id, ()):
                        element = ET.SubElement(around, child.name)
                        self._fill(element, child.children, inner)
                        if inner.lines:
                            self._meta(element, inner)
                case _:
                    self._fill(ET.SubElement(around, child.name), child.children, row)

    def _answer(self, element: ET.Element, question: Question, answer: Answer | None) -> None:
        if isinstance(answer, Special):
            element.set("fieldapp:special", answer.value)
        elif isinstance(answer, str):
            answer = keyless(answer)
            write = _WAYS.get(question.kind)
            text = answer if write is None else write(answer, self._zone)
            if question.partial and text != answer:
                element.set("fieldapp:known", answer)
            element.text = self._washed.plain(text)


def _day(answer: str, _zone: timezone) -> str:
    """A day of which only the year or month is known counts as its first."""
    return (answer + "-01-01"[len(answer) - 10 :]) if len(answer) in (4, 7) else answer


def _instant(answer: str, zone: timezone) -> str:
    try:
        when = datetime.fromisoformat(answer)
    except ValueError:
        return answer
    return (when if when.tzinfo else when.replace(tzinfo=zone)).isoformat(timespec="milliseconds")


def _clock(answer: str, zone: timezone) -> str:
    try:
        when = time.fromisoformat(answer)
    except ValueError:
        return answer
    return (when if when.tzinfo else when.replace(tzinfo=zone)).isoformat(timespec="milliseconds")


_WAYS: Final[Mapping[Kind, Callable[[str, timezone], str]]] = {
    Kind.DATE: _day,
    Kind.DATETIME: _instant,
    Kind.START: _instant,
    Kind.END: _instant,
    Kind.TIME: _clock,
}
